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
    def take(self, c: Client) -> None:
        taken = self.grant(c)  # error: MC228
        require(taken)
        self.holder = self.release()  # error: MC228
        if self.release() == None:  # error: MC228
            self.holder = c
        require(self.grant(c))  # error: MC228
        self.waiting = {self.grant(c)}  # error: MC228
        self.holder, other = self.grant(c), c  # error: MC228
        self.grant(c)
        self.release()

    @action
    def release(self) -> None:
        self.holder = None

    def grant(self, c: Client) -> None:
        self.holder = c

    @invariant
    def fine(self) -> bool:
        return self.release()  # error: MC228
