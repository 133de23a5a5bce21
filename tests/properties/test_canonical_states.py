"""The canonical state of any state of any types is in its orbit, and the same all over it."""

from __future__ import annotations

from functools import cache
from typing import TypeAlias

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from orbits import Canonical, renamings

from modelcheck.explicit.native.symmetry.group import Classes, Group
from modelcheck.explicit.native.symmetry.renaming import Renaming, renamed, renamed_state
from modelcheck.ir.module import Field
from modelcheck.ir.size import bits, cardinality
from modelcheck.ir.types import (
    BOOL,
    NONE,
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
from modelcheck.ir.values import Atom, BagValue, MapValue, Record, Value
from modelcheck.semantics.trace import State

pytestmark = pytest.mark.no_cover  # it takes nearly twice the time

Types: TypeAlias = st.SearchStrategy[Type]

PROCESS = SortType("Process", 5, symmetric=True)
MESSAGE = SortType("Message", 3, symmetric=True)
PLACE = SortType("Place", 2, symmetric=False)
PHASE = EnumType("Phase", ("OFF", "ON", "DONE"))
SCALARS: tuple[Type, ...] = (PROCESS, MESSAGE, PLACE, PHASE, BOOL, IntType(1, 3), IntType(2, 2))
COPY = RecordType("Copy", (("source", PROCESS), ("target", PROCESS)))
USUAL: tuple[Type, ...] = (
    SetType(PROCESS),
    SetType(COPY),
    SetType(RecordType("Sent", (("source", PROCESS), ("message", MESSAGE)))),
    SetType(SetType(PROCESS, frozen=True)),
    MapType(PROCESS, PHASE),
    MapType(PROCESS, PROCESS),
    MapType(PROCESS, SetType(PROCESS)),
    MapType(PROCESS, SetType(MESSAGE)),
    MapType(PROCESS, ListType(MESSAGE, 3)),
    MapType(PROCESS, MapType(PROCESS, BOOL)),
    MapType(MESSAGE, SetType(PROCESS)),
    MapType(MESSAGE, MapType(PLACE, PROCESS)),
    MapType(PLACE, SetType(PROCESS)),
    MapType(PLACE, SetType(COPY)),
    ListType(PROCESS, 4),
    ListType(SetType(PROCESS), 2),
    BagType(COPY, 2),
    UnionType((NONE, PROCESS)),
    COPY,
)
MOST_KEYS = 48
MOST_BITS = 600


@st.composite
def small_types(draw: st.DrawFn) -> Type:
    """Give a type of few values: for elements and keys."""
    scalar = st.sampled_from(SCALARS)
    found: Type = draw(
        st.one_of(
            scalar,
            scalar,
            st.lists(scalar, min_size=1, max_size=3).map(record),
            st.lists(scalar, min_size=1, max_size=3).map(record).map(optional),
            scalar.map(lambda each: UnionType((record([PROCESS]), each))),
            scalar.map(lambda each: SetType(each, frozen=True)),
            st.tuples(scalar, scalar).map(lambda each: MapType(*each, frozen=True)),
        )
    )
    assume(cardinality(found) <= MOST_KEYS)
    return found


def record(types: list[Type]) -> Type:
    return RecordType(f"Record{len(types)}", tuple((f"part{i}", t) for i, t in enumerate(types)))


def optional(type_: Type) -> Type:
    return UnionType((NONE, type_))


def types() -> Types:
    """Give a type of a field."""
    return st.recursive(
        small_types(),
        lambda inner: st.one_of(
            small_types().map(SetType),
            st.builds(MapType, small_types(), inner),
            st.builds(ListType, inner, st.integers(1, 3)),
            st.builds(BagType, small_types(), st.integers(1, 2)),
            st.lists(inner, min_size=1, max_size=2).map(record),
        ),
        max_leaves=3,
    ).filter(lambda each: bits(each) <= MOST_BITS)


def values(type_: Type) -> st.SearchStrategy[Value]:
    """Give a value of a type."""
    match type_:
        case NoneType():
            return st.none()
        case BoolType():
            return st.booleans()
        case IntType(low=int() as low, high=int() as high):
            return st.integers(low, high)
        case EnumType(name=name, members=members):
            return st.sampled_from([Atom(name, each, i) for i, each in enumerate(members)])
        case SortType(name=name, size=size):
            return st.sampled_from([Atom(name, f"{name}{i + 1}", i) for i in range(size)])
        case RecordType(name=name, fields=fields):
            names = tuple(each for each, _ in fields)
            return st.tuples(*(values(part) for _, part in fields)).map(
                lambda parts: Record(name, names, parts)
            )
        case UnionType(options=options):
            return st.one_of(*map(values, options))
        case SetType(element=element):
            return st.frozensets(values(element), max_size=8)
        case MapType(key=key, value=value):
            return st.dictionaries(values(key), values(value), max_size=8).map(
                lambda items: MapValue(items.items())
            )
        case ListType(element=element, max_length=int() as most):
            return st.lists(values(element), max_size=most).map(tuple)
        case BagType(element=element, max_count=int() as most):
            counts = st.dictionaries(values(element), st.integers(1, most), max_size=6)
            return counts.map(lambda found: BagValue(found.items()))
        case _:
            raise AssertionError(type_)


@cache
def groups() -> tuple[Group, ...]:
    """Give groups: one sort, several, fixed elements, several classes."""
    whole = Classes(PROCESS, ((0, 1, 2, 3, 4),))
    return (
        Group((whole,)),
        Group((Classes(PROCESS, ((0,), (1, 2, 3, 4))),)),
        Group((Classes(PROCESS, ((0, 2), (1, 3, 4))),)),
        Group((Classes(PROCESS, ((0, 3), (1,), (2,), (4,))),)),
        Group((whole, Classes(MESSAGE, ((0, 1, 2),)))),
        Group((Classes(PROCESS, ((0, 2, 3), (1,), (4,))), Classes(MESSAGE, ((0, 2), (1,))))),
    )


def closed(value: Value, ways: list[Renaming]) -> Value:
    """Give a value that has what it has under every permutation, as far as it can."""
    match value:
        case frozenset():
            return frozenset(renamed(each, way) for each in value for way in ways)
        case MapValue(items=items):
            return MapValue(
                (renamed(key, way), renamed(closed(item, ways), way))
                for way in ways
                for key, item in items
            )
        case _:
            return value


def powers(renaming: Renaming) -> list[Renaming]:
    """Give the permutations that a permutation gives when it is applied again and again."""
    found = [renaming]
    while True:
        last = found[-1]
        following = {name: tuple(renaming[name][i] for i in way) for name, way in last.items()}
        if following == found[0]:
            return found
        found.append(following)


SETTINGS = settings(
    deadline=None,
    max_examples=100,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def check(data: st.DataObject, types_: tuple[Type, ...], group: Group) -> None:
    """Check some states of fields of these types, random ones and regular ones."""
    canonical = compiled(types_, group)
    everything = list(renamings(group))
    way = st.sampled_from(everything)
    for _ in range(3):
        drawn: State = data.draw(st.tuples(*map(values, types_)))
        # In a regular state nothing tells some elements apart, though they cannot be swapped.
        ways = powers(data.draw(way))
        for state in (drawn, tuple(closed(value, ways) for value in drawn)):
            least = canonical.check(state, data.draw(st.lists(way, min_size=20, max_size=20)))
            assert any(renamed_state(state, each) == least for each in everything)


@cache
def compiled(types_: tuple[Type, ...], group: Group) -> Canonical:
    """Give the canonical states of a state with fields of these types."""
    return Canonical.of(tuple(Field(f"field{i}", each) for i, each in enumerate(types_)), group)


@SETTINGS
@given(
    st.data(),
    st.lists(st.one_of(st.sampled_from(USUAL), types()), min_size=1, max_size=3),
    st.sampled_from(groups()),
)
def test_the_canonical_state_is_the_same_all_over_an_orbit(
    data: st.DataObject, found: list[Type], group: Group
) -> None:
    check(data, tuple(found), group)


@pytest.mark.parametrize("type_", USUAL, ids=show_type)
@settings(SETTINGS, max_examples=25)
@given(st.data(), st.sampled_from(groups()))
def test_it_is_so_for_a_field_of_the_type(type_: Type, data: st.DataObject, group: Group) -> None:
    check(data, (type_,), group)
