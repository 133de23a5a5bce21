"""First-in first-out broadcast: logs are lists of records, and a constant tells senders apart."""

from __future__ import annotations

from typing import Annotated, Final, NamedTuple

from annotated_types import Interval, MaxLen

from modelcheck.lang import Spec, Symmetric, action, cover, each, init, require


class Process(Symmetric, size=3):
    """A process; those that send equally often are interchangeable."""


SENDS: Final = each(Process, (1, 1, 1))
"""How often a process broadcasts."""

MOST: Final = 2


class Sent(NamedTuple):
    """The broadcast `number` of a process."""

    source: Process
    number: Annotated[int, Interval(ge=1, le=MOST)]


class Copy(NamedTuple):
    """A broadcast on its way to a process."""

    sent: Sent
    target: Process


class Fifo(Spec):
    """Messages of one sender are delivered in the order in which they were sent."""

    broadcasts: dict[Process, Annotated[int, Interval(ge=0, le=MOST)]]
    network: set[Copy]
    waiting: dict[Process, set[Sent]]
    log: dict[Process, Annotated[list[Sent], MaxLen(4)]]

    @init
    def start(self) -> None:
        """Nothing is sent."""
        self.broadcasts = {p: 0 for p in Process}
        self.network = set()
        self.waiting = {p: set() for p in Process}
        self.log = {p: [] for p in Process}

    @action
    def broadcast(self, p: Process) -> None:
        """A process sends to everyone."""
        require(self.broadcasts[p] < SENDS[p])
        self.broadcasts[p] += 1
        self.network |= {Copy(Sent(p, self.broadcasts[p]), q) for q in Process}

    @action
    def receive(self, m: Copy) -> None:
        """A copy arrives; what it was missing for is delivered."""
        require(m in self.network)
        self.network.remove(m)
        p = m.target
        self.waiting[p].add(m.sent)
        for _ in range(MOST):
            number = 1 + sum(1 for d in self.log[p] if d.source == m.sent.source)
            if number <= MOST and Sent(m.sent.source, number) in self.waiting[p]:
                self.waiting[p].remove(Sent(m.sent.source, number))
                self.log[p].append(Sent(m.sent.source, number))

    @cover
    def done(self) -> bool:
        """Everything is delivered everywhere."""
        return all(len(self.log[p]) == sum(SENDS[q] for q in Process) for p in Process)
