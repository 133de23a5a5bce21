"""Every kind of fault is found, and a sound module has none."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builder import (
    FIELDS,
    P,
    at,
    call,
    every,
    flag,
    function,
    less,
    local,
    module,
    num,
    over,
    parameter,
    read,
    set_of,
    some,
    to_field,
    to_key,
    to_local,
    within,
)

from modelcheck.ir.check import find_faults
from modelcheck.ir.expr import (
    And,
    Arith,
    ArithOp,
    Attribute,
    Compare,
    Component,
    Conditional,
    Construct,
    Expr,
    Fold,
    Generator,
    Keys,
    Let,
    Literal,
    Local,
    Lookup,
    Not,
    OneOf,
    Or,
    Quantified,
    Quantifier,
    Read,
    Relation,
    SetBinary,
    SetOp,
    Size,
    TupleOf,
)
from modelcheck.ir.module import Bind, Clause, Forbid, Guard, Normal, Typed
from modelcheck.ir.stmt import (
    Assign,
    Break,
    Continue,
    FieldPlace,
    For,
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
    EnumType,
    RecordType,
    SetType,
    SortType,
    StreamType,
    TupleType,
)
from modelcheck.passes.normalise import normalise

n, done, seen, log = read("n"), read("done"), read("seen"), read("log")
p = local("p", P)
ENTRY = RecordType("Entry", (("number", INT),))
OTHER = SortType("Q", 2, symmetric=True)
PAIR = TupleType((INT, INT))
helper = function("lead", Return(num(1)), parameters=(parameter("p"),), result=INT)


def faults(module_: Typed | Normal) -> list[str]:
    return [each.what for each in find_faults(module_)]


def in_body(*body: Stmt) -> list[str]:
    """Give the faults of an action of `p`, as written."""
    return faults(module(function("act", *body, parameters=(parameter("p"),))))


def in_step(*clauses: Clause, updates: tuple[tuple[str, Expr], ...] = ()) -> list[str]:
    """Give the faults of an action of `p` in normal form."""
    normal = normalise(module(function("act", parameters=(parameter("p"),))))
    step = replace(normal.actions[0], clauses=clauses, updates=updates)
    return faults(replace(normal, actions=(step,)))


def test_a_sound_module_has_no_faults() -> None:
    body = (
        Require(within(p, seen)),
        to_local("k", at(read("count"), p)),
        For(("q",), unpack=False, iterable=log, body=(to_field("n", local("k")), Break())),
        Perform(call(helper, p), LocalPlace("k", INT)),
        to_key("heard", p, set_of(p)),
    )
    claim = function("safe", Return(read("done", old=True)), result=BOOL)
    spec = module(function("act", *body, parameters=(parameter("p"),)), claims=(claim,))
    assert faults(spec) == []
    assert faults(normalise(spec)) == []


@pytest.mark.parametrize(
    ("test", "fault"),
    [
        (less(local("k"), n), "the local k is not bound"),
        (Read("lost", old=False, type=BOOL), "there is no field lost"),
        (Read("done", old=True, type=BOOL), "done is read before a step where there is none"),
        (Not(n), "Not of 0..4"),
        (And((done, n)), "And of 0..4"),
        (Or((done,)), "Or of 1 operands"),
        (n, "Read is 0..4 where bool is wanted"),
        (Compare(Relation.EQ, n, p), "0..4 == P"),
        (less(local("p", OTHER), local("p", OTHER)), "Q has no order for <"),
        (within(p, n), "Membership of 0..4"),
        (less(Arith(ArithOp.ADD, n, seen), n), "Arith of set[P]"),
        (less(Size(n), n), "Size of 0..4"),
        (
            Compare(Relation.EQ, SetBinary(SetOp.UNION, seen, log, SetType(P)), seen),
            "SetBinary of list[P, at most 3]",
        ),
        (less(Lookup(seen, p, INT), n), "Lookup of set[P]"),
        (within(p, Keys(seen, StreamType(P, ordered=False))), "Keys of set[P]"),
        (less(Attribute(Construct((n,), ENTRY), "size", INT), n), "Entry has no field size"),
        (less(Attribute(Construct((), ENTRY), "number", INT), n), "Entry of 0 values, not 1"),
        (less(Attribute(Construct((p,), ENTRY), "number", INT), n), "Entry.number is int, not P"),
        (Conditional(n, done, done, BOOL), "Conditional of 0..4"),
        (Conditional(done, done, n, BOOL), "a branch is 0..4, not bool"),
        (some(n, over("q", every())), "Quantified of 0..4"),
        (some(done, over("q", every(), n)), "Read is 0..4 where bool is wanted"),
        (some(done, over("q", n)), "nothing iterates over 0..4"),
        (
            Quantified(Quantifier.ANY, done, (Generator(("a", "b"), True, log, ()),)),  # noqa: FBT003
            "2 targets take 0 parts",
        ),
        (
            Quantified(Quantifier.ANY, done, (Generator(("a", "b"), False, log, ()),)),  # noqa: FBT003
            "2 targets take one element",
        ),
        (less(call(helper), n), "lead takes 1, not 0"),
        (Let("k", n, done, BOOL), "Let is made by passes, but stands in a body as written"),
        (
            less(Component(TupleOf((n, n), PAIR), 0, INT), n),
            "Component is made by passes, but stands in a body as written",
        ),
    ],
)
def test_a_fault_of_an_expression_is_found(test: Expr, fault: str) -> None:
    assert fault in in_body(Require(test))


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        (Break(), "Break outside of a loop"),
        (Continue(), "Continue outside of a loop"),
        (Return(n), "a return where nothing is wanted"),
        (to_field("n", done), "Read is bool where 0..4 is wanted"),
        (Assign(FieldPlace("lost", INT), n), "there is no field lost"),
        (
            Assign(KeyPlace(FieldPlace("seen", FIELDS["seen"]), p, BOOL), done),
            "set[P] has no keys to assign to",
        ),
        (Assign(KeyPlace(LocalPlace("m", FIELDS["count"]), p, INT), n), "the local m is not bound"),
        (For(("a", "b"), unpack=False, iterable=log, body=()), "2 targets take one element"),
        (For(("a",), unpack=False, iterable=n, body=()), "nothing iterates over 0..4"),
        (Perform(call(helper, p), LocalPlace("k", BOOL)), "lead gives int, not bool"),
        (
            Perform(call(replace(helper, body=(Return(None),)), p), None),
            "a return where int is wanted",
        ),
    ],
)
def test_a_fault_of_a_statement_is_found(statement: Stmt, fault: str) -> None:
    assert fault in in_body(statement)


@pytest.mark.parametrize(
    ("clause", "fault"),
    [
        (Guard(less(OneOf(log, INT), n)), "a choice outside of a bind"),
        (Guard(n), "Read is 0..4 where bool is wanted"),
        (Forbid(n, "why"), "Read is 0..4 where bool is wanted"),
        (Guard(less(call(helper, p), n)), "lead is not unfolded"),
        (Bind("p", n), "p is bound twice"),
        (Bind("n", n), "n is bound twice"),
        (Guard(less(Component(n, 0, INT), n)), "0..4 has no item 0"),
        (
            Bind("k", Fold(("a",), (), (), log, TupleOf((n, n), PAIR), None, PAIR)),
            "a loop of 1 names, 0 initial values",
        ),
    ],
)
def test_a_fault_of_a_clause_is_found(clause: Clause, fault: str) -> None:
    assert fault in in_step(clause)


def test_a_choice_may_stand_in_a_bind() -> None:
    chosen = Conditional(done, OneOf(log, P), Literal(None, NONE), P)
    assert in_step(Bind("k", replace(chosen, otherwise=p))) == []


def test_a_name_is_bound_for_later_clauses_only() -> None:
    late = (Guard(less(local("k"), n)), Bind("k", n))
    assert in_step(*late) == ["the local k is not bound"]
    assert in_step(*reversed(late)) == []


def test_updates_are_of_fields_once_each_and_of_their_types() -> None:
    assert in_step(updates=(("lost", n),)) == ["there is no field lost"]
    assert "n is updated twice" in in_step(updates=(("n", n), ("n", n)))
    assert in_step(updates=(("n", done),)) == ["Read is bool where 0..4 is wanted"]


def test_a_parameter_is_bounded_by_what_exists() -> None:
    lost = Parameter("m", P, domain=Read("lost", old=False, type=SetType(P)))
    assert faults(module(function("act", parameters=(lost,)))) == ["there is no field lost"]


def test_enums_of_two_names_do_not_meet() -> None:
    one, other = EnumType("A", ("X",)), EnumType("B", ("X",))
    test = Compare(Relation.EQ, Local("p", one), Local("p", other))
    assert in_body(Require(test)) == ["A == B"]
    assert in_body(Require(flag(value=True)), to_field("n", num(1))) == []
