from __future__ import annotations

from collections import Counter
from typing import Annotated

from annotated_types import Interval, MaxLen

from modelcheck.lang import Map, Ordered, Spec, action, init, invariant


class Job(Ordered, size=3):
    """Jobs, the urgent ones last."""


class Worker(Spec):
    """A worker takes jobs from a queue."""

    waiting: Annotated[list[Job], MaxLen(3)]
    done: set[Job]
    count: Annotated[int, Interval(ge=0, le=3)]

    @init
    def start(self) -> None:
        self.waiting = []
        self.done = set()
        self.count = 0

    @action
    def reset(self) -> None:
        self.waiting = []
        self.done = set()
        self.count = 0

    @action
    def work(self, j: Job) -> None:
        self.done = self.done + {j}  # error: MC227
        self.done = self.done | j  # error: MC227
        self.done -= j  # error: MC227
        self.done += {j}  # error: MC227
        self.done = self.done - [j]  # error: MC227
        self.done = Job - {j}  # error: MC227
        self.waiting = self.waiting + j  # error: MC227
        self.waiting = self.waiting - [j]  # error: MC227
        self.waiting = [j] * 3  # error: MC227
        self.count = self.count + j  # error: MC227
        self.count = self.count | 1  # error: MC227
        self.count = self.count + None  # error: MC227
        self.done = {j + 1}  # error: MC227
        table = {j: 1}
        table = table + {j: 2}  # error: MC227
        table = table | Map({j: 2})  # error: MC227
        table |= Map({j: 2})
        bag = Counter([j])
        bag = bag + {j}  # error: MC227
        bag += Counter([j])
        self.done |= {j}

    @invariant
    def fine(self) -> bool:
        return len(self.waiting + self.done) > 0  # error: MC227
