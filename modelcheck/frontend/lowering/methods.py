"""Methods of values that read: `log.count(m)`, `table.get(k)`, `a.union(b)`, `x.copy()`."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

from modelcheck.frontend.errors.language import ChangeInExpression, UnknownMethod
from modelcheck.frontend.errors.typing import NotNarrowed
from modelcheck.frontend.lowering import expressions, helpers
from modelcheck.frontend.lowering.arguments import arguments
from modelcheck.frontend.lowering.comprehensions import lower_iterable
from modelcheck.frontend.lowering.context import Found
from modelcheck.frontend.lowering.conversion import element_of, join
from modelcheck.frontend.lowering.names import suggestion
from modelcheck.frontend.lowering.records import replaced
from modelcheck.frontend.lowering.scope import Scope
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
    show_type,
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

_Read: TypeAlias = Callable[[Expr, ast.Call, Scope], Expr]


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
        helper = helpers.record_helper(operand, cls, name)
        if helper is not None:
            return helpers.call_helper(helper, node, scope)
    reads = _READS.get(type(operand.type), {})
    if name in reads:
        return reads[name](operand, node, scope)
    if name in changing(operand.type):
        what = ast.unparse(function.value)
        raise Found(ChangeInExpression(name, what, span=scope.attribute_span(function)))
    raise unknown_method(operand.type, function, scope)


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
        return Found(NotNarrowed(show_type(type_), what, span=scope.span(function.value)))
    known = [*_READS.get(type(type_), {}), *changing(type_)]
    special = {
        (SetType, "pop"): "sets have no order: choose with `oneof(...)`, then `remove` it",
        (MapType, "popitem"): "dicts have no order: choose a key with `oneof(...)`, then `pop` it",
        (BagType, "elements"): "loop over the elements, and count with `bag[x]`",
        (BagType, "most_common"): "compare the counts: `bag[x]`",
        (BagType, "subtract"): "write `bag[x] -= n`, which is checked, or `bag - other`",
        (ListType, "reverse"): "assign `list(reversed(items))`",
    }
    advice = special.get((type(type_), function.attr))
    if advice is None:
        advice = suggestion(function.attr, known)
        if not advice.startswith("did you"):
            advice = f"it has {', '.join(known)}" if known else "it has no methods"
    return Found(UnknownMethod(show_type(type_), function.attr, advice, span=span))


def _copy(operand: Expr, node: ast.Call, scope: Scope) -> Expr:
    arguments(node, scope, "x.copy()", least=0)
    assert isinstance(operand.type, SetType | MapType | ListType | BagType)
    return Convert(operand, operand.type, span=scope.span(node))


def as_set(node: ast.expr, scope: Scope, element: Type) -> Expr:
    """Give an iterable as a set, for the methods of sets that take any iterable.

    Raises: `Found` when its elements are of another type.
    """
    hint = SetType(element)
    other = expressions.lower_expr(node, scope, hint)
    if isinstance(other.type, SetType):
        return other
    items = lower_iterable(node, scope)
    return Convert(items, SetType(element_of(items.type) or NEVER), span=items.span)


def _set_operation(op: SetOp) -> _Read:
    def read(operand: Expr, node: ast.Call, scope: Scope) -> Expr:
        assert isinstance(operand.type, SetType)
        others, _ = arguments(node, scope, "s.union(other, ...)", least=1, most=9)
        result = operand
        for other in others:
            right = as_set(other, scope, operand.type.element)
            assert isinstance(right.type, SetType)
            widens = op in {SetOp.UNION, SetOp.SYMMETRIC}
            element = (
                join(operand.type.element, right.type.element) if widens else operand.type.element
            )
            type_ = SetType(element, frozen=operand.type.frozen)
            result = SetBinary(op, result, right, type_, span=scope.span(node))
        return result

    return read


def _inclusion(relation: Relation) -> _Read:
    def read(operand: Expr, node: ast.Call, scope: Scope) -> Expr:
        assert isinstance(operand.type, SetType)
        (other,), _ = arguments(node, scope, "s.issubset(other)", least=1)
        right = as_set(other, scope, operand.type.element)
        return Compare(relation, operand, right, span=scope.span(node))

    return read


def _isdisjoint(operand: Expr, node: ast.Call, scope: Scope) -> Expr:
    assert isinstance(operand.type, SetType)
    (other,), _ = arguments(node, scope, "s.isdisjoint(other)", least=1)
    span = scope.span(node)
    right = as_set(other, scope, operand.type.element)
    common = SetBinary(SetOp.INTERSECTION, operand, right, operand.type, span=span)
    return Compare(Relation.EQ, common, SetDisplay((), operand.type, span=span), span=span)


def _get(operand: Expr, node: ast.Call, scope: Scope) -> Expr:
    assert isinstance(operand.type, MapType)
    given, _ = arguments(node, scope, "d.get(key, default)", least=1, most=2)
    span = scope.span(node)
    key = expressions.lower_as(given[0], scope, operand.type.key)
    if len(given) > 1:
        default = expressions.lower_expr(given[1], scope, operand.type.value)
    else:
        default = Literal(None, NONE, span=span)
    return GetOr(operand, key, default, join(operand.type.value, default.type), span=span)


def _keys(operand: Expr, node: ast.Call, scope: Scope) -> Expr:
    assert isinstance(operand.type, MapType)
    arguments(node, scope, "d.keys()", least=0)
    return Keys(operand, StreamType(operand.type.key, ordered=False), span=scope.span(node))


def _values(operand: Expr, node: ast.Call, scope: Scope) -> Expr:
    assert isinstance(operand.type, MapType)
    arguments(node, scope, "d.values()", least=0)
    return MapValues(operand, StreamType(operand.type.value, ordered=False), span=scope.span(node))


def _items(operand: Expr, node: ast.Call, scope: Scope) -> Expr:
    assert isinstance(operand.type, MapType)
    arguments(node, scope, "d.items()", least=0)
    pair = TupleType((operand.type.key, operand.type.value))
    return Items(operand, StreamType(pair, ordered=False), span=scope.span(node))


def _count(operand: Expr, node: ast.Call, scope: Scope) -> Expr:
    assert isinstance(operand.type, ListType)
    (given,), _ = arguments(node, scope, "items.count(x)", least=1)
    element = expressions.lower_as(given, scope, operand.type.element)
    return CountOf(operand, element, span=scope.span(node))


def _index(operand: Expr, node: ast.Call, scope: Scope) -> Expr:
    assert isinstance(operand.type, ListType)
    (given,), _ = arguments(node, scope, "items.index(x)", least=1)
    element = expressions.lower_as(given, scope, operand.type.element)
    return PositionOf(operand, element, span=scope.span(node))


def _total(operand: Expr, node: ast.Call, scope: Scope) -> Expr:
    arguments(node, scope, "bag.total()", least=0)
    return Total(operand, span=scope.span(node))


_READS: Final[Mapping[type, Mapping[str, _Read]]] = {
    SetType: {
        "union": _set_operation(SetOp.UNION),
        "intersection": _set_operation(SetOp.INTERSECTION),
        "difference": _set_operation(SetOp.DIFFERENCE),
        "symmetric_difference": _set_operation(SetOp.SYMMETRIC),
        "issubset": _inclusion(Relation.LE),
        "issuperset": _inclusion(Relation.GE),
        "isdisjoint": _isdisjoint,
        "copy": _copy,
    },
    MapType: {"get": _get, "keys": _keys, "values": _values, "items": _items, "copy": _copy},
    ListType: {"count": _count, "index": _index, "copy": _copy},
    BagType: {"total": _total, "copy": _copy},
}
