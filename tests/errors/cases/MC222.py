from __future__ import annotations

from enum import Enum
from typing import Annotated, NamedTuple

from annotated_types import Interval
from modelcheck.lang import Spec, Symmetric, action, each, init, require


class Client(Symmetric, size=2):
    """Clients of a lock."""


class Place(Enum):
    """Where a client is."""

    OUT = "out"
    IN = "in"


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
        if c in self.waiting:
            next_one = c
        self.holder = next_one  # error: MC222
        for _ in range(3):
            last = c
        self.holder = last  # error: MC222
        for each in Client:
            self.waiting.add(each)
        self.waiting.add(each)  # error: MC222
        declared: Client
        self.holder = declared  # error: MC222
        self.holder = later  # error: MC222
        later = c
        require(len(self.waiting) > 0)  # error: MC222
        len = 3
        match self.holder:
            case None:
                seen = c
            case _:
                pass
        self.holder = seen  # error: MC222
        if c in self.waiting:
            both = c
        else:
            both = c
        self.holder = both
        if c in self.waiting:
            returned = c
        else:
            return
        self.holder = returned

    @action
    def grow(self, c: Client) -> None:
        if c in self.waiting:
            found = {c}
        found.add(c)  # error: MC222
        self.waiting = {c}

    @action
    def count(self, c: Client) -> None:
        if c in self.waiting:
            n = 1
        n += 1  # error: MC222
        self.waiting = {c}

    @action
    def serve(self, c: Client) -> None:
        holder = holder  # error: MC222
        waiting |= {c}  # error: MC222
        self.waiting = {c}

    @action
    def compare(self, c: Client) -> None:
        other = c
        waits = any(
            other == c
            for each in self.waiting
            if other == c  # error: MC222
            for other in Client
        )
        same = any(each == c for each in [c] for other in [each, other])  # error: MC222
        if waits or same or any(other == each for other in [other] for each in [other]):
            self.waiting.add(c)

    @action
    def answer(self, c: Client) -> None:
        match self.holder:
            case Client() as found:
                self.holder = None
            case _:
                match Count(1):
                    case Count(found):
                        self.holder = None
        self.waiting = {found}  # error: MC222

    @action
    def place(self, place: Place | None, c: Client) -> None:
        match place:
            case None:
                found = c
            case Place.OUT:
                found = c
        self.waiting = {found}  # error: MC222
        match place:
            case None:
                other = c
            case Place.OUT:
                other = c
            case Place.IN:
                other = c
        self.waiting = {other}
