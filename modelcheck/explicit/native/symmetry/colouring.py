"""Telling elements apart by what the state says of them, whatever they are called.

    void @recolour(i64* state, i64* colours, i64* marks)

Every element has a colour, the same for those that nothing has told apart yet.  Its mark is a
number made of the places where it stands and of the colours of the elements beside it there:
if a permutation of elements of one colour is applied to the state, the marks go with the
elements.  Equal marks prove nothing, different marks tell elements apart.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

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

_FACTOR: Final = 0x9E3779B97F4A7C15 - (1 << 64)
_SEED: Final = 0x632BE59BD9B4E019
_HALF: Final = 32


class Colouring(Fields):
    """Adds to packed values what they say of elements."""

    def __init__(
        self, emitter: Emitter, bases: Mapping[str, int], colours: Value, marks: Value
    ) -> None:
        """Write with `emitter`; `bases` has where the colours of every moved sort begin."""
        super().__init__(emitter)
        self._bases = bases
        self._colours = colours
        self._marks = marks

    def mix(self, *parts: Value) -> Value:
        """Give a number made of others, in their order."""
        builder, number = self.builder, self.emitter.number
        mixed = number(_SEED)
        for part in parts:
            product = builder.mul(builder.xor(mixed, part), number(_FACTOR))
            mixed = builder.xor(product, builder.lshr(product, number(_HALF)))
        return mixed

    # What a value is, up to names

    def look(self, type_: Type, spot: Spot) -> Value:
        """Give a number that a value and its permuted forms have in common."""
        if self._is_free(type_):
            return self.mix(*(self.read(*each) for each in self.chunks(spot, bits(type_))))
        match type_:
            case SortType():
                return self._colour(self.read(spot, bits(type_)), type_)
            case RecordType():
                parts = list(record_spots(spot, type_))
                looks = [self.look(part, here) for here, part in parts]
                elements = [
                    (self.read(here, bits(part)), part)
                    for here, part in parts
                    if isinstance(part, SortType)
                ]
                return self.mix(*looks, *self._equalities(elements))
            case UnionType():
                result = self.emitter.variable(I64)

                def option(place: int, here: Spot, option: Type) -> None:
                    look = self.mix(self.emitter.number(place), self.look(option, here))
                    self.builder.store(look, result)

                self.builder.store(self.emitter.number(0), result)
                self.where_tagged(spot, type_, option)
                return self.builder.load(result)
            case SetType(element=element):
                total = self._total()
                self.each_one(
                    spot,
                    cardinality(element),
                    lambda n: self._count(total, self.mix(self.look_of(n, element))),
                )
                return self.builder.load(total)
            case MapType(key=key, value=value):
                total = self._total()

                def item(number: Value) -> None:
                    here = self._item(spot, type_, number)
                    self._count(total, self.mix(self.look_of(number, key), self.look(value, here)))

                self.each_one(spot, cardinality(key), item)
                return self.builder.load(total)
            case ListType(element=element):
                total = self._total()

                def position(at: Value, here: Spot) -> None:
                    self._count(total, self.mix(at, self.look(element, here)))

                self._each_position(spot, type_, position)
                return self.builder.load(total)
            case BagType(element=element):
                total = self._total()
                self._each_counted(
                    spot,
                    type_,
                    lambda n, times: self._count(total, self.mix(self.look_of(n, element), times)),
                )
                return self.builder.load(total)
            case _:
                raise Unsupported(type_)

    def look_of(self, number: Value, type_: Type) -> Value:
        """Give what `look` gives, up to mixing, of the value with a number."""
        if self._is_free(type_):
            return number
        match type_:
            case SortType():
                return self._colour(number, type_)
            case RecordType():
                digits = list(self.digits(number, type_))
                looks = [self.look_of(digit, part) for digit, part, _ in digits]
                elements = [(n, part) for n, part, _ in digits if isinstance(part, SortType)]
                return self.mix(*looks, *self._equalities(elements))
            case UnionType():
                result = self.emitter.variable(I64)

                def option(place: int, inner: Value, option: Type, _: int) -> None:
                    look = self.mix(self.emitter.number(place), self.look_of(inner, option))
                    self.builder.store(look, result)

                self.builder.store(self.emitter.number(0), result)
                self.where_option(number, type_, option)
                return self.builder.load(result)
            case _:
                return self.look(type_, self.boxed(number))

    def _equalities(self, elements: list[tuple[Value, SortType]]) -> list[Value]:
        """Give which elements of a record are the same."""
        return [
            self.builder.zext(self.builder.icmp_unsigned("==", a, b), I64)
            for place, (a, sort) in enumerate(elements)
            for b, other in elements[:place]
            if sort.name == other.name and sort.name in self._bases
        ]

    # What a value says of elements

    def mark(self, type_: Type, spot: Spot, around: Value) -> None:
        """Write what a value says of every element; `around` is what is around it."""
        if self._is_free(type_):
            return
        match type_:
            case SortType():
                self._mark_element(self.read(spot, bits(type_)), type_, around)
            case RecordType():
                for place, (here, part) in enumerate(record_spots(spot, type_)):
                    if not self._is_free(part):
                        self.mark(part, here, self.mix(around, self.emitter.number(place)))
            case UnionType():

                def option(place: int, here: Spot, option: Type) -> None:
                    self.mark(option, here, self.mix(around, self.emitter.number(place)))

                self.where_tagged(spot, type_, option)
            case SetType(element=element):

                def member(number: Value) -> None:
                    inside = self.mix(around, self.look_of(number, element))
                    self.mark_of(number, element, inside)

                self.each_one(spot, cardinality(element), member)
            case MapType():
                self._mark_map(type_, spot, around)
            case ListType(element=element):

                def position(at: Value, here: Spot) -> None:
                    self.mark(element, here, self.mix(around, at, self.look(element, here)))

                self._each_position(spot, type_, position)
            case BagType(element=element):

                def counted(number: Value, times: Value) -> None:
                    inside = self.mix(around, self.look_of(number, element), times)
                    self.mark_of(number, element, inside)

                self._each_counted(spot, type_, counted)
            case _:
                raise Unsupported(type_)

    def _mark_map(self, type_: MapType, spot: Spot, around: Value) -> None:
        key, value = type_.key, type_.value

        def item(number: Value) -> None:
            here = self._item(spot, type_, number)
            inside = self.mix(around, self.look_of(number, key), self.look(value, here))
            self.mark_of(number, key, inside)
            if not self._is_free(value):
                self.mark(value, here, self.mix(inside))

        self.each_one(spot, cardinality(key), item)

    def mark_of(self, number: Value, type_: Type, around: Value) -> None:
        """Write what the value with a number says of every element."""
        if self._is_free(type_):
            return
        match type_:
            case SortType():
                self._mark_element(number, type_, around)
            case RecordType():
                for place, (digit, part, _) in enumerate(list(self.digits(number, type_))):
                    if not self._is_free(part):
                        self.mark_of(digit, part, self.mix(around, self.emitter.number(place)))
            case UnionType():

                def option(place: int, inner: Value, option: Type, _: int) -> None:
                    self.mark_of(inner, option, self.mix(around, self.emitter.number(place)))

                self.where_option(number, type_, option)
            case _:
                self.mark(type_, self.boxed(number), around)

    def _mark_element(self, number: Value, sort: SortType, around: Value) -> None:
        at = self.builder.add(number, self.emitter.number(self._bases[sort.name]))
        before = self.word(self._marks, at)
        self.put_word(self._marks, at, self.builder.add(before, self.mix(around)))

    # Parts

    def _item(self, spot: Spot, type_: MapType, key: Value) -> Spot:
        return self.moved(spot.after(cardinality(type_.key)), key, bits(type_.value))

    def _each_position(
        self, spot: Spot, type_: ListType, body: Callable[[Value, Spot], None]
    ) -> None:
        start, width = (type_.max_length or 0).bit_length(), bits(type_.element)
        self.emitter.count_up(
            self.read(spot, start),
            lambda at: body(at, self.moved(spot.after(start), at, width)),
        )

    def _each_counted(
        self, spot: Spot, type_: BagType, body: Callable[[Value, Value], None]
    ) -> None:
        width = (type_.max_count or 0).bit_length()

        def look(number: Value) -> None:
            times = self.read(self.moved(spot, number, width), width)
            with self.emitter.where(
                self.builder.icmp_unsigned("!=", times, self.emitter.number(0))
            ):
                body(number, times)

        self.emitter.count_up(self.emitter.number(cardinality(type_.element)), look)

    def _total(self) -> Value:
        total = self.emitter.variable(I64)
        self.builder.store(self.emitter.number(0), total)
        return total

    def _count(self, total: Value, more: Value) -> None:
        self.builder.store(self.builder.add(self.builder.load(total), more), total)

    def _colour(self, number: Value, sort: SortType) -> Value:
        at = self.builder.add(number, self.emitter.number(self._bases[sort.name]))
        return self.word(self._colours, at)

    def _is_free(self, type_: Type) -> bool:
        return all(sort.name not in self._bases for sort in sorts_in(type_))
