"""Operators: arithmetic, sets, lists, bags, and comparisons."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from modelcheck.frontend.errors.expressions import IdentityTest, UnsupportedOperator
from modelcheck.frontend.errors.typing import (
    BoolAsInt,
    Mismatch,
    NeverEqual,
    NotIterable,
    NotNarrowed,
    NotOrdered,
)
from modelcheck.frontend.lowering import expressions
from modelcheck.frontend.lowering.choices import has_choice
from modelcheck.frontend.lowering.comprehensions import as_list
from modelcheck.frontend.lowering.context import Found
from modelcheck.frontend.lowering.conversion import (
    assignable,
    comparable,
    element_of,
    join,
    options_of,
    unordered_part,
)
from modelcheck.frontend.lowering.scope import Scope
from modelcheck.frontend.lowering.telling import mismatch, operand_types, told
from modelcheck.frontend.lowering.tuples import is_tuple, no_tuple
from modelcheck.ir.expr import (
    And,
    Arith,
    ArithOp,
    BagBinary,
    BagOp,
    Compare,
    Concat,
    Domain,
    Expr,
    Items,
    Keys,
    Literal,
    Membership,
    Merge,
    Narrow,
    Negate,
    Not,
    Range,
    Relation,
    SetBinary,
    SetOp,
)
from modelcheck.ir.types import (
    BagType,
    BoolType,
    EnumType,
    IntType,
    ListType,
    MapType,
    SetType,
    SortType,
    StreamType,
    Type,
    UnionType,
)

_ARITH: Final[Mapping[type[ast.operator], ArithOp]] = {
    ast.Add: ArithOp.ADD,
    ast.Sub: ArithOp.SUB,
    ast.Mult: ArithOp.MUL,
    ast.FloorDiv: ArithOp.FLOORDIV,
    ast.Mod: ArithOp.MOD,
}
_SETS: Final[Mapping[type[ast.operator], SetOp]] = {
    ast.BitOr: SetOp.UNION,
    ast.BitAnd: SetOp.INTERSECTION,
    ast.Sub: SetOp.DIFFERENCE,
    ast.BitXor: SetOp.SYMMETRIC,
}
_BAGS: Final[Mapping[type[ast.operator], BagOp]] = {
    ast.Add: BagOp.SUM,
    ast.Sub: BagOp.DIFFERENCE,
    ast.BitOr: BagOp.MAXIMUM,
    ast.BitAnd: BagOp.MINIMUM,
}
_RELATIONS: Final[Mapping[type[ast.cmpop], Relation]] = {
    ast.Eq: Relation.EQ,
    ast.NotEq: Relation.NE,
    ast.Lt: Relation.LT,
    ast.LtE: Relation.LE,
    ast.Gt: Relation.GT,
    ast.GtE: Relation.GE,
}
_SIGNS: Final[Mapping[type[ast.AST], tuple[str, str]]] = {
    ast.Div: ("/", "write `//`: integers stay integers"),
    ast.Pow: ("**", "write the product, or a constant at the module's top"),
    ast.LShift: ("<<", "write a product with a power of two"),
    ast.RShift: (">>", "write `//` with a power of two"),
    ast.MatMult: ("@", "write the sum of the products"),
    ast.Invert: ("~", "write `not` for conditions, `-x - 1` for integers"),
    ast.UAdd: ("+", "leave it out"),
}


def lower_binary(node: ast.BinOp, scope: Scope, expected: Type | None = None) -> Expr:
    """Give `left op right`.

    Raises: `Found` when the operands' types do not have the operator.
    """
    if type(node.op) in _SIGNS:
        raise Found(UnsupportedOperator(*_SIGNS[type(node.op)], span=scope.span(node)))
    left = expressions.lower_expr(node.left, scope, expected)
    right = expressions.lower_expr(node.right, scope, left.type)
    return binary(left, node.op, right, node, scope)


def binary(
    left: Expr, op: ast.operator, right: Expr, node: ast.expr | ast.stmt, scope: Scope
) -> Expr:
    """Give `left op right` for operands that are lowered already (also of `x += y`)."""
    span = scope.span(node)
    kind = type(op)
    if kind in _SIGNS:
        sign, instead = _SIGNS[kind]
        whole = sign if isinstance(node, ast.expr) else f"{sign}="
        raise Found(UnsupportedOperator(whole, instead, span=span))
    match left.type, right.type:
        case IntType() | BoolType(), IntType() | BoolType():
            for operand in (left, right):
                if isinstance(operand.type, BoolType):
                    raise Found(_bool_operand(kind, operand))
            if kind in _ARITH:
                return Arith(_ARITH[kind], left, right, span=span)
        case SetType(), SetType() if kind in _SETS:
            return SetBinary(
                _SETS[kind], left, right, _set_type(left.type, right.type, kind), span=span
            )
        case BagType(), BagType() if kind in _BAGS:
            bag = left.type
            if kind is ast.Add or kind is ast.BitOr:
                bag = replace(bag, element=join(bag.element, right.type.element))
            return BagBinary(_BAGS[kind], left, right, bag, span=span)
        case MapType(), MapType() if kind is ast.BitOr and _has_merge(left.type, right.type, node):
            type_ = MapType(
                join(left.type.key, right.type.key),
                join(left.type.value, right.type.value),
                frozen=left.type.frozen,
            )
            return Merge(left, right, type_, span=span)
        case ListType(), ListType() if kind is ast.Add and not (is_tuple(left) or is_tuple(right)):
            return Concat(
                left, right, ListType(join(left.type.element, right.type.element)), span=span
            )
        case _:
            pass
    for operand in (left, right):
        if isinstance(operand.type, UnionType):
            raise Found(NotNarrowed(told(operand.type), "this operator", span=operand.span))
    sign = ast.unparse(ast.BinOp(ast.Name("a"), op, ast.Name("b")))[2:-2]
    raise Found(operand_types(sign, left.type, right.type, span))


def _has_merge(left: MapType, right: MapType, node: ast.expr | ast.stmt) -> bool:
    """Tell whether CPython has `left | right`: a dict takes a Map with `|=` only."""
    return left.frozen or not right.frozen or isinstance(node, ast.stmt)


def _bool_operand(kind: type[ast.operator], operand: Expr) -> UnsupportedOperator | BoolAsInt:
    words = {
        ast.BitAnd: ("&", "write `and`"),
        ast.BitOr: ("|", "write `or`"),
        ast.BitXor: ("^", "write `!=`"),
    }
    if kind in words:
        return UnsupportedOperator(*words[kind], span=operand.span)
    return BoolAsInt(span=operand.span)


def _set_type(left: SetType, right: SetType, kind: type[ast.operator]) -> SetType:
    if kind is ast.Sub or kind is ast.BitAnd:
        return left
    return SetType(join(left.element, right.element), frozen=left.frozen)


def lower_negation(node: ast.UnaryOp, scope: Scope) -> Expr:
    """Give `-operand`; the other unary operators are refused."""
    span = scope.span(node)
    if not isinstance(node.op, ast.USub):
        raise Found(UnsupportedOperator(*_SIGNS[type(node.op)], span=span))
    operand = expressions.lower_int(node.operand, scope)
    if isinstance(operand, Literal) and isinstance(operand.value, int):
        return Literal(-operand.value, IntType(-operand.value, -operand.value), span=span)
    return Negate(operand, span=span)


def lower_compare(node: ast.Compare, scope: Scope) -> Expr:
    """Give a comparison; a chain is unfolded into a conjunction.

    Raises: `Found` when the sides do not have the comparison.
    """
    left = expressions.lower_expr(node.left, scope)
    parts: list[Expr] = []
    for index, (op, right_node) in enumerate(zip(node.ops, node.comparators, strict=True)):
        if isinstance(op, ast.In | ast.NotIn):
            right = expressions.lower_expr(as_list(right_node), scope, _holding(left.type))
        else:
            right = expressions.lower_expr(right_node, scope, left.type)
        if index and has_choice(left):
            instead = "choose in a statement of its own before"
            raise Found(
                UnsupportedOperator("oneof in the middle of a chain", instead, span=left.span)
            )
        if isinstance(op, ast.Eq | ast.NotEq) and left.type != right.type:
            left = _retyped(node.left, left, right, scope) if index == 0 else left
        parts.append(_comparison(left, op, right, node, scope))
        left = right
    return parts[0] if len(parts) == 1 else And(tuple(parts), span=scope.span(node))


def _holding(element: Type) -> Type:
    return UnionType((ListType(element), SetType(element)))


def _retyped(node: ast.expr, left: Expr, right: Expr, scope: Scope) -> Expr:
    """Give an empty display on the left the type that the right side has."""
    if isinstance(node, ast.Set | ast.List | ast.Dict | ast.Call):
        return expressions.lower_expr(node, scope, right.type)
    return left


def _comparison(left: Expr, op: ast.cmpop, right: Expr, node: ast.Compare, scope: Scope) -> Expr:
    span = scope.span(node)
    match op:
        case ast.In() | ast.NotIn():
            inside = membership(left, right, scope, node)
            return Not(inside, span=span) if isinstance(op, ast.NotIn) else inside
        case ast.Is() | ast.IsNot():
            if _is_none(left):
                left, right = right, left
            if not _is_none(right):
                raise Found(IdentityTest(span=span))
            if not comparable(declared(left).type, right.type):
                raise Found(NeverEqual(_told(left), _told(right), span=span))
            relation = Relation.EQ if isinstance(op, ast.Is) else Relation.NE
            return Compare(relation, left, right, span=span)
        case ast.Eq() | ast.NotEq():
            _check_streams(left, right)
            if is_tuple(left) != is_tuple(right) and isinstance(left.type, type(right.type)):
                instead = "write `list(...)` around the tuple"
                raise Found(NeverEqual(_told(left), _told(right), instead, span=span))
            if not comparable(left.type, right.type) or is_tuple(left) != is_tuple(right):
                raise Found(NeverEqual(told(left.type), told(right.type), span=span))
            return Compare(_RELATIONS[type(op)], left, right, span=span)
        case _:
            return _ordering(left, _RELATIONS[type(op)], right, node, scope)


def _check_streams(left: Expr, right: Expr) -> None:
    """Check that neither side is something to iterate over that CPython compares by identity.

    Raises: `Found` when one is, or is compared with what only CPython knows it to be equal to.
    """
    for side, other in ((left, right), (right, left)):
        if not isinstance(side.type, StreamType):
            continue
        if isinstance(side, Keys | Items) and isinstance(other.type, SetType):
            raise Found(Mismatch(told(other.type), told(side.type), _AS_SET, span=side.span))
        if not isinstance(side, Keys | Items | Domain | Range):
            instead = "write `sorted(...)` or `list(...)` around both"
            raise Found(NeverEqual(told(left.type), told(right.type), instead, span=left.span))


_AS_SET: Final = "write `set(...)` around it"


def _told(side: Expr) -> str:
    return "a tuple" if is_tuple(side) else told(side.type)


def _is_none(expr: Expr) -> bool:
    return isinstance(expr, Literal) and expr.value is None


def declared(expr: Expr) -> Expr:
    """Give a place without what tests before have shown about its type."""
    return declared(expr.operand) if isinstance(expr, Narrow) else expr


def membership(element: Expr, container: Expr, scope: Scope, node: ast.expr) -> Expr:
    """Give `element in container`.

    Raises: `Found` when the container has no elements, or none of that type.
    """
    holds = element_of(container.type)
    if holds is None:
        if isinstance(container.type, UnionType):
            raise Found(NotNarrowed(told(container.type), "elements", span=container.span))
        raise Found(NotIterable(told(container.type), span=container.span))
    if not comparable(element.type, holds):
        raise Found(mismatch(holds, element.type, element.span))
    no_tuple(element)
    return Membership(element, container, span=scope.span(node))


def _ordering(left: Expr, relation: Relation, right: Expr, node: ast.Compare, scope: Scope) -> Expr:
    span = scope.span(node)
    if isinstance(left.type, SetType) and isinstance(right.type, SetType):
        return Compare(relation, left, right, span=span)
    if isinstance(left.type, SetType) or isinstance(right.type, SetType):
        raise Found(mismatch(left.type, right.type, right.span))
    for side in (left, right):
        ordered(side.type, side)
    if not (assignable(left.type, right.type) or assignable(right.type, left.type)):
        raise Found(mismatch(left.type, right.type, right.span))
    return Compare(relation, left, right, span=span)


def ordered(type_: Type, expr: Expr) -> None:
    """Check that values of `type_` have an order.

    Raises: `Found` with MC211 (MC216 for a union) when they have none.
    """
    part = unordered_part(type_)
    if part is None:
        return
    match part:
        case UnionType():
            if any(unordered_part(option) is None for option in options_of(part)):
                raise Found(NotNarrowed(told(part), "an order", span=expr.span))
            instead = "compare with `==`"
        case SortType(name=name):
            instead = (
                f"`{name}` is symmetric: use `==`, or declare `class {name}(Ordered, size=...)`"
            )
        case StreamType():
            instead = f"{_AS_SET}, or `sorted(...)`"
        case BoolType():
            instead = "write the condition with `and`, `or`, `not`"
        case EnumType():
            instead = "compare with `==`, or use bounded integers"
        case _:
            instead = (
                "compare what has an order: integers, ordered sorts, records and lists of these"
            )
    raise Found(NotOrdered(told(part), instead, span=expr.span))
