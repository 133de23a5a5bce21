from __future__ import annotations

from modelcheck.lang import Spec, Symmetric, action, init, invariant, old, require, step_invariant


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
        require(self.owner is None)  # error: MC146
        self.holer = c  # error: MC146
        self.waitng.add(c)  # error: MC146
        self.count += 1  # error: MC146
        self.table[c] = 1  # error: MC146
        del self.table[c]  # error: MC146
        self.relase()  # error: MC146
        self.waiting = self.ask  # error: MC146
        self.take = c  # error: MC146

    @step_invariant
    def fine(self) -> bool:
        return old(self).hodler is None  # error: MC146

    @invariant
    def called(self) -> bool:
        return self.is_free(3)  # error: MC146
