from __future__ import annotations

from modelcheck.lang import Spec, Symmetric, action, init


class Client(Symmetric, size=2):
    """Clients of a lock."""


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
        if self.holder is not None:
            return False  # error: MC149
        self.holder = c
        return self.holder  # error: MC149

    @action
    def fine(self) -> None:
        self.holder = None
        return None

    @action
    def lost(self) -> None:
        return self.helper()  # error: MC149

    @action
    def call(self) -> None:
        self.helper()
        self.holder = None
        return

    def helper(self) -> None:
        self.waiting = set()
        return 3  # error: MC149
