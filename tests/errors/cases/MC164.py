from __future__ import annotations

from modelcheck.lang import Spec, Symmetric, action, final, init, invariant, require, variant


class Client(Symmetric, size=2):
    """Clients of a lock."""


class Lock(Spec):
    """At most one client holds the lock."""

    holders: set[Client]

    @init
    def start(self) -> None:
        self.holders = set()

    @action
    def take(self, c: Client) -> None:
        require(len(self.holders) == 0)
        self.holders.add(c)

    @invariant
    def exclusive(self) -> bool:
        return self.held()

    @final
    def quiet(self) -> bool:
        return True

    def held(self) -> bool:
        return len(self.holders) <= 1


@variant(breaks="exclusive")
class Greedy(Lock):
    """Clients take the lock without looking."""

    def start(self) -> None:  # error: MC164
        self.holders = set()

    def take(self, c: Client) -> None:  # error: MC164
        self.holders.add(c)

    def exclusive(self) -> bool:  # error: MC164
        return True

    def quiet(self) -> bool:  # error: MC164
        return True

    def held(self) -> bool:
        return True
