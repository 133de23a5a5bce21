"""Time that passes in steps."""

from __future__ import annotations

from collections.abc import Callable

from modelcheck.lang import Component, action, require


class Clock(Component):
    """A clock that all processes see; it counts from 0 to `last`, and stops there.

    Declare its bounds in a class that derives from it:
    `now: Annotated[int, Interval(ge=0, le=LAST)]`.
    """

    last: int
    may_pass: Callable[[int], bool]
    tick: Callable[[int], None]
    now: int

    def __init__(
        self, last: int, may_pass: Callable[[int], bool], tick: Callable[[int], None]
    ) -> None:
        """Begin at 0.

        `may_pass(now)` tells whether time may go on, or something has to happen before;
        `tick(now)` says that it did.
        """
        self.last = last
        self.may_pass = may_pass
        self.tick = tick
        self.now = 0

    @action(fair="weak")
    def advance(self) -> None:
        """Time goes on."""
        require(self.now < self.last and self.may_pass(self.now))
        self.now += 1
        self.tick(self.now)
