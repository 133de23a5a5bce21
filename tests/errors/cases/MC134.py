from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from modelcheck.lang import Spec, Symmetric, action, init


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
    def name(self, n: Node) -> None:
        """A docstring is no value."""
        color = "red" if self.decided else "green"  # error: MC134
        self.decided = color == "green"
        self.phase[n] = "prepared"  # error: MC134
        self.decided = self.phase[n] == "prepared"  # error: MC134
        self.decided = f"{n}" in self.phase  # error: MC134
        self.phase["n"] = Phase.WORKING  # error: MC134
        if n in {"a", "b"}:  # error: MC134
            self.decided = True
