"""How many bits a value of a type takes, when every value has a place of its own."""

from __future__ import annotations

from functools import reduce
from typing import Final

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

CEILING: Final = 1 << 62
"""Sizes and cardinalities are exact up to here, and no larger than this."""


def cardinality(type_: Type) -> int:
    """Give how many values the type has, at most `CEILING`.

    A type without bounds has as many as fit.
    """
    return min(_count(type_), CEILING)


def _count(type_: Type) -> int:
    match type_:
        case NeverType():
            return 0
        case TupleType() | StreamType():
            return CEILING
        case NoneType():
            return 1
        case BoolType():
            return 2
        case IntType(low=int() as low, high=int() as high):
            return high - low + 1
        case IntType():
            return CEILING
        case EnumType(members=members):
            return len(members)
        case SortType(size=size):
            return size
        case RecordType(fields=fields):
            return reduce(_product, (cardinality(part) for _, part in fields), 1)
        case UnionType(options=options):
            return sum(map(cardinality, options))
        case _:
            return CEILING if bits(type_) >= CEILING.bit_length() else 1 << bits(type_)


def _product(left: int, right: int) -> int:
    return min(left * right, CEILING)


def bits(type_: Type) -> int:
    """Give the bits that a value of the type takes, at most `CEILING`.

    A set takes a bit for each value that it could hold, a map a value and a bit for each key,
    a list its largest length times an element and the length itself.
    A type without bounds takes as many as fit.
    """
    match type_:
        case SetType(element=element):
            return cardinality(element)
        case MapType(key=key, value=value):
            return _product(cardinality(key), bits(value) + 1)
        case BagType(element=element, max_count=most):
            return _product(cardinality(element), CEILING if most is None else most.bit_length())
        case ListType(element=element, max_length=most):
            if most is None:
                return CEILING
            return min(_product(bits(element), most) + most.bit_length(), CEILING)
        case RecordType(fields=fields):
            return min(sum(bits(part) for _, part in fields), CEILING)
        case UnionType(options=options):
            tag = (len(options) - 1).bit_length()
            return tag + max(bits(option) for option in options)
        case IntType(low=int() as low, high=int() as high):
            return (high - low).bit_length()
        case _:
            return (cardinality(type_) - 1).bit_length() if cardinality(type_) else 0
