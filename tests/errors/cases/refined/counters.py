"""An abstract spec for the specs of these cases: how many have voted."""

from __future__ import annotations

from enum import Enum
from typing import Annotated, Final

from annotated_types import Interval

from modelcheck.components import PerfectLinks
from modelcheck.lang import Spec, Symmetric, action, init, require

N: Final[int] = 2


class Side(Enum):
    """What to vote for."""

    YES = "yes"
    NO = "no"


class Clerk(Symmetric, size=1):
    """Who counts."""


class Counted(Spec):
    """Votes are counted."""

    votes: dict[Side, Annotated[int, Interval(ge=0, le=N)]]
    closed: bool

    @init
    def start(self) -> None:
        self.votes = {side: 0 for side in Side}
        self.closed = False

    @action
    def vote(self, side: Side) -> None:
        require(not self.closed and sum(self.votes.values()) < N)
        self.votes[side] += 1

    @action
    def close(self) -> None:
        require(not self.closed)
        self.closed = True


class Sent(Spec):
    """Votes are sent."""

    links: PerfectLinks[Clerk, Side]

    @init
    def start(self) -> None:
        self.links = PerfectLinks(Clerk, deliver=self.arrived)

    @action
    def vote(self, clerk: Clerk, side: Side) -> None:
        self.links.send(clerk, clerk, side)

    def arrived(self, clerk: Clerk, sender: Clerk, side: Side) -> None:
        require(clerk == sender or side == Side.YES)
