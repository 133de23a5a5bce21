from __future__ import annotations

from modelcheck.lang import Spec, Symmetric, action, cover, init, invariant, require, variant


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
        return len(self.holders) <= 1

    @cover
    def taken(self) -> bool:
        return len(self.holders) > 0


@variant(breaks=("exclusive", "fairness"))  # error: MC171
class Greedy(Lock):
    """Clients take the lock without looking."""


@variant(breaks="taken")  # error: MC171
class Idle(Lock):
    """A cover is no claim."""


@variant(breaks=("deadlock", "evaluation"))
class Stuck(Lock):
    """These are claims of every spec."""
