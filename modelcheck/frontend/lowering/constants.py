"""Python's objects as values of the language: module constants, defaults of records."""

from __future__ import annotations

from enum import Enum
from typing import cast

from modelcheck.frontend.lowering.annotations import is_record, type_of
from modelcheck.frontend.lowering.context import Context
from modelcheck.frontend.lowering.conversion import join
from modelcheck.ir.types import (
    BOOL,
    INT,
    NEVER,
    NONE,
    ListType,
    MapType,
    RecordType,
    SetType,
    Type,
)
from modelcheck.ir.values import Atom, MapValue, Record, Value
from modelcheck.lang import Map, Ordered, Symmetric
from modelcheck.source.span import Span


def constant_of(thing: object, context: Context, span: Span) -> tuple[Value, Type] | None:
    """Give a Python object as a value and its type; `None` if it is no value of the language.

    Raises: `Found` when the object's class is no type of the language.
    """
    match thing:
        case None:
            return None, NONE
        case bool():
            return thing, BOOL
        case int() if type(thing) is int:
            return thing, INT
        case Symmetric() | Ordered():
            sort = type(thing)
            atom = Atom(sort.__name__, repr(thing), thing.index)
            return atom, type_of(sort, context, span, bounded=False)
        case Enum():
            enum = type_of(type(thing), context, span, bounded=False)
            names = tuple(type(thing).__members__)
            return Atom(type(thing).__name__, thing.name, names.index(thing.name)), enum
        case tuple() if is_record(type(cast("object", thing))):
            return _record(cast("tuple[object, ...]", thing), context, span)
        case tuple():
            return _list(cast("tuple[object, ...]", thing), context, span)
        case frozenset():
            items = _list(tuple(cast("frozenset[object]", thing)), context, span)
            if items is None or not isinstance(items[1], ListType):
                return None
            return frozenset(cast("tuple[Value, ...]", items[0])), SetType(
                items[1].element, frozen=True
            )
        case Map():
            return _map(cast("Map[object, object]", thing), context, span)
        case _:
            return None


def _record(thing: tuple[object, ...], context: Context, span: Span) -> tuple[Value, Type] | None:
    type_ = type_of(type(thing), context, span, bounded=False)
    parts = [constant_of(each, context, span) for each in thing]
    found = [part[0] for part in parts if part is not None]
    if not isinstance(type_, RecordType) or len(found) != len(parts):
        return None
    return Record(type_.name, tuple(name for name, _ in type_.fields), tuple(found)), type_


def _list(things: tuple[object, ...], context: Context, span: Span) -> tuple[Value, Type] | None:
    parts = [constant_of(each, context, span) for each in things]
    element: Type = NEVER
    values: list[Value] = []
    for part in parts:
        if part is None or isinstance(part[1], ListType):  # a tuple, which would read like a list
            return None
        values.append(part[0])
        element = join(element, part[1])
    return tuple(values), ListType(element)


def _map(things: Map[object, object], context: Context, span: Span) -> tuple[Value, Type] | None:
    keys = _list(tuple(things), context, span)
    values = _list(tuple(things.values()), context, span)
    if keys is None or values is None:
        return None
    pairs = zip(
        cast("tuple[Value, ...]", keys[0]), cast("tuple[Value, ...]", values[0]), strict=True
    )
    key, value = cast("ListType", keys[1]).element, cast("ListType", values[1]).element
    return MapValue(pairs), MapType(key, value, frozen=True)
