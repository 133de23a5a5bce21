"""The number of a value among all values of its type: what sets have bits for, maps have keys.

Numbers follow the canonical order of values where the type's parts do: the first field of a
record counts most, and the options of a union come in the order that `order_key` ranks them.
"""

from __future__ import annotations

from collections.abc import Iterator

from modelcheck.ir.size import cardinality
from modelcheck.ir.types import (
    BoolType,
    EnumType,
    IntType,
    ListType,
    MapType,
    NoneType,
    RecordType,
    SetType,
    SortType,
    Type,
    UnionType,
)

_RANKS: dict[type, int] = {
    NoneType: 0,
    BoolType: 1,
    IntType: 2,
    SortType: 3,
    EnumType: 3,
    RecordType: 4,
    ListType: 5,
    SetType: 6,
    MapType: 7,
}


def options_in_order(union: UnionType) -> tuple[Type, ...]:
    """Give the options of a union in the canonical order of their values."""
    return tuple(sorted(union.options, key=_rank))


def _rank(option: Type) -> tuple[int, str]:
    name = option.name if isinstance(option, SortType | EnumType | RecordType) else ""
    return _RANKS.get(type(option), 9), name


def strides(fields: tuple[tuple[str, Type], ...]) -> Iterator[int]:
    """Give what each field of a record counts in the record's number, first field first."""
    total = 1
    found: list[int] = []
    for _, type_ in reversed(fields):
        found.append(total)
        total *= cardinality(type_)
    return reversed(found)
