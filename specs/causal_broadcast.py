"""Causal broadcast: whoever delivers a message has delivered all that happened before it.

A message carries, for every process, how many of its messages the broadcaster had delivered, and
for itself how many it had broadcast.  A receiver keeps the message in a buffer until it has
delivered as many.  Messages neither of which happened before the other may be delivered in
different orders by different processes.

Source: K. Birman, A. Schiper and P. Stephenson, "Lightweight causal and atomic group multicast",
ACM TOCS 9(3), 1991; C. Cachin, R. Guerraoui and L. Rodrigues, "Introduction to Reliable and Secure
Distributed Programming", Springer 2011, algorithm 3.15 (waiting causal broadcast).

What a message carries is kept once, beside the copies that are in flight, for as long as there
are any.

Assumptions: links lose and repeat nothing, and may reorder; nobody crashes; a process sends to
itself through the network as well.  Of several messages that can be delivered, a process takes
the one of the least source first: identifiers matter, and processes are not interchangeable.

The lecture notes set the sender's own entry of the dependencies, and never copy the others from
what has been delivered: a reply may then overtake what it replies to (`WithoutDependencies`).
The own entry must be the number of earlier messages, before it is incremented: otherwise the
message waits for itself (`DependingOnItself`).  In their example A broadcasts m1, B delivers it and
broadcasts m2, and C broadcasts m3 without having delivered m1.  They claim that m1 comes before
m3; it does not, both orders are causal (`concurrent_different_order` shows such a run).
"""

from __future__ import annotations

from typing import Annotated, Final, NamedTuple, TypeAlias

from annotated_types import Interval, MaxLen
from orders import has_no_gap, respects, with_causes

from modelcheck.components import PerfectLinks
from modelcheck.lang import (
    Ghost,
    Ordered,
    Spec,
    action,
    cover,
    each,
    final,
    init,
    invariant,
    require,
    variant,
)


class Process(Ordered, size=3):
    """A process.  Its identifier decides what is delivered first."""


K: Final = each(Process, (1, 1, 1))
"""How many messages each process broadcasts."""

LIMIT: Final[int] = max(K.values())
"""The most messages that one process broadcasts."""

TOTAL: Final[int] = sum(K.values())
"""How many messages there are."""

Count: TypeAlias = Annotated[int, Interval(ge=0, le=LIMIT)]

Ordinal: TypeAlias = Annotated[int, Interval(ge=1, le=LIMIT)]


class Message(NamedTuple):
    """A message: the first, second, ... that its source broadcasts."""

    source: Process
    ordinal: Ordinal


class CausalBroadcast(Spec):
    """No message is delivered before one that happened before it."""

    broadcasts: dict[Process, Count]
    dependencies: dict[Message, dict[Process, Count]]
    buffer: dict[Process, set[Message]]
    log: dict[Process, Annotated[list[Message], MaxLen(TOTAL)]]
    happened_before: Ghost[dict[Message, frozenset[Message]]]
    links: PerfectLinks[Process, Ordinal]
    """Of a message, its ordinal is on its way: the link tells the source."""

    @init
    def start(self) -> None:
        """Nothing is broadcast."""
        self.broadcasts = {p: 0 for p in Process}
        self.dependencies = {}
        self.buffer = {p: set() for p in Process}
        self.log = {p: [] for p in Process}
        self.happened_before = {}
        self.links = PerfectLinks(Process, deliver=self.receive)

    @action
    def broadcast(self, p: Process) -> None:
        """A process sends its next message to everyone, with what it depends on."""
        require(self.broadcasts[p] < K[p])
        m = Message(p, self.broadcasts[p] + 1)
        self.dependencies[m] = {q: self.dependency(p, q) for q in Process}
        self.links.send_to_all(p, m.ordinal)
        self.happened_before[m] = self.past(p)
        self.broadcasts[p] += 1

    def dependency(self, p: Process, q: Process) -> int:
        """Give how many messages of `q` the next one of `p` depends on."""
        return self.broadcasts[p] if p == q else self.delivered(p, q)

    def receive(self, p: Process, source: Process, ordinal: int) -> None:
        """Keep the message, and deliver from the buffer for as long as it has one that can be."""
        self.buffer[p].add(Message(source, ordinal))
        for _ in range(TOTAL):
            ready = {kept for kept in self.buffer[p] if self.can_deliver(p, kept)}
            if len(ready) == 0:
                break
            first = min(ready)
            self.buffer[p].remove(first)
            self.deliver(p, first)

    def deliver(self, p: Process, m: Message) -> None:
        """Hand the message over to the application; the last copy takes what it carried along."""
        self.log[p].append(m)
        if all(m in self.log[q] for q in Process):
            del self.dependencies[m]

    def can_deliver(self, p: Process, m: Message) -> bool:
        """Whether `p` has delivered all that the message depends on."""
        return all(self.dependencies[m][q] <= self.delivered(p, q) for q in Process)

    def delivered(self, p: Process, source: Process) -> int:
        """Give how many messages of `source` the process has delivered."""
        return len(self.ordinals(p, source))

    def ordinals(self, p: Process, source: Process) -> list[int]:
        """Give the messages of `source` that `p` has delivered, in its order."""
        return [m.ordinal for m in self.log[p] if m.source == source]

    def past(self, p: Process) -> frozenset[Message]:
        """Give what happened before the next message of `p`.

        That is all that it has delivered or broadcast, and whatever happened before these.
        """
        direct = {m for m in self.happened_before if m in self.log[p] or m.source == p}
        return frozenset(with_causes(direct, self.happened_before))

    @final
    def quiet(self) -> bool:
        """No message is in flight."""
        return len(self.links.pending()) == 0

    @invariant
    def causal_order(self, p: Process) -> bool:
        """Whoever delivers a message has delivered all that happened before it."""
        return respects(self.log[p], self.happened_before)

    @invariant
    def fifo_order(self, p: Process, source: Process) -> bool:
        """Whoever delivers a message has delivered all earlier ones of its source."""
        return has_no_gap(self.ordinals(p, source))

    @invariant
    def no_duplication(self, p: Process) -> bool:
        """No process delivers a message twice."""
        return len(set(self.log[p])) == len(self.log[p])

    @invariant
    def all_delivered_when_quiet(self, p: Process, source: Process) -> bool:
        """Once nothing is in flight, every process has delivered whatever was broadcast."""
        return not self.quiet() or self.delivered(p, source) == self.broadcasts[source]

    @cover
    def done(self) -> bool:
        """Every process has delivered every message."""
        return all(len(self.log[p]) == TOTAL for p in Process)

    @cover
    def buffered(self, p: Process) -> bool:
        """A message comes too early, and waits."""
        return len(self.buffer[p]) > 0

    @cover
    def concurrent_different_order(self, p: Process, q: Process) -> bool:
        """Two processes deliver the same messages in different orders: this is no total order."""
        return set(self.log[p]) == set(self.log[q]) and self.log[p] != self.log[q]

    @cover
    def chain_of_three(self) -> bool:
        """Two messages happened before a third one."""
        return any(len(past) > 1 for past in self.happened_before.values())


@variant(breaks="causal_order")
class WithoutDependencies(CausalBroadcast):
    """Copy nothing from what was delivered into the dependencies, as the lecture notes do."""

    def dependency(self, p: Process, q: Process) -> int:
        """Depend on one's own messages only: this is FIFO broadcast."""
        return self.broadcasts[p] if p == q else 0


@variant(breaks=("causal_order", "fifo_order"), parameters={"K": (2, 1, 0)})
class DependingOnOwnDeliveries(CausalBroadcast):
    """Depend on those of one's own messages that one has delivered, not on all of them."""

    def dependency(self, p: Process, q: Process) -> int:
        """Treat oneself like everybody else."""
        return self.delivered(p, q)


@variant(breaks="all_delivered_when_quiet")
class DependingOnItself(CausalBroadcast):
    """Count the message itself among those that it depends on."""

    def dependency(self, p: Process, q: Process) -> int:
        """Depend on one message too many."""
        return self.broadcasts[p] + 1 if p == q else self.delivered(p, q)


@variant(breaks="causal_order")
class WithoutBuffer(CausalBroadcast):
    """Deliver every message as it comes."""

    def receive(self, p: Process, source: Process, ordinal: int) -> None:
        """Deliver at once."""
        self.deliver(p, Message(source, ordinal))
