"""The updates of a normal step as text: `latest'[r] = 1` for a map that changes under one key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from modelcheck.ir.expr import At, Conditional, Lookup, Read, Removed, Updated
from modelcheck.ir.text import PLAIN, Naming, expr_doc
from modelcheck.ir.types import MapType

if TYPE_CHECKING:
    from modelcheck.ir.expr import Expr
    from modelcheck.ir.layout import Doc


def update_docs(name: str, value: Expr, naming: Naming = PLAIN) -> list[Doc]:
    """Give a line per changed key of the field `name`, or one for all of it.

    Lines of one field apply from top to bottom; all they read is the state before.
    """
    whole = Read(name, old=False, type=value.type)
    match value:
        case Conditional(test, then, Read() as kept) if _same(kept, whole):
            changes = _changes(whole, then, f"{name}'", naming)
            head: Doc = ("if ", expr_doc(test, naming), ": ")
        case _:
            changes = _changes(whole, value, f"{name}'", naming)
            head = ()
    if not changes:
        return [(f"{name}' = ", expr_doc(value, naming))]
    return [(head, change) for change in changes]


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
