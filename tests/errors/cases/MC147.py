from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from modelcheck.lang import Spec, Symmetric, action, init, invariant, oneof


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
    def lost(self) -> None:
        self = 3  # error: MC147
        for self in Node:  # error: MC147
            pass
        self.decided = any(self == n for self in Node for n in Node)  # error: MC147

    @action
    def take(self, n: Node, b: bool) -> None:
        n = oneof(Node)  # error: MC147
        b |= True  # error: MC147
        for n in Node:  # error: MC147
            self.phase[n] = Phase.WORKING
        n, x = oneof(self.network)  # error: MC147
        b: bool = True  # error: MC147
        match oneof(self.network):
            case Vote(who, b):  # error: MC147
                self.decided = who == n
            case n:  # error: MC147
                self.decided = True
        self.decided = all(self.phase[n] == Phase.WORKING for n in Node)

    @invariant
    def fine(self, n: Node) -> bool:
        n = oneof(Node)  # error: MC147
        return n in self.phase
