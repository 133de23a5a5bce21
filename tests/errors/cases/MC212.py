from __future__ import annotations

from enum import Enum
from typing import Final, NamedTuple

from modelcheck.lang import Spec, Symmetric, action, init, invariant, require, the

SIZES: Final = (1, 2)


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
    def take(self, n: Node, b: bool) -> None:
        require(n == b)  # error: MC212
        require(self.phase[n] == n)  # error: MC212
        require(self.network != self.phase)  # error: MC212
        require(self.network == [])  # error: MC212
        require(len(self.network) == True)  # error: MC212
        require(len(self.network) is None)  # error: MC212
        require(None is not n)  # error: MC212
        require(n != None)  # error: MC212
        require(b == (n in self.phase) == 1)  # error: MC212
        require(self.network == {n})  # error: MC212
        require(self.network == set() and [] != [n] and self.decided == b)
        self.decided = Phase.WORKING == 1  # error: MC212

    @invariant
    def fine(self, n: Node) -> bool:
        vote = the((v for v in self.network if v.who == n), default=None)
        return vote is None or vote == Phase.WORKING  # error: MC212

    @invariant
    def same(self) -> bool:
        if self.phase.values() == self.phase.values():  # error: MC212
            return True
        if (n for n in self.phase) == (n for n in self.phase):  # error: MC212
            return True
        if reversed([1]) == reversed([1]) or SIZES[:1] == [1]:  # error: MC212
            return True
        if SIZES[:1] == [1]:  # error: MC212
            return True
        return self.phase.keys() == self.phase.keys() and range(2) == range(0, 2)
