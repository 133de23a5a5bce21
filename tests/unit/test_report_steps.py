"""The run as a table."""

from __future__ import annotations

from modelcheck.ir.expr import Compare, Expr, Literal, Local, OneOf, Relation, SetDisplay
from modelcheck.ir.module import Action, Field, Module, Typed
from modelcheck.ir.stmt import (
    Assign,
    FieldPlace,
    For,
    Function,
    If,
    LocalPlace,
    Parameter,
    Stmt,
)
from modelcheck.ir.types import BOOL, INT, RecordType, SetType, SortType
from modelcheck.ir.values import Atom, Record, Value
from modelcheck.report.choices import chosen_fields, chosen_names
from modelcheck.report.steps import step_table
from modelcheck.report.style import plain
from modelcheck.semantics.trace import Step, Trace

P = SortType("P", 2, symmetric=False)
P1, P2 = Atom("P", "P1", 0), Atom("P", "P2", 1)
JOB = RecordType("Request", (("first", P), ("second", P)))
TWO = SetDisplay((Literal(1, INT), Literal(2, INT)), SetType(INT))
CHOICE = OneOf(TWO, INT)
TURN, LOG, X = FieldPlace("turn", INT), FieldPlace("log", INT), LocalPlace("x", INT)


def number(value: int) -> Expr:
    return Literal(value, INT)


def module(*init: Stmt, act: tuple[Stmt, ...] = ()) -> Typed:
    function = Function("act", (Parameter("job", JOB), Parameter("other", JOB)), act, None)
    return Typed(
        Module(
            name="Spec",
            path="spec.py",
            doc="",
            named=(),
            constants=(),
            parameters=(),
            fields=(Field("turn", INT), Field("log", INT)),
            init=Function("start", (), init, None),
            actions=(Action(function, None, "job"),),
            claims=(),
        )
    )


CHOSEN = (Assign(X, CHOICE), Assign(LOG, number(0)), Assign(TURN, Local("x", INT)))
FIXED = (Assign(LOG, number(0)), Assign(TURN, number(1)))


def table(spec: Typed, *steps: Step, width: int = 80) -> list[str]:
    return step_table(spec, Trace(steps), width=width, paint=plain).splitlines()


def test_of_several_initial_states_the_fields_that_differ_are_shown() -> None:
    assert chosen_fields(module(*CHOSEN)) == {"turn"}
    assert table(module(*CHOSEN), Step(None, (), (2,), (2, 0)))[1:] == ["   0  start   turn: 2"]


def test_of_the_one_initial_state_nothing_is_shown() -> None:
    assert chosen_fields(module(*FIXED)) == set()
    assert table(module(*FIXED), Step(None, (), (), (1, 0)))[1:] == ["   0  start"]


def chosen(*body: Stmt, count: int) -> tuple[str | None, ...]:
    return chosen_names(Function("act", (), body, None), count)


def test_a_choice_is_told_by_the_name_it_is_assigned_to() -> None:
    test = Compare(Relation.LT, CHOICE, number(2))
    assert chosen(Assign(X, CHOICE), Assign(TURN, CHOICE), count=2) == ("x", "turn")
    assert chosen(If(test, (Assign(X, CHOICE),), ()), count=2) == (None, "x")


def test_a_choice_that_the_text_does_not_tell_has_no_name() -> None:
    twice = For(("p",), unpack=False, iterable=TWO, body=(Assign(X, CHOICE),))
    either = If(Literal(value=True, type=BOOL), (Assign(X, CHOICE),), (Assign(TURN, CHOICE),))
    assert chosen(twice, count=1) == (None,)
    assert chosen(either, count=1) == (None,)


def test_choices_that_have_no_name_stand_on_one_line() -> None:
    each = For(("p",), unpack=False, iterable=TWO, body=(Assign(X, CHOICE),))
    step = Step("act", (), (1, 2), (2, 0))
    lines = table(module(*FIXED, act=(each,)), Step(None, (), (), (1, 0)), step)
    assert lines[2:] == ["   1  act     oneof: 1, 2", "              turn: 1 -> 2"]


def job(first: Atom) -> Value:
    return Record("Request", ("first", "second"), (first, P2))


def test_the_changes_keep_forty_columns_beside_long_names_and_calls() -> None:
    spec = module(*FIXED, act=(Assign(X, CHOICE),))
    step = Step("act", (("job", job(P1)), ("other", job(P2))), (1,), (2, 0))
    lines = table(spec, Step(None, (), (), (1, 0)), step, width=78)
    assert lines == [
        "step  who          action           what changes",
        "   0               start",
        "   1  Request(P1,  act(Request(P2,  oneof for x: 1",
        "        P2)          P2))           turn: 1 -> 2",
    ]
    assert 78 - lines[0].index("what changes") >= 40
