from __future__ import annotations

from typing import Annotated, NamedTuple

from annotated_types import Interval
from modelcheck.lang import Spec, Symmetric, action, each, init


class Client(Symmetric, size=2):
    """Clients of a lock."""


class Answer(NamedTuple):
    """Who is meant."""

    who: Client


class Count(NamedTuple):
    """How many there are."""

    number: Annotated[int, Interval(ge=0, le=9)]


class Lock(Spec):
    """At most one client holds the lock."""

    holder: Client | None
    waiting: set[Client]

    @init
    def start(self) -> None:
        self.holder = None
        self.waiting = set()

    @action
    def ask(self, c: Client) -> None:
        self.waiting.add(c)

    @action
    def take(self, c: Client) -> None:
        chosen = None
        chosen = c  # error: MC220
        count = 1
        count = True  # error: MC220
        flag = True
        flag = len(self.waiting)  # error: MC220
        for each in range(3):
            count += each
        for each in Client:  # error: MC220
            self.waiting.add(each)
        items = [c]
        items = {c}  # error: MC220
        items = [1]  # error: MC220
        fine: Client | None = None
        fine = c
        count: Client = c  # error: MC220
        self.holder = fine
        x, y = c, 1
        x, y = 1, c  # error: MC220

    @action
    def answer(self, c: Client) -> None:
        found = 1
        match Answer(c):
            case Answer(found):  # error: MC220
                self.holder = c
        match Answer(c):
            case Answer(other):
                self.holder = other
        match Count(found):
            case Count(other):  # error: MC220
                self.holder = None
