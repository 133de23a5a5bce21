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
    def finish(self) -> None:
        while len(self.waiting) > 0:  # error: MC120
            self.done.add(self.waiting.pop())

    @action
    def count_up(self, j: Job) -> None:
        if j in self.done:
            while True:  # error: MC120
                self.count += 1
                if self.count == 3:
                    break
        rounds = 0
        while rounds < 2:  # error: MC120
            rounds += 1
        else:
            rounds = 0
        self.count = rounds

    @invariant
    def counted(self) -> bool:
        while self.count > 3:  # error: MC120
            return False
        return True
