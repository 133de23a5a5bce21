"""Typical mistakes.  Each line with a comment is refused by both type checkers, no other is."""

from __future__ import annotations

from enum import Enum
from typing import Annotated, NamedTuple

from annotated_types import Interval, MaxLen

from modelcheck.components import PerfectLinks
from modelcheck.lang import (
    Map,
    Ordered,
    Spec,
    Symmetric,
    action,
    init,
    invariant,
    oneof,
    refines,
    require,
    subsets,
    variant,
)


class Process(Symmetric, size=2):
    """A process."""


class Message(Symmetric, size=2):
    """A message."""


class Rank(Ordered, size=2):
    """A place in an order."""


class Mode(Enum):
    """What a process does."""

    IDLE = 0
    BUSY = 1


class Copy(NamedTuple):
    """A message on its way."""

    message: Message
    target: Process


class Mistaken(Spec):
    """A spec in which much is wrong."""

    sent: set[Message]
    crashed: set[Process]
    network: set[Copy]
    mode: dict[Process, Mode]
    count: dict[Message, Annotated[int, Interval(ge=0, le=2)]]
    log: dict[Process, Annotated[list[Message], MaxLen(2)]]
    leader: Process | None
    view: frozenset[Process]
    table: Map[Process, bool]

    @init
    def a_field_gets_a_value_of_another_type(self) -> None:
        self.sent = {1, 2}  # error: mypy arg-type, pyright reportAttributeAccessIssue
        self.mode = {m: Mode.IDLE for m in Message}  # error: mypy misc, pyright reportAttributeAccessIssue
        self.leader = Mode.IDLE  # error: mypy assignment, pyright reportAttributeAccessIssue
        self.log = {p: 0 for p in Process}  # error: mypy misc, pyright reportAttributeAccessIssue

    @action
    def a_message_stands_where_a_process_belongs(self, m: Message, p: Process) -> None:
        self.crashed.add(m)  # error: mypy arg-type, pyright reportArgumentType
        self.network.add(Copy(p, m))  # error: mypy arg-type, pyright reportArgumentType
        self.log[p].append(p)  # error: mypy arg-type, pyright reportArgumentType
        require(m in self.crashed)  # error: mypy comparison-overlap, pyright reportUnnecessaryContains
        require(m != p)  # error: mypy comparison-overlap, pyright reportUnnecessaryComparison
        self.leader = oneof(Message)  # error: mypy assignment, pyright reportAttributeAccessIssue

    @action
    def a_dict_is_asked_for_a_key_of_another_sort(self, m: Message, p: Process) -> None:
        self.mode[m] = Mode.BUSY  # error: mypy index, pyright reportArgumentType
        self.count[p] += 1  # error: mypy index, pyright reportArgumentType
        del self.log[m]  # error: mypy arg-type, pyright reportArgumentType

    # mypy takes `require` of what has a mistake in it for one that never returns, and looks at
    # nothing after it: such lines come last here.
    @action
    def interchangeable_elements_are_compared(self, p: Process, q: Process) -> None:
        self.leader = min(Process)  # error: mypy type-var, pyright reportArgumentType
        self.leader = sorted(self.crashed)[0]  # error: mypy type-var, pyright reportArgumentType
        require(p < q)  # error: mypy operator, pyright reportOperatorIssue

    @action
    def elements_of_two_sorts_are_compared(self, p: Process, r: Rank) -> None:
        self.crashed.add(p)
        require(r <= p)  # error: mypy operator, pyright reportOperatorIssue

    @action
    def a_name_is_misspelt(self, p: Process) -> None:
        self.crashd.add(p)  # error: mypy attr-defined, pyright reportAttributeAccessIssue
        self.mode[p] = Mode.BUZY  # error: mypy attr-defined, pyright reportAttributeAccessIssue
        require(any(copy.sender == p for copy in self.network))  # error: mypy attr-defined, pyright reportAttributeAccessIssue

    @action
    def a_helper_gets_other_arguments(self, m: Message, p: Process) -> None:
        self.send(p, m)  # error: mypy arg-type, pyright reportArgumentType
        self.send(m)  # error: mypy call-arg, pyright reportCallIssue
        self.network.add(Copy(m))  # error: mypy call-arg, pyright reportCallIssue

    @action
    def a_guard_is_no_condition(self, m: Message) -> None:
        require(self.sent)  # error: mypy call-overload, pyright reportArgumentType
        require(self.count[m])  # error: mypy call-overload, pyright reportArgumentType

    @action
    def nobody_may_be_the_leader(self) -> None:
        self.crashed.add(self.leader)  # error: mypy arg-type, pyright reportArgumentType

    @action
    def what_is_frozen_is_changed(self, p: Process) -> None:
        self.view.add(p)  # error: mypy attr-defined, pyright reportAttributeAccessIssue
        self.table[p] = True  # error: mypy index, pyright reportIndexIssue

    @action
    def a_subset_is_taken_for_an_element(self) -> None:
        self.crashed.add(oneof(subsets(self.crashed)))  # error: mypy arg-type, pyright reportArgumentType

    @action
    def a_case_is_forgotten(self, p: Process) -> None:
        match self.mode[p]:  # error: mypy exhaustive-match, pyright reportMatchNotExhaustive
            case Mode.IDLE:
                self.crashed.add(p)

    @action(fair="week")  # error: mypy call-overload, pyright reportArgumentType
    def fairness_is_misspelt(self) -> None:
        self.sent = set()

    @action  # error: mypy type-var, pyright reportArgumentType
    def an_action_returns_a_value(self) -> bool:
        return True

    @invariant  # error: mypy type-var, pyright reportArgumentType
    def a_claim_is_no_condition(self) -> int:
        return len(self.sent)

    @invariant
    def a_claim_returns_a_set(self) -> bool:
        return self.sent  # error: mypy return-value, pyright reportReturnType

    def send(self, m: Message, p: Process) -> None:
        self.network.add(Copy(m, p))


@variant(breaks=3)  # error: mypy arg-type, pyright reportArgumentType
class Twin(Mistaken):
    """A twin that names no claim."""


class OtherParameters(Mistaken):
    """An action is overridden with other parameters."""

    @action
    def a_guard_is_no_condition(self, m: Process) -> None:  # error: mypy override, pyright reportIncompatibleMethodOverride
        self.crashed.add(m)


class Lit(Spec):
    """A spec that others refine."""

    lamp: bool


class Refining(Spec):
    """Mappings with typical mistakes."""

    lamps: set[Mode]

    @refines(Lit)
    def to_nothing(self, abstract: Lit) -> None:
        abstract.lamps = True  # error: mypy attr-defined, pyright reportAttributeAccessIssue
        abstract.lamp = self.lamps  # error: mypy assignment, pyright reportAttributeAccessIssue

    @refines(Lit)  # error: mypy arg-type, pyright reportArgumentType
    def of_another(self, abstract: Mistaken) -> None:
        abstract.sent = set()

    @refines(Mode)  # error: mypy type-var, pyright reportArgumentType
    def of_no_spec(self, abstract: Mode) -> None:
        """An enum is none."""


class Unheard(Spec):
    """Components that are given nothing, or something else, to call back."""

    first: PerfectLinks[Process, Message]
    second: PerfectLinks[Process, Message]
    third: PerfectLinks[Process, Message]

    @init
    def start(self) -> None:
        self.first = PerfectLinks(Process)  # error: mypy call-arg, pyright reportCallIssue
        self.second = PerfectLinks(Process, deliver=self.got_other)  # error: mypy arg-type, pyright reportArgumentType
        self.third = PerfectLinks(Process, deliver=self.gott)  # error: mypy attr-defined, pyright reportAttributeAccessIssue

    def got(self, p: Process, q: Process, m: Message) -> None:
        self.first.send(p, q, m)

    def got_other(self, p: Process, m: Message) -> None:
        self.first.send(p, m, m)  # error: mypy arg-type, pyright reportArgumentType
        self.first.post(p, p, m)  # error: mypy attr-defined, pyright reportAttributeAccessIssue
