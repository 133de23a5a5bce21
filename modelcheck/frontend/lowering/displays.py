"""Displays: `{a, b}`, `[a, b]`, `{k: v}`, and the empty ones, which take the expected type."""

from __future__ import annotations

import ast
from typing import Final

from modelcheck.frontend.errors.calls import StarredArgument
from modelcheck.frontend.errors.typing import MutableInside, UnsupportedType
from modelcheck.frontend.lowering import expressions
from modelcheck.frontend.lowering.context import Found
from modelcheck.frontend.lowering.conversion import assignable, join, options_of
from modelcheck.frontend.lowering.scope import Scope
from modelcheck.frontend.lowering.telling import kind_of, told
from modelcheck.frontend.lowering.tuples import no_tuple
from modelcheck.ir.expr import Expr, ListDisplay, MapDisplay, SetDisplay
from modelcheck.ir.types import (
    NEVER,
    ListType,
    MapType,
    SetType,
    Type,
    is_mutable,
)


def lower_display(
    node: ast.Set | ast.List | ast.Dict | ast.Tuple, scope: Scope, expected: Type | None
) -> Expr:
    """Give a display; its element type is the expected one where the elements fit it."""
    span = scope.span(node)
    match node:
        case ast.Set(elts=elements):
            hint = expected_set(expected)
            items = _elements(elements, scope, hint.element if hint else None)
            type_ = SetType(element_type(items, hint.element if hint else None))
            hashable(type_.element, "a member of a set", items[0])
            return SetDisplay(items, type_, span=span)
        case ast.List(elts=elements):
            wanted = expected_list(expected)
            items = _elements(elements, scope, wanted.element if wanted else None)
            return ListDisplay(
                items, ListType(element_type(items, wanted.element if wanted else None)), span=span
            )
        case ast.Dict(keys=keys, values=values):
            return _map(node, keys, values, scope, expected_map(expected))
        case ast.Tuple():
            raise Found(
                UnsupportedType(
                    "tuple", "name the parts in a `NamedTuple`, or write a list", span=span
                )
            )


def _map(
    node: ast.Dict,
    keys: list[ast.expr | None],
    values: list[ast.expr],
    scope: Scope,
    hint: MapType | None,
) -> Expr:
    items: list[tuple[Expr, Expr]] = []
    for key, value in zip(keys, values, strict=True):
        if key is None:
            raise Found(StarredArgument(span=scope.span(value)))
        items.append(
            (
                expressions.lower_expr(key, scope, hint.key if hint else None),
                no_tuple(expressions.lower_expr(value, scope, hint.value if hint else None)),
            )
        )
    key_type = element_type(tuple(key for key, _ in items), hint.key if hint else None)
    value_type = element_type(tuple(value for _, value in items), hint.value if hint else None)
    if items:
        hashable(key_type, "a key", items[0][0])
    return MapDisplay(tuple(items), MapType(key_type, value_type), span=scope.span(node))


def _elements(nodes: list[ast.expr], scope: Scope, hint: Type | None) -> tuple[Expr, ...]:
    return tuple(no_tuple(expressions.lower_expr(each, scope, hint)) for each in nodes)


def element_type(items: tuple[Expr, ...], hint: Type | None) -> Type:
    """Give the type that all items have: the hint where they fit it, otherwise their join."""
    found: Type = NEVER
    for item in items:
        found = join(found, item.type)
    return hint if hint is not None and assignable(found, hint) else found


def hashable(type_: Type, where: str, expr: Expr) -> None:
    """Check that values of `type_` may be members or keys.

    Raises: `Found` with MC204 when CPython could not hash them.
    """
    mutable = next((each for each in options_of(type_) if is_mutable(each)), None)
    if mutable is not None:
        instead = _FROZEN[kind_of(mutable)]
        raise Found(MutableInside(told(type_), where, instead, span=expr.span))


_FROZEN: Final = {
    "set": "`frozenset(...)` around it",
    "dict": "`Map(...)` around it",
    "list": "a `NamedTuple` with a field per position",
    "Counter": "a `Map` from elements to counts",
}
"""What to write for a value that has no hash."""


def expected_set(expected: Type | None) -> SetType | None:
    """Give the set type among what is expected, if there is one."""
    return next((each for each in _options(expected) if isinstance(each, SetType)), None)


def expected_list(expected: Type | None) -> ListType | None:
    """Give the list type among what is expected, if there is one."""
    return next((each for each in _options(expected) if isinstance(each, ListType)), None)


def expected_map(expected: Type | None) -> MapType | None:
    """Give the map type among what is expected, if there is one."""
    return next((each for each in _options(expected) if isinstance(each, MapType)), None)


def _options(expected: Type | None) -> tuple[Type, ...]:
    return () if expected is None else options_of(expected)
