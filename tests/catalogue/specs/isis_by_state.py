"""ISIS total order: receivers propose priorities, the multicaster picks the largest.

Source: K. Birman and T. Joseph, "Reliable communication in the presence of
failures", ACM TOCS 5(1), 1987.  Links are reliable and unordered; no crashes.

The protocol of `specs/isis.py` without a network: receivers and multicasters look at each
other's state.
"""

from __future__ import annotations

from typing import Annotated, NamedTuple

from annotated_types import Interval, MaxLen

from modelcheck.lang import (
    Ordered,
    Spec,
    Symmetric,
    action,
    cover,
    final,
    init,
    invariant,
    require,
    variant,
)


class Message(Symmetric, size=2):
    """A multicast and, with it, its multicaster: interchangeable."""


class Receiver(Ordered, size=2):
    """A group member.  Its id breaks ties, so members are not interchangeable."""


class Priority(NamedTuple):
    """A place in the total order: compared by number, then by proposer."""

    number: Annotated[int, Interval(ge=1, le=len(Message) * len(Receiver))]
    proposer: Receiver


class Entry(NamedTuple):
    """A held-back message at one receiver."""

    priority: Priority
    agreed: bool


class Isis(Spec):
    """Every receiver delivers the same messages in the same order."""

    requested: set[Message]
    latest: dict[Receiver, Annotated[int, Interval(ge=0, le=len(Message) * len(Receiver))]]
    holdback: dict[Receiver, dict[Message, Entry]]
    proposed: dict[Message, dict[Receiver, Priority]]
    agreed: dict[Message, Priority]
    delivered: dict[Receiver, Annotated[list[Message], MaxLen(len(Message))]]

    @init
    def start(self) -> None:
        self.requested = set()
        self.latest = {r: 0 for r in Receiver}
        self.holdback = {r: {} for r in Receiver}
        self.proposed = {m: {} for m in Message}
        self.agreed = {}
        self.delivered = {r: [] for r in Receiver}

    @action
    def multicast(self, m: Message) -> None:
        """A multicaster asks every receiver for a priority."""
        require(m not in self.requested)
        self.requested.add(m)

    @action
    def propose(self, r: Receiver, m: Message) -> None:
        """A receiver holds the message back and proposes a priority above all it knows."""
        require(m in self.requested and r not in self.proposed[m])
        self.latest[r] += 1
        priority = Priority(self.latest[r], r)
        self.proposed[m][r] = priority
        self.holdback[r][m] = Entry(priority, agreed=False)

    @action
    def agree(self, m: Message) -> None:
        """The multicaster takes the largest proposal once all have answered."""
        require(m not in self.agreed and len(self.proposed[m]) == len(Receiver))
        self.agreed[m] = max(self.proposed[m].values())

    @action
    def learn(self, r: Receiver, m: Message) -> None:
        """A receiver replaces its own proposal by the agreed priority."""
        require(m in self.agreed and m in self.holdback[r] and not self.holdback[r][m].agreed)
        self.holdback[r][m] = Entry(self.agreed[m], agreed=True)
        self.latest[r] = max(self.latest[r], self.agreed[m].number)

    @action
    def deliver(self, r: Receiver, m: Message) -> None:
        """The head of the hold-back queue is delivered once it is agreed."""
        require(m in self.holdback[r] and self.holdback[r][m].agreed)
        head = self.holdback[r][m].priority
        require(all(head <= other.priority for other in self.holdback[r].values()))
        del self.holdback[r][m]
        self.delivered[r].append(m)

    @invariant
    def total_order(self, a: Receiver, b: Receiver) -> bool:
        """One receiver's deliveries are a prefix of the other's."""
        mine, theirs = self.delivered[a], self.delivered[b]
        return len(mine) > len(theirs) or mine == theirs[: len(mine)]

    @final
    def quiet(self) -> bool:
        """Delivered everywhere: a state with no next step is then no deadlock."""
        return all(len(self.delivered[r]) == len(Message) for r in Receiver)

    @cover
    def overtaken(self, m: Message, r: Receiver) -> bool:
        """The run of interest happens: the agreed priority is above the receiver's own."""
        return m in self.agreed and r in self.proposed[m] and self.agreed[m] > self.proposed[m][r]


@variant(breaks="total_order")
class WithoutTieBreak(Isis):
    """Deliver on the number alone: two messages with one number go out in either order."""

    @action
    def deliver(self, r: Receiver, m: Message) -> None:
        require(m in self.holdback[r] and self.holdback[r][m].agreed)
        head = self.holdback[r][m].priority.number
        require(all(head <= other.priority.number for other in self.holdback[r].values()))
        del self.holdback[r][m]
        self.delivered[r].append(m)
