"""Snapshots: the state of a running system, recorded by its own processes.

A process records its state whenever it likes, and sends a marker on every channel from it, before
any other message. Whom a first marker reaches does the same. The state of a channel is what
arrives on it between the recording of its receiver and the marker.

Source: Chandy and Lamport, *Distributed Snapshots: Determining Global States of Distributed
Systems*, TOCS 3(1), 1985.

Assumptions: channels are reliable, and deliver in the order of sending; processes do not fail.

Modelled: the paper's system of tokens, which are sent around and neither made nor lost, with a
channel between any two processes; any number of processes may begin the one snapshot. How many
times tokens are sent is bounded, so that each run comes to an end. "Each channel is recorded in
the end" is a claim about that end, as claims are about states here.

That the recorded state is one which could have been has two halves in the paper's theorem. The
*early* steps of a process are those before it recorded its state, the *late* ones those after.
The early steps alone, in the order of the run, lead from the start to the recorded state: no
early step receives what a late step sent (`consistent_cut`), and they leave on the channels what
was recorded (`recorded_is_reachable`). The late steps, taken from there, lead to the end: what
they receive is next in the recorded state of the channel, until that is used up by the time of
the marker (`end_is_reachable`).
"""

from __future__ import annotations

from enum import Enum
from typing import Annotated, Final, TypeAlias

from annotated_types import Interval, MaxLen

from modelcheck.components import FifoLinks
from modelcheck.lang import (
    Ghost,
    Spec,
    Symmetric,
    action,
    cover,
    final,
    init,
    invariant,
    oneof,
    require,
    variant,
)

SENDS: Final[int] = 3
"""How many times tokens are sent."""


class Process(Symmetric, size=3):
    """A process; it has a channel to every other one."""


class Token(Symmetric, size=1):
    """What processes send to each other."""


class Signal(Enum):
    """What else is on a channel."""

    MARKER = "marker"


Message: TypeAlias = Token | Signal
Sequence: TypeAlias = Annotated[list[Token], MaxLen(SENDS)]


class Channels(FifoLinks[Process, Message]):
    """Channels with room for whatever is sent, and a marker."""

    queues: dict[Process, dict[Process, Annotated[list[Message], MaxLen(SENDS + 1)]]]


class Snapshot(Spec):
    """The recorded state could have been between the start of the snapshot and its end."""

    tokens: dict[Process, set[Token]]
    channels: Channels
    left: Annotated[int, Interval(ge=0, le=SENDS)]
    recorded: dict[Process, frozenset[Token] | None]
    recorded_channel: dict[Process, dict[Process, Sequence]]
    marked: dict[Process, set[Process]]
    crossing: Ghost[dict[Process, dict[Process, Sequence]]]
    too_early: Ghost[set[Token]]

    @init
    def start(self) -> None:
        """The tokens are anywhere; nothing is recorded."""
        self.place_tokens()
        self.channels = Channels(Process, deliver=self.arrived)

    def place_tokens(self) -> None:
        """Every process has some of the tokens, and has recorded nothing."""
        owner = {t: oneof(Process) for t in Token}
        self.tokens = {p: {t for t in Token if owner[t] == p} for p in Process}
        self.left = SENDS
        self.recorded = {p: None for p in Process}
        self.recorded_channel = {p: {q: [] for q in Process} for p in Process}
        self.marked = {p: set() for p in Process}
        self.crossing = {p: {q: [] for q in Process} for p in Process}
        self.too_early = set()

    @action
    def give(self, p: Process, q: Process, t: Token) -> None:
        """A process sends a token that it has to another one."""
        require(p != q and t in self.tokens[p] and self.left > 0)
        self.left -= 1
        self.tokens[p].remove(t)
        self.channels.send(p, q, t)
        if self.recorded[p] is None:
            self.crossing[p][q].append(t)

    @action
    def begin(self, p: Process) -> None:
        """A process records its state on its own."""
        require(self.recorded[p] is None)
        self.record(p)
        self.send_markers(p)

    def arrived(self, p: Process, q: Process, m: Message) -> None:
        """A message arrives at `p`, from `q`."""
        if isinstance(m, Token):
            self.take(p, q, m)
        else:
            if self.recorded[p] is None:
                self.record(p)
                self.send_on(p)
            self.marked[p].add(q)

    def take(self, p: Process, q: Process, t: Token) -> None:
        """A process receives a token; of a channel that is being recorded, it is noted."""
        self.tokens[p].add(t)
        if self.recorded[p] is not None:
            if self.is_recording(p, q):
                self.recorded_channel[q][p].append(t)
        elif t in self.crossing[q][p]:
            self.crossing[q][p].remove(t)
        else:
            self.too_early.add(t)

    def is_recording(self, p: Process, q: Process) -> bool:
        """`p`, which has recorded its state, records that of the channel from `q`."""
        return q not in self.marked[p]

    def record(self, p: Process) -> None:
        """A process records its own state."""
        self.recorded[p] = frozenset(self.tokens[p])

    def send_on(self, p: Process) -> None:
        """A process that was reached by a marker sends markers, too."""
        self.send_markers(p)

    def send_markers(self, p: Process) -> None:
        """A process sends a marker on every channel from it."""
        for q in Process:
            if q != p:
                self.channels.send(p, q, Signal.MARKER)

    @final
    def quiet(self) -> bool:
        """Everybody has recorded its state, and no message is under way."""
        return all(self.recorded[p] is not None and self.channels.is_idle(p) for p in Process)

    def is_complete(self) -> bool:
        """The states of all processes and channels are recorded."""
        return all(
            self.recorded[p] is not None and len(self.marked[p]) == len(Process) - 1
            for p in Process
        )

    def owns(self, p: Process, t: Token) -> bool:
        """In the recorded state, the process has the token."""
        state = self.recorded[p]
        return state is not None and t in state

    def places(self, t: Token) -> int:
        """How often a token is in the recorded state."""
        return len({p for p in Process if self.owns(p, t)}) + sum(
            self.recorded_channel[p][q].count(t) for p in Process for q in Process
        )

    def ahead(self, p: Process, q: Process) -> list[Token]:
        """The tokens on a channel, up to the marker."""
        tokens: list[Token] = []
        for m in self.channels.queues[p][q]:
            if not isinstance(m, Token):
                break
            tokens.append(m)
        return tokens

    @invariant
    def conservation(self, t: Token) -> bool:
        """In the recorded state, each token is at one place."""
        return not self.is_complete() or self.places(t) == 1

    @invariant
    def consistent_cut(self) -> bool:
        """Nobody receives a token before recording which was sent after recording."""
        return len(self.too_early) == 0

    @invariant
    def recorded_is_reachable(self, p: Process, q: Process) -> bool:
        """What is recorded of a channel is what the early steps left on it."""
        return p not in self.marked[q] or self.recorded_channel[p][q] == self.crossing[p][q]

    @invariant
    def end_is_reachable(self, p: Process, q: Process) -> bool:
        """Until the marker, late steps receive what the early ones left, in its order."""
        return p in self.marked[q] or (
            self.recorded_channel[p][q] + self.ahead(p, q) == self.crossing[p][q]
        )

    @invariant
    def complete_when_quiet(self) -> bool:
        """In the end, every process and every channel is recorded."""
        return not self.quiet() or self.is_complete()

    @cover
    def on_a_channel(self, p: Process, q: Process, t: Token) -> bool:
        """A complete snapshot has a token on a channel."""
        return self.is_complete() and t in self.recorded_channel[p][q]

    @cover
    def moved_on(self, p: Process, t: Token) -> bool:
        """When the snapshot is complete, a token has long left the place where it is recorded."""
        return self.is_complete() and self.owns(p, t) and t not in self.tokens[p]

    @cover
    def markers_meet(self, p: Process, q: Process) -> bool:
        """Two processes began on their own, and their markers pass each other."""
        return (
            Signal.MARKER in self.channels.queues[p][q]
            and Signal.MARKER in self.channels.queues[q][p]
        )

    @cover
    def behind_the_marker(self, p: Process, q: Process, t: Token) -> bool:
        """A late token waits behind the marker, for a process that has not recorded its state."""
        return (
            self.recorded[q] is None
            and Signal.MARKER in self.channels.queues[p][q]
            and t in self.channels.queues[p][q]
            and t not in self.crossing[p][q]
        )


class Overtaking(Channels):
    """Channels on which messages overtake each other."""

    @action
    def receive(self, target: Process, source: Process) -> None:
        """Any of the messages arrives."""
        place = oneof(range(len(self.queues[source][target])))
        message = self.queues[source][target].pop(place)
        self.deliver(target, source, message)


@variant(breaks=("conservation", "consistent_cut", "recorded_is_reachable", "end_is_reachable"))
class Unordered(Snapshot):
    """Channels do not keep the order of messages."""

    @init
    def start(self) -> None:
        """With such channels."""
        self.place_tokens()
        self.channels = Overtaking(Process, deliver=self.arrived)


@variant(breaks=("conservation", "consistent_cut", "recorded_is_reachable", "end_is_reachable"))
class LateMarkers(Snapshot):
    """A process sends tokens between recording its state and sending its markers."""

    waiting: set[Process]

    @init
    def start(self) -> None:
        """Nobody has markers to send."""
        super().start()
        self.waiting = set()

    def send_markers(self, p: Process) -> None:
        """Not now."""
        self.waiting.add(p)

    @action
    def send_late(self, p: Process) -> None:
        """A process sends its markers at last."""
        require(p in self.waiting)
        self.waiting.remove(p)
        super().send_markers(p)

    @final
    def quiet(self) -> bool:
        """No markers are to be sent, either."""
        return len(self.waiting) == 0 and super().quiet()


@variant(breaks=("conservation", "recorded_is_reachable", "end_is_reachable"))
class EmptyChannels(Snapshot):
    """Processes record their own states, and take the channels to be empty."""

    def is_recording(self, p: Process, q: Process) -> bool:  # noqa: ARG002  # all alike
        """No channel is recorded."""
        return False


@variant(breaks=("conservation", "recorded_is_reachable"))
class PastTheMarker(Snapshot):
    """A channel is recorded beyond its marker."""

    def is_recording(self, p: Process, q: Process) -> bool:  # noqa: ARG002  # all alike
        """Every channel is recorded for ever."""
        return True


@variant(breaks=("consistent_cut", "end_is_reachable", "complete_when_quiet"))
class NotSentOn(Snapshot):
    """Only who begins sends markers."""

    def send_on(self, p: Process) -> None:
        """Nothing is sent."""
