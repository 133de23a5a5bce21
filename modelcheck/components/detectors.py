"""The perfect failure detector."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from modelcheck.lang import Component, Elements, action, invariant, require

P = TypeVar("P")


class FailureDetector(Component, Generic[P]):
    """Tells each process that is up, in the end, of every process that has crashed.

    It suspects nobody else: it is perfect, in the words of T. Chandra and S. Toueg, "Unreliable
    failure detectors for reliable distributed systems", JACM 43(2), 1996.
    """

    processes: Elements[P]
    has_crashed: Callable[[P], bool]
    suspect: Callable[[P, P], None]
    suspected: dict[P, set[P]]

    def __init__(
        self,
        processes: Elements[P],
        has_crashed: Callable[[P], bool],
        suspect: Callable[[P, P], None],
    ) -> None:
        """Begin without suspicion; `suspect(p, q)`: `p` learns that `q` has crashed."""
        self.processes = processes
        self.has_crashed = has_crashed
        self.suspect = suspect
        self.suspected = {p: set() for p in processes}

    def suspects(self, observer: P, other: P) -> bool:
        """Tell whether a process has learned that another one crashed."""
        return other in self.suspected[observer]

    @action(fair="weak")
    def detect(self, observer: P, other: P) -> None:
        """A process learns that another one has crashed."""
        require(self.has_crashed(other) and not self.has_crashed(observer))
        require(other not in self.suspected[observer])
        self.suspected[observer].add(other)
        self.suspect(observer, other)

    @invariant
    def strong_accuracy(self, observer: P, other: P) -> bool:
        """Nobody is suspected before its crash."""
        return other not in self.suspected[observer] or self.has_crashed(other)
