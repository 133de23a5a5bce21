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

from typing import Annotated, Final, NamedTuple

from annotated_types import Interval

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
    oneof,
    require,
    subsets,
    variant,
)

F: Final[int] = 1
"""How many processes may crash."""


class Process(Symmetric, size=3):
    """A process; those other than the sender are interchangeable."""


SENDER: Final = one(Process)
"""The process that broadcasts."""


class Copy(NamedTuple):
    """The message, on its way from one process to another, or to itself."""

    source: Process
    target: Process


class BestEffortBroadcast(Spec):
    """If the sender stays up, every process that stays up delivers."""

    broadcasted: bool
    crashed: set[Process]
    network: set[Copy]
    deliveries: dict[Process, Annotated[int, Interval(ge=0, le=2)]]

    @init
    def start(self) -> None:
        """Everybody is up, and nothing is sent."""
        self.broadcasted = False
        self.crashed = set()
        self.network = set()
        self.deliveries = {p: 0 for p in Process}

    @action
    def broadcast(self) -> None:
        """The sender sends a copy to everyone, itself included."""
        require(not self.broadcasted and SENDER not in self.crashed)
        self.broadcasted = True
        self.send_to_all(SENDER)

    @action(fair="weak")
    def receive(self, p: Process, source: Process) -> None:
        """A process delivers what it gets."""
        self.take(Copy(source, p))
        self.deliver(p)

    @action
    def crash(self, p: Process) -> None:
        """A process stops; any of its copies that are in flight are lost."""
        require(p not in self.crashed and len(self.crashed) < F)
        self.crashed.add(p)
        self.lose_any_from(p)

    def send_to_all(self, p: Process) -> None:
        """Send a copy from `p` to everyone, `p` included."""
        self.network |= {Copy(p, q) for q in Process}

    def take(self, copy: Copy) -> None:
        """Take a copy from the network, if it is there and its target is up."""
        require(copy in self.network and copy.target not in self.crashed)
        self.network.remove(copy)

    def lose_any_from(self, p: Process) -> None:
        """Lose all, some or none of the copies from `p` that are in flight."""
        self.network -= oneof(subsets({copy for copy in self.network if copy.source == p}))

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
        return all(copy.target in self.crashed for copy in self.network)

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
            not self.quiet()
            or not self.broadcasted
            or SENDER in self.crashed
            or p in self.crashed
            or self.delivered(p)
        )

    @cover
    def all_deliver(self) -> bool:
        """Every process delivers."""
        return all(self.delivered(p) for p in Process)

    @cover
    def sender_crashed_midway(self, p: Process) -> bool:
        """The sender crashes after its broadcast, and still another process delivers in the end."""
        return (
            self.quiet()
            and self.broadcasted
            and SENDER in self.crashed
            and p != SENDER
            and self.delivered(p)
        )

    @cover
    def delivered_by_nobody_after_broadcast(self) -> bool:
        """The message is broadcast, and nobody ever delivers it."""
        return self.quiet() and self.broadcasted and not any(self.delivered(p) for p in Process)


@variant(breaks="agreement_when_quiet")
class ExpectingAgreement(BestEffortBroadcast):
    """Claim agreement, too: it fails when the sender crashes and some of its copies are lost."""

    @invariant
    def agreement_when_quiet(self, p: Process, q: Process) -> bool:
        """In the end, of two processes that are up both have delivered, or neither."""
        return (
            not self.quiet()
            or p in self.crashed
            or q in self.crashed
            or self.delivered(p) == self.delivered(q)
        )


@variant(breaks="no_duplication")
class DuplicatingNetwork(BestEffortBroadcast):
    """A copy that was received stays in the network, and is received again."""

    def take(self, copy: Copy) -> None:
        """Look at a copy without taking it from the network."""
        require(copy in self.network and copy.target not in self.crashed)


@variant(breaks="validity_when_quiet")
class WithoutOwnCopy(BestEffortBroadcast):
    """The sender sends to the others only, and never delivers its own message."""

    def send_to_all(self, p: Process) -> None:
        """Send a copy from `p` to everyone else."""
        self.network |= {Copy(p, q) for q in Process if q != p}
