from __future__ import annotations

from collections import Counter
from typing import Annotated, Final

from annotated_types import Interval
from modelcheck.lang import Ordered, Spec, action, init, oneof, require, subsets, the

LIMIT: Final[int] = 2


class Kind(Ordered, size=2):
    """Kinds of messages."""


class Network(Spec):
    """Messages are sent and received; an empty network is counted."""

    sent: Annotated[Counter[Kind], Interval(le=2)]
    empty: bool
    last: Kind
    copies: Annotated[int, Interval(ge=1, le=2)]

    @init
    def start(self) -> None:
        self.sent = Counter()
        self.empty = True
        self.last = min(Kind)
        self.copies = 1

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

    @action
    def drop(self, kind: Kind) -> None:
        self.sent[kind] -= 1
        self.last = min(self.sent)  # error: MC193
        self.last = sorted(self.sent)[0]  # error: MC193
        self.last = the(self.sent, default=kind)  # error: MC193
        self.last = oneof(self.sent)  # error: MC193
        self.empty = oneof(subsets(self.sent)) == {kind}  # error: MC193

    @action
    def repeat(self, kind: Kind) -> None:
        self.copies -= 1
        self.sent[kind] = self.copies
        self.empty = kind not in self.sent  # error: MC193
        self.copies += 1

    @action
    def set_to(self, kind: Kind, copies: Annotated[int, Interval(ge=1, le=2)]) -> None:
        self.sent[kind] = copies
        self.sent[self.last] = LIMIT
        self.empty = len(self.sent) == 0
