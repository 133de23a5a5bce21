"""Values as JSON and back: atoms by their names, records with `"is"`, sets as sorted lists.

`{Message1: Entry(Priority(1, Receiver1), True)}` is `{"Message1": {"is": "Entry",
"priority": {"is": "Priority", "number": 1, "proposer": "Receiver1"}, "agreed": true}}`.
A map whose keys have no name of their own (records, say) is a list of pairs.
"""

from __future__ import annotations

from json import dumps
from typing import TYPE_CHECKING, TypeAlias, TypeGuard, assert_never

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
from modelcheck.ir.values import Atom, BagValue, MapValue, Record, Value, ordered

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Json: TypeAlias = None | bool | int | float | str | list["Json"] | dict[str, "Json"]


class MisfitError(ValueError):
    """A piece of JSON is no value of the type that is expected; the text says which and where."""


def encode(value: Value) -> Json:
    """Give `value` as JSON; equal values give equal JSON, in the same order."""
    match value:
        case None | bool() | int():
            return value
        case Atom(_, name, _):
            return name
        case Record(kind, names, values):
            return {"is": kind, **dict(zip(names, map(encode, values), strict=True))}
        case frozenset():
            return [encode(each) for each in ordered(value)]
        case tuple():
            return [encode(each) for each in value]
        case MapValue(items):
            return _keyed([(key, encode(item)) for key, item in items])
        case BagValue(counts):
            return _keyed([(element, count) for element, count in counts])
        case _:
            assert_never(value)


def _keyed(items: Sequence[tuple[Value, Json]]) -> Json:
    names = [_key_name(key) for key, _ in items]
    if any(name is None for name in names):
        return [[encode(key), item] for key, item in items]
    return {str(name): item for name, (_, item) in zip(names, items, strict=True)}


def _key_name(key: Value) -> str | None:
    match key:
        case bool():
            return "true" if key else "false"
        case int():
            return str(key)
        case Atom(_, name, _):
            return name
        case _:
            return None


def decode(json: object, type_: Type, place: str = "the value") -> Value:
    """Give the value of `type_` that `json` stands for; the inverse of `encode`.

    Bounds are not looked at: a saved run may end in a state that leaves one.
    Raises: `MisfitError`, which names `place` or what is inside it.
    """
    match type_:
        case BoolType():
            if isinstance(json, bool):
                return json
        case IntType():
            if isinstance(json, int) and not isinstance(json, bool):
                return json
        case NoneType():
            if json is None:
                return None
        case EnumType(name, members):
            return _atom(json, name, members, place)
        case SortType(name, size, _):
            return _atom(json, name, [f"{name}{n}" for n in range(1, size + 1)], place)
        case RecordType():
            return _record(json, type_, place)
        case UnionType(options):
            return _one_of(json, options, type_, place)
        case SetType(element):
            return frozenset(_elements(json, element, type_, place))
        case ListType(element) | StreamType(element):
            return tuple(_elements(json, element, type_, place))
        case TupleType(items):
            return _tuple(json, items, type_, place)
        case MapType(key, item):
            pairs = _pairs(json, key, type_, place)
            return MapValue(
                (at, decode(each, item, f"{place}[{name}]")) for at, each, name in pairs
            )
        case BagType(element):
            return BagValue(
                (at, _count(each, f"{place}[{name}]"))
                for at, each, name in _pairs(json, element, type_, place)
            )
        case NeverType():
            pass
        case _:
            assert_never(type_)
    raise _misfit(json, type_, place)


def _misfit(json: object, type_: Type, place: str) -> MisfitError:
    return MisfitError(f"{place} is {shown_json(json)}, which is no {show_type(type_)}")


def shown_json(json: object) -> str:
    """Say what stands in the file: a short value itself, otherwise of which kind it is."""
    text = dumps(json, ensure_ascii=False)
    if len(text) <= _SHOWN:
        return text
    if _is_object(json):
        kind = json.get("is")
        if isinstance(kind, str):
            return f"an object that is {dumps(kind, ensure_ascii=False)}"
        names = [dumps(each, ensure_ascii=False) for each in json]
        more = ", ..." if len(names) > _NAMES else ""
        return f"an object with {', '.join(names[:_NAMES])}{more}"
    if _is_list(json):
        return f"a list of {len(json)}"
    return f"{text[:_SHOWN]}..."


_SHOWN, _NAMES = 40, 3


def _atom(json: object, type_name: str, names: Sequence[str], place: str) -> Value:
    if isinstance(json, str) and json in names:
        return Atom(type_name, json, names.index(json))
    message = f"{place} is {shown_json(json)}, which is no {type_name}"
    raise MisfitError(message)


def _record(json: object, type_: RecordType, place: str) -> Value:
    if not _is_object(json) or json.get("is") != type_.name:
        raise _misfit(json, type_, place)
    expected = [name for name, _ in type_.fields]
    for name in json:
        if name not in (*expected, "is"):
            message = f"{place} has a field {name!r}, which {type_.name} has not"
            raise MisfitError(message)
    for name in expected:
        if name not in json:
            message = f"{place} lacks the field {name!r} of {type_.name}"
            raise MisfitError(message)
    values = tuple(decode(json[name], kind, f"{place}.{name}") for name, kind in type_.fields)
    return Record(type_.name, tuple(expected), values)


def _one_of(json: object, options: Iterable[Type], type_: Type, place: str) -> Value:
    found: list[Value] = []
    faults: list[MisfitError] = []
    for option in options:
        try:
            found.append(decode(json, option, place))
        except MisfitError as fault:
            faults.append(fault)
    if len(found) == 1:
        return found[0]
    if found:
        said = shown_json(json)
        message = f"{place} is {said}, which may be any of several in {show_type(type_)}"
        raise MisfitError(message)
    raise _misfit(json, type_, place)


def _elements(json: object, element: Type, type_: Type, place: str) -> list[Value]:
    if not _is_list(json):
        raise _misfit(json, type_, place)
    return [decode(each, element, f"{place}[{n}]") for n, each in enumerate(json)]


def _tuple(json: object, items: Sequence[Type], type_: Type, place: str) -> Value:
    if not _is_list(json) or len(json) != len(items):
        raise _misfit(json, type_, place)
    pairs = enumerate(zip(json, items, strict=True))
    return tuple(decode(each, item, f"{place}[{n}]") for n, (each, item) in pairs)


def _pairs(json: object, key: Type, type_: Type, place: str) -> list[tuple[Value, object, str]]:
    """Give the keys, what stands under them, and how they were written."""
    if _is_object(json):
        return [(_named_key(name, key, place), each, name) for name, each in json.items()]
    if _is_list(json):
        found = [_pair(each, type_, place) for each in json]
        return [(decode(at, key, f"a key of {place}"), each, shown_json(at)) for at, each in found]
    raise _misfit(json, type_, place)


def _pair(json: object, type_: Type, place: str) -> tuple[object, object]:
    if _is_list(json) and len(json) == 2:  # noqa: PLR2004  # a pair
        return json[0], json[1]
    message = f"{place} has {shown_json(json)} where {show_type(type_)} needs a key and a value"
    raise MisfitError(message)


def _named_key(name: str, key: Type, place: str) -> Value:
    """Give the key that an object's name stands for."""
    keys: list[object] = [name]
    if name in {"true", "false"}:
        keys.append(name == "true")
    if name.removeprefix("-").isdecimal():
        keys.append(int(name))
    for each in keys:
        try:
            return decode(each, key, f"a key of {place}")
        except MisfitError:
            continue
    raise _misfit(name, key, f"a key of {place}")


def _count(json: object, place: str) -> int:
    if isinstance(json, int) and not isinstance(json, bool):
        return json
    message = f"{place} is {shown_json(json)}, which is no number of copies"
    raise MisfitError(message)


# JSON comes untyped from a file; these two say what its containers hold.
def _is_object(json: object) -> TypeGuard[dict[str, object]]:
    return isinstance(json, dict)


def _is_list(json: object) -> TypeGuard[list[object]]:
    return isinstance(json, list)
