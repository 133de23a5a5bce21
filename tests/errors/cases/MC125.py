from __future__ import annotations

from typing import Final

from modelcheck.lang import Spec, Symmetric, action, init, invariant


class Client(Symmetric, size=2):
    """Clients of a lock."""


MUTEX: Final = None


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
        with MUTEX:  # error: MC125
            self.holder = c
        with open("log") as log, MUTEX:  # error: MC125
            self.holder = None

    @invariant
    def fine(self) -> bool:
        with MUTEX:  # error: MC125
            return self.holder is None
