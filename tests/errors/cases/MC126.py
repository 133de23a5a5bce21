from __future__ import annotations

from typing import Annotated

from annotated_types import Interval, MaxLen

from modelcheck.lang import Ordered, Spec, action, init, invariant, require


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
        def is_urgent(job: Job) -> bool:  # error: MC126
            return job == max(Job)

        require(is_urgent(j))
        self.done.add(j)
        if j in self.done:
            class Local:  # error: MC126
                """A class."""

            self.count = Local().x

    @invariant
    def fine(self) -> bool:
        def inner() -> bool:  # error: MC126
            return True

        return inner()
