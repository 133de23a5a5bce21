"""Integers as terms: bit-vectors wide enough for every value, or z3's integers.

What a number may be is known beside its term, so no operation overflows: each is done in as
many bits as its result may need.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING, Final, Protocol

from modelcheck.symbolic.terms import Formula, Term, choice, conj, neg, z3

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

WIDEST: Final = 512
"""Above so many bits, a product is too much for bit-vectors."""


class TooWideError(Exception):
    """A number may need more bits than is sensible."""


@dataclass(frozen=True, slots=True, eq=False)
class Number:
    """An integer: an `int` if it is known, else a term; `low` and `high` bound it, if they do."""

    term: Term
    low: int | None
    high: int | None

    @property
    def known(self) -> int | None:
        """The number, if there is only one that it can be."""
        return self.term if isinstance(self.term, int) else None


def known(value: int) -> Number:
    """Give a number that is known."""
    return Number(value, value, value)


class Numbers(Protocol):
    """A way to write integers as terms."""

    def variable(self, name: str, low: int | None, high: int | None) -> tuple[Term, Number]:
        """Give a new constant of z3, and the number that it is.

        The constant may have values outside of the bounds: whoever uses it forbids them.
        """
        ...

    def within(self, constant: Term, low: int | None, high: int | None) -> Formula:
        """Give that the constant of a variable with these bounds keeps them."""
        ...

    def constant(self, number: Number, low: int | None, high: int | None) -> Term:
        """Give the number as a constant of these bounds would be, which it is known to keep."""
        ...

    def read(self, value: Term, low: int | None) -> int:
        """Give the integer that z3's `value` of a constant of this lower bound is."""
        ...

    def plus(self, left: Number, right: Number) -> Number:
        """Give the sum."""
        ...

    def minus(self, left: Number, right: Number) -> Number:
        """Give the difference."""
        ...

    def times(self, left: Number, right: Number) -> Number:
        """Give the product."""
        ...

    def floordiv(self, left: Number, right: Number) -> Number:
        """Give `left // right` as Python does; anything where `right` is 0."""
        ...

    def mod(self, left: Number, right: Number) -> Number:
        """Give `left % right` as Python does; anything where `right` is 0."""
        ...

    def less(self, left: Number, right: Number) -> Formula:
        """Give `left < right`."""
        ...

    def equal(self, left: Number, right: Number) -> Formula:
        """Give `left == right`."""
        ...

    def either(self, test: Formula, then: Number, otherwise: Number) -> Number:
        """Give `then` where `test` is true, and else `otherwise`."""
        ...


def at_most(numbers: Numbers, left: Number, right: Number) -> Formula:
    """Give `left <= right`."""
    return neg(numbers.less(right, left))


def total(numbers: Numbers, each: Sequence[Number]) -> Number:
    """Give the sum of all, added up in pairs so that few bits are needed for most."""
    level = list(each) or [known(0)]
    while len(level) > 1:
        pairs = zip(level[::2], level[1::2], strict=False)
        rest = level[-1:] if len(level) % 2 else []
        level = [numbers.plus(left, right) for left, right in pairs] + rest
    return level[0]


def count(numbers: Numbers, formulas: Sequence[Formula]) -> Number:
    """Give how many of the formulas are true."""
    return total(numbers, [truth_as_number(numbers, each) for each in formulas])


def truth_as_number(numbers: Numbers, formula: Formula) -> Number:
    """Give 1 where the formula is true, and else 0."""
    return numbers.either(formula, known(1), known(0))


def _decided(left: Number, right: Number) -> bool | None:
    """Tell whether `left < right`, where their bounds say so."""
    if left.high is not None and right.low is not None and left.high < right.low:
        return True
    if left.low is not None and right.high is not None and left.low >= right.high:
        return False
    return None


def _apart(left: Number, right: Number) -> bool:
    return _decided(left, right) is True or _decided(right, left) is True


def _floor(left: int, right: int) -> int:
    return left // right if right else 0


def _remainder(left: int, right: int) -> int:
    return left % right if right else 0


class Integers:
    """Numbers as z3's integers, which have no bounds of their own."""

    def variable(self, name: str, low: int | None, high: int | None) -> tuple[Term, Number]:
        """See `Numbers`."""
        constant = z3.Int(name)
        return constant, Number(constant, low, high)

    def within(self, constant: Term, low: int | None, high: int | None) -> Formula:
        """See `Numbers`."""
        return conj(
            True if low is None else constant >= low, True if high is None else constant <= high
        )

    def constant(self, number: Number, low: int | None, high: int | None) -> Term:  # noqa: ARG002
        """See `Numbers`."""
        return z3.IntVal(number.term) if isinstance(number.term, int) else number.term

    def read(self, value: Term, low: int | None) -> int:  # noqa: ARG002  # needed of bit-vectors
        """See `Numbers`."""
        return int(value.as_long())

    def plus(self, left: Number, right: Number) -> Number:
        """See `Numbers`."""
        return self._made(left, right, int.__add__, lambda a, b: a + b, _sum_bounds(left, right))

    def minus(self, left: Number, right: Number) -> Number:
        """See `Numbers`."""
        bounds = _sum_bounds(left, _negated(right))
        return self._made(left, right, int.__sub__, lambda a, b: a - b, bounds)

    def times(self, left: Number, right: Number) -> Number:
        """See `Numbers`."""
        bounds = _product_bounds(left, right)
        return self._made(left, right, int.__mul__, lambda a, b: a * b, bounds)

    def floordiv(self, left: Number, right: Number) -> Number:
        """See `Numbers`."""

        def divide(a: Term, b: Term) -> Term:
            if isinstance(b, int):  # z3's division rounds down where the divisor is positive
                return a / b if b > 0 else (-a) / (-b)
            return z3.If(b > 0, a / b, (-a) / (-b))

        return self._made(left, right, _floor, divide, _quotient_bounds(left, right))

    def mod(self, left: Number, right: Number) -> Number:
        """See `Numbers`."""
        if left.known is not None and right.known is not None:
            return known(_remainder(left.known, right.known))
        product = self.times(right, self.floordiv(left, right))
        return Number(self.minus(left, product).term, *_remainder_bounds(right))

    def less(self, left: Number, right: Number) -> Formula:
        """See `Numbers`."""
        decided = _decided(left, right)
        return left.term < right.term if decided is None else decided

    def equal(self, left: Number, right: Number) -> Formula:
        """See `Numbers`."""
        if left.known is not None and right.known is not None:
            return left.known == right.known
        return False if _apart(left, right) else left.term == right.term

    def either(self, test: Formula, then: Number, otherwise: Number) -> Number:
        """See `Numbers`."""
        if isinstance(test, bool):
            return then if test else otherwise
        if then.known is not None and then.known == otherwise.known:
            return then
        return Number(z3.If(test, then.term, otherwise.term), *_hull(then, otherwise))

    @staticmethod
    def _made(
        left: Number,
        right: Number,
        fold: Callable[[int, int], int],
        make: Callable[[Term, Term], Term],
        bounds: tuple[int | None, int | None],
    ) -> Number:
        if left.known is not None and right.known is not None:
            return known(fold(left.known, right.known))
        return Number(make(left.term, right.term), *bounds)


class BitVectors:
    """Numbers as bit-vectors, signed, each as wide as its bounds ask for.

    Requires: bounds of every number.
    """

    def variable(self, name: str, low: int | None, high: int | None) -> tuple[Term, Number]:
        """See `Numbers`."""
        least, most = _bounded(low, high)
        if least == most:
            return z3.BitVec(name, 1), known(least)
        constant = z3.BitVec(name, _constant_width(least, most))
        extended = z3.ZeroExt(1, constant) if least >= 0 else constant
        return constant, Number(extended, low, high)

    def within(self, constant: Term, low: int | None, high: int | None) -> Formula:
        """See `Numbers`."""
        least, most = _bounded(low, high)
        if least == most:
            return constant == 0
        if least < 0:
            return conj(constant >= least, constant <= most)
        above = True if least == 0 else z3.UGE(constant, least)
        is_full = most == (1 << constant.size()) - 1
        return above if is_full else conj(above, z3.ULE(constant, most))

    def constant(self, number: Number, low: int | None, high: int | None) -> Term:
        """See `Numbers`."""
        least, most = _bounded(low, high)
        width = _constant_width(least, most)
        if least == most:
            return z3.BitVecVal(0, 1)
        if isinstance(number.term, int):
            return z3.BitVecVal(number.term, width)
        return _resized(number.term, width)

    def read(self, value: Term, low: int | None) -> int:
        """See `Numbers`."""
        return int(value.as_long() if low is None or low >= 0 else value.as_signed_long())

    def plus(self, left: Number, right: Number) -> Number:
        """See `Numbers`."""
        return self._made(left, right, int.__add__, lambda a, b: a + b, _sum_bounds(left, right))

    def minus(self, left: Number, right: Number) -> Number:
        """See `Numbers`."""
        bounds = _sum_bounds(left, _negated(right))
        return self._made(left, right, int.__sub__, lambda a, b: a - b, bounds)

    def times(self, left: Number, right: Number) -> Number:
        """See `Numbers`."""
        bounds = _product_bounds(left, right)
        return self._made(left, right, int.__mul__, lambda a, b: a * b, bounds)

    def floordiv(self, left: Number, right: Number) -> Number:
        """See `Numbers`."""

        def divide(a: Term, b: Term) -> Term:
            quotient = a / b  # rounds towards zero
            zero = z3.BitVecVal(0, a.size())
            uneven = z3.And(z3.SRem(a, b) != zero, (a < zero) != (b < zero))
            return z3.If(uneven, quotient - 1, quotient)

        if left.low is not None and left.low >= 0 and right.low is not None and right.low > 0:
            bounds = _quotient_bounds(left, right)
            return self._made(left, right, _floor, z3.UDiv, bounds)
        return self._made(left, right, _floor, divide, _quotient_bounds(left, right))

    def mod(self, left: Number, right: Number) -> Number:
        """See `Numbers`."""
        if left.known is not None and right.known is not None:
            return known(_remainder(left.known, right.known))
        product = self.times(right, self.floordiv(left, right))
        rest = self.minus(left, product)
        low, high = _remainder_bounds(right)
        return Number(_resized(rest.term, _width(*_bounded(low, high))), low, high)

    def less(self, left: Number, right: Number) -> Formula:
        """See `Numbers`."""
        decided = _decided(left, right)
        if decided is not None:
            return decided
        a, b = self._alike(left, right, *_hull(left, right))
        return a < b

    def equal(self, left: Number, right: Number) -> Formula:
        """See `Numbers`."""
        if left.known is not None and right.known is not None:
            return left.known == right.known
        if _apart(left, right):
            return False
        a, b = self._alike(left, right, *_hull(left, right))
        return a == b

    def either(self, test: Formula, then: Number, otherwise: Number) -> Number:
        """See `Numbers`."""
        if isinstance(test, bool):
            return then if test else otherwise
        if then.known is not None and then.known == otherwise.known:
            return then
        bounds = _hull(then, otherwise)
        terms = self._alike(then, otherwise, *bounds)
        return Number(choice(test, *terms, z3.BitVecRef), *bounds)

    def _made(
        self,
        left: Number,
        right: Number,
        fold: Callable[[int, int], int],
        make: Callable[[Term, Term], Term],
        bounds: tuple[int | None, int | None],
    ) -> Number:
        if left.known is not None and right.known is not None:
            return known(fold(left.known, right.known))
        every = [*_bounded(*bounds), *_bounded(*_hull(left, right))]
        a, b = self._alike(left, right, min(every), max(every))
        return Number(make(a, b), *bounds)

    @staticmethod
    def _alike(left: Number, right: Number, low: int | None, high: int | None) -> tuple[Term, Term]:
        """Give both in as many bits as every number from `low` to `high` has room in."""
        width = _width(*_bounded(low, high))
        return _sized(left, width), _sized(right, width)


def _sized(number: Number, width: int) -> Term:
    if isinstance(number.term, int):
        return z3.BitVecVal(number.term, width)
    return _resized(number.term, width)


def _resized(term: Term, width: int) -> Term:
    size = term.size()
    if size > width and term.decl().kind() == z3.Z3_OP_ZERO_EXT and term.arg(0).size() == width:
        return term.arg(0)
    if size < width:
        return z3.SignExt(width - size, term)
    return z3.Extract(width - 1, 0, term) if size > width else term


def _bounded(low: int | None, high: int | None) -> tuple[int, int]:
    if low is None or high is None:
        message = "an integer without bounds"
        raise TooWideError(message)
    return low, high


def _width(low: int, high: int) -> int:
    width = 1 + max(
        (low if low >= 0 else ~low).bit_length(), (high if high >= 0 else ~high).bit_length()
    )
    if width > WIDEST:
        message = f"an integer of {width} bits"
        raise TooWideError(message)
    return width


def _constant_width(low: int, high: int) -> int:
    return max(1, high.bit_length()) if low >= 0 else _width(low, high)


def _negated(number: Number) -> Number:
    low = None if number.high is None else -number.high
    high = None if number.low is None else -number.low
    return Number(number.term, low, high)


def _sum_bounds(left: Number, right: Number) -> tuple[int | None, int | None]:
    low = None if left.low is None or right.low is None else left.low + right.low
    high = None if left.high is None or right.high is None else left.high + right.high
    return low, high


def _hull(left: Number, right: Number) -> tuple[int | None, int | None]:
    low = None if left.low is None or right.low is None else min(left.low, right.low)
    high = None if left.high is None or right.high is None else max(left.high, right.high)
    return low, high


def _corners(
    left: Number, right: Number, make: Callable[[int, int], int]
) -> tuple[int | None, int | None]:
    if left.low is None or left.high is None or right.low is None or right.high is None:
        return None, None
    corners = [make(a, b) for a in (left.low, left.high) for b in (right.low, right.high)]
    return reduce(min, corners), reduce(max, corners)


def _product_bounds(left: Number, right: Number) -> tuple[int | None, int | None]:
    return _corners(left, right, int.__mul__)


def _quotient_bounds(left: Number, right: Number) -> tuple[int | None, int | None]:
    """Give bounds of the quotient, which is farthest from zero where the divisor is 1 or -1.

    A division by zero is said elsewhere; in bits it gives anything that there is room for.
    """
    if right.low is not None and right.low > 0:
        return _corners(left, right, _floor)
    if left.low is None or left.high is None:
        return None, None
    most = max(abs(left.low), abs(left.high)) + 1
    return -most, most


def _remainder_bounds(right: Number) -> tuple[int | None, int | None]:
    low = None if right.low is None else min(0, right.low + 1)
    high = None if right.high is None else max(0, right.high - 1)
    return low, high
