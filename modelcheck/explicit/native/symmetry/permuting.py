"""Permuting a state in machine code: every element replaced by the one that it becomes.

    void @permuted(i64* state, i64* out, i64* images)

`images` has the new index of every element, sort after sort; `out` is given the packed state.
"""

from __future__ import annotations

from collections.abc import Mapping

from modelcheck.explicit.native.emitter import I64, Emitter, Unsupported, Value
from modelcheck.explicit.native.symmetry.fields import Fields, Spot, record_spots
from modelcheck.explicit.native.symmetry.group import sorts_in
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


class Permuting(Fields):
    """Adds to packed values how a permutation changes them."""

    def __init__(self, emitter: Emitter, bases: Mapping[str, int], images: Value) -> None:
        """Write with `emitter`; `bases` has where the images of every moved sort begin."""
        super().__init__(emitter)
        self._bases = bases
        self._images = images

    def permute(self, type_: Type, source: Spot, target: Spot) -> None:
        """Write the permuted value to `target`, where all bits are 0 before."""
        if self._is_fixed(type_):
            for (here, width), (there, _) in zip(
                self.chunks(source, bits(type_)), self.chunks(target, bits(type_)), strict=True
            ):
                self.fill(there, self.read(here, width), width)
            return
        match type_:
            case SortType():
                number = self.read(source, bits(type_))
                self.fill(target, self._image(number, type_), bits(type_))
            case RecordType():
                pairs = zip(record_spots(source, type_), record_spots(target, type_), strict=True)
                for (here, part), (there, _) in pairs:
                    self.permute(part, here, there)
            case UnionType(options=options):
                tag = (len(options) - 1).bit_length()
                self.fill(target, self.read(source, tag), tag)
                self.where_tagged(
                    source,
                    type_,
                    lambda _, here, option: self.permute(option, here, target.after(tag)),
                )
            case SetType(element=element):
                self.each_one(
                    source,
                    cardinality(element),
                    lambda n: self._mark(target, self.permuted_number(n, element)),
                )
            case MapType():
                self._permute_map(type_, source, target)
            case ListType():
                self._permute_list(type_, source, target)
            case BagType():
                self._permute_bag(type_, source, target)
            case _:
                raise Unsupported(type_)

    def _mark(self, target: Spot, number: Value) -> None:
        self.fill(self.moved(target, number, 1), self.emitter.number(1), 1)

    def _permute_map(self, type_: MapType, source: Spot, target: Spot) -> None:
        count, width = cardinality(type_.key), bits(type_.value)

        def move(key: Value) -> None:
            after = self.permuted_number(key, type_.key)
            self._mark(target, after)
            here = self.moved(source.after(count), key, width)
            self.permute(type_.value, here, self.moved(target.after(count), after, width))

        self.each_one(source, count, move)

    def _permute_list(self, type_: ListType, source: Spot, target: Spot) -> None:
        start, width = (type_.max_length or 0).bit_length(), bits(type_.element)
        length = self.read(source, start)
        self.fill(target, length, start)
        self.emitter.count_up(
            length,
            lambda at: self.permute(
                type_.element,
                self.moved(source.after(start), at, width),
                self.moved(target.after(start), at, width),
            ),
        )

    def _permute_bag(self, type_: BagType, source: Spot, target: Spot) -> None:
        width = (type_.max_count or 0).bit_length()

        def move(number: Value) -> None:
            count = self.read(self.moved(source, number, width), width)
            with self.emitter.where(
                self.builder.icmp_unsigned("!=", count, self.emitter.number(0))
            ):
                after = self.permuted_number(number, type_.element)
                self.fill(self.moved(target, after, width), count, width)

        self.emitter.count_up(self.emitter.number(cardinality(type_.element)), move)

    def permuted_number(self, number: Value, type_: Type) -> Value:
        """Give the number of the permuted value, of the value with this number."""
        if self._is_fixed(type_):
            return number
        match type_:
            case SortType():
                return self._image(number, type_)
            case RecordType():
                total = self.emitter.number(0)
                for digit, part, stride in self.digits(number, type_):
                    after = self.permuted_number(digit, part)
                    scaled = self.builder.mul(after, self.emitter.number(stride))
                    total = self.builder.add(total, scaled)
                return total
            case UnionType():
                result = self.emitter.variable(I64)
                self.builder.store(number, result)

                def option(_: int, inner: Value, option: Type, before: int) -> None:
                    after = self.permuted_number(inner, option)
                    total = self.builder.add(after, self.emitter.number(before))
                    self.builder.store(total, result)

                self.where_option(number, type_, option)
                return self.builder.load(result)
            case _:
                target = self.boxed(self.emitter.number(0))
                self.permute(type_, self.boxed(number), target)
                return self.read(target, bits(type_))

    def _image(self, number: Value, sort: SortType) -> Value:
        base = self.emitter.number(self._bases[sort.name])
        return self.word(self._images, self.builder.add(number, base))

    def _is_fixed(self, type_: Type) -> bool:
        return all(sort.name not in self._bases for sort in sorts_in(type_))
