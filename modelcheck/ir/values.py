"""Values: what fields hold and expressions give, the same for every engine.

`bool`, `int` and `None` stand for themselves, `frozenset` for both kinds of sets and
`tuple` for lists; the rest is below.  All are frozen and compare by content.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


@dataclass(frozen=True, slots=True)
class Atom:
    """An element of a sort, or a member of an enum; `index` counts from 0."""

    type_name: str
    name: str
    index: int


@dataclass(frozen=True, slots=True)
class Record:
    """A `NamedTuple`: its class name, its fields' names and values."""

    type_name: str
    names: tuple[str, ...]
    values: tuple[Value, ...]

    def get(self, name: str) -> Value:
        """Give the value of the field `name`, which must exist."""
        return self.values[self.names.index(name)]


@dataclass(frozen=True, slots=True, init=False)
class MapValue:
    """A dict or a `Map`; items are kept in canonical order of their keys."""

    items: tuple[tuple[Value, Value], ...]
    _index: dict[Value, Value] = field(compare=False, repr=False)

    def __init__(self, items: Iterable[tuple[Value, Value]]) -> None:
        """Take `items`; of several with one key the last counts."""
        index = dict(items)
        object.__setattr__(self, "_index", index)
        ordered = tuple(sorted(index.items(), key=lambda item: order_key(item[0])))
        object.__setattr__(self, "items", ordered)

    def __contains__(self, key: Value) -> bool:
        """Tell whether there is a value under `key`."""
        return key in self._index

    def __getitem__(self, key: Value) -> Value:
        """Give the value under `key`; raises `KeyError` when there is none."""
        return self._index[key]

    def __iter__(self) -> Iterator[Value]:
        """Iterate over the keys, in canonical order."""
        return (key for key, _ in self.items)

    def __len__(self) -> int:
        """Give the number of keys."""
        return len(self.items)

    def get(self, key: Value, default: Value) -> Value:
        """Give the value under `key`, or `default`."""
        return self._index.get(key, default)

    def updated(self, key: Value, value: Value) -> MapValue:
        """Give the map that has `value` under `key`, and is otherwise this one."""
        return MapValue((*self.items, (key, value)))

    def without(self, key: Value) -> MapValue:
        """Give the map that has nothing under `key`, and is otherwise this one."""
        return MapValue(item for item in self.items if item[0] != key)


@dataclass(frozen=True, slots=True, init=False)
class BagValue:
    """A `Counter`: elements and how often each is there, never 0 times, in canonical order."""

    counts: tuple[tuple[Value, int], ...]

    def __init__(self, counts: Iterable[tuple[Value, int]]) -> None:
        """Take `counts`, without those that are 0; of several for one element the last counts."""
        kept = ((element, count) for element, count in dict(counts).items() if count)
        ordered = tuple(sorted(kept, key=lambda item: order_key(item[0])))
        object.__setattr__(self, "counts", ordered)

    def count(self, element: Value) -> int:
        """Give how often `element` is there."""
        return dict(self.counts).get(element, 0)


Value: TypeAlias = (
    bool
    | int
    | None
    | Atom
    | Record
    | frozenset["Value"]
    | tuple["Value", ...]
    | MapValue
    | BagValue
)

Key: TypeAlias = tuple[object, ...]


def order_key(value: Value) -> Key:
    """Give the place of `value` in the canonical order of all values.

    Values of one ordered type come in the language's order; for the others the order is
    arbitrary but fixed: it depends on nothing but the value.
    """
    match value:
        case None:
            return (0,)
        case bool():
            return (1, value)
        case int():
            return (2, value)
        case Atom(type_name, _, index):
            return (3, type_name, index)
        case Record(type_name, _, values):
            return (4, type_name, *map(order_key, values))
        case tuple():
            return (5, *map(order_key, value))
        case frozenset():
            return (6, len(value), *sorted(map(order_key, value)))
        case MapValue(items):
            return (7, len(items), *((order_key(key), order_key(item)) for key, item in items))
        case BagValue(counts):
            return (8, len(counts), *((order_key(element), n) for element, n in counts))


def ordered(values: Iterable[Value]) -> list[Value]:
    """Give the values in canonical order."""
    return sorted(values, key=order_key)


def show(value: Value) -> str:
    """Give the value as a person reads it: `{Message1: Entry(Priority(1, Receiver1), True)}`."""
    match value:
        case None | bool() | int():
            return str(value)
        case Atom(_, name, _):
            return name
        case Record(type_name, _, values):
            return f"{type_name}({', '.join(map(show, values))})"
        case tuple():
            return f"[{', '.join(map(show, value))}]"
        case frozenset():
            return f"{{{', '.join(map(show, ordered(value)))}}}" if value else "{}"
        case MapValue(items):
            inner = ", ".join(f"{show(key)}: {show(item)}" for key, item in items)
            return f"{{{inner}}}"
        case BagValue(counts):
            inner = ", ".join(
                f"{show(element)} x{n}" if n > 0 else f"{show(element)}: {n}"
                for element, n in counts
            )
            return f"{{{inner}}}"
