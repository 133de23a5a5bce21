# for all: N
from __future__ import annotations

from typing import Annotated, Final, NamedTuple, TypeAlias

from annotated_types import Interval, MaxLen
from modelcheck.lang import Map, Spec, action, init, invariant

N: Final[int] = 4


Few: TypeAlias = Annotated[int, Interval(ge=0, le=N)]
Small: TypeAlias = Annotated[int, Interval(ge=0, le=4)]


class Batch(NamedTuple):
    """Two numbers of votes."""

    old: Annotated[int, Interval(ge=0, le=N)]
    new: Annotated[int, Interval(ge=0, le=3)]


class Poll(Spec):
    """Votes are counted."""

    votes: Annotated[int, Interval(ge=0, le=N)]
    batch: Batch
    frozen: Map[bool, Annotated[int, Interval(ge=0, le=N)]]
    log: Annotated[list[bool], MaxLen(N)]  # error: MC344
    batches: set[Batch]  # error: MC344
    ranks: dict[Annotated[int, Interval(ge=0, le=N)], bool]  # error: MC344
    last: Annotated[int, Interval(ge=0, le=N)] | None  # error: MC344
    most: Annotated[int, Interval(ge=0, le=abs(N))]  # error: MC344
    least: Annotated[Few, Interval(ge=0, le=3)]  # error: MC344
    both: Annotated[Small, Interval(ge=0, le=N)]  # error: MC344
    rounds: Annotated[list[bool], MaxLen(3)]

    @init
    def start(self) -> None:
        self.votes = 0
        self.batch = Batch(0, 0)
        self.frozen = Map({True: 0, False: 0})
        self.log = []
        self.batches = set()
        self.ranks = {}
        self.last = None
        self.most = 0
        self.least = 0
        self.both = 0
        self.rounds = []

    @action
    def vote(self) -> None:
        self.votes += 1

    @invariant
    def few(self) -> bool:
        return self.votes <= N
