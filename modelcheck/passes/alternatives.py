"""Conditional names that always stand beside the same alternative take it in.

let   n_2 = oneof(free) if ready else None       let   n_2 = oneof(free) if ready else n
then  n' = n_2 if ready else n                   then  n' = n_2
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from modelcheck.ir.expr import Conditional, Expr, Local
from modelcheck.ir.walk import rewrite, walk
from modelcheck.passes.facts import is_trivial, locals_in, uses
from modelcheck.passes.joined import common_type
from modelcheck.passes.simplify import conjunction, simplify
from modelcheck.passes.tidy import exprs_of, mapped
from modelcheck.passes.trail import Mark, Named

if TYPE_CHECKING:
    from collections.abc import Sequence


def with_alternatives(
    trail: Sequence[Mark], results: Sequence[Expr]
) -> tuple[list[Mark], list[Expr]]:
    """Give the trail and results, of the same meaning."""
    marks, ends = list(trail), list(results)
    for at, mark in enumerate(marks):
        if not isinstance(mark, Named) or not mark.path:
            continue
        later = [expr for each in marks[at + 1 :] for expr in exprs_of(each)] + ends
        test = simplify(conjunction(mark.path))
        other = _alternative(mark.name, test, later)
        unknown = {each.name for each in marks[at:] if isinstance(each, Named)}
        if other is None or not unknown.isdisjoint(locals_in(other)):
            continue
        type_ = common_type(mark.value.type, other.type)
        whole = Conditional(test, mark.value, other, type_, span=mark.span)
        taken = Local(mark.name, type_)
        put = partial(_replaced, test, taken)
        marks[at] = replace(mark, value=whole, path=())
        marks[at + 1 :] = [mapped(each, put) for each in marks[at + 1 :]]
        ends = [put(end) for end in ends]
    return marks, ends


def _alternative(name: str, test: Expr, places: Sequence[Expr]) -> Expr | None:
    """Give what stands beside every use of `name`, if that is one short expression."""
    found = [each for place in places for each in _around(name, test, place)]
    total = sum(uses(place, name) for place in places)
    others = {each.otherwise for each in found}
    if total == 0 or len(found) != total or len(others) != 1:
        return None
    other = others.pop()
    return other if is_trivial(other) else None


def _replaced(test: Expr, taken: Local, place: Expr) -> Expr:
    def rule(each: Expr) -> Expr:
        return taken if _stands_in(each, taken.name, test) else each

    return rewrite(place, rule)


def _around(name: str, test: Expr, place: Expr) -> Iterator[Conditional]:
    for each in walk(place):
        if isinstance(each, Conditional) and _stands_in(each, name, test):
            yield each


def _stands_in(each: Expr, name: str, test: Expr) -> bool:
    match each:
        case Conditional(own, Local(own_name)):
            return own_name == name and own == test
        case _:
            return False
