from __future__ import annotations

import random
from typing import Annotated

from annotated_types import Interval, MaxLen

from modelcheck.lang import Ordered, Spec, action, init, invariant, oneof, require


class Job(Ordered, size=3):
    """Jobs, the urgent ones last."""


def is_last(j: Job) -> bool:
    return j == max(Job)


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
        require(is_last)  # error: MC176
        self.count = len  # error: MC176
        kind = int  # error: MC176
        self.done.add(Worker)  # error: MC176
        choose = oneof  # error: MC176
        self.count = random  # error: MC176
        self.count = random.SG_MAGICCONST  # error: MC158
        self.done = set  # error: MC176
        self.waiting = sorted(Job)

    @invariant
    def fine(self) -> bool:
        return is_last == is_last  # error: MC176
