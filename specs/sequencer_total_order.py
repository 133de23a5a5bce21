"""Total order through a sequencer: ask for a number, then multicast the message with it.

A process that wants to multicast asks the sequencer for a number.  The sequencer hands out 1, 2, 3
and so on, one per message.  A receiver delivers messages by their numbers, without gaps, and keeps
what comes too early in a buffer.

Source: F. Kaashoek and A. Tanenbaum, "Group communication in the Amoeba distributed operating
system", 1991; the lecture notes ("total ordering with a sequencer").

Assumptions: links lose and repeat nothing, and may reorder; nobody crashes, the sequencer, which
is an entity of its own, included; a process sends to itself through the network as well.

The lecture notes say "have total ordering because the order will be same as the sequence".  The
order is that of the numbers, which need not be the order in which one process asked: its second
request may overtake its first (`UnorderedRequests`).  And numbers alone do not order deliveries:
a receiver has to hold back what comes too early (`WithoutBuffer`).
"""

from __future__ import annotations

from typing import Annotated, Final, NamedTuple, TypeAlias

from annotated_types import Interval, MaxLen
from orders import are_comparable, are_in_order, is_ascending

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
    """A process; those that multicast equally often are interchangeable."""


K: Final = each(Process, (1, 1, 0))
"""How many messages each process multicasts."""

ONE_AT_A_TIME: Final[bool] = False
"""Whether a process asks for a number only once its earlier messages are multicast."""

LIMIT: Final[int] = max(K.values())
"""The most messages that one process multicasts."""

TOTAL: Final[int] = sum(K.values())
"""How many messages there are."""

Number: TypeAlias = Annotated[int, Interval(ge=1, le=TOTAL)]
"""A place in the total order."""


class Message(NamedTuple):
    """A message: the first, second, ... of its source."""

    source: Process
    ordinal: Annotated[int, Interval(ge=1, le=LIMIT)]


class Request(NamedTuple):
    """A question for a number, on its way to the sequencer."""

    message: Message


class Numbered(NamedTuple):
    """A message with its number: on its way back to the source, or held back by a receiver."""

    message: Message
    number: Number


class Copy(NamedTuple):
    """A message with its number, on its way to a receiver."""

    message: Message
    number: Number
    target: Process


class SequencerTotalOrder(Spec):
    """All processes deliver the same messages in the same order."""

    asked: dict[Process, Annotated[int, Interval(ge=0, le=LIMIT)]]
    last_number: Annotated[int, Interval(ge=0, le=TOTAL)]
    network: set[Request | Numbered | Copy]
    buffer: dict[Process, set[Numbered]]
    log: dict[Process, Annotated[list[Message], MaxLen(TOTAL)]]

    @init
    def start(self) -> None:
        """Nothing is asked for."""
        self.asked = {p: 0 for p in Process}
        self.last_number = 0
        self.network = set()
        self.buffer = {p: set() for p in Process}
        self.log = {p: [] for p in Process}

    @action
    def ask(self, p: Process) -> None:
        """A process asks the sequencer for a number for its next message."""
        require(self.asked[p] < K[p])
        require(not ONE_AT_A_TIME or not self.is_waiting(p))
        self.asked[p] += 1
        self.network.add(Request(Message(p, self.asked[p])))

    @action(fair="weak")
    def grant(self, request: Request) -> None:
        """The sequencer answers with the next number."""
        require(request in self.network)
        self.network.remove(request)
        self.network.add(Numbered(request.message, self.last_number + 1))
        self.count()

    @action(fair="weak")
    def multicast(self, p: Process, granted: Numbered) -> None:
        """A process that has its number sends the message to everyone, itself included."""
        require(granted in self.network and granted.message.source == p)
        self.network.remove(granted)
        self.network |= {Copy(granted.message, granted.number, q) for q in Process}

    @action(fair="weak")
    def receive(self, p: Process, copy: Copy) -> None:
        """A process takes a message from the network."""
        require(copy in self.network and copy.target == p)
        self.network.remove(copy)
        self.accept(p, Numbered(copy.message, copy.number))

    def count(self) -> None:
        """Note that a number is given away."""
        self.last_number += 1

    def accept(self, p: Process, m: Numbered) -> None:
        """Keep the message, and deliver from the buffer while it has the next number."""
        self.buffer[p].add(m)
        for _ in range(TOTAL):
            ready = the(
                (kept for kept in self.buffer[p] if kept.number == len(self.log[p]) + 1),
                default=None,
            )
            if ready is None:
                break
            self.buffer[p].remove(ready)
            self.deliver(p, ready.message)

    def deliver(self, p: Process, m: Message) -> None:
        """Hand the message over to the application."""
        self.log[p].append(m)

    def is_waiting(self, p: Process) -> bool:
        """Whether a message of `p` has no number yet, or has one that `p` does not know."""
        return any(
            isinstance(sent, Request | Numbered) and sent.message.source == p
            for sent in self.network
        )

    @final
    def quiet(self) -> bool:
        """Nothing is in flight."""
        return len(self.network) == 0

    @invariant
    def total_order(self, p: Process, q: Process) -> bool:
        """One process's deliveries are a prefix of the other's."""
        return are_comparable(self.log[p], self.log[q])

    @invariant
    def pairwise_total_order(self, p: Process, q: Process) -> bool:
        """No two processes deliver the same two messages in different orders.

        This alone is weak: who leaves messages out does not break it.
        """
        mine, theirs = self.log[p], self.log[q]
        return not any(
            are_in_order(mine, m, n) and are_in_order(theirs, n, m) for m in mine for n in theirs
        )

    @invariant
    def fifo_order(self, p: Process, source: Process) -> bool:
        """The messages of a source are delivered in the order in which it asked."""
        return is_ascending([m.ordinal for m in self.log[p] if m.source == source])

    @invariant
    def no_duplication(self, p: Process) -> bool:
        """No process delivers a message twice."""
        return len(set(self.log[p])) == len(self.log[p])

    @invariant
    def all_delivered_when_quiet(self, p: Process) -> bool:
        """Once nothing is in flight, every process has delivered all that was asked for."""
        return not self.quiet() or len(self.log[p]) == sum(self.asked[q] for q in Process)

    @cover
    def done(self) -> bool:
        """Every process has delivered every message."""
        return all(len(self.log[p]) == TOTAL for p in Process)

    @cover
    def buffered(self, p: Process) -> bool:
        """A message comes too early, and waits."""
        return len(self.buffer[p]) > 0


@variant(breaks=("total_order", "pairwise_total_order"))
class WithoutBuffer(SequencerTotalOrder):
    """Deliver every message as it comes, whatever its number."""

    def accept(self, p: Process, m: Numbered) -> None:
        """Deliver at once."""
        self.deliver(p, m.message)


@variant(breaks=("total_order", "all_delivered_when_quiet"))
class WithoutIncrement(SequencerTotalOrder):
    """The sequencer gives the same number to everyone.

    `pairwise_total_order` holds: each process delivers one message only.
    """

    def count(self) -> None:
        """Forget that a number is given away."""


@variant(breaks="fifo_order", parameters={"K": (2, 0, 0)})
class UnorderedRequests(SequencerTotalOrder):
    """One process asks for two numbers at once: the requests may overtake each other.

    This is the protocol as it stands; with `ONE_AT_A_TIME` the order is FIFO as well as total.
    """
