from __future__ import annotations

from typing import Annotated

from annotated_types import Interval

from modelcheck.lang import Ordered, Spec, action, init, invariant, oneof


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
        for n in self.rounds:  # error: MC213
            self.busy = n == 1
        for n in len(Place):  # error: MC213
            self.busy = n == 1
        self.rounds = len(self.rounds)  # error: MC213
        self.rounds = sum(self.at)  # error: MC213
        self.busy = p in self.at  # error: MC213
        self.busy = self.rounds in 3  # error: MC213
        self.busy = all(self.busy)  # error: MC213
        self.at = oneof(self.at)  # error: MC213
        self.at = max(self.at)  # error: MC213
        places = set(p)  # error: MC213
        self.busy = p in places
        others = sorted(self.rounds)  # error: MC213
        self.busy = p in Place

    @invariant
    def fine(self) -> bool:
        return all(n < 3 for n in self.rounds)  # error: MC213
