from __future__ import annotations

from modelcheck.lang import Spec, Symmetric, action, init, invariant


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

    def __init__(self) -> None:  # error: MC165
        self.holder = None

    def __eq__(self, other: object) -> bool:  # error: MC165
        return True

    @invariant
    def __len__(self) -> bool:  # error: MC165
        return True

    def __helper(self) -> bool:  # error: MC165
        return True

    @action
    def __step(self, c: Client) -> None:  # error: MC165
        self.waiting.add(c)

    @invariant
    def evaluation(self) -> bool:  # error: MC165
        return True

    @invariant
    def deadlock(self) -> bool:  # error: MC165
        return True

    def _helper(self) -> bool:
        return True

    @invariant
    def fine(self) -> bool:
        return self._helper()
