from __future__ import annotations

from enum import Enum
from typing import Final, NamedTuple

from modelcheck.lang import Spec, Symmetric, action, init, oneof


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


LIMIT: Final = 3


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
    def finish(self, n: Node) -> None:
        match self.phase[n]:
            case Phase.PREPARED:
                self.phase[n] = Phase.COMMITTED
            case COMMITTED:  # error: MC154
                self.decided = True
        match oneof(self.network):
            case [who, yes]:  # error: MC154
                self.decided = yes
            case {"who": who}:  # error: MC154
                self.decided = who == n
            case (who, _):  # error: MC154
                self.decided = who == n
            case Vote(a, b, c):  # error: MC154
                self.decided = b
            case Vote(who=m, yes=True) | Vote(who=m, yes=False):  # error: MC154
                self.decided = m == n
            case Vote(who, yes) as vote if any(who == n for who in Node):  # error: MC154
                self.decided = yes and who == n
            case Vote(who, yes) as vote if vote.yes:
                self.decided = yes and who == n
        match len(self.network):
            case int():  # error: MC154
                self.decided = False
            case 0 | 1:
                self.decided = False
            case [1, *rest]:  # error: MC154
                self.decided = False
            case LIMIT:  # error: MC154
                self.decided = True
