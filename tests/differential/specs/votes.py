"""Ballots that replicas collect: three sorts at once, two of them in one record."""

from __future__ import annotations

from typing import NamedTuple

from modelcheck.lang import Spec, Symmetric, action, cover, init, require


class Voter(Symmetric, size=3):
    """A voter."""


class Candidate(Symmetric, size=2):
    """A candidate."""


class Replica(Symmetric, size=2):
    """A ballot box."""


class Ballot(NamedTuple):
    """A vote."""

    voter: Voter
    candidate: Candidate


class Votes(Spec):
    """Sets of records, by elements, and a set of records."""

    boxes: dict[Replica, set[Ballot]]
    cast: set[Ballot]

    @init
    def start(self) -> None:
        """Nobody has voted."""
        self.boxes = {p: set() for p in Replica}
        self.cast = set()

    @action
    def vote(self, v: Voter, c: Candidate, p: Replica) -> None:
        """A voter votes, once."""
        require(all(b.voter != v for b in self.cast))
        self.cast.add(Ballot(v, c))
        self.boxes[p].add(Ballot(v, c))

    @action
    def merge(self, p: Replica, q: Replica) -> None:
        """A replica takes in what another one has."""
        require(p != q)
        self.boxes[p] |= self.boxes[q]

    @cover
    def all_known(self) -> bool:
        """Every box has every ballot, of every voter."""
        return all(len(self.boxes[p]) == len(Voter) for p in Replica)
