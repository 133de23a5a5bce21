"""What the search stores of a field: its value, frozen, with its bounds looked at.

A frozen value is hashable and has one form: immutable values stand for themselves, a `set`
is a frozenset, a `list` a tuple, a `dict` and a `Counter` are their keys in canonical order
and the values under them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from modelcheck.explicit.reference import freezing
from modelcheck.explicit.reference.freezing import Freezer, Frozen, Unfit
from modelcheck.explicit.reference.mirror import Live, shown, value_of
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
from modelcheck.lang import Map
from modelcheck.semantics.bounds import fits
from modelcheck.source.diagnostic import InternalError

Thaw: TypeAlias = Callable[[Live], Live]


@dataclass(frozen=True, slots=True)
class Codec:
    """The way of a type's values into the store, and back.

    `freeze` raises `Unfit`; `thaw` makes a new object where CPython's can be changed in place.
    """

    classes: tuple[type, ...]
    """The classes of CPython's objects; several of a union."""
    mutable: bool
    freeze: Freezer
    thaw: Thaw


@dataclass(frozen=True, slots=True)
class Codecs:
    """The codecs of a program, one per type: values of one type share what is known of them."""

    classes: Mapping[str, type]
    _made: dict[Type, Codec] = field(default_factory=dict[Type, Codec])

    def of(self, type_: Type) -> Codec:
        """Give the codec of a field's type.

        Raises: `InternalError` for a type that no field can have.
        """
        if type_ not in self._made:
            self._made[type_] = self._immutable(type_) or self._container(type_)
        return self._made[type_]

    def _immutable(self, type_: Type) -> Codec | None:
        match type_:
            case BoolType():
                return _still(bool, freezing.leaf_freezer(bool, type_))
            case NoneType():
                return _still(type(None), freezing.leaf_freezer(type(None), type_))
            case IntType(low, high):
                return _still(int, freezing.int_freezer(low, high, type_))
            case EnumType(name) | SortType(name):
                kind = self.classes[name]
                return _still(kind, freezing.leaf_freezer(kind, type_))
            case RecordType(name, fields):
                kind = self.classes[name]
                parts = tuple(self.of(each).freeze for _, each in fields)
                return _still(kind, freezing.record_freezer(kind, parts, type_))
            case SetType(element, frozen=True):
                inner = self.of(element).freeze
                return _still(frozenset, freezing.frozen_set_freezer(inner, type_))
            case MapType(key, item, frozen=True):
                keys, items = self.of(key).freeze, self.of(item).freeze
                return _still(Map, freezing.frozen_map_freezer(keys, items, type_))
            case _:
                return None

    def _container(self, type_: Type) -> Codec:
        match type_:
            case SetType(element):
                freeze = freezing.set_freezer(self.of(element).freeze, type_)
                return Codec((set,), mutable=True, freeze=freeze, thaw=set)
            case ListType(element, most):
                inner = self.of(element)
                freeze = freezing.list_freezer(inner.freeze, most, type_)
                return Codec((list,), mutable=True, freeze=freeze, thaw=_list_of(inner))
            case MapType(key, item):
                keys, items = self.of(key), self.of(item)
                freeze = freezing.map_freezer(keys.freeze, items.freeze, type_)
                return Codec((dict,), mutable=True, freeze=freeze, thaw=_dict_of(items))
            case BagType(element, most):
                freeze = freezing.bag_freezer(self.of(element).freeze, most, type_)
                return Codec((Counter,), mutable=True, freeze=freeze, thaw=_counter)
            case UnionType(options):
                return self._union(type_, tuple(map(self.of, options)))
            case _:
                message = f"no field can have the type {show_type(type_)}"
                raise InternalError(message)

    def _union(self, type_: UnionType, options: tuple[Codec, ...]) -> Codec:
        freezers = [(option.classes, option.freeze) for option in options]
        classes = tuple(kind for option in options for kind in option.classes)
        if not any(option.mutable for option in options):
            freeze = freezing.plain_union_freezer(freezers, type_)
            return Codec(classes, mutable=False, freeze=freeze, thaw=_itself)
        thawers = [option.thaw for option in options]
        freeze = freezing.union_freezer(freezers, type_)
        return Codec(classes, mutable=True, freeze=freeze, thaw=_option_of(thawers))


def why_unfit(error: Unfit, thing: Live, type_: Type, place: str) -> str:
    """Say which part of `thing`, called `place`, is not of its type: `freeze` raised `error`."""
    try:
        fault = fits(value_of(thing), type_, place)
    except TypeError:
        fault = None
    kind, what = type(error.thing).__name__, shown(error.thing)
    described = what if what == f"a {kind}" else f"the {kind} {what}"
    # Values do not tell a `set` from a `frozenset`: objects do.
    return fault or f"{place} holds {described}, not of type {show_type(error.type)}"


def _still(kind: type, freeze: Freezer) -> Codec:
    return Codec((kind,), mutable=False, freeze=freeze, thaw=_itself)


def _itself(frozen: Live) -> Live:
    return frozen


def _counter(frozen: Live) -> Live:
    counter: Counter[Frozen] = Counter()
    # `Counter.update` would add, one by one.
    super(Counter, counter).update(zip(*frozen, strict=True))
    return counter


def _list_of(inner: Codec) -> Thaw:
    if not inner.mutable:
        return list
    thaw = inner.thaw

    def thawed(frozen: Live) -> Live:
        return list(map(thaw, frozen))

    return thawed


def _dict_of(items: Codec) -> Thaw:
    thaw = items.thaw

    def plain(frozen: Live) -> Live:
        return dict(zip(*frozen))  # noqa: B905  # of one length, and this is faster

    def thawed(frozen: Live) -> Live:
        return dict(zip(frozen[0], map(thaw, frozen[1]), strict=True))

    return thawed if items.mutable else plain


def _option_of(thawers: list[Thaw]) -> Thaw:
    def thawed(frozen: Live) -> Live:
        tag: int = frozen[0]
        return thawers[tag](frozen[1])

    return thawed
