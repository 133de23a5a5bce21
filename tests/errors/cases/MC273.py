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
    def counted(self, abstract: Counted) -> None:
        abstract.votes = {side: 0 for side in Side}
        abstract.votes[Side.YES] = len(self.voted)  # error: MC273
        abstract.closed = self.closed


@variant(breaks="counted")
class Read(Vote):
    """A field is read."""

    @refines(Counted)
    def counted(self, abstract: Counted) -> None:
        abstract.votes = {side: 0 for side in Side}
        abstract.closed = abstract.votes[Side.YES] > 0  # error: MC273


@variant(breaks="counted")
class Given(Vote):
    """The state is handed on."""

    @refines(Counted)
    def counted(self, abstract: Counted) -> None:
        abstract.votes = {side: 0 for side in Side}
        abstract.closed = self.is_closed(abstract)  # error: MC273

    def is_closed(self, closed: bool) -> bool:
        return closed or self.closed


@variant(breaks="counted")
class Replaced(Vote):
    """The state is replaced, and changed in place."""

    @refines(Counted)
    def counted(self, abstract: Counted) -> None:
        abstract.votes = {side: 0 for side in Side}
        abstract.votes.update({Side.YES: 1})  # error: MC273
        abstract.closed = self.closed
        abstract = None  # error: MC273
