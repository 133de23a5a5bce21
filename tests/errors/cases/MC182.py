from __future__ import annotations

from typing import Annotated

from annotated_types import MaxLen
from modelcheck.lang import Ordered, Spec, action, init


class Process(Ordered, size=2):
    """Processes."""


class Queue(Spec):
    """Processes wait in line, and some give up."""

    waiting: Annotated[list[Process], MaxLen(2)]

    @init
    def start(self) -> None:
        self.waiting = [p for p in Process]

    @action
    def give_up(self, p: Process) -> None:
        for each in self.waiting:
            if each <= p:
                self.waiting.remove(each)  # error: MC182
