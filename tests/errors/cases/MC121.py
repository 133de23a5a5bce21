from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from modelcheck.lang import Spec, Symmetric, action, init


class Node(Symmetric, size=2):
    """Participants of a vote."""


class Phase(Enum):
    """How far a participant is."""

    WORKING = "working"
    PREPARED = "prepared"
    COMMITTED = "committed"


class Vote(NamedTuple):
    """A participant's answer."""

    who: Node
    yes: bool


class Commit(Spec):
    """Participants vote on a transaction."""

    phase: dict[Node, Phase]
    network: set[Vote]
    decided: bool

    @init
    def start(self) -> None:
        self.phase = {n: Phase.WORKING for n in Node}
        self.network = set()
        self.decided = False

    @action
    def prepare(self, n: Node) -> None:
        self.phase[n] = Phase.PREPARED
        self.network.add(Vote(n, yes=True))

    @action
    def count(self) -> None:
        for vote in self.network:  # error: MC121
            self.decided = vote.yes
        for n in self.phase:  # error: MC121
            self.phase[n] = Phase.COMMITTED
        for n, phase in self.phase.items():  # error: MC121
            self.phase[n] = phase
        for phase in self.phase.values():  # error: MC121
            self.decided = phase == Phase.COMMITTED
        for n in Node:
            self.phase[n] = Phase.WORKING

    @action
    def repeat(self) -> None:
        for n in (vote.who for vote in self.network):  # error: MC121
            self.phase[n] = Phase.WORKING
        for flag in {True, False}:  # error: MC121
            self.decided = flag
        for flag in frozenset([True]):  # error: MC121
            self.decided = flag
