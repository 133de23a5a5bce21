"""Numbers in formulas are those of Python, within the bounds that are known of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelcheck.symbolic.numbers import (
    BitVectors,
    Integers,
    Number,
    Numbers,
    at_most,
    count,
    known,
    total,
)
from modelcheck.symbolic.terms import Formula, as_term, z3

OPERATIONS: Final[dict[str, Callable[[int, int], int]]] = {
    "plus": int.__add__,
    "minus": int.__sub__,
    "times": int.__mul__,
    "floordiv": int.__floordiv__,
    "mod": int.__mod__,
}
LEAST, MOST = -40, 40

kinds = pytest.mark.parametrize("numbers", [BitVectors(), Integers()])


@st.composite
def ranges(draw: st.DrawFn) -> tuple[int, int, int]:
    """Make up bounds, and an integer that keeps them."""
    low, value, high = sorted(draw(st.tuples(*[st.integers(LEAST, MOST)] * 3)))
    return low, value, high


class Free:
    """Numbers that are free, and what is true of them."""

    def __init__(self, numbers: Numbers) -> None:
        self.numbers = numbers
        self.facts: list[Formula] = []

    def number(self, name: str, low: int, value: int, high: int) -> Number:
        """Give a number with these bounds that can only be `value`."""
        constant, number = self.numbers.variable(name, low, high)
        self.facts += [
            as_term(self.numbers.within(constant, low, high)),
            constant == self.numbers.constant(known(value), low, high),
        ]
        return number

    def can_be(self, formula: Formula) -> bool:
        solver = z3.SimpleSolver()
        solver.add(*self.facts, as_term(formula))
        return bool(solver.check() == z3.sat)

    def is_true(self, formula: Formula) -> bool:
        truth = self.can_be(formula)
        assert truth != self.can_be(z3.Not(as_term(formula)))
        return truth

    def is_value(self, number: Number, value: int) -> bool:
        """Tell whether the number is the value, and its bounds know that it may be."""
        assert number.low is not None
        assert number.high is not None
        assert number.low <= value <= number.high
        return self.is_true(self.numbers.equal(number, known(value)))


@kinds
@pytest.mark.parametrize("name", OPERATIONS)
@given(left=ranges(), right=ranges(), knows=st.sampled_from(["neither", "left", "right", "both"]))
def test_operations_give_what_python_gives(
    numbers: Numbers,
    name: str,
    left: tuple[int, int, int],
    right: tuple[int, int, int],
    knows: str,
) -> None:
    free = Free(numbers)
    a, b = left[1], right[1]
    mine = known(a) if knows in {"left", "both"} else free.number("a", *left)
    theirs = known(b) if knows in {"right", "both"} else free.number("b", *right)
    made: Number = getattr(numbers, name)(mine, theirs)
    if b != 0 or name not in {"floordiv", "mod"}:
        assert free.is_value(made, OPERATIONS[name](a, b))


@kinds
@given(left=ranges(), right=ranges())
def test_comparisons_say_what_python_says(
    numbers: Numbers, left: tuple[int, int, int], right: tuple[int, int, int]
) -> None:
    free = Free(numbers)
    a, b = free.number("a", *left), free.number("b", *right)
    assert free.is_true(numbers.less(a, b)) == (left[1] < right[1])
    assert free.is_true(numbers.equal(a, b)) == (left[1] == right[1])
    assert free.is_true(at_most(numbers, a, b)) == (left[1] <= right[1])


@kinds
@given(left=ranges(), right=ranges(), test=st.booleans(), is_known=st.booleans())
def test_a_choice_between_numbers_gives_the_one_that_is_meant(
    numbers: Numbers,
    left: tuple[int, int, int],
    right: tuple[int, int, int],
    *,
    test: bool,
    is_known: bool,
) -> None:
    free = Free(numbers)
    a, b = free.number("a", *left), free.number("b", *right)
    condition = z3.Bool("test")
    free.facts.append(condition == test)
    made = numbers.either(test if is_known else condition, a, b)
    assert free.is_value(made, left[1] if test else right[1])


@kinds
@given(each=st.lists(ranges(), max_size=5), truths=st.lists(st.booleans(), max_size=5))
def test_sums_and_counts_are_those_of_python(
    numbers: Numbers, each: list[tuple[int, int, int]], truths: list[bool]
) -> None:
    free = Free(numbers)
    found = [free.number(f"n{at}", *bounds) for at, bounds in enumerate(each)]
    tests = [z3.Bool(f"t{at}") for at in range(len(truths))]
    free.facts += [test == truth for test, truth in zip(tests, truths, strict=True)]
    assert free.is_value(total(numbers, found), sum(value for _, value, _ in each))
    assert free.is_value(count(numbers, tests), sum(truths))


@kinds
@given(bounds=ranges())
def test_a_constant_is_read_as_what_was_written(
    numbers: Numbers, bounds: tuple[int, int, int]
) -> None:
    low, value, high = bounds
    free = Free(numbers)
    constant = numbers.constant(free.number("n", low, value, high), low, high)
    solver = z3.SimpleSolver()
    solver.add(*free.facts)
    assert solver.check() == z3.sat
    found = solver.model().eval(constant, model_completion=True)
    assert (numbers.read(found, low) if low < high else low) == value
