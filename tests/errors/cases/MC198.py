from __future__ import annotations

from modelcheck.lang import Ordered, Spec, action, init, invariant, require


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

    @invariant
    def nobody_twice(self, p: Person) -> bool:
        require(p in self.taken)  # error: MC198
        return len(self.taken - {p}) < 2
