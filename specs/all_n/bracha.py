"""Bracha's reliable broadcast, counted: how many correct processes have said what, not which.

All that a process of `bracha_broadcast.py` looks at is how many others have echoed a value or are
ready for it, and all that is claimed is about none, some or all of them.  So it is enough to
count.  There are fewer states here than orbits there, since nothing says any more whether the
process that echoes is the one that delivers.  This is the form in which the protocol is proved for
every number of processes, with the lemmas: what is counted is never more than there are processes,
who is ready or delivers has heard enough, and nobody makes up a value for a correct sender.

Source: G. Bracha, "Asynchronous Byzantine agreement protocols", Information and Computation
75(2), 1987.

Assumptions: those of `bracha_broadcast.py`.
"""

from __future__ import annotations

from enum import Enum
from typing import Annotated, Final, TypeAlias

from annotated_types import Interval

from modelcheck.lang import (
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


class Value(Enum):
    """What may be broadcast."""

    ZERO = 0
    ONE = 1


class BrachaCounters(Spec):
    """All correct processes deliver one and the same value, or none delivers any."""

    sender_is_correct: bool
    echoed: dict[Value, Count]
    ready: dict[Value, Count]
    delivered: dict[Value, Count]

    @init
    def start(self) -> None:
        """The sender is correct, or one of the faulty processes if there are any."""
        self.sender_is_correct = oneof((True, False))
        require(self.sender_is_correct or F > 0)
        self.echoed = {value: 0 for value in Value}
        self.ready = {value: 0 for value in Value}
        self.delivered = {value: 0 for value in Value}

    @action(fair="weak")
    def echo(self) -> None:
        """A process hears a correct sender, and echoes its value."""
        require(self.sender_is_correct and self.somebody_has_not(self.echoed))
        self.echoed[Value.ONE] += 1

    @action
    def echo_faulty_sender(self, value: Value) -> None:
        """A process hears anything from a faulty sender, and echoes that."""
        require(not self.sender_is_correct and self.somebody_has_not(self.echoed))
        self.echoed[value] += 1

    @action(fair="weak")
    def get_ready(self, value: Value) -> None:
        """A process that has heard enough correct ones gets ready for their value."""
        require(self.somebody_has_not(self.ready) and self.is_vouched_for(value, helpers=0))
        self.ready[value] += 1

    @action
    def get_ready_with_faulty_help(self, value: Value) -> None:
        """A process gets ready after it has heard faulty processes among others."""
        require(self.somebody_has_not(self.ready) and not self.is_vouched_for(value, helpers=0))
        require(self.is_vouched_for(value, helpers=F))
        self.ready[value] += 1

    @action(fair="weak")
    def deliver(self, value: Value) -> None:
        """A process delivers the value for which enough correct ones are ready."""
        require(self.somebody_has_not(self.delivered) and self.is_settled(value, helpers=0))
        self.delivered[value] += 1

    @action
    def deliver_with_faulty_help(self, value: Value) -> None:
        """A process delivers after it has heard faulty processes among others."""
        require(self.somebody_has_not(self.delivered) and not self.is_settled(value, helpers=0))
        require(self.is_settled(value, helpers=F))
        self.delivered[value] += 1

    def somebody_has_not(self, done: dict[Value, Count]) -> bool:
        """Whether a process has not done yet what is counted in `done`."""
        return sum(done.values()) < N - F

    def is_vouched_for(self, value: Value, helpers: int) -> bool:
        """Whether so many faulty processes are enough for a process to be ready for `value`."""
        return (
            self.echoed[value] + helpers >= self.echo_threshold()
            or self.ready[value] + helpers >= self.amplification_threshold()
        )

    def is_settled(self, value: Value, helpers: int) -> bool:
        """Whether so many faulty processes are enough for a process to deliver `value`."""
        return self.ready[value] + helpers >= self.delivery_threshold()

    def echo_threshold(self) -> int:
        """More than (N + T) / 2: so many echoes that two values cannot both have them."""
        return (N + T) // 2 + 1

    def amplification_threshold(self) -> int:
        """So many ready messages that one is from a correct process."""
        return T + 1

    def delivery_threshold(self) -> int:
        """So many ready messages that everyone hears T + 1 from correct processes."""
        return 2 * T + 1

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
        echo_is_due = self.sender_is_correct and self.somebody_has_not(self.echoed)
        ready_is_due = self.somebody_has_not(self.ready) and any(
            self.is_vouched_for(value, helpers=0) for value in Value
        )
        delivery_is_due = self.somebody_has_not(self.delivered) and any(
            self.is_settled(value, helpers=0) for value in Value
        )
        return not echo_is_due and not ready_is_due and not delivery_is_due

    @invariant
    def agreement(self) -> bool:
        """No two correct processes deliver different values."""
        return self.delivered[Value.ZERO] == 0 or self.delivered[Value.ONE] == 0

    @invariant
    def totality_when_quiet(self) -> bool:
        """In the end, if one correct process has delivered then all have."""
        return not self.quiet() or sum(self.delivered.values()) in {0, N - F}

    @invariant
    def validity_when_quiet(self) -> bool:
        """In the end, every correct process has delivered the value of a correct sender."""
        return not self.quiet() or not self.sender_is_correct or self.delivered[Value.ONE] == N - F

    @invariant
    def integrity(self) -> bool:
        """Of a correct sender, nothing is delivered that it has not sent."""
        return not self.sender_is_correct or self.delivered[Value.ZERO] == 0

    @invariant(lemma=True)
    def every_process_acts_once(self) -> bool:
        """No correct process echoes, is ready or delivers twice."""
        return (
            all(
                self.echoed[value] >= 0 and self.ready[value] >= 0 and self.delivered[value] >= 0
                for value in Value
            )
            and sum(self.echoed.values()) <= N - F
            and sum(self.ready.values()) <= N - F
            and sum(self.delivered.values()) <= N - F
        )

    @invariant(lemma=True)
    def ready_after_enough_echoes(self, value: Value) -> bool:
        """Where a process is ready for a value, there are enough echoes of it."""
        return self.ready[value] == 0 or self.echoed[value] + F >= self.echo_threshold()

    @invariant(lemma=True)
    def delivered_after_enough_ready(self, value: Value) -> bool:
        """Where a process has delivered a value, enough are ready for it."""
        return self.delivered[value] == 0 or self.ready[value] + F >= self.delivery_threshold()

    @invariant(lemma=True)
    def nobody_makes_up_a_value(self) -> bool:
        """Of a correct sender, nothing is said that it has not sent."""
        return not self.sender_is_correct or (
            self.echoed[Value.ZERO] == 0
            and self.ready[Value.ZERO] == 0
            and self.delivered[Value.ZERO] == 0
        )

    @cover
    def all_deliver_from_faulty_sender(self) -> bool:
        """Every correct process delivers, although the sender is faulty."""
        return not self.sender_is_correct and sum(self.delivered.values()) == N - F

    @cover
    def amplified(self) -> bool:
        """More processes are ready for a value than have echoed it."""
        return self.ready[Value.ONE] > self.echoed[Value.ONE]


@variant(breaks="totality_when_quiet")
class EchoesOfTwo(BrachaCounters):
    """Get ready on two echoes: some get ready for one value, and some for the other."""

    def echo_threshold(self) -> int:
        """So few echoes that both values can have them."""
        return 2


@variant(breaks=("totality_when_quiet", "validity_when_quiet", "integrity"))
class AmplificationOfOne(BrachaCounters):
    """Get ready on a single ready message: a faulty process makes up a value."""

    def amplification_threshold(self) -> int:
        """As many ready messages as a faulty process can send."""
        return 1


@variant(breaks="totality_when_quiet")
class DeliveryOfTwo(BrachaCounters):
    """Deliver on two ready messages: one delivers by faulty help, and the others never hear it."""

    def delivery_threshold(self) -> int:
        """So few ready messages that a single one may be from a correct process."""
        return 2


@variant(breaks=("totality_when_quiet", "validity_when_quiet"), parameters={"N": 3})
class ThreeProcesses(BrachaCounters):
    """Tolerate a fault among three, N = 3 T: too few are correct to go on without the faulty one.

    What is delivered is still one value: agreement needs only that F <= T.
    """
