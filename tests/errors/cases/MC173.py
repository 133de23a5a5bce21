from __future__ import annotations

import functools
from typing import Annotated

from annotated_types import Interval, MaxLen

from modelcheck.lang import Ordered, Spec, action, init, require


class Job(Ordered, size=3):
    """Jobs, the urgent ones last."""


if len(Job) > 2:

    def urgent(j: Job) -> bool:
        return j == max(Job)


def make() -> object:
    def inner(j: Job) -> bool:
        return True

    return inner


inner = make()


@functools.wraps(make)
def renamed(j: Job) -> bool:
    return True


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
        require(urgent(j))  # error: MC173
        require(inner(j))  # error: MC173
        require(renamed(j))  # error: MC173
        self.done.add(j)
