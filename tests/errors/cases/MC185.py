from __future__ import annotations

from typing import Final, NamedTuple

from modelcheck.lang import Spec, Symmetric, action, init, one


class Process(Symmetric, size=2):
    """Processes."""


CHAIR: Final = one(Process)


class Vote(NamedTuple):
    """Somebody votes for somebody."""

    voter: Process
    choice: Process = CHAIR


class Election(Spec):
    """Processes vote for the chair."""

    cast: set[Vote]

    @init
    def start(self) -> None:
        self.cast = set()

    @action
    def vote(self, p: Process) -> None:
        self.cast.add(Vote(p))  # error: MC185
