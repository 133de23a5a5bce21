"""Requests wait in a queue, some of them twice; which of them is taken next is a parameter."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from annotated_types import Interval, MaxLen

from modelcheck.lang import Ordered, Spec, action, final, init, invariant, require


class Client(Ordered, size=2):
    """Who asks."""


class Request(NamedTuple):
    """What a client asks for."""

    client: Client
    amount: Annotated[int, Interval(ge=1, le=2)]


class Queue(Spec):
    """A request that waits twice is one value of a parameter, as it is one member."""

    waiting: Annotated[list[Request], MaxLen(3)]
    first: dict[Client, Request]
    taken: Annotated[int, Interval(ge=0, le=6)]

    @init
    def start(self) -> None:
        once = Request(min(Client), 1)
        self.waiting = [Request(max(Client), 2), once, once]
        self.first = {client: once for client in Client}
        self.taken = 0

    @action
    def take(self, request: Request) -> None:
        """A request is taken, wherever in the queue it is."""
        require(request in self.waiting)
        self.waiting.remove(request)
        self.taken += request.amount

    @action
    def repeat(self, request: Request) -> None:
        """What some client asked for first waits again."""
        require(request in self.first.values() and len(self.waiting) == 0 and self.taken < 5)
        self.waiting.append(request)

    @final
    def done(self) -> bool:
        return len(self.waiting) == 0

    @invariant
    def some_are_left(self) -> bool:
        """False in the end: the shortest run says which request is taken."""
        return len(self.waiting) > 1 or self.taken < 2
