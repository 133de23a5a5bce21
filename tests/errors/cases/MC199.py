from __future__ import annotations

from modelcheck.lang import Ordered, Spec, action, assume, init, require


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

    @assume
    def enough_people(self) -> bool:
        return len(Person) > len(self.taken)  # error: MC199
