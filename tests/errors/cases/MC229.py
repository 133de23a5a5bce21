from __future__ import annotations

from typing import Annotated, Final

from annotated_types import Interval

from modelcheck.lang import Ordered, Spec, action, init, invariant

MOST: Final[int] = 2_000_000


class Node(Ordered, size=64):
    """Nodes."""


class Clock(Spec):
    """Nodes set a clock."""

    time: Annotated[int, Interval(ge=0, le=MOST)]

    @init
    def start(self) -> None:
        self.time = 0

    @action
    def set_to(self, time: Annotated[int, Interval(ge=0, le=MOST)]) -> None:  # error: MC229
        self.time = time

    @action
    def set_by(self, p: Node, q: Node, r: Node) -> None:
        self.time = 1 if p < q < r else 0

    @invariant
    def same(self, p: Node, q: Node, r: Node, s: Node) -> bool:  # error: MC229
        return p == q or r == s or self.time <= MOST
