from __future__ import annotations

from typing import Annotated

from annotated_types import Interval, MaxLen

from modelcheck.lang import Ordered, Spec, action, init


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
        self.done = {*self.done, j}  # error: MC142
        self.waiting = [*self.waiting, j]  # error: MC142
        table = {**{j: 1}}  # error: MC142
        self.count = table[j]
        self.count = max(*[1, 2])  # error: MC142
        first, *rest = self.waiting  # error: MC142
        self.waiting = rest
        self.helper(*self.waiting)  # error: MC142
        options = {j: j}
        self.helper(**options)  # error: MC142

    def helper(self, j: Job) -> None:
        self.done.add(j)
