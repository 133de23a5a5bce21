from __future__ import annotations

from collections import Counter
from enum import Enum
from typing import NamedTuple

from modelcheck.lang import Spec, Symmetric, action, init, invariant, require


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
    def take(self, n: Node) -> None:
        require(self.network)  # error: MC214
        if self.phase:  # error: MC214
            self.decided = True
        if not n:  # error: MC214
            self.decided = True
        if self.decided:
            pass
        elif len(self.network):  # error: MC214
            self.decided = False
        self.decided = self.decided and self.network  # error: MC214
        self.decided = True if self.phase[n] else False  # error: MC214
        self.decided = any(v for v in self.network)  # error: MC214
        self.decided = all(self.network)  # error: MC214
        self.network = {v for v in self.network if v.who}  # error: MC214
        self.decided = self.decided or None  # error: MC214
        require(Node)  # error: MC214
        if Counter([n]):  # error: MC214
            self.decided = True
        match n:
            case m if m:  # error: MC214
                self.decided = True

    @invariant
    def fine(self, n: Node) -> bool:
        return not self.phase.get(n)  # error: MC214
