from __future__ import annotations

from typing import Annotated

from annotated_types import Interval

from modelcheck.lang import Ordered, Spec, action, init, invariant


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
        assert self.rounds < 3  # error: MC131
        self.rounds += 1
        assert self.rounds < 3, "too many rounds"  # error: MC131

    @invariant
    def fine(self) -> bool:
        assert isinstance(self.rounds, int)  # error: MC131
        return True
