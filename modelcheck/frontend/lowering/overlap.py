"""Whether two types have a value in common, as CPython compares values.

NOTE(records-are-tuples): `NamedTuple`s compare as tuples, whatever their names.  In a set of
`Request | Reply` two records of different classes could be taken for each other; so a union
may only have types that no value can be in two of.
"""

from __future__ import annotations

from modelcheck.ir.types import (
    BoolType,
    IntType,
    ListType,
    MapType,
    RecordType,
    SetType,
    Type,
    UnionType,
)


def confusable(left: Type, right: Type) -> bool:
    """Tell whether some value of `left` equals some value of `right` in CPython."""
    match left, right:
        case (UnionType(options), other) | (other, UnionType(options)):
            return any(confusable(option, other) for option in options)
        case RecordType(fields=mine), RecordType(fields=theirs):
            return len(mine) == len(theirs) and all(
                confusable(a, b) for (_, a), (_, b) in zip(mine, theirs, strict=True)
            )
        case (IntType() as number, BoolType()) | (BoolType(), IntType() as number):
            return _has(number, 0) or _has(number, 1)
        case IntType(low, high), IntType(other_low, other_high):
            return not (_below(high, other_low) or _below(other_high, low))
        case (SetType(), SetType()) | (MapType(), MapType()) | (ListType(), ListType()):
            return True  # the empty one, if nothing else
        case _:
            return left == right


def _has(type_: IntType, number: int) -> bool:
    return not (_below(number, type_.low) or _below(type_.high, number))


def _below(high: int | None, low: int | None) -> bool:
    return high is not None and low is not None and high < low
