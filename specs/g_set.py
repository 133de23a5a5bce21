"""G-set: a set that only grows, replicated without coordination.

Every replica adds elements on its own, and merges with another one by taking the union.  Merging
twice, or in another order, changes nothing: replicas that know the same additions are equal.

Source: M. Shapiro, N. Preguica, C. Baquero and M. Zawirski, "A comprehensive study of convergent
and commutative replicated data types", INRIA RR-7506, 2011 (the state-based G-set).

Assumptions: two replicas can merge at any time, and one reads the other's state in the same step.
Messages that carry old states are not modelled.
"""

from __future__ import annotations

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


class Process(Symmetric, size=3):
    """A process with its replica: interchangeable."""


class Element(Symmetric, size=2):
    """What may be added: interchangeable."""


class GSet(Spec):
    """Replicas that know the same additions have the same elements: all that were added."""

    added: dict[Process, set[Element]]
    seen: Ghost[dict[Process, set[Element]]]

    @init
    def start(self) -> None:
        """All replicas are empty."""
        self.added = {p: set() for p in Process}
        self.seen = {p: set() for p in Process}

    @action
    def add(self, p: Process, e: Element) -> None:
        """A process adds an element that its replica lacks."""
        require(e not in self.added[p])
        self.added[p].add(e)
        self.seen[p].add(e)

    @action(fair="weak")
    def merge(self, p: Process, q: Process) -> None:
        """A replica takes in what another one knows."""
        require(p != q)
        self.seen[p] |= self.seen[q]
        self.join(p, q)

    def join(self, p: Process, q: Process) -> None:
        """Take the union."""
        self.added[p] |= self.added[q]

    @invariant
    def strong_eventual_consistency(self, p: Process, q: Process) -> bool:
        """Replicas that know the same additions have the same elements."""
        return self.seen[p] != self.seen[q] or self.added[p] == self.added[q]

    @invariant
    def value_faithful(self, p: Process) -> bool:
        """Once every replica knows of every addition, it has all elements that were added."""
        return (
            not all(self.seen[q] == self.seen[p] for q in Process) or self.added[p] == self.seen[p]
        )

    @step_invariant
    def grow_only(self, p: Process) -> bool:
        """No replica loses an element."""
        return old(self).added[p] <= self.added[p]

    @cover
    def all_added(self) -> bool:
        """Every replica has all elements."""
        return all(e in self.added[p] for p in Process for e in Element)


@variant(breaks=("strong_eventual_consistency", "value_faithful", "grow_only"))
class OverwritingMerge(GSet):
    """Merge by copying the other state: what the other one does not know is forgotten."""

    def join(self, p: Process, q: Process) -> None:
        """Take over all elements."""
        self.added[p] = self.added[q].copy()


@variant(breaks=("strong_eventual_consistency", "value_faithful", "grow_only"))
class IntersectingMerge(GSet):
    """Merge by keeping only what both have."""

    def join(self, p: Process, q: Process) -> None:
        """Take the intersection."""
        self.added[p] &= self.added[q]
