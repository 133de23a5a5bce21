"""How processes fail: they stop, or they do as they like."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from modelcheck.lang import Component, Elements, action, oneof, require, subsets

P = TypeVar("P")
M = TypeVar("M")


class CrashFaults(Component, Generic[P]):
    """Up to `most` processes stop, and stay down."""

    most: int
    stop: Callable[[P], None]
    crashed: set[P]

    def __init__(self, most: int, stop: Callable[[P], None]) -> None:
        """Begin with everybody up; `stop(p)`: `p` has crashed just now."""
        self.most = most
        self.stop = stop
        self.crashed = set()

    def is_up(self, process: P) -> bool:
        """Tell whether a process has not crashed."""
        return process not in self.crashed

    def has_crashed(self, process: P) -> bool:
        """Tell whether a process has stopped."""
        return process in self.crashed

    @action
    def crash(self, process: P) -> None:
        """A process stops."""
        require(process not in self.crashed and len(self.crashed) < self.most)
        self.crashed.add(process)
        self.stop(process)


class ByzantineFaults(Component, Generic[P, M]):
    """Up to `most` processes, whichever they are, send anything to anybody.

    Messages of type `M` are what they may send: a sort, an enum or a bounded integer.
    """

    processes: Elements[P]
    most: int
    send: Callable[[P, P, M], None]
    traitors: set[P]

    def __init__(self, processes: Elements[P], most: int, send: Callable[[P, P, M], None]) -> None:
        """Choose the traitors; `send(p, q, m)`: the traitor `p` sends `m` to `q`."""
        self.processes = processes
        self.most = most
        self.send = send
        self.traitors = set(oneof(subsets(processes, max=most)))

    def is_loyal(self, process: P) -> bool:
        """Tell whether a process follows the protocol."""
        return process not in self.traitors

    @action
    def lie(self, traitor: P, target: P, message: M) -> None:
        """A traitor sends what it likes."""
        require(traitor in self.traitors)
        self.send(traitor, target, message)
