"""FIFO broadcast: messages of one source are delivered in the order in which it broadcast them.

Each process numbers its messages, 1, 2, 3 and so on.  A receiver keeps what comes too early in a
buffer, and delivers a message once it has delivered all lower numbers of the same source.
Messages of different sources may be delivered in different orders by different processes.

Source: C. Cachin, R. Guerraoui and L. Rodrigues, "Introduction to Reliable and Secure Distributed
Programming", Springer 2011, algorithm 3.12 (broadcast with sequence number); V. Hadzilacos and S.
Toueg, "Fault-tolerant broadcasts and related problems", 1993.

Assumptions: links lose and repeat nothing, and may reorder; nobody crashes; a process sends to
itself through the network as well.

The lecture notes (FIFO broadcast over gossip) differ in two places.  They increment the sequence
number inside of the loop over the destinations, so that the copies of one message carry different
numbers: all but the first destination wait for ever (`IncrementPerDestination`).  And they look at
the message that has just come, and put it back if it is not the next one, but never look at the
buffer again: what waits there stays there (`WithoutRescan`).
"""

from __future__ import annotations

from typing import Annotated, Final, NamedTuple, TypeAlias

from annotated_types import Interval, MaxLen
from orders import has_no_gap, is_ascending

from modelcheck.components import PerfectLinks
from modelcheck.lang import (
    Spec,
    Symmetric,
    action,
    cover,
    each,
    final,
    init,
    invariant,
    require,
    the,
    variant,
)


class Process(Symmetric, size=3):
    """A process; those that broadcast equally often are interchangeable."""


K: Final = each(Process, (2, 1, 0))
"""How many messages each process broadcasts."""

LIMIT: Final[int] = max(K.values())
"""The most messages that one process broadcasts."""

TOTAL: Final[int] = sum(K.values())
"""How many messages there are."""

Ordinal: TypeAlias = Annotated[int, Interval(ge=1, le=LIMIT)]

Number: TypeAlias = Annotated[int, Interval(ge=1, le=LIMIT * len(Process))]
"""A sequence number; above `LIMIT` only where there is one per destination, in a twin."""


class Message(NamedTuple):
    """A message: the first, second, ... that its source broadcasts."""

    source: Process
    ordinal: Ordinal


class Packet(NamedTuple):
    """What carries a message: its sequence number is all that the protocol looks at."""

    ordinal: Ordinal
    number: Number


class FifoBroadcast(Spec):
    """No message is delivered before an earlier one of the same source."""

    broadcasts: dict[Process, Annotated[int, Interval(ge=0, le=LIMIT)]]
    buffer: dict[Process, dict[Process, set[Packet]]]
    """What came too early to a process, by its source."""
    log: dict[Process, Annotated[list[Message], MaxLen(TOTAL)]]
    links: PerfectLinks[Process, Packet]

    @init
    def start(self) -> None:
        """Nothing is broadcast."""
        self.broadcasts = {p: 0 for p in Process}
        self.buffer = {p: {q: set() for q in Process} for p in Process}
        self.log = {p: [] for p in Process}
        self.links = PerfectLinks(Process, deliver=self.receive)

    @action
    def broadcast(self, p: Process) -> None:
        """A process sends its next message to everyone."""
        require(self.broadcasts[p] < K[p])
        self.broadcasts[p] += 1
        self.send_to_all(p, self.broadcasts[p])

    def send_to_all(self, p: Process, ordinal: int) -> None:
        """Send a message with one number to everyone, its source included."""
        self.links.send_to_all(p, Packet(ordinal, number=ordinal))

    def receive(self, p: Process, source: Process, packet: Packet) -> None:
        """Keep the packet, and deliver from the buffer for as long as it has one that is next."""
        self.buffer[p][source].add(packet)
        for _ in range(LIMIT):
            waiting = self.buffer[p][source]
            ready = the((kept for kept in waiting if self.is_next(p, source, kept)), default=None)
            if ready is None:
                break
            self.buffer[p][source].remove(ready)
            self.deliver(p, source, ready)

    def deliver(self, p: Process, source: Process, packet: Packet) -> None:
        """Hand the message over to the application."""
        self.log[p].append(Message(source, packet.ordinal))

    def is_next(self, p: Process, source: Process, packet: Packet) -> bool:
        """Whether `p` has delivered as many messages of the source as there are lower numbers."""
        return packet.number == len(self.ordinals(p, source)) + 1

    def ordinals(self, p: Process, source: Process) -> list[int]:
        """Give the messages of `source` that `p` has delivered, in its order."""
        return [m.ordinal for m in self.log[p] if m.source == source]

    @final
    def quiet(self) -> bool:
        """No message is in flight."""
        return len(self.links.pending()) == 0

    @invariant
    def fifo_order(self, p: Process, source: Process) -> bool:
        """The messages of a source are delivered in the order in which they were broadcast.

        This alone is weak: who leaves messages out for ever does not break it.
        """
        return is_ascending(self.ordinals(p, source))

    @invariant
    def no_gap(self, p: Process, source: Process) -> bool:
        """Whoever delivers a message has delivered all earlier ones of its source: strong FIFO."""
        return has_no_gap(self.ordinals(p, source))

    @invariant
    def no_duplication(self, p: Process) -> bool:
        """No process delivers a message twice."""
        return len(set(self.log[p])) == len(self.log[p])

    @invariant
    def no_creation(self, p: Process) -> bool:
        """Nothing is delivered that was not broadcast."""
        return all(m.ordinal <= self.broadcasts[m.source] for m in self.log[p])

    @invariant
    def all_delivered_when_quiet(self, p: Process) -> bool:
        """Once nothing is in flight, every process has delivered whatever was broadcast."""
        return not self.quiet() or all(
            len(self.ordinals(p, source)) == self.broadcasts[source] for source in Process
        )

    @cover
    def done(self) -> bool:
        """Every process has delivered every message."""
        return all(len(self.log[p]) == TOTAL for p in Process)

    @cover
    def buffered(self, p: Process) -> bool:
        """A message comes too early, and waits."""
        return any(len(self.buffer[p][source]) > 0 for source in Process)

    @cover
    def different_orders(self, p: Process, q: Process) -> bool:
        """Two processes deliver the same messages in different orders: this is no total order."""
        return set(self.log[p]) == set(self.log[q]) and self.log[p] != self.log[q]


@variant(breaks=("fifo_order", "no_gap"))
class WithoutBuffer(FifoBroadcast):
    """Deliver every message as it comes."""

    def receive(self, p: Process, source: Process, packet: Packet) -> None:
        """Deliver at once."""
        self.deliver(p, source, packet)


@variant(breaks=("no_gap", "all_delivered_when_quiet"))
class SkippingGaps(FifoBroadcast):
    """Deliver whatever is later than the last delivered of its source; discard the rest.

    `fifo_order` holds: ascending numbers say nothing of messages that are left out.
    """

    def receive(self, p: Process, source: Process, packet: Packet) -> None:
        """Deliver a message that is late enough, and discard one that comes too late."""
        if packet.ordinal > max(self.ordinals(p, source), default=0):
            self.deliver(p, source, packet)


@variant(breaks="all_delivered_when_quiet")
class WithoutRescan(FifoBroadcast):
    """Look at the packet that has just come only, as the lecture notes do."""

    def receive(self, p: Process, source: Process, packet: Packet) -> None:
        """Deliver the packet if it is the next one; otherwise put it into the buffer, for ever."""
        if self.is_next(p, source, packet):
            self.deliver(p, source, packet)
        else:
            self.buffer[p][source].add(packet)


@variant(breaks="all_delivered_when_quiet")
class IncrementPerDestination(FifoBroadcast):
    """Increment the sequence number for every destination, as the lecture notes do.

    The loop goes from the process that broadcasts most to the one that broadcasts least; those
    that broadcast equally often are interchangeable, so that no loop can order them, and share
    a number.
    """

    def send_to_all(self, p: Process, ordinal: int) -> None:
        """Send the message with another number to each destination."""
        before = (ordinal - 1) * len(Process)
        for q in Process:
            self.links.send(p, q, Packet(ordinal, number=before + self.place(q)))

    def place(self, q: Process) -> int:
        """Give the place of a destination in the loop."""
        return 1 + sum(1 for p in Process if K[p] > K[q])
