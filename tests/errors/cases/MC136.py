from __future__ import annotations

from typing import Annotated

from annotated_types import Interval, MaxLen

from modelcheck.lang import Ordered, Spec, action, init, invariant


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
    def calculate(self) -> None:
        self.count = self.count / 2  # error: MC136
        self.count = self.count ** 2  # error: MC136
        self.count = self.count << 1  # error: MC136
        self.count = self.count >> 1  # error: MC136
        self.count = self.count @ 2  # error: MC136
        self.count = +self.count  # error: MC136
        self.count = ~self.count  # error: MC136
        self.count /= 2  # error: MC136
        self.count **= 2  # error: MC136
        self.count = -(-self.count)

    @invariant
    def fine(self) -> bool:
        return (self.count > 0) & (self.count < 9)  # error: MC136

    @invariant
    def other(self) -> bool:
        return (self.count > 0) | (self.count < 9)  # error: MC136

    @invariant
    def third(self) -> bool:
        return (self.count > 0) ^ (self.count < 9)  # error: MC136
