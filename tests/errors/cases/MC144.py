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

    @action
    def reset(self) -> None:
        self.waiting = left = set()  # error: MC144
        a = b = 1  # error: MC144
        require(a == b)
        self.waiting = left
        x, y = z = 1, 2  # error: MC144
        self.holder = (  # error: MC144
            other
        ) = None

    @action
    def again(self) -> None:
        first = third = (  # error: MC144
            None
        )
        self.holder = first
