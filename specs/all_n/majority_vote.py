"""Consensus by a majority of votes, counted: how many processes have voted what, not which.

Every process casts a vote for or against, and decides what more than half of all processes have
voted for.  Some crash before they vote.  All that a process looks at is how many votes it has
heard, so it is enough to count.  This is the form in which the protocol is proved for every number
of processes, with the lemmas.  That no two decisions differ asks nothing of the number of crashes:
two majorities have a process in common.  That there is a decision does.

Source: J. Gray, "Notes on data base operating systems", 1978, for the unanimous vote that this
one weakens; see `consensus_vote.py` for the processes one by one.

Assumptions: asynchronous processes, of which at most F crash before they vote; reliable links.  A
process votes before it decides.
"""

from __future__ import annotations

from enum import Enum
from typing import Annotated, Final, TypeAlias

from annotated_types import Interval

from modelcheck.lang import (
    Ghost,
    Spec,
    action,
    assume,
    cover,
    final,
    init,
    invariant,
    oneof,
    require,
    variant,
)

N: Final[int] = 5
"""How many processes there are."""

F: Final[int] = 2
"""How many processes may crash."""

Count: TypeAlias = Annotated[int, Interval(ge=0, le=N)]
"""A number of processes."""


class Vote(Enum):
    """What a process may vote, and decide."""

    FOR = "for"
    AGAINST = "against"


class MajorityVote(Spec):
    """All processes that decide do so alike, on what more than half of all are for."""

    waiting: dict[Vote, Count]
    """How many have yet to vote, by what they will vote."""
    cast: dict[Vote, Count]
    crashed: Annotated[int, Interval(ge=0, le=F)]
    decided: dict[Vote, Count]
    electorate: Ghost[dict[Vote, Count]]
    """How many are of which opinion, those that crash included."""

    @init
    def start(self) -> None:
        """Any number of processes are for it."""
        supporters = oneof(range(N + 1))
        self.electorate = {Vote.FOR: supporters, Vote.AGAINST: N - supporters}
        self.waiting = {Vote.FOR: supporters, Vote.AGAINST: N - supporters}
        self.cast = {vote: 0 for vote in Vote}
        self.crashed = 0
        self.decided = {vote: 0 for vote in Vote}

    @action(fair="weak")
    def vote(self, vote: Vote) -> None:
        """A process sends its vote to all."""
        require(self.waiting[vote] > 0)
        self.waiting[vote] -= 1
        self.cast[vote] += 1

    @action
    def crash(self, vote: Vote) -> None:
        """A process stops before it votes: nobody will know how."""
        require(self.waiting[vote] > 0 and self.crashed < F)
        self.waiting[vote] -= 1
        self.crashed += 1

    @action(fair="weak")
    def decide(self, vote: Vote) -> None:
        """A process that has voted hears enough votes that are alike."""
        require(self.may_decide(vote))
        self.decided[vote] += 1

    def may_decide(self, vote: Vote) -> bool:
        """Whether a process that has not decided yet may decide this."""
        return self.is_enough(self.cast[vote]) and self.deciders() < sum(self.cast.values())

    def is_enough(self, votes: int) -> bool:
        """So many votes that no other decision has as many."""
        return 2 * votes > N

    def deciders(self) -> int:
        """How many processes have decided."""
        return sum(self.decided.values())

    @assume
    def some_process(self) -> bool:
        """There is a process at all."""
        return N >= 1

    @assume
    def no_negative_number_of_crashes(self) -> bool:
        """At least no process crashes."""
        return F >= 0

    @assume
    def most_do_not_crash(self) -> bool:
        """More than half of the processes live."""
        return 2 * F < N

    @final
    def quiet(self) -> bool:
        """All have voted or crashed, and nobody can decide any more."""
        return sum(self.waiting.values()) == 0 and not any(self.may_decide(vote) for vote in Vote)

    @invariant
    def agreement(self) -> bool:
        """No two processes decide differently."""
        return self.decided[Vote.FOR] == 0 or self.decided[Vote.AGAINST] == 0

    @invariant
    def majority_validity(self, vote: Vote) -> bool:
        """What is decided, more than half of all processes are for."""
        return self.decided[vote] == 0 or 2 * self.electorate[vote] > N

    @invariant
    def unanimity_when_quiet(self, vote: Vote) -> bool:
        """If all processes are for the same then all that live decide it in the end."""
        return (
            not self.quiet() or self.electorate[vote] < N or self.decided[vote] == N - self.crashed
        )

    @invariant(lemma=True)
    def every_process_is_somewhere(self) -> bool:
        """Each process has yet to vote, has voted, or is one of at most F that have crashed."""
        return (
            all(self.waiting[vote] >= 0 and self.cast[vote] >= 0 for vote in Vote)
            and 0 <= self.crashed <= F
            and sum(self.waiting.values()) + sum(self.cast.values()) + self.crashed == N
        )

    @invariant(lemma=True)
    def only_voters_decide(self) -> bool:
        """Each process that decides has voted, and decides once."""
        return all(self.decided[vote] >= 0 for vote in Vote) and self.deciders() <= sum(
            self.cast.values()
        )

    @invariant(lemma=True)
    def decided_after_enough_votes(self, vote: Vote) -> bool:
        """Where a process has decided, there are enough votes alike."""
        return self.decided[vote] == 0 or self.is_enough(self.cast[vote])

    @invariant(lemma=True)
    def nobody_votes_against_itself(self) -> bool:
        """Those that vote for something are among those that are for it."""
        return (
            all(self.waiting[vote] + self.cast[vote] <= self.electorate[vote] for vote in Vote)
            and sum(self.electorate.values()) == N
        )

    @cover
    def decided_although_divided(self) -> bool:
        """All decide on something that not all have voted for."""
        return self.deciders() == N and all(self.cast[vote] > 0 for vote in Vote)

    @cover
    def decided_despite_crashes(self) -> bool:
        """All that live decide, although as many as may have crashed."""
        return F > 0 and self.crashed == F and self.deciders() == N - F

    @cover
    def tied(self) -> bool:
        """No decision is ever made, since neither side has more than half of all processes."""
        return self.quiet() and self.deciders() == 0


@variant(breaks=("agreement", "majority_validity"), parameters={"N": 4, "F": 1})
class HalfIsEnough(MajorityVote):
    """Decide on half of the votes: of four processes, two and two decide differently."""

    def is_enough(self, votes: int) -> bool:
        """So many votes that another decision may have as many, if N is even."""
        return 2 * votes >= N


@variant(breaks="unanimity_when_quiet", parameters={"N": 4, "F": 2})
class HalfMayCrash(MajorityVote):
    """Let half of the processes crash: those that are left wait for ever, though all are alike."""
