from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from modelcheck.lang import Spec, Symmetric, action, init, old, oneof, step_invariant


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
    def refuse(self, n: Node) -> None:
        vote = oneof(self.network)
        vote.yes = False  # error: MC148
        oneof(self.network).yes = False  # error: MC148
        Phase.WORKING = 3  # error: MC148
        self.phase[n].value = 3  # error: MC148
        self.decided: bool = True  # error: MC148
        del self.decided  # error: MC148
        del vote  # error: MC148
        del n  # error: MC148
        items = [1, 2]
        items[0:1] = []  # error: MC148
        del items[0:1]  # error: MC148
        items[0] = 3
        del items[0]
        del self.phase[n]
        (self.network | self.network).add(vote)  # error: MC148
        [1].clear()  # error: MC148

    @step_invariant
    def fine(self) -> bool:
        old(self).decided = True  # error: MC148
        return True
