from __future__ import annotations

from modelcheck.lang import Spec, Symmetric, action, init, require


class Process(Symmetric, size=3):
    """Processes."""


class Invitation(Spec):
    """As long as there is room, those who want to come are invited."""

    wanting: set[Process]
    invited: set[Process]

    @init
    def start(self) -> None:
        self.wanting = set()
        self.invited = set()

    @action
    def want(self, p: Process) -> None:
        self.wanting.add(p)

    @action
    def invite(self) -> None:
        for p in Process:
            if p in self.wanting and len(self.invited) < 2:  # error: MC188
                self.invited.add(p)

    @action
    def count(self) -> None:
        number = 0
        for p in Process:
            if p in self.wanting:
                number += 1  # error: MC188
        require(number > 1)
        self.invited = set()
