"""Sums of integers as z3 has them, and conditions on them."""

from __future__ import annotations

import pytest

from modelcheck.symbolic.linear import Sign, atoms, condition_of, sum_of, without_division
from modelcheck.symbolic.terms import Formula, Term, z3

x, y = z3.Ints("x y")


def parts(term: Term) -> tuple[dict[str, int], int]:
    """Give how often each term counts, by its text, and the number."""
    found = sum_of(term)
    return {str(each): often for each, often in found.parts.values()}, found.number


def is_same(left: Formula, right: Formula) -> bool:
    solver = z3.Solver()
    solver.add(left != right)
    return bool(solver.check() == z3.unsat)


def test_terms_are_collected() -> None:
    assert parts(2 * (x + y) - (y - 3) + x * 4) == ({"x": 6, "y": 1}, 3)


def test_what_cancels_out_is_gone() -> None:
    assert parts(x + 1 - x) == ({}, 1)


def test_a_product_of_two_is_one_term() -> None:
    assert parts(x * y + 1) == ({"x*y": 1}, 1)


@pytest.mark.parametrize("atom", [x < y + 2, x <= y, x > 3 * y, x >= 0, x == y])
def test_a_condition_says_what_its_atom_does(atom: Term) -> None:
    condition = condition_of(atom)
    assert condition is not None
    for each, said in ((condition, atom), (condition.negation, z3.Not(atom))):
        term = each.sum.term
        read = {
            Sign.AT_LEAST_ZERO: term >= 0,
            Sign.ZERO: term == 0,
            Sign.NOT_ZERO: term != 0,
        }
        assert is_same(read[each.sign], said)


def test_booleans_are_no_sums() -> None:
    assert condition_of(z3.Bool("a") == z3.Bool("b")) is None


@pytest.mark.parametrize(
    "formula",
    [
        x < (y + x) / 2 + 1,
        y / 3 <= x,
        x - y / 2 >= 4,
        x == y / 2,
        z3.Not(z3.Or(x > y / 2, y / 5 < x)),
        x != (y - 7) / 4,
    ],
)
def test_without_division_a_formula_says_the_same(formula: Term) -> None:
    plain = without_division(formula)
    assert "div" not in plain.sexpr()
    assert is_same(plain, formula)


def test_a_division_by_what_is_unknown_stays() -> None:
    formula = x < y / x
    assert without_division(formula).eq(formula)


def test_atoms_are_the_conditions_that_are_made_of_no_others() -> None:
    flag = z3.Bool("flag")
    formula = z3.And(z3.Or(flag, x > 0), z3.Not(flag), z3.BoolVal(val=True))
    assert {str(each) for each in atoms(formula)} == {"flag", "x > 0"}
