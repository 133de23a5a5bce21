from __future__ import annotations

from typing import Annotated

from annotated_types import Interval, MaxLen

from modelcheck.lang import Ordered, Spec, action, fail, init


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
        if self.count > 0:
            fail(f"{j} is done already")  # error: MC162
        elif self.count > 1:
            fail()  # error: MC162
        elif self.count > 2:
            fail("a", "b")  # error: MC162
        elif j == max(Job):
            fail(self.count)  # error: MC162
        elif j == min(Job):
            fail(3)  # error: MC162
        elif j in self.waiting:
            fail(why="text")  # error: MC162
        else:
            fail("this is "
                 "fine")
        self.count = 0
