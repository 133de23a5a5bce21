"""Which types can meet: in a comparison, an assignment, an argument."""

from __future__ import annotations

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


def agree(one: Type, other: Type) -> bool:
    """Tell whether some value could be of both types; bounds are left out."""
    match one, other:
        case (NeverType(), _) | (_, NeverType()):
            return True
        case UnionType(options), _:
            return any(agree(option, other) for option in options)
        case _, UnionType(options):
            return any(agree(one, option) for option in options)
        case (
            (EnumType(mine), EnumType(theirs))
            | (SortType(mine), SortType(theirs))
            | (RecordType(mine), RecordType(theirs))
        ):
            return mine == theirs
        case (
            (SetType(mine), SetType(theirs))
            | (ListType(mine), ListType(theirs))
            | (BagType(mine), BagType(theirs))
            | (StreamType(mine), StreamType(theirs))
        ):
            return agree(mine, theirs)
        case MapType(my_key, mine), MapType(their_key, theirs):
            return agree(my_key, their_key) and agree(mine, theirs)
        case TupleType(mine), TupleType(theirs):
            return len(mine) == len(theirs) and all(map(agree, mine, theirs))
        case _:
            return type(one) is type(other)


def is_ordered(type_: Type) -> bool:
    """Tell whether `<` means something between values of this type."""
    match type_:
        case IntType() | BoolType() | SetType() | NeverType():
            return True
        case SortType(symmetric=symmetric):
            return not symmetric
        case RecordType(fields=fields):
            return all(is_ordered(each) for _, each in fields)
        case TupleType(items):
            return all(map(is_ordered, items))
        case ListType(element):
            return is_ordered(element)
        case UnionType(options):
            return all(map(is_ordered, options))
        case NoneType() | EnumType() | MapType() | BagType() | StreamType():
            return False
