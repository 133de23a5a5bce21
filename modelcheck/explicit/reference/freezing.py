"""From CPython's objects to frozen values: a closure per type, which looks at the bounds.

Of equal immutable objects one is kept, and known by its identity: it is not looked at again,
so that a step pays for what it made anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from modelcheck.explicit.reference.mirror import Live
from modelcheck.ir.types import Type
from modelcheck.lang import Map
from modelcheck.lang.order import class_of, place_of

Frozen: TypeAlias = Any  # Any: hashable, but what it is depends on the type
Freezer: TypeAlias = Callable[[Live], Frozen]
"""Gives the frozen value of an object, and raises `Unfit` if it is not of the type."""


class Unfit(Exception):  # noqa: N818  # of the spec's run, not of the checker
    """An object that is not a value of the type at its place."""

    def __init__(self, thing: Live, type_: Type) -> None:
        """Say which object, and of which type it is not."""
        super().__init__(thing, type_)
        self.thing = thing
        self.type = type_


def leaf_freezer(kind: type, type_: Type) -> Freezer:
    """Freeze `bool`, `None`, and the elements of an enum or a sort: all of one class."""

    def freeze(thing: Live) -> Frozen:
        if class_of(thing) is kind:
            return thing
        raise Unfit(thing, type_)

    return freeze


def int_freezer(low: int | None, high: int | None, type_: Type) -> Freezer:
    """Freeze an `int` from `low` to `high`; a `bool` is none."""
    least = float("-inf") if low is None else low
    most = float("inf") if high is None else high

    def freeze(thing: Live) -> Frozen:
        if class_of(thing) is int and least <= thing <= most:
            return thing
        raise Unfit(thing, type_)

    return freeze


def record_freezer(kind: type, parts: tuple[Freezer, ...], type_: Type) -> Freezer:
    """Freeze a `NamedTuple` of the class `kind`."""

    def rebuilt(thing: Live) -> Live:
        return kind(*(freeze(part) for freeze, part in zip(parts, thing, strict=True)))

    return _kept(kind, rebuilt, type_)


def frozen_set_freezer(element: Freezer, type_: Type) -> Freezer:
    """Freeze a `frozenset`."""

    def rebuilt(thing: Live) -> Live:
        return frozenset(map(element, thing))

    return _kept(frozenset, rebuilt, type_)


def frozen_map_freezer(key: Freezer, item: Freezer, type_: Type) -> Freezer:
    """Freeze a `Map`; the one kept has its keys in canonical order."""

    def rebuilt(thing: Live) -> Live:
        pairs = ((key(each), item(thing[each])) for each in thing)
        return Map(sorted(pairs, key=lambda pair: place_of(pair[0])))

    return _kept(Map, rebuilt, type_)


def _kept(kind: type, rebuilt: Callable[[Live], Live], type_: Type) -> Freezer:
    """Freeze immutable objects of the class `kind`; `rebuilt` checks and copies a new one."""
    known: dict[int, Live] = {}
    by_content: dict[Live, Live] = {}

    def freeze(thing: Live) -> Frozen:
        if id(thing) in known:  # `known` keeps its objects alive: the identity is theirs
            return thing
        if class_of(thing) is not kind:
            raise Unfit(thing, type_)
        new = rebuilt(thing)
        kept = by_content.setdefault(new, new)
        known[id(kept)] = kept
        return kept

    return freeze


def set_freezer(element: Freezer, type_: Type) -> Freezer:
    """Freeze a `set` as the frozenset of its elements."""

    def freeze(thing: Live) -> Frozen:
        if class_of(thing) is not set:
            raise Unfit(thing, type_)
        return frozenset(map(element, thing))

    return freeze


def list_freezer(element: Freezer, max_length: int | None, type_: Type) -> Freezer:
    """Freeze a `list` as the tuple of its elements."""
    most = float("inf") if max_length is None else max_length

    def freeze(thing: Live) -> Frozen:
        if class_of(thing) is not list or len(thing) > most:
            raise Unfit(thing, type_)
        return tuple(map(element, thing))

    return freeze


def map_freezer(key: Freezer, item: Freezer, type_: Type) -> Freezer:
    """Freeze a `dict` as its keys in canonical order, and the values in the same order."""
    in_order = _orderer()

    def freeze(thing: Live) -> Frozen:
        if class_of(thing) is not dict:
            raise Unfit(thing, type_)
        keys = tuple(map(key, thing))
        order = in_order(keys)
        if order == keys:
            return order, tuple(map(item, thing.values()))
        return order, tuple([item(thing[each]) for each in order])

    return freeze


def bag_freezer(element: Freezer, max_count: int | None, type_: Type) -> Freezer:
    """Freeze a `Counter` as its elements in canonical order, and their counts, none 0."""
    in_order = _orderer()
    most = float("inf") if max_count is None else max_count

    def freeze(thing: Live) -> Frozen:
        if class_of(thing) is not Counter:
            raise Unfit(thing, type_)
        counts: dict[Live, Live] = {each: n for each, n in thing.items() if n != 0}
        if any(type(n) is not int or not 0 < n <= most for n in counts.values()):
            raise Unfit(thing, type_)
        order = in_order(tuple(map(element, counts)))
        return order, tuple([counts[each] for each in order])

    return freeze


def _orderer() -> Callable[[tuple[Live, ...]], tuple[Live, ...]]:
    """Make a function that puts keys in canonical order; it remembers the orders it saw."""
    orders: dict[tuple[Live, ...], tuple[Live, ...]] = {}

    def in_order(keys: tuple[Live, ...]) -> tuple[Live, ...]:
        order = orders.get(keys)
        if order is None:
            order = tuple(sorted(keys, key=place_of))
            order = orders[keys] = orders.setdefault(order, order)
        return order

    return in_order


Option: TypeAlias = tuple[tuple[type, ...], Freezer]
"""An option of a union: the classes of its objects, and how they are frozen."""


def union_freezer(options: Sequence[Option], type_: Type) -> Freezer:
    """Freeze a value of a union as the number of its option, and its frozen value."""
    by_class = _by_class(options)

    def freeze(thing: Live) -> Frozen:
        option = by_class.get(class_of(thing))
        if option is None:
            raise Unfit(thing, type_)
        number, freeze_option = option
        return number, freeze_option(thing)

    return freeze


def plain_union_freezer(options: Sequence[Option], type_: Type) -> Freezer:
    """Freeze a value of a union of immutable types: it stands for itself."""
    by_class = {kind: freeze for kind, (_, freeze) in _by_class(options).items()}

    def freeze(thing: Live) -> Frozen:
        freeze_option = by_class.get(class_of(thing))
        if freeze_option is None:
            raise Unfit(thing, type_)
        return freeze_option(thing)

    return freeze


def _by_class(options: Sequence[Option]) -> dict[type, tuple[int, Freezer]]:
    """Give for every class the number of its option; of two (both `int`) the first's."""
    found: dict[type, tuple[int, Freezer]] = {}
    for number, (kinds, freeze) in enumerate(options):
        for kind in kinds:
            known = found.get(kind)
            found[kind] = (number, freeze) if known is None else (known[0], _or(known[1], freeze))
    return found


def _or(first: Freezer, second: Freezer) -> Freezer:
    def freeze(thing: Live) -> Frozen:
        try:
            return first(thing)
        except Unfit:
            return second(thing)

    return freeze
