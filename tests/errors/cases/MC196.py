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
    def room_for_one_less(self, p: Person) -> bool:
        self.taken.discard(p)  # error: MC196
        return len(self.taken) <= 2
