from __future__ import annotations

from typing import Annotated

from annotated_types import Interval

from modelcheck.lang import Spec, Symmetric, action, init


class Node(Symmetric, size=2):
    """Nodes."""


class Slot(Spec):
    """Unions."""

    content: bool | Annotated[int, Interval(ge=0, le=3)]  # error: MC206
    sets: set[Node] | frozenset[Node]  # error: MC206
    lists: set[Node] | set[bool] | None  # error: MC206
    numbers: Annotated[int, Interval(ge=0, le=3)] | Annotated[int, Interval(ge=3, le=5)]  # error: MC206
    some: Annotated[int, Interval(ge=2, le=3)] | bool  # error: MC206
    fine: Annotated[int, Interval(ge=2, le=3)] | Node | None

    @init
    def start(self) -> None:
        self.fine = None

    @action
    def fill(self) -> None:
        local: bool | int = True  # error: MC206
        self.fine = local
