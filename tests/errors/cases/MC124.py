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
    def work(self) -> None:
        try:  # error: MC124
            first = self.waiting.pop(0)
            self.done.add(first)
        except IndexError:
            self.count = 0
        try:  # error: MC124
            self.count = 1
        finally:
            self.count = 2
        try:  # error: MC124
            self.count = 1
        except* ValueError:
            self.count = 2

    @invariant
    def fine(self) -> bool:
        try:  # error: MC124
            return self.waiting[0] in self.done
        except IndexError:
            return True
