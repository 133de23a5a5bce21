"""Words of the language that are values: `oneof`, `subsets`, `the`, `Map`; others are refused."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Final, TypeAlias

from modelcheck.frontend.errors.calls import UnsupportedCall
from modelcheck.frontend.errors.expressions import SelfAsValue
from modelcheck.frontend.errors.typing import MutableInside
from modelcheck.frontend.lowering import expressions
from modelcheck.frontend.lowering.access import is_old
from modelcheck.frontend.lowering.arguments import arguments, wrong
from modelcheck.frontend.lowering.comprehensions import as_list, lower_iterable
from modelcheck.frontend.lowering.context import Found
from modelcheck.frontend.lowering.conversion import element_of, join
from modelcheck.frontend.lowering.displays import expected_map
from modelcheck.frontend.lowering.scope import Scope
from modelcheck.frontend.lowering.telling import told
from modelcheck.ir.expr import Convert, Expr, Literal, MapDisplay, OneOf, Subsets, The
from modelcheck.ir.types import (
    NEVER,
    IntType,
    ListType,
    MapType,
    SetType,
    StreamType,
    Type,
    is_mutable,
)
from modelcheck.lang import Map, each, fail, old, one, oneof, require, subsets, the

Lower: TypeAlias = Callable[[ast.Call, Scope, Type | None], Expr]
"""Gives the value of a call, of which a type may be expected."""


def _element(iterable: Expr) -> Type:
    return element_of(iterable.type) or NEVER


def _oneof(node: ast.Call, scope: Scope, expected: Type | None) -> Expr:
    (options,), _ = arguments(node, scope, "oneof(options)", least=1)
    hint = None if expected is None else StreamType(expected, ordered=False)
    if isinstance(options, ast.GeneratorExp):
        lowered = expressions.lower_expr(options, scope, hint)
    elif isinstance(options, ast.Tuple | ast.List):
        items = as_list(options)
        lowered = expressions.lower_expr(items, scope, ListType(expected) if expected else None)
    else:
        lowered = lower_iterable(options, scope)
    element = _element(lowered)
    if is_mutable(element):
        where = "an option of `oneof`"
        raise Found(
            MutableInside(told(element), where, "`frozenset(...)` around it", span=lowered.span)
        )
    return OneOf(lowered, element, span=scope.span(node))


def _subsets(node: ast.Call, scope: Scope, expected: Type | None) -> Expr:
    del expected
    takes = "subsets(elements, size=, min=, max=)"
    (operand,), named = arguments(node, scope, takes, least=1, named=("size", "min", "max"))
    if "size" in named and len(named) > 1:
        raise wrong(node, scope, takes)
    elements = lower_iterable(operand, scope)
    span = scope.span(node)
    zero = Literal(0, IntType(0, 0), span=span)
    least = named.get("size", named.get("min"))
    most = named.get("size", named.get("max"))
    return Subsets(
        elements,
        zero if least is None else expressions.lower_int(least, scope),
        None if most is None else expressions.lower_int(most, scope),
        ListType(SetType(_element(elements), frozen=True)),
        span=span,
    )


def _the(node: ast.Call, scope: Scope, expected: Type | None) -> Expr:
    del expected
    takes = "the(elements, default=)"
    (operand,), named = arguments(node, scope, takes, least=1, named=("default",))
    elements = lower_iterable(operand, scope)
    element = _element(elements)
    default = expressions.lower_expr(named["default"], scope, element) if named else None
    type_ = element if default is None else join(element, default.type)
    return The(elements, default, type_, span=scope.span(node))


def _map(node: ast.Call, scope: Scope, expected: Type | None) -> Expr:
    takes = "Map({key: value, ...})"
    operands, _ = arguments(node, scope, takes, least=0, most=1)
    span = scope.span(node)
    hint = expected_map(expected)
    if not operands:
        return MapDisplay((), hint or MapType(NEVER, NEVER, frozen=True), span=span)
    mutable = None if hint is None else MapType(hint.key, hint.value)
    items = expressions.lower_expr(operands[0], scope, mutable)
    if not isinstance(items.type, MapType):
        raise wrong(node, scope, takes)
    value = items.type.value
    if is_mutable(value):
        where = "a value of a Map"
        raise Found(
            MutableInside(told(value), where, "`frozenset(...)` around it", span=items.span)
        )
    return Convert(items, MapType(items.type.key, value, frozen=True), span=span)


def _old(node: ast.Call, scope: Scope, expected: Type | None) -> Expr:
    del expected
    is_old(node, scope)
    raise Found(SelfAsValue(ast.unparse(node), span=scope.span(node)))


def _statement(node: ast.Call, scope: Scope, expected: Type | None) -> Expr:
    del expected
    word = ast.unparse(node.func).rpartition(".")[2]
    raise Found(UnsupportedCall(word, _ELSEWHERE[word], span=scope.span(node)))


_ELSEWHERE: Final = {
    "require": "write it in a statement of its own, before what it guards",
    "fail": "write it in a statement of its own, under an `if`",
    "one": "name the element at the module's top: `NAME: Final = one(...)`",
    "each": "name the constant at the module's top: `NAME: Final = each(..., (...))`",
}
"""Where the words go that are no expressions of a body."""

WORDS: Final[tuple[tuple[object, Lower], ...]] = (
    (oneof, _oneof),
    (subsets, _subsets),
    (the, _the),
    (Map, _map),
    (old, _old),
    (require, _statement),
    (fail, _statement),
    (one, _statement),
    (each, _statement),
)
"""The words of the language that stand in expressions, and how each is lowered."""
