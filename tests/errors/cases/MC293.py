from __future__ import annotations

from typing import Generic, TypeVar

from modelcheck.lang import Component, Elements, Spec, Symmetric, action, cover, init, require

P = TypeVar("P")


class Counts(Component, Generic[P]):
    """How often each process spoke."""

    processes: Elements[P]
    spoken: set[P]

    def __init__(self, processes: Elements[P]) -> None:
        self.processes = processes
        self.spoken = set()

    def note(self, p: P) -> None:
        self.spoken.add(p)

    def has_spoken(self, p: P) -> bool:
        return p in self.spoken

    @cover
    def all_spoken(self) -> bool:  # error: MC293
        return len(self.spoken) == len(self.processes)

class Process(Symmetric, size=2):
    """Processes."""


class Chat(Spec):
    """Who spoke."""

    counts: Counts[Process]

    @init
    def start(self) -> None:
        self.counts = Counts(Process)

    @action
    def say(self, p: Process) -> None:
        require(not self.counts.has_spoken(p))
        self.counts.note(p)
