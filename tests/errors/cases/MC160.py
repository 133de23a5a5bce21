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
    def thin_out(self) -> None:
        self.waiting = self.waiting[::2]  # error: MC160
        self.waiting = self.waiting[0:2:1]  # error: MC160
        self.waiting = self.waiting[::-1]  # error: MC160
        self.waiting = self.waiting[:2] + self.waiting[2:] + self.waiting[-1:]

    @invariant
    def fine(self) -> bool:
        return self.waiting[:: len(self.waiting)] == []  # error: MC160
