"""Eager reliable broadcast on a blackboard: the same protocol, without copies in flight.

The protocol is that of `eager_reliable_broadcast.py`, told with less: for each process, to whom
its copy went.  That only grows, receiving takes nothing away, and a crash in the middle of a
broadcast is one step with it.  So there are few states, and runs are short.

Source: C. Cachin, R. Guerraoui and L. Rodrigues, "Introduction to Reliable and Secure
Distributed Programming", Springer 2011, algorithm 3.3 (fail-silent).

Assumptions: up to `F` processes crash and stay down; links between processes that stay up lose
nothing; what a process sends while it crashes reaches some only, or nobody, and nothing is lost
that it sent before.  No majority is needed.  The agreement is not uniform: with two crashes, the
sender may reach one process only, which delivers, and crashes (`ExpectingUniformAgreement`).
"""

from __future__ import annotations

from typing import Final

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


class MonotoneReliableBroadcast(Spec):
    """All processes that stay up deliver the message, or none of them."""

    crashed: set[Process]
    sent_to: dict[Process, set[Process]]
    """To whom the copy of each process went, for good."""
    delivered: set[Process]

    @init
    def start(self) -> None:
        """Everybody is up, and nothing is sent."""
        self.crashed = set()
        self.sent_to = {p: set() for p in Process}
        self.delivered = set()

    @action
    def broadcast(self) -> None:
        """The sender sends a copy to everyone, itself included."""
        require(self.may_broadcast())
        self.sent_to[SENDER] = set(Process)

    @action
    def broadcast_and_crash(self) -> None:
        """The sender sends to some only, or to nobody, and stops."""
        require(self.may_broadcast())
        self.stop(SENDER)
        self.sent_to[SENDER] = set(self.some())

    @action(fair="weak")
    def receive(self, p: Process) -> None:
        """A process delivers, and relays; the sender's broadcast has been its relay."""
        require(self.may_deliver(p))
        self.delivered.add(p)
        if p != SENDER:
            self.relay(p)

    @action
    def receive_and_crash(self, p: Process) -> None:
        """A process delivers, relays to some only, or to nobody, and stops."""
        require(p != SENDER and self.may_deliver(p))
        self.delivered.add(p)
        self.stop(p)
        self.relay_to_some(p)

    @action
    def crash(self, p: Process) -> None:
        """A process stops."""
        self.stop(p)

    def stop(self, p: Process) -> None:
        """Let a process stop, if it is up and another one may."""
        require(p not in self.crashed and len(self.crashed) < F)
        self.crashed.add(p)

    def relay(self, p: Process) -> None:
        """Pass the message on to everyone."""
        self.sent_to[p] = set(Process)

    def relay_to_some(self, p: Process) -> None:
        """Pass the message on to some only, or to nobody."""
        self.sent_to[p] = set(self.some())

    def some(self) -> frozenset[Process]:
        """Choose some processes, not all of them."""
        return oneof(subsets(Process, max=len(Process) - 1))

    def may_broadcast(self) -> bool:
        """Whether the sender is up and has neither broadcast nor delivered."""
        return (
            SENDER not in self.crashed
            and len(self.sent_to[SENDER]) == 0
            and SENDER not in self.delivered
        )

    def may_deliver(self, p: Process) -> bool:
        """Whether a copy went to `p`, which is up and has not delivered."""
        return (
            p not in self.crashed
            and p not in self.delivered
            and any(p in self.sent_to[q] for q in Process)
        )

    @assume
    def somebody_stays_up(self) -> bool:
        """At least one process does not crash."""
        return len(Process) > F

    @final
    def quiet(self) -> bool:
        """No process can deliver any more."""
        return not any(self.may_deliver(p) for p in Process)

    @invariant
    def no_creation(self, p: Process) -> bool:
        """Nothing is delivered that nobody has sent."""
        return p not in self.delivered or any(p in self.sent_to[q] for q in Process)

    @invariant
    def agreement_when_quiet(self, p: Process, q: Process) -> bool:
        """In the end, of two processes that are up both have delivered, or neither."""
        return (
            not self.quiet()
            or p in self.crashed
            or q in self.crashed
            or (p in self.delivered) == (q in self.delivered)
        )

    @cover
    def all_deliver(self) -> bool:
        """Every process delivers."""
        return len(self.delivered) == len(Process)

    @cover
    def partial_send_then_all(self) -> bool:
        """The sender crashes in the middle, and still all that are up deliver, one at least."""
        return (
            SENDER in self.crashed
            and len(self.sent_to[SENDER]) not in {0, len(Process)}
            and all(p in self.delivered or p in self.crashed for p in Process)
        )


@variant(breaks="agreement_when_quiet")
class WithoutRelay(MonotoneReliableBroadcast):
    """Nobody relays: this is best-effort broadcast."""

    def relay(self, p: Process) -> None:
        """Keep the message to oneself."""

    def relay_to_some(self, p: Process) -> None:
        """Crash in no relay: only the sender sends."""
        require(p == SENDER)


@variant(breaks="uniform_agreement_when_quiet", parameters={"F": 2})
class ExpectingUniformAgreement(MonotoneReliableBroadcast):
    """Claim agreement also with processes that crash: one may deliver, and crash alone."""

    @invariant
    def uniform_agreement_when_quiet(self, p: Process, q: Process) -> bool:
        """In the end, if a process has delivered, crashed or not, all that are up have as well."""
        return (
            not self.quiet() or p not in self.delivered or q in self.crashed or q in self.delivered
        )
