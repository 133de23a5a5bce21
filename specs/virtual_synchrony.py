"""Virtual synchrony, one view change: who survives has received the same in the old view.

A group of processes, its view, multicast messages to each other.  A message is stable once all
members have received it; until then, who has received it keeps it.  When a member crashes, the
leader announces a new view without it.  Each of the others stops multicasting and sends what it
has kept to all others, followed by a flush message; who has the flush messages of all others
installs the new view.  All who install it have received the same messages in the old one.

Source: K. Birman and T. Joseph, "Exploiting virtual synchrony in distributed systems", SOSP 1987;
K. Birman, "Reliable Distributed Systems", Springer 2005.

Assumptions: links lose and repeat nothing; what a process has kept arrives before its flush
message, and is one message with it here; other messages may be reordered.  Of what a process sent
before its crash any may be lost.  Crashes are detected without fail; up to `F` processes crash,
and none during the view change.  Acknowledgements are left out: a process knows by itself what is
stable.  The leader of a view change is the first member that is up, and whoever it is does the
same, so no state says who.

The lecture notes let a process multicast "all its stable messages" before the flush message.
These are the ones that everybody has.  It is the unstable messages that somebody may lack and
that must be passed on: `ForwardStable` shows the difference.  The notes assume that nobody
crashes during the view change; `CrashDuringViewChange` shows what for.
"""

from __future__ import annotations

from enum import Enum
from typing import Final, NamedTuple

from modelcheck.lang import (
    Spec,
    Symmetric,
    action,
    assume,
    cover,
    each,
    final,
    init,
    invariant,
    one,
    oneof,
    require,
    subsets,
    variant,
)

F: Final[int] = 1
"""How many processes may crash."""


class Process(Symmetric, size=3):
    """A member of the old view."""


SENDS: Final = each(Process, (1, 0, 0))
"""Whether each process multicasts, 1 or 0."""

LEADER: Final = one(Process)
"""The leader of the old view; when it crashes, another one leads the view change.

Only a cover tells it from others.  It is a sender here, so it costs no symmetry; where another
one sends as well, it does.
"""


class Mode(Enum):
    """How far a process is with the view change."""

    NORMAL = "normal"
    FLUSHING = "flushing"
    INSTALLED = "installed"


class Copy(NamedTuple):
    """The message of a process, on its way to another."""

    message: Process
    target: Process


class ViewChange(NamedTuple):
    """The leader's announcement of the new view, on its way to a member of it."""

    target: Process


class Flush(NamedTuple):
    """What a process has kept, and the flush message after it, on their way to another."""

    source: Process
    target: Process
    messages: frozenset[Process]


class VirtualSynchrony(Spec):
    """All who install the new view have received the same messages in the old one.

    A process multicasts one message at most, which goes by its sender's name.
    """

    crashed: set[Process]
    sent: set[Process]
    network: set[Copy | ViewChange | Flush]
    received: dict[Process, set[Process]]
    stable: dict[Process, set[Process]]
    mode: dict[Process, Mode]
    flushed: dict[Process, set[Process]]
    new_view: set[Process]

    @init
    def start(self) -> None:
        """All are in the old view, nothing is sent, and no new view is announced: it is empty."""
        self.crashed = set()
        self.sent = set()
        self.network = set()
        self.received = {p: set() for p in Process}
        self.stable = {p: set() for p in Process}
        self.mode = {p: Mode.NORMAL for p in Process}
        self.flushed = {p: set() for p in Process}
        self.new_view = set()

    @action
    def multicast(self, p: Process) -> None:
        """A process sends its message to all others, and delivers it at once."""
        require(SENDS[p] > 0 and p not in self.sent)
        require(p not in self.crashed and self.mode[p] == Mode.NORMAL)
        self.sent.add(p)
        self.received[p].add(p)
        self.network |= {Copy(p, q) for q in Process if q != p}

    @action(fair="weak")
    def receive(self, p: Process, copy: Copy) -> None:
        """A process delivers a message, or discards it if it comes too late."""
        require(copy in self.network and copy.target == p and p not in self.crashed)
        self.network.remove(copy)
        if self.accepts(p, copy.message):
            self.received[p].add(copy.message)

    @action
    def learn_stable(self, p: Process, m: Process) -> None:
        """A process learns that all of the old view have received a message, and drops its copy."""
        require(p not in self.crashed and self.mode[p] == Mode.NORMAL)
        require(m not in self.stable[p] and self.received_by_all(m))
        self.stable[p].add(m)

    @action(fair="weak")
    def change_view(self) -> None:
        """The leader has detected a crash, and announces the view of all that are up."""
        require(len(self.crashed) > 0 and len(self.new_view) == 0)
        self.new_view = {p for p in Process if p not in self.crashed}
        self.network |= {ViewChange(p) for p in self.new_view}

    @action(fair="weak")
    def start_flush(self, p: Process) -> None:
        """A process hears of the new view, and passes on what it has kept."""
        require(ViewChange(p) in self.network and p not in self.crashed)
        self.network.remove(ViewChange(p))
        self.mode[p] = Mode.FLUSHING
        self.network |= {Flush(p, q, self.to_be_forwarded(p)) for q in self.new_view if q != p}
        self.install_if_all_flushed(p)

    @action(fair="weak")
    def receive_flush(self, p: Process, flush: Flush) -> None:
        """A process takes over what another one has kept."""
        require(flush in self.network and flush.target == p and p not in self.crashed)
        self.network.remove(flush)
        if self.mode[p] != Mode.INSTALLED:
            self.received[p] |= flush.messages
        self.flushed[p].add(flush.source)
        self.install_if_all_flushed(p)

    @action
    def crash(self, p: Process) -> None:
        """A process stops; any of its messages that are in flight are lost."""
        require(self.may_crash(p))
        self.crashed.add(p)
        self.network -= oneof(subsets({copy for copy in self.network if self.is_from(copy, p)}))

    def may_crash(self, p: Process) -> bool:
        """Whether `p` may crash: another process stays up, and no view change is under way."""
        return self.may_crash_at_all(p) and len(self.new_view) == 0

    def may_crash_at_all(self, p: Process) -> bool:
        """Whether `p` is one of the processes that may still crash, and not the last one up."""
        return (
            p not in self.crashed and len(self.crashed) < F and len(self.crashed) + 1 < len(Process)
        )

    def is_from(self, copy: Copy | ViewChange | Flush, p: Process) -> bool:
        """Whether `p` has sent a message or flush message; announcements are never lost."""
        match copy:
            case Copy():
                return copy.message == p
            case Flush():
                return copy.source == p
            case ViewChange():
                return False

    def accepts(self, p: Process, source: Process) -> bool:
        """Whether `p` still delivers what comes from `source` itself."""
        return self.mode[p] == Mode.NORMAL or (
            self.mode[p] == Mode.FLUSHING and source in self.new_view
        )

    def to_be_forwarded(self, p: Process) -> frozenset[Process]:
        """Give what `p` has kept: what it has received, and does not know to be stable."""
        return frozenset(self.received[p] - self.stable[p])

    def install_if_all_flushed(self, p: Process) -> None:
        """Install the new view once the flush messages of all other members are there."""
        if self.mode[p] == Mode.FLUSHING and self.new_view <= self.flushed[p] | {p}:
            self.mode[p] = Mode.INSTALLED

    def received_by_all(self, m: Process) -> bool:
        """Whether all members of the old view have received `m`."""
        return all(m in self.received[q] for q in Process)

    def all_installed(self) -> bool:
        """Whether all members of the new view have installed it."""
        return len(self.new_view) > 0 and all(self.mode[p] == Mode.INSTALLED for p in self.new_view)

    @assume
    def somebody_stays_up(self) -> bool:
        """At least one process does not crash."""
        return len(Process) > F

    @final
    def quiet(self) -> bool:
        """Nothing is on its way to a process that is up, and crashes have been reacted to."""
        return all(copy.target in self.crashed for copy in self.network) and (
            len(self.crashed) == 0 or len(self.new_view) > 0
        )

    @invariant
    def view_synchrony(self, p: Process, q: Process) -> bool:
        """Those who have installed the new view have received the same messages in the old one."""
        return (
            self.mode[p] != Mode.INSTALLED
            or self.mode[q] != Mode.INSTALLED
            or self.received[p] == self.received[q]
        )

    @invariant
    def survivors_install_when_quiet(self, p: Process) -> bool:
        """In the end, all members of an announced view that are up have installed it."""
        return (
            not self.quiet()
            or p not in self.new_view
            or p in self.crashed
            or self.mode[p] == Mode.INSTALLED
        )

    @invariant
    def no_creation(self, p: Process) -> bool:
        """Nothing is received that was not multicast."""
        return self.received[p] <= self.sent

    @invariant
    def stable_is_sound(self, p: Process, m: Process) -> bool:
        """What a process knows to be stable has been received by all."""
        return m not in self.stable[p] or self.received_by_all(m)

    @cover
    def new_view_installed(self) -> bool:
        """All members of the new view install it."""
        return self.all_installed()

    @cover
    def forwarding_needed(self, q: Process, m: Process) -> bool:
        """A flush message brings `q` what it lacks, and will not get from the sender itself."""
        return (
            m not in self.received[q]
            and Copy(m, q) not in self.network
            and any(
                isinstance(copy, Flush) and copy.target == q and m in copy.messages
                for copy in self.network
            )
        )

    @cover
    def delivered_by_no_survivor(self, m: Process) -> bool:
        """A message is sent, and no member of the new view ever delivers it."""
        return (
            self.all_installed()
            and m in self.sent
            and all(m not in self.received[p] for p in self.new_view)
        )

    @cover
    def leader_crashed(self) -> bool:
        """The leader of the old view is not in the new one."""
        return len(self.new_view) > 0 and LEADER not in self.new_view


@variant(breaks="view_synchrony")
class ForwardStable(VirtualSynchrony):
    """Forward the stable messages instead of the unstable ones, as the lecture notes say."""

    def to_be_forwarded(self, p: Process) -> frozenset[Process]:
        """Give what everybody has anyway."""
        return frozenset(self.stable[p])


@variant(breaks="view_synchrony")
class WithoutFlush(VirtualSynchrony):
    """Install the new view as soon as it is announced."""

    @action(fair="weak")
    def start_flush(self, p: Process) -> None:
        """A process hears of the new view, and installs it."""
        require(ViewChange(p) in self.network and p not in self.crashed)
        self.network.remove(ViewChange(p))
        self.mode[p] = Mode.INSTALLED


@variant(breaks="view_synchrony")
class AcceptFromExcluded(VirtualSynchrony):
    """Deliver, after one's own flush message, what a process sent that is not in the new view."""

    def accepts(self, p: Process, source: Process) -> bool:
        """Whether `p` flushes, whoever `source` is, or would accept the message anyway."""
        return self.mode[p] == Mode.FLUSHING or super().accepts(p, source)


@variant(breaks="view_synchrony")
class AcceptLate(VirtualSynchrony):
    """Deliver messages of the old view after the new one is installed."""

    def accepts(self, p: Process, source: Process) -> bool:
        """Whether `p` has installed the new view, or would accept the message anyway."""
        return self.mode[p] == Mode.INSTALLED or super().accepts(p, source)


@variant(breaks="survivors_install_when_quiet", parameters={"F": 2})
class CrashDuringViewChange(VirtualSynchrony):
    """Let a second process crash while the others wait for its flush message."""

    def may_crash(self, p: Process) -> bool:
        """Whether `p` may crash, at any time."""
        return self.may_crash_at_all(p)


@variant(breaks="view_synchrony", parameters={"Process": 4, "SENDS": (1, 0, 0, 0), "F": 2})
class SkipCrashed(CrashDuringViewChange):
    """Do not wait for the flush messages of members that crash, of which others may have some."""

    @action(fair="weak")
    def skip(self, p: Process) -> None:
        """A process installs the new view once nobody that is up keeps it from that."""
        require(self.may_skip(p))
        self.install_if_all_flushed(p)

    def may_skip(self, p: Process) -> bool:
        """Whether `p` is up, and has the flush messages of all others that are."""
        return (
            p not in self.crashed
            and self.mode[p] == Mode.FLUSHING
            and self.new_view <= self.flushed[p] | self.crashed | {p}
        )

    def install_if_all_flushed(self, p: Process) -> None:
        """Install the new view once the flush messages of all others that are up are there."""
        if self.may_skip(p):
            self.mode[p] = Mode.INSTALLED

    @final
    def quiet(self) -> bool:
        """Nothing is on its way, crashes have been reacted to, and nobody is about to skip."""
        return super().quiet() and not any(self.may_skip(p) for p in Process)
