from __future__ import annotations

from typing import Annotated

from annotated_types import Interval

from modelcheck.lang import Ordered, Spec, action, init


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

    @init
    def elsewhere(self) -> None:  # error: MC167
        self.at = max(Place)

    @init
    def running(self) -> None:
        self.busy = True

    @action
    def move(self) -> None:
        self.at = self.home  # error: MC146
