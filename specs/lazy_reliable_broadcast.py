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
    old,
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


class LazyReliableBroadcast(Spec):
    """All processes that stay up deliver the message, or none of them."""

    broadcasted: bool
    crashed: set[Process]
    network: set[Copy]
    deliveries: dict[Process, Annotated[int, Interval(ge=0, le=2)]]
    told: set[Process]
    relayed: set[Process]

    @init
    def start(self) -> None:
        """Everybody is up, and nothing is sent."""
        self.broadcasted = False
        self.crashed = set()
        self.network = set()
        self.deliveries = {p: 0 for p in Process}
        self.told = set()
        self.relayed = set()

    @action
    def broadcast(self) -> None:
        """The sender sends a copy to everyone, itself included."""
        require(not self.broadcasted and SENDER not in self.crashed)
        self.broadcasted = True
        self.send_to_all(SENDER)

    @action(fair="weak")
    def receive(self, p: Process, source: Process) -> None:
        """A process delivers the first copy that it gets; if the sender has crashed, it relays."""
        self.take(Copy(source, p))
        if not self.delivered(p):
            self.deliver(p)
            if p in self.told:
                self.relay_late(p)

    @action(fair="weak")
    def detect(self, p: Process) -> None:
        """The failure detector tells another process that the sender has crashed."""
        require(self.may_suspect())
        require(p != SENDER and p not in self.crashed and p not in self.told)
        self.told.add(p)
        if self.delivered(p) and p not in self.relayed:
            self.relay_on_detection(p)

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

    def relay_late(self, p: Process) -> None:
        """Relay what is delivered after the detection."""
        self.relay(p)

    def relay_on_detection(self, p: Process) -> None:
        """Relay what was delivered before the detection."""
        self.relay(p)

    def relay(self, p: Process) -> None:
        """Pass the message on to everyone."""
        self.send_to_all(p)
        self.relayed.add(p)

    def may_suspect(self) -> bool:
        """Whether the detector may say that the sender has crashed: it must be true."""
        return SENDER in self.crashed

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
            SENDER not in self.crashed
            or all(p in self.told or p in self.crashed or p == SENDER for p in Process)
        )

    def is_network_quiet(self) -> bool:
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
    def validity_when_quiet(self) -> bool:
        """In the end, a sender that broadcast and stays up has delivered its own message."""
        return (
            not self.quiet()
            or not self.broadcasted
            or SENDER in self.crashed
            or self.delivered(SENDER)
        )

    @invariant
    def agreement_when_quiet(self, p: Process, q: Process) -> bool:
        """In the end, of two processes that are up both have delivered, or neither."""
        return (
            not self.quiet()
            or p in self.crashed
            or q in self.crashed
            or self.delivered(p) == self.delivered(q)
        )

    @invariant
    def relay_only_after_crash(self) -> bool:
        """Nobody relays while the sender is up: the broadcast is lazy."""
        return len(self.relayed) == 0 or SENDER in self.crashed

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

    @cover
    def relay_happens(self) -> bool:
        """A process relays."""
        return len(self.relayed) > 0

    @cover
    def late_relay(self, p: Process) -> bool:
        """A process relays in the step in which it delivers: it was told before."""
        return p in self.relayed and p not in old(self).relayed and p in old(self).told

    @cover
    def relay_at_detection(self, p: Process) -> bool:
        """A process relays in the step in which it is told: it had delivered before."""
        return p in self.relayed and p not in old(self).relayed and p not in old(self).told


@variant(breaks="relay_only_after_crash")
class InaccurateDetector(LazyReliableBroadcast):
    """The detector may be wrong about the sender: copies are wasted, but agreement holds."""

    def may_suspect(self) -> bool:
        """Suspect the sender, up or not."""
        return True


@variant(breaks="agreement_when_quiet")
class IncompleteDetector(LazyReliableBroadcast):
    """The detector need not tell anybody: what was delivered is not relayed."""

    @action
    def detect(self, p: Process) -> None:
        """The detector tells, if it likes."""
        super().detect(p)

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
