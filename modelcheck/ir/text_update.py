"""The updates of a normal step as text: `latest'[r] = 1` for a map that changes under one key."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from modelcheck.ir.expr import And, At, Conditional, Lookup, Read, Removed, Updated
from modelcheck.ir.layout import SPACE, Group, Nest
from modelcheck.ir.text import PLAIN, Naming, expr_doc
from modelcheck.ir.types import MapType
from modelcheck.ir.walk import rewrite

if TYPE_CHECKING:
    from modelcheck.ir.expr import Expr
    from modelcheck.ir.layout import Doc


def update_docs(name: str, value: Expr, naming: Naming = PLAIN) -> list[Doc]:
    """Give a line per changed key of the field `name`, or one for all of it.

    Lines of one field apply from top to bottom; all they read is the state before, but for
    `name'`, which is what the lines above have made of the field.
    """
    whole = Read(name, old=False, type=value.type)
    lines = _lines(whole, value, f"{name}'", naming)
    return lines or [(f"{name}' = ", expr_doc(value, naming))]


def _lines(before: Expr, after: Expr, place: str, naming: Naming) -> list[Doc] | None:
    """Give the lines that turn `before` into `after`, under conditions where it has some."""
    if not isinstance(after, Conditional):
        return _changes(before, after, place, naming)
    if _same(before, after.otherwise):
        return _conditional_lines(before, after, place, naming)
    first = _lines(before, after.otherwise, place, naming)
    if first is None or isinstance(after.otherwise, Conditional):
        return None
    made = Read(place, old=False, type=after.type)
    then = _put(after.then, after.otherwise, made)
    last = _lines(made, replace(after, then=then, otherwise=made), place, naming)
    # Of several lines, those below would read what those above have made.
    return None if last is None or len(last) > 1 else [*first, *last]


def _conditional_lines(
    before: Expr, after: Conditional, place: str, naming: Naming
) -> list[Doc] | None:
    tests: list[Expr] = []
    then: Expr = after
    while isinstance(then, Conditional) and _same(before, then.otherwise):
        tests.append(then.test)
        then = then.then
    changes = _changes(before, then, place, naming)
    if changes is None:
        return None
    test = tests[0] if len(tests) == 1 else And(tuple(tests))
    head: Doc = ("if ", expr_doc(test, naming), ":")
    return [Group((head, Nest(4, (SPACE, change)))) for change in changes]


def _put(expr: Expr, old: Expr, new: Expr) -> Expr:
    return rewrite(expr, lambda each: new if each == old else each)


def _changes(before: Expr, after: Expr, place: Doc, naming: Naming) -> list[Doc] | None:
    """Give the lines that turn `before` into `after`; `None` unless they differ under keys only."""
    match after:
        case Updated(operand, key, value):
            first = _earlier(before, operand, place, naming)
            if first is None:
                return None
            below = (place, "[", expr_doc(key, naming), "]")
            inner = None
            if _same(before, operand):
                inner = _changes_below(before, key, value, below, naming)
            return [*first, *(inner or [(below, " = ", expr_doc(value, naming))])]
        case Removed(operand, key) if isinstance(operand.type, MapType):
            first = _earlier(before, operand, place, naming)
            if first is None:
                return None
            return [*first, ("del ", place, "[", expr_doc(key, naming), "]")]
        case _:
            return None


def _earlier(before: Expr, operand: Expr, place: Doc, naming: Naming) -> list[Doc] | None:
    return [] if _same(before, operand) else _changes(before, operand, place, naming)


def _changes_below(
    before: Expr, key: Expr, value: Expr, place: Doc, naming: Naming
) -> list[Doc] | None:
    match value:
        case Updated() | Removed():
            inner = _innermost(value)
            if isinstance(inner, Lookup | At) and _reads(inner, before, key):
                return _changes(inner, value, place, naming)
        case _:
            pass
    return None


def _innermost(value: Expr) -> Expr:
    while isinstance(value, Updated | Removed):
        value = value.operand
    return value


def _reads(inner: Lookup | At, before: Expr, key: Expr) -> bool:
    operand, under = (
        (inner.operand, inner.key) if isinstance(inner, Lookup) else (inner.operand, inner.index)
    )
    return _same(before, operand) and under == key


def _same(left: Expr, right: Expr) -> bool:
    """Tell whether both are the same place; the type of the left one may not be known."""
    if isinstance(left, Read) and isinstance(right, Read):
        return left.name == right.name and left.old == right.old
    return left == right
