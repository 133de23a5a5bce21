"""Scripts in SMT-LIB 2: what is written, that it is legal, and that it means the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from smt_solvers import answer_of_cvc5

from modelcheck.symbolic.smtlib import decide, script
from modelcheck.symbolic.solving import Clock, Satisfied, Unknown, Unsatisfiable
from modelcheck.symbolic.terms import z3

if TYPE_CHECKING:
    from modelcheck.symbolic.terms import Formula

NEVER = Clock(None)


def test_a_script_declares_asserts_and_asks() -> None:
    n, t = z3.Int("N"), z3.Int("T")
    assert script([n > 3 * t, True], "enough processes") == (
        "; enough processes\n"
        "(set-logic QF_LIA)\n"
        "(declare-fun T () Int)\n"
        "(declare-fun N () Int)\n"
        "(assert (> N (* 3 T)))\n"
        "(check-sat)\n"
    )


@pytest.mark.parametrize(
    ("formulas", "logic"),
    [
        ([z3.BitVec("x@0", 3) == 1], "QF_BV"),
        ([z3.Bool("p@0")], "QF_BV"),
        ([z3.Int("N") * 3 > 1], "QF_LIA"),
        ([z3.Int("N") / 2 > 1], "QF_LIA"),
        ([z3.Int("N") * z3.Int("T") > 1], "QF_NIA"),
        ([z3.Int("N") / z3.Int("T") > 1], "QF_NIA"),
    ],
)
def test_the_logic_is_the_smallest_that_will_do(formulas: list[Formula], logic: str) -> None:
    text = script(formulas, "")
    assert f"(set-logic {logic})" in text
    assert answer_of_cvc5(text) == "sat"


def _constants(*names: str) -> list[Formula]:
    return [z3.Int(name) == place for place, name in enumerate(names)]


@pytest.mark.parametrize(
    "name", ["div", "BINARY", "let", "Int", "kind of x as set[A | B]@0", "a\\b"]
)
def test_names_that_mean_something_else_are_changed(name: str) -> None:
    text = script(_constants(name, "Größe@0", "Message(a=1, b=[2])@0"), "")
    assert answer_of_cvc5(text) == "sat"
    assert isinstance(decide(text, NEVER), Satisfied)


def test_two_names_never_become_one() -> None:
    with pytest.raises(ValueError, match="two constants"):
        script(_constants("a|b", "a/b"), "")


@pytest.mark.parametrize("divisor", [1, 2, 3, 7])
@pytest.mark.parametrize("number", [-15, -7, -1, 0, 1, 6, 22])
def test_quotients_round_down_as_those_of_python(number: int, divisor: int) -> None:
    n = z3.Int("N")
    nested = (n / divisor) / 2
    right = [n == number, n / divisor == number // divisor, nested == number // divisor // 2]
    assert "div" not in script(right, "")
    assert answer_of_cvc5(script(right, "")) == "sat"
    wrong = [n == number, z3.Or(n / divisor != number // divisor, nested != number // divisor // 2)]
    assert answer_of_cvc5(script(wrong, "")) == "unsat"


def test_the_text_does_not_depend_on_what_was_made_before() -> None:
    def text() -> str:
        a, b = z3.Int("a@0"), z3.Int("b@0")
        return script([z3.Or(a + b > 1, b / 2 > a), z3.If(a > b, a, b) == 2], "")

    before = text()
    made = [z3.Int(f"x{n}") + n for n in range(100)]
    assert len(made) == 100
    assert text() == before


def test_a_solver_that_knows_nothing_else_decides() -> None:
    n = z3.Int("N")
    assert isinstance(decide(script([n * n == 4], ""), NEVER), Satisfied)
    assert isinstance(decide(script([n * 2 == 3], ""), NEVER), Unsatisfiable)


def test_without_time_nothing_is_decided() -> None:
    assert isinstance(decide(script([z3.Bool("p@0")], ""), Clock(0.0)), Unknown)


def test_a_text_that_is_no_script_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown constant"):
        decide("(assert nothing)(check-sat)", NEVER)
