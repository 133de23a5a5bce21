from __future__ import annotations

from modelcheck.lang import Spec, Symmetric, action, init


class Process(Symmetric, size=2):
    """Processes."""


class Election(Spec):
    """Those who are ready elect a leader."""

    ready: set[Process]
    leader: Process | None

    @init
    def start(self) -> None:
        self.ready = set()
        self.leader = None

    @action
    def prepare(self, p: Process) -> None:
        self.ready.add(p)

    @action
    def elect(self) -> None:
        for p in Process:
            if p in self.ready:
                self.leader = p  # error: MC187
