"""The canonical order of values, as CPython has them, and iteration in that order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, ItemsView, Iterable, KeysView, Mapping, ValuesView
from enum import Enum
from typing import Any, Final, TypeAlias

from modelcheck.lang.sorts import Sort
from modelcheck.lang.values import Map

_Any: TypeAlias = Any  # Any: an object of the author's program, known at run time only

# Python's own, but they leave what they are asked of an `_Any`: narrowed to `set`, say, it
# would be a set of unknown elements to the type checkers.
class_of: Callable[[_Any], type[_Any]] = type
is_a: Callable[[_Any, _Any], bool] = isinstance

Place: TypeAlias = tuple[Any, ...]  # Any: parts of places are compared where they are of one kind


def place_of(thing: _Any) -> Place:
    """Give the place of a value in the canonical order, which is that of `ir.values.order_key`.

    Raises: `TypeError` for what is no value of the language.
    """
    if isinstance(thing, Sort):
        return (3, type(thing).__name__, thing.index)
    if is_a(thing, tuple):
        if hasattr(thing, "_fields"):
            return (4, type(thing).__name__, *map(place_of, thing))
        return (5, *map(place_of, thing))
    if thing is None:
        return (0,)
    if isinstance(thing, bool):
        return (1, thing)
    if isinstance(thing, int):
        return (2, thing)
    if isinstance(thing, Enum):
        return (3, type(thing).__name__, list(type(thing)).index(thing))
    return _place_of_container(thing)


def _place_of_container(thing: _Any) -> Place:
    if is_a(thing, list):
        return (5, *map(place_of, thing))
    if is_a(thing, (set, frozenset)):
        return (6, len(thing), *sorted(map(place_of, thing)))
    if is_a(thing, Counter):
        counts = sorted((place_of(each), n) for each, n in thing.items() if n)
        return (8, len(counts), *counts)
    if is_a(thing, Mapping):
        pairs = sorted((place_of(key), place_of(value)) for key, value in thing.items())
        return (7, len(pairs), *pairs)
    message = f"a {type(thing).__name__} is no value of the language"
    raise TypeError(message)


# NOTE(order-of-sets): CPython iterates over a set in an order that depends on addresses and on
# the seed of its hashes, over a dict in the order in which its keys came.  To a spec neither
# means anything, but both would show: where some elements make an expression raise, and `all`
# or `any` stops before them, or not; and in which of them is named.  So in a spec's module the
# comprehensions, and `list`, go over sets and dicts in canonical order: see `in_order`.
def in_order(iterable: _Any) -> _Any:
    """Give the elements of a set, a dict, or a view of one, in canonical order.

    Anything else is given as it is, and so are elements that are no values of the language.
    """
    order = _ORDERS.get(class_of(iterable))
    if order is None or len(iterable) < 2:  # noqa: PLR2004  # one element is in order
        return iterable
    try:
        return order(iterable)
    except TypeError:
        return iterable


def _elements(iterable: Iterable[_Any]) -> list[_Any]:
    return sorted(iterable, key=place_of)


def _items(view: Iterable[tuple[_Any, _Any]]) -> list[tuple[_Any, _Any]]:
    return sorted(view, key=lambda pair: place_of(pair[0]))


def _values(view: _Any) -> list[_Any]:
    mapping = view.mapping if hasattr(view, "mapping") else view._mapping  # noqa: SLF001  # of ABCs
    return [mapping[key] for key in sorted(mapping, key=place_of)]


_DICT: Final[dict[_Any, _Any]] = {}
_KEYED: Final[tuple[type, ...]] = (
    *(set, frozenset, dict, Counter, Map),
    *(type(_DICT.keys()), KeysView),
)

_ORDERS: Final[Mapping[type, Callable[[_Any], list[_Any]]]] = {
    **dict.fromkeys(_KEYED, _elements),
    type(_DICT.items()): _items,
    ItemsView: _items,
    type(_DICT.values()): _values,
    ValuesView: _values,
}
