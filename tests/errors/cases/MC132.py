from __future__ import annotations

from modelcheck.lang import Spec, Symmetric, action, init


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
    async def take(self, c: Client) -> None:  # error: MC132
        self.holder = await self.next(c)

    async def next(self, c: Client) -> Client:  # error: MC132
        return c

    @action
    def release(self) -> None:
        yield self.holder  # error: MC132
        self.holder = None
        got = yield  # error: MC132
        self.holder = got

    @action
    def dismiss(self) -> None:
        yield from self.waiting  # error: MC132
