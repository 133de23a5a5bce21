"""Replicated counters that only grow; who has counted what is known to claims only."""

from __future__ import annotations

from typing import Annotated, Final, NamedTuple

from annotated_types import Interval

from modelcheck.lang import Spec, Symmetric, action, init, invariant, require

K: Final[int] = 1


class Process(Symmetric, size=3):
    """A replica."""


class Increment(NamedTuple):
    """The increment `number` of a process."""

    process: Process
    number: Annotated[int, Interval(ge=1, le=K)]


class Counters(Spec):
    """Maps of maps, and sets of records."""

    vector: dict[Process, dict[Process, Annotated[int, Interval(ge=0, le=K)]]]
    made: dict[Process, Annotated[int, Interval(ge=0, le=K)]]
    seen: dict[Process, set[Increment]]

    @init
    def start(self) -> None:
        """Nothing is counted."""
        self.vector = {p: {q: 0 for q in Process} for p in Process}
        self.made = {p: 0 for p in Process}
        self.seen = {p: set() for p in Process}

    @action
    def increment(self, p: Process) -> None:
        """A replica counts."""
        require(self.made[p] < K)
        self.made[p] += 1
        self.vector[p][p] += 1
        self.seen[p].add(Increment(p, self.made[p]))

    @action
    def merge(self, p: Process, q: Process) -> None:
        """A replica takes in what another one knows."""
        require(p != q)
        self.vector[p] = {r: max(self.vector[p][r], self.vector[q][r]) for r in Process}
        self.seen[p] |= self.seen[q]

    @invariant
    def same(self, p: Process, q: Process) -> bool:
        """Replicas that have seen the same are the same."""
        return self.seen[p] != self.seen[q] or self.vector[p] == self.vector[q]
