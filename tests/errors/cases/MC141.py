from __future__ import annotations

import functools
import random
from typing import Annotated, Final

from annotated_types import Interval, MaxLen

from modelcheck.lang import Ordered, Spec, action, fail, init, one, require


class Job(Ordered, size=3):
    """Jobs, the urgent ones last."""


SEED: Final = random.random()
LAST: Final = functools.partial(max, 1)


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
        self.count = random.randint(0, 3)  # error: MC141
        self.done.add(random.choice([j]))  # error: MC141
        self.count = len(chr(3))  # error: MC141
        table = dict.fromkeys(Job, 1)  # error: MC141
        self.count = table[j]
        self.count = functools.reduce(max, [1, 2])  # error: MC141
        ok = require(j in self.done)  # error: MC141
        if require(ok):  # error: MC141
            self.count = 0
        self.done = {one(Job)}  # error: MC141
        self.count = fail("never")  # error: MC141
        local = 3
        self.count = local(1)  # error: MC141
