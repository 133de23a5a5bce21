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
        self.knows[p] = {q} if self.size_with(self.knows[q].copy(), p) > 1 else {p}
        self.knows[q] = {p} if self.size_within(self.knows[q].copy(), p) > 1 else {q}

    def size_with(self, known: set[Process], p: Process) -> int:
        more = known
        more.add(p)  # error: MC180
        return len(more)

    def size_within(self, known: set[Process], p: Process) -> int:
        more = known.copy()
        more.add(p)
        return len(more)
