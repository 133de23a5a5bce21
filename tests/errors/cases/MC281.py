from __future__ import annotations

import modelcheck.lang as language
from modelcheck.lang import Ordered, Spec, Symmetric, action, init


class Client(Symmetric):  # error: MC281
    """Clients of a lock."""


class Place(Ordered):  # error: MC281
    """Places in a queue."""


class Room(language.Symmetric):  # error: MC281
    """Rooms."""


class Door(Symmetric, size=2):
    """Doors."""


class Lock(Spec):
    """At most one client holds the lock."""

    holders: set[Client]

    @init
    def start(self) -> None:
        self.holders = set()

    @action
    def take(self, c: Client) -> None:
        self.holders.add(c)
