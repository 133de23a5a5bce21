from __future__ import annotations

import random
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
        import random  # error: MC129
        self.at = random.choice(list(Place))

    @action
    def skip(self) -> None:
        from math import gcd as common, lcm  # error: MC129
        self.rounds = common(2, lcm(1, 1))
        import os.path  # error: MC129
        self.busy = os.path.exists

    @invariant
    def fine(self) -> bool:
        import sys  # error: MC129
        return True
