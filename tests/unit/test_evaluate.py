"""Evaluation where the order of evaluation shows, and the errors it gives."""

from __future__ import annotations

import pytest

from modelcheck.ir.expr import (
    And,
    Arith,
    ArithOp,
    At,
    Attribute,
    Compare,
    Constant,
    Construct,
    Expr,
    Extreme,
    Extremum,
    Generator,
    IsInstance,
    ListDisplay,
    ListOf,
    Literal,
    Local,
    Lookup,
    Membership,
    OneOf,
    Or,
    PositionOf,
    Range,
    Read,
    Relation,
    Removed,
    The,
)
from modelcheck.ir.types import (
    BOOL,
    INT,
    NONE,
    EnumType,
    ListType,
    MapType,
    RecordType,
    SetType,
    SortType,
    StreamType,
    Type,
)
from modelcheck.ir.values import Atom, BagValue, MapValue, Record, Value
from modelcheck.semantics.env import Choices, Disabled, Env, EvaluationError
from modelcheck.semantics.evaluate import evaluate
from modelcheck.semantics.order import OperationError, compare
from modelcheck.source.span import Span

LIST, SET, STREAM = ListType(INT), SetType(INT), StreamType(INT, ordered=True)
RECEIVER = SortType("Receiver", 2, symmetric=False)
R1, R2 = Atom("Receiver", "Receiver1", 0), Atom("Receiver", "Receiver2", 1)
PAIR = RecordType("Pair", (("a", INT), ("b", INT)))
LEVELS = MapType(RECEIVER, MapType(RECEIVER, INT))
HERE = Span("spec.py", 3, 1, 3, 9)

EMPTY = Env({}, {})
STATE = Env(
    {"proposed": MapValue([(R1, MapValue([(R1, 1)]))]), "log": (4, 5), "seen": frozenset({1})},
    {"r": R2},
)


def num(value: int) -> Literal:
    return Literal(value, INT)


def record(*values: Value) -> Record:
    return Record("Pair", ("a", "b"), values)


def generated(element: Expr, *values: int) -> ListOf:
    """Give `(element for x in [values])`."""
    source = Literal(values, LIST)
    return ListOf(
        element, (Generator(("x",), unpack=False, iterable=source, conditions=()),), STREAM
    )


X = Local("x", INT)
DIVIDED = Arith(ArithOp.FLOORDIV, num(6), X, span=HERE)
PROPOSED = Read("proposed", old=False, type=LEVELS)
LOG = Read("log", old=False, type=LIST)
BROKEN = Compare(Relation.EQ, DIVIDED, num(1))


@pytest.mark.parametrize(
    ("expr", "message"),
    [
        (Lookup(PROPOSED, Local("r", RECEIVER), INT), "Receiver2 is not a key of proposed"),
        (
            Lookup(Lookup(PROPOSED, Literal(R1, RECEIVER), LEVELS), Local("r", RECEIVER), INT),
            "Receiver2 is not a key of proposed[Receiver1]",
        ),
        (At(LOG, num(2), INT), "2 is no index of log, which has 2 elements"),
        (At(LOG, num(-3), INT), "-3 is no index of log, which has 2 elements"),
        (PositionOf(LOG, num(7)), "7 is not in log"),
        (Removed(Read("seen", old=False, type=SET), num(7), SET), "7 is not in seen"),
        (Removed(Literal(frozenset({1}), SET), num(7), SET), "7 is not in {1}"),
        (Arith(ArithOp.MOD, num(6), num(0)), "6 % 0 divides by zero"),
        (Range(num(0), num(3), num(0), STREAM), "range(0, 3, 0) makes no steps"),
        (
            Extreme(Extremum.MIN, Literal((), LIST), None, INT),
            "min(...) of nothing, and there is no default",
        ),
        (The(Literal((1, 2), LIST), None, INT), "the(...) found several elements: 1, 2"),
        (The(Literal((), LIST), None, INT), "the(...) found no element, and there is no default"),
        (Attribute(Literal(None, NONE), "a", INT), "None has no field a"),
        (Read("missing", old=False, type=INT), "missing has no value yet"),
        (Local("missing", INT), "missing has no value yet"),
        (Compare(Relation.LT, num(1), Literal(None, NONE)), "1 and None have no order"),
        (OneOf(LOG, INT), "oneof(...) chooses on behalf of a run, and there is none here"),
    ],
)
def test_an_error_names_the_values(expr: Expr, message: str) -> None:
    with pytest.raises(EvaluationError) as caught:
        evaluate(expr, STATE)
    assert str(caught.value) == message


def test_an_error_has_the_place_of_the_innermost_expression() -> None:
    with pytest.raises(EvaluationError) as caught:
        evaluate(ListDisplay((Arith(ArithOp.ADD, DIVIDED, num(1)),), LIST), Env({}, {"x": 0}))
    assert caught.value.span == HERE


def test_an_operand_after_the_one_that_decides_is_not_evaluated() -> None:
    zero = Env({}, {"x": 0})
    assert evaluate(And((Literal(value=False, type=BOOL), BROKEN)), zero) is False
    assert evaluate(Or((Literal(value=True, type=BOOL), BROKEN)), zero) is True


def test_in_over_a_generator_stops_at_the_element_it_finds() -> None:
    assert evaluate(Membership(num(3), generated(DIVIDED, 2, 0)), EMPTY) is True
    with pytest.raises(EvaluationError):
        evaluate(Membership(num(6), generated(DIVIDED, 2, 0)), EMPTY)


def test_a_default_is_chosen_before_a_generator_is_drained() -> None:
    element = OneOf(Literal((7, 8), LIST), INT)
    default = OneOf(Literal((1, 2), LIST), INT)
    choices = Choices()
    lazily = Extreme(Extremum.MAX, generated(element, 0), default, INT)
    assert evaluate(lazily, Env({}, {}, choices=choices)) == 7
    assert choices.taken == (1, 7)


def test_the_options_of_a_choice_are_distinct_and_in_canonical_order() -> None:
    choice = OneOf(Literal((3, 1, 3, 2), LIST), INT)
    found = [evaluate(choice, Env({}, {}, choices=Choices((position,)))) for position in range(3)]
    assert found == [1, 2, 3]
    last = Choices((2,))
    evaluate(choice, Env({}, {}, choices=last))
    assert last.following() is None


def test_a_choice_without_options_disables_the_step() -> None:
    with pytest.raises(Disabled):
        evaluate(OneOf(Literal((), LIST), INT), Env({}, {}, choices=Choices()))


def test_choices_are_followed_depth_first() -> None:
    choices = Choices((0, 1))
    choices.choose((1, 2))
    choices.choose((3, 4))
    assert choices.following() == (1,)


@pytest.mark.parametrize(
    ("relation", "left", "right", "expected"),
    [
        (Relation.LT, R1, R2, True),
        (Relation.GE, R1, R1, True),
        (Relation.LT, record(1, R2), record(2, R1), True),
        (Relation.LT, record(1, R2), record(1, R1), False),
        (Relation.LE, record(1, 1), record(1, 1), True),
        (Relation.LT, (1, 2), (1, 2, 0), True),
        (Relation.GT, (2,), (1, 9), True),
        (Relation.LT, frozenset({1}), frozenset({1, 2}), True),
        (Relation.LE, frozenset({1, 3}), frozenset({1, 2}), False),
        (Relation.GE, frozenset({1, 3}), frozenset({1, 2}), False),
        (Relation.LE, (frozenset({1}),), (frozenset({2}),), False),
        (Relation.LT, BagValue([(1, 1)]), BagValue([(1, 2)]), True),
        (Relation.GT, BagValue([(1, 1)]), BagValue([(1, 1)]), False),
        (Relation.EQ, record(1, 1), Record("Other", ("c", "d"), (1, 1)), True),
        (Relation.EQ, (record(1, 1),), (Record("Other", ("c", "d"), (1, 1)),), True),
        (Relation.NE, record(1, 1), None, True),
        (Relation.EQ, MapValue([(1, 2), (3, 4)]), MapValue([(3, 4), (1, 2)]), True),
    ],
)
def test_values_compare_as_in_cpython(
    relation: Relation, left: Value, right: Value, *, expected: bool
) -> None:
    assert compare(relation, left, right) is expected


def test_atoms_of_two_types_have_no_order() -> None:
    with pytest.raises(OperationError):
        compare(Relation.LT, R1, Atom("Sender", "Sender1", 0))


def test_a_constant_is_called_by_its_name() -> None:
    delays = Constant("DELAYS", MapValue([(R1, 0)]), MapType(RECEIVER, INT))
    with pytest.raises(EvaluationError, match="Receiver2 is not a key of DELAYS"):
        evaluate(Lookup(delays, Local("r", RECEIVER), INT), STATE)


@pytest.mark.parametrize(
    ("value", "of_pair", "of_receiver", "of_bool"),
    [
        (record(1, 1), True, False, False),
        (R1, False, True, False),
        (True, False, False, True),
        (None, False, False, False),
        (Atom("Colour", "RED", 0), False, False, False),
    ],
)
def test_isinstance_looks_at_the_kind_of_a_value(
    value: Value, *, of_pair: bool, of_receiver: bool, of_bool: bool
) -> None:
    colour = EnumType("Colour", ("RED",))
    operand = Literal(value, colour)
    kinds: dict[Type, bool] = {PAIR: of_pair, RECEIVER: of_receiver, BOOL: of_bool}
    found = {kind: evaluate(IsInstance(operand, (kind,)), EMPTY) for kind in kinds}
    assert found == kinds


def test_a_record_is_made_of_its_fields_in_order() -> None:
    assert evaluate(Construct((num(1), num(2)), PAIR), EMPTY) == record(1, 2)
