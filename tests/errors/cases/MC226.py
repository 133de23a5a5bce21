from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from modelcheck.lang import Ordered, Spec, Symmetric, action, init, invariant


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


class Rank(Ordered, size=3):
    """Ranks, which have an order."""


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
    def take(self, n: Node, r: Rank) -> None:
        self.phase[Node(0)] = Phase.WORKING  # error: MC226
        self.phase[Node1] = Phase.WORKING  # error: MC226
        self.phase[Node.Node1] = Phase.WORKING  # error: MC226
        self.phase[Node[0]] = Phase.WORKING  # error: MC226
        self.decided = n.index == 0  # error: MC226
        self.decided = r.index > 0  # error: MC226
        self.decided = Rank(1) < r  # error: MC226
        self.phase[n] = Phase(1)  # error: MC226
        self.phase[n] = Phase["WORKING"]  # error: MC226
        self.phase[n] = Phase[0]  # error: MC226
        self.decided = r == sorted(Rank)[0] and r == min(Rank)

    @invariant
    def fine(self) -> bool:
        return Rank.index == 1  # error: MC226
