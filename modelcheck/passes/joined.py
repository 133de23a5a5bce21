"""The type of a place that holds values of one type here and of another there."""

from __future__ import annotations

from modelcheck.ir.types import (
    INT,
    NONE,
    BagType,
    IntType,
    ListType,
    MapType,
    NeverType,
    SetType,
    Type,
    UnionType,
)


def common_type(one: Type, other: Type) -> Type:
    """Give a type that has the values of both; bounds that differ are left out."""
    if one == other:
        return one
    match one, other:
        case NeverType(), _:
            return other
        case _, NeverType():
            return one
        case IntType(), IntType():
            return INT
        case SetType(left), SetType(right):
            return SetType(common_type(left, right), one.frozen)
        case ListType(left), ListType(right):
            return ListType(common_type(left, right))
        case BagType(left), BagType(right):
            return BagType(common_type(left, right))
        case MapType(), MapType():
            key = common_type(one.key, other.key)
            return MapType(key, common_type(one.value, other.value), one.frozen)
        case _:
            options = tuple(dict.fromkeys((*_options(one), *_options(other))))
            return options[0] if len(options) == 1 else UnionType(options)


def or_none(type_: Type | None) -> Type:
    """Give `type_ | None`."""
    return NONE if type_ is None else common_type(type_, NONE)


def _options(type_: Type) -> tuple[Type, ...]:
    return type_.options if isinstance(type_, UnionType) else (type_,)
