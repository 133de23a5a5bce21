"""Messages over a link that loses them: every message is a process of its own."""

from __future__ import annotations

from typing import Annotated

from annotated_types import Interval

from modelcheck.lang import Spec, Symmetric, action, cover, init, require


class Message(Symmetric, size=4):
    """A message."""


class Links(Spec):
    """Every bit of the state speaks of one message."""

    sent: set[Message]
    network: set[Message]
    delivered: dict[Message, Annotated[int, Interval(ge=0, le=2)]]

    @init
    def start(self) -> None:
        """Nothing is sent."""
        self.sent = set()
        self.network = set()
        self.delivered = {m: 0 for m in Message}

    @action
    def send(self, m: Message) -> None:
        """Send a message."""
        require(m not in self.sent)
        self.sent.add(m)
        self.network.add(m)

    @action
    def retransmit(self, m: Message) -> None:
        """Send it again."""
        require(m in self.sent and m not in self.network)
        self.network.add(m)

    @action
    def lose(self, m: Message) -> None:
        """A message is lost."""
        require(m in self.network)
        self.network.remove(m)

    @action
    def receive(self, m: Message) -> None:
        """A message arrives; the first time it is delivered."""
        require(m in self.network)
        self.network.remove(m)
        self.delivered[m] = max(1, self.delivered[m])

    @cover
    def all_delivered(self) -> bool:
        """Everything arrives."""
        return all(self.delivered[m] > 0 for m in Message)
