"""Formulas made shorter, where something is given: `a or (not a and b)` is `a or b`.

And that is `b` where it is given that `b` follows from `a`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from modelcheck.symbolic.solving import Solver, Unsatisfiable
from modelcheck.symbolic.terms import Formula, Term, as_term, conj_all, decided, disj_all, neg, z3

_MOST_PARTS: Final = 40
"""Longer formulas are left as they are: each part costs a question or two."""


def shortened(formula: Formula, solver: Solver) -> Formula:
    """Give a formula that says the same where all is true that the solver knows, and no longer.

    No part of it can be left out.
    """
    formula = pushed(formula)
    if sum(1 for _ in _shorter(formula)) > _MOST_PARTS:
        return formula
    while True:
        for each in (True, False, *_shorter(formula)):
            if each is formula:
                return formula
            if isinstance(solver.ask(z3.Xor(as_term(formula), as_term(each))), Unsatisfiable):
                formula = each
                break
        else:
            return formula


def pushed(formula: Formula) -> Formula:
    """Give a formula of `and` and `or` in which only conditions are negated."""
    return formula if isinstance(formula, bool) else _pushed(formula, positive=True)


def _pushed(term: Term, *, positive: bool) -> Formula:
    if z3.is_not(term):
        return _pushed(term.arg(0), positive=not positive)
    if z3.is_implies(term):
        parts = [_pushed(term.arg(0), positive=not positive)]
        parts.append(_pushed(term.arg(1), positive=positive))
        return disj_all(parts) if positive else conj_all(parts)
    if z3.is_and(term) or z3.is_or(term):
        parts = [_pushed(each, positive=positive) for each in term.children()]
        return conj_all(parts) if z3.is_and(term) == positive else disj_all(parts)
    return decided(term) if positive else neg(decided(term))


def parts_of(formula: Formula, *, of_and: bool) -> list[Formula]:
    """Give what a formula is the conjunction of, or else the disjunction."""
    is_it = z3.is_and if of_and else z3.is_or
    if isinstance(formula, bool) or not is_it(formula):
        return [formula]
    return [part for each in formula.children() for part in parts_of(each, of_and=of_and)]


def _shorter(formula: Formula) -> Iterator[Formula]:
    """Give the formulas that lack one part, long parts first."""
    for of_and, join in ((True, conj_all), (False, disj_all)):
        parts = parts_of(formula, of_and=of_and)
        if len(parts) == 1:
            continue
        for at in range(len(parts)):
            yield join([*parts[:at], *parts[at + 1 :]])
        for at, part in enumerate(parts):
            for each in _shorter(part):
                yield join([*parts[:at], each, *parts[at + 1 :]])
