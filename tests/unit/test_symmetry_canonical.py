"""Canonical states where nothing that the state says of one element tells it from the others."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from orbits import Canonical

from modelcheck.explicit.native.symmetry.group import Classes, Group
from modelcheck.explicit.native.symmetry.renaming import Renaming
from modelcheck.ir.module import Field
from modelcheck.ir.types import IntType, MapType, RecordType, SetType, SortType
from modelcheck.ir.values import Atom, MapValue, Record, Value
from modelcheck.semantics.trace import State

SIZE = 7
P = SortType("P", SIZE, symmetric=True)
COPY = RecordType("Copy", (("source", P), ("target", P)))
WHOLE = Group((Classes(P, (tuple(range(SIZE)),)),))


def atom(index: int) -> Atom:
    return Atom("P", f"P{index + 1}", index)


def edges(*cycles: tuple[int, ...], back: bool = False) -> State:
    """Give the state whose only field has the edges of these cycles."""
    pairs = [pair for cycle in cycles for pair in pairwise((*cycle, cycle[0]))]
    if back:
        pairs += [(b, a) for a, b in pairs]
    return (frozenset(Record("Copy", ("source", "target"), (atom(a), atom(b))) for a, b in pairs),)


def some(count: int) -> list[Renaming]:
    """Give so many permutations, always the same."""
    chance = random.Random(3)  # noqa: S311  # a test, not a secret
    return [{"P": tuple(chance.sample(range(SIZE), SIZE))} for _ in range(count)]


@pytest.mark.parametrize(
    "state",
    [
        edges((0, 1), (2, 3, 4)),
        edges((0, 1, 2), (3, 4, 5, 6)),
        edges((0, 1, 2), (3, 4, 5, 6), back=True),
        edges((0, 1, 2, 3, 4, 5, 6), back=True),
        edges((0, 1), (2, 3), (4, 5)),
        edges((0,), (1,), (2, 3)),
        edges((0, 1, 2), (3, 4, 5), (6,)),
    ],
)
def test_regular_graphs_have_one_canonical_state_each(state: State) -> None:
    Canonical.of((Field("network", SetType(COPY)),), WHOLE).check(state, some(200))


def test_graphs_that_differ_have_canonical_states_that_differ() -> None:
    canonical = Canonical.of((Field("network", SetType(COPY)),), WHOLE)
    one = canonical.check(edges((0, 1, 2), (3, 4, 5, 6), back=True), some(5))
    other = canonical.check(edges((0, 1, 2, 3, 4, 5, 6), back=True), some(5))
    assert one != other


def test_a_state_of_many_words_has_a_canonical_state() -> None:
    wide = MapType(P, MapType(P, IntType(0, 1 << 60)))
    chance = random.Random(5)  # noqa: S311  # a test, not a secret

    def number() -> Value:
        return chance.choice((0, 1, 1 << 59))

    def row() -> Value:
        return MapValue((atom(i), number()) for i in range(SIZE) if chance.random() < 0.7)

    state: State = (MapValue((atom(i), row()) for i in range(SIZE)),)
    Canonical.of((Field("grid", wide),), WHOLE).check(state, some(100))


@pytest.mark.parametrize("size", [3, 25, 60])
def test_columns_of_any_number_and_width_are_sorted(size: int) -> None:
    sort = SortType("P", size, symmetric=True)
    group = Group((Classes(sort, ((0,), tuple(range(1, size)))),))
    fields = (Field("a", SetType(sort)), Field("b", MapType(sort, IntType(0, 1 << 40))))
    chance = random.Random(size)  # noqa: S311  # a test, not a secret
    there = frozenset(atom(i) for i in range(size) if chance.random() < 0.5)
    counts = MapValue((atom(i), chance.choice((0, 7, 1 << 40))) for i in range(size))
    ways: list[Renaming] = [{"P": (0, *chance.sample(range(1, size), size - 1))} for _ in range(50)]
    found = Canonical.of(fields, group).check((there, counts), ways)
    after = found[1]
    assert isinstance(after, MapValue)
    columns = [(atom(i) in found[0], after[atom(i)]) for i in range(1, size)]  # type: ignore[operator]  # a set
    before = [(atom(i) in there, counts[atom(i)]) for i in range(size)]
    assert columns == sorted(before[1:])
    assert (atom(0) in found[0], after[atom(0)]) == before[0]  # type: ignore[operator]  # a set
