from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from modelcheck.lang import Spec, Symmetric, action, init, invariant, one, oneof


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
    def commit(self) -> None:
        who, yes, when = oneof(self.network)  # error: MC145
        self.phase[who] = Phase.COMMITTED
        a, b = 1, 2, 3  # error: MC145
        self.decided = a == b
        c, d = self.decided  # error: MC145
        (e,) = [True, False]  # error: MC145
        self.decided = any(x and y for x, y, z in self.network)  # error: MC145
        self.decided = all(p == q for p, q in Node)  # error: MC145
        self.decided = any(k == v for k, v, w in self.phase.items())  # error: MC145
        for one, two in [1, 2]:  # error: MC145
            self.decided = one == two

    @invariant
    def fine(self) -> bool:
        left, right = self.phase  # error: MC145
        return left == right
