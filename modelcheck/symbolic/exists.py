"""Whether there is a step: the constants that it is free to choose, taken away."""

from __future__ import annotations

from itertools import product
from math import prod
from typing import Final

from modelcheck.symbolic.algebra import BeyondError
from modelcheck.symbolic.leaves import Bit
from modelcheck.symbolic.numbers import Numbers, known
from modelcheck.symbolic.scope import Input
from modelcheck.symbolic.terms import Formula, Term, decided, disj_all, z3

MOST_WAYS: Final = 4096
"""In how many ways the constants that matter may be chosen."""


def exists(formula: Formula, inputs: tuple[Input, ...], numbers: Numbers) -> Formula:
    """Give that the formula is true for some values of the inputs.

    Raises: `BeyondError` where these are too many, or have no bounds.
    """
    if isinstance(formula, bool):
        return formula
    used = constants_in(formula)
    chosen = [each for each in inputs if each.term.get_id() in used]
    if not chosen:
        return formula
    values = [_values(each, numbers) for each in chosen]
    if prod(map(len, values)) > MOST_WAYS:
        message = "a step with so many arguments and choices"
        raise BeyondError(message)
    ways: list[Formula] = []
    for each in product(*values):
        pairs = [(one.term, value) for one, value in zip(chosen, each, strict=True)]
        ways.append(decided(_simplified(z3.substitute(formula, *pairs))))
    return disj_all(ways)


def _simplified(term: Term) -> Term:
    """Give an equal term that is simpler, whatever was made before it: certificates compare text.

    z3 sorts by when a term was made.
    """
    return z3.simplify(term, sort_disjunctions=False, bv_sort_ac=False)


def _values(each: Input, numbers: Numbers) -> list[Term]:
    leaf = each.leaf
    if isinstance(leaf, Bit):
        return [z3.BoolVal(False), z3.BoolVal(True)]  # noqa: FBT003  # z3 takes no names
    if leaf.low is None or leaf.high is None:
        message = f"all values of {leaf.name}"
        raise BeyondError(message)
    figures = range(leaf.low, leaf.high + 1)
    return [numbers.constant(known(value), leaf.low, leaf.high) for value in figures]


def constants_in(*terms: Formula) -> set[int]:
    """Give the ids of the constants in terms, or in formulas that may be decided."""
    seen: set[int] = set()
    found: set[int] = set()
    waiting = [each for each in terms if not isinstance(each, bool)]
    while waiting:
        term = waiting.pop()
        if term.get_id() in seen:
            continue
        seen.add(term.get_id())
        if z3.is_const(term):
            found.add(term.get_id())
        waiting.extend(term.children())
    return found
