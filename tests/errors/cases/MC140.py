from __future__ import annotations

from typing import Annotated

from annotated_types import Interval, MaxLen

from modelcheck.lang import Ordered, Spec, action, each, init


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
        print("done:", j, f"{j}")  # error: MC140
        self.count = abs(self.count)  # error: MC140
        self.count = int(j in self.done)  # error: MC140
        for i, each in enumerate(self.waiting):  # error: MC140
            self.count = i
            self.done.add(each)
        for a, b in zip(self.waiting, self.waiting):  # error: MC140
            self.done |= {a, b}
        if bool(self.waiting):  # error: MC140
            self.count = 0
        self.waiting = list(map(max, self.waiting))  # error: MC140
        self.done.add(next(iter(self.waiting)))  # error: MC140
        self.count = len(str(j))  # error: MC140
        self.waiting = tuple(Job)  # error: MC140
        setattr(self, "count", 1)  # error: MC140
