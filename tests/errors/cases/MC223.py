from __future__ import annotations

from collections import Counter
from enum import Enum
from typing import Annotated, NamedTuple

from annotated_types import Interval, MaxLen

from modelcheck.lang import Spec, Symmetric, action, cover, init, invariant, one


class Node(Symmetric, size=2):
    """Participants of a vote."""


class Phase(Enum):
    """How far a participant is."""

    WORKING = "working"
    PREPARED = "prepared"
    COMMITTED = "committed"


class Vote(NamedTuple):
    """A participant's answer."""

    who: Node
    yes: bool


class Commit(Spec):
    """Participants vote on a transaction."""

    phase: dict[Node, Phase]
    network: set[Vote]
    decided: bool

    @init
    def start(self) -> None:
        self.phase = {n: Phase.WORKING for n in Node}
        self.network = set()
        self.decided = False

    @action
    def prepare(self, n: Node) -> None:
        self.phase[n] = Phase.PREPARED
        self.network.add(Vote(n, yes=True))

    @action
    def first(self, nodes: set[Node]) -> None:  # error: MC223
        self.decided = len(nodes) > 0

    @action
    def second(self, table: dict[Node, bool]) -> None:  # error: MC223
        self.decided = len(table) > 0

    @action
    def third(self, nodes: frozenset[Node] | None) -> None:  # error: MC223
        self.decided = nodes is None

    @invariant
    def fourth(self, vote: Vote) -> bool:  # error: MC223
        return vote.yes

    @cover
    def fifth(self, bag: Counter[Node]) -> bool:  # error: MC223
        return bag[one(Node)] > 1

    @action
    def sixth(self, items: Annotated[list[Node], MaxLen(2)]) -> None:  # error: MC223
        self.decided = len(items) > 0

    @action
    def fine(self, n: Node | None, b: bool, p: Phase | None, i: Annotated[int, Interval(ge=0, le=1)]) -> None:
        self.decided = b and n is None and p is None and i == 0
