"""Lazy reliable broadcast: relay a message only once its sender is known to have crashed.

The sender broadcasts one message.  If it crashes in the middle, only some copies arrive; a failure
detector tells the others, and whoever has delivered the message, or still delivers it, relays it.
As long as the sender is up nobody relays anything.

Source: C. Cachin, R. Guerraoui and L. Rodrigues, "Introduction to Reliable and Secure
Distributed Programming", Springer 2011, algorithm 3.2 (fail-stop).

Assumptions: up to `F` processes crash and stay down; links are perfect between processes that
stay up, and may reorder; of the copies that a process sent before its crash any may be lost.  The
failure detector is perfect: it tells every process that stays up of a crash (completeness), and
tells of no crash that has not happened (accuracy).  Only its word on the sender matters, and only
that is modelled; how to build one is `perfect_failure_detector.py`.  The agreement is not uniform.

The lecture notes "only rebroadcast if there is a crash".  There are two moments to do so, and both
are needed: on being told of it, what is delivered already (`WithoutRelayOnDetection`), and on
delivery, after having been told (`WithoutLateRelay`).  The two properties of the detector buy
different things: completeness agreement (`IncompleteDetector`), accuracy only the laziness
(`InaccurateDetector`).
"""

from __future__ import annotations

from enum import Enum
from typing import Annotated, Final

from annotated_types import Interval
from promises import agree, has_delivered

from modelcheck.components import CrashFaults, FailureDetector, PerfectLinks
from modelcheck.lang import (
    Spec,
    Symmetric,
    action,
    assume,
    cover,
    final,
    init,
    invariant,
    old,
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


class LazyReliableBroadcast(Spec):
    """All processes that stay up deliver the message, or none of them."""

    broadcasted: bool
    deliveries: dict[Process, Annotated[int, Interval(ge=0, le=2)]]
    relayed: set[Process]
    links: PerfectLinks[Process, Message]
    faults: CrashFaults[Process]
    detector: FailureDetector[Process]

    @init
    def start(self) -> None:
        """Everybody is up, and nothing is sent."""
        self.broadcasted = False
        self.deliveries = {p: 0 for p in Process}
        self.relayed = set()
        self.links = PerfectLinks(Process, deliver=self.receive)
        self.faults = CrashFaults(F, stop=self.links.lose_some)
        self.detector = FailureDetector(Process, has_crashed=self.seems_down, suspect=self.learn)

    @action
    def broadcast(self) -> None:
        """The sender sends a copy to everyone, itself included."""
        require(not self.broadcasted and self.faults.is_up(SENDER))
        self.broadcasted = True
        self.links.send_to_all(SENDER, Message.M)

    def receive(self, p: Process, source: Process, m: Message) -> None:  # noqa: ARG002  # any copy
        """A process delivers the first copy that it gets; if the sender has crashed, it relays."""
        require(self.faults.is_up(p))
        if not self.delivered(p):
            self.deliver(p)
            if self.detector.suspects(p, SENDER):
                self.relay_late(p)

    def learn(self, p: Process, q: Process) -> None:  # noqa: ARG002  # it is the sender
        """A process that is told of the crash of the sender relays what it has delivered."""
        require(self.faults.is_up(p))
        if self.delivered(p) and p not in self.relayed:
            self.relay_on_detection(p)

    def seems_down(self, p: Process) -> bool:
        """Whether the detector takes a process to be down: only the sender matters."""
        return p == SENDER and self.faults.has_crashed(p)

    def relay_late(self, p: Process) -> None:
        """Relay what is delivered after the detection."""
        self.relay(p)

    def relay_on_detection(self, p: Process) -> None:
        """Relay what was delivered before the detection."""
        self.relay(p)

    def relay(self, p: Process) -> None:
        """Pass the message on to everyone."""
        self.links.send_to_all(p, Message.M)
        self.relayed.add(p)

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
        """No copy is on its way to a process that is up, and all know if the sender crashed."""
        return self.is_network_quiet() and (
            self.faults.is_up(SENDER)
            or all(self.detector.suspects(p, SENDER) for p in Process if self.faults.is_up(p))
        )

    def is_network_quiet(self) -> bool:
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
    def relay_only_after_crash(self) -> bool:
        """Nobody relays while the sender is up: the broadcast is lazy."""
        return len(self.relayed) == 0 or SENDER in self.faults.crashed

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
    def relay_happens(self) -> bool:
        """A process relays."""
        return len(self.relayed) > 0

    @cover
    def late_relay(self, p: Process) -> bool:
        """A process relays in the step in which it delivers: it was told before."""
        return (
            p in self.relayed
            and p not in old(self).relayed
            and old(self).detector.suspects(p, SENDER)
        )

    @cover
    def relay_at_detection(self, p: Process) -> bool:
        """A process relays in the step in which it is told: it had delivered before."""
        return (
            p in self.relayed
            and p not in old(self).relayed
            and not old(self).detector.suspects(p, SENDER)
        )


@variant(breaks="relay_only_after_crash")
class InaccurateDetector(LazyReliableBroadcast):
    """The detector may be wrong about the sender: copies are wasted, but agreement holds."""

    def seems_down(self, p: Process) -> bool:
        """Suspect the sender, up or not."""
        return p == SENDER


class UnfairDetector(FailureDetector[Process]):
    """A detector that need not tell anybody."""

    @action
    def detect(self, observer: Process, other: Process) -> None:
        """A process learns that another one has crashed, or never does."""
        super().detect(observer, other)


@variant(breaks="agreement_when_quiet")
class IncompleteDetector(LazyReliableBroadcast):
    """The detector need not tell anybody: what was delivered is not relayed."""

    @init
    def start(self) -> None:
        """Begin with a detector that is not fair."""
        self.broadcasted = False
        self.deliveries = {p: 0 for p in Process}
        self.relayed = set()
        self.links = PerfectLinks(Process, deliver=self.receive)
        self.faults = CrashFaults(F, stop=self.links.lose_some)
        self.detector = UnfairDetector(Process, has_crashed=self.seems_down, suspect=self.learn)

    @final
    def quiet(self) -> bool:
        """No copy is on its way to a process that is up; some may never be told of the crash."""
        return self.is_network_quiet()


@variant(breaks="agreement_when_quiet")
class WithoutLateRelay(LazyReliableBroadcast):
    """Relay at the detection only: what is delivered later is not relayed."""

    def relay_late(self, p: Process) -> None:
        """Keep the message to oneself."""


@variant(breaks="agreement_when_quiet")
class WithoutRelayOnDetection(LazyReliableBroadcast):
    """Relay after the detection only: what was delivered before is not relayed."""

    def relay_on_detection(self, p: Process) -> None:
        """Keep the message to oneself."""
