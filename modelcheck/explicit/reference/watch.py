"""Limits and progress: when a search must end early, and how far it is."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import psutil

from modelcheck.explicit.machine import is_short
from modelcheck.semantics.verdict import Limits, Reason

_BETWEEN_S = 0.2


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a search is.  `frontier` counts the states that wait to be expanded."""

    distinct: int
    generated: int
    frontier: int
    depth: int
    seconds: float


Observer: TypeAlias = Callable[[Progress], None]


class Watch:
    """Looks at time and memory after each piece of work; the observer hears every 0.2 s.

    Without a limit it ends the work before the machine itself runs out of memory.
    """

    def __init__(self, limits: Limits, observer: Observer | None) -> None:
        """Start the clock."""
        self._limits = limits
        self._observer = observer
        self._start = time.monotonic()
        self._next = self._start + _BETWEEN_S
        seconds = limits.seconds
        self._end = float("inf") if seconds is None else self._start + seconds
        self._process = psutil.Process()

    def reached(self, progress: Callable[[float], Progress]) -> Reason | None:
        """Tell whether time or memory is used up; now and then tell the observer.

        `progress` is called with the seconds since the start, if at all.
        """
        now = time.monotonic()
        if now >= self._end:
            return Reason.TIME
        most = self._limits.memory_bytes
        if most is not None and self._process.memory_info().rss > most:
            return Reason.MEMORY
        if now < self._next:
            return None
        self._next = now + _BETWEEN_S
        if is_short():
            return Reason.MEMORY
        if self._observer is not None:
            self._observer(progress(now - self._start))
        return None
