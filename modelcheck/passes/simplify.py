"""Shorter expressions of the same meaning, errors and choices included.

not not a                      a
not x < y                      x >= y            (integers; not sets)
(a and b) and True             a and b
x if True else y               x
(p, q)[0]                      p                 (where q is total)
let n = m in n + 1             m + 1
let n = oneof(s) in n          oneof(s)
{**f, k: v}[k]                 v                 (where f and k are trivial)
"""

from __future__ import annotations

from dataclasses import replace

from modelcheck.ir.expr import (
    And,
    Arith,
    ArithOp,
    Attribute,
    Compare,
    Component,
    Conditional,
    Construct,
    Expr,
    Let,
    Literal,
    Local,
    Lookup,
    Narrow,
    Not,
    Or,
    Relation,
    TupleOf,
    Updated,
)
from modelcheck.ir.types import BOOL, BoolType, EnumType, IntType, MapType, SortType
from modelcheck.ir.values import Value
from modelcheck.ir.walk import rewrite
from modelcheck.passes.facts import chooses, is_total, is_trivial
from modelcheck.passes.joined import common_type

TRUE = Literal(value=True, type=BOOL)
FALSE = Literal(value=False, type=BOOL)

_OPPOSITE = {
    Relation.EQ: Relation.NE,
    Relation.NE: Relation.EQ,
    Relation.LT: Relation.GE,
    Relation.GE: Relation.LT,
    Relation.GT: Relation.LE,
    Relation.LE: Relation.GT,
}


def simplify(expr: Expr) -> Expr:
    """Give a shorter expression that has the value, errors and choices of `expr` everywhere."""
    return rewrite(expr, simplify_top)


def simplify_top(expr: Expr) -> Expr:
    """Simplify `expr`, whose operands are simple already."""
    match expr:
        case Not(operand):
            return negation(operand)
        case And():
            return conjunction(expr.operands, like=expr)
        case Or():
            return disjunction(expr.operands, like=expr)
        case Conditional():
            return _conditional(expr)
        case Compare():
            return _compared(expr)
        case Arith():
            return _computed(expr)
        case Component(TupleOf(items), index):
            others = (item for number, item in enumerate(items) if number != index)
            return items[index] if all(map(is_total, others)) else expr
        case Attribute(Construct(values, type_), name):
            index = [each for each, _ in type_.fields].index(name)
            others = (value for number, value in enumerate(values) if number != index)
            return values[index] if all(map(is_total, others)) else expr
        case Lookup(Updated(operand, under, value, MapType()), key):
            same = under == key and is_trivial(operand) and is_trivial(key)
            return value if same else expr
        case Updated(Updated(operand, under, before, MapType()), key, after):
            same = under == key and is_trivial(key) and is_total(before)
            return replace(expr, operand=operand, value=after) if same else expr
        case Let(name, value, Local() as body) if body.name == name and body.type == value.type:
            return value
        case Let(name, value, body):
            return substitute(body, {name: value}) if is_trivial(value) else expr
        case Narrow(operand, type_):
            return operand if operand.type == type_ else expr
        case _:
            return expr


def negation(expr: Expr) -> Expr:
    """Give `not expr`, without a `not` where a comparison can be turned around.

    Requires: `expr` is simple.
    """
    match expr:
        case Not(operand):
            return operand
        case Literal(value=bool(value)):
            return FALSE if value else TRUE
        case Compare(op, left, right) if op in {Relation.EQ, Relation.NE} or _is_linear(
            left, right
        ):
            return replace(expr, op=_OPPOSITE[op])
        case _:
            return Not(expr, span=expr.span)


def conjunction(operands: tuple[Expr, ...], *, like: And | None = None) -> Expr:
    """Give the operands joined by `and`: nested ones flat, what is decided left out."""
    kept: list[Expr] = []
    for operand in operands:
        parts = operand.operands if isinstance(operand, And) else (operand,)
        for part in parts:
            if part == TRUE:
                continue
            kept.append(part)
            if part == FALSE:
                break
        if kept and kept[-1] == FALSE:
            break
    if FALSE in kept and all(map(is_total, kept)):
        return FALSE
    return _joined(And, kept, like, empty=TRUE)


def disjunction(operands: tuple[Expr, ...], *, like: Or | None = None) -> Expr:
    """Give the operands joined by `or`: nested ones flat, what is decided left out."""
    kept: list[Expr] = []
    for operand in operands:
        parts = operand.operands if isinstance(operand, Or) else (operand,)
        for part in parts:
            if part == FALSE:
                continue
            kept.append(part)
            if part == TRUE:
                break
        if kept and kept[-1] == TRUE:
            break
    if TRUE in kept and all(map(is_total, kept)):
        return TRUE
    return _joined(Or, kept, like, empty=FALSE)


def substitute(expr: Expr, values: dict[str, Expr]) -> Expr:
    """Give `expr` with locals replaced.

    Requires: no variable that is bound inside of `expr` stands free in `values`.
    """

    def rule(each: Expr) -> Expr:
        return values.get(each.name, each) if isinstance(each, Local) else each

    return rewrite(expr, rule)


def _joined(kind: type[And | Or], kept: list[Expr], like: And | Or | None, *, empty: Expr) -> Expr:
    # A repeated operand says nothing new, unless it chooses anew.
    distinct = [each for at, each in enumerate(kept) if each not in kept[:at] or chooses(each)]
    if not distinct:
        return empty
    if len(distinct) == 1:
        return distinct[0]
    if like is not None and like.operands == tuple(distinct):
        return like
    return kind(tuple(distinct), span=distinct[0].span if like is None else like.span)


def _conditional(expr: Conditional) -> Expr:
    test, then, otherwise = expr.test, expr.then, expr.otherwise
    if isinstance(test, Literal):
        return then if test.value is True else otherwise
    if then == otherwise and is_total(test):
        return then
    match test:
        case Not(operand):
            return simplify_top(replace(expr, test=operand, then=otherwise, otherwise=then))
        case _:
            pass
    match then, otherwise:
        case Updated(whole, key, one), Updated(same, under, other):
            if (whole, key) != (same, under) or not (is_trivial(whole) and is_trivial(key)):
                return expr
            type_ = common_type(one.type, other.type)
            return replace(
                then, value=simplify_top(replace(expr, then=one, otherwise=other, type=type_))
            )
        case _:
            pass
    if not isinstance(expr.type, BoolType):
        return expr
    match then, otherwise:
        case Literal(value=True), Literal(value=False):
            return test
        case Literal(value=False), Literal(value=True):
            return negation(test)
        case Literal(value=True), _:
            return disjunction((test, otherwise))
        case _, Literal(value=False):
            return conjunction((test, then))
        case Literal(value=False), _:
            return conjunction((negation(test), otherwise))
        case _, Literal(value=True):
            return disjunction((negation(test), then))
        case _:
            return expr


def _compared(expr: Compare) -> Expr:
    match expr:
        case Compare(op, Literal(value=left), Literal(value=right)):
            result = _relation(op, left, right)
            return expr if result is None else TRUE if result else FALSE
        case _:
            return expr


def _relation(op: Relation, left: Value, right: Value) -> bool | None:
    if op is Relation.EQ:
        return left == right
    if op is Relation.NE:
        return left != right
    if not isinstance(left, int) or not isinstance(right, int):
        return None
    match op:
        case Relation.LT:
            return left < right
        case Relation.LE:
            return left <= right
        case Relation.GT:
            return left > right
        case Relation.GE:
            return left >= right


def _computed(expr: Arith) -> Expr:
    match expr:
        case Arith(op, Literal(value=int(left)), Literal(value=int(right)), type_):
            result = _arithmetic(op, left, right)
            return expr if result is None else Literal(result, type_, span=expr.span)
        case Arith(ArithOp.ADD, Literal(value=0), other) | Arith(
            ArithOp.ADD | ArithOp.SUB, other, Literal(value=0)
        ):
            return other
        case _:
            return expr


def _arithmetic(op: ArithOp, left: int, right: int) -> int | None:
    match op:
        case ArithOp.ADD:
            return left + right
        case ArithOp.SUB:
            return left - right
        case ArithOp.MUL:
            return left * right
        case ArithOp.FLOORDIV:
            return left // right if right else None
        case ArithOp.MOD:
            return left % right if right else None


def _is_linear(left: Expr, right: Expr) -> bool:
    """Tell whether two values of these types are always comparable, one way or the other."""
    kinds = (IntType, BoolType, SortType, EnumType)
    return isinstance(left.type, kinds) and isinstance(right.type, kinds)
