"""Sums of integers, and what is said of them: `2 * a + b - 1 >= 0`.

z3 writes the same condition in many ways; here there is one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from modelcheck.symbolic.terms import Formula, Term, conj, neg, z3


@dataclass(frozen=True, slots=True, eq=False)
class Sum:
    """A sum: how often each term counts, by its id, and a number; no term is a sum itself."""

    parts: Mapping[int, tuple[Term, int]]
    number: int

    def plus(self, other: Sum, times: int = 1) -> Sum:
        """Give the sum of this and so many times the other."""
        parts = dict(self.parts)
        for key, (term, often) in other.parts.items():
            _, before = parts.get(key, (term, 0))
            parts[key] = (term, before + times * often)
        kept = {key: each for key, each in parts.items() if each[1]}
        return Sum(kept, self.number + times * other.number)

    def scaled(self, by: int) -> Sum:
        """Give so many times this."""
        return number_sum(0).plus(self, by)

    @property
    def term(self) -> Term:
        """The sum as z3 has it."""
        terms = [often * term for term, often in self.parts.values()]
        return z3.simplify(z3.Sum([z3.IntVal(self.number), *terms]))


def number_sum(number: int) -> Sum:
    """Give a number as a sum."""
    return Sum({}, number)


def sum_of(term: Term) -> Sum:
    """Give a term as a sum: what is no sum in it counts as one term."""
    if z3.is_int_value(term):
        return number_sum(term.as_long())
    parts = term.children()
    if z3.is_add(term):
        return _added([sum_of(each) for each in parts])
    if z3.is_sub(term):
        first, *others = map(sum_of, parts)
        return first.plus(_added(others), -1)
    if z3.is_app_of(term, z3.Z3_OP_UMINUS):
        return sum_of(parts[0]).scaled(-1)
    if z3.is_mul(term):
        sums = [sum_of(each) for each in parts]
        numbers = [each for each in sums if not each.parts]
        others = [each for each in sums if each.parts]
        if len(others) <= 1:
            result = others[0] if others else number_sum(1)
            for each in numbers:
                result = result.scaled(each.number)
            return result
    return Sum({term.get_id(): (term, 1)}, 0)


def _added(sums: list[Sum]) -> Sum:
    total = number_sum(0)
    for each in sums:
        total = total.plus(each)
    return total


class Sign(Enum):
    """What is said of a sum."""

    AT_LEAST_ZERO = ">="
    ZERO = "=="
    NOT_ZERO = "!="


@dataclass(frozen=True, slots=True, eq=False)
class Condition:
    """That a sum is at least 0, or 0, or not."""

    sum: Sum
    sign: Sign

    @property
    def negation(self) -> Condition:
        """The opposite."""
        match self.sign:
            case Sign.AT_LEAST_ZERO:
                return Condition(number_sum(-1).plus(self.sum, -1), Sign.AT_LEAST_ZERO)
            case Sign.ZERO:
                return Condition(self.sum, Sign.NOT_ZERO)
            case Sign.NOT_ZERO:
                return Condition(self.sum, Sign.ZERO)


def condition_of(atom: Term) -> Condition | None:
    """Give what an atom says of a sum; `None` if it is no comparison of integers."""
    if not z3.is_app(atom) or atom.num_args() != 2 or not z3.is_int(atom.arg(0)):  # noqa: PLR2004  # left and right
        return None
    left, right = map(sum_of, atom.children())
    if z3.is_le(atom):
        return Condition(right.plus(left, -1), Sign.AT_LEAST_ZERO)
    if z3.is_ge(atom):
        return Condition(left.plus(right, -1), Sign.AT_LEAST_ZERO)
    if z3.is_lt(atom):
        return Condition(left.plus(right, -1), Sign.AT_LEAST_ZERO).negation
    if z3.is_gt(atom):
        return Condition(right.plus(left, -1), Sign.AT_LEAST_ZERO).negation
    if z3.is_eq(atom):
        return Condition(left.plus(right, -1), Sign.ZERO)
    if z3.is_distinct(atom):
        return Condition(left.plus(right, -1), Sign.NOT_ZERO)
    return None


def without_division(formula: Formula) -> Formula:
    """Give a formula that says the same, without `//` where it can: Horn engines are poor at it.

    `a // 2 >= b` is `a >= 2 * b`, where the divisor is a positive number.
    """
    if isinstance(formula, bool):
        return formula
    pairs = [(atom, _undivided(atom)) for atom in atoms(formula)]
    return z3.substitute(formula, *((atom, new) for atom, new in pairs if new is not None))


def atoms(formula: Term) -> Iterator[Term]:
    """Give the conditions in a formula that are made of no others, each once."""
    seen: set[int] = set()
    waiting = [formula]
    while waiting:
        term = waiting.pop()
        if term.get_id() in seen:
            continue
        seen.add(term.get_id())
        inner = [each for each in term.children() if z3.is_bool(each)]
        if z3.is_bool(term) and not inner and not z3.is_true(term) and not z3.is_false(term):
            yield term
        waiting.extend(term.children())


def _undivided(atom: Term) -> Formula:
    """Give the atom without its one division; `None` where it has another form."""
    condition = condition_of(atom)
    if condition is None:
        return None
    divided = [each for each in condition.sum.parts.values() if _is_division(each[0])]
    if len(divided) != 1 or abs(divided[0][1]) != 1:
        return None
    quotient, often = divided[0]
    rest = condition.sum.plus(sum_of(quotient), -often)
    above = _at_least_zero(quotient, often, rest)
    is_zero = conj(above, _at_least_zero(quotient, -often, rest.scaled(-1)))
    match condition.sign:
        case Sign.AT_LEAST_ZERO:
            return above
        case Sign.ZERO:
            return is_zero
        case Sign.NOT_ZERO:
            return neg(is_zero)


def _at_least_zero(quotient: Term, often: int, rest: Sum) -> Formula:
    """Give `often * (a // b) + rest >= 0`, where `often` is 1 or -1, without the quotient.

    It says that `a // b` is at least `-rest`, or that it is at most `rest`.
    """
    dividend, divisor = sum_of(quotient.arg(0)), quotient.arg(1).as_long()
    if often > 0:
        return dividend.plus(rest, divisor).term >= 0
    return rest.scaled(divisor).plus(dividend, -1).term >= 1 - divisor


def _is_division(term: Term) -> bool:
    return bool(z3.is_idiv(term) and z3.is_int_value(term.arg(1)) and term.arg(1).as_long() > 0)
