"""Types as sets of values: the least type with the values of two, widening, narrowing.

hull(0..3, 2..5)  is  0..5
"""

from __future__ import annotations

from modelcheck.ir.size import CEILING, cardinality
from modelcheck.ir.types import (
    BOOL,
    NEVER,
    BagType,
    IntType,
    ListType,
    MapType,
    NeverType,
    RecordType,
    SetType,
    StreamType,
    TupleType,
    Type,
    UnionType,
)
from modelcheck.ir.values import Atom, BagValue, MapValue, Record, Value


def hull(left: Type, right: Type) -> Type:
    """Give the narrowest type that has the values of both."""
    match left, right:
        case (NeverType(), other) | (other, NeverType()):
            return other
        case IntType(), IntType():
            low = None if left.low is None or right.low is None else min(left.low, right.low)
            high = None if left.high is None or right.high is None else max(left.high, right.high)
            return IntType(low, high)
        case SetType(), SetType():
            return SetType(hull(left.element, right.element), frozen=left.frozen)
        case ListType(), ListType():
            bound = longest(left.max_length, right.max_length)
            return ListType(hull(left.element, right.element), bound)
        case MapType(), MapType():
            return MapType(
                hull(left.key, right.key), hull(left.value, right.value), frozen=left.frozen
            )
        case BagType(), BagType():
            most = longest(left.max_count, right.max_count)
            return BagType(hull(left.element, right.element), most)
        case RecordType(), RecordType() if left.name == right.name:
            return RecordType(
                left.name,
                tuple(
                    (name, hull(a, b))
                    for (name, a), (_, b) in zip(left.fields, right.fields, strict=True)
                ),
            )
        case TupleType(), TupleType():
            return TupleType(tuple(map(hull, left.items, right.items)))
        case StreamType(), StreamType():
            both = left.ordered and right.ordered
            return StreamType(hull(left.element, right.element), ordered=both)
        case _:
            return left if left == right else _union(left, right)


def _union(left: Type, right: Type) -> Type:
    options: list[Type] = []
    for option in (*options_of(left), *options_of(right)):
        for index, other in enumerate(options):
            if same_kind(option, other):
                options[index] = hull(option, other)
                break
        else:
            options.append(option)
    return options[0] if len(options) == 1 else UnionType(tuple(options))


def options_of(type_: Type) -> tuple[Type, ...]:
    """Give the options of a union, or the type itself as the only one."""
    return type_.options if isinstance(type_, UnionType) else (type_,)


def same_kind(left: Type, right: Type) -> bool:
    """Tell whether two options of unions differ in bounds only."""
    if isinstance(left, RecordType) and isinstance(right, RecordType):
        return left.name == right.name
    return left == right or (
        type(left) is type(right)
        and isinstance(left, IntType | SetType | MapType | ListType | BagType)
    )


def widened(before: Type, after: Type) -> Type:
    """Give `after` without the bounds that differ from those of `before`."""
    if before == after:
        return after
    match before, after:
        case IntType(), IntType():
            low = after.low if before.low == after.low else None
            return IntType(low, after.high if before.high == after.high else None)
        case SetType(), SetType():
            return SetType(widened(before.element, after.element), frozen=after.frozen)
        case ListType(), ListType():
            kept = after.max_length if before.max_length == after.max_length else None
            return ListType(widened(before.element, after.element), kept)
        case MapType(), MapType():
            key = widened(before.key, after.key)
            return MapType(key, widened(before.value, after.value), frozen=after.frozen)
        case BagType(), BagType():
            most = after.max_count if before.max_count == after.max_count else None
            return BagType(widened(before.element, after.element), most)
        case _:
            return after


def elements(type_: Type) -> Type:
    """Give what iterating over a value of the type gives."""
    match type_:
        case SetType(element=element) | ListType(element=element) | BagType(element=element):
            return element
        case StreamType(element=element):
            return element
        case MapType(key=key):
            return key
        case _:
            return NEVER


def taken_apart(targets: tuple[str, ...], element: Type, *, unpack: bool) -> dict[str, Type]:
    """Give the bounds of a round's variables."""
    if not unpack:
        return dict.fromkeys(targets, element)
    match element:
        case TupleType(items=items):
            return dict(zip(targets, items, strict=True))
        case RecordType(fields=fields):
            return {name: type_ for name, (_, type_) in zip(targets, fields, strict=True)}
        case _:
            return dict.fromkeys(targets, NEVER)


def type_of_value(value: Value, declared: Type) -> Type:
    """Give the narrowest type that has a value; `declared` tells what its empty parts hold."""
    match value, declared:
        case bool(), _:
            return BOOL
        case int(), _:
            return IntType(value, value)
        case tuple(), ListType(element=element):
            found: Type = NEVER
            for item in value:
                found = hull(found, type_of_value(item, element))
            return ListType(found, len(value))
        case frozenset(), SetType(element=element):
            found = NEVER
            for member in value:
                found = hull(found, type_of_value(member, element))
            return SetType(found, frozen=declared.frozen)
        case MapValue(items=items), MapType():
            key: Type = NEVER
            inner: Type = NEVER
            for name, under in items:
                key = hull(key, type_of_value(name, declared.key))
                inner = hull(inner, type_of_value(under, declared.value))
            return MapType(key, inner, frozen=declared.frozen)
        case Record(values=values), RecordType(name=name, fields=fields):
            parts = zip(fields, values, strict=True)
            return RecordType(name, tuple((each, type_of_value(v, t)) for (each, t), v in parts))
        case ((Atom() | BagValue() | None | tuple() | frozenset() | MapValue() | Record()), _):
            return declared


def most(type_: Type) -> int | None:
    """Give how many elements a value of the type can have; `None` for any number."""
    match type_:
        case ListType(max_length=longest):
            return longest
        case SetType(element=element) | MapType(key=element):
            count = cardinality(element) if not isinstance(element, NeverType) else 0
            return None if count >= CEILING else count
        case BagType(element=element, max_count=count):
            held = most(SetType(element))
            return None if held is None or count is None else held * count
        case StreamType(element=element):
            return None
        case _:
            return None


def narrowed(held: Type, type_: Type) -> Type:
    """Give the part of a type whose values are of `type_`, which has no bounds of its own."""
    kept = [
        option
        for option in options_of(held)
        if any(same_kind(option, wanted) for wanted in options_of(type_))
    ]
    return kept[0] if len(kept) == 1 else UnionType(tuple(kept)) if kept else type_


def longest(left: int | None, right: int | None) -> int | None:
    """Give the larger of two bounds; `None` is no bound."""
    return None if left is None or right is None else max(left, right)


def total(left: int | None, right: int | None) -> int | None:
    """Give the sum of two bounds; `None` is no bound."""
    return None if left is None or right is None else left + right
