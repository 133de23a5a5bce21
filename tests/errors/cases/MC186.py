from __future__ import annotations

from typing import Annotated

from annotated_types import MaxLen
from modelcheck.lang import Spec, Symmetric, action, init


class Process(Symmetric, size=2):
    """Processes."""


class Crowd(Spec):
    """Processes arrive, and are let in."""

    arrived: set[Process]
    let_in: Annotated[list[Process], MaxLen(2)]

    @init
    def start(self) -> None:
        self.arrived = set()
        self.let_in = []

    @action
    def arrive(self, p: Process) -> None:
        self.arrived.add(p)

    @action
    def open_door(self) -> None:
        self.let_in = [p for p in self.arrived]  # error: MC186
