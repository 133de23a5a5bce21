"""Which elements of a spec are interchangeable, what a permutation does, and how sorts are told."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations, product

import pytest

from modelcheck.explicit.native.layout import lay_out
from modelcheck.explicit.native.symmetry.canonical import plan
from modelcheck.explicit.native.symmetry.columns import Run, columns_of
from modelcheck.explicit.native.symmetry.group import Classes, Group, symmetry_group
from modelcheck.explicit.native.symmetry.renaming import renamed
from modelcheck.explicit.native.symmetry.sorting import network
from modelcheck.ir.expr import Constant
from modelcheck.ir.module import Field, Module, NamedConstant
from modelcheck.ir.stmt import Assign, FieldPlace, Function
from modelcheck.ir.types import (
    NONE,
    BagType,
    IntType,
    ListType,
    MapType,
    Named,
    RecordType,
    SetType,
    SortType,
    Type,
    UnionType,
)
from modelcheck.ir.values import Atom, BagValue, MapValue, Record, Value

P = SortType("P", 4, symmetric=True)
Q = SortType("Q", 3, symmetric=True)
R = SortType("R", 2, symmetric=False)
COPY = RecordType("Copy", (("source", P), ("target", P)))
SENT = RecordType("Sent", (("source", P), ("number", IntType(1, 2))))
BOTH = Group((Classes(P, ((0, 1, 2, 3),)), Classes(Q, ((0, 1, 2),))))


def atom(sort: SortType, index: int) -> Atom:
    return Atom(sort.name, f"{sort.name}{index + 1}", index)


def each(sort: SortType, *values: Value) -> Value:
    return MapValue((atom(sort, i), value) for i, value in enumerate(values))


def spec(
    *constants: Value, written: Value = None, sorts: tuple[SortType, ...] = (P, Q, R)
) -> Module:
    """Give a spec that reads these constants, and one that its file does not declare."""
    place = FieldPlace("x", P)
    read = [Constant(f"C{i}", each, P) for i, each in enumerate(constants)]
    body = tuple(Assign(place, each) for each in (Constant("HERE", written, P), *read))
    return Module(
        name="Spec",
        path="spec.py",
        doc="",
        named=tuple(map(Named, sorts)),
        constants=tuple(
            NamedConstant(f"C{i}", each, parameter=False) for i, each in enumerate(constants)
        ),
        parameters=(),
        fields=(Field("x", SetType(P)),),
        init=Function("start", (), body, None),
        actions=(),
        claims=(),
    )


def test_without_constants_all_elements_of_symmetric_sorts_are_interchangeable() -> None:
    group = symmetry_group(spec())
    assert group == BOTH
    assert group.order == 24 * 6
    assert group.names == ("P", "Q")


def test_a_constant_that_the_spec_does_not_read_tells_no_elements_apart() -> None:
    read_by_a_twin = NamedConstant("LEADER", atom(P, 0), parameter=False)
    assert symmetry_group(replace(spec(), constants=(read_by_a_twin,))) == BOTH
    assert symmetry_group(spec(atom(P, 0))) != BOTH


def test_an_ordered_sort_has_no_symmetry() -> None:
    assert symmetry_group(spec(sorts=(R,), written=atom(P, 0))).names == ("P",)


@pytest.mark.parametrize(
    ("constant", "classes"),
    [
        (atom(P, 0), ((0,), (1, 2, 3))),
        (each(P, 2, 1, 2, 1), ((0, 2), (1, 3))),
        (each(P, 1, 1, 1, 1), ((0, 1, 2, 3),)),
        (frozenset({atom(P, 1), atom(P, 3)}), ((0, 2), (1, 3))),
        ((atom(P, 2), atom(P, 0)), ((0,), (1, 3), (2,))),
        (Record("Copy", ("source", "target"), (atom(P, 1), atom(P, 1))), ((0, 2, 3), (1,))),
        (
            frozenset(
                Record("Copy", ("a", "b"), (atom(P, a), atom(P, b))) for a, b in ((0, 1), (1, 0))
            ),
            ((0, 1), (2, 3)),
        ),
        (BagValue([(atom(P, 0), 1), (atom(P, 1), 2), (atom(P, 2), 1)]), ((0, 2), (1,), (3,))),
        (each(P, each(P, 0, 1, 1, 1), 5, 5, 5), ((0,), (1, 2, 3))),
    ],
)
def test_what_a_constant_says_of_elements_tells_them_apart(
    constant: Value, classes: tuple[tuple[int, ...], ...]
) -> None:
    for found in (symmetry_group(spec(constant)), symmetry_group(spec(written=constant))):
        assert {each.sort.name: each.classes for each in found.sorts}.get(
            "P", ((0,), (1,), (2,), (3,))
        ) == classes


def test_several_constants_tell_more_elements_apart_together() -> None:
    group = symmetry_group(spec(atom(P, 0), each(P, 1, 2, 2, 1), each(Q, 3, 3, 4)))
    assert group.sorts == (Classes(P, ((0,), (1, 2), (3,))), Classes(Q, ((0, 1), (2,))))
    assert group.order == 4


def test_a_sort_of_which_no_two_elements_are_interchangeable_is_not_in_the_group() -> None:
    assert symmetry_group(spec(each(P, 1, 2, 3, 4))).names == ("Q",)


def test_a_permutation_changes_elements_wherever_they_stand() -> None:
    ways = {"P": (1, 2, 0, 3)}
    value: Value = (
        frozenset({atom(P, 0)}),
        each(P, 5, 6, 7, 8),
        BagValue([(atom(P, 2), 2)]),
        Record("Copy", ("source", "target"), (atom(P, 3), atom(Q, 0))),
        None,
        True,
    )
    assert renamed(value, ways) == (
        frozenset({atom(P, 1)}),
        each(P, 7, 5, 6, 8),
        BagValue([(atom(P, 0), 2)]),
        Record("Copy", ("source", "target"), (atom(P, 3), atom(Q, 0))),
        None,
        True,
    )


@pytest.mark.parametrize(
    ("type_", "runs"),
    [
        (SetType(P), (Run(0, 1, 1),)),
        (MapType(P, IntType(0, 3)), (Run(0, 1, 1), Run(4, 2, 2))),
        (SetType(SENT), (Run(0, 2, 1), Run(1, 2, 1))),
        (SetType(UnionType((NONE, P))), (Run(1, 1, 1),)),
        (BagType(P, 3), (Run(0, 2, 2),)),
        (MapType(R, SetType(P)), (Run(2, 1, 1), Run(6, 1, 1))),
        (ListType(SetType(P), 2), (Run(2, 1, 1), Run(6, 1, 1))),
        (SetType(Q), ()),
        (MapType(P, IntType(1, 1)), (Run(0, 1, 1),)),
    ],
)
def test_a_type_in_which_every_bit_speaks_of_one_element_has_columns(
    type_: Type, runs: tuple[Run, ...]
) -> None:
    assert columns_of(P, BOTH, lay_out((Field("x", type_),))) == runs


@pytest.mark.parametrize(
    "type_",
    [
        P,
        UnionType((NONE, P)),
        SetType(COPY),
        MapType(P, P),
        MapType(P, SetType(P)),
        MapType(P, SetType(Q)),
        MapType(Q, SetType(P)),
        SetType(SetType(P, frozen=True)),
        SetType(RecordType("Ballot", (("voter", P), ("candidate", Q)))),
        ListType(P, 2),
    ],
)
def test_where_bits_relate_elements_there_are_no_columns(type_: Type) -> None:
    assert columns_of(P, BOTH, lay_out((Field("x", type_),))) is None


def test_sorts_with_columns_are_sorted_and_the_others_searched() -> None:
    fields = (Field("x", SetType(P)), Field("y", SetType(RecordType("Two", (("a", Q), ("b", Q))))))
    planned = plan(BOTH, lay_out(fields))
    assert [classes.sort for classes, _ in planned.columns] == [P]
    assert planned.entangled.names == ("Q",)


@pytest.mark.parametrize("size", range(1, 8))
def test_a_network_sorts_every_order(size: int) -> None:
    for order in (*permutations(range(size)), *product((0, 1), repeat=size)):
        values = list(order)
        for low, high in network(size):
            if values[low] > values[high]:
                values[low], values[high] = values[high], values[low]
        assert values == sorted(order)
