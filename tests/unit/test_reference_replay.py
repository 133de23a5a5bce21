"""Saved traces taken again, the first step that is not allowed, and steps entered by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, NamedTuple

import pytest
from annotated_types import Interval
from handmade import program_of

from modelcheck.explicit.reference.enter import Entry, enter
from modelcheck.explicit.reference.explore import Options, explore
from modelcheck.explicit.reference.program import Program
from modelcheck.explicit.reference.replay import Accepted, Refused, replay
from modelcheck.ir.values import Atom, MapValue, Record, Value
from modelcheck.lang import Ordered, Spec, action, init, invariant, oneof, require
from modelcheck.semantics.trace import Step, Trace
from modelcheck.semantics.verdict import Violated


class Node(Ordered, size=2):
    """Two nodes."""


class Note(NamedTuple):
    """A message."""

    number: Annotated[int, Interval(ge=0, le=3)]


class Network(Spec):
    """A message with a number is sent, and its number kept."""

    notes: set[Note]
    kept: dict[Node, Annotated[int, Interval(ge=0, le=3)]]

    @init
    def start(self) -> None:
        self.notes = set()
        self.kept = dict.fromkeys(Node, oneof((0, 1)))

    @action
    def send(self) -> None:
        require(not self.notes)
        number = oneof((3, 2, 1))
        self.notes.add(Note(number))

    @action
    def keep(self, node: Node, note: Note) -> None:
        require(note in self.notes)
        self.kept[node] += note.number

    @invariant
    def different(self) -> bool:
        first, second = Node
        return not self.notes or self.kept[first] == self.kept[second]


ONE, TWO = Atom("Node", "Node1", 0), Atom("Node", "Node2", 1)


def note(number: int) -> Record:
    return Record("Note", ("number",), (number,))


def kept(first: int, second: int) -> MapValue:
    return MapValue([(ONE, first), (TWO, second)])


def keep(node: Value, number: int, first: int, second: int) -> Step:
    arguments = (("node", node), ("note", note(number)))
    return Step("keep", arguments, (), (frozenset({note(number)}), kept(first, second)))


START = Step(None, (), (0,), (frozenset(), kept(0, 0)))
SEND = Step("send", (), (2,), (frozenset({note(2)}), kept(0, 0)))
KEEP = keep(ONE, 2, 2, 0)
RUN = Trace((START, SEND, KEEP))


def notes_of(spec: Network, _: Node) -> set[Note]:
    return spec.notes


@pytest.fixture
def program() -> Program:
    return program_of(Network, {("keep", "note"): notes_of})


def test_a_trace_of_the_class_is_accepted(program: Program) -> None:
    assert replay(program, RUN) == Accepted(RUN)


def test_a_trace_without_choices_makes_those_that_lead_to_its_states(program: Program) -> None:
    without = Trace(tuple(replace(each, choices=()) for each in RUN.steps))
    assert replay(program, without) == Accepted(RUN)


def test_a_trace_without_states_makes_the_choices_that_let_it_go_on(program: Program) -> None:
    without = Trace(tuple(replace(each, choices=(), state=None) for each in RUN.steps))
    assert replay(program, without) == Accepted(RUN)


def test_every_counterexample_is_accepted(program: Program) -> None:
    for each in explore(program, Options(keep_going=True)).properties:
        assert isinstance(each.verdict, Violated)
        assert replay(program, each.verdict.trace) == Accepted(each.verdict.trace)


@pytest.mark.parametrize(
    ("steps", "number", "message"),
    [
        (
            (START, replace(SEND, action="post")),
            1,
            "there is no action post; there are send, keep",
        ),
        ((START, replace(SEND, arguments=(("n", 1),))), 1, "send takes (), not (n)"),
        (
            (START, SEND, replace(KEEP, arguments=(("node", ONE),))),
            2,
            "keep takes (node, note), not (node)",
        ),
        ((START, SEND, SEND), 2, "send() is disabled here"),
        (
            (START, SEND, keep(ONE, 3, 3, 0)),
            2,
            "keep(Node1, Note(3)) is disabled here",
        ),
        (
            (START, replace(SEND, choices=(0,))),
            1,
            "the choices (0) are not offered; there are (1) or (2) or (3)",
        ),
        (
            (START, SEND, replace(KEEP, state=(frozenset({note(2)}), kept(0, 2)))),
            2,
            "kept is {Node1: 2, Node2: 0} after it, not {Node1: 0, Node2: 2}",
        ),
        (
            (replace(START, choices=(), state=(frozenset(), kept(2, 2))),),
            0,
            "kept is {Node1: 0, Node2: 0} after it, not {Node1: 2, Node2: 2}",
        ),
        (
            (START, SEND, KEEP, keep(ONE, 2, 3, 0)),
            3,
            "it does not complete: kept[Node1] is 4, outside 0..3",
        ),
        (
            (START, SEND, replace(KEEP, error="KeyError")),
            2,
            "it completes, where this was to be raised: KeyError",
        ),
        ((START, START), 1, "the trace begins anew in its middle"),
        ((SEND,), 0, "the trace begins with a step, not with an initial state"),
        (
            (START, SEND, KEEP, replace(keep(ONE, 2, 3, 0), error="out"), SEND),
            4,
            "the trace goes on after a step that did not complete",
        ),
    ],
)
def test_the_first_step_that_is_not_allowed_is_named(
    program: Program, steps: tuple[Step, ...], number: int, message: str
) -> None:
    refused = replay(program, Trace(steps))
    assert isinstance(refused, Refused)
    assert (refused.step, refused.action) == (number, steps[number].action)
    assert refused.why.message == message


def entered(program: Program, number: int) -> Entry:
    entry = enter(program, RUN, number)
    assert isinstance(entry, Entry)
    return entry


def test_a_step_is_entered_over_the_state_before_it(program: Program) -> None:
    entry = entered(program, 2)
    first, second = Node
    assert vars(entry.instance) == {"notes": {Note(2)}, "kept": {first: 0, second: 0}}
    assert entry.arguments == (first, Note(2))
    entry.context.run(entry.method, *entry.arguments)
    assert entry.instance.kept == {first: 2, second: 0}


def test_a_step_that_is_entered_makes_the_recorded_choices(program: Program) -> None:
    entry = entered(program, 1)
    entry.context.run(entry.method, *entry.arguments)
    assert entry.instance.notes == {Note(2)}
    assert "Network" in repr(entry.instance)


def test_the_initial_state_is_entered_before_any_field_is_set(program: Program) -> None:
    entry = entered(program, 0)
    assert not vars(entry.instance)
    entry.context.run(entry.method, *entry.arguments)
    assert set(entry.instance.kept.values()) == {0}


def test_a_trace_that_is_refused_is_not_entered(program: Program) -> None:
    refused = enter(program, Trace((START, SEND, SEND)), 2)
    assert isinstance(refused, Refused)
    assert refused.step == 2
    assert isinstance(enter(program, Trace((START, SEND, SEND)), 1), Entry)


class Switch(Ordered, size=40):
    """More switches than all of their settings can be tried."""


class Board(Spec):
    """Every switch is on or off."""

    on: dict[Switch, bool]

    @init
    def start(self) -> None:
        self.on = dict.fromkeys(Switch, False)

    @action
    def set_all(self) -> None:
        self.on = {switch: oneof((False, True)) for switch in Switch}


def test_choices_that_a_trace_names_are_taken_without_a_look_at_all_others() -> None:
    settings = tuple(number % 3 == 0 for number in range(40))
    trace = Trace((Step(None, (), (), None), Step("set_all", (), settings, None)))
    taken = replay(program_of(Board), trace)
    assert isinstance(taken, Accepted)
    last = taken.trace.steps[-1]
    assert last.choices == settings
    assert last.state is not None
    (on,) = last.state
    assert isinstance(on, MapValue)
    assert tuple(value for _, value in on.items) == settings
