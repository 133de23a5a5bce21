"""ISIS total order: receivers propose priorities, the multicaster takes the largest.

Every message is multicast to a group of receivers, which must deliver all messages in one
order although the network reorders them.  A receiver holds a message back and proposes a
priority above all that it knows; the multicaster collects the proposals and announces the
largest as the agreed one; a receiver delivers a message once its priority is agreed and no
message that it holds back can still come before it.

Source: K. Birman and T. Joseph, "Reliable communication in the presence of failures", ACM
TOCS 5(1), 1987 (the protocol ABCAST).

Assumptions: links lose and repeat nothing, and may reorder; nobody crashes (a crashed receiver
would block its multicasters); each multicaster stands outside of the group and sends one message.
"""

from __future__ import annotations

from enum import Enum
from typing import Annotated, Final, NamedTuple, TypeAlias

from annotated_types import Interval, MaxLen
from orders import are_comparable, are_in_order

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
    the,
    variant,
)

BASE: Final[int] = 0
"""The number up to which every receiver has proposed before the first message."""


class Message(Symmetric, size=2):
    """A message and, with it, its multicaster: interchangeable."""


class Receiver(Ordered, size=2):
    """A group member.  Its identifier breaks ties, so members are not interchangeable."""


Number: TypeAlias = Annotated[int, Interval(ge=0, le=BASE + len(Message) * len(Receiver))]
"""Each proposal is at most one above another, and there is one per message and receiver."""


class Phase(Enum):
    """How far a multicaster is with its message."""

    IDLE = "idle"
    ASKED = "asked"
    AGREED = "agreed"


class Priority(NamedTuple):
    """A place in the total order: compared by number, then by proposer."""

    number: Number
    proposer: Receiver


class Request(NamedTuple):
    """The message itself, on its way to a receiver, which is to propose a priority."""

    message: Message
    receiver: Receiver


class Proposal(NamedTuple):
    """A receiver's answer, on its way to the multicaster."""

    message: Message
    priority: Priority


class Agreement(NamedTuple):
    """The agreed priority, on its way to a receiver."""

    message: Message
    receiver: Receiver
    priority: Priority


class Entry(NamedTuple):
    """What a receiver knows of a message that it holds back."""

    priority: Priority
    agreed: bool


class Isis(Spec):
    """Every receiver delivers the same messages in the same order."""

    phase: dict[Message, Phase]
    proposals: dict[Message, set[Priority]]
    network: set[Request | Proposal | Agreement]
    largest_proposed: dict[Receiver, Number]
    largest_agreed: dict[Receiver, Number]
    queue: dict[Receiver, dict[Message, Entry]]
    log: dict[Receiver, Annotated[list[Message], MaxLen(len(Message) + 1)]]

    @init
    def start(self) -> None:
        """Nothing is sent; the receivers have proposed up to `BASE` in the past."""
        self.phase = {m: Phase.IDLE for m in Message}
        self.proposals = {m: set() for m in Message}
        self.network = set()
        self.largest_proposed = {r: BASE for r in Receiver}
        self.largest_agreed = {r: 0 for r in Receiver}
        self.queue = {r: {} for r in Receiver}
        self.log = {r: [] for r in Receiver}

    @action
    def multicast(self, m: Message) -> None:
        """A multicaster sends its message to every receiver."""
        require(self.phase[m] == Phase.IDLE)
        self.phase[m] = Phase.ASKED
        self.network |= {Request(m, r) for r in Receiver}

    @action(fair="weak")
    def propose(self, r: Receiver, m: Message) -> None:
        """A receiver holds the message back and proposes a priority above all that it knows."""
        require(Request(m, r) in self.network)
        self.network.remove(Request(m, r))
        number = max(self.largest_proposed[r], self.largest_agreed[r]) + 1
        self.largest_proposed[r] = number
        self.queue[r][m] = Entry(Priority(number, r), agreed=False)
        self.network.add(Proposal(m, Priority(number, r)))

    @action(fair="weak")
    def collect(self, m: Message, answer: Proposal) -> None:
        """The multicaster takes an answer, and agrees on the largest once it has them all."""
        require(answer in self.network and answer.message == m)
        self.network.remove(answer)
        self.proposals[m].add(answer.priority)
        if len(self.proposals[m]) == len(Receiver):
            self.agree(m, max(self.proposals[m]))

    @action(fair="weak")
    def learn(self, r: Receiver, news: Agreement) -> None:
        """A receiver puts the message in its agreed place, and delivers whatever it now can."""
        require(news in self.network and news.receiver == r)
        self.network.remove(news)
        self.largest_agreed[r] = max(self.largest_agreed[r], news.priority.number)
        self.queue[r][news.message] = Entry(news.priority, agreed=True)
        self.drain(r)

    def agree(self, m: Message, priority: Priority) -> None:
        """Announce the agreed priority to every receiver, and forget the proposals."""
        self.phase[m] = Phase.AGREED
        self.proposals[m] = set()
        self.network |= {Agreement(m, r, priority) for r in Receiver}

    def drain(self, r: Receiver) -> None:
        """Deliver the head of the queue for as long as its priority is agreed."""
        for _ in range(len(Message)):
            if len(self.queue[r]) == 0:
                break
            head = the(m for m in self.queue[r] if self.comes_first(r, m))
            if not self.queue[r][head].agreed:
                break
            self.deliver(r, head)

    def deliver(self, r: Receiver, m: Message) -> None:
        """Hand the message over to the application."""
        del self.queue[r][m]
        self.log[r].append(m)

    def comes_first(self, r: Receiver, m: Message) -> bool:
        """Whether no message that `r` holds back comes before `m`."""
        return all(self.precedes(r, m, other) for other in self.queue[r] if other != m)

    def precedes(self, r: Receiver, first: Message, second: Message) -> bool:
        """Whether `first` comes before `second` in the queue of `r`."""
        return self.queue[r][first].priority < self.queue[r][second].priority

    def delivered_in_order(self, r: Receiver, first: Message, second: Message) -> bool:
        """Whether `r` has delivered both messages, `first` before `second`."""
        return are_in_order(self.log[r], first, second)

    @final
    def quiet(self) -> bool:
        """No message is in flight: a state with no next step is then no deadlock."""
        return len(self.network) == 0

    @invariant
    def total_order(self, a: Receiver, b: Receiver) -> bool:
        """One receiver's deliveries are a prefix of the other's."""
        return are_comparable(self.log[a], self.log[b])

    @invariant
    def pairwise_total_order(
        self, a: Receiver, b: Receiver, first: Message, second: Message
    ) -> bool:
        """Two receivers that have delivered the same two messages did so in the same order."""
        return not (
            self.delivered_in_order(a, first, second) and self.delivered_in_order(b, second, first)
        )

    @invariant
    def no_duplication(self, r: Receiver, m: Message) -> bool:
        """No receiver delivers a message twice."""
        return self.log[r].count(m) <= 1

    @invariant
    def all_delivered_when_quiet(self, r: Receiver, m: Message) -> bool:
        """Once nothing is in flight, every receiver has delivered whatever was multicast."""
        return not self.quiet() or self.phase[m] == Phase.IDLE or m in self.log[r]

    @cover
    def done(self) -> bool:
        """Every receiver has delivered every message."""
        return all(len(self.log[r]) == len(Message) for r in Receiver)

    @cover
    def held_back_final(self, r: Receiver, m: Message) -> bool:
        """A message with an agreed priority waits behind one whose priority is still open."""
        return (
            m in self.queue[r]
            and self.queue[r][m].agreed
            and any(not other.agreed for other in self.queue[r].values())
        )

    @cover
    def second_message_first(self, first: Message, second: Message) -> bool:
        """Every receiver delivers `second` before `first`, whichever these are."""
        return all(self.delivered_in_order(r, second, first) for r in Receiver)

    @cover
    def worked_example_agreed(self, first: Message, second: Message) -> bool:
        """Two messages agree on one number, the second one above `BASE`: the proposers decide.

        With `BASE` 1 this is the example of the lecture, where the priorities are (3, P4) and
        (3, P3).
        """
        last = Priority(BASE + 2, max(Receiver))
        earlier = Priority(BASE + 2, min(Receiver))
        return all(
            Agreement(first, r, last) in self.network
            and Agreement(second, r, earlier) in self.network
            for r in Receiver
        )


@variant(breaks=("total_order", "pairwise_total_order"))
class WithoutTieBreak(Isis):
    """Agree on a number without a proposer: equal numbers are ordered by local arrival.

    The proposer of an agreed priority is always the least receiver, and says nothing.
    """

    arrival: dict[Receiver, dict[Message, Annotated[int, Interval(ge=0, le=len(Message))]]]

    @init
    def start(self) -> None:
        """Begin as the protocol does; nothing has arrived."""
        super().start()
        self.arrival = {r: {} for r in Receiver}

    @action(fair="weak")
    def propose(self, r: Receiver, m: Message) -> None:
        """Propose, and note which place in the order of arrivals the message has."""
        super().propose(r, m)
        self.arrival[r][m] = len(self.queue[r]) - 1 + len(self.log[r])

    def agree(self, m: Message, priority: Priority) -> None:
        """Announce the number alone."""
        super().agree(m, Priority(priority.number, min(Receiver)))

    def deliver(self, r: Receiver, m: Message) -> None:
        """Deliver, and forget when the message came."""
        super().deliver(r, m)
        del self.arrival[r][m]

    def precedes(self, r: Receiver, first: Message, second: Message) -> bool:
        """Compare by number, then by local arrival."""
        number, other = self.queue[r][first].priority.number, self.queue[r][second].priority.number
        return number < other or (
            number == other and self.arrival[r][first] < self.arrival[r][second]
        )


@variant(breaks=("total_order", "pairwise_total_order"))
class WithoutHoldingBack(Isis):
    """Deliver a message as soon as its priority is agreed, whatever the queue holds."""

    @action(fair="weak")
    def learn(self, r: Receiver, news: Agreement) -> None:
        """Deliver at once."""
        require(news in self.network and news.receiver == r)
        self.network.remove(news)
        self.largest_agreed[r] = max(self.largest_agreed[r], news.priority.number)
        self.deliver(r, news.message)


@variant(breaks=("total_order", "pairwise_total_order"))
class WithoutLearningNumbers(Isis):
    """Propose above one's own proposals only: agreed numbers are not remembered."""

    @action(fair="weak")
    def learn(self, r: Receiver, news: Agreement) -> None:
        """Leave `largest_agreed` as it is."""
        require(news in self.network and news.receiver == r)
        self.network.remove(news)
        self.queue[r][news.message] = Entry(news.priority, agreed=True)
        self.drain(r)


@variant(breaks=("total_order", "pairwise_total_order"))
class FirstProposalWins(Isis):
    """Agree on the first proposal that comes in; the others are ignored."""

    @action(fair="weak")
    def collect(self, m: Message, answer: Proposal) -> None:
        """Agree at once; a later proposal is only taken from the network."""
        require(answer in self.network and answer.message == m)
        self.network.remove(answer)
        if self.phase[m] == Phase.ASKED:
            self.agree(m, answer.priority)

    @action(fair="weak")
    def learn(self, r: Receiver, news: Agreement) -> None:
        """Let an agreement wait for the message that it is about."""
        require(news in self.network and news.message in self.queue[r])
        super().learn(r, news)
