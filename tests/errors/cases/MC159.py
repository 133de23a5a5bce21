from __future__ import annotations

from collections import Counter
from typing import Annotated

from annotated_types import Interval, MaxLen

from modelcheck.lang import Ordered, Spec, action, init, invariant, oneof, require, subsets, the


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
        require(j in self.done, "must be done")  # error: MC159
        require()  # error: MC159
        self.waiting = sorted(self.done, key=len)  # error: MC159
        self.count = len()  # error: MC159
        self.count = sum([1, 2], 1)  # error: MC159
        self.count = max(1, 2, key=len)  # error: MC159
        self.done.add(j, j)  # error: MC159
        self.done.discard()  # error: MC159
        self.waiting.append()  # error: MC159
        self.waiting.pop(1, 2)  # error: MC159
        self.done.update()  # error: MC159
        chosen = oneof(1, 2)  # error: MC159
        self.count = chosen
        table = dict(a=1)  # error: MC159
        self.count = len(table)
        self.done = the(self.done, self.done)  # error: MC159
        self.waiting = list(reversed(self.done))  # error: MC159
        self.count = len(subsets(self.done, 2))  # error: MC159
        bag = Counter(a=1)  # error: MC159
        self.done = self.done.difference()  # error: MC159

    @invariant
    def fine(self) -> bool:
        return any(self.count > 0, self.count < 2)  # error: MC159
