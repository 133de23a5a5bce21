from __future__ import annotations

from typing import NamedTuple

from modelcheck.lang import Ordered, Spec, action, init


class Process(Ordered, size=2):
    """Processes."""


class Vote(NamedTuple):
    """Somebody votes for somebody."""

    voter: Process
    choice: Process


class Election(Spec):
    """Votes are cast, and the table shows them."""

    cast: set[Vote]
    table: dict[Process, Process]

    @init
    def start(self) -> None:
        self.cast = set()
        self.table = {}

    @action
    def vote(self, p: Process, q: Process) -> None:
        self.cast.add(Vote(p, q))

    @action
    def show(self) -> None:
        self.table = {v.voter: v.choice for v in self.cast}  # error: MC190
