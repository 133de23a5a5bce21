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

    @action
    def take(self, c: Client) -> None:
        super().take(c)  # error: MC155
        parent = super()  # error: MC155
        parent.take(c)
        self.holder = super().holder  # error: MC155
        super(Lock, self).start()  # error: MC155
        super().__init__()  # error: MC155

    @invariant
    def fine(self) -> bool:
        return super().fine()  # error: MC155
