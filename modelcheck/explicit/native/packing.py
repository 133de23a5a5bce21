"""States as integers of their layout's bits, and back: what the compiled code works on."""

from __future__ import annotations

from modelcheck.explicit.native.indexing import options_in_order, strides
from modelcheck.explicit.native.layout import Layout
from modelcheck.ir.size import bits, cardinality
from modelcheck.ir.types import (
    BagType,
    BoolType,
    EnumType,
    IntType,
    ListType,
    MapType,
    NoneType,
    RecordType,
    SetType,
    SortType,
    Type,
    UnionType,
)
from modelcheck.ir.values import Atom, BagValue, MapValue, Record, Value
from modelcheck.semantics.bounds import is_instance
from modelcheck.semantics.trace import State


def pack_state(state: State, layout: Layout) -> int:
    """Give the state as an integer: bit i of it is bit i of the layout.

    Requires: every value is within the bounds of its field.
    """
    packed = 0
    for value, slot in zip(state, layout.slots, strict=True):
        packed |= pack(value, slot.field.type) << slot.offset
    return packed


def unpack_state(packed: int, layout: Layout) -> State:
    """Give the state that an integer stands for; the inverse of `pack_state`."""
    return tuple(
        unpack((packed >> slot.offset) & ((1 << slot.width) - 1), slot.field.type)
        for slot in layout.slots
    )


def pack(value: Value, type_: Type) -> int:
    """Give the bits of a value, as `layout` describes them."""
    match type_, value:
        case RecordType(fields=fields), Record(values=values):
            packed = offset = 0
            for (_, part), inner in zip(fields, values, strict=True):
                packed |= pack(inner, part) << offset
                offset += bits(part)
            return packed
        case UnionType(), _:
            options = options_in_order(type_)
            tag = next(i for i, option in enumerate(options) if is_instance(value, option))
            return tag | pack(value, options[tag]) << (len(options) - 1).bit_length()
        case SetType(element=element), frozenset():
            return sum(1 << index_of(member, element) for member in value)
        case MapType(key=key, value=item), MapValue(items=items):
            count, width = cardinality(key), bits(item)
            packed = 0
            for name, inner in items:
                at = index_of(name, key)
                packed |= 1 << at | pack(inner, item) << (count + at * width)
            return packed
        case ListType(element=element, max_length=int() as most), tuple():
            offset, width = most.bit_length(), bits(element)
            packed = len(value)
            for position, inner in enumerate(value):
                packed |= pack(inner, element) << (offset + position * width)
            return packed
        case BagType(element=element, max_count=int() as most), BagValue(counts=counts):
            width = most.bit_length()
            return sum(count << index_of(inner, element) * width for inner, count in counts)
        case _:
            return index_of(value, type_)


def index_of(value: Value, type_: Type) -> int:
    """Give the number of a value among all of its type."""
    match type_, value:
        case NoneType(), None:
            return 0
        case BoolType(), bool():
            return int(value)
        case IntType(low=int() as low), int():
            return value - low
        case ((EnumType() | SortType()), Atom(index=index)):
            return index
        case RecordType(fields=fields), Record(values=values):
            parts = zip(fields, values, strides(fields), strict=True)
            return sum(index_of(inner, part) * stride for (_, part), inner, stride in parts)
        case UnionType(), _:
            before = 0
            for option in options_in_order(type_):
                if is_instance(value, option):
                    return before + index_of(value, option)
                before += cardinality(option)
            message = f"{value!r} is of no option of {type_!r}"
            raise ValueError(message)
        case _:
            return pack(value, type_)


def unpack(packed: int, type_: Type) -> Value:
    """Give the value that bits stand for; the inverse of `pack`."""
    match type_:
        case RecordType(name=name, fields=fields):
            values: list[Value] = []
            for _, part in fields:
                values.append(unpack(packed & ((1 << bits(part)) - 1), part))
                packed >>= bits(part)
            return Record(name, tuple(field for field, _ in fields), tuple(values))
        case UnionType():
            options = options_in_order(type_)
            tag = (len(options) - 1).bit_length()
            option = options[packed & ((1 << tag) - 1)]
            return unpack(packed >> tag & ((1 << bits(option)) - 1), option)
        case SetType(element=element):
            return frozenset(value_at(i, element) for i in _ones(packed))
        case MapType(key=key, value=item):
            count, width = cardinality(key), bits(item)
            present, values_at = packed & ((1 << count) - 1), packed >> count
            mask = (1 << width) - 1
            return MapValue(
                (value_at(i, key), unpack(values_at >> i * width & mask, item))
                for i in _ones(present)
            )
        case ListType(element=element, max_length=int() as most):
            width, start = bits(element), most.bit_length()
            length, mask = packed & ((1 << start) - 1), (1 << width) - 1
            return tuple(unpack(packed >> start + i * width & mask, element) for i in range(length))
        case BagType(element=element, max_count=int() as most):
            width = most.bit_length()
            mask = (1 << width) - 1
            counts = ((i, packed >> i * width & mask) for i in range(cardinality(element)))
            return BagValue((value_at(i, element), count) for i, count in counts if count)
        case _:
            return value_at(packed, type_)


def value_at(index: int, type_: Type) -> Value:
    """Give the value with this number; the inverse of `index_of`."""
    match type_:
        case NoneType():
            return None
        case BoolType():
            return bool(index)
        case IntType(low=int() as low):
            return low + index
        case EnumType(name=name, members=members):
            return Atom(name, members[index], index)
        case SortType(name=name):
            return Atom(name, f"{name}{index + 1}", index)
        case RecordType(name=name, fields=fields):
            values: list[Value] = []
            for (_, part), stride in zip(fields, strides(fields), strict=True):
                values.append(value_at(index // stride, part))
                index %= stride
            return Record(name, tuple(field for field, _ in fields), tuple(values))
        case UnionType():
            for option in options_in_order(type_):
                if index < cardinality(option):
                    return value_at(index, option)
                index -= cardinality(option)
            message = f"{type_!r} has no value {index}"
            raise ValueError(message)
        case _:
            return unpack(index, type_)


def _ones(mask: int) -> list[int]:
    return [index for index in range(mask.bit_length()) if mask >> index & 1]
