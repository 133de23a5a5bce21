"""Majority and unanimous consensus by voting: everyone sends its vote, and decides by a rule.

Each process has a vote, to proceed or to abort, and sends it to everyone.  By the rule of the
majority a process decides for what more than half of all processes voted for, as soon as it has
received so many equal votes.  By the rule of unanimity it waits for all votes, and decides to
proceed if all are for it, and to abort otherwise.

Source: the lecture notes ("consensus: most processes agree on the result"); for unanimity, J. Gray,
"Notes on data base operating systems", 1978.

Assumptions: links lose and repeat nothing, and may reorder; a process sends to itself through the
network as well.  Up to `F` processes crash before they have sent their votes: a vote arrives
everywhere or nowhere.  Nobody lies, and no vote changes, so that what a message says is known by
its source.

The lecture notes say of unanimity that it is "difficult, if some process doesn't respond, not gonna
get all vote": one crash blocks everyone (`UnanimousVote`), which the majority survives.  Unanimity
is also no kind of majority: one vote to abort is enough.  That a majority needs more than half
shows with an even number of processes only (`HalfIsEnough`, where there are two).
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from enum import Enum
from typing import Final, NamedTuple

from modelcheck.lang import (
    Spec,
    Symmetric,
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


class Process(Symmetric, size=3):
    """A process with a vote: interchangeable."""


class Ballot(Enum):
    """What can be voted for, and decided."""

    ABORT = "abort"
    PROCEED = "proceed"


UNANIMOUS: Final[bool] = False
"""Whether to decide by the rule of unanimity, not by that of the majority."""

F: Final[int] = 1
"""How many processes may crash."""


class Copy(NamedTuple):
    """A vote, on its way from one process to another, or to itself."""

    source: Process
    target: Process


class ConsensusVote(Spec):
    """All processes that stay up make the same decision."""

    vote: dict[Process, Ballot]
    sent: set[Process]
    crashed: set[Process]
    network: set[Copy]
    received: dict[Process, set[Process]]

    @init
    def start(self) -> None:
        """Everybody has made up its mind, in any way, and nothing is sent."""
        self.vote = {p: oneof(Ballot) for p in Process}
        self.sent = set()
        self.crashed = set()
        self.network = set()
        self.received = {p: set() for p in Process}

    @action(fair="weak")
    def send(self, p: Process) -> None:
        """A process sends its vote to everyone, itself included."""
        require(p not in self.sent and p not in self.crashed)
        self.sent.add(p)
        self.network |= {Copy(p, q) for q in Process}

    @action(fair="weak")
    def receive(self, p: Process, source: Process) -> None:
        """A process takes a vote from the network."""
        require(Copy(source, p) in self.network and p not in self.crashed)
        self.network.remove(Copy(source, p))
        self.received[p].add(source)

    @action
    def crash(self, p: Process) -> None:
        """A process stops before it has sent its vote: it never responds."""
        require(p not in self.sent and p not in self.crashed and len(self.crashed) < F)
        self.crashed.add(p)

    def decision(self, p: Process) -> Ballot | None:
        """Give what `p` decides, if it can."""
        if UNANIMOUS:
            if len(self.received[p]) < len(Process):
                return None
            agreed = all(self.vote[q] == Ballot.PROCEED for q in Process)
            return Ballot.PROCEED if agreed else Ballot.ABORT
        if self.is_enough(self.votes_for(Ballot.PROCEED, self.received[p])):
            return Ballot.PROCEED
        if self.is_enough(self.votes_for(Ballot.ABORT, self.received[p])):
            return Ballot.ABORT
        return None

    def is_enough(self, votes: int) -> bool:
        """Whether so many votes are a majority."""
        return 2 * votes > len(Process)

    def votes_for(self, ballot: Ballot, voters: AbstractSet[Process]) -> int:
        """Give how many of the voters vote so."""
        return len({p for p in voters if self.vote[p] == ballot})

    @assume
    def somebody_stays_up(self) -> bool:
        """At least one process does not crash."""
        return len(Process) > F

    @final
    def quiet(self) -> bool:
        """Everybody who is up has sent its vote, and none is on its way to such a process."""
        return all(p in self.sent or p in self.crashed for p in Process) and all(
            copy.target in self.crashed for copy in self.network
        )

    @invariant
    def agreement(self, p: Process, q: Process) -> bool:
        """No two processes decide differently."""
        mine, theirs = self.decision(p), self.decision(q)
        return mine is None or theirs is None or mine == theirs

    @invariant
    def majority_validity(self, p: Process) -> bool:
        """What is decided is the vote of more than half of all processes."""
        decided = self.decision(p)
        return decided is None or 2 * self.votes_for(decided, set(Process)) > len(Process)

    @invariant
    def termination_when_quiet(self, p: Process) -> bool:
        """In the end, if more than half have sent equal votes, everybody who is up has decided."""
        return (
            not self.quiet()
            or p in self.crashed
            or not any(2 * self.votes_for(b, self.sent) > len(Process) for b in Ballot)
            or self.decision(p) is not None
        )

    @cover
    def outvoted(self, p: Process) -> bool:
        """A process that voted to abort has to proceed, as P3 in the lecture notes."""
        return self.vote[p] == Ballot.ABORT and self.decision(p) == Ballot.PROCEED

    @cover
    def decided_despite_crash(self) -> bool:
        """A process has crashed, and all others decide."""
        return len(self.crashed) > 0 and all(
            p in self.crashed or self.decision(p) is not None for p in Process
        )

    @cover
    def all_decided(self) -> bool:
        """Everybody decides."""
        return all(self.decision(p) is not None for p in Process)


@variant(breaks=("majority_validity", "termination_when_quiet"), parameters={"UNANIMOUS": True})
class UnanimousVote(ConsensusVote):
    """Decide by unanimity: one voter that does not respond blocks everyone."""


@variant(breaks=("agreement", "majority_validity"), parameters={"Process": 2, "F": 0})
class HalfIsEnough(ConsensusVote):
    """Take half of the votes for a majority: two processes then decide for themselves."""

    def is_enough(self, votes: int) -> bool:
        """Whether so many votes are half of all, or more."""
        return 2 * votes >= len(Process)
