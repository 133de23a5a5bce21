# for all: N
from __future__ import annotations

from typing import Annotated, Final

from annotated_types import Interval
from modelcheck.lang import Spec, action, init, invariant

N: Final[int] = 4


class Poll(Spec):
    """Votes are counted."""

    votes: Annotated[int, Interval(ge=0, le=N)]

    @init
    def start(self) -> None:
        self.votes = 0

    @action
    def vote(self, few: Annotated[int, Interval(ge=0, le=N)]) -> None:  # error: MC345
        self.votes = self.capped(few)

    @action
    def take(self, few: Annotated[int, Interval(ge=0, le=2)]) -> None:
        self.votes = self.capped(self.votes - few)

    def capped(self, votes: Annotated[int, Interval(ge=0, le=N)]) -> int:
        return max(0, min(votes, N))

    @invariant
    def bounded(self, most: Annotated[int, Interval(ge=0, le=N)]) -> bool:  # error: MC345
        return most < N or self.votes <= most
