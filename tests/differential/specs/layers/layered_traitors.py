"""Traitors say one thing to one process and another to the next; in layers and flat."""

from __future__ import annotations

from typing import Final

from modelcheck.components import ByzantineFaults, PerfectLinks
from modelcheck.lang import (
    Spec,
    Symmetric,
    action,
    cover,
    final,
    init,
    invariant,
    oneof,
    require,
    subsets,
    variant,
)

T: Final[int] = 1


class Process(Symmetric, size=2):
    """A process."""


class Value(Symmetric, size=2):
    """What is said."""


class Layered(Spec):
    """Those who are loyal say one thing."""

    said: dict[Process, Value | None]
    heard: dict[Process, dict[Process, set[Value]]]
    links: PerfectLinks[Process, Value]
    faults: ByzantineFaults[Process, Value]

    @init
    def start(self) -> None:
        self.said = {p: None for p in Process}
        self.heard = {p: {q: set() for q in Process} for p in Process}
        self.links = PerfectLinks(Process, deliver=self.hear)
        self.faults = ByzantineFaults(Process, T, send=self.tell)

    @action
    def say(self, p: Process, v: Value) -> None:
        """Tell everybody the same."""
        require(self.faults.is_loyal(p) and self.said[p] is None)
        self.said[p] = v
        self.links.send_to_all(p, v)

    def tell(self, p: Process, q: Process, v: Value) -> None:
        """A lie goes out."""
        self.links.send(p, q, v)

    def hear(self, p: Process, q: Process, v: Value) -> None:
        """Keep what is heard."""
        self.heard[p][q].add(v)

    @invariant
    def the_loyal_are_consistent(self, p: Process, q: Process) -> bool:
        """One thing is heard of who is loyal."""
        return not self.faults.is_loyal(q) or len(self.heard[p][q]) <= 1

    @cover
    def lied(self, p: Process, q: Process) -> bool:
        """Two things are heard of somebody."""
        return len(self.heard[p][q]) == 2

    @final
    def quiet(self) -> bool:
        """Nothing is on its way."""
        return all(self.links.is_idle(p) for p in Process)


@variant(breaks="the_loyal_are_consistent")
class Misheard(Layered):
    """Whatever is heard is taken for the others' words."""

    def hear(self, p: Process, q: Process, v: Value) -> None:
        """Mistake who spoke."""
        for other in Process:
            if other != q:
                self.heard[p][other].add(v)


class Flat(Spec):
    """The same without components."""

    said: dict[Process, Value | None]
    heard: dict[Process, dict[Process, set[Value]]]
    net: dict[Process, dict[Process, set[Value]]]
    traitors: set[Process]

    @init
    def start(self) -> None:
        self.said = {p: None for p in Process}
        self.heard = {p: {q: set() for q in Process} for p in Process}
        self.net = {p: {q: set() for q in Process} for p in Process}
        self.traitors = set(oneof(subsets(Process, max=T)))

    @action
    def say(self, p: Process, v: Value) -> None:
        """Tell everybody the same."""
        require(p not in self.traitors and self.said[p] is None)
        self.said[p] = v
        self.net[p] = {q: self.net[p][q] | {v} for q in Process}

    @action
    def lie(self, p: Process, q: Process, v: Value) -> None:
        """Tell somebody something."""
        require(p in self.traitors)
        self.net[p][q].add(v)

    @action
    def receive(self, p: Process, q: Process, v: Value) -> None:
        """Keep what is heard."""
        require(v in self.net[q][p])
        self.net[q][p].remove(v)
        self.heard[p][q].add(v)

    @final
    def quiet(self) -> bool:
        """Nothing is on its way."""
        return all(len(self.net[p][q]) == 0 for p in Process for q in Process)
