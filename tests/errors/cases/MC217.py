from __future__ import annotations

from collections import Counter
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
        vote = self.network[0]  # error: MC217
        self.decided = vote
        self.decided = oneof(self.network)[1]  # error: MC217
        self.network[n] = True  # error: MC217
        self.decided = self.phase[n][0]  # error: MC217
        self.decided = self.decided[0]  # error: MC217
        self.decided = len(self.network)[0] == 1  # error: MC217
        rest = self.network[1:]  # error: MC217
        del self.network[n]  # error: MC217
        self.decided = self.phase[n:]  # error: MC217
        self.decided = [True][0] and {n: True}[n] and Counter([n])[n] > 0

    @invariant
    def fine(self, n: Node) -> bool:
        return n[0] == 1  # error: MC217
