from __future__ import annotations

from typing import Annotated

from annotated_types import Interval

from modelcheck.lang import Ordered, Spec, action, init, invariant, require


class Place(Ordered, size=3):
    """Places of a ring."""


class Ring(Spec):
    """A token goes around, a number of times."""

    at: Place
    rounds: Annotated[int, Interval(ge=0, le=3)]
    busy: bool

    @init
    def start(self) -> None:
        self.at = min(Place)
        self.rounds = 0
        self.busy = False

    @action
    def work(self) -> None:
        self.busy = not self.busy

    @action
    def move(self) -> None:
        require(self.rounds < 2.5)  # error: MC135
        self.rounds = 1e0  # error: MC135
        self.rounds = 0x1 + 1j  # error: MC135
        self.busy = b"x" == b"y"  # error: MC135
        self.rounds = ...  # error: MC135
        self.rounds = 0b11

    @invariant
    def fine(self) -> bool:
        return self.rounds * 0.5 < 2  # error: MC135
