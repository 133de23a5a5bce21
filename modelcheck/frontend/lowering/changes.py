"""Methods that change a place, as assignments: `log.append(m)` is `log = log + [m]`."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

from modelcheck.frontend.errors.language import BadTarget
from modelcheck.frontend.lowering import expressions
from modelcheck.frontend.lowering.arguments import arguments
from modelcheck.frontend.lowering.comprehensions import lower_iterable
from modelcheck.frontend.lowering.context import Found
from modelcheck.frontend.lowering.conversion import element_of
from modelcheck.frontend.lowering.methods import as_set, changing, unknown_method
from modelcheck.frontend.lowering.operators import ordered
from modelcheck.frontend.lowering.places import lower_place, place_type, read_of, settled
from modelcheck.frontend.lowering.scope import Scope
from modelcheck.ir.expr import (
    At,
    BagBinary,
    BagOp,
    Concat,
    Conditional,
    Convert,
    Expr,
    ListDisplay,
    Literal,
    Lookup,
    MapDisplay,
    Membership,
    Merge,
    PositionOf,
    Removed,
    SetBinary,
    SetDisplay,
    SetOp,
    Slice,
    Sorted,
    Updated,
)
from modelcheck.ir.stmt import Assign, KeyPlace, Place, Stmt
from modelcheck.ir.types import (
    NEVER,
    BagType,
    IntType,
    ListType,
    MapType,
    SetType,
    Type,
)

_Change: TypeAlias = Callable[[Expr, ast.Call, Scope], Expr]
"""Gives the value after the change, from the value before and the call."""


def lower_change(node: ast.Call, function: ast.Attribute, scope: Scope) -> tuple[Stmt, ...]:
    """Give the statements of `place.method(...)`.

    Raises: `Found` when the place has no such method, or cannot be changed.
    """
    before, place = settled(lower_place(function.value, scope, "changed in place"), scope)
    type_ = place_type(place, scope)
    change = _CHANGES.get(type(type_), {}).get(function.attr)
    if change is None or function.attr not in changing(type_):
        raise unknown_method(type_, function, scope)
    now = expressions.known_as(read_of(place), scope)
    changed = change(now, node, scope)
    return (*before, Assign(place, changed, in_place=True, span=scope.span(node)))


def is_change(node: ast.Call, scope: Scope) -> bool:
    """Tell whether the call is of a method that changes a place of the spec in place."""
    if not isinstance(node.func, ast.Attribute):
        return False
    try:
        place = lower_place(node.func.value, scope)
    except Found:
        return False
    return node.func.attr in changing(place_type(place, scope))


def lower_pop(node: ast.Call, scope: Scope) -> tuple[list[Stmt], Expr, Assign]:
    """Give `place.pop(...)`: statements before, the value that it gives, and the removal.

    Raises: `Found` when the place has no `pop`.
    """
    assert isinstance(node.func, ast.Attribute)
    before, place = settled(lower_place(node.func.value, scope, "changed in place"), scope)
    now = expressions.known_as(read_of(place), scope)
    span = scope.span(node)
    match now.type:
        case MapType(key=key_type, value=value):
            given, _ = arguments(node, scope, "d.pop(key, default)", least=1, most=2)
            key = expressions.lower_as(given[0], scope, key_type)
            if len(given) > 1:
                default = expressions.lower_as(given[1], scope, value)
                there = Membership(key, now, span=span)
                found = Conditional(
                    there, Lookup(now, key, value, span=span), default, value, span=span
                )
            else:
                found = Lookup(now, key, value, span=span)
        case ListType(element=element):
            given, _ = arguments(node, scope, "items.pop(index)", least=0, most=1)
            found = At(now, _last(node, scope), element, span=span)
        case _:
            raise unknown_method(now.type, node.func, scope)
    changed = _CHANGES[type(now.type)]["pop"](now, node, scope)
    return before, found, Assign(place, changed, in_place=True, span=span)


def _last(node: ast.Call, scope: Scope) -> Expr:
    if node.args:
        return expressions.lower_int(node.args[0], scope)
    return Literal(-1, IntType(-1, -1), span=scope.span(node))


def removal(place: Place, scope: Scope, node: ast.stmt) -> tuple[Stmt, ...]:
    """Give `del base[key]`.

    Raises: `Found` when the place is no key of a dict, list or Counter.
    """
    before, settled_place = settled(place, scope)
    if not isinstance(settled_place, KeyPlace):
        raise Found(BadTarget("deleted", span=place.span))
    base, key = settled_place.base, settled_place.key
    span = scope.span(node)
    now = expressions.known_as(read_of(base), scope)
    changed: Expr
    match now.type:
        case BagType():
            zero = Literal(0, IntType(0, 0), span=span)
            changed = Updated(now, key, zero, now.type, span=span)
        case MapType() | ListType():
            changed = Removed(now, key, now.type, span=span)
        case _:
            raise Found(BadTarget("deleted", span=place.span))
    return (*before, Assign(base, changed, in_place=True, span=span))


def _element(type_: Type) -> Type:
    return element_of(type_) or NEVER


def _with_one(op: SetOp) -> _Change:
    def change(now: Expr, node: ast.Call, scope: Scope) -> Expr:
        assert isinstance(now.type, SetType)
        (given,), _ = arguments(node, scope, "s.add(x)", least=1)
        element = expressions.lower_as(given, scope, now.type.element)
        single = SetDisplay((element,), now.type, span=element.span)
        return SetBinary(op, now, single, now.type, span=scope.span(node))

    return change


def _with_all(op: SetOp) -> _Change:
    def change(now: Expr, node: ast.Call, scope: Scope) -> Expr:
        assert isinstance(now.type, SetType)
        others, _ = arguments(node, scope, "s.update(xs, ...)", least=1, most=9)
        result = now
        for other in others:
            right = as_set(other, scope, now.type.element)
            expressions.checked(right, SetType(now.type.element, frozen=_frozen(right)))
            result = SetBinary(op, result, right, now.type, span=scope.span(node))
        return result

    return change


def _frozen(expr: Expr) -> bool:
    return isinstance(expr.type, SetType) and expr.type.frozen


def _set_remove(now: Expr, node: ast.Call, scope: Scope) -> Expr:
    assert isinstance(now.type, SetType)
    (given,), _ = arguments(node, scope, "s.remove(x)", least=1)
    element = expressions.lower_as(given, scope, now.type.element)
    return Removed(now, element, now.type, span=scope.span(node))


def _clear(now: Expr, node: ast.Call, scope: Scope) -> Expr:
    arguments(node, scope, "x.clear()", least=0)
    span = scope.span(node)
    match now.type:
        case SetType():
            return SetDisplay((), now.type, span=span)
        case MapType():
            return MapDisplay((), now.type, span=span)
        case ListType():
            return ListDisplay((), now.type, span=span)
        case _:
            assert isinstance(now.type, BagType)
            empty = ListDisplay((), ListType(now.type.element), span=span)
            return Convert(empty, now.type, span=span)


def _map_pop(now: Expr, node: ast.Call, scope: Scope) -> Expr:
    assert isinstance(now.type, MapType)
    given, _ = arguments(node, scope, "d.pop(key, default)", least=1, most=2)
    key = expressions.lower_as(given[0], scope, now.type.key)
    span = scope.span(node)
    removed = Removed(now, key, now.type, span=span)
    if len(given) == 1:
        return removed
    return Conditional(Membership(key, now, span=span), removed, now, now.type, span=span)


def _map_update(now: Expr, node: ast.Call, scope: Scope) -> Expr:
    assert isinstance(now.type, MapType)
    (given,), _ = arguments(node, scope, "d.update(other)", least=1)
    other = expressions.lower_expr(given, scope, now.type)
    frozen = isinstance(other.type, MapType) and other.type.frozen
    expressions.checked(other, MapType(now.type.key, now.type.value, frozen=frozen))
    return Merge(now, other, now.type, span=scope.span(node))


def _setdefault(now: Expr, node: ast.Call, scope: Scope) -> Expr:
    assert isinstance(now.type, MapType)
    (given, default), _ = arguments(node, scope, "d.setdefault(key, value)", least=2)
    key = expressions.lower_as(given, scope, now.type.key)
    value = expressions.lower_as(default, scope, now.type.value)
    span = scope.span(node)
    updated = Updated(now, key, value, now.type, span=span)
    return Conditional(Membership(key, now, span=span), now, updated, now.type, span=span)


def _append(now: Expr, node: ast.Call, scope: Scope) -> Expr:
    assert isinstance(now.type, ListType)
    (given,), _ = arguments(node, scope, "items.append(x)", least=1)
    element = expressions.lower_as(given, scope, now.type.element)
    single = ListDisplay((element,), ListType(now.type.element), span=element.span)
    return Concat(now, single, now.type, span=scope.span(node))


def _list_pop(now: Expr, node: ast.Call, scope: Scope) -> Expr:
    assert isinstance(now.type, ListType)
    arguments(node, scope, "items.pop(index)", least=0, most=1)
    return Removed(now, _last(node, scope), now.type, span=scope.span(node))


def _list_remove(now: Expr, node: ast.Call, scope: Scope) -> Expr:
    assert isinstance(now.type, ListType)
    (given,), _ = arguments(node, scope, "items.remove(x)", least=1)
    element = expressions.lower_as(given, scope, now.type.element)
    span = scope.span(node)
    return Removed(now, PositionOf(now, element, span=span), now.type, span=span)


def _insert(now: Expr, node: ast.Call, scope: Scope) -> Expr:
    assert isinstance(now.type, ListType)
    (place, given), _ = arguments(node, scope, "items.insert(index, x)", least=2)
    index = expressions.lower_int(place, scope)
    element = expressions.lower_as(given, scope, now.type.element)
    span = scope.span(node)
    single = ListDisplay((element,), now.type, span=element.span)
    head = Slice(now, None, index, now.type, span=span)
    tail = Slice(now, index, None, now.type, span=span)
    return Concat(Concat(head, single, now.type, span=span), tail, now.type, span=span)


def _extend(now: Expr, node: ast.Call, scope: Scope) -> Expr:
    assert isinstance(now.type, ListType)
    (given,), _ = arguments(node, scope, "items.extend(xs)", least=1)
    items = lower_iterable(given, scope)
    added = Convert(items, ListType(_element(items.type)), span=items.span)
    expressions.checked(added, ListType(now.type.element))
    return Concat(now, added, now.type, span=scope.span(node))


def _sort(now: Expr, node: ast.Call, scope: Scope) -> Expr:
    assert isinstance(now.type, ListType)
    arguments(node, scope, "items.sort()", least=0)
    ordered(now.type.element, now)
    return Sorted(now, False, now.type, span=scope.span(node))  # noqa: FBT003  # `descending`


def _bag(op: BagOp) -> _Change:
    def change(now: Expr, node: ast.Call, scope: Scope) -> Expr:
        assert isinstance(now.type, BagType)
        (given,), _ = arguments(node, scope, "bag.update(xs)", least=1)
        items = expressions.lower_expr(given, scope)
        if not isinstance(items.type, BagType):
            items = lower_iterable(given, scope)
            items = Convert(items, BagType(_element(items.type)), span=items.span)
        expressions.checked(items, BagType(now.type.element))
        return BagBinary(op, now, items, now.type, span=scope.span(node))

    return change


_CHANGES: Final[Mapping[type, Mapping[str, _Change]]] = {
    SetType: {
        "add": _with_one(SetOp.UNION),
        "discard": _with_one(SetOp.DIFFERENCE),
        "remove": _set_remove,
        "clear": _clear,
        "update": _with_all(SetOp.UNION),
        "difference_update": _with_all(SetOp.DIFFERENCE),
        "intersection_update": _with_all(SetOp.INTERSECTION),
        "symmetric_difference_update": _with_all(SetOp.SYMMETRIC),
    },
    MapType: {
        "pop": _map_pop,
        "clear": _clear,
        "update": _map_update,
        "setdefault": _setdefault,
    },
    ListType: {
        "append": _append,
        "pop": _list_pop,
        "insert": _insert,
        "extend": _extend,
        "remove": _list_remove,
        "clear": _clear,
        "sort": _sort,
    },
    BagType: {"update": _bag(BagOp.SUM), "clear": _clear},
}
"""How each method changes a value."""
