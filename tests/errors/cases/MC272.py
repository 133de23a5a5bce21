from __future__ import annotations

from typing import Final

from refined.counters import Clerk, Counted, Side

from modelcheck.lang import Spec, Symmetric, action, init, refines, require, variant

N: Final[int] = 3


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

    @refines(Counted)
    def counted(self, abstract: Counted) -> None:  # error: MC272
        abstract.votes = {side: sum(1 for v in Voter if self.voted.get(v) == side) for side in Side}


@variant(breaks="counted")
class OnOnePath(Vote):
    """A field is set on one path only."""

    @refines(Counted)
    def counted(self, abstract: Counted) -> None:  # error: MC272
        abstract.votes = {side: 0 for side in Side}
        if self.closed:
            abstract.closed = True


@variant(breaks="counted")
class InLoop(Vote):
    """A loop may have no round."""

    @refines(Counted)
    def counted(self, abstract: Counted) -> None:  # error: MC272
        abstract.votes = {side: 0 for side in Side}
        for v in Voter:
            abstract.closed = v in self.voted or self.closed
