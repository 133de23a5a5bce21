from __future__ import annotations

from modelcheck.lang import (
    Spec,
    Symmetric,
    action,
    init,
    old,
    require,
    step_invariant,
    variant,
)


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
    def take(self, c: Client) -> None:
        require(self.free())
        self.holder = c

    @action
    def give(self, c: Client) -> None:
        require(self.holder == c)
        self.holder = None

    def exclusion(self, c: Client) -> bool:  # error: MC280
        return self.holder is None or self.holder == c

    def forget(self, c: Client) -> None:  # error: MC280
        self.waiting.discard(c)

    def free(self) -> bool:
        return self.holder is None

    def was_free(self) -> bool:
        return self.holder is None

    def only_the_twin_calls_it(self, c: Client) -> bool:
        return c in self.waiting

    @step_invariant
    def patience(self) -> bool:
        return old(self).was_free() or len(self.waiting) == 0 or self.inner()

    def inner(self) -> bool:
        return True


@variant(breaks="patience")
class Broken(Lock):
    """It takes the lock without looking, so `free` is of no use to it."""

    @action
    def take(self, c: Client) -> None:
        self.holder = c

    @action
    def give(self, c: Client) -> None:
        require(self.only_the_twin_calls_it(c))
        self.holder = None

    def twins_own(self) -> bool:  # error: MC280
        return True
