"""Put back into place what symbolic execution named only to be safe.

    let n = latest[r] + 1                        latest'[r] = latest[r] + 1
    latest' = {**latest, r: n}

A name is replaced by its value where that changes no value, no choice, and no order of
errors and guards: a value that may fail moves only past what neither disables nor ends the
step, and only to a place that is evaluated exactly when the name was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, assert_never

from modelcheck.ir.expr import (
    And,
    Conditional,
    Expr,
    Fold,
    Let,
    ListOf,
    Local,
    MapOf,
    OneOf,
    Or,
    Quantified,
    SetOf,
)
from modelcheck.ir.walk import children, is_expr
from modelcheck.passes.facts import chooses, is_small, is_total, uses
from modelcheck.passes.simplify import negation, simplify, substitute
from modelcheck.passes.trail import Checked, Left, Mark, Named, Path, Refused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from modelcheck.ir.walk import Node


@dataclass(frozen=True, slots=True)
class _Use:
    """Where a name stands: under which conditions, and whether evaluated once there."""

    conditions: Path
    once: bool


def tidy(trail: Sequence[Mark], results: Sequence[Expr]) -> tuple[list[Mark], list[Expr]]:
    """Give a shorter trail and its results, of the same meaning."""
    marks, ends = list(trail), [simplify(result) for result in results]
    at = len(marks) - 1
    while at >= 0:
        mark = marks[at]
        if isinstance(mark, Named) and _goes(mark, marks[:at], marks[at + 1 :], ends):
            value = {mark.name: mark.value}
            later = [_substituted(each, value) for each in marks[at + 1 :]]
            marks = [*marks[:at], *later]
            ends = [simplify(substitute(end, value)) for end in ends]
        at -= 1
    return marks, ends


def _goes(
    mark: Named, earlier: Sequence[Mark], later: Sequence[Mark], ends: Sequence[Expr]
) -> bool:
    """Tell whether the name can be replaced by its value."""
    if chooses(mark.value) or (isinstance(mark.value, Fold) and len(mark.value.names) > 1):
        return False
    places = [expr for each in later for expr in exprs_of(each)] + list(ends)
    count = sum(uses(place, mark.name) for place in places)
    if is_total(mark.value, _evaluated(earlier)):
        once = all(use.once for place in places for use in _uses(place, mark.name))
        return (count <= 1 and once) or is_small(mark.value)
    return count == 1 and _is_safe(mark, later, ends)


def _evaluated(earlier: Sequence[Mark]) -> frozenset[Expr]:
    """Give what guards have evaluated by now, which does not fail when it is evaluated again."""
    tests = (mark.test for mark in earlier if isinstance(mark, Checked) and not mark.path)
    return frozenset(each for test in tests for each in _always(test, holds=True))


def _always(expr: Expr, *, holds: bool) -> Iterator[Expr]:
    """Give what is evaluated whenever `expr` is and, if it `holds`, was true."""
    yield expr
    match expr:
        case And(operands):
            for operand in operands if holds else operands[:1]:
                yield from _always(operand, holds=holds)
        case Or(operands):
            yield from _always(operands[0], holds=False)
        case Conditional(test):
            yield from _always(test, holds=False)
        case SetOf() | ListOf() | MapOf() | Quantified() | Fold() | Let():
            pass
        case _:
            for child in children(expr):
                if is_expr(child):
                    yield from _always(child, holds=False)


def _is_safe(mark: Named, later: Sequence[Mark], ends: Sequence[Expr]) -> bool:
    """Tell whether the only use is evaluated exactly when the name was, before any way out."""
    for each in later:
        for expr, conditions in _conditioned(each):
            for use in _uses(expr, mark.name):
                fits = use.once and _same((*conditions, *use.conditions), mark.path)
                return fits and _takes(each, mark.name)
        if not isinstance(each, Named | Refused) or any(map(chooses, exprs_of(each))):
            return False
    found = [use for end in ends for use in _uses(end, mark.name)]
    return all(use.once and _same(use.conditions, mark.path) for use in found)


def _same(left: Path, right: Path) -> bool:
    """Tell whether two paths say the same; the order of conditions that are total is idle."""
    return set(_flat(left)) == set(_flat(right))


def _flat(path: Path) -> Iterator[Expr]:
    for each in path:
        yield from each.operands if isinstance(each, And) else (each,)


def _takes(mark: Mark, name: str) -> bool:
    """Tell whether what may fail can move into `mark`: before its choice, not into a way out."""
    match mark:
        case Left(test):
            return uses(test, name) > 0
        case Named(value=OneOf(options)):
            return not chooses(options)
        case _:
            return not any(map(chooses, exprs_of(mark)))


def _conditioned(mark: Mark) -> Iterator[tuple[Expr, Path]]:
    """Give the expressions of `mark`, each with the conditions under which it is evaluated."""
    for number, test in enumerate(mark.path):
        yield test, mark.path[:number]
    match mark:
        case Named(value=value):
            yield value, mark.path
        case Checked(test) | Refused(test):
            yield test, mark.path
        case Left(test, value):
            yield test, mark.path
            yield value, (*mark.path, test)
        case _:
            assert_never(mark)


def exprs_of(mark: Mark) -> list[Expr]:
    """Give the expressions of `mark`, its path included."""
    return [expr for expr, _ in _conditioned(mark)]


def _substituted(mark: Mark, value: dict[str, Expr]) -> Mark:
    return mapped(mark, lambda expr: simplify(substitute(expr, value)))


def mapped(mark: Mark, put: Callable[[Expr], Expr]) -> Mark:
    """Give `mark` with `put` applied to its expressions."""
    path = tuple(map(put, mark.path))
    match mark:
        case Named():
            return replace(mark, value=put(mark.value), path=path)
        case Checked() | Refused():
            return replace(mark, test=put(mark.test), path=path)
        case Left():
            return replace(mark, test=put(mark.test), value=put(mark.value), path=path)
        case _:
            assert_never(mark)


def _uses(node: Node, name: str, under: Path = (), *, once: bool = True) -> Iterator[_Use]:
    match node:
        case Local():
            if node.name == name:
                yield _Use(under, once)
        case Conditional(test, then, otherwise):
            yield from _uses(test, name, under, once=once)
            yield from _uses(then, name, (*under, test), once=once)
            yield from _uses(otherwise, name, (*under, negation(test)), once=once)
        case And(operands):
            for number, operand in enumerate(operands):
                yield from _uses(operand, name, (*under, *operands[:number]), once=once)
        case Or(operands):
            for number, operand in enumerate(operands):
                before = tuple(map(negation, operands[:number]))
                yield from _uses(operand, name, (*under, *before), once=once)
        case SetOf() | ListOf() | MapOf() | Quantified():
            # The first iterable is evaluated once, the rest as often as there are rounds.
            first, *rest = node.generators
            yield from _uses(first.iterable, name, under, once=once)
            yield from _all(first.conditions, name, under)
            yield from _all(rest, name, under)
            inner = (each for each in children(node) if is_expr(each))
            yield from _all(inner, name, under)
        case Fold(initial=initial, iterable=iterable, step=step, until=until):
            yield from (
                use for each in (*initial, iterable) for use in _uses(each, name, under, once=once)
            )
            yield from _all([step, *([] if until is None else [until])], name, under)
        case Let(value=value, body=body):
            yield from _uses(value, name, under, once=once)
            yield from _uses(body, name, under, once=once)
        case _:
            for child in children(node):
                yield from _uses(child, name, under, once=once)


def _all(nodes: Iterable[Node], name: str, under: Path) -> Iterator[_Use]:
    for node in nodes:
        yield from _uses(node, name, under, once=False)
