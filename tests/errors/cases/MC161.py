from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from modelcheck.lang import Spec, Symmetric, action, init, oneof, require


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
    def first(self, vote: Vote) -> None:  # error: MC161
        self.decided = vote.yes

    @action
    def second(self, vote: Vote) -> None:  # error: MC161
        self.decided = True
        require(vote in self.network)

    @action
    def third(self, vote: Vote) -> None:  # error: MC161
        require(self.decided or vote in self.network)
        self.decided = vote.yes

    @action
    def fourth(
        self,
        n: Node,
        vote: Vote,  # error: MC161
    ) -> None:
        require(n in self.phase)
        self.decided = vote.yes

    @action
    def fifth(self, vote: Vote | None) -> None:  # error: MC161
        self.decided = vote is None

    @action
    def fine(self, n: Node, vote: Vote) -> None:
        require(n in self.phase and vote in self.network)
        self.decided = vote.yes

    @action
    def sixth(self, vote: Vote) -> None:  # error: MC161
        require(vote in [oneof(self.network)])
        self.decided = vote.yes
