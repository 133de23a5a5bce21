from __future__ import annotations

from modelcheck.lang import Spec, Symmetric, action, init, invariant, the, Disabled


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
            raise RuntimeError("the lock is taken")  # error: MC130
        if c in self.waiting:
            raise Disabled  # error: MC130
        self.holder = c

    @invariant
    def fine(self) -> bool:
        if self.holder is None:
            return True
        raise NotImplementedError  # error: MC130

    def helper(self) -> Client:
        raise ValueError from None  # error: MC130
