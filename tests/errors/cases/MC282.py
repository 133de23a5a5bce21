from __future__ import annotations

from modelcheck.lang import Spec, Symmetric, action, cover, init, invariant, refines, variant


class Client(Symmetric, size=2):
    """Clients of a lock."""


class Lock(Spec):
    """At most one client holds the lock."""

    holders: set[Client]

    @init()  # error: MC282
    def start(self) -> None:
        self.holders = set()

    @action()
    def take(self, c: Client) -> None:
        self.holders.add(c)

    @action("weak")  # error: MC282
    def give(self, c: Client) -> None:
        self.holders.discard(c)

    @action(fiar="weak")  # error: MC282
    def drop(self, c: Client) -> None:
        self.holders.discard(c)

    @invariant("exclusion")  # error: MC282
    def exclusion(self) -> bool:
        return len(self.holders) <= 1

    @invariant(lemma=1)  # error: MC282
    def few(self) -> bool:
        return len(self.holders) <= 2

    @invariant(hint=True)  # error: MC282
    def some(self) -> bool:
        return len(self.holders) >= 0

    @cover(depth=3)  # error: MC282
    def full(self) -> bool:
        return len(self.holders) == 2

    @refines  # error: MC282
    def counted(self, abstract: Lock) -> None:
        abstract.holders = self.holders

    @refines(abstract=Lock)  # error: MC282
    def named(self, abstract: Lock) -> None:
        abstract.holders = self.holders


@variant  # error: MC282
class First(Lock):
    """A twin."""


@variant()  # error: MC282
class Second(Lock):
    """A twin."""


@variant("exclusion")  # error: MC282
class Third(Lock):
    """A twin."""


@variant(parameters={"Client": 3})  # error: MC282
class Fourth(Lock):
    """A twin."""
