from __future__ import annotations

from typing import Annotated

from annotated_types import Interval

from modelcheck.lang import Ordered, Spec, action, cover, init, old, step_invariant


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

    @step_invariant
    def first(self) -> bool:
        return old(self.rounds) <= self.rounds  # error: MC152

    @step_invariant
    def second(self, p: Place) -> bool:
        return old(p) == p  # error: MC152

    @step_invariant
    def third(self) -> bool:
        return old().busy  # error: MC152

    @step_invariant
    def fourth(self) -> bool:
        return old(self, 2).busy or old(state=self).busy  # error: MC152

    @cover
    def fifth(self) -> bool:
        return old(old(self)).busy and old(self).busy  # error: MC152
