from __future__ import annotations

from collections import Counter
from enum import Enum
from typing import Final, NamedTuple

from modelcheck.lang import Spec, Symmetric, action, init, invariant, require

SIZES: Final = (1, 2)


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
    def commit(self, n: Node, b: bool) -> None:
        self.phase[n] = self.decided  # error: MC210
        self.phase[b] = Phase.WORKING  # error: MC210
        self.decided = n  # error: MC210
        self.network.add(n)  # error: MC210
        self.network = {n}  # error: MC210
        self.network = {}  # error: MC210
        self.network = [Vote(n, yes=b)]  # error: MC210
        self.network.add(Vote(b, n))  # error: MC210
        self.phase = {n: 1 for n in Node}  # error: MC210
        self.decided = None  # error: MC210
        self.decided = n in self.network  # error: MC210
        self.decided = self.helper(n)  # error: MC210
        chosen: set[Node] = Node  # error: MC210
        self.decided = n in chosen
        self.phase[n] = self.phase[n] if b else b  # error: MC216
        self.decided = sum([n]) == 1  # error: MC210
        self.decided = max(1, n) == 1  # error: MC210
        self.network = frozenset(self.network)  # error: MC210
        self.phase = Counter(self.phase)  # error: MC210

    def helper(self, phase: Phase) -> bool:
        return phase  # error: MC210

    @invariant
    def fine(self) -> bool:
        return None  # error: MC210

    @action
    def receive(self, vote: Vote) -> None:
        require(vote in self.phase)  # error: MC210
        self.decided = vote.yes

    @action
    def match(self, n: Node) -> None:
        match self.phase[n]:
            case 1:  # error: MC210
                self.decided = True
            case Vote():  # error: MC210
                self.decided = False

    @action
    def take_once(self) -> None:
        votes = (vote for vote in self.network)  # error: MC210
        sizes = reversed([1, 2]) if self.decided else [1]  # error: MC210
        self.decided, sizes = True, reversed([1, 2])  # error: MC210
        keys = self.phase.keys()
        self.decided = sum(1 for _ in keys) == sum(1 for _ in keys)

    @action
    def keep(self, n: Node) -> None:
        self.decided = self.phase.keys() == {n}  # error: MC210
        sizes = SIZES  # error: MC210
        more = [SIZES, [1, 2]]  # error: MC210
        same = SIZES in [[1, 2]]  # error: MC210
        by_size = {size: SIZES for size in SIZES}  # error: MC210
        self.decided = {1: [1]}.get(2, SIZES) == [1, 2]  # error: MC210
        self.decided = sum(SIZES[:1]) in SIZES and SIZES[1:] == SIZES
