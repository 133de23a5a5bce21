from __future__ import annotations

from modelcheck.lang import Ordered, Spec, action, init, require


class Person(Ordered, size=3):
    """People."""


class Seats(Spec):
    """Two seats for three people."""

    taken: set[Person]

    @init
    def start(self) -> None:
        self.taken = set()

    @action
    def sit(self, p: Person) -> None:
        require(len(self.taken) < 2)
        self.taken.add(p)

    @action
    def stand_up(self, p: Person) -> None:  # error: MC197
        require(p in self.taken)
        left = self.taken - {p}
