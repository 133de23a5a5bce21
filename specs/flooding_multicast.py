"""Flooding reliable multicast: everyone relays the first copy to all who may not have it.

The sender delivers its message and sends it to the others.  Whoever gets it for the first time
delivers it, and sends it to everybody but itself and the one it came from.  With n processes that
makes (n - 1)^2 copies at most: n - 1 from the sender, and n - 2 from each of the n - 1 others.

Source: V. Hadzilacos and S. Toueg, "Fault-tolerant broadcasts and related problems", in S.
Mullender (ed.), "Distributed Systems", Addison-Wesley 1993; the naive algorithm of the lecture
notes on reliable multicast.

Assumptions: up to `F` processes crash and stay down; links are perfect between processes that
stay up, and may reorder (one message needs no FIFO); of the copies that a process sent before its
crash any may be lost.

The lecture notes say that "we either deliver a multicast to all or to none".  It is so among the
processes that stay up, which is what they ask for further down; a sender may deliver, and crash
alone (`ExpectingAllOrNone`).  They relay "every received message" and count O(n^2) copies, in
another place m^2 for messages: it is n^2 for every message, if only its first copy is relayed
(`RelayEveryCopy`); exactly (n - 1)^2 if "all other processes except the sender" leaves out the one
that the copy came from (`RelayToSource`), and not only the sender of the multicast.
"""

from __future__ import annotations

from enum import Enum
from typing import Annotated, Final

from annotated_types import Interval
from promises import agree, agree_uniformly, has_delivered

from modelcheck.components import CrashFaults, PerfectLinks
from modelcheck.lang import (
    Ghost,
    Spec,
    Symmetric,
    action,
    assume,
    cover,
    final,
    init,
    invariant,
    one,
    require,
    variant,
)

F: Final[int] = 1
"""How many processes may crash."""


class Process(Symmetric, size=3):
    """A process; those other than the sender are interchangeable."""


SENDER: Final = one(Process)
"""The process that broadcasts."""

MOST_COPIES: Final[int] = (len(Process) - 1) * (len(Process) - 1)
"""How many copies are sent if nobody crashes."""


class Message(Enum):
    """What is broadcast."""

    M = "m"


class FloodingMulticast(Spec):
    """All processes that stay up deliver the message, or none of them."""

    broadcasted: bool
    deliveries: dict[Process, Annotated[int, Interval(ge=0, le=2)]]
    copies_sent: Ghost[Annotated[int, Interval(ge=0, le=MOST_COPIES + 1)]]
    links: PerfectLinks[Process, Message]
    faults: CrashFaults[Process]

    @init
    def start(self) -> None:
        """Everybody is up, and nothing is sent."""
        self.broadcasted = False
        self.deliveries = {p: 0 for p in Process}
        self.copies_sent = 0
        self.links = PerfectLinks(Process, deliver=self.receive)
        self.faults = CrashFaults(F, stop=self.links.lose_some)

    @action
    def broadcast(self) -> None:
        """The sender delivers, and sends a copy to everyone else."""
        require(not self.broadcasted and self.faults.is_up(SENDER))
        self.broadcasted = True
        self.deliver(SENDER)
        self.send(SENDER, {q for q in Process if q != SENDER})

    def receive(self, p: Process, source: Process, m: Message) -> None:  # noqa: ARG002  # any copy
        """A process delivers the first copy that it gets, and relays it."""
        require(self.faults.is_up(p))
        if not self.delivered(p):
            self.deliver(p)
            self.relay(p, source)

    def relay(self, p: Process, source: Process) -> None:
        """Pass the message on to everyone but oneself and the source."""
        self.send(p, {q for q in Process if q not in {p, source}})

    def send(self, p: Process, targets: set[Process]) -> None:
        """Send a copy from `p` to each of the targets, and count."""
        self.links.multicast(p, targets, Message.M)
        self.copies_sent = min(MOST_COPIES + 1, self.copies_sent + len(targets))

    def deliver(self, p: Process) -> None:
        """Hand the message over to the application; twice or more often counts as twice."""
        self.deliveries[p] = min(2, self.deliveries[p] + 1)

    def delivered(self, p: Process) -> bool:
        """Whether `p` has delivered the message."""
        return self.deliveries[p] > 0

    @assume
    def somebody_stays_up(self) -> bool:
        """At least one process does not crash."""
        return len(Process) > F

    @final
    def quiet(self) -> bool:
        """No copy is on its way to a process that is up."""
        return self.links.pending() <= self.faults.crashed

    def is_over(self) -> bool:
        """Whether the message was broadcast, and nothing is left to do."""
        return self.quiet() and self.broadcasted

    @invariant
    def no_duplication(self, p: Process) -> bool:
        """No process delivers the message twice."""
        return self.deliveries[p] <= 1

    @invariant
    def no_creation(self, p: Process) -> bool:
        """Nothing is delivered that was not broadcast."""
        return not self.delivered(p) or self.broadcasted

    @invariant
    def validity_when_quiet(self) -> bool:
        """In the end, a sender that broadcast and stays up has delivered its own message."""
        return not self.is_over() or has_delivered(self.deliveries, self.faults.crashed, SENDER)

    @invariant
    def agreement_when_quiet(self, p: Process, q: Process) -> bool:
        """In the end, of two processes that are up both have delivered, or neither."""
        return not self.quiet() or agree(self.deliveries, self.faults.crashed, p, q)

    @invariant
    def message_bound(self) -> bool:
        """No more than (n - 1)^2 copies are sent."""
        return self.copies_sent <= MOST_COPIES

    @cover
    def all_deliver(self) -> bool:
        """Every process delivers."""
        return all(self.delivered(p) for p in Process)

    @cover
    def sender_crashed_midway(self, p: Process) -> bool:
        """The sender crashes after its broadcast, and still another process delivers in the end."""
        return (
            self.is_over() and SENDER in self.faults.crashed and p != SENDER and self.delivered(p)
        )

    @cover
    def bound_reached(self) -> bool:
        """As many copies are sent as may be: the bound is exact."""
        return self.copies_sent == MOST_COPIES


@variant(breaks="agreement_when_quiet")
class WithoutRelay(FloodingMulticast):
    """Nobody relays: this is best-effort broadcast."""

    def relay(self, p: Process, source: Process) -> None:
        """Keep the message to oneself."""


@variant(breaks="message_bound")
class RelayEveryCopy(FloodingMulticast):
    """Relay every copy, not only the first."""

    def receive(self, p: Process, source: Process, m: Message) -> None:  # noqa: ARG002  # any copy
        """A process delivers the first copy that it gets, and relays all of them."""
        require(self.faults.is_up(p))
        if not self.delivered(p):
            self.deliver(p)
        self.relay(p, source)


@variant(breaks="message_bound")
class RelayToSource(FloodingMulticast):
    """Relay also to the process that the copy came from."""

    def relay(self, p: Process, source: Process) -> None:
        """Pass the message on, and back."""
        super().relay(p, source)
        self.send(p, {source})


@variant(breaks="all_or_none_when_quiet")
class ExpectingAllOrNone(FloodingMulticast):
    """Claim agreement also with processes that crash: the sender may deliver, and crash alone."""

    @invariant
    def all_or_none_when_quiet(self, p: Process, q: Process) -> bool:
        """In the end, if a process has delivered, crashed or not, all that are up have as well."""
        return not self.quiet() or agree_uniformly(self.deliveries, self.faults.crashed, p, q)
