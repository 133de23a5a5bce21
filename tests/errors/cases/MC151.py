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
    def work(self, j: Job) -> None:
        self.done.add(self.waiting.pop(0))  # error: MC151
        self.waiting = self.waiting.append(j)  # error: MC151
        if self.waiting.pop() == j:  # error: MC151
            self.count = 1
        require(self.done.add(j))  # error: MC151
        nothing = self.done.discard(j)  # error: MC151
        self.waiting = sorted(self.done.clear())  # error: MC151
        table = {j: 1}
        self.count = table.setdefault(j, 2)  # error: MC151
        self.count = table.pop(j)
        self.count = 1 + table.pop(j)  # error: MC151

    @invariant
    def fine(self) -> bool:
        return self.waiting.pop() in self.done  # error: MC151
