"""Formulas that say twice what once is enough for."""

from __future__ import annotations

from modelcheck.symbolic.shorter import parts_of, pushed, shortened
from modelcheck.symbolic.solving import Clock, Solver
from modelcheck.symbolic.terms import Formula, z3

a, b, c = z3.Bools("a b c")
x = z3.Int("x")


def given(*formulas: Formula) -> Solver:
    solver = Solver(Clock.of(None), finite=False)
    solver.add(*formulas)
    return solver


def texts(formula: Formula, *, of_and: bool) -> set[str]:
    return {str(each) for each in parts_of(formula, of_and=of_and)}


def test_what_was_tried_before_is_not_denied_again() -> None:
    found = shortened(z3.Or(a, z3.And(z3.Not(a), b)), given())
    assert texts(found, of_and=False) == {"a", "b"}


def test_what_follows_from_the_rest_is_left_out() -> None:
    found = shortened(z3.Or(x > 5, z3.And(z3.Not(x > 5), x > 3)), given())
    assert str(found) == "x > 3"


def test_what_is_given_is_left_out() -> None:
    assert str(shortened(z3.And(a, x > 3), given(x > 4))) == "a"


def test_what_is_given_may_be_all_of_it() -> None:
    assert shortened(z3.Or(x > 3, z3.And(a, b)), given(x > 4)) is True
    assert shortened(z3.And(x < 3, a), given(x > 4)) is False


def test_nothing_is_left_out_of_what_is_needed() -> None:
    formula = z3.Or(z3.And(a, b), c)
    assert str(shortened(formula, given())) == str(formula)


def test_only_conditions_are_negated() -> None:
    found = pushed(z3.Not(z3.And(a, z3.Implies(b, z3.Not(c)))))
    assert str(found) == "Or(Not(a), And(b, c))"
