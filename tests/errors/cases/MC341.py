# for all: WIDE, HALF, N
from __future__ import annotations

from typing import Annotated, Final

from annotated_types import Interval
from modelcheck.lang import Spec, action, init, invariant

N: Final[int] = 4
WIDE: Final = True  # error: MC341
HALF: Final[int] = N // 2  # error: MC341


class Poll(Spec):
    """Votes are counted."""

    votes: Annotated[int, Interval(ge=0, le=N)]

    @init
    def start(self) -> None:
        self.votes = 0

    @action
    def vote(self) -> None:
        self.votes += 1 if WIDE and self.votes < HALF else 0

    @invariant
    def few(self) -> bool:
        return self.votes <= HALF
