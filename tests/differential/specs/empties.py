"""What is looked up where nothing is: collections that are known to be empty."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from annotated_types import Interval

from modelcheck.lang import Ordered, Spec, action, init, oneof


class Node(Ordered, size=2):
    """A node."""


class Pair(NamedTuple):
    """Two things."""

    number: int
    held: frozenset[Node]


class Empties(Spec):
    """Each step looks for something that is not there, in another way."""

    way: Annotated[int, Interval(ge=0, le=11)]
    count: Annotated[int, Interval(ge=0, le=3)]

    @init
    def start(self) -> None:
        """Any way."""
        self.way = oneof(range(12))
        self.count = 0

    @action
    def go(self, n: Node) -> None:
        """Look."""
        flags: dict[Node, bool] = {}
        numbers: dict[Node, int] = {}
        pairs: dict[Node, Pair] = {}
        names: list[Node] = []
        held: dict[Node, set[Node]] = {}
        maybe: dict[Node, Node | None] = {}
        match self.way:
            case 0:
                if flags[n]:
                    self.count = 1
            case 1:
                self.count += numbers[n]
            case 2:
                self.count = pairs[n].number
            case 3:
                if n in pairs[n].held:
                    self.count = 1
            case 4:
                if names[0] == n:
                    self.count = 1
            case 5:
                if any(each == n for each in held[n]):
                    self.count = 1
            case 6:
                self.count = len(held[n])
            case 7:
                if maybe[n] is None:
                    self.count = 1
            case 8:
                flag = flags.pop(n)
                if flag or numbers[n] > 2:
                    self.count = 1
            case 9:
                number, _ = pairs[n]
                self.count = number
            case 10:
                held[n].add(n)
                self.count = 1
            case _:
                if min(names) == n:
                    self.count = 1
