"""Uniform reliable broadcast: deliver a message once a majority is known to have it.

Everyone relays the first copy that it gets, and a copy is also an acknowledgement: its source has
the message.  A process delivers when a majority has acknowledged.  At least one of these stays
up, so what anybody delivers, even one that crashes right after, everybody who stays up delivers.

Source: C. Cachin, R. Guerraoui and L. Rodrigues, "Introduction to Reliable and Secure
Distributed Programming", Springer 2011, algorithm 3.5, "Majority-Ack" (fail-silent).

Assumptions: up to `F` processes crash and stay down, less than half of them all; links are perfect
between processes that stay up, and may reorder; of the copies that a process sent before its crash
any may be lost.

The lecture notes stop at reliable broadcast, which promises nothing about what a process delivers
before it crashes: `DeliverAtOnce` is that one.
"""

from __future__ import annotations

from enum import Enum
from typing import Annotated, Final

from annotated_types import Interval
from promises import agree, agree_uniformly, has_delivered

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


class UniformReliableBroadcast(Spec):
    """If anybody delivers the message, all processes that stay up do."""

    broadcasted: bool
    acknowledged: dict[Process, set[Process]]
    deliveries: dict[Process, Annotated[int, Interval(ge=0, le=2)]]
    links: PerfectLinks[Process, Message]
    faults: CrashFaults[Process]

    @init
    def start(self) -> None:
        """Everybody is up, and nothing is sent."""
        self.broadcasted = False
        self.acknowledged = {p: set() for p in Process}
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
        """A process relays the first copy that it gets, and delivers once it may.

        The sender does not relay: its broadcast has been its relay.
        """
        require(self.faults.is_up(p))
        if len(self.acknowledged[p]) == 0 and p != SENDER:
            self.links.send_to_all(p, m)
        self.acknowledged[p].add(source)
        if self.may_deliver(p) and not self.delivered(p):
            self.deliver(p)

    def deliver(self, p: Process) -> None:
        """Hand the message over to the application; twice or more often counts as twice."""
        self.deliveries[p] = min(2, self.deliveries[p] + 1)

    def may_deliver(self, p: Process) -> bool:
        """Whether `p` knows of a majority that has the message."""
        return 2 * len(self.acknowledged[p]) > len(Process)

    def delivered(self, p: Process) -> bool:
        """Whether `p` has delivered the message."""
        return self.deliveries[p] > 0

    @assume
    def majority_stays_up(self) -> bool:
        """More than half of the processes do not crash."""
        return len(Process) > 2 * F

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
    def uniform_agreement_when_quiet(self, p: Process, q: Process) -> bool:
        """In the end, if a process has delivered, crashed or not, all that are up have as well."""
        return not self.quiet() or agree_uniformly(self.deliveries, self.faults.crashed, p, q)

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

    @cover
    def crashed_deliverer(self, p: Process) -> bool:
        """A process delivers, and crashes."""
        return p in self.faults.crashed and self.delivered(p)


@variant(breaks="uniform_agreement_when_quiet")
class DeliverAtOnce(UniformReliableBroadcast):
    """Deliver the first copy: this is eager reliable broadcast, whose agreement is not uniform."""

    def may_deliver(self, p: Process) -> bool:
        """Ask for one acknowledgement only, which every copy is."""
        return len(self.acknowledged[p]) >= 1


@variant(
    breaks=("validity_when_quiet", "uniform_agreement_when_quiet"),
    parameters={"F": 2},
)
class WithoutCorrectMajority(UniformReliableBroadcast):
    """Let so many crash that those who stay up may wait for a majority in vain."""
