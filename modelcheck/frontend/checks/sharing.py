"""Which mutable objects a value is made of, level by level.

Types nest mutable containers in one line: a `dict[P, list[set[Q]]]` has a level of one dict,
one of lists and one of sets.  A `Shape` says for each level which objects may be there; objects
that are not told apart (those of one level of a field, those made at one place) are a `Region`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import combinations, zip_longest
from typing import TypeAlias

from modelcheck.ir.types import (
    BagType,
    ListType,
    MapType,
    SetType,
    StreamType,
    TupleType,
    Type,
    UnionType,
)


@dataclass(frozen=True, slots=True)
class Region:
    """Objects that are not told apart.

    `owner` names the field or constant that they were in at first (`self.log`), and is empty
    for those that the body makes at `site`; of these the last that was made is `recent`.
    """

    owner: str
    level: int
    site: tuple[int, ...] = ()
    recent: bool = False


@dataclass(frozen=True, slots=True)
class Level:
    """The objects at one level; `repeated`: one of them may be there in several places."""

    objects: frozenset[Region] = frozenset()
    repeated: bool = False


Shape: TypeAlias = tuple[Level, ...]

NOTHING: Shape = ()
"""The shape of what has no mutable part."""


def depth(type_: Type) -> int:
    """Give the number of levels at which a value of the type may have mutable containers."""
    match type_:
        case SetType(frozen=frozen):
            return 0 if frozen else 1
        case BagType():
            return 1
        case ListType(element=element) | StreamType(element=element):
            return 1 + depth(element)
        case MapType(value=value, frozen=frozen):
            return 0 if frozen else 1 + depth(value)
        case UnionType(options):
            return max(map(depth, options))
        case TupleType(items):
            return max(map(depth, items), default=0)
        case _:
            return 0


def made(type_: Type, site: tuple[int, ...]) -> Shape:
    """Give the shape of a value, all objects of which are made at `site`."""
    return tuple(
        Level(frozenset({Region("", level, site, recent=True)})) for level in range(depth(type_))
    )


def owned(type_: Type, owner: str) -> Shape:
    """Give the shape of what a field or constant holds before a step."""
    return tuple(Level(frozenset({Region(owner, level)})) for level in range(depth(type_)))


def either(*shapes: Shape) -> Shape:
    """Give the shape of a value that has one of these shapes."""
    return tuple(
        Level(
            frozenset(region for each in levels for region in each.objects),
            any(each.repeated for each in levels),
        )
        for levels in zip_longest(*shapes, fillvalue=Level())
    )


def together(*shapes: Shape) -> Shape:
    """Give the levels of values that stand in one container: two may be, or have, one object."""
    merged: list[Level] = []
    for level, levels in zip(either(*shapes), zip_longest(*shapes, fillvalue=Level()), strict=True):
        again = any(one.objects & other.objects for one, other in combinations(levels, 2))
        merged.append(replace(level, repeated=level.repeated or again))
    return tuple(merged)


def inside(shape: Shape) -> Shape:
    """Give the shape of the elements, or values, of a container."""
    return shape[1:]


def aged(shape: Shape) -> Shape:
    """Give the shape once the places that made its objects may make others."""
    return tuple(
        replace(level, objects=frozenset(replace(each, recent=False) for each in level.objects))
        for level in shape
    )


def with_part(shape: Shape, at: int, part: Shape) -> Shape:
    """Give the shape of a container that holds `part` besides, `at` levels down."""
    return _down_to(shape, at) + together(shape[at:], part)


def with_change(shape: Shape, at: int, changed: Shape) -> Shape:
    """Give the shape of a container, of which what is `at` levels down became `changed`."""
    return _down_to(shape, at) + either(shape[at:], changed)


def _down_to(shape: Shape, at: int) -> Shape:
    return tuple(shape[level] if level < len(shape) else Level() for level in range(at))


def repeated_above(shape: Shape, level: int) -> bool:
    """Tell whether a change at `level` may show in several places of the value."""
    return any(each.repeated for each in shape[: level + 1])


def shared_level(shape: Shape, objects: Iterable[Region]) -> int | None:
    """Give the first level of `shape` that may have one of the objects."""
    wanted = frozenset(objects)
    found = (index for index, level in enumerate(shape) if level.objects & wanted)
    return next(found, None)
