from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from modelcheck.lang import Spec, Symmetric, action, init, invariant, oneof


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
    def take(self, n: Node) -> None:
        vote = oneof(self.network)
        self.decided = vote.agreed  # error: MC215
        self.decided = vote.YES  # error: MC215
        self.decided = self.phase[n].value == 1  # error: MC215
        self.decided = self.phase[n].name == n  # error: MC215
        self.decided = self.network.size == 1  # error: MC215
        self.decided = self.network.length == 1  # error: MC215
        self.decided = self.phase.keys == 1  # error: MC215
        self.decided = n.name == 1  # error: MC215
        self.decided = len(self.network).real == 1  # error: MC215
        match vote:
            case Vote(voter=m):  # error: MC215
                self.decided = m == n

    @invariant
    def fine(self) -> bool:
        return all(v.agreed for v in self.network)  # error: MC215
