from __future__ import annotations

from typing import Annotated, NamedTuple

from annotated_types import Interval

from modelcheck.lang import Spec, Symmetric, action, init, invariant, require


class Client(Symmetric, size=2):
    """Clients."""


class Ask(NamedTuple):
    """A client asks."""

    who: Client


class Tell(NamedTuple):
    """A client is told."""

    who: Client
    yes: bool


class Lock(Spec):
    """Values of several types."""

    holder: Client | None
    last: Ask | Tell | None
    table: dict[Client, set[Client] | None]
    limit: Annotated[int, Interval(ge=0, le=3)] | None
    waiting: set[Client]

    @init
    def start(self) -> None:
        self.holder = None
        self.last = None
        self.table = {c: None for c in Client}
        self.limit = None
        self.waiting = set()

    @action
    def pass_on(self, c: Client) -> None:
        self.waiting.add(self.holder)  # error: MC216
        self.waiting.add(self.last.who)  # error: MC216
        self.table[self.holder] = None  # error: MC216
        self.table[c].add(c)  # error: MC216
        self.limit = self.limit + 1  # error: MC216
        self.limit += 1  # error: MC216
        for d in self.table[c]:  # error: MC216
            self.waiting.add(d)
        self.waiting = self.table[c]  # error: MC216
        if c in self.table[c]:  # error: MC216
            self.holder = c
        if self.limit > 1:  # error: MC216
            self.holder = c
        chosen = self.waiting if self.limit == 1 else None
        self.waiting = chosen  # error: MC216
        if isinstance(self.last, Tell) and self.last.yes:
            self.holder = self.last.who
        if self.last is not None:
            self.holder = self.last.who
            self.last = None
            self.holder = self.last.who  # error: MC215

    @invariant
    def fine(self) -> bool:
        return self.holder is None or self.holder in self.waiting and self.last.yes  # error: MC216

    @action
    def tested(self, c: Client) -> None:
        if self.holder is None:
            require(False)
        self.waiting.add(self.holder)
        inner = self.table[c]
        if inner is None:
            self.limit = None
            require(False)
        self.waiting |= inner
        match self.last:
            case None:
                require(False)
            case last:
                self.waiting.add(last.who)
        self.table[self.holder] = None
