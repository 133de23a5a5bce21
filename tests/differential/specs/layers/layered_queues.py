"""Messages in their order and on time, over queues and a clock; in layers and flat."""

from __future__ import annotations

from typing import Annotated, Final

from annotated_types import Interval, MaxLen

from modelcheck.components import Clock, FifoLinks
from modelcheck.lang import (
    Ordered,
    Spec,
    Symmetric,
    action,
    cover,
    final,
    init,
    invariant,
    require,
    variant,
)

LAST: Final[int] = 3


class Process(Symmetric, size=2):
    """A process."""


class Message(Ordered, size=2):
    """Messages, numbered as they are sent."""


class Queues(FifoLinks[Process, Message]):
    """At most all messages are on their way."""

    queues: dict[Process, dict[Process, Annotated[list[Message], MaxLen(len(Message))]]]


class Hours(Clock):
    """A short day."""

    now: Annotated[int, Interval(ge=0, le=LAST)]


class Layered(Spec):
    """Messages arrive in the order in which they were sent."""

    sent: dict[Process, set[Message]]
    log: dict[Process, dict[Process, Annotated[list[Message], MaxLen(len(Message))]]]
    links: Queues
    clock: Hours

    @init
    def start(self) -> None:
        self.sent = {p: set() for p in Process}
        self.log = {p: {q: [] for q in Process} for p in Process}
        self.links = Queues(Process, deliver=self.got)
        self.clock = Hours(LAST, may_pass=self.is_idle, tick=self.rung)

    @action
    def send(self, p: Process, q: Process, m: Message) -> None:
        """A process sends its next message to somebody, or to itself."""
        require(self.sent[p] == {other for other in Message if other < m})
        self.links.send(p, q, m)
        self.sent[p].add(m)

    def got(self, p: Process, q: Process, m: Message) -> None:
        """Keep what arrives."""
        self.log[p][q].append(m)

    def is_idle(self, now: int) -> bool:
        """Time goes on where nothing is on its way."""
        return now >= 0 and all(self.links.is_idle(p) for p in Process)

    def rung(self, now: int) -> None:
        """Nothing happens at the hour."""
        require(now > 0)

    @invariant
    def in_order(self, p: Process, q: Process) -> bool:
        """Nothing overtakes."""
        return all(
            self.log[p][q][i] < self.log[p][q][i + 1] for i in range(len(self.log[p][q]) - 1)
        )

    @cover
    def evening(self) -> bool:
        """The day ends."""
        return self.clock.now == LAST

    @final
    def quiet(self) -> bool:
        """The day is over."""
        return True


class LastFirst(Queues):
    """Delivers what was sent last."""

    @action
    def receive(self, target: Process, source: Process) -> None:
        """The message that was sent last arrives."""
        require(len(self.queues[source][target]) > 0)
        message = self.queues[source][target].pop()
        self.deliver(target, source, message)


@variant(breaks="in_order")
class Overtaking(Layered):
    """Links that are stacks."""

    @init
    def start(self) -> None:
        self.sent = {p: set() for p in Process}
        self.log = {p: {q: [] for q in Process} for p in Process}
        self.links = LastFirst(Process, deliver=self.got)
        self.clock = Hours(LAST, may_pass=self.is_idle, tick=self.rung)


class Flat(Spec):
    """The same without components."""

    sent: dict[Process, set[Message]]
    log: dict[Process, dict[Process, Annotated[list[Message], MaxLen(len(Message))]]]
    queues: dict[Process, dict[Process, Annotated[list[Message], MaxLen(len(Message))]]]
    now: Annotated[int, Interval(ge=0, le=LAST)]

    @init
    def start(self) -> None:
        self.sent = {p: set() for p in Process}
        self.log = {p: {q: [] for q in Process} for p in Process}
        self.queues = {p: {q: [] for q in Process} for p in Process}
        self.now = 0

    @action
    def send(self, p: Process, q: Process, m: Message) -> None:
        """A process sends its next message to somebody, or to itself."""
        require(self.sent[p] == {other for other in Message if other < m})
        self.queues[p][q].append(m)
        self.sent[p].add(m)

    @action
    def receive(self, p: Process, q: Process) -> None:
        """The message that was sent first arrives."""
        require(len(self.queues[q][p]) > 0)
        m = self.queues[q][p].pop(0)
        self.log[p][q].append(m)

    @action
    def advance(self) -> None:
        """Time goes on where nothing is on its way."""
        require(self.now < LAST)
        require(all(len(self.queues[p][q]) == 0 for p in Process for q in Process))
        self.now += 1

    @final
    def quiet(self) -> bool:
        """The day is over."""
        return True
