"""Perfect links over links that lose messages, in layers and flat.

Section 1 of the catalogue: 25 states, 71 generated, depth 6; 49 states without memory.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Generic, TypeVar

from annotated_types import Interval

from modelcheck.components import FairLossLinks
from modelcheck.lang import (
    Component,
    Elements,
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

P = TypeVar("P")
M = TypeVar("M")


class Process(Ordered, size=2):
    """The sender and the receiver."""


class Message(Symmetric, size=2):
    """Messages."""


class RetransmittingLinks(Component, Generic[P, M]):
    """Sends again what it has sent, and delivers the first of equal messages only."""

    processes: Elements[P]
    deliver: Callable[[P, P, M], None]
    sent: dict[P, dict[P, set[M]]]
    seen: dict[P, dict[P, set[M]]]
    lower: FairLossLinks[P, M]

    def __init__(self, processes: Elements[P], deliver: Callable[[P, P, M], None]) -> None:
        self.processes = processes
        self.deliver = deliver
        self.sent = {p: {q: set() for q in processes} for p in processes}
        self.seen = {p: {q: set() for q in processes} for p in processes}
        self.lower = FairLossLinks(processes, deliver=self.arrived)

    def send(self, source: P, target: P, message: M) -> None:
        """Send, and remember to send again."""
        self.sent[source][target].add(message)
        self.lower.send(source, target, message)

    def arrived(self, target: P, source: P, message: M) -> None:
        """Deliver what is new."""
        if message not in self.seen[target][source]:
            self.seen[target][source].add(message)
            self.deliver(target, source, message)

    @action(fair="weak")
    def send_again(self, source: P, target: P, message: M) -> None:
        """Send what may have been lost."""
        require(message in self.sent[source][target])
        require(not self.lower.carries(source, target, message))
        self.lower.send(source, target, message)


class Layered(Spec):
    """The sender's messages are delivered once each."""

    links: RetransmittingLinks[Process, Message]
    delivered: dict[Message, Annotated[int, Interval(ge=0, le=2)]]

    @init
    def start(self) -> None:
        self.links = RetransmittingLinks(Process, deliver=self.got)
        self.delivered = {m: 0 for m in Message}

    def got(self, p: Process, q: Process, m: Message) -> None:
        """The receiver is handed a message of the sender."""
        require(p != q)
        self.delivered[m] = min(2, self.delivered[m] + 1)

    @action
    def send(self, m: Message) -> None:
        """The sender sends a message."""
        require(m not in self.links.sent[min(Process)][max(Process)])
        self.links.send(min(Process), max(Process), m)

    @invariant
    def no_duplication(self, m: Message) -> bool:
        """At most once."""
        return self.delivered[m] <= 1

    @invariant
    def no_creation(self, m: Message) -> bool:
        """Only what was sent."""
        return self.delivered[m] == 0 or m in self.links.sent[min(Process)][max(Process)]

    @cover
    def all_delivered(self) -> bool:
        """Everything arrives."""
        return all(self.delivered[m] > 0 for m in Message)

    @final
    def quiet(self) -> bool:
        """Nothing has to happen any more."""
        return True


class Forgetful(RetransmittingLinks[P, M]):
    """Delivers what arrives."""

    def arrived(self, target: P, source: P, message: M) -> None:
        """Deliver, new or not."""
        self.seen[target][source].add(message)
        self.deliver(target, source, message)


@variant(breaks="no_duplication")
class WithoutMemory(Layered):
    """Every copy is delivered."""

    @init
    def start(self) -> None:
        self.links = Forgetful(Process, deliver=self.got)
        self.delivered = {m: 0 for m in Message}


class Flat(Spec):
    """The same without components."""

    net: dict[Process, dict[Process, set[Message]]]
    sent: dict[Process, dict[Process, set[Message]]]
    seen: dict[Process, dict[Process, set[Message]]]
    delivered: dict[Message, Annotated[int, Interval(ge=0, le=2)]]

    @init
    def start(self) -> None:
        self.net = {p: {q: set() for q in Process} for p in Process}
        self.sent = {p: {q: set() for q in Process} for p in Process}
        self.seen = {p: {q: set() for q in Process} for p in Process}
        self.delivered = {m: 0 for m in Message}

    @action
    def send(self, m: Message) -> None:
        """The sender sends a message."""
        require(m not in self.sent[min(Process)][max(Process)])
        self.sent[min(Process)][max(Process)].add(m)
        self.net[min(Process)][max(Process)].add(m)

    @action
    def send_again(self, p: Process, q: Process, m: Message) -> None:
        """Send what may have been lost."""
        require(m in self.sent[p][q] and m not in self.net[p][q])
        self.net[p][q].add(m)

    @action
    def receive(self, p: Process, q: Process, m: Message) -> None:
        """A message arrives; what is new is delivered."""
        require(m in self.net[q][p])
        self.net[q][p].remove(m)
        if m not in self.seen[p][q]:
            self.seen[p][q].add(m)
            self.delivered[m] = min(2, self.delivered[m] + 1)

    @action
    def lose(self, p: Process, q: Process, m: Message) -> None:
        """A message is lost."""
        require(m in self.net[p][q])
        self.net[p][q].remove(m)

    @invariant
    def no_duplication(self, m: Message) -> bool:
        """At most once."""
        return self.delivered[m] <= 1

    @cover
    def all_delivered(self) -> bool:
        """Everything arrives."""
        return all(self.delivered[m] > 0 for m in Message)

    @final
    def quiet(self) -> bool:
        """Nothing has to happen any more."""
        return True
