"""The types of what iteration gives."""

from __future__ import annotations

from modelcheck.ir.types import (
    NEVER,
    BagType,
    ListType,
    MapType,
    RecordType,
    SetType,
    StreamType,
    TupleType,
    Type,
)


def element_type(type_: Type) -> Type:
    """Give the type of the elements that iterating over a value of `type_` gives.

    A type that cannot be iterated over has none: `NEVER`.
    """
    match type_:
        case StreamType(element) | ListType(element) | SetType(element) | BagType(element):
            return element
        case MapType(key):
            return key
        case _:
            return NEVER


def part_types(type_: Type) -> tuple[Type, ...]:
    """Give the types of the parts that unpacking takes a tuple or record apart into."""
    match type_:
        case TupleType(items):
            return items
        case RecordType(fields=fields):
            return tuple(each for _, each in fields)
        case _:
            return ()
