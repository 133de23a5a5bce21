from __future__ import annotations

from typing import Annotated

from annotated_types import Interval, MaxLen

from modelcheck.lang import Ordered, Spec, action, init, invariant, require


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
        if (left := len(self.waiting)) > 0:  # error: MC133
            self.count = left
        require((n := self.count) < 3)  # error: MC133
        self.count = n + 1
        self.done = {last := j for j in self.waiting}  # error: MC133

    @invariant
    def fine(self) -> bool:
        return (n := self.count) == n  # error: MC133
