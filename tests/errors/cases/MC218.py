from __future__ import annotations

from collections import Counter

from modelcheck.lang import Map, Spec, Symmetric, action, init, require


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
    def reset(self, c: Client) -> None:
        left = set()  # error: MC218
        left.add(c)
        items = []  # error: MC218
        items.append(c)
        table = {}  # error: MC218
        table[c] = 1
        bag = Counter()  # error: MC218
        bag[c] += 1
        nested = {c: []}  # error: MC218
        nested[c].append(c)
        frozen = frozenset()  # error: MC218
        made = list()  # error: MC218
        a, b = [], c  # error: MC218
        left = Map({})  # error: MC218
        fine: set[Client] = set()
        self.waiting = fine | set()
        require(self.waiting != set())
