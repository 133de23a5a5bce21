"""Point-to-point links between processes.

Source: C. Cachin, R. Guerraoui and L. Rodrigues, "Introduction to Reliable and Secure
Distributed Programming", Springer 2011, sections 2.4 and 3.9.

`send(source, target, message)` is the request, `deliver(target, source, message)` the
indication: whoever acts comes first.  A process may send to itself, but over `PeerLinks`.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from typing import Generic, TypeVar

from modelcheck.lang import Component, Elements, action, fail, oneof, require, subsets

P = TypeVar("P")
M = TypeVar("M")


class PerfectLinks(Component, Generic[P, M]):
    """Links that lose nothing, repeat nothing and make nothing up, in any order.

    Of equal messages from one process to another there is one on its way at a time.
    """

    processes: Elements[P]
    deliver: Callable[[P, P, M], None]
    net: dict[P, dict[P, set[M]]]

    def __init__(self, processes: Elements[P], deliver: Callable[[P, P, M], None]) -> None:
        """Begin with no message on its way; `deliver(p, q, m)`: `p` gets `m` from `q`."""
        self.processes = processes
        self.deliver = deliver
        self.net = {p: {q: set() for q in processes} for p in processes}

    def send(self, source: P, target: P, message: M) -> None:
        """Send a message from one process to another, or to itself."""
        self.net[source][target].add(message)

    def send_to_all(self, source: P, message: M) -> None:
        """Send a message to every process, the sender included."""
        self.net[source] = {q: self.net[source][q] | {message} for q in self.processes}

    def multicast(self, source: P, targets: AbstractSet[P], message: M) -> None:
        """Send a message to some of the processes."""
        self.net[source] = {
            q: self.net[source][q] | ({message} if q in targets else set()) for q in self.processes
        }

    def lose_some(self, source: P) -> None:
        """Lose some of what a process has sent, or none: for one that crashes while it sends."""
        self.net[source] = {
            q: self.net[source][q] - oneof(subsets(self.net[source][q])) for q in self.processes
        }

    def is_idle(self, target: P) -> bool:
        """Tell whether nothing is on its way to a process."""
        return all(len(self.net[p][target]) == 0 for p in self.processes)

    def pending(self) -> set[P]:
        """Give the processes that something is on its way to."""
        return {q for q in self.processes if any(len(self.net[p][q]) > 0 for p in self.processes)}

    @action(fair="weak")
    def receive(self, target: P, source: P, message: M) -> None:
        """A message arrives."""
        require(message in self.net[source][target])
        self.net[source][target].discard(message)
        self.deliver(target, source, message)


class PeerLinks(PerfectLinks[P, M]):
    """Perfect links between different processes: to send to oneself is an error of the protocol."""

    def send(self, source: P, target: P, message: M) -> None:
        """Send a message from one process to another."""
        if source == target:
            fail("a process sends to itself")
        super().send(source, target, message)

    def multicast(self, source: P, targets: AbstractSet[P], message: M) -> None:
        """Send a message to some of the other processes."""
        if source in targets:
            fail("a process sends to itself")
        super().multicast(source, targets, message)

    def send_to_all(self, source: P, message: M) -> None:
        """Send a message to every other process."""
        super().multicast(source, {q for q in self.processes if q != source}, message)


class FairLossLinks(Component, Generic[P, M]):
    """Links that may lose any message, but not each of those that are sent again and again.

    Of equal messages from one process to another there is one on its way at a time.
    """

    processes: Elements[P]
    deliver: Callable[[P, P, M], None]
    net: dict[P, dict[P, set[M]]]

    def __init__(self, processes: Elements[P], deliver: Callable[[P, P, M], None]) -> None:
        """Begin with no message on its way; `deliver(p, q, m)`: `p` gets `m` from `q`."""
        self.processes = processes
        self.deliver = deliver
        self.net = {p: {q: set() for q in processes} for p in processes}

    def send(self, source: P, target: P, message: M) -> None:
        """Send a message from one process to another, or to itself."""
        self.net[source][target].add(message)

    def carries(self, source: P, target: P, message: M) -> bool:
        """Tell whether a message is on its way."""
        return message in self.net[source][target]

    @action(fair="strong")
    def receive(self, target: P, source: P, message: M) -> None:
        """A message arrives."""
        require(message in self.net[source][target])
        self.net[source][target].discard(message)
        self.deliver(target, source, message)

    @action
    def lose(self, source: P, target: P, message: M) -> None:
        """A message is lost."""
        require(message in self.net[source][target])
        self.net[source][target].discard(message)


class FifoLinks(Component, Generic[P, M]):
    """Links that lose nothing, and deliver in the order in which was sent.

    How many messages may be on their way is for the protocol to say: derive a class, and
    declare `queues` with `Annotated[list[Message], MaxLen(n)]`.
    """

    processes: Elements[P]
    deliver: Callable[[P, P, M], None]
    queues: dict[P, dict[P, list[M]]]

    def __init__(self, processes: Elements[P], deliver: Callable[[P, P, M], None]) -> None:
        """Begin with no message on its way; `deliver(p, q, m)`: `p` gets `m` from `q`."""
        self.processes = processes
        self.deliver = deliver
        self.queues = {p: {q: [] for q in processes} for p in processes}

    def send(self, source: P, target: P, message: M) -> None:
        """Send a message from one process to another, or to itself."""
        self.queues[source][target].append(message)

    def is_idle(self, target: P) -> bool:
        """Tell whether nothing is on its way to a process."""
        return all(len(self.queues[p][target]) == 0 for p in self.processes)

    @action(fair="weak")
    def receive(self, target: P, source: P) -> None:
        """The message that was sent first arrives."""
        require(len(self.queues[source][target]) > 0)
        message = self.queues[source][target].pop(0)
        self.deliver(target, source, message)
