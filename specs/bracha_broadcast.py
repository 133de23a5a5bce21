"""Bracha's reliable broadcast: one value for all, even from a sender that lies.

The sender tells everyone its value, and who hears one echoes it to all.  Echoes of one value from
so many that no other value can have as many make a process ready for it, which it tells all as
well; so do ready messages from so many that a correct process is among them.  Ready messages
from yet more make a process deliver: then so many of them are from correct processes that all
others will be ready, too.

Source: G. Bracha, "Asynchronous Byzantine agreement protocols", Information and Computation
75(2), 1987.  There, ready messages also make a process send an echo if it has sent none; that is
left out here, and all claims hold without.

Assumptions: `N` processes, built for up to `T` faulty ones, where N > 3 T; `F` of them are
faulty and tell anybody what they like, but in nobody else's name.  Links lose nothing and may
take as long as they like.  Only the correct processes are modelled: as a message goes to all and
is never taken back, whoever has sent one counts for everyone, and what the faulty ones send
counts for at most `F` more, as it suits them.  The sender is correct, and its value is ONE, or it
is faulty, and may move anybody to echo anything.
"""

from __future__ import annotations

from typing import Final

from all_n.bracha import BrachaCounters, Value

from modelcheck.lang import (
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


class BrachaBroadcast(Spec):
    """All correct processes deliver one and the same value, or none delivers any."""

    sender_is_correct: bool
    echoed: dict[Process, Value]
    ready: dict[Process, Value]
    delivered: dict[Process, Value]

    @init
    def start(self) -> None:
        """The sender is correct, or one of the faulty processes if there are any."""
        self.sender_is_correct = oneof((True, False))
        require(self.sender_is_correct or F > 0)
        self.echoed = {}
        self.ready = {}
        self.delivered = {}

    @action(fair="weak")
    def echo(self, p: Process) -> None:
        """A process hears a correct sender, and echoes its value."""
        require(self.sender_is_correct and p not in self.echoed)
        self.echoed[p] = Value.ONE

    @action
    def echo_faulty_sender(self, p: Process, value: Value) -> None:
        """A process hears anything from a faulty sender, and echoes that."""
        require(not self.sender_is_correct and p not in self.echoed)
        self.echoed[p] = value

    @action(fair="weak")
    def get_ready(self, p: Process, value: Value) -> None:
        """A process that has heard enough correct ones gets ready for their value."""
        require(p not in self.ready and self.is_vouched_for(value, helpers=0))
        self.ready[p] = value

    @action
    def get_ready_with_faulty_help(self, p: Process, value: Value) -> None:
        """A process gets ready after it has heard faulty processes among others."""
        require(p not in self.ready and not self.is_vouched_for(value, helpers=0))
        require(self.is_vouched_for(value, helpers=F))
        self.ready[p] = value

    @action(fair="weak")
    def deliver(self, p: Process, value: Value) -> None:
        """A process delivers the value for which enough correct ones are ready."""
        require(p not in self.delivered and self.is_settled(value, helpers=0))
        self.delivered[p] = value

    @action
    def deliver_with_faulty_help(self, p: Process, value: Value) -> None:
        """A process delivers after it has heard faulty processes among others."""
        require(p not in self.delivered and not self.is_settled(value, helpers=0))
        require(self.is_settled(value, helpers=F))
        self.delivered[p] = value

    def is_vouched_for(self, value: Value, helpers: int) -> bool:
        """Whether so many faulty processes are enough for a process to be ready for `value`."""
        return (
            self.echoes(value) + helpers >= self.echo_threshold()
            or self.ready_for(value) + helpers >= self.amplification_threshold()
        )

    def is_settled(self, value: Value, helpers: int) -> bool:
        """Whether so many faulty processes are enough for a process to deliver `value`."""
        return self.ready_for(value) + helpers >= self.delivery_threshold()

    def echo_threshold(self) -> int:
        """So many echoes that two values cannot both have them: two such sets share a correct one.

        That is, more than (N + T) / 2.
        """
        return (N + T) // 2 + 1

    def amplification_threshold(self) -> int:
        """So many ready messages that one is from a correct process."""
        return T + 1

    def delivery_threshold(self) -> int:
        """So many ready messages that everyone hears T + 1 from correct processes."""
        return 2 * T + 1

    def echoes(self, value: Value) -> int:
        """How many correct processes have echoed `value`."""
        return sum(1 for p in Process if self.echoed.get(p) == value)

    def ready_for(self, value: Value) -> int:
        """How many correct processes are ready for `value`."""
        return sum(1 for p in Process if self.ready.get(p) == value)

    def deliveries(self, value: Value) -> int:
        """How many correct processes have delivered `value`."""
        return sum(1 for p in Process if self.delivered.get(p) == value)

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
        echo_is_due = self.sender_is_correct and len(self.echoed) < len(Process)
        ready_is_due = len(self.ready) < len(Process) and any(
            self.is_vouched_for(value, helpers=0) for value in Value
        )
        delivery_is_due = len(self.delivered) < len(Process) and any(
            self.is_settled(value, helpers=0) for value in Value
        )
        return not echo_is_due and not ready_is_due and not delivery_is_due

    @invariant
    def agreement(self, p: Process, q: Process) -> bool:
        """No two correct processes deliver different values."""
        return (
            p not in self.delivered
            or q not in self.delivered
            or self.delivered[p] == self.delivered[q]
        )

    @invariant
    def totality_when_quiet(self, p: Process, q: Process) -> bool:
        """In the end, if one correct process has delivered then all have."""
        return not self.quiet() or p not in self.delivered or q in self.delivered

    @invariant
    def validity_when_quiet(self, p: Process) -> bool:
        """In the end, every correct process has delivered the value of a correct sender."""
        return not self.quiet() or not self.sender_is_correct or self.delivered.get(p) == Value.ONE

    @invariant
    def integrity(self, p: Process) -> bool:
        """Of a correct sender, nothing is delivered that it has not sent."""
        return not self.sender_is_correct or self.delivered.get(p) != Value.ZERO

    @refines(BrachaCounters)
    def counted(self, abstract: BrachaCounters) -> None:
        """Count those who have echoed, are ready, have delivered: which they are, nobody asks."""
        abstract.sender_is_correct = self.sender_is_correct
        abstract.echoed = {value: self.echoes(value) for value in Value}
        abstract.ready = {value: self.ready_for(value) for value in Value}
        abstract.delivered = {value: self.deliveries(value) for value in Value}

    @cover
    def all_deliver_from_faulty_sender(self) -> bool:
        """Every correct process delivers, although the sender is faulty."""
        return not self.sender_is_correct and len(self.delivered) == len(Process)

    @cover
    def amplified(self, p: Process) -> bool:
        """A process that echoed ZERO is moved by others to be ready for ONE."""
        return self.echoed.get(p) == Value.ZERO and self.ready.get(p) == Value.ONE


@variant(breaks="totality_when_quiet")
class EchoesOfTwo(BrachaBroadcast):
    """Get ready on two echoes: some get ready for one value, and some for the other."""

    def echo_threshold(self) -> int:
        """So few echoes that both values can have them."""
        return 2


@variant(breaks=("totality_when_quiet", "validity_when_quiet", "integrity"))
class AmplificationOfOne(BrachaBroadcast):
    """Get ready on a single ready message: a faulty process makes up a value."""

    def amplification_threshold(self) -> int:
        """As many ready messages as a faulty process can send."""
        return 1


@variant(breaks="totality_when_quiet")
class DeliveryOfTwo(BrachaBroadcast):
    """Deliver on two ready messages: one delivers by faulty help, and the others never hear it."""

    def delivery_threshold(self) -> int:
        """So few ready messages that a single one may be from a correct process."""
        return 2


@variant(breaks="counted")
class EchoesForgotten(BrachaBroadcast):
    """Count the echoes of those only that are not ready yet: nobody takes an echo back."""

    @refines(BrachaCounters)
    def counted(self, abstract: BrachaCounters) -> None:
        """Count everybody once, as what it has done last."""
        abstract.sender_is_correct = self.sender_is_correct
        abstract.echoed = {
            value: sum(1 for p in Process if self.echoed.get(p) == value and p not in self.ready)
            for value in Value
        }
        abstract.ready = {value: self.ready_for(value) for value in Value}
        abstract.delivered = {value: self.deliveries(value) for value in Value}


@variant(breaks=("totality_when_quiet", "validity_when_quiet"), parameters={"N": 3})
class ThreeProcesses(BrachaBroadcast):
    """Tolerate a fault among three, N = 3 T: too few are correct to go on without the faulty one.

    What is delivered is still one value: agreement needs only that F <= T.
    """
