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
    def find_gap(self, j: Job) -> None:
        for other in self.waiting:
            if other == j:
                break
        else:  # error: MC122
            self.done.add(j)
        for _ in range(3): self.count += 1
        else: self.count = 0  # error: MC122
        for _ in range(2):
            for _ in range(2):
                self.count += 1

            # The word stands below a blank line and a comment.
            else:  # error: MC122
                self.count = 0
