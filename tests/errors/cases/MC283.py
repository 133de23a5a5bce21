from __future__ import annotations

from enum import Enum
from typing import Annotated, Final

from annotated_types import Interval

from modelcheck.lang import Ordered, Spec, action, init, invariant, one, require

LIMIT: Final[int] = 3


class Node(Ordered, size=2):
    """Nodes."""


class Mode(Enum):
    """Modes."""

    ON = "on"


FIRST: Final = one(Node)


def most(LIMIT: int) -> int:  # error: MC283
    return LIMIT


def least(limit: int) -> int:
    return min(limit, LIMIT)


class Counter(Spec):
    """Counts up to a limit, which some bodies take for something else."""

    n: Annotated[int, Interval(ge=0, le=9)]

    @init
    def start(self) -> None:
        self.n = 0

    @action
    def up(self) -> None:
        require(self.n < LIMIT)
        LIMIT = 5  # error: MC283
        self.n += 1

    @action
    def turn(self) -> None:
        for LIMIT in range(2):  # error: MC283
            self.n = most(LIMIT)

    @action
    def give(self, FIRST: Node) -> None:  # error: MC283
        self.n = least(1) if FIRST == max(Node) else 0

    @action
    def rename(self) -> None:
        Node = 4  # error: MC283
        Mode: int = 2  # error: MC283
        limit = LIMIT
        self.n = Node + Mode + limit

    @action
    def see(self) -> None:
        match self.n:
            case 3:
                self.n = 0
            case LIMIT:  # error: MC154
                self.n = 0

    @invariant
    def small(self) -> bool:
        return all(self.n != LIMIT + 9 for LIMIT in range(3))  # error: MC283
