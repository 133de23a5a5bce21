from __future__ import annotations

from typing import Annotated

from annotated_types import MaxLen

from modelcheck.lang import Ghost, Ordered, Spec, action, init, old


class Job(Ordered, size=2):
    """Jobs."""


class Queue(Spec):
    """Jobs wait in a line."""

    waiting: list[Job]  # error: MC202
    of: dict[Job, list[Job]]  # error: MC202
    both: Annotated[list[list[Job]], MaxLen(2)]  # error: MC202
    noted: Annotated[list[Job], 3]  # error: MC202
    old: Ghost[list[Job]]  # error: MC202
    fine: Annotated[list[Annotated[list[Job], MaxLen(1)]], MaxLen(2)]

    @init
    def start(self) -> None:
        self.waiting = []
        self.fine = []

    @action
    def submit(self, jobs: list[Job]) -> None:  # error: MC202
        self.waiting = jobs

    @action
    def reset(self) -> None:
        local: list[Job] = []
        self.fine = [self.helper(local)]

    def helper(self, jobs: list[Job]) -> list[Job]:
        return jobs
