from __future__ import annotations

from typing import Annotated

from annotated_types import Interval

from modelcheck.lang import Ordered, Spec, action, init, invariant


class Place(Ordered, size=3):
    """Places of a ring."""


turns = 0


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
        global turns  # error: MC128
        turns = 1
        self.at = max(Place)

    @invariant
    def fine(self) -> bool:
        global turns, other  # error: MC128
        return True
