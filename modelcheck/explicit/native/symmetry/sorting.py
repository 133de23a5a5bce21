"""Sorting the columns of a sort in machine code: see `columns`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from modelcheck.explicit.native.emitter import I64, Value, wide
from modelcheck.explicit.native.layout import WORD
from modelcheck.explicit.native.llvm import ir
from modelcheck.explicit.native.symmetry.columns import Run
from modelcheck.explicit.native.symmetry.fields import Fields, Spot

_LARGEST_NETWORK: Final = 24
"""How many columns are sorted without a loop."""


class Sorting(Fields):
    """Adds to packed values the sorting of columns."""

    def sort_columns(
        self, state: Value, runs: tuple[Run, ...], classes: tuple[tuple[int, ...], ...]
    ) -> None:
        """Write code that sorts the columns of each class of elements, the least first."""
        for members in classes:
            if len(members) > 1:
                self._sort_class(state, runs, members)

    def _sort_class(self, state: Value, runs: tuple[Run, ...], members: tuple[int, ...]) -> None:
        width = sum(run.width for run in runs)
        columns = [self._column(state, runs, member, width) for member in members]
        if len(members) <= _LARGEST_NETWORK:
            for low, high in network(len(members)):
                self._exchange(columns, low, high)
        else:
            columns = self._inserted(columns)
        self._clear(state, runs, members)
        for member, column in zip(members, columns, strict=True):
            self._put_column(state, runs, member, column)

    def _column(self, state: Value, runs: tuple[Run, ...], member: int, width: int) -> Value:
        column = self.emitter.number(0, width)
        for run in runs:
            here = self.read(Spot(state, run.start + member * run.stride), run.width)
            moved = self.builder.shl(column, ir.Constant(column.type, run.width % max(width, 1)))
            column = self.builder.or_(moved, self.emitter.resized(here, width))
        return column

    def _put_column(self, state: Value, runs: tuple[Run, ...], member: int, column: Value) -> None:
        offset = 0
        for run in reversed(runs):
            shifted = self.builder.lshr(column, ir.Constant(column.type, offset))
            mask = self.emitter.number((1 << run.width) - 1)
            here = self.builder.and_(self.emitter.resized(shifted, WORD), mask)
            self.fill(Spot(state, run.start + member * run.stride), here, run.width)
            offset += run.width

    def _clear(self, state: Value, runs: tuple[Run, ...], members: tuple[int, ...]) -> None:
        used = 0
        for member in members:
            for run in runs:
                used |= ((1 << run.width) - 1) << (run.start + member * run.stride)
        for word in range(-(-used.bit_length() // WORD)):
            mask = used >> word * WORD & ((1 << WORD) - 1)
            if mask:
                kept = self.builder.and_(self.word(state, word), ir.Constant(I64, ~mask))
                self.put_word(state, word, kept)

    def _exchange(self, columns: list[Value], low: int, high: int) -> None:
        a, b = columns[low], columns[high]
        ordered = self.builder.icmp_unsigned("<=", a, b)
        columns[low] = self.builder.select(ordered, a, b)
        columns[high] = self.builder.select(ordered, b, a)

    def _inserted(self, columns: list[Value]) -> list[Value]:
        """Give the columns in order; they mostly are, but for a few that the step changed."""
        builder, number = self.builder, self.emitter.number
        kind = wide(columns[0].type.width)
        array = self.emitter.variable(ir.ArrayType(kind, len(columns)))
        first = builder.gep(array, [ir.Constant(ir.IntType(32), 0)] * 2)

        def at(place: Value) -> Value:
            return builder.gep(first, [place])

        for place, column in enumerate(columns):
            builder.store(column, at(number(place)))
        free = self.emitter.variable(I64)

        def insert(place: Value) -> None:
            column = builder.load(at(builder.add(place, number(1))))
            builder.store(builder.add(place, number(1)), free)
            head, move, put = (self.emitter.block(each) for each in ("gap", "move", "put"))
            look = self.emitter.block("look")
            builder.branch(head)
            builder.position_at_end(head)
            now = builder.load(free)
            builder.cbranch(builder.icmp_unsigned("==", now, number(0)), put, look)
            builder.position_at_end(look)
            before = builder.sub(now, number(1))
            lower = builder.load(at(before))
            builder.cbranch(builder.icmp_unsigned(">", lower, column), move, put)
            builder.position_at_end(move)
            builder.store(lower, at(now))
            builder.store(before, free)
            builder.branch(head)
            builder.position_at_end(put)
            builder.store(column, at(builder.load(free)))

        self.emitter.count_up(number(len(columns) - 1), insert)
        return [builder.load(at(number(place))) for place in range(len(columns))]


def network(size: int) -> Iterator[tuple[int, int]]:
    """Give the pairs of places to put in order, one after the other, to sort `size` values.

    Source: K. Batcher, "Sorting networks and their applications", AFIPS 1968: odd-even merging.
    """
    part = 1
    while part < size:
        step = part
        while step >= 1:
            for start in range(step % part, size - step, 2 * step):
                for low in range(start, min(start + step, size - step)):
                    if low // (2 * part) == (low + step) // (2 * part):
                        yield low, low + step
            step //= 2
        part *= 2
