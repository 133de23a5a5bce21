from __future__ import annotations

from typing import Annotated

from annotated_types import Interval, MaxLen

from modelcheck.lang import Ordered, Spec, action, each, init, invariant, require


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
        is_left = lambda j: j not in self.done  # error: MC127
        require(is_left(j))
        self.count = (lambda: 3) + 1  # error: MC127
        self.done = {lambda: j}  # error: MC127
        for each in [lambda: 1]:  # error: MC127
            self.count = each

    @invariant
    def fine(self) -> bool:
        return (lambda: True) == True  # error: MC127
