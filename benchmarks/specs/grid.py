"""Counters that only grow: the plainest state space of its size.

Source: none; a step costs next to nothing, so what is left is the price of a state.

Assumptions: none.
"""

from __future__ import annotations

from typing import Annotated, Final

from annotated_types import Interval

from modelcheck.lang import Ordered, Spec, action, cover, final, init, invariant, require

TOP: Final[int] = 7


class Counter(Ordered, size=7):
    """One direction of the grid."""


class Grid(Spec):
    """Every counter stays within its bound."""

    count: dict[Counter, Annotated[int, Interval(ge=0, le=TOP)]]

    @init
    def start(self) -> None:
        """All counters are zero."""
        self.count = {c: 0 for c in Counter}

    @action
    def increment(self, c: Counter) -> None:
        """One counter goes up by one."""
        require(self.count[c] < TOP)
        self.count[c] += 1

    @final
    def full(self) -> bool:
        """All counters are at the top."""
        return all(self.count[c] == TOP for c in Counter)

    @invariant
    def in_range(self, c: Counter) -> bool:
        """No counter is above the top."""
        return self.count[c] <= TOP

    @cover
    def at_the_top(self) -> bool:
        """The last state is reached."""
        return all(self.count[c] == TOP for c in Counter)
