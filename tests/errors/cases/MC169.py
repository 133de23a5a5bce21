from __future__ import annotations

from typing import Annotated, ClassVar

from annotated_types import Interval, MaxLen

from modelcheck.lang import Ordered, Spec, action, init, require


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

    SIZE = 3  # error: MC169
    limit: int = 3  # error: MC169
    a, b = 1, 2  # error: MC169
    FINE: ClassVar[int] = 3  # error: MC169

    class Inner:  # error: MC169
        """A class."""

    if True:  # error: MC169
        extra: bool

    for _ in range(2):  # error: MC169
        pass

    del a  # error: MC169
    pass
    "text"
    ...

    @action
    def put(self) -> None:
        require(self.count < self.SIZE)
        self.count += self.limit
