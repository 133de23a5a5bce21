"""Values of the language that Python lacks: a frozen dict, ghosts, and constants of a sort."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Generic, TypeVar, cast, overload

_T = TypeVar("_T")
_K = TypeVar("_K")
_V = TypeVar("_V")
_V_co = TypeVar("_V_co", covariant=True)
_E = TypeVar("_E")


@dataclass(frozen=True)
class GhostMark:
    """The annotation behind `Ghost[T]`."""


Ghost = Annotated[_T, GhostMark()]
"""A field that only claims may read: a history that the protocol itself does not have."""


class Map(Mapping[_K, _V_co], Generic[_K, _V_co]):
    """A frozen dict: hashable, so it may stand in sets, keys and records."""

    __slots__ = ("_hash", "_items")
    _items: dict[_K, _V_co]
    _hash: int | None

    def __init__(self, items: Mapping[_K, _V_co] | Iterable[tuple[_K, _V_co]] = ()) -> None:
        """Copy `items`."""
        copied: dict[_K, _V_co] = dict(items)
        self._items = copied
        self._hash = None

    def __getitem__(self, key: _K) -> _V_co:
        """Give the value under `key`.

        Raises: `KeyError` when there is none.
        """
        return self._items[key]

    def __iter__(self) -> Iterator[_K]:
        """Iterate over the keys."""
        return iter(self._items)

    def __len__(self) -> int:
        """Give the number of keys."""
        return len(self._items)

    def __contains__(self, key: object) -> bool:
        """Tell whether there is a value under `key`."""
        return key in self._items

    def __or__(self, other: Mapping[_K, _V]) -> Map[_K, _V_co | _V]:
        """Give the map that has the items of both; where both have a key, those of `other`."""
        merged: dict[_K, _V_co | _V] = {**self._items}
        merged.update(other)
        return Map(merged)

    def __eq__(self, other: object) -> bool:
        """Compare with another `Map`, item by item."""
        if not isinstance(other, Map):
            return NotImplemented
        return self._items == cast("Map[object, object]", other)._items

    def __hash__(self) -> int:
        """Hash the items; computed once."""
        if self._hash is None:
            self._hash = hash(frozenset(self._items.items()))
        return self._hash

    def __repr__(self) -> str:
        """Show the map as the expression that makes it."""
        return f"Map({self._items!r})"


def one(sort: type[_E]) -> _E:
    """Name an arbitrary but fixed element.

    Written `SENDER: Final = one(Process)`.
    Every call with one sort names the same element.  The symmetries of a spec leave it
    where it is.
    Raises: `ValueError` when the sort is empty.
    """
    elements = _elements(sort)
    if not elements:
        message = f"{sort.__name__} has no element to name"
        raise ValueError(message)
    return elements[0]


def _elements(sort: type[_E]) -> tuple[_E, ...]:
    # The metaclass makes a sort iterable, which a bare `type[E]` does not say.
    return tuple(cast("Iterable[_E]", sort))


class LengthError(ValueError):
    """`each` has more or fewer values than elements: the sort's name, its size, the values."""

    def __str__(self) -> str:
        """Say how many there are of both."""
        return "{} has {} elements, but {} values are given".format(*self.args)


def each(sort: type[_E], values: tuple[_V, ...]) -> Map[_E, _V]:
    """Name a constant per element.

    Written `K: Final = each(Process, (2, 1, 0))`.
    Raises: `LengthError` unless there are as many values as elements.
    """
    elements = _elements(sort)
    if len(elements) != len(values):
        raise LengthError(sort.__name__, len(elements), len(values))
    return Map(zip(elements, values, strict=True))


class _Missing:
    """The type of the mark for "no default"."""


_MISSING = _Missing()


@overload
def the(elements: Iterable[_T]) -> _T: ...
@overload
def the(elements: Iterable[_T], *, default: _V) -> _T | _V: ...
def the(elements: Iterable[_T], *, default: _V | _Missing = _MISSING) -> _T | _V:
    """Give the only one of `elements`: `the(p for p in Process if p in self.leaders)`.

    Raises: `ValueError` when there are several, or none and no default.
    """
    found = list(dict.fromkeys(elements))
    if len(found) > 1:
        message = f"the(...) found {len(found)} elements where there must be one"
        raise ValueError(message)
    if found:
        return found[0]
    if isinstance(default, _Missing):
        message = "the(...) found no element, and there is no default"
        raise ValueError(message)  # noqa: TRY004  # the value is missing, no type is wrong
    return default
