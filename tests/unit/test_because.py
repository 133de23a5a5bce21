"""Why a claim or guard is false: only what is responsible, with its values."""

from __future__ import annotations

from modelcheck.ir.expr import (
    And,
    Arith,
    ArithOp,
    Call,
    Compare,
    Conditional,
    Expr,
    Generator,
    Let,
    ListOf,
    Literal,
    Local,
    Membership,
    Not,
    OneOf,
    Or,
    Quantified,
    Quantifier,
    Read,
    Relation,
)
from modelcheck.ir.module import Claim, ClaimKind, Field, Module
from modelcheck.ir.stmt import (
    Assign,
    For,
    Function,
    If,
    LocalPlace,
    Parameter,
    Require,
    Return,
    Stmt,
)
from modelcheck.ir.types import BOOL, INT, ListType, SetType
from modelcheck.semantics.because import (
    Because,
    Branch,
    Element,
    Elements,
    Fact,
    Inside,
    Together,
    Witness,
    because,
    why,
    why_disabled,
)
from modelcheck.semantics.env import Choices, Disabled, Env
from modelcheck.semantics.execute import execute

LIST = ListType(INT)
TRUE, FALSE = Literal(value=True, type=BOOL), Literal(value=False, type=BOOL)
X, Y, Q = Local("x", INT), Local("y", INT), Local("q", INT)
ENV = Env({}, {"x": 1, "y": 2})


def num(value: int) -> Literal:
    return Literal(value, INT)


def less(left: Expr, right: Expr) -> Compare:
    return Compare(Relation.LT, left, right)


def quantified(which: Quantifier, body: Expr, *values: int, where: Expr = TRUE) -> Quantified:
    """Give `which(body for q in [values] if where)`."""
    source = Literal(values, LIST)
    conditions = () if where is TRUE else (where,)
    return Quantified(
        which, body, (Generator(("q",), unpack=False, iterable=source, conditions=conditions),)
    )


def fact(compared: Compare, left: int, right: int, *, held: bool = False) -> Fact:
    return Fact(compared, held, ((compared.left, left), (compared.right, right)))


def claim(*body: Stmt) -> Claim:
    given = (Parameter("x", INT), Parameter("y", INT))
    return Claim(ClaimKind.INVARIANT, Function("claim", given, body, BOOL), over_steps=False)


def of_claim(*body: Stmt) -> Because:
    start = Function("start", (), (), None)
    fields = (Field("n", INT),)
    module = Module("M", "m.py", "", (), (), (), fields, start, (), ())
    return because(module, claim(*body), (("x", 1), ("y", 2)), (3,))


def test_a_comparison_is_told_by_both_sides() -> None:
    assert why(less(Y, X), ENV) == fact(less(Y, X), 2, 1)


def test_membership_is_told_by_the_element_and_the_container() -> None:
    numbers = Literal(frozenset({2, 3}), SetType(INT))
    found = why(Membership(X, numbers), ENV)
    assert found == Fact(
        Membership(X, numbers), held=False, values=((X, 1), (numbers, frozenset({2, 3})))
    )


def test_of_a_false_and_only_the_first_false_conjunct_is_named() -> None:
    expr = And((less(X, Y), less(Y, X), less(X, X)))
    assert why(expr, ENV) == fact(less(Y, X), 2, 1)


def test_the_first_operand_may_be_the_one_that_decides() -> None:
    assert why(And((less(Y, X), less(X, X))), ENV) == fact(less(Y, X), 2, 1)
    assert why(Or((less(X, Y), less(X, X))), ENV) == fact(less(X, Y), 1, 2, held=True)


def test_of_a_false_or_every_disjunct_is_named() -> None:
    expr = Or((less(Y, X), less(X, X)))
    assert why(expr, ENV) == Together(
        expr, held=False, parts=(fact(less(Y, X), 2, 1), fact(less(X, X), 1, 1))
    )


def test_a_false_negation_is_told_by_why_its_operand_is_true() -> None:
    inner = And((less(X, Y), less(X, num(5))))
    assert why(Not(inner), ENV) == Together(
        inner,
        held=True,
        parts=(fact(less(X, Y), 1, 2, held=True), fact(less(X, num(5)), 1, 5, held=True)),
    )
    assert why(Not(Or((less(Y, X), less(X, Y)))), ENV) == fact(less(X, Y), 1, 2, held=True)


def test_a_false_all_is_told_by_the_first_witness() -> None:
    expr = quantified(Quantifier.ALL, less(Q, Y), 1, 5, 6)
    assert why(expr, ENV) == Witness(
        expr, held=False, names=(("q", 5),), body=fact(less(Q, Y), 5, 2)
    )


def test_a_false_any_shows_a_few_of_its_elements() -> None:
    expr = quantified(Quantifier.ANY, less(Q, X), 5, 6, 7, 8, 9)
    shown = tuple(Element((("q", q),), fact(less(Q, X), q, 1)) for q in (5, 6, 7))
    assert why(expr, ENV) == Elements(expr, held=False, shown=shown, more=2)


def test_a_false_any_whose_condition_lets_nothing_through_shows_the_condition() -> None:
    expr = quantified(Quantifier.ANY, TRUE, 5, 6, where=less(Q, X))
    shown = tuple(Element((("q", q),), fact(less(Q, X), q, 1)) for q in (5, 6))
    assert why(expr, ENV) == Elements(expr, held=False, shown=shown, more=0)


def test_a_false_any_over_nothing_shows_nothing() -> None:
    expr = quantified(Quantifier.ANY, TRUE)
    assert why(expr, ENV) == Elements(expr, held=False, shown=(), more=0)


def test_a_true_any_under_not_is_told_by_its_witness() -> None:
    expr = quantified(Quantifier.ANY, less(X, Q), 0, 5)
    assert why(Not(expr), ENV) == Witness(
        expr, held=True, names=(("q", 5),), body=fact(less(X, Q), 1, 5, held=True)
    )


def test_a_conditional_is_told_by_its_test_and_the_branch_it_takes() -> None:
    expr = Conditional(less(X, Y), less(Y, X), TRUE, BOOL)
    test = fact(less(X, Y), 1, 2, held=True)
    assert why(expr, ENV) == Branch(
        less(Y, X), held=False, tests=(test,), taken=fact(less(Y, X), 2, 1)
    )


def test_a_branch_that_is_written_out_needs_no_reason() -> None:
    expr = Conditional(less(X, Y), FALSE, TRUE, BOOL)
    test = fact(less(X, Y), 1, 2, held=True)
    assert why(expr, ENV) == Branch(FALSE, held=False, tests=(test,), taken=None)


def test_a_helper_is_told_by_its_arguments_and_what_is_inside() -> None:
    body = (Return(less(Q, num(1))),)
    call = Call(Function("small", (Parameter("q", INT),), body, BOOL), (Y,), old=False, type=BOOL)
    assert why(call, ENV) == Inside(
        call, held=False, arguments=(("q", 2),), body=fact(less(Q, num(1)), 2, 1)
    )


def test_a_boolean_local_is_told_by_its_value() -> None:
    ok = Local("ok", BOOL)
    assert why(ok, Env({}, {"ok": False})) == Fact(ok, held=False, values=((ok, False),))


def test_a_let_is_looked_through() -> None:
    assert why(Let("q", num(7), less(Q, X), BOOL), ENV) == fact(less(Q, X), 7, 1)


def test_locals_of_a_claim_have_the_values_they_were_given() -> None:
    mine = Assign(LocalPlace("q", INT), Arith(ArithOp.ADD, X, Read("n", old=False, type=INT)))
    assert of_claim(mine, Return(less(Q, Y))) == fact(less(Q, Y), 4, 2)


def test_a_return_inside_an_if_is_told_by_the_test() -> None:
    inner = If(less(X, Y), (Return(FALSE),), ())
    assert of_claim(inner, Return(TRUE)) == Branch(
        FALSE, held=False, tests=(fact(less(X, Y), 1, 2, held=True),), taken=None
    )


def test_an_early_return_that_was_missed_is_part_of_the_reason() -> None:
    early = If(less(Y, X), (Return(TRUE),), ())
    assert of_claim(early, Return(less(Y, num(0)))) == Branch(
        less(Y, num(0)),
        held=False,
        tests=(fact(less(Y, X), 2, 1),),
        taken=fact(less(Y, num(0)), 2, 0),
    )


def test_an_early_return_of_the_same_value_is_no_part_of_the_reason() -> None:
    early = If(less(Y, X), (Return(FALSE),), ())
    assert of_claim(early, Return(less(Y, num(0)))) == fact(less(Y, num(0)), 2, 0)


def test_a_return_inside_a_loop_names_the_element() -> None:
    body = (If(less(X, Q), (Return(FALSE),), ()),)
    loop = For(("q",), unpack=False, iterable=Literal((0, 5, 9), LIST), body=body)
    test = fact(less(X, Q), 1, 5, held=True)
    assert of_claim(loop, Return(TRUE)) == Branch(
        FALSE,
        held=False,
        tests=(Witness(test.expr, held=True, names=(("q", 5),), body=test),),
        taken=None,
    )


def disabled(*body: Stmt) -> Because:
    try:
        execute(body, Env({}, {"x": 1}, choices=Choices()))
    except Disabled as error:
        return why_disabled(error.guard, error.env)
    message = "the body is not disabled"
    raise AssertionError(message)


def test_a_guard_is_told_as_a_claim_is() -> None:
    guard = less(X, num(1))
    assert disabled(Require(And((TRUE, guard)))) == fact(guard, 1, 1)


def test_a_choice_without_options_is_told_by_its_options() -> None:
    options = ListOf(
        Q, (Generator(("q",), unpack=False, iterable=Literal((), LIST), conditions=()),), LIST
    )
    choice = OneOf(options, INT)
    assert disabled(Assign(LocalPlace("q", INT), choice)) == Fact(
        choice, held=False, values=((options, ()),)
    )


def test_a_guard_with_a_choice_in_it_is_only_named() -> None:
    guard = less(OneOf(Literal((4,), LIST), INT), X)
    assert disabled(Require(guard)) == Fact(guard, held=False, values=())
