"""2P-set: a set from which elements can be removed, once and for all, without coordination.

Every replica keeps two sets that only grow: what was added, and what was removed (the tombstones).
It has the elements that were added and not removed.  It merges with another replica by taking the
unions.  An element that was removed somewhere cannot be added again.

Source: M. Shapiro, N. Preguica, C. Baquero and M. Zawirski, "A comprehensive study of convergent
and commutative replicated data types", INRIA RR-7506, 2011 (the state-based 2P-set).

Assumptions: two replicas can merge at any time, and one reads the other's state in the same step.
Messages that carry old states are not modelled.  Two processes that add the same element do the
same operation.
"""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

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


class Process(Symmetric, size=2):
    """A process with its replica: interchangeable."""


class Element(Symmetric, size=2):
    """What may be added: interchangeable."""


class Kind(Enum):
    """What can be done to an element."""

    ADD = "add"
    REMOVE = "remove"


class Operation(NamedTuple):
    """An element is added or removed, by whomever."""

    kind: Kind
    element: Element


class TwoPhaseSet(Spec):
    """Replicas that know the same operations have the same elements."""

    added: dict[Process, set[Element]]
    removed: dict[Process, set[Element]]
    seen: Ghost[dict[Process, set[Operation]]]

    @init
    def start(self) -> None:
        """All replicas are empty."""
        self.added = {p: set() for p in Process}
        self.removed = {p: set() for p in Process}
        self.seen = {p: set() for p in Process}

    @action
    def add(self, p: Process, e: Element) -> None:
        """A process adds an element that its replica has never had."""
        require(e not in self.added[p] and e not in self.removed[p])
        self.added[p].add(e)
        self.seen[p].add(Operation(Kind.ADD, e))

    @action
    def remove(self, p: Process, e: Element) -> None:
        """A process removes an element that its replica has."""
        require(e in self.elements(p))
        self.bury(p, e)
        self.seen[p].add(Operation(Kind.REMOVE, e))

    @action(fair="weak")
    def merge(self, p: Process, q: Process) -> None:
        """A replica takes in what another one knows."""
        require(p != q)
        self.seen[p] |= self.seen[q]
        self.added[p] |= self.added[q]
        self.join_removed(p, q)

    def bury(self, p: Process, e: Element) -> None:
        """Keep a tombstone."""
        self.removed[p].add(e)

    def join_removed(self, p: Process, q: Process) -> None:
        """Take the union of the tombstones."""
        self.removed[p] |= self.removed[q]

    def elements(self, p: Process) -> set[Element]:
        """Give the elements of the replica of `p`."""
        return self.added[p] - self.removed[p]

    def has_seen(self, p: Process, kind: Kind, e: Element) -> bool:
        """Whether `p` knows that this was done to the element."""
        return Operation(kind, e) in self.seen[p]

    @invariant
    def strong_eventual_consistency(self, p: Process, q: Process) -> bool:
        """Replicas that know the same operations have the same elements."""
        return self.seen[p] != self.seen[q] or self.elements(p) == self.elements(q)

    @invariant
    def value_faithful(self, p: Process) -> bool:
        """Once every replica knows of every operation, it has what was added and not removed."""
        return not all(self.seen[q] == self.seen[p] for q in Process) or self.elements(p) == {
            e
            for e in Element
            if self.has_seen(p, Kind.ADD, e) and not self.has_seen(p, Kind.REMOVE, e)
        }

    @step_invariant
    def no_resurrection(self, p: Process) -> bool:
        """What has a tombstone does not come back."""
        return old(self).removed[p].isdisjoint(self.elements(p))

    @cover
    def removed_everywhere(self, e: Element) -> bool:
        """Everybody knows that an element was removed, and nobody has it."""
        return all(self.has_seen(p, Kind.REMOVE, e) and e not in self.elements(p) for p in Process)

    @cover
    def all_added(self) -> bool:
        """Every replica has all elements."""
        return all(e in self.elements(p) for p in Process for e in Element)


@variant(breaks=("strong_eventual_consistency", "value_faithful"))
class WithoutTombstones(TwoPhaseSet):
    """Remove an element without keeping a tombstone: another replica gives it back."""

    def bury(self, p: Process, e: Element) -> None:
        """Delete the element."""
        self.added[p].remove(e)


@variant(breaks=("strong_eventual_consistency", "value_faithful", "no_resurrection"))
class IntersectingTombstones(TwoPhaseSet):
    """Keep only tombstones that both replicas have: what one removed comes back."""

    def join_removed(self, p: Process, q: Process) -> None:
        """Take the intersection of the tombstones."""
        self.removed[p] &= self.removed[q]
