from __future__ import annotations

from modelcheck.lang import Ordered, Spec, action, init


class Process(Ordered, size=2):
    """Processes."""


class Gossip(Spec):
    """Processes tell each other whom they know."""

    knows: dict[Process, set[Process]]

    @init
    def start(self) -> None:
        self.knows = {p: {p} for p in Process}

    @action
    def tell(self, p: Process, q: Process) -> None:
        theirs = self.knows[q]
        theirs.add(p)  # error: MC180
