from __future__ import annotations

from modelcheck.lang import Spec, Symmetric, action, init, invariant, old, require, step_invariant


class Client(Symmetric, size=2):
    """Clients of a lock."""


def is_free(lock: Client) -> bool:
    return True


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
        state = self  # error: MC153
        state.holder = c
        self.waiting = {self}  # error: MC153
        require(is_free(self))  # error: MC153
        self.waiting.add(self)  # error: MC153
        if self:  # error: MC153
            self.holder = None
        self.holder = c

    @step_invariant
    def held(self) -> bool:
        before = old(self)  # error: MC153
        return before.holder is None

    @step_invariant
    def changed(self) -> bool:
        return old(self) != self  # error: MC153

    @invariant
    def fine(lock) -> bool:
        return lock == lock  # error: MC153
