"""Steps of small modules: their order, their choices, and how they go wrong."""

from __future__ import annotations

import pytest

from modelcheck.ir.expr import (
    Arith,
    ArithOp,
    Attribute,
    Call,
    Compare,
    Expr,
    Keys,
    Literal,
    Local,
    Lookup,
    OneOf,
    Read,
    Relation,
    SetDisplay,
)
from modelcheck.ir.module import (
    Action,
    Bind,
    Claim,
    ClaimKind,
    Field,
    Forbid,
    Guard,
    Module,
    Normal,
    NormalStep,
    Typed,
)
from modelcheck.ir.stmt import (
    Assign,
    Fail,
    FieldPlace,
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
    BoolType,
    EnumType,
    IntType,
    ListType,
    MapType,
    RecordType,
    SetType,
    SortType,
    StreamType,
    Type,
    UnionType,
)
from modelcheck.ir.values import Atom, BagValue, MapValue, Record, Value
from modelcheck.semantics.bounds import all_values, fits
from modelcheck.semantics.env import EvaluationError
from modelcheck.semantics.interpret import claim_holds, initial_states, successors
from modelcheck.semantics.normal import normal_initial_states, normal_successors
from modelcheck.semantics.trace import Step

SMALL = IntType(0, 3)
ACK = RecordType("Ack", (("round", SMALL),))
NACK = RecordType("Nack", (("by", SMALL),))
MESSAGE = UnionType((ACK, NACK))
MAP = MapType(SMALL, SMALL)


def num(value: int) -> Literal:
    return Literal(value, INT)


def ack(value: int) -> Record:
    return Record("Ack", ("round",), (value,))


def nack(value: int) -> Record:
    return Record("Nack", ("by",), (value,))


X = Read("x", old=False, type=SMALL)
N = Local("n", SMALL)
SET_X = FieldPlace("x", SMALL)


def plus(left: Expr, right: Expr) -> Expr:
    return Arith(ArithOp.ADD, left, right)


def either(*values: int) -> Expr:
    return OneOf(SetDisplay(tuple(map(num, values)), SetType(INT)), INT)


def action(name: str, *body: Stmt, given: tuple[Parameter, ...] = ()) -> Action:
    return Action(Function(name, given, body, None), fair=None, by=None)


def module(
    *actions: Action, init: tuple[Stmt, ...] = (), fields: tuple[Field, ...] = (Field("x", SMALL),)
) -> Module:
    start = Function("start", (), init, None)
    return Module("M", "m.py", "", (), (), (), fields, start, actions, ())


def test_init_has_an_outcome_per_choice_sequence_repeats_included() -> None:
    body = (Assign(SET_X, plus(either(1, 0), either(0, 1))),)
    found = list(initial_states(module(init=body)))
    assert [(step.choices, step.state) for step in found] == [
        ((0, 0), (0,)),
        ((0, 1), (1,)),
        ((1, 0), (1,)),
        ((1, 1), (2,)),
    ]


def test_init_that_leaves_a_field_unset_is_an_error() -> None:
    assert list(initial_states(module())) == [Step(None, (), (), None, "x has no value")]


def test_init_that_never_completes_is_an_error() -> None:
    none = Step(None, (), (), None, "@init gives no initial state")
    assert list(initial_states(module(init=(Require(Literal(value=False, type=BOOL)),)))) == [none]


def test_steps_come_by_action_then_binding_then_choice() -> None:
    first = action(
        "first",
        Assign(SET_X, plus(Local("a", SMALL), either(0, 1))),
        given=(Parameter("a", IntType(0, 1)), Parameter("b", BOOL)),
    )
    second = action("second", Assign(SET_X, num(3)))
    found = [
        (step.action, [value for _, value in step.arguments], step.choices, step.state)
        for step in successors(module(first, second), (0,))
    ]
    assert found == [
        ("first", [a, b], (choice,), (a + choice,))
        for a in (0, 1)
        for b in (False, True)
        for choice in (0, 1)
    ] + [("second", [], (), (3,))]


def test_a_false_guard_after_an_assignment_leaves_no_step() -> None:
    guard = Require(Compare(Relation.LT, X, num(2)))
    step = action("grow", Assign(SET_X, plus(X, num(1))), guard)
    assert [each.state for each in successors(module(step), (0,))] == [(1,)]
    assert not list(successors(module(step), (1,)))


def test_a_choice_that_a_guard_refuses_does_not_hide_the_next_one() -> None:
    step = action("pick", Assign(SET_X, either(1, 2, 3)), Require(Compare(Relation.NE, X, num(2))))
    assert [each.state for each in successors(module(step), (0,))] == [(1,), (3,)]


def test_a_step_that_leaves_a_bound_keeps_its_state_beside_the_error() -> None:
    step = action("grow", Assign(SET_X, plus(X, num(1))))
    assert list(successors(module(step), (3,))) == [
        Step("grow", (), (), (4,), "x is 4, outside 0..3")
    ]


def test_a_bound_may_be_left_inside_of_a_step() -> None:
    step = action("dip", Assign(SET_X, plus(X, num(9))), Assign(SET_X, num(0)))
    assert list(successors(module(step), (3,))) == [Step("dip", (), (), (0,))]


def test_fail_is_an_error_without_a_state() -> None:
    step = action("break", Assign(SET_X, either(1, 2)), Fail("never"))
    assert list(successors(module(step), (0,))) == [
        Step("break", (), (1,), None, "never"),
        Step("break", (), (2,), None, "never"),
    ]


def test_a_record_parameter_ranges_over_the_members_of_its_type() -> None:
    network = Field("network", SetType(MESSAGE))
    sent = Read("network", old=False, type=SetType(MESSAGE))
    step = action(
        "receive",
        Assign(SET_X, Attribute(Local("m", ACK), "round", SMALL)),
        given=(Parameter("m", ACK, sent),),
    )
    messages = frozenset({ack(2), ack(1), nack(0)})
    fields = (Field("x", SMALL), network)
    found = list(successors(module(step, fields=fields), (0, messages)))
    assert [(each.arguments, each.state) for each in found] == [
        ((("m", ack(1)),), (1, messages)),
        ((("m", ack(2)),), (2, messages)),
    ]


def test_a_domain_may_be_under_an_earlier_parameter_and_may_have_no_value() -> None:
    boxes = MapType(SMALL, SetType(ACK))
    held = Read("boxes", old=False, type=boxes)
    domain = Lookup(held, Local("n", SMALL), SetType(ACK))
    step = action("open", given=(Parameter("n", IntType(0, 1)), Parameter("m", ACK, domain)))
    fields = (Field("boxes", boxes),)
    state = (MapValue([(1, frozenset({ack(3)}))]),)
    assert list(successors(module(step, fields=fields), state)) == [
        Step("open", (("n", 0),), (), None, "0 is not a key of boxes"),
        Step("open", (("n", 1), ("m", ack(3))), (), state),
    ]


def test_a_nested_assignment_changes_nothing_else() -> None:
    grid = MapType(SMALL, MAP)
    place = KeyPlace(KeyPlace(FieldPlace("grid", grid), num(1), MAP), num(2), SMALL)
    fields = (Field("grid", grid),)
    before = MapValue([(0, MapValue([])), (1, MapValue([(1, 1)]))])
    (step,) = successors(module(action("put", Assign(place, num(3))), fields=fields), (before,))
    assert step.state == (MapValue([(0, MapValue([])), (1, MapValue([(1, 1), (2, 3)]))]),)


def test_a_nested_assignment_under_a_missing_key_is_an_error() -> None:
    grid = MapType(SMALL, MAP)
    place = KeyPlace(KeyPlace(FieldPlace("grid", grid), num(1), MAP), num(2), SMALL)
    put = action("put", Assign(place, num(3)))
    (step,) = successors(module(put, fields=(Field("grid", grid),)), (MapValue([]),))
    assert step.error == "1 is not a key of grid"


def test_the_value_is_chosen_before_the_key_of_the_place() -> None:
    place = KeyPlace(FieldPlace("m", MAP), either(0, 1), SMALL)
    put = action("put", Assign(place, either(2, 3)))
    steps = successors(module(put, fields=(Field("m", MAP),)), (MapValue([]),))
    assert [step.choices for step in steps] == [(2, 0), (2, 1), (3, 0), (3, 1)]


def test_a_helper_has_locals_of_its_own_and_may_write_the_state() -> None:
    body = (Assign(SET_X, plus(X, N)), Assign(LocalPlace("n", SMALL), num(9)), Return(N))
    bump = Function("bump", (Parameter("n", SMALL),), body, SMALL)
    call = Perform(Call(bump, (num(1),), old=False, type=SMALL), LocalPlace("got", SMALL))
    step = action(
        "step",
        Assign(LocalPlace("n", SMALL), num(1)),
        call,
        If(
            Compare(Relation.EQ, plus(N, Local("got", SMALL)), num(10)),
            (Assign(SET_X, plus(X, N)),),
            (),
        ),
    )
    assert [each.state for each in successors(module(step), (1,))] == [(3,)]


def test_a_helper_on_the_old_state_reads_what_was_before_the_step() -> None:
    read = Function("read", (), (Return(X),), SMALL)
    grew = Compare(Relation.LT, Call(read, (), old=True, type=SMALL), X)
    function = Function("grew", (), (Return(grew),), BOOL)
    claim = Claim(ClaimKind.STEP_INVARIANT, function, over_steps=True)
    assert claim_holds(module(), claim, (), (2,), (1,))
    assert not claim_holds(module(), claim, (), (1,), (1,))


def test_a_claim_may_raise() -> None:
    broken = Compare(Relation.EQ, Lookup(Literal(MapValue([]), MAP), N, SMALL), N)
    function = Function("broken", (Parameter("n", SMALL),), (Return(broken),), BOOL)
    claim = Claim(ClaimKind.INVARIANT, function, over_steps=False)
    with pytest.raises(EvaluationError):
        claim_holds(module(), claim, (("n", 1),), (0,))


def test_normal_form_reads_the_state_before_the_step_only() -> None:
    fields = (Field("x", SMALL), Field("y", SMALL))
    y = Read("y", old=False, type=SMALL)
    swap = NormalStep(
        "swap",
        (),
        (
            Bind("n", either(0, 1)),
            Guard(Compare(Relation.NE, X, N)),
            Forbid(Compare(Relation.EQ, y, N), "y is n"),
        ),
        (("x", y), ("y", plus(X, N))),
    )
    start = NormalStep("start", (), (), (("x", num(1)), ("y", num(2))))
    normal = Normal(Typed(module(fields=fields)), start, (swap,), ())
    assert list(normal_initial_states(normal)) == [Step(None, (), (), (1, 2))]
    assert list(normal_successors(normal, (2, 1))) == [
        Step("swap", (), (0,), (1, 2)),
        Step("swap", (), (1,), None, "y is n"),
    ]
    assert list(normal_successors(normal, (0, 2))) == [Step("swap", (), (1,), (2, 1))]


LIST, BAG = ListType(SMALL, 2), BagType(SMALL, 2)


@pytest.mark.parametrize(
    ("value", "type_", "fault"),
    [
        (3, SMALL, None),
        (4, SMALL, "f is 4, outside 0..3"),
        (-1, SMALL, "f is -1, outside 0..3"),
        (MapValue([(1, 9)]), MAP, "f[1] is 9, outside 0..3"),
        (MapValue([(9, 1)]), MAP, "a key of f is 9, outside 0..3"),
        (ack(7), MESSAGE, "f.round is 7, outside 0..3"),
        (frozenset({nack(7)}), SetType(MESSAGE), "a member of f.by is 7, outside 0..3"),
        ((1, 2, 3), LIST, "f has 3 elements, more than the 2 it may have"),
        ((1, 9), LIST, "f[1] is 9, outside 0..3"),
        (BagValue([(1, 3)]), BAG, "f[1] is 3, outside 0..2"),
        (BagValue([(1, -1)]), BagType(SMALL), "f[1] is -1, outside 0.."),
        (BagValue([(9, 1)]), BAG, "an element of f is 9, outside 0..3"),
        (None, SMALL, "f is None, not of type 0..3"),
        (None, UnionType((SMALL, NONE)), None),
        (True, SMALL, "f is True, not of type 0..3"),
        (True, UnionType((IntType(5, 6), BOOL)), None),
        (5, UnionType((IntType(0, 1), IntType(5, 6))), None),
        (3, UnionType((IntType(0, 1), IntType(5, 6))), "f is 3, outside 0..1"),
    ],
)
def test_the_part_that_left_its_bound_is_named(
    value: Value, type_: Type, fault: str | None
) -> None:
    assert fits(value, type_, "f") == fault


@pytest.mark.parametrize(
    ("type_", "values"),
    [
        (BoolType(), (False, True)),
        (IntType(1, 3), (1, 2, 3)),
        (EnumType("E", ("B", "A")), (Atom("E", "B", 0), Atom("E", "A", 1))),
        (SortType("P", 1, symmetric=True), (Atom("P", "P1", 0),)),
        (UnionType((IntType(1, 2), NONE)), (None, 1, 2)),
    ],
)
def test_the_values_of_a_type_come_in_canonical_order(
    type_: Type, values: tuple[Value, ...]
) -> None:
    assert all_values(type_) == values


def test_the_values_of_an_unbounded_type_cannot_be_listed() -> None:
    with pytest.raises(ValueError, match="the values of int cannot be listed"):
        all_values(INT)


def test_keys_range_over_a_map_domain() -> None:
    held = Read("m", old=False, type=MAP)
    domain = Keys(held, StreamType(SMALL, ordered=False))
    step = action("take", given=(Parameter("n", SMALL, domain),))
    fields = (Field("m", MAP),)
    state = (MapValue([(2, 0), (1, 0)]),)
    found = successors(module(step, fields=fields), state)
    assert [each.arguments for each in found] == [(("n", 1),), (("n", 2),)]
