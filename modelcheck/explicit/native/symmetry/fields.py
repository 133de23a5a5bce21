"""Bits of any number at any place of a state in memory: what packed values are read from.

Where a word and its successor are read at once, the memory must have a word more than the
state: the buffers that `buffer` gives have one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from modelcheck.explicit.native.containers import Containers
from modelcheck.explicit.native.emitter import I64, Value
from modelcheck.explicit.native.indexing import options_in_order, strides
from modelcheck.explicit.native.layout import WORD
from modelcheck.explicit.native.llvm import ir
from modelcheck.ir.size import bits, cardinality
from modelcheck.ir.types import RecordType, Type, UnionType

_UNROLLED: Final = 4
"""How many words of a set are looked at without a loop."""

_SHIFT: Final = 6
"""`offset >> 6` is the word of a bit."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A bit in memory: `static` bits after the bit `moving`, which is 0 where it is `None`."""

    base: Value
    static: int
    moving: Value = None

    def after(self, distance: int) -> Spot:
        """Give the spot so many bits on."""
        return replace(self, static=self.static + distance)


class Fields(Containers):
    """Reads and writes packed values in memory."""

    def buffer(self, words: int) -> Value:
        """Give the address of new memory of so many words, and one more; it is not cleared."""
        array = self.emitter.variable(ir.ArrayType(I64, words + 1))
        zero = ir.Constant(ir.IntType(32), 0)
        return self.builder.gep(array, [zero, zero])

    def clear(self, memory: Value, words: int) -> None:
        """Set the words of a buffer, and the one after them, to 0."""
        for word in range(words + 1):
            self.put_word(memory, word, self.emitter.number(0))

    def word(self, memory: Value, index: int | Value) -> Value:
        """Give a word."""
        return self.builder.load(self._word_at(memory, index))

    def put_word(self, memory: Value, index: int | Value, value: Value) -> None:
        """Set a word."""
        self.builder.store(value, self._word_at(memory, index))

    def _word_at(self, memory: Value, index: int | Value) -> Value:
        at = self.emitter.number(index) if isinstance(index, int) else index
        return self.builder.gep(memory, [at])

    def moved(self, spot: Spot, number: Value, width: int) -> Spot:
        """Give the spot `number * width` bits on."""
        distance = self.builder.mul(number, self.emitter.number(width))
        if spot.moving is not None:
            distance = self.builder.add(spot.moving, distance)
        return replace(spot, moving=distance)

    def read(self, spot: Spot, width: int) -> Value:
        """Give the `width` bits at a spot, at most a word of them, as a word."""
        if width == 0:
            return self.emitter.number(0)
        builder, number = self.builder, self.emitter.number
        if spot.moving is None:
            word, shift = divmod(spot.static, WORD)
            value = builder.lshr(self.word(spot.base, word), number(shift))
            if shift + width > WORD:
                rest = builder.shl(self.word(spot.base, word + 1), number(WORD - shift))
                value = builder.or_(value, rest)
        else:
            word, shift = self._split(spot)
            value = builder.lshr(self.word(spot.base, word), shift)
            if width > 1:
                following = self.word(spot.base, builder.add(word, number(1)))
                back = builder.sub(number(WORD - 1), shift)
                rest = builder.shl(builder.shl(following, number(1)), back)
                value = builder.or_(value, rest)
        return value if width == WORD else builder.and_(value, number((1 << width) - 1))

    def fill(self, spot: Spot, value: Value, width: int) -> None:
        """Set the `width` bits at a spot, at most a word of them; they must be 0 before."""
        if width == 0:
            return
        builder, number = self.builder, self.emitter.number
        if spot.moving is None:
            word, shift = divmod(spot.static, WORD)
            self._add(spot.base, word, builder.shl(value, number(shift)))
            if shift + width > WORD:
                self._add(spot.base, word + 1, builder.lshr(value, number(WORD - shift)))
            return
        word, shift = self._split(spot)
        self._add(spot.base, word, builder.shl(value, shift))
        if width > 1:
            back = builder.sub(number(WORD - 1), shift)
            rest = builder.lshr(builder.lshr(value, number(1)), back)
            self._add(spot.base, builder.add(word, number(1)), rest)

    def _split(self, spot: Spot) -> tuple[Value, Value]:
        offset = self.builder.add(spot.moving, self.emitter.number(spot.static))
        return (
            self.builder.lshr(offset, self.emitter.number(_SHIFT)),
            self.builder.and_(offset, self.emitter.number(WORD - 1)),
        )

    def _add(self, memory: Value, index: int | Value, bits_: Value) -> None:
        address = self._word_at(memory, index)
        self.builder.store(self.builder.or_(self.builder.load(address), bits_), address)

    def each_one(self, spot: Spot, count: int, body: Callable[[Value], None]) -> None:
        """Write a loop over those of `count` bits at a spot that are set, by their number."""

        def look(at: Spot, first: Value, width: int) -> None:
            mask = self.read(at, width)
            self.each_bit(mask, lambda bit: body(self.builder.add(bit, first)))

        whole = count // WORD
        if whole <= _UNROLLED:
            for word in range(whole):
                look(spot.after(word * WORD), self.emitter.number(word * WORD), WORD)
        else:
            self.emitter.count_up(
                self.emitter.number(whole),
                lambda n: look(
                    self.moved(spot, n, WORD),
                    self.builder.mul(n, self.emitter.number(WORD)),
                    WORD,
                ),
            )
        if count % WORD:
            at = spot.after(whole * WORD)
            look(at, self.emitter.number(whole * WORD), count % WORD)

    # Parts

    def digits(self, number: Value, type_: RecordType) -> Iterator[tuple[Value, Type, int]]:
        """Give the number, type and stride of every field of the record with a number."""
        for (_, part), stride in zip(type_.fields, strides(type_.fields), strict=True):
            step = self.emitter.number(stride)
            yield self.builder.udiv(number, step), part, stride
            number = self.builder.urem(number, step)

    def where_option(
        self, number: Value, type_: UnionType, body: Callable[[int, Value, Type, int], None]
    ) -> None:
        """Write what runs for the option that the value with this number is of.

        `body` is given the option's place, the value's number in it, the option's type, and
        how many values the options before it have.
        """
        before = 0
        for place, option in enumerate(options_in_order(type_)):
            start = self.emitter.number(before)
            end = self.emitter.number(before + cardinality(option))
            from_here = self.builder.icmp_unsigned(">=", number, start)
            is_it = self.builder.and_(from_here, self.builder.icmp_unsigned("<", number, end))
            with self.emitter.where(is_it):
                body(place, self.builder.sub(number, start), option, before)
            before += cardinality(option)

    def where_tagged(
        self, spot: Spot, type_: UnionType, body: Callable[[int, Spot, Type], None]
    ) -> None:
        """Write what runs for the option that the packed value at a spot is of."""
        options = options_in_order(type_)
        width = (len(options) - 1).bit_length()
        tag = self.read(spot, width)
        for place, option in enumerate(options):
            is_it = self.builder.icmp_unsigned("==", tag, self.emitter.number(place))
            with self.emitter.where(is_it):
                body(place, spot.after(width), option)

    def chunks(self, spot: Spot, width: int) -> Iterator[tuple[Spot, int]]:
        """Give the parts of `width` bits at a spot, each of at most a word, with their widths."""
        for start in range(0, width, WORD):
            yield spot.after(start), min(WORD, width - start)

    def boxed(self, number: Value) -> Spot:
        """Give a spot with the bits of a number: of a collection that is an element itself."""
        memory = self.buffer(1)
        self.put_word(memory, 0, number)
        self.put_word(memory, 1, self.emitter.number(0))
        return Spot(memory, 0)


def record_spots(spot: Spot, type_: RecordType) -> Iterator[tuple[Spot, Type]]:
    """Give the spot and the type of every field of the packed record at a spot."""
    for _, part in type_.fields:
        yield spot, part
        spot = spot.after(bits(part))
