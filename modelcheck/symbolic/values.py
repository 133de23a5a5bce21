"""Values that depend on terms: the shape of a value, with formulas and numbers inside.

Containers have a formula or number for every key that they could have: their elements are
values, known, and whether they are there is not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias, assert_never

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
from modelcheck.ir.values import Atom, BagValue, MapValue, Record, Value, order_key, ordered
from modelcheck.symbolic.numbers import Number, known
from modelcheck.symbolic.terms import Formula


@dataclass(frozen=True, slots=True, eq=False)
class Truth:
    """A `bool`."""

    formula: Formula


@dataclass(frozen=True, slots=True, eq=False)
class Nothing:
    """`None`."""


@dataclass(frozen=True, slots=True, eq=False)
class Pick:
    """An element of a sort, or a member of an enum, by its index."""

    type_name: str
    index: Number


@dataclass(frozen=True, slots=True, eq=False)
class Struct:
    """A record."""

    type_name: str
    names: tuple[str, ...]
    parts: tuple[Symbolic, ...]


@dataclass(frozen=True, slots=True, eq=False)
class OneKind:
    """A value of one of several kinds: exactly one of the formulas is true."""

    options: tuple[tuple[Formula, Symbolic], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Members:
    """A set: whether each value is in it; those without a formula are not."""

    of: Mapping[Value, Formula]


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """A map: whether there is something under each key, and what."""

    of: Mapping[Value, tuple[Formula, Symbolic]]


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """A list: for every length that it may have, whether it has that, and its elements then."""

    of: Mapping[int, tuple[Formula, tuple[Symbolic, ...]]]


@dataclass(frozen=True, slots=True, eq=False)
class Counts:
    """A bag: how often each value is there."""

    of: Mapping[Value, Number]


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """A tuple."""

    items: tuple[Symbolic, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Stream:
    """What can be iterated: elements in order, each with whether it is given."""

    items: tuple[tuple[Formula, Symbolic], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Interval:
    """A range of step 1 between numbers that may have no bounds."""

    start: Number
    stop: Number


Symbolic: TypeAlias = (
    Truth
    | Number
    | Nothing
    | Pick
    | Struct
    | OneKind
    | Members
    | Table
    | Row
    | Counts
    | Parts
    | Stream
    | Interval
)


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """A value, and where there is none: `fault` says when CPython raises."""

    value: Symbolic
    fault: Formula = False


def lift(value: Value) -> Symbolic:
    """Give a value, all of which is known."""
    match value:
        case bool():
            return Truth(value)
        case int():
            return known(value)
        case None:
            return Nothing()
        case Atom(type_name, _, index):
            return Pick(type_name, known(index))
        case Record(type_name, names, values):
            return Struct(type_name, names, tuple(map(lift, values)))
        case frozenset():
            return Members(dict.fromkeys(ordered(value), True))
        case tuple():
            return Row({len(value): (True, tuple(map(lift, value)))})
        case MapValue(items):
            return Table({key: (True, lift(each)) for key, each in items})
        case BagValue(counts):
            return Counts({each: known(number) for each, number in counts})


def some_value(type_: Type) -> Symbolic:
    """Give a value of the type, whichever: for where there is none, since CPython has raised."""
    match type_:
        case BoolType():
            return Truth(formula=False)
        case IntType(low):
            return known(low or 0)
        case EnumType(name) | SortType(name):
            return Pick(name, known(0))
        case RecordType(name, fields):
            names = tuple(each for each, _ in fields)
            return Struct(name, names, tuple(some_value(of) for _, of in fields))
        case UnionType(kinds):
            return some_value(kinds[0])
        case SetType():
            return Members({})
        case MapType():
            return Table({})
        case ListType():
            return Row({0: (True, ())})
        case BagType():
            return Counts({})
        case TupleType(items):
            return Parts(tuple(map(some_value, items)))
        case StreamType():
            return Stream(())
        case NoneType() | NeverType():
            return Nothing()
        case _:
            assert_never(type_)


def in_order(keys: Mapping[Value, object]) -> list[Value]:
    """Give the keys in canonical order."""
    return sorted(keys, key=order_key)


def kind(value: Symbolic) -> tuple[str, ...]:
    """Give what a value must share with another to be put into one of its kind."""
    match value:
        case Pick(type_name):
            return ("pick", type_name)
        case Struct(type_name, names):
            return ("struct", type_name, *names)
        case Parts(items):
            return ("parts", str(len(items)))
        case _:
            return (type(value).__name__,)
