"""Operators of single values as terms: comparisons, kinds, arithmetic, sums, ranges."""

from __future__ import annotations

from typing import assert_never

from modelcheck.ir.expr import ArithOp, Relation
from modelcheck.ir.types import (
    BagType,
    BoolType,
    EnumType,
    IntType,
    ListType,
    MapType,
    NeverType,
    NoneType,
    RecordType,
    SetType,
    SortType,
    StreamType,
    TupleType,
    Type,
    UnionType,
)
from modelcheck.symbolic.algebra import options
from modelcheck.symbolic.cases import cases
from modelcheck.symbolic.numbers import Number, known, total
from modelcheck.symbolic.scope import Scope
from modelcheck.symbolic.terms import Formula, conj, disj_all, neg
from modelcheck.symbolic.values import (
    Counts,
    Interval,
    Members,
    Nothing,
    Parts,
    Pick,
    Row,
    Stream,
    Struct,
    Symbolic,
    Table,
    Truth,
    some_value,
)


def sum_of(value: Symbolic, scope: Scope) -> Number:
    """Give the sum of what a value gives when it is iterated."""
    algebra, zero = scope.algebra, known(0)
    items = algebra.elements(value)
    each = [algebra.numbers.either(given, algebra.number(item), zero) for given, item in items]
    return total(algebra.numbers, each)


def compare(op: Relation, left: Symbolic, right: Symbolic, scope: Scope) -> Formula:
    """Give `left op right`."""
    algebra = scope.algebra
    match op:
        case Relation.EQ:
            return algebra.equal(left, right)
        case Relation.NE:
            return neg(algebra.equal(left, right))
        case Relation.LT:
            return algebra.less(left, right, or_equal=False)
        case Relation.LE:
            return algebra.less(left, right, or_equal=True)
        case Relation.GT:
            return algebra.less(right, left, or_equal=False)
        case Relation.GE:
            return algebra.less(right, left, or_equal=True)
        case _:
            assert_never(op)


def is_instance(value: Symbolic, kinds: tuple[Type, ...]) -> Formula:
    """Give whether the value is of one of the kinds."""
    return disj_all(
        guard for guard, each in options(value) if any(is_of(each, type_) for type_ in kinds)
    )


def is_of(value: Symbolic, type_: Type) -> bool:
    """Tell whether a value of one kind is of the type, without looking inside."""
    match type_:
        case BoolType():
            return isinstance(value, Truth)
        case IntType():
            return isinstance(value, Number | Truth)
        case NoneType():
            return isinstance(value, Nothing)
        case EnumType(name) | SortType(name):
            return isinstance(value, Pick) and value.type_name == name
        case RecordType(name):
            return isinstance(value, Struct) and value.type_name == name
        case UnionType(kinds):
            return any(is_of(value, each) for each in kinds)
        case SetType():
            return isinstance(value, Members)
        case MapType():
            return isinstance(value, Table)
        case BagType():
            return isinstance(value, Counts)
        case ListType():
            return isinstance(value, Row)
        case TupleType() | StreamType():
            return isinstance(value, Parts | Stream | Interval)
        case NeverType():
            return False
        case _:
            assert_never(type_)


def narrowed(value: Symbolic, type_: Type, scope: Scope) -> Symbolic:
    """Give the value as what its context knows it to be."""
    of = [(guard, each) for guard, each in options(value) if is_of(each, type_)]
    if not of:
        # Where it is known to be `None` instead, nothing comes of this: any value will do.
        return some_value(type_) if isinstance(value, Nothing) else value
    *others, (_, last) = of
    return scope.algebra.first(others, last)


def arith(op: ArithOp, left: Number, right: Number, scope: Scope) -> Number:
    """Give `left op right` of numbers; a division by zero is noted."""
    numbers = scope.algebra.numbers
    match op:
        case ArithOp.ADD:
            return numbers.plus(left, right)
        case ArithOp.SUB:
            return numbers.minus(left, right)
        case ArithOp.MUL:
            return numbers.times(left, right)
        case ArithOp.FLOORDIV | ArithOp.MOD:
            scope.raises(numbers.equal(right, known(0)))
            divide = numbers.floordiv if op is ArithOp.FLOORDIV else numbers.mod
            return divide(left, right)
        case _:
            assert_never(op)


def or_default(
    value: Symbolic | None, there: Formula, default: Symbolic | None, scope: Scope, type_: Type
) -> Symbolic:
    """Give the value where there is one, and else the default; without one, that is noted."""
    if default is None:
        scope.raises(neg(there))
        return some_value(type_) if value is None else value
    return default if value is None else scope.algebra.either(there, value, default)


def range_of(start: Number, stop: Number, step: Number, scope: Scope) -> Symbolic:
    """Give `range(start, stop, step)`; a step of 0 is noted."""
    algebra = scope.algebra
    scope.raises(algebra.numbers.equal(step, known(0)))
    if step.known == 1:
        if start.known is not None and stop.known is not None:
            return Stream(tuple((True, known(n)) for n in range(start.known, stop.known)))
        return Interval(start, stop)
    ways = [
        (conj(first, last, stride), range(low, high, by))
        for first, low in cases(start, algebra)
        for last, high in cases(stop, algebra)
        for stride, by in cases(step, algebra)
        if isinstance(low, int) and isinstance(high, int) and isinstance(by, int) and by
    ]
    items = [(given, known(n)) for given, numbers in ways for n in numbers]
    return Stream(tuple((given, each) for given, each in items if given is not False))
