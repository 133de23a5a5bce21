# for all: N
from __future__ import annotations

from typing import Annotated, Final

from annotated_types import Interval
from modelcheck.lang import Spec, Symmetric, action, init, invariant

N: Final[int] = 4
MOST: Final[int] = N - 1


class Voter(Symmetric, size=N):  # error: MC342
    """Voters."""


class Clerk(Symmetric, size=MOST):  # error: MC342
    """Clerks."""


class Counter(Symmetric, size=2):
    """Counters, always two."""


class Poll(Spec):
    """Votes are counted."""

    voted: set[Voter]  # error: MC344
    counted: dict[Clerk, set[Counter]]  # error: MC344
    votes: dict[Counter, Annotated[int, Interval(ge=0, le=N)]]

    @init
    def start(self) -> None:
        self.voted = set()
        self.counted = {c: set() for c in Clerk}
        self.votes = {c: 0 for c in Counter}

    @action
    def vote(self, v: Voter) -> None:
        self.voted.add(v)

    @action
    def count(self, k: Clerk, c: Counter) -> None:
        self.counted[k].add(c)

    @invariant
    def few(self) -> bool:
        return len(self.voted) <= N and all(self.votes[c] <= N for c in Counter)
