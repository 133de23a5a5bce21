from __future__ import annotations

from typing import Annotated

from annotated_types import Interval

from modelcheck.lang import (
    Ordered,
    Spec,
    action,
    constraint,
    cover,
    final,
    init,
    invariant,
    old,
    step_invariant,
)


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

    @invariant
    def first(self) -> bool:
        return old(self).rounds <= self.rounds  # error: MC175

    @action
    def second(self) -> None:
        self.rounds = 0
        self.busy = old(self).busy  # error: MC175

    @final
    def third(self) -> bool:
        return old(self).busy  # error: MC175

    @constraint
    def fourth(self) -> bool:
        return self.rounds == old(self).rounds  # error: MC175

    @cover
    def fifth(self) -> bool:
        return self.helper() and old(self).rounds < self.rounds

    @step_invariant
    def sixth(self) -> bool:
        return self.helper()

    def helper(self) -> bool:
        return old(self).rounds <= self.rounds
