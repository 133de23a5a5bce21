from __future__ import annotations

from typing import Annotated

from annotated_types import Interval, MaxLen

from modelcheck.lang import Ordered, Spec, action, init, require


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
        if self.finish(j):  # error: MC156
            self.count = 0
        self.count = len(self.waiting) + self.bump()  # error: MC156
        require(self.finish(j) and self.count > 0)  # error: MC156
        self.count = self.bump()
        more = self.finish(j)
        self.done = {k for k in Job if self.finish(k)}  # error: MC156
        self.waiting = [j] if more else []
        self.waiting.append(self.take(self.waiting))  # error: MC156

    def finish(self, j: Job) -> bool:
        self.done.add(j)
        return len(self.done) < 3

    def bump(self) -> int:
        require(self.count < 3)
        self.count += 1
        return self.count

    def take(self, jobs: list[Job]) -> Job:
        job = jobs.pop()
        return job
