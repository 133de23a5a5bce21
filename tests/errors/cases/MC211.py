from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from modelcheck.lang import Spec, Symmetric, action, each, init, invariant, require


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
    def take(self, n: Node, m: Node) -> None:
        require(n < m)  # error: MC211
        first = min(Node)  # error: MC211
        last = max(self.network)  # error: MC211
        for each in sorted(Node):  # error: MC211
            self.phase[each] = Phase.WORKING
        self.decided = self.phase[n] < Phase.PREPARED  # error: MC211
        self.decided = self.decided > False  # error: MC211
        self.decided = {n: 1} < {m: 1}  # error: MC211
        self.decided = Vote(n, yes=True) <= Vote(m, yes=True)  # error: MC211
        self.decided = [n] < [m]  # error: MC211
        nodes = [n, m]
        nodes.sort()  # error: MC211
        self.decided = {n} <= {m} and 1 < 2 < 3 and [1] < [2]
        self.decided = max(self.phase.values()) == Phase.WORKING  # error: MC211

    @invariant
    def fine(self, n: Node) -> bool:
        return n >= n  # error: MC211
