from __future__ import annotations

import functools
from typing import Annotated, Final

from annotated_types import Interval, MaxLen

from modelcheck.lang import Ordered, Spec, action, init, invariant, require


class Job(Ordered, size=3):
    """Jobs, the urgent ones last."""


is_last: Final = lambda j: j == max(Job)


@functools.cache
def cached(j: Job) -> bool:
    return True


class Callable:
    """Things that can be called."""

    def __call__(self, j: Job) -> bool:
        return True


thing: Final = Callable()


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
        require(is_last(j))  # error: MC174
        require(cached(j))  # error: MC174
        require(thing(j))  # error: MC174
        self.done.add(j)

    @invariant
    def fine(self) -> bool:
        return self.__eq__(3)  # error: MC174
