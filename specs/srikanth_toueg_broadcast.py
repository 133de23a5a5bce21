"""Srikanth-Toueg echo broadcast: the power of signatures without any signature.

Some processes have a message to begin with.  Whoever has it sends an echo to all; a process that
has heard of it from more others than can be faulty sends an echo, too; a process that has heard
of it from all but as many accepts it.  If one correct process accepts then all do, and if no
correct process has begun then none does: which is what signed messages are good for.

Source: T. K. Srikanth and S. Toueg, "Simulating authenticated broadcasts to derive simple
fault-tolerant algorithms", Distributed Computing 2(2), 1987.

Assumptions: `N` processes, built for up to `T` faulty ones, where N > 3 T; `F` of them are
faulty and send to anybody what they like, but in nobody else's name.  Links lose nothing and may
take as long as they like.  Only the correct processes are modelled: as an echo goes to all and
is never taken back, whoever has sent one counts for everyone, and what the faulty ones send
counts for at most `F` more, as it suits them.
"""

from __future__ import annotations

from typing import Annotated, Final

from all_n.srikanth_toueg import Place, SrikanthTouegCounters
from annotated_types import Interval

from modelcheck.lang import (
    Ghost,
    Spec,
    Symmetric,
    action,
    assume,
    cover,
    final,
    init,
    invariant,
    oneof,
    refines,
    require,
    variant,
)

N: Final[int] = 4
"""How many processes there are, faulty ones included."""

T: Final[int] = 1
"""How many faulty processes the protocol is built for."""

F: Final[int] = 1
"""How many processes are faulty."""


class Process(Symmetric, size=N - F):
    """A correct process."""


class SrikanthTouegBroadcast(Spec):
    """All correct processes accept, or none; all of them if all begin, none if none does."""

    place: dict[Process, Place]
    initiators: Ghost[Annotated[int, Interval(ge=0, le=len(Process))]]

    @init
    def start(self) -> None:
        """Any of the processes have the message."""
        self.place = {p: oneof((Place.WITHOUT, Place.WITH)) for p in Process}
        self.initiators = sum(1 for p in Process if self.place[p] == Place.WITH)

    @action(fair="weak")
    def echo(self, p: Process) -> None:
        """A process that has the message, or has heard enough correct ones, sends an echo."""
        require(self.must_echo(p))
        self.place[p] = Place.ECHOED

    @action
    def echo_with_faulty_help(self, p: Process) -> None:
        """A process sends an echo after it has heard faulty processes among others."""
        require(self.may_echo(p) and not self.must_echo(p))
        self.place[p] = Place.ECHOED

    @action(fair="weak")
    def accept(self, p: Process) -> None:
        """A process that has heard enough correct ones accepts."""
        require(self.must_accept(p))
        self.place[p] = Place.ACCEPTED

    @action
    def accept_with_faulty_help(self, p: Process) -> None:
        """A process accepts after it has heard faulty processes among others."""
        require(self.may_accept(p) and not self.must_accept(p))
        self.place[p] = Place.ACCEPTED

    def must_echo(self, p: Process) -> bool:
        """Whether `p` is to send an echo, even if the faulty processes are silent."""
        return self.place[p] == Place.WITH or (
            self.place[p] == Place.WITHOUT and self.hears_without_faulty(self.echo_threshold())
        )

    def may_echo(self, p: Process) -> bool:
        """Whether `p` sends an echo if the faulty processes help."""
        return self.place[p] == Place.WITHOUT and self.hears_with_faulty(self.echo_threshold())

    def must_accept(self, p: Process) -> bool:
        """Whether `p` is to accept, even if the faulty processes are silent."""
        return self.place[p] == Place.ECHOED and self.hears_without_faulty(self.accept_threshold())

    def may_accept(self, p: Process) -> bool:
        """Whether `p` accepts if the faulty processes help."""
        return self.place[p] == Place.ECHOED and self.hears_with_faulty(self.accept_threshold())

    def echo_threshold(self) -> int:
        """So many echoes that a correct process has sent one."""
        return T + 1

    def accept_threshold(self) -> int:
        """As many echoes as all correct processes send."""
        return N - T

    def hears_without_faulty(self, threshold: int) -> bool:
        """Whether so many echoes arrive at everyone in the end, whatever the faulty ones do."""
        return self.echoes() >= threshold

    def hears_with_faulty(self, threshold: int) -> bool:
        """Whether so many echoes arrive if the faulty processes send theirs."""
        return self.echoes() + F >= threshold

    def echoes(self) -> int:
        """How many correct processes have sent an echo."""
        return sum(1 for p in Process if self.place[p] in {Place.ECHOED, Place.ACCEPTED})

    def accepted(self, p: Process) -> bool:
        """Whether `p` has accepted the message."""
        return self.place[p] == Place.ACCEPTED

    @assume
    def enough_processes(self) -> bool:
        """More than two thirds of the processes are correct."""
        return N > 3 * T

    @assume
    def no_more_faults_than_tolerated(self) -> bool:
        """The protocol is built for as many faulty processes as there are."""
        return F <= T

    @final
    def quiet(self) -> bool:
        """No process is to do anything, unless a faulty one helps."""
        return not any(self.must_echo(p) or self.must_accept(p) for p in Process)

    @invariant
    def unforgeability(self, p: Process) -> bool:
        """If no correct process has the message to begin with then none accepts it."""
        return self.initiators > 0 or not self.accepted(p)

    @invariant
    def correctness_when_quiet(self, p: Process) -> bool:
        """If all correct processes have the message to begin with then all accept it in the end."""
        return not self.quiet() or self.initiators < len(Process) or self.accepted(p)

    @invariant
    def relay_when_quiet(self, p: Process, q: Process) -> bool:
        """In the end, if one correct process has accepted then all have."""
        return not self.quiet() or not self.accepted(p) or self.accepted(q)

    @refines(SrikanthTouegCounters)
    def counted(self, abstract: SrikanthTouegCounters) -> None:
        """Count the processes at each place: which they are, nobody asks."""
        abstract.processes = {
            place: sum(1 for p in Process if self.place[p] == place) for place in Place
        }
        abstract.initiators = self.initiators

    @cover
    def all_accept(self) -> bool:
        """Every correct process accepts."""
        return all(self.accepted(p) for p in Process)

    @cover
    def accepted_without_having_it(self, p: Process) -> bool:
        """A process accepts although not all have had the message to begin with."""
        return self.accepted(p) and self.initiators < len(Process)


@variant(breaks="unforgeability")
class EchoOfOne(SrikanthTouegBroadcast):
    """Send an echo on hearing a single one: a faulty process makes up a message."""

    def echo_threshold(self) -> int:
        """As many echoes as a faulty process can send."""
        return 1


@variant(breaks="relay_when_quiet")
class AcceptanceOfTwo(SrikanthTouegBroadcast):
    """Accept on hearing two: one accepts on a faulty echo that the others never hear."""

    def accept_threshold(self) -> int:
        """Fewer echoes than all correct processes send."""
        return 2


@variant(breaks="counted")
class InitiatorsForgotten(SrikanthTouegBroadcast):
    """Take for initiators who has the message now: who has begun stays one who has begun."""

    @refines(SrikanthTouegCounters)
    def counted(self, abstract: SrikanthTouegCounters) -> None:
        """Count the processes at each place."""
        abstract.processes = {
            place: sum(1 for p in Process if self.place[p] == place) for place in Place
        }
        abstract.initiators = sum(1 for p in Process if self.place[p] == Place.WITH)


@variant(breaks="relay_when_quiet", parameters={"N": 3})
class ThreeProcesses(SrikanthTouegBroadcast):
    """Tolerate a fault among three, N = 3 T: the faulty one helps one to accept, and no other."""


@variant(
    breaks=("unforgeability", "correctness_when_quiet", "relay_when_quiet"), parameters={"F": 2}
)
class MoreFaultsThanTolerated(SrikanthTouegBroadcast):
    """Let two of four processes be faulty, where the protocol is built for one."""
