from __future__ import annotations

from modelcheck.lang import Ordered, Spec, action, init


class Process(Ordered, size=2):
    """Processes."""


class Snapshot(Spec):
    """Who is there now, and who was there when somebody looked."""

    present: set[Process]
    seen: set[Process]

    @init
    def start(self) -> None:
        self.present = set()
        self.seen = set()

    @action
    def enter(self, p: Process) -> None:
        self.present.add(p)

    @action
    def look(self) -> None:
        self.seen = self.present  # error: MC184
