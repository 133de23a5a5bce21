"""Gossip: whoever hears a rumour for the first time tells `K` others.

One process starts a rumour and tells `K` others.  Whoever hears it for the first time tells `K`
processes again, any but itself; whoever has heard it already ignores it.

Source: A. Demers et al., "Epidemic algorithms for replicated database maintenance", PODC 1987.

Assumptions: nobody crashes; links are perfect and may reorder.  Whom a process tells is its own
choice, and the checker looks at every choice.

The lecture notes forward "to 3 or X more nodes at random", and say that "eventually it reaches all
nodes".  It reaches them with high probability, which is not the same: for every `K` below the
number of the others there is a run without any failure that misses a process (`FanoutOneLess`,
`FanoutOne`).  If everybody tells all others it is certain, but that is flooding, and one message
that is lost is enough to miss a process again (`LossyLinks`).
"""

from __future__ import annotations

from typing import Final, NamedTuple

from modelcheck.lang import (
    Spec,
    Symmetric,
    action,
    assume,
    cover,
    final,
    init,
    invariant,
    one,
    oneof,
    require,
    subsets,
    variant,
)

K: Final[int] = 3
"""How many others each process tells: the fanout."""


class Process(Symmetric, size=4):
    """A process; those other than the first are interchangeable."""


FIRST: Final = one(Process)
"""The process that starts the rumour."""


class Rumour(NamedTuple):
    """The rumour, on its way from one process to another."""

    source: Process
    target: Process


class Gossip(Spec):
    """A rumour that is started reaches every process."""

    network: set[Rumour]
    informed: set[Process]

    @init
    def start(self) -> None:
        """Nobody has heard anything."""
        self.network = set()
        self.informed = set()

    @action
    def begin(self) -> None:
        """The first process starts the rumour."""
        require(len(self.informed) == 0)
        self.informed.add(FIRST)
        self.tell_some(FIRST)

    @action(fair="weak")
    def receive(self, p: Process, source: Process) -> None:
        """A process hears the rumour for the first time, and spreads it."""
        self.take(Rumour(source, p))
        require(p not in self.informed)
        self.informed.add(p)
        self.tell_some(p)

    @action(fair="weak")
    def ignore(self, p: Process, source: Process) -> None:
        """A process hears the rumour again."""
        self.take(Rumour(source, p))
        require(p in self.informed)

    def tell_some(self, p: Process) -> None:
        """Tell any `K` others, the one that told it perhaps among them."""
        chosen = oneof(subsets({q for q in Process if q != p}, size=K))
        self.network |= {Rumour(p, q) for q in chosen}

    def take(self, rumour: Rumour) -> None:
        """Take a rumour from the network, if it is there."""
        require(rumour in self.network)
        self.network.remove(rumour)

    @assume
    def everybody_tells_all_others(self) -> bool:
        """The fanout leaves no choice: gossip is flooding."""
        return len(Process) == K + 1

    @final
    def quiet(self) -> bool:
        """Nothing is on its way."""
        return len(self.network) == 0

    @invariant
    def coverage_when_quiet(self, p: Process) -> bool:
        """In the end, a rumour that was started has reached everybody."""
        return not self.quiet() or len(self.informed) == 0 or p in self.informed

    @cover
    def all_reached(self) -> bool:
        """The rumour reaches everybody."""
        return len(self.informed) == len(Process)


@variant(breaks="coverage_when_quiet", parameters={"K": 2})
class FanoutOneLess(Gossip):
    """Tell all others but one: it can be the same one every time."""


@variant(breaks="coverage_when_quiet", parameters={"K": 1})
class FanoutOne(Gossip):
    """Tell one other: the rumour dies when the one who told it is told."""


@variant(breaks="coverage_when_quiet")
class LossyLinks(Gossip):
    """Messages may be lost, and nobody repeats them."""

    @action
    def lose(self, source: Process, target: Process) -> None:
        """A message is lost."""
        self.take(Rumour(source, target))
