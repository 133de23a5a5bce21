from __future__ import annotations

from typing import Annotated

from annotated_types import Interval, MaxLen

from modelcheck.lang import Ordered, Spec, action, init, invariant, one


class Job(Ordered, size=3):
    """Jobs, the urgent ones last."""


def fold(n: int) -> int:
    return 0 if n == 0 else fold(n - 1)  # error: MC123


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
    def one(self) -> None:
        self.again()
        self.count = fold(3)

    def again(self) -> None:
        self.count += 1
        self.again()  # error: MC123

    def even(self, n: int) -> bool:
        return n == 0 or self.odd(n - 1)

    def odd(self, n: int) -> bool:
        return n != 0 and self.even(n - 1)  # error: MC123

    @action
    def loops(self) -> None:
        self.count = 1
        self.loops()  # error: MC123

    @invariant
    def parity(self) -> bool:
        return self.even(self.count) or True
