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
    def move(self, p: Place) -> None:
        self.rounds < 3  # error: MC143
        self.busy  # error: MC143
        p  # error: MC143
        3  # error: MC143
        self.rounds + 1  # error: MC143
        max(Place)  # error: MC143
        [q for q in Place]  # error: MC143
        self.next(p)  # error: MC143
        "text is a remark"
        ...
        self.busy = True

    def next(self, p: Place) -> Place:
        return max(p, self.at)

    @invariant
    def bounded(self) -> bool:
        self.rounds <= 3  # error: MC143
