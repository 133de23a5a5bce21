from __future__ import annotations

from modelcheck.lang import Ordered, Spec, action, init, oneof


class Process(Ordered, size=2):
    """Processes."""


class Lottery(Spec):
    """Some of those who take part win."""

    taking_part: set[Process]
    won: set[Process]

    @init
    def start(self) -> None:
        self.taking_part = set()
        self.won = set()

    @action
    def take_part(self, p: Process) -> None:
        self.taking_part.add(p)

    @action
    def draw(self) -> None:
        self.won = {p for p in self.taking_part if oneof([True, False])}  # error: MC191
