"""Types as sets of values: their members, what is of them, and what leaves their bounds."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

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
    show_type,
)
from modelcheck.ir.values import Atom, BagValue, MapValue, Record, Value, ordered, show

if TYPE_CHECKING:
    from collections.abc import Iterable


def all_values(type_: Type) -> tuple[Value, ...]:
    """Give the values of a parameter's type, in canonical order.

    Requires: a sort, an enum, `bool`, a bounded `int`, `None`, or a union of these.
    Raises: `ValueError` for any other type.
    """
    match type_:
        case BoolType():
            return (False, True)
        case NoneType():
            return (None,)
        case EnumType(name, members):
            return tuple(Atom(name, member, index) for index, member in enumerate(members))
        case SortType(name, size, _):
            return tuple(Atom(name, f"{name}{index + 1}", index) for index in range(size))
        case IntType(int(low), int(high)):
            return tuple(range(low, high + 1))
        case UnionType(options):
            return tuple(ordered(value for option in options for value in all_values(option)))
        case _:
            message = f"the values of {show_type(type_)} cannot be listed"
            raise ValueError(message)


def is_instance(value: Value, type_: Type) -> bool:
    """Give `isinstance(value, type_)`: what kind of a value it is, without looking inside."""
    match type_:
        case BoolType():
            return isinstance(value, bool)
        case IntType():
            return isinstance(value, int)
        case NoneType():
            return value is None
        case EnumType(name) | SortType(name):
            return isinstance(value, Atom) and value.type_name == name
        case RecordType(name):
            return isinstance(value, Record) and value.type_name == name
        case UnionType(options):
            return any(is_instance(value, option) for option in options)
        case SetType():
            return isinstance(value, frozenset)
        case MapType():
            return isinstance(value, MapValue)
        case BagType():
            return isinstance(value, BagValue)
        case ListType() | TupleType() | StreamType():
            return isinstance(value, tuple)
        case NeverType():
            return False
        case _:
            assert_never(type_)


def fits(value: Value, type_: Type, place: str) -> str | None:
    """Say which part of `value` left its bound in `type_`, or give `None` if none did.

    `place` is what the value is called: `latest` gives
    `latest[Receiver1] is 4, outside 0..3`.  The first such part is named.
    """
    if not _is_of(value, type_):
        return f"{place} is {show(value)}, not of type {show_type(type_)}"
    match value, type_:
        case (int(), IntType(low, high)):
            below = low is not None and value < low
            above = high is not None and value > high
            return f"{place} is {value}, outside {show_type(type_)}" if below or above else None
        case (_, UnionType(options)):
            faults = [fits(value, option, place) for option in options if _is_of(value, option)]
            return None if None in faults else faults[0]
        case (Record(), RecordType(_, fields)):
            pairs = zip(fields, value.values, strict=True)
            return _first(fits(each, kind, f"{place}.{name}") for (name, kind), each in pairs)
        case (frozenset(), SetType(element)):
            return _first(fits(each, element, f"a member of {place}") for each in ordered(value))
        case (MapValue(items), MapType(key, kind)):
            return _first(
                fits(at, key, f"a key of {place}") or fits(each, kind, f"{place}[{show(at)}]")
                for at, each in items
            )
        case (tuple(), ListType(element, most)):
            if most is not None and len(value) > most:
                return f"{place} has {len(value)} elements, more than the {most} it may have"
            places = enumerate(value)
            return _first(fits(each, element, f"{place}[{index}]") for index, each in places)
        case (BagValue(counts), BagType(element, most)):
            many = IntType(0, most)
            return _first(
                fits(each, element, f"an element of {place}")
                or fits(count, many, f"{place}[{show(each)}]")
                for each, count in counts
            )
        case _:
            return None


def _is_of(value: Value, type_: Type) -> bool:
    """Tell whether the value is of the kind; Python counts `bool` as `int`, a field does not."""
    match value, type_:
        case bool(), IntType():
            return False
        case bool(), UnionType(options):
            return any(_is_of(value, option) for option in options)
        case _:
            return is_instance(value, type_)


def _first(faults: Iterable[str | None]) -> str | None:
    return next((fault for fault in faults if fault is not None), None)
