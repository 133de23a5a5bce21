"""Total order through a leader, and FIFO-total order.

A process sends its message to the leader.  The leader numbers the messages in the order in which
they come, and sends each to everyone.  A receiver delivers messages by their numbers, without
gaps, and keeps what comes too early in a buffer.  As the links to the leader are FIFO, messages of
one source keep their order: the order is FIFO-total.

Source: C. Cachin, R. Guerraoui and L. Rodrigues, "Introduction to Reliable and Secure Distributed
Programming", Springer 2011, chapter 6; the lecture notes ("total order broadcast is hard").

Assumptions: links lose and repeat nothing; those to the leader are FIFO, all others may reorder;
nobody crashes, and a process sends to itself through the network as well.  Where the leader may
crash (`LEADER_MAY_CRASH`), any of its messages in flight may be lost, and nobody takes its place.

The lecture notes let a leader sequence the messages and send them by FIFO broadcast.  The FIFO
broadcast of the leader, whose numbers are here the places in the total order, is one half of it:
if messages can overtake each other on their way to the leader, the order is total, but not FIFO
(`UnorderedLinks`).  And a leader that crashes blocks everyone (`CrashingLeader`).
"""

from __future__ import annotations

from typing import Annotated, Final, NamedTuple, TypeAlias

from annotated_types import Interval, MaxLen
from orders import are_comparable, is_ascending

from modelcheck.lang import (
    Spec,
    Symmetric,
    action,
    cover,
    each,
    final,
    init,
    invariant,
    one,
    oneof,
    require,
    subsets,
    the,
    variant,
)


class Process(Symmetric, size=3):
    """A process; those that broadcast equally often, other than the leader, are interchangeable."""


LEADER: Final = one(Process)
"""The process that puts the messages in order."""

K: Final = each(Process, (0, 1, 1))
"""How many messages each process broadcasts."""

LEADER_MAY_CRASH: Final[bool] = False
"""Whether the leader may crash."""

LIMIT: Final[int] = max(K.values())
"""The most messages that one process broadcasts."""

TOTAL: Final[int] = sum(K.values())
"""How many messages there are."""

Number: TypeAlias = Annotated[int, Interval(ge=1, le=TOTAL)]
"""A place in the total order."""


class Message(NamedTuple):
    """A message: the first, second, ... of its source."""

    source: Process
    ordinal: Annotated[int, Interval(ge=1, le=LIMIT)]


class Submission(NamedTuple):
    """A message, on its way to the leader."""

    message: Message


class Numbered(NamedTuple):
    """A message with its number, held back by a receiver."""

    message: Message
    number: Number


class Copy(NamedTuple):
    """A message with its number, on its way from the leader to a receiver."""

    message: Message
    number: Number
    target: Process


class LeaderTotalOrder(Spec):
    """All processes deliver the same messages in the same order."""

    submitted: dict[Process, Annotated[int, Interval(ge=0, le=LIMIT)]]
    last_number: Annotated[int, Interval(ge=0, le=TOTAL)]
    leader_crashed: bool
    network: set[Submission | Copy]
    buffer: dict[Process, set[Numbered]]
    log: dict[Process, Annotated[list[Message], MaxLen(TOTAL)]]

    @init
    def start(self) -> None:
        """Nothing is submitted."""
        self.submitted = {p: 0 for p in Process}
        self.last_number = 0
        self.leader_crashed = False
        self.network = set()
        self.buffer = {p: set() for p in Process}
        self.log = {p: [] for p in Process}

    @action
    def submit(self, p: Process) -> None:
        """A process sends its next message to the leader."""
        require(self.submitted[p] < K[p])
        self.submitted[p] += 1
        self.network.add(Submission(Message(p, self.submitted[p])))

    @action(fair="weak")
    def sequence(self, submission: Submission) -> None:
        """The leader gives a message the next number, and sends it to everyone."""
        require(submission in self.network and not self.leader_crashed)
        require(self.may_arrive(submission.message))
        self.network.remove(submission)
        self.last_number += 1
        self.network |= {Copy(submission.message, self.last_number, q) for q in Process}

    @action(fair="weak")
    def receive(self, p: Process, copy: Copy) -> None:
        """A process takes a message from the network."""
        require(copy in self.network and copy.target == p and self.is_up(p))
        self.network.remove(copy)
        self.accept(p, Numbered(copy.message, copy.number))

    @action
    def crash_leader(self) -> None:
        """The leader stops; any of its messages that are in flight are lost."""
        require(LEADER_MAY_CRASH and not self.leader_crashed)
        self.leader_crashed = True
        self.network -= oneof(subsets({sent for sent in self.network if isinstance(sent, Copy)}))

    def may_arrive(self, m: Message) -> bool:
        """Whether no earlier message of the same source is still on its way to the leader."""
        return not any(
            isinstance(sent, Submission)
            and sent.message.source == m.source
            and sent.message.ordinal < m.ordinal
            for sent in self.network
        )

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

    def is_up(self, p: Process) -> bool:
        """Whether `p` has not crashed."""
        return p != LEADER or not self.leader_crashed

    @final
    def quiet(self) -> bool:
        """Nothing is on its way to a process that is up."""
        return not any(
            self.is_up(sent.target if isinstance(sent, Copy) else LEADER) for sent in self.network
        )

    @invariant
    def total_order(self, p: Process, q: Process) -> bool:
        """One process's deliveries are a prefix of the other's."""
        return are_comparable(self.log[p], self.log[q])

    @invariant
    def fifo_order(self, p: Process, source: Process) -> bool:
        """The messages of a source are delivered in the order in which it sent them."""
        return is_ascending([m.ordinal for m in self.log[p] if m.source == source])

    @invariant
    def no_duplication(self, p: Process) -> bool:
        """No process delivers a message twice."""
        return len(set(self.log[p])) == len(self.log[p])

    @invariant
    def all_delivered_when_quiet(self, p: Process) -> bool:
        """Once nothing is in flight, every process that is up has delivered all that was sent."""
        return (
            not self.quiet()
            or not self.is_up(p)
            or len(self.log[p]) == sum(self.submitted[q] for q in Process)
        )

    @cover
    def done(self) -> bool:
        """Every process has delivered every message."""
        return all(len(self.log[p]) == TOTAL for p in Process)

    @cover
    def buffered(self, p: Process) -> bool:
        """A message comes too early, and waits."""
        return len(self.buffer[p]) > 0


@variant(breaks="total_order")
class WithoutBuffer(LeaderTotalOrder):
    """Deliver every message as it comes, whatever its number."""

    def accept(self, p: Process, m: Numbered) -> None:
        """Deliver at once."""
        self.deliver(p, m.message)


@variant(breaks="fifo_order", parameters={"K": (0, 2, 0)})
class UnorderedLinks(LeaderTotalOrder):
    """Messages may overtake each other on their way to the leader: total order is not FIFO."""

    def may_arrive(self, m: Message) -> bool:  # noqa: ARG002  # a link that looks at nothing
        """Let any message through."""
        return True


@variant(breaks="all_delivered_when_quiet", parameters={"LEADER_MAY_CRASH": True})
class CrashingLeader(LeaderTotalOrder):
    """The leader may crash, and nobody takes its place; what is delivered stays in order."""
