"""Methods that change a place, as assignments: `log.append(m)` is `log = log + [m]`."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final, TypeAlias, TypeVar

from modelcheck.frontend.errors.bodies import BadTarget
from modelcheck.frontend.lowering import expressions
from modelcheck.frontend.lowering.arguments import arguments
from modelcheck.frontend.lowering.choices import has_choice
from modelcheck.frontend.lowering.comprehensions import lower_iterable
from modelcheck.frontend.lowering.context import Found
from modelcheck.frontend.lowering.conversion import element_of, join, without_bounds
from modelcheck.frontend.lowering.methods import as_set, changing, unknown_method
from modelcheck.frontend.lowering.operators import ordered
from modelcheck.frontend.lowering.places import (
    fresh,
    lower_place,
    place_type,
    read_of,
    settled,
)
from modelcheck.frontend.lowering.scope import Scope
from modelcheck.frontend.lowering.tuples import no_tuple
from modelcheck.ir.expr import (
    At,
    BagBinary,
    BagOp,
    Concat,
    Conditional,
    Constant,
    Convert,
    Expr,
    GetOr,
    ListDisplay,
    Literal,
    Local,
    Lookup,
    MapDisplay,
    Membership,
    Merge,
    PositionOf,
    Read,
    Removed,
    SetBinary,
    SetDisplay,
    SetOp,
    Slice,
    Sorted,
    Updated,
)
from modelcheck.ir.stmt import Assign, KeyPlace, LocalPlace, Place, Stmt
from modelcheck.ir.types import (
    INT,
    NEVER,
    BagType,
    IntType,
    ListType,
    MapType,
    SetType,
    Type,
)
from modelcheck.source.span import Span

_T = TypeVar("_T")


def lower_change(node: ast.Call, function: ast.Attribute, scope: Scope) -> tuple[Stmt, ...]:
    """Give the statements of `place.method(...)`.

    Raises: `Found` when the place has no such method, or cannot be changed.
    """
    if function.attr == "pop" and len(node.args) > 1:
        return _dropped(node, function, scope)
    before, place = settled(lower_place(function.value, scope, "changed in place"), scope)
    now = expressions.known_as(read_of(place), scope)
    first, node = _settled_call(node, function, place, now, scope)
    after = changed(function.attr, now, node, scope)
    if after is None:
        raise unknown_method(now.type, function, scope)
    return (*before, *first, Assign(place, after, in_place=True, span=scope.span(node)))


def _dropped(node: ast.Call, function: ast.Attribute, scope: Scope) -> tuple[Stmt, ...]:
    """Give `d.pop(key, default)` as a statement: the default is evaluated, and dropped."""
    before, found, removed = lower_pop(node, function, scope)
    if isinstance(found, GetOr) and isinstance(found.default, Literal | Constant | Local | Read):
        return (*before, removed)
    return (*before, _kept(fresh("popped", scope), found, scope), removed)


def _kept(name: str, value: Expr, scope: Scope) -> Assign:
    """Give the value to a local that the author did not write."""
    type_ = without_bounds(value.type)
    scope.declare(name, type_)
    return Assign(LocalPlace(name, type_, span=value.span), value, span=value.span)


_FIRST_USED_TWICE: Final = ("pop", "setdefault", "insert")


def _settled_call(
    node: ast.Call, function: ast.Attribute, place: Place, now: Expr, scope: Scope
) -> tuple[list[Stmt], ast.Call]:
    """Give statements that make the choices in a key or index, and the call without them.

    What a method reads and then writes under a key names the key twice: a choice is made once,
    after the place was read.
    """
    if function.attr not in _FIRST_USED_TWICE or not node.args:
        return [], node
    kind = now.type.key if isinstance(now.type, MapType) else INT
    key = expressions.lower_expr(node.args[0], scope, kind)
    if not has_choice(key):
        return [], node
    before: list[Stmt] = []
    if isinstance(place, KeyPlace):
        before.append(_kept(fresh("held", scope), now, scope))
    name = fresh("chosen", scope)
    before.append(_kept(name, key, scope))
    chosen = ast.copy_location(ast.Name(name, ast.Load()), node.args[0])
    call = ast.Call(function, [chosen, *node.args[1:]], node.keywords)
    return before, ast.copy_location(call, node)


def is_change(node: ast.Call, scope: Scope) -> bool:
    """Tell whether the call is of a method that changes a place of the spec in place."""
    if not isinstance(node.func, ast.Attribute):
        return False
    try:
        place = lower_place(node.func.value, scope)
    except Found:
        return False
    return node.func.attr in changing(place_type(place, scope))


def lower_pop(
    node: ast.Call, function: ast.Attribute, scope: Scope
) -> tuple[list[Stmt], Expr, Assign]:
    """Give `place.pop(...)`: statements before, the value that it gives, and the removal.

    Raises: `Found` when the place has no `pop`.
    """
    before, place = settled(lower_place(function.value, scope, "changed in place"), scope)
    now = expressions.known_as(read_of(place), scope)
    first, node = _settled_call(node, function, place, now, scope)
    span = scope.span(node)
    found: Expr
    match now.type:
        case MapType(key=key_type, value=value):
            given, _ = arguments(node, scope, "d.pop(key, default)", least=1, most=2)
            key = expressions.lower_as(given[0], scope, key_type)
            if len(given) > 1:
                default = no_tuple(expressions.lower_expr(given[1], scope, value))
                found = GetOr(now, key, default, join(value, default.type), span=span)
            else:
                found = Lookup(now, key, value, span=span)
        case ListType(element=element):
            given, _ = arguments(node, scope, "items.pop(index)", least=0, most=1)
            found = At(now, _last(node, scope), element, span=span)
        case _:
            raise unknown_method(now.type, function, scope)
    after = changed("pop", now, node, scope)
    if after is None:
        raise unknown_method(now.type, function, scope)
    return [*before, *first], found, Assign(place, after, in_place=True, span=span)


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
        instead = "leave it out: a field always has a value, and locals end with the body"
        raise Found(BadTarget("deleted", instead, span=place.span))
    base, key = settled_place.base, settled_place.key
    span = scope.span(node)
    now = expressions.known_as(read_of(base), scope)
    after: Expr
    match now.type:
        case BagType():
            zero = Literal(0, IntType(0, 0), span=span)
            after = Updated(now, key, zero, now.type, span=span)
        case MapType() | ListType():
            after = Removed(now, key, now.type, span=span)
        case _:
            raise Found(BadTarget("deleted", span=place.span))
    return (*before, Assign(base, after, in_place=True, span=span))


def _element(type_: Type) -> Type:
    return element_of(type_) or NEVER


def _name(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else ast.unparse(node.func)


def _with_one(op: SetOp) -> Callable[[Expr, SetType, ast.Call, Scope], Expr]:
    def change(now: Expr, type_: SetType, node: ast.Call, scope: Scope) -> Expr:
        (given,), _ = arguments(node, scope, f"s.{_name(node)}(x)", least=1)
        element = expressions.lower_as(given, scope, type_.element)
        single = SetDisplay((element,), type_, span=element.span)
        return SetBinary(op, now, single, type_, span=scope.span(node))

    return change


def _with_all(op: SetOp) -> Callable[[Expr, SetType, ast.Call, Scope], Expr]:
    def change(now: Expr, type_: SetType, node: ast.Call, scope: Scope) -> Expr:
        others, _ = arguments(node, scope, f"s.{_name(node)}(xs, ...)", least=1, most=9)
        result = now
        for other in others:
            right, other_type = as_set(other, scope, type_.element)
            expressions.checked(right, replace(other_type, element=type_.element))
            result = SetBinary(op, result, right, type_, span=scope.span(node))
        return result

    return change


def _set_remove(now: Expr, type_: SetType, node: ast.Call, scope: Scope) -> Expr:
    (given,), _ = arguments(node, scope, "s.remove(x)", least=1)
    element = expressions.lower_as(given, scope, type_.element)
    return Removed(now, element, type_, span=scope.span(node))


def _clear(display: Callable[[_T, Span], Expr]) -> Callable[[Expr, _T, ast.Call, Scope], Expr]:
    def change(now: Expr, type_: _T, node: ast.Call, scope: Scope) -> Expr:
        del now
        arguments(node, scope, "x.clear()", least=0)
        return display(type_, scope.span(node))

    return change


def _no_bag(type_: BagType, span: Span) -> Expr:
    return Convert(ListDisplay((), ListType(type_.element), span=span), type_, span=span)


def _map_pop(now: Expr, type_: MapType, node: ast.Call, scope: Scope) -> Expr:
    given, _ = arguments(node, scope, "d.pop(key, default)", least=1, most=2)
    key = expressions.lower_as(given[0], scope, type_.key)
    span = scope.span(node)
    removed = Removed(now, key, type_, span=span)
    if len(given) == 1:
        return removed
    return Conditional(Membership(key, now, span=span), removed, now, type_, span=span)


def _map_update(now: Expr, type_: MapType, node: ast.Call, scope: Scope) -> Expr:
    (given,), _ = arguments(node, scope, "d.update(other)", least=1)
    other = expressions.lower_expr(given, scope, type_)
    frozen = isinstance(other.type, MapType) and other.type.frozen
    expressions.checked(other, MapType(type_.key, type_.value, frozen=frozen))
    return Merge(now, other, type_, span=scope.span(node))


def _setdefault(now: Expr, type_: MapType, node: ast.Call, scope: Scope) -> Expr:
    (given, default), _ = arguments(node, scope, "d.setdefault(key, value)", least=2)
    key = expressions.lower_as(given, scope, type_.key)
    value = expressions.lower_as(default, scope, type_.value)
    span = scope.span(node)
    kept = GetOr(now, key, value, type_.value, span=span)
    return Updated(now, key, kept, type_, span=span)


def _append(now: Expr, type_: ListType, node: ast.Call, scope: Scope) -> Expr:
    (given,), _ = arguments(node, scope, "items.append(x)", least=1)
    element = expressions.lower_as(given, scope, type_.element)
    single = ListDisplay((element,), ListType(type_.element), span=element.span)
    return Concat(now, single, type_, span=scope.span(node))


def _list_pop(now: Expr, type_: ListType, node: ast.Call, scope: Scope) -> Expr:
    arguments(node, scope, "items.pop(index)", least=0, most=1)
    return Removed(now, _last(node, scope), type_, span=scope.span(node))


def _list_remove(now: Expr, type_: ListType, node: ast.Call, scope: Scope) -> Expr:
    (given,), _ = arguments(node, scope, "items.remove(x)", least=1)
    element = expressions.lower_as(given, scope, type_.element)
    span = scope.span(node)
    return Removed(now, PositionOf(now, element, span=span), type_, span=span)


def _insert(now: Expr, type_: ListType, node: ast.Call, scope: Scope) -> Expr:
    (place, given), _ = arguments(node, scope, "items.insert(index, x)", least=2)
    index = expressions.lower_int(place, scope)
    element = expressions.lower_as(given, scope, type_.element)
    span = scope.span(node)
    single = ListDisplay((element,), type_, span=element.span)
    head = Slice(now, None, index, type_, span=span)
    tail = Slice(now, index, None, type_, span=span)
    return Concat(Concat(head, single, type_, span=span), tail, type_, span=span)


def _extend(now: Expr, type_: ListType, node: ast.Call, scope: Scope) -> Expr:
    (given,), _ = arguments(node, scope, "items.extend(xs)", least=1)
    items = lower_iterable(given, scope)
    added = Convert(items, ListType(_element(items.type)), span=items.span)
    expressions.checked(added, ListType(type_.element))
    return Concat(now, added, type_, span=scope.span(node))


def _sort(now: Expr, type_: ListType, node: ast.Call, scope: Scope) -> Expr:
    arguments(node, scope, "items.sort()", least=0)
    ordered(type_.element, now)
    return Sorted(now, False, type_, span=scope.span(node))  # noqa: FBT003  # `descending`


def _bag(op: BagOp) -> Callable[[Expr, BagType, ast.Call, Scope], Expr]:
    def change(now: Expr, type_: BagType, node: ast.Call, scope: Scope) -> Expr:
        (given,), _ = arguments(node, scope, "bag.update(xs)", least=1)
        items = expressions.lower_expr(given, scope)
        if not isinstance(items.type, BagType):
            items = lower_iterable(given, scope)
            items = Convert(items, BagType(_element(items.type)), span=items.span)
        expressions.checked(items, BagType(type_.element))
        return BagBinary(op, now, items, type_, span=scope.span(node))

    return change


_Table: TypeAlias = Mapping[str, Callable[[Expr, _T, ast.Call, Scope], Expr]]

_SETS: Final[_Table[SetType]] = {
    "add": _with_one(SetOp.UNION),
    "discard": _with_one(SetOp.DIFFERENCE),
    "remove": _set_remove,
    "clear": _clear(lambda type_, span: SetDisplay((), type_, span=span)),
    "update": _with_all(SetOp.UNION),
    "difference_update": _with_all(SetOp.DIFFERENCE),
    "intersection_update": _with_all(SetOp.INTERSECTION),
    "symmetric_difference_update": _with_all(SetOp.SYMMETRIC),
}
_MAPS: Final[_Table[MapType]] = {
    "pop": _map_pop,
    "clear": _clear(lambda type_, span: MapDisplay((), type_, span=span)),
    "update": _map_update,
    "setdefault": _setdefault,
}
_LISTS: Final[_Table[ListType]] = {
    "append": _append,
    "pop": _list_pop,
    "insert": _insert,
    "extend": _extend,
    "remove": _list_remove,
    "clear": _clear(lambda type_, span: ListDisplay((), type_, span=span)),
    "sort": _sort,
}
_BAGS: Final[_Table[BagType]] = {"update": _bag(BagOp.UPDATE), "clear": _clear(_no_bag)}


def changed(name: str, now: Expr, node: ast.Call, scope: Scope) -> Expr | None:
    """Give the value after the change that the method `name` makes; `None` if it makes none.

    Raises: `Found` when its arguments do not fit.
    """
    match now.type:
        case SetType(frozen=False) as type_ if name in _SETS:
            return _SETS[name](now, type_, node, scope)
        case MapType(frozen=False) as type_ if name in _MAPS:
            return _MAPS[name](now, type_, node, scope)
        case ListType() as type_ if name in _LISTS:
            return _LISTS[name](now, type_, node, scope)
        case BagType() as type_ if name in _BAGS:
            return _BAGS[name](now, type_, node, scope)
        case _:
            return None
