"""Eager reliable broadcast: whoever delivers a message relays it to everyone.

The sender broadcasts one message.  If it crashes in the middle, only some copies arrive; the
relays make sure that all processes that stay up deliver the message, or none of them does.

Source: C. Cachin, R. Guerraoui and L. Rodrigues, "Introduction to Reliable and Secure
Distributed Programming", Springer 2011, algorithm 3.3 (fail-silent).

Assumptions: up to `F` processes crash and stay down; links between processes that stay up lose
nothing, repeat nothing and may reorder; of the copies that a process sent before its crash any
may be lost.  No majority is needed.  A process may deliver alone and crash: the agreement is not
uniform.
"""

from __future__ import annotations

from enum import Enum
from typing import Annotated, Final

from annotated_types import Interval
from promises import agree, has_delivered

from modelcheck.components import CrashFaults, PerfectLinks
from modelcheck.lang import (
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


class Message(Enum):
    """What is broadcast."""

    M = "m"


class EagerReliableBroadcast(Spec):
    """All processes that stay up deliver the message, or none of them."""

    broadcasted: bool
    deliveries: dict[Process, Annotated[int, Interval(ge=0, le=2)]]
    links: PerfectLinks[Process, Message]
    faults: CrashFaults[Process]

    @init
    def start(self) -> None:
        """Everybody is up, and nothing is sent."""
        self.broadcasted = False
        self.deliveries = {p: 0 for p in Process}
        self.links = PerfectLinks(Process, deliver=self.receive)
        self.faults = CrashFaults(F, stop=self.links.lose_some)

    @action
    def broadcast(self) -> None:
        """The sender sends a copy to everyone, itself included."""
        require(not self.broadcasted and self.faults.is_up(SENDER))
        self.broadcasted = True
        self.links.send_to_all(SENDER, Message.M)

    def receive(self, p: Process, source: Process, m: Message) -> None:
        """A process delivers the first copy that it gets, and relays it."""
        require(self.faults.is_up(p))
        if not self.delivered(p):
            self.deliver(p)
            self.relay(p, source, m)

    def deliver(self, p: Process) -> None:
        """Hand the message over to the application; twice or more often counts as twice."""
        self.deliveries[p] = min(2, self.deliveries[p] + 1)

    def relay(self, p: Process, source: Process, m: Message) -> None:  # noqa: ARG002  # to all alike
        """Pass the message on to everyone."""
        self.links.send_to_all(p, m)

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
    def delivered_by_nobody_after_broadcast(self) -> bool:
        """The message is broadcast, and nobody ever delivers it."""
        return self.is_over() and not any(self.delivered(p) for p in Process)


@variant(breaks="agreement_when_quiet")
class WithoutRelay(EagerReliableBroadcast):
    """Nobody relays: this is best-effort broadcast."""

    def relay(self, p: Process, source: Process, m: Message) -> None:
        """Keep the message to oneself."""


@variant(breaks="no_duplication")
class WithoutDuplicateTest(EagerReliableBroadcast):
    """Deliver and relay every copy, not only the first."""

    def receive(self, p: Process, source: Process, m: Message) -> None:
        """A process delivers whatever it gets."""
        require(self.faults.is_up(p))
        self.deliver(p)
        self.relay(p, source, m)


@variant(breaks="agreement_when_quiet")
class RelayToSource(EagerReliableBroadcast):
    """Relay only to the process that the copy came from."""

    def relay(self, p: Process, source: Process, m: Message) -> None:
        """Send a copy back."""
        self.links.send(p, source, m)
