"""CPython's objects and the values that they stand for, in both directions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from enum import Enum
from typing import Any, TypeAlias

from modelcheck.ir.types import (
    BagType,
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
    show_type,
)
from modelcheck.ir.values import (
    Atom,
    BagValue,
    MapValue,
    Record,
    Value,
    show,
)
from modelcheck.lang import Map
from modelcheck.lang.order import is_a
from modelcheck.lang.sorts import Sort

Live: TypeAlias = Any  # Any: an object of the author's program, known at run time only


def value_of(thing: Live) -> Value:
    """Give the value that an object of the author's program stands for.

    Raises: `TypeError` if it stands for none: it is a string, a function, ...
    """
    if thing is None or type(thing) in (bool, int):
        return thing  # type: ignore[no-any-return]  # just looked at
    if isinstance(thing, Sort):
        return Atom(type(thing).__name__, repr(thing), thing.index)
    if isinstance(thing, Enum):
        return Atom(type(thing).__name__, thing.name, list(type(thing)).index(thing))
    return _container(thing)


def _container(thing: Live) -> Value:
    if is_a(thing, tuple) and hasattr(thing, "_fields"):
        return Record(type(thing).__name__, thing._fields, tuple(map(value_of, thing)))
    if is_a(thing, (list, tuple)):
        return tuple(map(value_of, thing))
    if is_a(thing, (set, frozenset)):
        return frozenset(map(value_of, thing))
    if is_a(thing, Counter):
        return BagValue((value_of(key), count) for key, count in thing.items())
    if is_a(thing, Mapping):
        return MapValue((value_of(key), value_of(item)) for key, item in thing.items())
    message = f"a {type(thing).__name__} is no value of the language"
    raise TypeError(message)


def shown(thing: Live) -> str:
    """Give the object as a person reads it; of a stranger, its class only."""
    try:
        return show(value_of(thing))
    except TypeError:
        return f"a {type(thing).__name__}"


def object_of(value: Value, type_: Type, classes: Mapping[str, type]) -> Live:
    """Give a new object of `type_` that stands for `value`.

    Requires: `classes` has the sorts, enums and records of `type_` by name.
    Raises: `TypeError` if `value` is of another kind than `type_`; bounds are not looked at.
    """
    match type_, value:
        case (BoolType(), bool()) | (IntType(), int()) | (NoneType(), None):
            return value
        case ((SortType(name) | EnumType(name)), Atom(type_name, _, index)) if name == type_name:
            elements: Live = classes[name]
            return list(elements)[index]
        case RecordType(name, fields), Record(type_name, _, values) if name == type_name:
            parts = zip(values, fields, strict=True)
            return classes[name](*(object_of(part, each, classes) for part, (_, each) in parts))
        case UnionType(options), _:
            return _option_of(value, options, classes)
        case SetType(element, frozen), frozenset():
            members = (object_of(each, element, classes) for each in value)
            return frozenset(members) if frozen else set(members)
        case MapType(key, item, frozen), MapValue(items):
            pairs = ((object_of(k, key, classes), object_of(v, item, classes)) for k, v in items)
            return Map(pairs) if frozen else dict(pairs)
        case ListType(element), tuple():
            return [object_of(each, element, classes) for each in value]
        case BagType(element), BagValue(counts):
            return Counter({object_of(each, element, classes): n for each, n in counts})
        case _:
            message = f"{show(value)} is not of type {show_type(type_)}"
            raise TypeError(message)


def _option_of(value: Value, options: tuple[Type, ...], classes: Mapping[str, type]) -> Live:
    for option in options:
        try:
            return object_of(value, option, classes)
        except TypeError:
            continue
    message = f"{show(value)} is not of type {show_type(UnionType(options))}"
    raise TypeError(message)
