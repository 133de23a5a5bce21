from __future__ import annotations

from typing import Final

from refined.counters import Clerk, Counted, Side

from modelcheck.lang import Spec, Symmetric, action, init, refines, require

VOTERS: Final[int] = 3
N: Final[int] = VOTERS + 1


class Voter(Symmetric, size=N):
    """Somebody who votes."""


class Vote(Spec):
    """Everybody votes once."""

    voted: dict[Voter, Side]
    closed: bool

    @init
    def start(self) -> None:
        self.voted = {}
        self.closed = False

    @action
    def vote(self, v: Voter, side: Side) -> None:
        require(v not in self.voted and not self.closed)
        self.voted[v] = side

    @action
    def close(self) -> None:
        require(not self.closed)
        self.closed = True

    @refines(Counted)  # error: MC275
    def counted(self, abstract: Counted) -> None:
        abstract.votes = {side: sum(1 for v in Voter if self.voted.get(v) == side) for side in Side}
        abstract.closed = self.closed
