"""Replicated sets from which a removed element is gone for good: two sorts at once."""

from __future__ import annotations

from modelcheck.lang import Spec, Symmetric, action, cover, init, require


class Process(Symmetric, size=3):
    """A replica."""


class Element(Symmetric, size=2):
    """What the sets hold."""


class Sets(Spec):
    """Sets of one sort, by the elements of another."""

    added: dict[Process, set[Element]]
    removed: dict[Process, set[Element]]

    @init
    def start(self) -> None:
        """All sets are empty."""
        self.added = {p: set() for p in Process}
        self.removed = {p: set() for p in Process}

    @action
    def add(self, p: Process, e: Element) -> None:
        """A replica adds an element."""
        require(e not in self.added[p] and e not in self.removed[p])
        self.added[p].add(e)

    @action
    def remove(self, p: Process, e: Element) -> None:
        """A replica removes an element that it has."""
        require(e in self.added[p] and e not in self.removed[p])
        self.removed[p].add(e)

    @action
    def merge(self, p: Process, q: Process) -> None:
        """A replica takes in what another one knows."""
        require(p != q)
        self.added[p] |= self.added[q]
        self.removed[p] |= self.removed[q]

    @cover
    def all_removed(self) -> bool:
        """Everything is removed everywhere."""
        return all(e in self.removed[p] for p in Process for e in Element)
