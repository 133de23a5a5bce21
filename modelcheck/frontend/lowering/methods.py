"""Methods of values that read: `log.count(m)`, `table.get(k)`, `a.union(b)`, `x.copy()`."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final, TypeAlias, TypeVar

from modelcheck.frontend.errors.calls import ChangeInExpression, UnknownMethod
from modelcheck.frontend.errors.typing import NotNarrowed
from modelcheck.frontend.lowering import expressions, helpers
from modelcheck.frontend.lowering.arguments import arguments
from modelcheck.frontend.lowering.comprehensions import lower_iterable
from modelcheck.frontend.lowering.context import Found
from modelcheck.frontend.lowering.conversion import element_of, join
from modelcheck.frontend.lowering.names import suggestion
from modelcheck.frontend.lowering.records import replaced
from modelcheck.frontend.lowering.scope import Scope
from modelcheck.frontend.lowering.telling import kind_of, told, told_with_article
from modelcheck.frontend.lowering.tuples import no_tuple
from modelcheck.ir.expr import (
    Compare,
    Convert,
    CountOf,
    Expr,
    GetOr,
    Items,
    Keys,
    Literal,
    MapValues,
    PositionOf,
    Relation,
    SetBinary,
    SetDisplay,
    SetOp,
    Total,
)
from modelcheck.ir.types import (
    NEVER,
    NONE,
    BagType,
    ListType,
    MapType,
    RecordType,
    SetType,
    StreamType,
    TupleType,
    Type,
    UnionType,
)

CHANGING: Final[Mapping[type, tuple[str, ...]]] = {
    SetType: (
        "add",
        "discard",
        "remove",
        "clear",
        "update",
        "difference_update",
        "intersection_update",
        "symmetric_difference_update",
    ),
    MapType: ("pop", "clear", "update", "setdefault"),
    ListType: ("append", "pop", "insert", "extend", "remove", "clear", "sort"),
    BagType: ("update", "clear"),
}
"""The methods that change a value in place: statements, not expressions."""


def lower_method(
    node: ast.Call, function: ast.Attribute, scope: Scope, expected: Type | None
) -> Expr:
    """Give the value of `operand.method(...)`.

    Raises: `Found` when the operand's type has no such method, or the method changes it.
    """
    del expected
    operand = expressions.lower_expr(function.value, scope)
    name = function.attr
    if isinstance(operand.type, RecordType) and name == "_replace":
        return replaced(operand, operand.type, node, scope)
    if isinstance(operand.type, RecordType):
        cls = scope.context.classes[operand.type.name]
        helper = helpers.record_helper(operand, cls, name, scope)
        if helper is not None:
            return helpers.call_helper(helper, node, scope)
    value = _value(name, operand, node, scope)
    if value is not None:
        return value
    if name in changing(operand.type):
        raise change_in_expression(node, scope)
    raise unknown_method(operand.type, function, scope)


def change_in_expression(node: ast.Call, scope: Scope) -> Found:
    """Give the finding that a call changes its operand where a value is needed."""
    function = node.func
    if not isinstance(function, ast.Attribute):
        return Found(None)
    text = ast.unparse(node)
    instead = f"write it as a statement of its own, `{text}`"
    if function.attr == "pop":
        instead = f"take the value in a statement of its own before: `x = {text}`"
    if function.attr == "setdefault":
        instead = f"write `{text}` as a statement of its own before, and then read the key"
    what = ast.unparse(function.value)
    span = scope.attribute_span(function)
    return Found(ChangeInExpression(function.attr, what, instead, span=span))


def changing(type_: Type) -> tuple[str, ...]:
    """Give the names of the methods that change a value of this type in place."""
    if isinstance(type_, SetType | MapType) and type_.frozen:
        return ()
    return CHANGING.get(type(type_), ())


def unknown_method(type_: Type, function: ast.Attribute, scope: Scope) -> Found:
    """Give the finding that values of this type have no such method."""
    span = scope.attribute_span(function)
    if isinstance(type_, UnionType):
        what = f"a method `{function.attr}`"
        return Found(NotNarrowed(told(type_), what, span=scope.span(function.value)))
    known = [*_reading(type_), *changing(type_)]
    advice = _SPECIAL.get((kind_of(type_), function.attr))
    if advice is None:
        advice = suggestion(function.attr, known)
        if not advice.startswith("did you"):
            advice = f"it has {', '.join(known)}" if known else "it has no methods"
    return Found(UnknownMethod(told_with_article(type_), function.attr, advice, span=span))


_Collection: TypeAlias = SetType | MapType | ListType | BagType


_SPECIAL: Final[Mapping[tuple[str, str], str]] = {
    ("set", "pop"): "sets have no order: choose with `oneof(...)`, then `remove` it",
    ("dict", "popitem"): "dicts have no order: choose a key with `oneof(...)`, then `pop` it",
    ("Counter", "elements"): "loop over the elements, and count with `bag[x]`",
    ("Counter", "most_common"): "compare the counts: `bag[x]`",
    ("Counter", "subtract"): "write `bag[x] -= n`, which is checked, or `bag - other`",
    ("set", "append"): "sets have no order: write `add`",
    ("list", "add"): "write `append`, or declare a `set`",
    ("list", "push"): "write `append`",
    ("list", "reverse"): "assign `list(reversed(items))`",
}


def _copy(operand: Expr, type_: _Collection, node: ast.Call, scope: Scope) -> Expr:
    arguments(node, scope, "x.copy()", least=0)
    return Convert(operand, type_, span=scope.span(node))


def as_set(node: ast.expr, scope: Scope, element: Type) -> tuple[Expr, SetType]:
    """Give an iterable as a set and its type, for methods of sets that take any iterable.

    Raises: `Found` when it has no elements.
    """
    other = expressions.lower_expr(node, scope, SetType(element))
    if isinstance(other.type, SetType):
        return other, other.type
    items = lower_iterable(node, scope)
    type_ = SetType(element_of(items.type) or NEVER)
    return Convert(items, type_, span=items.span), type_


_SetRead: TypeAlias = Callable[[Expr, SetType, ast.Call, Scope], Expr]


def _name(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else ast.unparse(node.func)


def _set_operation(op: SetOp) -> _SetRead:
    def read(operand: Expr, type_: SetType, node: ast.Call, scope: Scope) -> Expr:
        others, _ = arguments(node, scope, f"s.{_name(node)}(other, ...)", least=1, most=9)
        result = operand
        for other in others:
            right, other_type = as_set(other, scope, type_.element)
            if op in {SetOp.UNION, SetOp.SYMMETRIC}:
                type_ = replace(type_, element=join(type_.element, other_type.element))
            result = SetBinary(op, result, right, type_, span=scope.span(node))
        return result

    return read


def _inclusion(relation: Relation) -> _SetRead:
    def read(operand: Expr, type_: SetType, node: ast.Call, scope: Scope) -> Expr:
        (other,), _ = arguments(node, scope, f"s.{_name(node)}(other)", least=1)
        right, _ = as_set(other, scope, type_.element)
        return Compare(relation, operand, right, span=scope.span(node))

    return read


def _isdisjoint(operand: Expr, type_: SetType, node: ast.Call, scope: Scope) -> Expr:
    (other,), _ = arguments(node, scope, "s.isdisjoint(other)", least=1)
    span = scope.span(node)
    right, _ = as_set(other, scope, type_.element)
    common = SetBinary(SetOp.INTERSECTION, operand, right, type_, span=span)
    return Compare(Relation.EQ, common, SetDisplay((), type_, span=span), span=span)


def _get(operand: Expr, type_: MapType, node: ast.Call, scope: Scope) -> Expr:
    given, _ = arguments(node, scope, "d.get(key, default)", least=1, most=2)
    span = scope.span(node)
    key = expressions.lower_as(given[0], scope, type_.key)
    if len(given) > 1:
        default = no_tuple(expressions.lower_expr(given[1], scope, type_.value))
    else:
        default = Literal(None, NONE, span=span)
    return GetOr(operand, key, default, join(type_.value, default.type), span=span)


def _keys(operand: Expr, type_: MapType, node: ast.Call, scope: Scope) -> Expr:
    arguments(node, scope, "d.keys()", least=0)
    return Keys(operand, StreamType(type_.key, ordered=False), span=scope.span(node))


def _values(operand: Expr, type_: MapType, node: ast.Call, scope: Scope) -> Expr:
    arguments(node, scope, "d.values()", least=0)
    return MapValues(operand, StreamType(type_.value, ordered=False), span=scope.span(node))


def _items(operand: Expr, type_: MapType, node: ast.Call, scope: Scope) -> Expr:
    arguments(node, scope, "d.items()", least=0)
    pair = TupleType((type_.key, type_.value))
    return Items(operand, StreamType(pair, ordered=False), span=scope.span(node))


def _count(operand: Expr, type_: ListType, node: ast.Call, scope: Scope) -> Expr:
    (given,), _ = arguments(node, scope, "items.count(x)", least=1)
    element = expressions.lower_as(given, scope, type_.element)
    return CountOf(operand, element, span=scope.span(node))


def _index(operand: Expr, type_: ListType, node: ast.Call, scope: Scope) -> Expr:
    (given,), _ = arguments(node, scope, "items.index(x)", least=1)
    element = expressions.lower_as(given, scope, type_.element)
    return PositionOf(operand, element, span=scope.span(node))


def _total(operand: Expr, type_: BagType, node: ast.Call, scope: Scope) -> Expr:
    del type_
    arguments(node, scope, "bag.total()", least=0)
    return Total(operand, span=scope.span(node))


_T = TypeVar("_T")
_Table: TypeAlias = Mapping[str, Callable[[Expr, _T, ast.Call, Scope], Expr]]

_SETS: Final[_Table[SetType]] = {
    "union": _set_operation(SetOp.UNION),
    "intersection": _set_operation(SetOp.INTERSECTION),
    "difference": _set_operation(SetOp.DIFFERENCE),
    "symmetric_difference": _set_operation(SetOp.SYMMETRIC),
    "issubset": _inclusion(Relation.LE),
    "issuperset": _inclusion(Relation.GE),
    "isdisjoint": _isdisjoint,
    "copy": _copy,
}
_MAPS: Final[_Table[MapType]] = {
    "get": _get,
    "keys": _keys,
    "values": _values,
    "items": _items,
    "copy": _copy,
}
_LISTS: Final[_Table[ListType]] = {"count": _count, "index": _index, "copy": _copy}
_BAGS: Final[_Table[BagType]] = {"total": _total, "copy": _copy}


def _value(name: str, operand: Expr, node: ast.Call, scope: Scope) -> Expr | None:
    """Give what the reading method `name` gives; `None` if the type has no such method."""
    match operand.type:
        case SetType() as type_ if name in _SETS:
            return _SETS[name](operand, type_, node, scope)
        case MapType() as type_ if name in _MAPS:
            return _MAPS[name](operand, type_, node, scope)
        case ListType() as type_ if name in _LISTS:
            return _LISTS[name](operand, type_, node, scope)
        case BagType() as type_ if name in _BAGS:
            return _BAGS[name](operand, type_, node, scope)
        case _:
            return None


def _reading(type_: Type) -> list[str]:
    tables: dict[type, Mapping[str, object]] = {
        SetType: _SETS,
        MapType: _MAPS,
        ListType: _LISTS,
        BagType: _BAGS,
    }
    return list(tables.get(type(type_), {}))
