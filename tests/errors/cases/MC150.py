from __future__ import annotations

from enum import Enum
from typing import NamedTuple

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
    def first(self) -> bool:  # error: MC150
        if self.decided:
            return True

    @invariant
    def second(self) -> bool:  # error: MC150
        for n in Node:
            return self.phase[n] == Phase.WORKING

    @invariant
    def third(self) -> bool:  # error: MC150
        pass

    @invariant
    def fourth(self) -> bool:
        return  # error: MC150

    def rank(self, phase: Phase) -> int:  # error: MC150
        match phase:
            case Phase.WORKING:
                return 0
            case Phase.PREPARED:
                return 1

    def full(self, phase: Phase) -> int:
        match phase:
            case Phase.WORKING:
                return 0
            case Phase.PREPARED:
                return 1
            case Phase.COMMITTED:
                return 2

    def doc(self) -> bool:  # error: MC150
        """Only a remark."""

    @invariant
    def calls(self) -> bool:
        return self.rank(Phase.WORKING) < self.full(Phase.WORKING) and self.doc()
