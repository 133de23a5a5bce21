"""One example, at least, of every expression and statement, with what it means."""

from __future__ import annotations

from typing import get_args

import pytest

from modelcheck.ir.expr import (
    And,
    Arith,
    ArithOp,
    At,
    Attribute,
    BagBinary,
    BagOp,
    Call,
    Compare,
    Component,
    Concat,
    Conditional,
    Constant,
    Construct,
    Convert,
    CountOf,
    Domain,
    Expr,
    Extreme,
    Extremum,
    Fold,
    Generator,
    GetOr,
    IsInstance,
    Items,
    Keys,
    Let,
    ListDisplay,
    ListOf,
    Literal,
    Local,
    Lookup,
    MapDisplay,
    MapOf,
    MapValues,
    Membership,
    Merge,
    Narrow,
    Negate,
    Not,
    OneOf,
    Or,
    PositionOf,
    Quantified,
    Quantifier,
    Range,
    Read,
    Relation,
    Removed,
    Reversed,
    SetBinary,
    SetDisplay,
    SetOf,
    SetOp,
    Size,
    Slice,
    Sorted,
    Subsets,
    Sum,
    The,
    Total,
    TupleOf,
    Updated,
)
from modelcheck.ir.stmt import (
    Assign,
    Break,
    Continue,
    Fail,
    FieldPlace,
    For,
    Function,
    If,
    KeyPlace,
    LocalPlace,
    Parameter,
    Perform,
    Require,
    Return,
    Stmt,
)
from modelcheck.ir.types import (
    BOOL,
    INT,
    NONE,
    BagType,
    ListType,
    MapType,
    RecordType,
    SetType,
    SortType,
    StreamType,
    TupleType,
)
from modelcheck.ir.values import Atom, BagValue, MapValue, Record, Value
from modelcheck.semantics.env import Choices, Disabled, Env, EvaluationError
from modelcheck.semantics.evaluate import evaluate
from modelcheck.semantics.execute import Jump, Returned, execute

LIST, SET, MAP, BAG = ListType(INT), SetType(INT), MapType(INT, INT), BagType(INT)
STREAM = StreamType(INT, ordered=True)
UNORDERED = StreamType(INT, ordered=False)
TWO = TupleType((INT, INT))
ENTRIES = StreamType(TWO, ordered=False)
PROCESS = SortType("Process", 2, symmetric=True)
P1, P2 = Atom("Process", "Process1", 0), Atom("Process", "Process2", 1)
VOTE = RecordType("Vote", (("round", INT), ("by", PROCESS)))


def num(value: int) -> Literal:
    return Literal(value, INT)


def items(*values: int) -> Literal:
    return Literal(values, LIST)


def members(*values: int) -> Literal:
    return Literal(frozenset(values), SET)


def mapping(values: dict[int, int]) -> Literal:
    return Literal(MapValue(values.items()), MAP)


def bag(values: dict[int, int]) -> Literal:
    return Literal(BagValue(values.items()), BAG)


def plus(left: Expr, right: Expr) -> Arith:
    return Arith(ArithOp.ADD, left, right)


def below(left: Expr, right: Expr) -> Compare:
    return Compare(Relation.LT, left, right)


def each(name: str, iterable: Expr, *conditions: Expr) -> tuple[Generator, ...]:
    return (Generator((name,), unpack=False, iterable=iterable, conditions=conditions),)


X, Y, N = Local("x", INT), Local("y", INT), Local("n", INT)
TRUE, FALSE = Literal(value=True, type=BOOL), Literal(value=False, type=BOOL)
NOW = Read("total", old=False, type=INT)
BY_P1 = Construct((num(3), Literal(P1, PROCESS)), VOTE)
VOTED = Record("Vote", ("round", "by"), (3, P1))
PAIRS = ListOf(TupleOf((X, Negate(X)), TWO), each("x", items(2, 1)), ENTRIES)
DOUBLE = Function("double", (Parameter("n", INT),), (Return(plus(N, N)),), INT)
BUMP = Function(
    "bump",
    (Parameter("n", INT),),
    (Assign(FieldPlace("total", INT), plus(NOW, N)), Return(Negate(N))),
    INT,
)
ENV = Env({"total": 5}, {"x": 7}, before={"total": 4})

EXPRESSIONS: list[tuple[Expr, Value]] = [
    (num(3), 3),
    (Constant("QUORUM", 2, INT), 2),
    (Read("total", old=False, type=INT), 5),
    (Read("total", old=True, type=INT), 4),
    (X, 7),
    (Domain(PROCESS, StreamType(PROCESS, ordered=False)), (P1, P2)),
    (BY_P1, VOTED),
    (Attribute(BY_P1, "by", PROCESS), P1),
    (Not(TRUE), False),
    (And((TRUE, FALSE)), False),
    (Or((FALSE, TRUE)), True),
    (Conditional(FALSE, num(1), num(2), INT), 2),
    (below(num(1), num(2)), True),
    (Membership(num(1), members(1, 2)), True),
    (Membership(num(3), Keys(mapping({1: 3}), UNORDERED)), False),
    (IsInstance(BY_P1, (NONE, VOTE)), True),
    (IsInstance(BY_P1, (NONE, PROCESS)), False),
    (Narrow(X, INT), 7),
    (Arith(ArithOp.FLOORDIV, num(-7), num(2)), -4),
    (Arith(ArithOp.MOD, num(-7), num(2)), 1),
    (Negate(num(3)), -3),
    (SetBinary(SetOp.SYMMETRIC, members(1, 2), members(2, 3), SET), frozenset({1, 3})),
    (BagBinary(BagOp.SUM, bag({1: -1, 2: 3}), bag({2: 1}), BAG), BagValue([(2, 4)])),
    (BagBinary(BagOp.UPDATE, bag({1: -1}), bag({2: 1}), BAG), BagValue([(1, -1), (2, 1)])),
    (BagBinary(BagOp.DIFFERENCE, bag({1: 1, 2: 3}), bag({1: 2, 2: 1}), BAG), BagValue([(2, 2)])),
    (Merge(mapping({1: 1, 2: 2}), mapping({2: 9}), MAP), MapValue([(1, 1), (2, 9)])),
    (Concat(items(1), items(2), LIST), (1, 2)),
    (Size(members(1, 2)), 2),
    (Size(Range(num(0), num(5), num(2), STREAM)), 3),
    (Total(bag({1: 2, 2: 3})), 5),
    (Lookup(mapping({1: 4}), num(1), INT), 4),
    (GetOr(mapping({1: 4}), num(2), num(0), INT), 0),
    (At(items(4, 5, 6), num(-1), INT), 6),
    (Slice(items(4, 5, 6), num(-2), None, LIST), (5, 6)),
    (Slice(items(4, 5, 6), None, num(9), LIST), (4, 5, 6)),
    (CountOf(items(1, 2, 1), num(1)), 2),
    (CountOf(bag({1: 2}), num(3)), 0),
    (PositionOf(items(1, 2, 1), num(2)), 1),
    (SetDisplay((num(1), num(1)), SET), frozenset({1})),
    (ListDisplay((num(1), num(1)), LIST), (1, 1)),
    (MapDisplay(((num(1), num(2)), (num(1), num(3))), MAP), MapValue([(1, 3)])),
    (SetOf(plus(Y, X), each("y", items(1, 1, 2)), SET), frozenset({8, 9})),
    (ListOf(Y, each("y", items(1, 9, 2), below(Y, X)), LIST), (1, 2)),
    (ListOf(Negate(Y), each("y", members(1, 2)), UNORDERED), (-2, -1)),
    (MapOf(num(0), Y, each("y", items(1, 2)), MAP), MapValue([(0, 2)])),
    (Quantified(Quantifier.ALL, below(Y, X), each("y", items(1, 2))), True),
    (Quantified(Quantifier.ANY, below(X, Y), each("y", items(1, 2))), False),
    (Sum(ListOf(num(1), each("y", members(1, 2)), UNORDERED)), 2),
    (Extreme(Extremum.MAX, members(3, 5), None, INT), 5),
    (Extreme(Extremum.MIN, members(), num(8), INT), 8),
    (The(items(4, 4), None, INT), 4),
    (The(items(), Literal(None, NONE), INT), None),
    (Keys(mapping({2: 1, 1: 5}), UNORDERED), (1, 2)),
    (MapValues(mapping({1: 5, 2: 1, 3: 5}), UNORDERED), (1, 5, 5)),
    (Items(mapping({2: 1, 1: 5}), ENTRIES), ((1, 5), (2, 1))),
    (Range(num(5), num(0), num(-2), STREAM), (5, 3, 1)),
    (Sorted(members(1, 3, 2), descending=True, type=LIST), (3, 2, 1)),
    (Reversed(items(1, 2), STREAM), (2, 1)),
    (Convert(items(1, 1), BAG), BagValue([(1, 2)])),
    (Convert(PAIRS, MAP), MapValue([(1, -1), (2, -2)])),
    (Updated(mapping({1: 1}), num(2), num(3), MAP), MapValue([(1, 1), (2, 3)])),
    (Updated(items(4, 5), num(-2), num(6), LIST), (6, 5)),
    (Updated(bag({1: 1}), num(1), num(0), BAG), BagValue([])),
    (Removed(members(1, 2), num(1), SET), frozenset({2})),
    (Removed(mapping({1: 1}), num(1), MAP), MapValue([])),
    (Removed(items(4, 5, 6), num(-1), LIST), (4, 5)),
    (Call(DOUBLE, (X,), old=False, type=INT), 14),
    (OneOf(members(3, 2), INT), 2),
    (
        Subsets(members(1, 2), num(1), None, ListType(SET)),
        (frozenset({1}), frozenset({2}), frozenset({1, 2})),
    ),
    (Let("n", num(1), plus(N, X), INT), 8),
    (
        Fold(
            ("n",),
            (num(0),),
            ("y",),
            items(3, 4, 5),
            TupleOf((plus(N, Y),), TWO),
            below(num(6), N),
            TWO,
        ),
        (7,),
    ),
    (TupleOf((num(1), num(2)), TWO), (1, 2)),
    (Component(TupleOf((num(1), num(2)), TWO), 1, INT), 2),
]


@pytest.mark.parametrize(("expr", "value"), EXPRESSIONS, ids=lambda it: type(it).__name__)
def test_an_expression_has_the_value_of_its_example(expr: Expr, value: Value) -> None:
    found = evaluate(expr, Env(ENV.fields, ENV.locals, ENV.before, Choices()))
    assert (found, type(found)) == (value, type(value))


def test_every_kind_of_expression_has_an_example() -> None:
    assert {type(expr) for expr, _ in EXPRESSIONS} == set(get_args(Expr))


TOTAL = FieldPlace("total", INT)
LOOP = For(
    ("y",),
    unpack=False,
    iterable=Range(num(0), num(9), num(1), STREAM),
    body=(
        If(below(Y, num(2)), (Continue(),), ()),
        If(below(num(3), Y), (Break(),), ()),
        Assign(TOTAL, plus(NOW, Y)),
    ),
)
NESTED = KeyPlace(KeyPlace(LocalPlace("grid", MAP), num(1), LIST), num(0), INT)

STATEMENTS: list[tuple[Stmt, dict[str, Value], dict[str, Value]]] = [
    (Assign(TOTAL, num(9)), {"total": 9}, {}),
    (Assign(LocalPlace("x", INT), num(9)), {"total": 5}, {"x": 9}),
    (Assign(NESTED, num(9)), {"total": 5}, {"grid": MapValue([(1, (9, 4))])}),
    (Require(TRUE), {"total": 5}, {}),
    (If(FALSE, (), (Assign(TOTAL, num(1)),)), {"total": 1}, {}),
    (LOOP, {"total": 10}, {"y": 4}),
    (
        For(
            ("k", "v"),
            unpack=True,
            iterable=Items(mapping({1: 2}), ENTRIES),
            body=(Assign(TOTAL, plus(Local("k", INT), Local("v", INT))),),
        ),
        {"total": 3},
        {"k": 1, "v": 2},
    ),
    (
        Perform(Call(BUMP, (num(2),), old=False, type=INT), LocalPlace("y", INT)),
        {"total": 7},
        {"y": -2},
    ),
]
ENDINGS: list[tuple[Stmt, Jump | Returned]] = [
    (Break(), Jump.BREAK),
    (Continue(), Jump.CONTINUE),
    (Return(X), Returned(7)),
    (Return(None), Returned(None)),
]
ERRORS: list[tuple[Stmt, type[Exception]]] = [
    (Fail("never"), EvaluationError),
    (Require(FALSE), Disabled),
]
START = Env({"total": 5}, {"x": 7, "grid": MapValue([(1, (3, 4))])})


@pytest.mark.parametrize(("statement", "state", "own"), STATEMENTS)
def test_a_statement_changes_what_its_example_says(
    statement: Stmt, state: dict[str, Value], own: dict[str, Value]
) -> None:
    after, ending = execute((statement,), START)
    assert after.fields == state
    assert after.locals == {**START.locals, **own}
    assert ending is Jump.NONE


@pytest.mark.parametrize(("statement", "ending"), ENDINGS)
def test_a_jump_ends_the_body(statement: Stmt, ending: Jump | Returned) -> None:
    after, found = execute((statement, Fail("not reached")), START)
    assert (after, found) == (START, ending)


@pytest.mark.parametrize(("statement", "error"), ERRORS)
def test_a_false_guard_and_fail_end_the_step(statement: Stmt, error: type[Exception]) -> None:
    with pytest.raises(error):
        execute((statement,), START)


def test_every_kind_of_statement_has_an_example() -> None:
    rows = [row[0] for row in (*STATEMENTS, *ENDINGS, *ERRORS)]
    assert {type(row) for row in rows} == set(get_args(Stmt))
