"""Whether two types have a value in common, as CPython compares values.

NOTE(records-are-tuples): `NamedTuple`s compare as tuples, whatever their names.  In a set of
`Request | Reply` two records of different classes could be taken for each other; so a union
may only have types that no value can be in two of.
"""

from __future__ import annotations

from itertools import combinations

from modelcheck.frontend.errors.typing import ConfusableRecords, ConfusableUnion
from modelcheck.frontend.lowering.conversion import without_bounds
from modelcheck.ir.types import (
    BagType,
    BoolType,
    IntType,
    ListType,
    MapType,
    RecordType,
    SetType,
    StreamType,
    Type,
    UnionType,
    show_type,
)
from modelcheck.source.diagnostic import Diagnostic
from modelcheck.source.span import Span


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


def confused(type_: Type) -> tuple[Type, Type] | None:
    """Give two types of a union in `type_` that values do not tell apart; `None` if there are none.

    Two types of integers are no such pair: what is in both is the same value.
    """
    match type_:
        case UnionType(options):
            pairs = combinations(options, 2)
            return next((pair for pair in pairs if _is_confused(*pair)), None)
        case SetType(element) | ListType(element) | BagType(element) | StreamType(element):
            return confused(element)
        case MapType(key, value):
            return confused(key) or confused(value)
        case _:
            return None


def _is_confused(left: Type, right: Type) -> bool:
    both = isinstance(left, IntType) and isinstance(right, IntType)
    return not both and inseparable(left, right)


def inseparable(left: Type, right: Type) -> bool:
    """Tell whether a union must not have both: some values are equal, or of both classes."""
    match left, right:
        case (IntType(), BoolType()) | (BoolType(), IntType()):
            return True  # `isinstance(True, int)`, whatever the bounds
        case _:
            return confusable(left, right)


def confusion(left: Type, right: Type, span: Span) -> Diagnostic:
    """Give the finding that a union has two types which values do not tell apart."""
    if isinstance(left, RecordType) and isinstance(right, RecordType):
        return ConfusableRecords(left.name, right.name, span=span)
    if not confusable(left, right):  # `bool` and integers other than 0 and 1
        left, right = without_bounds(left), without_bounds(right)
    return ConfusableUnion(show_type(left), show_type(right), span=span)
