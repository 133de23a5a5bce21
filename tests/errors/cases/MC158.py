from __future__ import annotations

from enum import Enum
from typing import Final, NamedTuple

from modelcheck.lang import Spec, Symmetric, action, init, invariant


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


NAME: Final = "commit"
SHARE: Final = 0.5
TABLE: Final = {1: True}
LIST: Final = [1, 2]
NAMES: Final = ("a", "b")
SETS: Final = {1}
RANGE: Final = range(3)
FINE: Final = (1, 2)
ALSO: Final = frozenset({1})
ROWS: Final = ((1, 2), (3, 4))


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

    @invariant
    def first(self) -> bool:
        return NAME == NAME  # error: MC158

    @invariant
    def second(self) -> bool:
        return SHARE > 1  # error: MC158

    @action
    def third(self) -> None:
        self.decided = TABLE[1]  # error: MC158
        self.decided = LIST[0] == 1  # error: MC158
        self.decided = NAMES[0] == NAMES[1]  # error: MC158
        self.decided = 1 in SETS  # error: MC158
        self.decided = 1 in RANGE  # error: MC158
        self.decided = ROWS[0] == [1, 2]  # error: MC158
        self.decided = FINE[0] in ALSO
