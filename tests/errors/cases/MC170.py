from __future__ import annotations

from typing import Final

from modelcheck.lang import Spec, Symmetric, action, cover, final, init, invariant, one


class Client(Symmetric, size=2):
    """Clients of a lock."""


FIRST: Final = one(Client)


def half(n) -> int:  # error: MC170
    return n // 2


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
    def first(self, c: Client = FIRST) -> None:  # error: MC170
        self.holder = c

    @action
    def second(self, c) -> None:  # error: MC170
        self.holder = c

    @action
    def third(self, *clients: Client) -> None:  # error: MC170
        self.holder = None

    @action
    def fourth(self, *, c: Client) -> None:  # error: MC170
        self.holder = c

    @action
    def fifth(c: Client, /) -> None:  # error: MC170
        c.holder = None

    @action
    def sixth() -> None:  # error: MC170
        pass

    @action
    def forgotten(c: Client) -> None:  # error: MC170
        self.holder = c

    @action
    def seventh(self):  # error: MC170
        self.holder = None

    @action
    def eighth(self) -> Client:  # error: MC170
        return FIRST

    @invariant
    def ninth(self) -> int:  # error: MC170
        return 1

    @final
    def tenth(self, c: Client) -> bool:  # error: MC170
        return True

    def helper(self, n) -> int:  # error: MC170
        return n

    def other(self, n: int):  # error: MC170
        return n

    def more(self, **options: int) -> int:  # error: MC170
        return 1

    @invariant
    @cover  # error: MC170
    def both(self) -> bool:
        return True

    @invariant
    def uses(self, c: "Client") -> "bool":
        return half(4) == 2
