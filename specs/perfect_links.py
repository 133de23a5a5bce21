"""Perfect links over fair-loss links: send again and again, deliver once.

One sender, one receiver.  A fair-loss link may lose any copy of a message, but not every one of
infinitely many.  So the sender never stops to retransmit what it has sent, and the receiver
delivers a message when its first copy comes, and drops the others.

Source: C. Cachin, R. Guerraoui and L. Rodrigues, "Introduction to Reliable and Secure
Distributed Programming", Springer 2011, chapter 2.4: algorithm 2.1, "Retransmit Forever"
(stubborn links), and on top of it 2.2, "Eliminate Duplicates" (perfect links).

Assumptions: neither of the two crashes; the link loses copies, but makes none up, and does not
change them; one copy of each message is in flight at most, as a second one would change nothing.

The lecture notes say that by sequence numbers "no specific instance of a message is sent twice".
It is sent twice, and more often: what is lost can only be replaced by sending it again.  The
numbers serve the receiver, so that none is *delivered* twice; `WithoutDuplicateTest` goes without.
"""

from __future__ import annotations

from typing import Annotated

from annotated_types import Interval

from modelcheck.lang import Spec, Symmetric, action, cover, init, invariant, require, variant


class Message(Symmetric, size=2):
    """Something to send.  No step relates two messages: they are interchangeable."""


class PerfectLinks(Spec):
    """Whatever is delivered was sent, and is delivered once."""

    sent: set[Message]
    network: set[Message]
    deliveries: dict[Message, Annotated[int, Interval(ge=0, le=2)]]

    @init
    def start(self) -> None:
        """Nothing is sent."""
        self.sent = set()
        self.network = set()
        self.deliveries = {m: 0 for m in Message}

    @action
    def send(self, m: Message) -> None:
        """The application hands a message over, and the first copy leaves."""
        require(m not in self.sent)
        self.sent.add(m)
        self.network.add(m)

    @action(fair="weak")
    def retransmit(self, m: Message) -> None:
        """Another copy leaves: the sender does not know whether the last one arrived."""
        require(m in self.sent and m not in self.network)
        self.network.add(m)

    @action
    def lose(self, m: Message) -> None:
        """The link loses a copy."""
        require(m in self.network)
        self.network.remove(m)

    @action(fair="strong")
    def receive(self, m: Message) -> None:
        """A copy arrives: fair loss is that one does, sooner or later, of those sent for ever."""
        require(m in self.network)
        self.network.remove(m)
        if self.deliveries[m] == 0:
            self.deliver(m)

    def deliver(self, m: Message) -> None:
        """Hand the message over to the application; twice or more often counts as twice."""
        self.deliveries[m] = min(2, self.deliveries[m] + 1)

    @invariant
    def no_duplication(self, m: Message) -> bool:
        """No message is delivered twice."""
        return self.deliveries[m] <= 1

    @invariant
    def no_creation(self, m: Message) -> bool:
        """Nothing is delivered that was not sent."""
        return self.deliveries[m] == 0 or m in self.sent

    @cover
    def all_delivered(self) -> bool:
        """Every message gets through."""
        return all(self.deliveries[m] > 0 for m in Message)

    @cover
    def retransmitted_after_delivery(self, m: Message) -> bool:
        """A copy is in flight although the message is delivered: a duplicate to be dropped."""
        return m in self.network and self.deliveries[m] > 0

    @cover
    def lost_before_delivery(self, m: Message) -> bool:
        """Every copy so far is lost: without another one, the message would never arrive."""
        return m in self.sent and m not in self.network and self.deliveries[m] == 0


@variant(breaks="no_duplication")
class WithoutDuplicateTest(PerfectLinks):
    """Deliver every copy: this is the stubborn link, which delivers a message for ever."""

    @action(fair="strong")
    def receive(self, m: Message) -> None:
        """A copy arrives, and is delivered whether or not it is the first."""
        require(m in self.network)
        self.network.remove(m)
        self.deliver(m)


@variant(breaks="no_creation")
class NoisyLink(PerfectLinks):
    """The link makes up copies of messages that were never sent."""

    @action
    def make_up(self, m: Message) -> None:
        """A copy appears out of nowhere."""
        require(m not in self.network)
        self.network.add(m)
