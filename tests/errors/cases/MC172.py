from __future__ import annotations

from modelcheck.lang import Spec, Symmetric, action, init, require


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

    @action(by="client")  # error: MC172
    def take(self, c: Client) -> None:
        self.holder = c

    @action(fair="weak", by="c")  # error: MC172
    def release(self) -> None:
        self.holder = None

    @action(by="d")
    def give(self, c: Client, d: Client) -> None:
        require(self.holder == c)
        self.holder = d
