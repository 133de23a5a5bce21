from __future__ import annotations

from collections import Counter
from typing import Annotated

from annotated_types import Interval
from modelcheck.lang import Ordered, Spec, action, init, require


class Kind(Ordered, size=2):
    """Kinds of messages."""


class Network(Spec):
    """Messages are sent and received; an empty network is counted."""

    sent: Annotated[Counter[Kind], Interval(le=2)]
    empty: bool

    @init
    def start(self) -> None:
        self.sent = Counter()
        self.empty = True

    @action
    def send(self, kind: Kind) -> None:
        require(self.sent[kind] < 2)
        self.sent[kind] += 1
        self.empty = False

    @action
    def receive(self, kind: Kind) -> None:
        require(self.sent[kind] > 0)
        self.sent[kind] -= 1
        self.empty = len(self.sent) == 0  # error: MC193
