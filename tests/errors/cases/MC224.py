from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from modelcheck.lang import Spec, Symmetric, action, init, invariant


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
    def commit(self, n: Node) -> None:
        self.phase[n] = Phase.COMITTED  # error: MC224
        self.phase[n] = Phase.committed  # error: MC224
        self.phase[n] = Phase.DONE  # error: MC224
        self.decided = self.phase[n] == Phase.READY  # error: MC224
        self.decided = self.phase[n] in {Phase.WORKING, Phase.REDY}  # error: MC224
        match self.phase[n]:
            case Phase.IDLE:  # error: MC224
                self.decided = True
            case Phase.WORKING:
                self.decided = False

    @invariant
    def fine(self, n: Node) -> bool:
        return self.phase[n] != Phase.name  # error: MC224
