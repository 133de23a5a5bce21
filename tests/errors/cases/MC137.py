from __future__ import annotations

from modelcheck.lang import Spec, Symmetric, action, init, invariant, require


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
    def take(self, c: Client, b: bool) -> None:
        require(self.holder is not c)  # error: MC137
        require(b is True)  # error: MC137
        require(self.waiting is not self.waiting)  # error: MC137
        require(self.holder is None and None is not self.holder or self.holder == c)
        self.holder = c

    @invariant
    def fine(self, c: Client) -> bool:
        return self.holder is c or self.holder is None  # error: MC137
