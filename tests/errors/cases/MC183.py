from __future__ import annotations

from modelcheck.lang import Ordered, Spec, action, init


class Process(Ordered, size=2):
    """Processes."""


class Gossip(Spec):
    """Processes get to know each other."""

    knows: dict[Process, set[Process]]

    @init
    def start(self) -> None:
        nobody: set[Process] = set()
        self.knows = {p: nobody for p in Process}  # error: MC183

    @action
    def meet(self, p: Process, q: Process) -> None:
        self.knows[p].add(q)
