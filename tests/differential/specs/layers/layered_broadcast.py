"""Lazy reliable broadcast over a best-effort one, with crashes and a detector: layers, and flat."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Generic, NamedTuple, TypeVar

from modelcheck.components import CrashFaults, FailureDetector, PerfectLinks
from modelcheck.lang import (
    Component,
    Elements,
    Spec,
    Symmetric,
    action,
    cover,
    final,
    init,
    invariant,
    one,
    oneof,
    require,
    subsets,
)

F: Final[int] = 1

P = TypeVar("P")
M = TypeVar("M")


class Process(Symmetric, size=3):
    """A process."""


SENDER: Final = one(Process)


class Copy(NamedTuple):
    """The message, from whoever relays it."""

    origin: Process


class BestEffortBroadcast(Component, Generic[P, M]):
    """Sends to everybody."""

    processes: Elements[P]
    deliver: Callable[[P, P, M], None]
    links: PerfectLinks[P, M]

    def __init__(self, processes: Elements[P], deliver: Callable[[P, P, M], None]) -> None:
        self.processes = processes
        self.deliver = deliver
        self.links = PerfectLinks(processes, deliver=deliver)

    def broadcast(self, source: P, message: M) -> None:
        """Send a message to everybody."""
        self.links.send_to_all(source, message)

    def lose_some(self, source: P) -> None:
        """Lose some of what a process has sent."""
        self.links.lose_some(source)

    def is_idle(self, target: P) -> bool:
        """Tell whether nothing is on its way to a process."""
        return self.links.is_idle(target)


class Layered(Spec):
    """All processes that stay up deliver the message, or none does."""

    asked: bool
    delivered: set[Process]
    received_from: dict[Process, set[Process]]
    beb: BestEffortBroadcast[Process, Copy]
    faults: CrashFaults[Process]
    detector: FailureDetector[Process]

    @init
    def start(self) -> None:
        self.asked = False
        self.delivered = set()
        self.received_from = {p: set() for p in Process}
        self.beb = BestEffortBroadcast(Process, deliver=self.got)
        self.faults = CrashFaults(F, stop=self.beb.lose_some)
        self.detector = FailureDetector(
            Process, has_crashed=self.faults.has_crashed, suspect=self.suspected
        )

    @action
    def broadcast(self) -> None:
        """The sender sends its message to everybody."""
        require(not self.asked and self.faults.is_up(SENDER))
        self.asked = True
        self.beb.broadcast(SENDER, Copy(SENDER))

    def got(self, p: Process, q: Process, copy: Copy) -> None:
        """Deliver the first copy; relay it at once if its sender is known to be down."""
        require(self.faults.is_up(p) and copy.origin not in self.received_from[p])
        self.received_from[p].add(copy.origin)
        if p not in self.delivered:
            self.delivered.add(p)
        if self.detector.suspects(p, q):
            self.beb.broadcast(p, Copy(p))

    def suspected(self, p: Process, q: Process) -> None:
        """Relay what came from a process that is down."""
        if q in self.received_from[p]:
            self.beb.broadcast(p, Copy(p))

    @invariant
    def agreement_when_quiet(self, p: Process, q: Process) -> bool:
        """Those that are up agree."""
        up = self.faults.is_up(p) and self.faults.is_up(q)
        return not up or not self.quiet() or (p in self.delivered) == (q in self.delivered)

    @cover
    def everybody(self) -> bool:
        """Everybody delivers."""
        return len(self.delivered) == len(Process)

    @final
    def quiet(self) -> bool:
        """Nothing is on its way to those that are up, and they know who is down."""
        return all(
            self.beb.is_idle(p)
            and all(self.detector.suspects(p, q) for q in Process if not self.faults.is_up(q))
            for p in Process
            if self.faults.is_up(p)
        )


class Flat(Spec):
    """The same without components."""

    asked: bool
    delivered: set[Process]
    received_from: dict[Process, set[Process]]
    net: dict[Process, dict[Process, set[Copy]]]
    crashed: set[Process]
    suspected: dict[Process, set[Process]]

    @init
    def start(self) -> None:
        self.asked = False
        self.delivered = set()
        self.received_from = {p: set() for p in Process}
        self.net = {p: {q: set() for q in Process} for p in Process}
        self.crashed = set()
        self.suspected = {p: set() for p in Process}

    @action
    def broadcast(self) -> None:
        """The sender sends its message to everybody."""
        require(not self.asked and SENDER not in self.crashed)
        self.asked = True
        self.send(SENDER)

    @action
    def receive(self, p: Process, q: Process, copy: Copy) -> None:
        """A copy arrives."""
        require(copy in self.net[q][p])
        require(p not in self.crashed and copy.origin not in self.received_from[p])
        self.net[q][p].remove(copy)
        self.received_from[p].add(copy.origin)
        self.delivered.add(p)
        if q in self.suspected[p]:
            self.send(p)

    @action
    def crash(self, p: Process) -> None:
        """A process stops, and some of what it sent is lost."""
        require(p not in self.crashed and len(self.crashed) < F)
        self.crashed.add(p)
        self.net[p] = {q: self.net[p][q] - oneof(subsets(self.net[p][q])) for q in Process}

    @action
    def detect(self, p: Process, q: Process) -> None:
        """A process learns that another one is down."""
        require(q in self.crashed and p not in self.crashed and q not in self.suspected[p])
        self.suspected[p].add(q)
        if q in self.received_from[p]:
            self.send(p)

    def send(self, p: Process) -> None:
        """Send a copy to everybody."""
        self.net[p] = {q: self.net[p][q] | {Copy(p)} for q in Process}

    @final
    def quiet(self) -> bool:
        """Nothing is on its way to those that are up, and they know who is down."""
        return all(
            all(len(self.net[q][p]) == 0 for q in Process) and self.crashed <= self.suspected[p]
            for p in Process
            if p not in self.crashed
        )
