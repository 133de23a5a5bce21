"""Sorts of which every bit of the state speaks of one element at most: columns of a table.

    rm: dict[Manager, Phase]       |  Manager1   Manager2   Manager3
    prepared: set[Manager]         |  working    prepared   prepared    column: its bits in
    messages: set[Prepared]        |     -       there         -        all fields, in order

A permutation of such a sort permutes its columns, whatever the rest of the state is: the least
arrangement is the sorted one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from modelcheck.explicit.native.indexing import options_in_order, strides
from modelcheck.explicit.native.layout import WORD, Layout
from modelcheck.explicit.native.symmetry.group import Group, sorts_in
from modelcheck.ir.size import bits, cardinality
from modelcheck.ir.types import (
    BagType,
    ListType,
    MapType,
    RecordType,
    SetType,
    SortType,
    Type,
    UnionType,
)


@dataclass(frozen=True, slots=True)
class Run:
    """Bits of every element's column: `width` of them, from `start + element * stride`."""

    start: int
    stride: int
    width: int


class _Entangled(Exception):  # noqa: N818  # a fact about a type, no error of it
    """Some bits speak of two elements at once, or an element is itself a value."""


def columns_of(sort: SortType, group: Group, layout: Layout) -> tuple[Run, ...] | None:
    """Give the runs of bits that speak of each element, in the order of the fields.

    Give `None` where the sort has no columns: where some bits speak of two of its elements, or
    of one and an element of another sort of the group, or where an element stands as a value.
    """
    finder = _Finder(sort.name, frozenset(group.names))
    try:
        return tuple(
            run for slot in layout.slots for run in finder.runs(slot.field.type, slot.offset)
        )
    except _Entangled:
        return None


@dataclass(frozen=True, slots=True)
class _Finder:
    sort: str
    moved: frozenset[str]

    def runs(self, type_: Type, offset: int) -> Iterator[Run]:
        """Give the runs of a value of a type whose bits begin at `offset`."""
        if not self._speaks_of_it(type_):
            return
        match type_:
            case RecordType(fields=fields):
                for _, part in fields:
                    yield from self.runs(part, offset)
                    offset += bits(part)
            case SetType(element=element):
                for first, stride in self._numbers(element):
                    yield Run(offset + first, stride, 1)
            case BagType(element=element):
                width = bits(type_) // cardinality(element)
                for first, stride in self._numbers(element):
                    yield from _chunks(Run(offset + first * width, stride * width, width))
            case MapType(key=key, value=value):
                yield from self._map_runs(key, value, offset)
            case ListType(element=element, max_length=int() as most):
                start = offset + most.bit_length()
                for position in range(most):
                    yield from self.runs(element, start + position * bits(element))
            case _:
                raise _Entangled

    def _map_runs(self, key: Type, value: Type, offset: int) -> Iterator[Run]:
        values, width = offset + cardinality(key), bits(value)
        if not self._speaks_of_it(key):
            if not self._is_free(key):
                raise _Entangled
            for number in range(cardinality(key)):
                yield from self.runs(value, values + number * width)
            return
        if not self._is_free(value):
            raise _Entangled
        for first, stride in self._numbers(key):
            yield Run(offset + first, stride, 1)
            yield from _chunks(Run(values + first * width, stride * width, width))

    def _numbers(self, type_: Type) -> list[tuple[int, int]]:
        """Give the numbers of the type's values that speak of element e: `first + e * stride`."""
        match type_:
            case SortType(name=self.sort):
                return [(0, 1)]
            case RecordType(fields=fields):
                return self._record_numbers(fields)
            case UnionType():
                found: list[tuple[int, int]] = []
                before = 0
                for option in options_in_order(type_):
                    if self._speaks_of_it(option):
                        found += [(before + a, stride) for a, stride in self._numbers(option)]
                    before += cardinality(option)
                return found
            case _:
                raise _Entangled

    def _record_numbers(self, fields: tuple[tuple[str, Type], ...]) -> list[tuple[int, int]]:
        found = [(0, 0)]
        for (_, part), stride in zip(fields, strides(fields), strict=True):
            if self._speaks_of_it(part):
                if any(step for _, step in found):
                    raise _Entangled
                here = self._numbers(part)
            elif self._is_free(part):
                here = [(number, 0) for number in range(cardinality(part))]
            else:
                raise _Entangled
            found = [
                (first + number * stride, step or inner * stride)
                for first, step in found
                for number, inner in here
            ]
        return found

    def _speaks_of_it(self, type_: Type) -> bool:
        return any(sort.name == self.sort for sort in sorts_in(type_))

    def _is_free(self, type_: Type) -> bool:
        return all(sort.name not in self.moved for sort in sorts_in(type_))


def _chunks(run: Run) -> Iterator[Run]:
    """Give a run in parts of at most a word."""
    for start in range(0, run.width, WORD):
        yield Run(run.start + start, run.stride, min(WORD, run.width - start))
