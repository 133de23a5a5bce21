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
        self.count = j in self.done  # error: MC221
        self.count += j in self.done  # error: MC221
        self.count = self.count + True  # error: MC221
        self.count = (j in self.done) * 2  # error: MC221
        self.count = -(j in self.done)  # error: MC221
        self.count = sum(k in self.done for k in Job)  # error: MC221
        self.done = {self.waiting[j in self.done]}  # error: MC221
        for i in range(j in self.done):  # error: MC221
            self.count = i
        numbers: list[int] = [1]
        numbers.append(True)  # error: MC221
        self.count = self.helper(True)  # error: MC221

    def helper(self, n: int) -> int:
        return n > 1  # error: MC221
