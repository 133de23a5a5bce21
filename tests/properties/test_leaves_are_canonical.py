"""Every value of a type stands in its leaves in one way, and every other filling is forbidden."""

from __future__ import annotations

from itertools import product
from typing import Final

import pytest

from modelcheck.ir.types import (
    BOOL,
    NONE,
    BagType,
    EnumType,
    IntType,
    ListType,
    MapType,
    RecordType,
    SetType,
    SortType,
    Type,
    UnionType,
)
from modelcheck.ir.values import Value
from modelcheck.symbolic.algebra import Algebra
from modelcheck.symbolic.leaves import Bit, Figure, Leaf, Piece, decode, keys, leaves, read, write
from modelcheck.symbolic.numbers import BitVectors, Integers, Number, Numbers, known
from modelcheck.symbolic.values import lift

PHASE: Final = EnumType("Phase", ("IDLE", "BUSY", "DONE"))
NODE: Final = SortType("Node", 2, symmetric=True)
VOTE: Final = RecordType("Vote", (("of", NODE), ("yes", BOOL)))
ACK: Final = RecordType("Ack", (("by", UnionType((NODE, NONE))),))
TYPES: Final[tuple[Type, ...]] = (
    BOOL,
    IntType(-1, 2),
    IntType(3, 3),
    PHASE,
    UnionType((PHASE, NONE)),
    UnionType((IntType(0, 0), IntType(5, 6))),
    UnionType((VOTE, ACK, NONE)),
    SetType(PHASE),
    SetType(UnionType((NODE, NONE))),
    SetType(SetType(NODE, frozen=True)),
    MapType(NODE, IntType(1, 2)),
    MapType(NODE, ListType(BOOL, 1)),
    ListType(PHASE, 2),
    ListType(UnionType((BOOL, NONE)), 2),
    ListType(SetType(NODE), 2),
    BagType(PHASE, 2),
    UnionType((SetType(NODE), MapType(NODE, BOOL), NONE)),
    RecordType("Both", (("vote", VOTE), ("held", BagType(NODE, 1)))),
)


@pytest.mark.parametrize("numbers", [BitVectors(), Integers()])
@pytest.mark.parametrize("type_", TYPES, ids=str)
def test_each_value_fills_its_leaves_in_one_way(type_: Type, numbers: Numbers) -> None:
    algebra = Algebra.over(numbers, (PHASE, NODE))
    found = leaves(type_, "value")
    decoded = [
        decode(type_, iter(filling), lambda name, at: algebra.atoms[name][at])
        for filling in product(*map(_fillings, found))
        if _is_canonical(type_, found, filling, algebra)
    ]
    every: tuple[Value, ...] = keys(type_)
    assert len(decoded) == len(every)
    assert set(decoded) == set(every)


@pytest.mark.parametrize("numbers", [BitVectors(), Integers()])
@pytest.mark.parametrize("type_", TYPES, ids=str)
def test_a_value_is_written_as_it_is_read(type_: Type, numbers: Numbers) -> None:
    algebra = Algebra.over(numbers, (PHASE, NODE))
    for value in keys(type_):
        pieces = write(type_, lift(value), algebra).pieces
        parts = iter([_known(piece) for piece in pieces])
        assert decode(type_, parts, lambda name, at: algebra.atoms[name][at]) == value


def _fillings(leaf: Leaf) -> list[bool | int]:
    match leaf:
        case Bit():
            return [False, True]
        case Figure(low=int() as low, high=int() as high):
            return list(range(low, high + 1))
        case _:
            message = f"{leaf.name} has no bounds"
            raise ValueError(message)


def _is_canonical(
    type_: Type, found: tuple[Leaf, ...], filling: tuple[bool | int, ...], algebra: Algebra
) -> bool:
    """Tell whether reading and writing a filling gives it back."""
    pieces: list[Piece] = [
        bool(part) if isinstance(leaf, Bit) else known(part)
        for leaf, part in zip(found, filling, strict=True)
    ]
    written = write(type_, read(type_, iter(pieces), algebra), algebra)
    assert written.fits is True
    return tuple(_known(piece) for piece in written.pieces) == filling


def _known(piece: Piece) -> bool | int:
    if isinstance(piece, Number):
        assert piece.known is not None
        return piece.known
    assert isinstance(piece, bool)
    return piece
