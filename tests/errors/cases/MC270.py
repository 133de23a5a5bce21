from __future__ import annotations

from typing import Final

from refined.counters import Clerk, Counted, Sent, Side

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
        abstract.votes = {side: sum(1 for v in Voter if self.voted.get(v) == side) for side in Side}
        abstract.closed = self.closed


@variant(breaks="counted")
class OfNoSpec(Vote):
    """An enum is no spec."""

    @refines(Side)  # error: MC270
    def counted(self, abstract: Side) -> None:
        """There is nothing to set."""


@variant(breaks="counted")
class OfComponents(Vote):
    """The fields are in a component."""

    @refines(Sent)  # error: MC270
    def counted(self, abstract: Sent) -> None:
        """There is nothing to set."""


@variant(breaks="counted")
class OfItsBase(Vote):
    """A twin derives from its spec."""

    @refines(Vote)  # error: MC270
    def counted(self, abstract: Vote) -> None:
        abstract.voted = self.voted
        abstract.closed = self.closed
