"""Election voter: votes are cast at replicas, each of which comes to the same tally.

A replica keeps the votes that it knows, each with its voter, as a G-set, and counts them.  It
merges with another replica by taking the union.

Source: the lecture notes ("a distributed counter impl for voting"); M. Shapiro, N. Preguica, C.
Baquero and M. Zawirski, "A comprehensive study of convergent and commutative replicated data
types", INRIA RR-7506, 2011 (the G-set).

Assumptions: two replicas can merge at any time, and one reads the other's state in the same step.
A voter casts one vote, at one replica: somebody sees to that (admission control), as replicas
that have not merged cannot (`VotingAgain`).

The lecture notes call this a distributed counter.  A counter per candidate is not enough: merged by
taking the larger number, two votes that were cast at two replicas count as one (`Counters`).  It
is who voted that has to be kept.
"""

from __future__ import annotations

from typing import Annotated, NamedTuple

from annotated_types import Interval

from modelcheck.lang import (
    Ghost,
    Spec,
    Symmetric,
    action,
    cover,
    init,
    invariant,
    require,
    variant,
)


class Replica(Symmetric, size=2):
    """Where votes are cast and counted: interchangeable."""


class Voter(Symmetric, size=3):
    """Somebody with one vote: interchangeable."""


class Candidate(Symmetric, size=2):
    """Somebody to vote for: interchangeable."""


class Vote(NamedTuple):
    """Who votes for whom."""

    voter: Voter
    candidate: Candidate


class ElectionVoter(Spec):
    """Replicas that know all votes have the true tally."""

    cast: set[Vote]
    votes: dict[Replica, set[Vote]]
    seen: Ghost[dict[Replica, set[Vote]]]

    @init
    def start(self) -> None:
        """Nobody has voted."""
        self.cast = set()
        self.votes = {r: set() for r in Replica}
        self.seen = {r: set() for r in Replica}

    @action
    def vote(self, v: Voter, c: Candidate, r: Replica) -> None:
        """A voter casts a vote at some replica."""
        require(self.may_vote(Vote(v, c), r))
        self.cast.add(Vote(v, c))
        self.seen[r].add(Vote(v, c))
        self.record(r, Vote(v, c))

    @action(fair="weak")
    def merge(self, r: Replica, other: Replica) -> None:
        """A replica takes in what another one knows."""
        require(r != other)
        self.seen[r] |= self.seen[other]
        self.join(r, other)

    def may_vote(self, vote: Vote, r: Replica) -> bool:  # noqa: ARG002  # a twin looks at `r`
        """Whether the voter has not voted anywhere."""
        return not any(earlier.voter == vote.voter for earlier in self.cast)

    def record(self, r: Replica, vote: Vote) -> None:
        """Keep the vote."""
        self.votes[r].add(vote)

    def join(self, r: Replica, other: Replica) -> None:
        """Take the union."""
        self.votes[r] |= self.votes[other]

    def tally(self, r: Replica, c: Candidate) -> int:
        """Give how many votes for `c` the replica counts."""
        return len({vote for vote in self.votes[r] if vote.candidate == c})

    @invariant
    def tally_faithful(self, r: Replica, c: Candidate) -> bool:
        """Once every replica knows of every vote, each has the true tally."""
        return not all(self.seen[other] == self.cast for other in Replica) or self.tally(
            r, c
        ) == len({vote for vote in self.cast if vote.candidate == c})

    @invariant
    def strong_eventual_consistency(self, a: Replica, b: Replica, c: Candidate) -> bool:
        """Replicas that know the same votes have the same tallies."""
        return self.seen[a] != self.seen[b] or self.tally(a, c) == self.tally(b, c)

    @invariant
    def one_vote_per_voter(self, v: Voter) -> bool:
        """Nobody casts two votes."""
        return len({vote for vote in self.cast if vote.voter == v}) <= 1

    @invariant
    def never_overcount(self, r: Replica) -> bool:
        """No replica counts more votes than there are voters."""
        return sum(self.tally(r, c) for c in Candidate) <= len(Voter)

    @cover
    def all_voted_converged(self) -> bool:
        """Everybody has voted, and every replica knows all votes."""
        return len(self.cast) == len(Voter) and all(self.seen[r] == self.cast for r in Replica)

    @cover
    def tie(self, a: Candidate, b: Candidate) -> bool:
        """Every replica counts as many votes, and some, for either of two candidates."""
        return a != b and all(self.tally(r, a) == self.tally(r, b) > 0 for r in Replica)


@variant(breaks="tally_faithful")
class Counters(ElectionVoter):
    """Count in one integer per candidate, and merge by taking the larger: votes are lost."""

    count: dict[Replica, dict[Candidate, Annotated[int, Interval(ge=0, le=len(Voter))]]]

    @init
    def start(self) -> None:
        """Begin with all counters at 0."""
        super().start()
        self.count = {r: {c: 0 for c in Candidate} for r in Replica}

    def record(self, r: Replica, vote: Vote) -> None:
        """Count the vote, and forget who cast it."""
        self.count[r][vote.candidate] += 1

    def join(self, r: Replica, other: Replica) -> None:
        """Take the larger of every two numbers."""
        self.count[r] = {c: max(self.count[r][c], self.count[other][c]) for c in Candidate}

    def tally(self, r: Replica, c: Candidate) -> int:
        """Give the counter."""
        return self.count[r][c]


@variant(breaks=("one_vote_per_voter", "never_overcount"))
class VotingAgain(ElectionVoter):
    """A voter may vote for another candidate, at a replica that does not know of the first vote."""

    def may_vote(self, vote: Vote, r: Replica) -> bool:
        """Whether the replica, which knows its own votes only, lets the voter vote."""
        return vote not in self.cast and not any(
            earlier.voter == vote.voter for earlier in self.votes[r]
        )
