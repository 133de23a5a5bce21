from __future__ import annotations

from typing import Annotated, Final

from annotated_types import Interval

from modelcheck.lang import Ordered, Spec, action, init, invariant, require


class Place(Ordered, size=3):
    """Places of a ring."""


ROUNDS = 3
first: Place = min(Place)
FLAG: bool = True
A = B = 1
LAST: Final = max(Place)


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
        require(self.rounds < ROUNDS)  # error: MC157
        self.at = first  # error: MC157
        self.rounds += A  # error: MC157
        self.rounds = B  # error: MC157
        self.at = LAST

    @invariant
    def fine(self) -> bool:
        return FLAG  # error: MC157
