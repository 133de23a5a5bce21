from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from modelcheck.lang import Spec, Symmetric, action, init, oneof


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
        self.network.add(Vote(n, agreed=False))  # error: MC219
        self.network.add(Vote(n))  # error: MC219
        self.network.add(Vote())  # error: MC219
        self.network.add(Vote(n, True, False))  # error: MC219
        self.network.add(Vote(n, who=n))  # error: MC219
        vote = oneof(self.network)._replace(no=False)  # error: MC219
        self.network.add(vote)
        other = oneof(self.network)._replace(False)  # error: MC219
        self.network.add(other)
        self.decided = self.helper(n)  # error: MC219
        self.decided = self.helper(n, True, False)  # error: MC219
        self.decided = self.helper(n, other=True)  # error: MC219
        self.decided = self.helper(n, who=n)  # error: MC219
        self.decided = self.helper(flag=True, who=n)
        self.commit()  # error: MC219
        self.network.add(Vote(yes=oneof([True, False]), who=n))  # error: MC219
        self.network.add(Vote(yes=True, who=oneof(Node)))  # error: MC219
        self.decided = self.helper(flag=oneof([True, False]), who=n)  # error: MC219
        self.network.add(Vote(who=oneof(Node), yes=oneof([True, False])))
        answer = Vote(n, yes=True)
        self.network.add(answer._replace(who=n, yes=False))  # error: MC219
        self.network.add(oneof(self.network)._replace(yes=False))  # error: MC219

    def helper(self, who: Node, flag: bool) -> bool:
        return flag and who in self.phase

    @action
    def commit(self, n: Node) -> None:
        self.phase[n] = Phase.COMMITTED
