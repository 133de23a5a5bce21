from __future__ import annotations

from modelcheck.lang import Spec, Symmetric, action, init, invariant, variant


class Client(Symmetric, size=2):
    """Clients of a lock."""


class Lock(Spec):
    """At most one client holds the lock."""

    holder: Client | None
    taken: bool
    holder: Client | None  # error: MC178

    @init
    def start(self) -> None:
        self.holder = None
        self.taken = False

    @action
    def take(self, c: Client) -> None:
        self.holder = self.first(c)

    @action
    def take(self) -> None:  # error: MC178
        self.taken = False

    @invariant
    def taken(self) -> bool:  # error: MC178
        return True

    @action
    def release(self) -> None:
        self.taken = False


@variant(breaks="deadlock")
class Other(Lock):
    """A twin with other fields."""

    taken: Client  # error: MC178
    release: bool  # error: MC178

    @action
    def holder(self) -> None:  # error: MC178
        self.taken = False
