"""Best-effort broadcast: the sender sends a copy to everyone, and that is all.

If the sender stays up, every process that stays up delivers.  If it crashes in the middle, some
may deliver and others not: nobody else does anything about it.

Source: C. Cachin, R. Guerraoui and L. Rodrigues, "Introduction to Reliable and Secure
Distributed Programming", Springer 2011, algorithm 3.1, "Basic Broadcast" (fail-silent).

Assumptions: up to `F` processes crash and stay down; links are perfect between processes that
stay up, and may reorder; of the copies that a process sent before its crash any may be lost.

The lecture notes say that best-effort broadcast "is sufficient if every process is reliable": it
is, and one crash, of the sender, is enough to make it insufficient.  `ExpectingAgreement` claims
what only reliable broadcast promises: it holds with `F` = 0, and fails with one crash.
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


class BestEffortBroadcast(Spec):
    """If the sender stays up, every process that stays up delivers."""

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

    def receive(self, p: Process, source: Process, m: Message) -> None:  # noqa: ARG002  # any copy
        """A process delivers what it gets; twice or more often counts as twice."""
        require(self.faults.is_up(p))
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
    def validity_when_quiet(self, p: Process) -> bool:
        """In the end, if the sender broadcast and stays up, all that are up have delivered."""
        return (
            not self.is_over()
            or SENDER in self.faults.crashed
            or has_delivered(self.deliveries, self.faults.crashed, p)
        )

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
class ExpectingAgreement(BestEffortBroadcast):
    """Claim agreement, too: it fails when the sender crashes and some of its copies are lost."""

    @invariant
    def agreement_when_quiet(self, p: Process, q: Process) -> bool:
        """In the end, of two processes that are up both have delivered, or neither."""
        return not self.quiet() or agree(self.deliveries, self.faults.crashed, p, q)


@variant(breaks="no_duplication")
class DuplicatingNetwork(BestEffortBroadcast):
    """A copy that was received is on its way again."""

    def receive(self, p: Process, source: Process, m: Message) -> None:
        """A process delivers what it gets, and will get it again."""
        super().receive(p, source, m)
        self.links.send(source, p, m)


@variant(breaks="validity_when_quiet")
class WithoutOwnCopy(BestEffortBroadcast):
    """The sender sends to the others only, and never delivers its own message."""

    @action
    def broadcast(self) -> None:
        """The sender sends a copy to everyone else."""
        require(not self.broadcasted and self.faults.is_up(SENDER))
        self.broadcasted = True
        self.links.multicast(SENDER, {q for q in Process if q != SENDER}, Message.M)
