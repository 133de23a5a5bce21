"""Two-phase commit: resource managers prepare, a transaction manager decides for all.

A resource manager that has prepared waits for the decision; one that has not may abort on its
own.  The transaction manager commits once everyone has prepared, and may abort at any time
before.

Source: J. Gray, "Notes on data base operating systems", 1978; J. Gray and L. Lamport,
"Consensus on transaction commit", ACM TODS 31(1), 2006, whose TLA+ module TwoPhase this follows.

Assumptions: messages are never lost and may be received again and again (the network keeps
whatever was sent); the transaction manager may stop for ever, so nothing is promised in the end.
"""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from modelcheck.lang import Spec, Symmetric, action, cover, init, invariant, require, variant


class ResourceManager(Symmetric, size=3):
    """A participant of the transaction."""


class Participant(Enum):
    """The state of a resource manager."""

    WORKING = "working"
    PREPARED = "prepared"
    COMMITTED = "committed"
    ABORTED = "aborted"


class Coordinator(Enum):
    """The state of the transaction manager."""

    INIT = "init"
    COMMITTED = "committed"
    ABORTED = "aborted"


class Decision(Enum):
    """The transaction manager's message to everyone."""

    COMMIT = "commit"
    ABORT = "abort"


class Prepared(NamedTuple):
    """A resource manager's message to the transaction manager."""

    sender: ResourceManager


class TwoPhaseCommit(Spec):
    """No resource manager commits where another one aborts."""

    rm: dict[ResourceManager, Participant]
    tm: Coordinator
    prepared: set[ResourceManager]
    messages: set[Prepared | Decision]

    @init
    def start(self) -> None:
        """Everyone works on the transaction, and nothing is sent."""
        self.rm = {r: Participant.WORKING for r in ResourceManager}
        self.tm = Coordinator.INIT
        self.prepared = set()
        self.messages = set()

    @action
    def tm_receive_prepared(self, r: ResourceManager) -> None:
        """The transaction manager learns that `r` has prepared."""
        require(self.tm == Coordinator.INIT and Prepared(r) in self.messages)
        self.prepared.add(r)

    @action
    def tm_commit(self) -> None:
        """The transaction manager commits: everyone has prepared."""
        require(self.tm == Coordinator.INIT and len(self.prepared) == len(ResourceManager))
        self.decide_to_commit()

    @action
    def tm_abort(self) -> None:
        """The transaction manager aborts of its own accord."""
        require(self.tm == Coordinator.INIT)
        self.tm = Coordinator.ABORTED
        self.messages.add(Decision.ABORT)

    @action
    def rm_prepare(self, r: ResourceManager) -> None:
        """A resource manager prepares, and says so."""
        require(self.rm[r] == Participant.WORKING)
        self.rm[r] = Participant.PREPARED
        self.messages.add(Prepared(r))

    @action
    def rm_choose_to_abort(self, r: ResourceManager) -> None:
        """A resource manager that has not prepared aborts on its own, and tells nobody."""
        require(self.rm[r] == Participant.WORKING)
        self.rm[r] = Participant.ABORTED

    @action
    def rm_receive_commit(self, r: ResourceManager) -> None:
        """A resource manager commits, as it is told to."""
        require(Decision.COMMIT in self.messages)
        self.rm[r] = Participant.COMMITTED

    @action
    def rm_receive_abort(self, r: ResourceManager) -> None:
        """A resource manager aborts, as it is told to."""
        require(Decision.ABORT in self.messages)
        self.rm[r] = Participant.ABORTED

    def decide_to_commit(self) -> None:
        """Commit, and tell everyone."""
        self.tm = Coordinator.COMMITTED
        self.messages.add(Decision.COMMIT)

    @invariant
    def tc_consistent(self, a: ResourceManager, b: ResourceManager) -> bool:
        """No resource manager has committed while another has aborted."""
        return not (self.rm[a] == Participant.COMMITTED and self.rm[b] == Participant.ABORTED)

    @invariant(lemma=True)
    def told_what_is_decided(self) -> bool:
        """The transaction manager tells what it has decided, and nothing else."""
        return (Decision.COMMIT in self.messages) == (self.tm == Coordinator.COMMITTED) and (
            Decision.ABORT in self.messages
        ) == (self.tm == Coordinator.ABORTED)

    @invariant(lemma=True)
    def bound_by_having_prepared(self, r: ResourceManager) -> bool:
        """One that has said that it has prepared aborts only where that is decided."""
        return (r not in self.prepared or Prepared(r) in self.messages) and (
            Prepared(r) not in self.messages
            or self.rm[r] in {Participant.PREPARED, Participant.COMMITTED}
            or (self.rm[r] == Participant.ABORTED and self.tm == Coordinator.ABORTED)
        )

    @invariant(lemma=True)
    def committed_together(self, r: ResourceManager) -> bool:
        """All have prepared for a decision to commit, and none commits without it."""
        return (self.tm != Coordinator.COMMITTED or r in self.prepared) and (
            self.rm[r] != Participant.COMMITTED or self.tm == Coordinator.COMMITTED
        )

    @cover
    def all_committed(self) -> bool:
        """The transaction commits everywhere."""
        return all(self.rm[r] == Participant.COMMITTED for r in ResourceManager)

    @cover
    def all_aborted(self) -> bool:
        """The transaction aborts everywhere."""
        return all(self.rm[r] == Participant.ABORTED for r in ResourceManager)


@variant(breaks="tc_consistent")
class EarlyCommit(TwoPhaseCommit):
    """Commit although one resource manager has not yet prepared, and may still abort."""

    @action
    def tm_commit(self) -> None:
        """The transaction manager does not wait for the last answer."""
        require(self.tm == Coordinator.INIT and len(self.prepared) >= len(ResourceManager) - 1)
        self.decide_to_commit()


@variant(breaks="tc_consistent")
class LateAbort(TwoPhaseCommit):
    """A resource manager goes back on its word: it aborts on its own after it has prepared."""

    @action
    def rm_choose_to_abort(self, r: ResourceManager) -> None:
        """A resource manager aborts on its own, prepared or not."""
        require(self.rm[r] in {Participant.WORKING, Participant.PREPARED})
        self.rm[r] = Participant.ABORTED
