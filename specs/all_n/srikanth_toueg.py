"""Srikanth-Toueg echo broadcast, counted: how many correct processes are where, and not which.

All that a process of `srikanth_toueg_broadcast.py` looks at is how many others have sent an echo,
and all that is claimed is about none, some or all of them.  So it is enough to count: a state
here is an orbit there, and there are as many.  This is the form in which the protocol is proved for
every number of processes, with the lemmas.

Source: T. K. Srikanth and S. Toueg, "Simulating authenticated broadcasts to derive simple
fault-tolerant algorithms", Distributed Computing 2(2), 1987.

Assumptions: those of `srikanth_toueg_broadcast.py`.
"""

from __future__ import annotations

from enum import Enum
from typing import Annotated, Final, TypeAlias

from annotated_types import Interval

from modelcheck.lang import (
    Ghost,
    Spec,
    action,
    assume,
    cover,
    final,
    init,
    invariant,
    oneof,
    require,
    variant,
)

N: Final[int] = 4
"""How many processes there are, faulty ones included."""

T: Final[int] = 1
"""How many faulty processes the protocol is built for."""

F: Final[int] = 1
"""How many processes are faulty."""

Count: TypeAlias = Annotated[int, Interval(ge=0, le=N - F)]
"""A number of correct processes."""


class Place(Enum):
    """How far a process is."""

    WITHOUT = "without"
    WITH = "with"
    ECHOED = "echoed"
    ACCEPTED = "accepted"


class SrikanthTouegCounters(Spec):
    """All correct processes accept, or none; all of them if all begin, none if none does."""

    processes: dict[Place, Count]
    initiators: Ghost[Count]

    @init
    def start(self) -> None:
        """Any number of processes have the message."""
        initiators = oneof(range(N - F + 1))
        self.initiators = initiators
        self.processes = {
            Place.WITHOUT: N - F - initiators,
            Place.WITH: initiators,
            Place.ECHOED: 0,
            Place.ACCEPTED: 0,
        }

    @action(fair="weak")
    def echo(self) -> None:
        """A process that has the message sends an echo."""
        require(self.processes[Place.WITH] > 0)
        self.move(Place.WITH, Place.ECHOED)

    @action(fair="weak")
    def echo_after_others(self) -> None:
        """A process that has heard enough correct ones sends an echo."""
        require(self.must_echo_after_others())
        self.move(Place.WITHOUT, Place.ECHOED)

    @action
    def echo_with_faulty_help(self) -> None:
        """A process sends an echo after it has heard faulty processes among others."""
        require(self.processes[Place.WITHOUT] > 0 and not self.must_echo_after_others())
        require(self.echoes() + F >= self.echo_threshold())
        self.move(Place.WITHOUT, Place.ECHOED)

    @action(fair="weak")
    def accept(self) -> None:
        """A process that has heard enough correct ones accepts."""
        require(self.must_accept())
        self.move(Place.ECHOED, Place.ACCEPTED)

    @action
    def accept_with_faulty_help(self) -> None:
        """A process accepts after it has heard faulty processes among others."""
        require(self.processes[Place.ECHOED] > 0 and not self.must_accept())
        require(self.echoes() + F >= self.accept_threshold())
        self.move(Place.ECHOED, Place.ACCEPTED)

    def move(self, source: Place, target: Place) -> None:
        """Let one process go from one place to another."""
        self.processes[source] -= 1
        self.processes[target] += 1

    def must_echo_after_others(self) -> bool:
        """Whether those without the message are to send an echo, without faulty help."""
        return self.processes[Place.WITHOUT] > 0 and self.echoes() >= self.echo_threshold()

    def must_accept(self) -> bool:
        """Whether those that have sent an echo are to accept, without faulty help."""
        return self.processes[Place.ECHOED] > 0 and self.echoes() >= self.accept_threshold()

    def echo_threshold(self) -> int:
        """So many echoes that a correct process has sent one."""
        return T + 1

    def accept_threshold(self) -> int:
        """As many echoes as all correct processes send."""
        return N - T

    def echoes(self) -> int:
        """How many correct processes have sent an echo."""
        return self.processes[Place.ECHOED] + self.processes[Place.ACCEPTED]

    @assume
    def enough_processes(self) -> bool:
        """More than two thirds of the processes are correct."""
        return N > 3 * T

    @assume
    def no_more_faults_than_tolerated(self) -> bool:
        """The protocol is built for as many faulty processes as there are."""
        return F <= T

    @assume
    def some_process(self) -> bool:
        """There is a process at all."""
        return N >= 1

    @assume
    def no_negative_number_of_faults(self) -> bool:
        """At least no process is faulty."""
        return F >= 0

    @assume
    def no_more_faults_than_processes(self) -> bool:
        """Those that are faulty are among the processes."""
        return F <= N

    @final
    def quiet(self) -> bool:
        """No process is to do anything, unless a faulty one helps."""
        return (
            self.processes[Place.WITH] == 0
            and not self.must_echo_after_others()
            and not self.must_accept()
        )

    @invariant
    def unforgeability(self) -> bool:
        """If no correct process has the message to begin with then none accepts it."""
        return self.initiators > 0 or self.processes[Place.ACCEPTED] == 0

    @invariant
    def correctness_when_quiet(self) -> bool:
        """If all correct processes have the message to begin with then all accept it in the end."""
        return not self.quiet() or self.initiators < N - F or self.all_accept()

    @invariant
    def relay_when_quiet(self) -> bool:
        """In the end, if one correct process has accepted then all have."""
        return not self.quiet() or self.processes[Place.ACCEPTED] == 0 or self.all_accept()

    @invariant(lemma=True)
    def every_process_is_somewhere(self) -> bool:
        """Each correct process is in one place, and those that begin with the message are some."""
        return (
            all(self.processes[place] >= 0 for place in Place)
            and sum(self.processes.values()) == N - F
            and 0 <= self.initiators <= N - F
        )

    @invariant(lemma=True)
    def silent_without_initiators(self) -> bool:
        """Where nobody begins with the message, nobody comes by it."""
        return self.initiators > 0 or (self.processes[Place.WITH] == 0 and self.echoes() == 0)

    @invariant(lemma=True)
    def nobody_is_without(self) -> bool:
        """Where everybody begins with the message, nobody loses it."""
        return self.initiators < N - F or self.processes[Place.WITHOUT] == 0

    @invariant(lemma=True)
    def accepted_after_enough_echoes(self) -> bool:
        """Where a process has accepted, there are enough echoes."""
        return self.processes[Place.ACCEPTED] == 0 or self.echoes() + F >= self.accept_threshold()

    @cover
    def all_accept(self) -> bool:
        """Every correct process accepts."""
        return self.processes[Place.ACCEPTED] == N - F

    @cover
    def accepted_without_having_it(self) -> bool:
        """A process accepts although not all have had the message to begin with."""
        return self.processes[Place.ACCEPTED] > 0 and self.initiators < N - F


@variant(breaks="unforgeability")
class EchoOfOne(SrikanthTouegCounters):
    """Send an echo on hearing a single one: a faulty process makes up a message."""

    def echo_threshold(self) -> int:
        """As many echoes as a faulty process can send."""
        return 1


@variant(breaks="relay_when_quiet")
class AcceptanceOfTwo(SrikanthTouegCounters):
    """Accept on hearing two: one accepts on a faulty echo that the others never hear."""

    def accept_threshold(self) -> int:
        """Fewer echoes than all correct processes send."""
        return 2


@variant(breaks="relay_when_quiet", parameters={"N": 3})
class ThreeProcesses(SrikanthTouegCounters):
    """Tolerate a fault among three, N = 3 T: the faulty one helps one to accept, and no other."""


@variant(
    breaks=("unforgeability", "correctness_when_quiet", "relay_when_quiet"), parameters={"F": 2}
)
class MoreFaultsThanTolerated(SrikanthTouegCounters):
    """Let two of four processes be faulty, where the protocol is built for one."""
