"""G-counter: a counter that only grows, replicated without coordination.

Every replica keeps, for each process, how often it knows that process to have incremented.  It
increments its own entry, and merges with another replica by taking the larger of every two
entries.  The value is the sum.  Merging twice, or in another order, changes nothing: replicas that
know the same increments are in the same state.

Source: M. Shapiro, N. Preguica, C. Baquero and M. Zawirski, "A comprehensive study of convergent
and commutative replicated data types", INRIA RR-7506, 2011 (the state-based G-counter).

Assumptions: each process increments up to `K` times; two replicas can merge at any time, and one
reads the other's state in the same step.  Messages that carry old states are not modelled.

That replicas converge is not enough, as they could converge to anything: a single integer that is
merged by taking the larger one converges, and loses increments (`SharedInteger`).
"""

from __future__ import annotations

from typing import Annotated, Final, NamedTuple, TypeAlias

from annotated_types import Interval

from modelcheck.lang import (
    Ghost,
    Spec,
    Symmetric,
    action,
    cover,
    init,
    invariant,
    old,
    require,
    step_invariant,
    variant,
)

K: Final[int] = 1
"""How often each process increments."""


class Process(Symmetric, size=3):
    """A process with its replica: interchangeable."""


LIMIT: Final[int] = len(Process) * K + 1
"""More than all increments; only twins count above `K` in one entry."""

Count: TypeAlias = Annotated[int, Interval(ge=0, le=LIMIT)]


class Increment(NamedTuple):
    """The first, second, ... increment of a process."""

    process: Process
    ordinal: Annotated[int, Interval(ge=1, le=K)]


class GCounter(Spec):
    """Replicas that know the same increments have the same value: that of all of them."""

    increments: dict[Process, Annotated[int, Interval(ge=0, le=K)]]
    vector: dict[Process, dict[Process, Count]]
    seen: Ghost[dict[Process, set[Increment]]]

    @init
    def start(self) -> None:
        """Nobody has incremented."""
        self.increments = {p: 0 for p in Process}
        self.vector = {p: {q: 0 for q in Process} for p in Process}
        self.seen = {p: set() for p in Process}

    @action
    def increment(self, p: Process) -> None:
        """A process increments at its own replica."""
        require(self.increments[p] < K)
        self.increments[p] += 1
        self.seen[p].add(Increment(p, self.increments[p]))
        self.count(p)

    @action(fair="weak")
    def merge(self, p: Process, q: Process) -> None:
        """A replica takes in what another one knows."""
        require(p != q)
        self.seen[p] |= self.seen[q]
        self.join(p, q)

    def count(self, p: Process) -> None:
        """Add one to the own entry."""
        self.vector[p][p] += 1

    def join(self, p: Process, q: Process) -> None:
        """Take the larger of every two entries."""
        self.vector[p] = {r: max(self.vector[p][r], self.vector[q][r]) for r in Process}

    def value(self, p: Process) -> int:
        """Give the value of the replica of `p`."""
        return sum(self.vector[p][q] for q in Process)

    def has_seen_all(self, p: Process) -> bool:
        """Whether `p` knows of every increment."""
        return all(
            len({i for i in self.seen[p] if i.process == q}) == self.increments[q] for q in Process
        )

    @invariant
    def strong_eventual_consistency(self, p: Process, q: Process) -> bool:
        """Replicas that know the same increments are in the same state."""
        return self.seen[p] != self.seen[q] or self.vector[p] == self.vector[q]

    @invariant
    def value_faithful(self, p: Process) -> bool:
        """Once every replica knows of every increment, the value is their number."""
        return not all(self.has_seen_all(q) for q in Process) or self.value(p) == sum(
            self.increments[q] for q in Process
        )

    @step_invariant
    def monotone(self, p: Process) -> bool:
        """No replica's value decreases."""
        return self.value(p) >= old(self).value(p)

    @cover
    def all_incremented_all_same(self) -> bool:
        """Everybody has incremented, and all replicas are in the same state."""
        return all(self.increments[p] == K for p in Process) and all(
            self.vector[p] == self.vector[q] for p in Process for q in Process
        )


@variant(breaks="value_faithful", parameters={"Process": 2})
class SharedInteger(GCounter):
    """Count in one integer per replica, and merge by taking the larger: increments are lost.

    Every entry of a vector is that integer.
    """

    def count(self, p: Process) -> None:
        """Add one to the integer."""
        self.vector[p] = {q: self.vector[p][q] + 1 for q in Process}

    def value(self, p: Process) -> int:
        """Give the integer."""
        return self.vector[p][p]


@variant(breaks=("strong_eventual_consistency", "value_faithful"), parameters={"Process": 2})
class AddingMerge(GCounter):
    """Merge by adding: what is merged twice counts twice."""

    def join(self, p: Process, q: Process) -> None:
        """Add every two entries, up to `LIMIT`."""
        self.vector[p] = {r: min(LIMIT, self.vector[p][r] + self.vector[q][r]) for r in Process}


@variant(breaks=("value_faithful", "monotone"), parameters={"Process": 2})
class OverwritingMerge(GCounter):
    """Merge by copying the other state: what the other one does not know is forgotten."""

    def join(self, p: Process, q: Process) -> None:
        """Take over all entries."""
        self.vector[p] = self.vector[q].copy()
