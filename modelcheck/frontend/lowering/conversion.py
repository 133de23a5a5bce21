"""Which types go where: assignability, joins, what a local's type is, what has an order."""

from __future__ import annotations

from dataclasses import replace

from modelcheck.ir.types import (
    INT,
    NEVER,
    BagType,
    IntType,
    ListType,
    MapType,
    NeverType,
    RecordType,
    SetType,
    SortType,
    StreamType,
    TupleType,
    Type,
    UnionType,
)


def options_of(type_: Type) -> tuple[Type, ...]:
    """Give the options of a union, or the type itself as the only one."""
    return type_.options if isinstance(type_, UnionType) else (type_,)


def assignable(source: Type, target: Type) -> bool:
    """Tell whether a value of `source` may stand where `target` is expected.

    Bounds do not count: a value that leaves them is an error of the run that leads there.
    """
    match source, target:
        case NeverType(), _:
            return True
        case UnionType(options), _:
            return all(assignable(option, target) for option in options)
        case _, UnionType(options):
            return any(assignable(source, option) for option in options)
        case IntType(), IntType():
            return True
        case SetType(), SetType():
            return source.frozen == target.frozen and assignable(source.element, target.element)
        case MapType(), MapType():
            return (
                source.frozen == target.frozen
                and assignable(source.key, target.key)
                and assignable(source.value, target.value)
            )
        case ListType(element=mine), ListType(element=theirs):
            return assignable(mine, theirs)
        case BagType(element=mine), BagType(element=theirs):
            return assignable(mine, theirs)
        case StreamType(element=mine), StreamType(element=theirs):
            return assignable(mine, theirs)
        case TupleType(items), TupleType(others):
            return len(items) == len(others) and all(map(assignable, items, others))
        case _:
            return source == target


def join(left: Type, right: Type) -> Type:
    """Give the narrowest type that both are assignable to; a union if it must be."""
    if isinstance(left, IntType) and isinstance(right, IntType):
        low = None if left.low is None or right.low is None else min(left.low, right.low)
        high = None if left.high is None or right.high is None else max(left.high, right.high)
        return IntType(low, high)
    if assignable(left, right):
        return right
    if assignable(right, left):
        return left
    return UnionType(tuple(dict.fromkeys((*options_of(left), *options_of(right)))))


def without_bounds(type_: Type) -> Type:
    """Give the type of a local that holds values of `type_`: bounds are those of fields."""
    match type_:
        case IntType():
            return INT
        case SetType(element=element):
            return replace(type_, element=without_bounds(element))
        case ListType(element=element):
            return ListType(without_bounds(element))
        case BagType(element=element):
            return BagType(without_bounds(element))
        case MapType(key=key, value=value):
            return replace(type_, key=without_bounds(key), value=without_bounds(value))
        case UnionType(options=options):
            return UnionType(tuple(without_bounds(option) for option in options))
        case _:
            return type_


def has_never(type_: Type) -> bool:
    """Tell whether nothing has said yet what the elements of an empty display are."""
    match type_:
        case NeverType():
            return True
        case SetType(element=element) | ListType(element=element) | BagType(element=element):
            return has_never(element)
        case MapType(key=key, value=value):
            return has_never(key) or has_never(value)
        case _:
            return False


def element_of(type_: Type) -> Type | None:
    """Give the type of the elements that iterating gives; `None` if it cannot be iterated."""
    match type_:
        case SetType(element=element) | ListType(element=element) | BagType(element=element):
            return element
        case StreamType(element=element):
            return element
        case MapType(key=key):
            return key
        case _:
            return None


def unordered_part(type_: Type) -> Type | None:
    """Give the part of the type that keeps its values from having an order; `None` if none."""
    match type_:
        case IntType() | NeverType():
            return None
        case SortType(symmetric=symmetric):
            return type_ if symmetric else None
        case RecordType(fields=fields):
            parts = (unordered_part(part) for _, part in fields)
            return next((part for part in parts if part is not None), None)
        case ListType(element=element):
            return unordered_part(element)
        case _:
            return type_


def comparable(left: Type, right: Type) -> bool:
    """Tell whether `left == right` could be true for some values."""
    if isinstance(left, UnionType) or isinstance(right, UnionType):
        pairs = ((a, b) for a in options_of(left) for b in options_of(right))
        return any(comparable(a, b) for a, b in pairs)
    if isinstance(left, SetType) and isinstance(right, SetType):
        return comparable(left.element, right.element)
    if isinstance(left, MapType) and isinstance(right, MapType):
        same_kind = left.frozen == right.frozen
        return same_kind and comparable(left.key, right.key) and comparable(left.value, right.value)
    return assignable(left, right) or assignable(right, left) or NEVER in {left, right}
