from __future__ import annotations

import functools
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

    @property  # error: MC163
    def is_home(self) -> bool:
        return self.at == min(Place)

    @staticmethod  # error: MC163
    def add(x: int) -> int:
        return x + 1

    @classmethod  # error: MC163
    def name(cls) -> bool:
        return True

    @functools.cache  # error: MC163
    def slow(self) -> int:
        return 3

    @action
    @functools.lru_cache(maxsize=None)  # error: MC163
    def move(self) -> None:
        self.at = max(Place)

    @functools.singledispatch  # error: MC163
    @invariant
    def dispatched(self) -> bool:
        return True

    @invariant
    def rests_at_home(self) -> bool:
        return self.is_home or self.add(1) == self.slow() or self.name()
