"""Sets, maps, lists and bags in machine code: members, items, elements, counts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from modelcheck.explicit.native.emitter import I64, Unsupported, Value
from modelcheck.explicit.native.encoding import Encoding
from modelcheck.explicit.native.values import Val, checked_width, count_of
from modelcheck.ir.types import BagType, ListType, MapType, SetType, Type

Round: TypeAlias = Callable[[Value], None]
"""Writes a round of a loop, given a number."""


class Containers(Encoding):
    """Adds to values what is done with collections; keys and elements are given as numbers."""

    def each_bit(self, mask: Value, body: Round) -> None:
        """Write a loop over the bits of `mask` that are set, the lowest first."""
        width = mask.type.width
        rest = self.emitter.variable(mask.type)
        self.builder.store(mask, rest)
        head = self.builder.append_basic_block("bits")
        inside = self.builder.append_basic_block("bit")
        after = self.builder.append_basic_block("no_bit")
        self.builder.branch(head)
        self.builder.position_at_end(head)
        now = self.builder.load(rest)
        none = self.builder.icmp_unsigned("==", now, self.emitter.number(0, width))
        self.builder.cbranch(none, after, inside)
        self.builder.position_at_end(inside)
        lowest = self.builder.cttz(now, self.emitter.true())
        without = self.builder.and_(now, self.builder.sub(now, self.emitter.number(1, width)))
        self.builder.store(without, rest)
        body(self.emitter.resized(lowest, I64.width))
        self.builder.branch(head)
        self.builder.position_at_end(after)

    # Sets

    def with_member(self, value: Val, member: Val) -> Val:
        """Give the set with another member, of its element's type."""
        bit = self.bit(self.number(member), value.only.type.width)
        return Val(value.type, (self.builder.or_(value.only, bit),))

    def with_bit(self, value: Val, number: Value) -> Val:
        """Give the set with the member of this number."""
        bit = self.bit(number, value.only.type.width)
        return Val(value.type, (self.builder.or_(value.only, bit),))

    def without_bit(self, value: Val, number: Value) -> Val:
        """Give the set without the member of this number."""
        bit = self.builder.not_(self.bit(number, value.only.type.width))
        return Val(value.type, (self.builder.and_(value.only, bit),))

    # Maps

    def item(self, value: Val, key: Value) -> Val:
        """Give the value under the key of this number, which must be there."""
        type_ = _map(value.type)
        taken = self.taken(value.parts[1], key, checked_width(type_.value))
        return self.unpack(taken, type_.value)

    def with_item(self, value: Val, key: Val, item: Val) -> Val:
        """Give the map with `item` under `key`, both of its types."""
        return self.with_item_at(value, self.number(key), item)

    def with_item_at(self, value: Val, key: Value, item: Val) -> Val:
        """Give the map with `item` under the key of this number."""
        present, data = value.parts
        width = checked_width(_map(value.type).value)
        there = self.builder.or_(present, self.bit(key, present.type.width))
        return Val(value.type, (there, self.put(data, key, self.pack(item), width)))

    def without_item(self, value: Val, key: Value) -> Val:
        """Give the map without the key of this number."""
        present, data = value.parts
        width = checked_width(_map(value.type).value)
        bit = self.builder.not_(self.bit(key, present.type.width))
        zero = self.emitter.number(0, width)
        return Val(value.type, (self.builder.and_(present, bit), self.put(data, key, zero, width)))

    # Lists

    def element(self, value: Val, at: Value) -> Val:
        """Give the element at a position within the list."""
        type_ = _list(value.type)
        taken = self.taken(value.parts[1], at, checked_width(type_.element))
        return self.unpack(taken, type_.element)

    def with_element(self, value: Val, at: Value, element: Val) -> Val:
        """Give the list with another element at a position within it."""
        length, data = value.parts
        width = checked_width(_list(value.type).element)
        return Val(value.type, (length, self.put(data, at, self.pack(element), width)))

    def appended(self, value: Val, element: Val) -> Val:
        """Give the list with one more element; slow where it would be too long."""
        type_ = _list(value.type)
        length, data = value.parts
        most = self.emitter.number(type_.max_length or 0)
        self.emitter.slow_unless(self.builder.icmp_unsigned("<", length, most))
        width = checked_width(type_.element)
        longer = self.builder.add(length, self.emitter.number(1))
        return Val(value.type, (longer, self.put(data, length, self.pack(element), width)))

    def without_element(self, value: Val, at: Value) -> Val:
        """Give the list without the element at a position within it."""
        length, data = value.parts
        width = checked_width(_list(value.type).element)
        shorter = self.builder.sub(length, self.emitter.number(1))
        if width == 0:
            return Val(value.type, (shorter, data))
        offset = self.builder.mul(at, self.emitter.number(width))
        below = self.builder.sub(
            self.bit(offset, data.type.width), self.emitter.number(1, data.type.width)
        )
        kept = self.builder.and_(data, below)
        moved = self.builder.and_(
            self.shifted_right(data, self.emitter.number(width)), self.builder.not_(below)
        )
        return Val(value.type, (shorter, self.builder.or_(kept, moved)))

    def sliced(self, value: Val, start: Value, stop: Value) -> Val:
        """Give the elements from `start` up to `stop`, both within the list, in that order."""
        width = checked_width(_list(value.type).element)
        length = self.builder.sub(stop, start)
        data = value.parts[1]
        if width == 0:
            return Val(value.type, (length, data))
        moved = self.shifted_right(data, self.builder.mul(start, self.emitter.number(width)))
        end = self.builder.mul(length, self.emitter.number(width))
        inside = self.builder.icmp_unsigned("<", end, self.emitter.number(data.type.width))
        mask = self.builder.sub(
            self.bit(end, data.type.width), self.emitter.number(1, data.type.width)
        )
        kept = self.builder.and_(moved, mask)
        return Val(value.type, (length, self.builder.select(inside, kept, moved)))

    # Bags

    def count(self, value: Val, number: Value) -> Value:
        """Give how often the element of this number is in a bag."""
        width = (_bag(value.type).max_count or 0).bit_length()
        return self.emitter.resized(self.taken(value.only, number, width), I64.width)

    def with_count(self, value: Val, number: Value, count: Value) -> Val:
        """Give the bag with another count of an element; slow where it does not fit."""
        most = _bag(value.type).max_count or 0
        fits = self.builder.icmp_unsigned("<=", count, self.emitter.number(most))
        self.emitter.slow_unless(fits)
        width = most.bit_length()
        bits = self.emitter.resized(count, width)
        return Val(value.type, (self.put(value.only, number, bits, width),))

    def members(self, value: Val) -> Value:
        """Give the bits of the elements of a set, of the keys of a map, or of those in a bag."""
        match value.type:
            case SetType() | MapType():
                return value.parts[0]
            case BagType(element=element):
                count = count_of(element)
                mask = self.emitter.variable(self.bit(self.emitter.number(0), count).type)
                self.builder.store(self.emitter.number(0, count), mask)

                def look(number: Value) -> None:
                    some = self.builder.icmp_unsigned(
                        "!=", self.count(value, number), self.emitter.number(0)
                    )
                    bit = self.bit(number, count)
                    now = self.builder.load(mask)
                    self.builder.store(
                        self.builder.select(some, self.builder.or_(now, bit), now), mask
                    )

                self.emitter.count_up(self.emitter.number(count), look)
                return self.builder.load(mask)
            case _:
                raise Unsupported(value.type)


def _map(type_: Type) -> MapType:
    if isinstance(type_, MapType):
        return type_
    raise Unsupported(type_)


def _list(type_: Type) -> ListType:
    if isinstance(type_, ListType):
        return type_
    raise Unsupported(type_)


def _bag(type_: Type) -> BagType:
    if isinstance(type_, BagType):
        return type_
    raise Unsupported(type_)
