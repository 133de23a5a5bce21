"""Values and their bits and numbers, in machine code: as `packing` and `indexing` define them."""

from __future__ import annotations

from modelcheck.explicit.native.emitter import I64, Unsupported, Value
from modelcheck.explicit.native.indexing import options_in_order, strides
from modelcheck.explicit.native.values import Val, Values, checked_width, count_of, is_word
from modelcheck.ir.size import CEILING, bits, cardinality
from modelcheck.ir.types import (
    BagType,
    BoolType,
    EnumType,
    IntType,
    ListType,
    MapType,
    NeverType,
    NoneType,
    RecordType,
    SetType,
    SortType,
    Type,
    UnionType,
    show_type,
)


class Encoding(Values):
    """Adds to values their bits and their numbers."""

    def pack(self, value: Val) -> Value:
        """Give the bits of a value; those of an empty type as one bit that is 0."""
        width = checked_width(value.type)
        match value.type:
            case RecordType(fields=fields):
                return self._joined(
                    [
                        (inner, bits(part))
                        for inner, (_, part) in zip(value.parts, fields, strict=True)
                    ],
                    width,
                )
            case UnionType():
                return self._pack_union(value, width)
            case MapType(key=key):
                return self._beside(value.parts, count_of(key), width)
            case ListType(max_length=int() as most):
                return self._beside(value.parts, most.bit_length(), width)
            case NoneType() | NeverType():
                return self.emitter.number(0, 1)
            case SetType() | BagType():
                return value.only
            case _:
                return self.emitter.resized(self.number(value), width)

    def _joined(self, parts: list[tuple[Val, int]], width: int) -> Value:
        packed = self.emitter.number(0, width)
        offset = 0
        for part, part_width in parts:
            if part_width:
                inner = self.emitter.resized(self.pack(part), width)
                moved = self.shifted_left(inner, self.emitter.number(offset))
                packed = self.builder.or_(packed, moved)
            offset += part_width
        return packed

    def _beside(self, parts: tuple[Value, ...], low: int, width: int) -> Value:
        first = self.emitter.resized(parts[0], width)
        if width == low:
            return first
        second = self.emitter.resized(parts[1], width)
        return self.builder.or_(first, self.shifted_left(second, self.emitter.number(low)))

    def _pack_union(self, value: Val, width: int) -> Value:
        tag, *options = value.parts
        tag_width = (len(options) - 1).bit_length()
        packed = self.emitter.number(0, width)
        for number, option in enumerate(options):
            inner = self.emitter.number(number, width)
            if bits(option.type):
                wide_inner = self.emitter.resized(self.pack(option), width)
                moved = self.shifted_left(wide_inner, self.emitter.number(tag_width))
                inner = self.builder.or_(inner, moved)
            is_it = self.builder.icmp_unsigned("==", tag, self.emitter.number(number))
            packed = self.builder.select(is_it, inner, packed)
        return packed

    def unpack(self, packed: Value, type_: Type) -> Val:
        """Give the value that bits stand for."""
        match type_:
            case RecordType(fields=fields):
                parts: list[Val] = []
                offset = 0
                for _, part in fields:
                    parts.append(self.unpack(self._cut(packed, offset, bits(part)), part))
                    offset += bits(part)
                return Val(type_, tuple(parts))
            case UnionType():
                options = options_in_order(type_)
                tag_width = (len(options) - 1).bit_length()
                tag = self.emitter.resized(self._cut(packed, 0, tag_width), I64.width)
                inner = (self.unpack(self._cut(packed, tag_width, bits(o)), o) for o in options)
                return Val(type_, (tag, *inner))
            case MapType(key=key):
                count = count_of(key)
                rest = checked_width(type_) - count
                return Val(type_, (self._cut(packed, 0, count), self._cut(packed, count, rest)))
            case ListType(max_length=int() as most):
                start = most.bit_length()
                length = self.emitter.resized(self._cut(packed, 0, start), I64.width)
                return Val(type_, (length, self._cut(packed, start, checked_width(type_) - start)))
            case NoneType() | NeverType():
                return Val(type_, ())
            case SetType() | BagType():
                return Val(type_, (packed,))
            case _:
                return self.from_number(self.emitter.resized(packed, I64.width), type_)

    def _cut(self, packed: Value, offset: int, width: int) -> Value:
        if width == 0:
            return self.emitter.number(0, 1)
        return self.emitter.resized(self.shifted_right(packed, self.emitter.number(offset)), width)

    def number(self, value: Val) -> Value:
        """Give the number of a value among all of its type, as 64 bits."""
        match value.type:
            case BoolType():
                return self.builder.zext(value.only, I64)
            case IntType():
                return self._counted(value, value.type)
            case EnumType() | SortType():
                return value.only
            case RecordType(fields=fields):
                total = self.emitter.number(0)
                for part, stride in zip(value.parts, strides(fields), strict=True):
                    scaled = self.builder.mul(self.number(part), self.emitter.number(stride))
                    total = self.builder.add(total, scaled)
                return total
            case UnionType():
                tag, *options = value.parts
                found, before = self.emitter.number(0), 0
                for number, option in enumerate(options):
                    inner = self.builder.add(self.number(option), self.emitter.number(before))
                    is_it = self.builder.icmp_unsigned("==", tag, self.emitter.number(number))
                    found = self.builder.select(is_it, inner, found)
                    before += cardinality(option.type)
                return found
            case NoneType() | NeverType():
                return self.emitter.number(0)
            case _:
                if checked_width(value.type) >= I64.width:
                    raise Unsupported(value.type)
                return self.emitter.resized(self.pack(value), I64.width)

    def _counted(self, value: Val, type_: IntType) -> Value:
        low = _least(type_)
        number = self.builder.sub(value.only, self.emitter.number(low)) if low else value.only
        if type_.high is None:
            few = self.builder.icmp_unsigned("<", number, self.emitter.number(CEILING))
            self.emitter.slow_unless(few)
        return number

    def from_number(self, number: Value, type_: Type) -> Val:
        """Give the value with this number."""
        match type_:
            case BoolType():
                return Val(
                    type_, (self.builder.icmp_unsigned("!=", number, self.emitter.number(0)),)
                )
            case IntType():
                low = _least(type_)
                value = self.builder.add(number, self.emitter.number(low)) if low else number
                return Val(type_, (value,))
            case EnumType() | SortType():
                return Val(type_, (number,))
            case RecordType(fields=fields):
                parts: list[Val] = []
                for (_, part), stride in zip(fields, strides(fields), strict=True):
                    step = self.emitter.number(stride)
                    parts.append(self.from_number(self.builder.udiv(number, step), part))
                    number = self.builder.urem(number, step)
                return Val(type_, tuple(parts))
            case UnionType():
                return self._union_from(number, type_)
            case NoneType() | NeverType():
                return Val(type_, ())
            case _:
                return self.unpack(self.emitter.resized(number, checked_width(type_)), type_)

    def _union_from(self, number: Value, type_: UnionType) -> Val:
        tag = self.emitter.number(0)
        parts: list[Val] = []
        before = 0
        for position, option in enumerate(options_in_order(type_)):
            start = self.emitter.number(before)
            end = self.emitter.number(before + cardinality(option))
            from_here = self.builder.icmp_unsigned(">=", number, start)
            is_it = self.builder.and_(from_here, self.builder.icmp_unsigned("<", number, end))
            inner = self.builder.select(
                is_it, self.builder.sub(number, start), self.emitter.number(0)
            )
            parts.append(self.from_number(inner, option))
            tag = self.builder.select(is_it, self.emitter.number(position), tag)
            before += cardinality(option)
        return Val(type_, (tag, *parts))


def _least(type_: IntType) -> int:
    """Give the number of the type that is counted as 0.

    Raises: `Unsupported` where it has numbers that no word holds, or more than are counted.
    """
    low = type_.low
    if low is None:
        raise Unsupported(type_)
    last = low if type_.high is None else type_.high
    shown = f"{low}" if low == last else show_type(type_)
    if not (is_word(low) and is_word(last)):
        message = f"`{shown}` goes beyond the numbers of compiled code, which have 64 bits"
        raise Unsupported(message)
    if last - low >= CEILING:
        message = f"`{shown}` has more numbers than the 2**62 that compiled code tells apart"
        raise Unsupported(message)
    return low
