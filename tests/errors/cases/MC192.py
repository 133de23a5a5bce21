from __future__ import annotations

from modelcheck.lang import Ghost, Ordered, Spec, action, init, invariant, require


class Process(Ordered, size=2):
    """Processes."""


class Mutex(Spec):
    """One at a time."""

    inside: set[Process]
    entered: Ghost[set[Process]]

    @init
    def start(self) -> None:
        self.inside = set()
        self.entered = set()

    @action
    def enter(self, p: Process) -> None:
        require(p not in self.entered and len(self.inside) == 0)  # error: MC192
        self.inside.add(p)
        self.entered.add(p)

    @action
    def leave(self, p: Process) -> None:
        require(p in self.inside)
        self.inside.remove(p)

    @invariant
    def one_at_a_time(self) -> bool:
        return len(self.inside) <= 1
