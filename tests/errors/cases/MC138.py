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

    @action
    def take(self, n: Node) -> None:
        self.phase[m] = Phase.WORKING  # error: MC138
        self.phase[n] = PREPARED  # error: MC138
        self.phase[n] = Phas.PREPARED  # error: MC138
        self.decided = is_ready(n)  # error: MC138
        self.decided = all(self.phase[n] == p for n in Node)  # error: MC138
        self.network.add(Vot(n, yes=True))  # error: MC138
        node = n
        self.decided = node in self.phase and nodes  # error: MC138
        self.decided = n in phase  # error: MC138
        self.decided = all_agree()  # error: MC138

    @action
    def forget(n) -> None:
        self.decided = False  # error: MC138

    def all_agree(self) -> bool:
        return self.decided

    @invariant
    def agreed(self) -> bool:
        return self.decided or not self.all_agree()

    @invariant
    def fine(self) -> bool:
        return undefined  # error: MC138
