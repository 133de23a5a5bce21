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
        self.done.append(j)  # error: MC139
        self.waiting.add(j)  # error: MC139
        self.waiting.push(j)  # error: MC139
        self.done.pop()  # error: MC139
        first = self.done.pop()  # error: MC139
        self.done.add(first)
        self.waiting.reverse()  # error: MC139
        self.waiting.apend(j)  # error: MC139
        self.count = self.count.bit_length()  # error: MC139
        self.count = j.next()  # error: MC139
        table = {j: 1}
        table.popitem()  # error: MC139
        self.count = len(self.done.add_all(self.waiting))  # error: MC139
