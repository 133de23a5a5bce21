"""Conversions: a value as one of a type with other bounds, or of a union, where it fits."""

from __future__ import annotations

from modelcheck.explicit.native.containers import Containers
from modelcheck.explicit.native.emitter import I1, Unsupported, Value
from modelcheck.explicit.native.indexing import options_in_order
from modelcheck.explicit.native.llvm import ir
from modelcheck.explicit.native.values import Val, checked_width, count_of, is_word
from modelcheck.ir.types import (
    BagType,
    EnumType,
    IntType,
    ListType,
    MapType,
    NeverType,
    NoneType,
    RecordType,
    SetType,
    SortType,
    TupleType,
    Type,
    UnionType,
)
from modelcheck.passes.hulls import same_kind


class Conversions(Containers):
    """Adds to values their conversion to other types."""

    def convert(self, value: Val, type_: Type) -> Val:
        """Give the value as one of another type; where it does not fit, the step is slow."""
        fits, converted = self.fit(value, type_)
        if not _is_true(fits):
            self.emitter.slow_unless(fits)
        return converted

    def fit(self, value: Val, type_: Type) -> tuple[Value, Val]:
        """Tell whether a value is one of another type, and give it as such, if it is.

        A collection with something in it that does not fit makes the step slow.
        """
        if value.type == type_:
            return self.emitter.true(), value
        match value.type, type_:
            case IntType(), IntType():
                return self._within(value, value.type, type_), Val(type_, value.parts)
            case UnionType(), _:
                return self._from_union(value, type_)
            case _, UnionType():
                return self._to_union(value, type_)
            case RecordType(), RecordType(fields=fields):
                return self._parts(value, type_, tuple(part for _, part in fields))
            case TupleType(), TupleType(items=items):
                return self._parts(value, type_, items)
            case NeverType(), _:
                return self.emitter.false(), self.zero(type_)
            case _, NeverType():
                return self.emitter.false(), self.zero(type_)
            case SetType(element=element), SetType(element=other):
                return self.emitter.true(), self._set_as(value, element, type_, other)
            case MapType(), MapType():
                return self.emitter.true(), self._map_as(value, value.type, type_)
            case ListType(), ListType():
                return self.emitter.true(), self._list_as(value, value.type, type_)
            case BagType(), BagType():
                return self.emitter.true(), self._bag_as(value, value.type, type_)
            case (NoneType() | EnumType() | SortType(), _) | (
                _,
                NoneType() | EnumType() | SortType(),
            ):
                return self.emitter.false(), self.zero(type_)
            case _:
                raise Unsupported((value.type, type_))

    def _parts(self, value: Val, type_: Type, types: tuple[Type, ...]) -> tuple[Value, Val]:
        if len(value.parts) != len(types):
            return self.emitter.false(), self.zero(type_)
        fits = self.emitter.true()
        parts: list[Val] = []
        for part, into in zip(value.parts, types, strict=True):
            fits_here, converted = self.fit(part, into)
            fits = self.builder.and_(fits, fits_here)
            parts.append(converted)
        return fits, Val(type_, tuple(parts))

    def _within(self, value: Val, have: IntType, type_: IntType) -> Value:
        within = self.emitter.true()
        if type_.low is not None and (have.low is None or have.low < type_.low):
            within = self._compared(">=", value, type_.low)
        if type_.high is not None and (have.high is None or have.high > type_.high):
            below = self._compared("<=", value, type_.high)
            within = below if _is_true(within) else self.builder.and_(within, below)
        return within

    def _compared(self, relation: str, value: Val, bound: int) -> Value:
        """Compare a number with one that may be beyond those that a word holds."""
        if is_word(bound):
            return self.builder.icmp_signed(relation, value.only, self.emitter.number(bound))
        holds = (bound < 0) == (relation == ">=")
        return self.emitter.true() if holds else self.emitter.false()

    def _from_union(self, value: Val, type_: Type) -> tuple[Value, Val]:
        tag, *options = value.parts
        result = self.variable(type_)
        fits = self.emitter.variable(I1)
        self.store(self.zero(type_), result)
        self.builder.store(self.emitter.false(), fits)
        for number, option in enumerate(options):
            if not _may_fit(option.type, type_):
                continue
            is_it = self.builder.icmp_unsigned("==", tag, self.emitter.number(number))
            with self.emitter.where(is_it):
                fits_here, converted = self.fit(option, type_)
                self.builder.store(fits_here, fits)
                self.store(converted, result)
        return self.builder.load(fits), self.load(result)

    def _to_union(self, value: Val, type_: UnionType) -> tuple[Value, Val]:
        options = options_in_order(type_)
        chosen = next((i for i, o in enumerate(options) if same_kind(value.type, o)), None)
        if chosen is None:
            return self.emitter.false(), self.zero(type_)
        parts = [self.zero(option) for option in options]
        fits, parts[chosen] = self.fit(value, options[chosen])
        return fits, Val(type_, (self.emitter.number(chosen), *parts))

    def _set_as(self, value: Val, element: Type, type_: SetType, other: Type) -> Val:
        if element == other:
            return Val(type_, value.parts)
        result = self.variable(type_)
        self.store(self.zero(type_), result)

        def add(number: Value) -> None:
            member = self.convert(self.from_number(number, element), other)
            self.store(self.with_member(self.load(result), member), result)

        self.each_bit(value.only, add)
        return self.load(result)

    def _map_as(self, value: Val, have: MapType, type_: MapType) -> Val:
        if have.key == type_.key and have.value == type_.value:
            return Val(type_, value.parts)
        result = self.variable(type_)
        self.store(self.zero(type_), result)

        def add(number: Value) -> None:
            key = self.convert(self.from_number(number, have.key), type_.key)
            inner = self.unpack(
                self.taken(value.parts[1], number, checked_width(have.value)), have.value
            )
            converted = self.convert(inner, type_.value)
            self.store(self.with_item(self.load(result), key, converted), result)

        self.each_bit(value.parts[0], add)
        return self.load(result)

    def _list_as(self, value: Val, have: ListType, type_: ListType) -> Val:
        length, data = value.parts
        most = type_.max_length
        if most is None or have.max_length is None:
            raise Unsupported(type_)
        if have.max_length > most:
            fits = self.builder.icmp_unsigned("<=", length, self.emitter.number(most))
            self.emitter.slow_unless(fits)
        if have.element == type_.element:
            width = most * checked_width(type_.element)
            return Val(type_, (length, self.emitter.resized(data, width)))
        result = self.variable(type_)
        self.store(self.zero(type_), result)

        def add(at: Value) -> None:
            element = self.convert(self.element(value, at), type_.element)
            self.store(self.appended(self.load(result), element), result)

        self.emitter.count_up(length, add)
        return self.load(result)

    def _bag_as(self, value: Val, have: BagType, type_: BagType) -> Val:
        if have == type_:
            return value
        if have.max_count is None or type_.max_count is None:
            raise Unsupported(type_)
        result = self.variable(type_)
        self.store(self.zero(type_), result)

        def add(number: Value) -> None:
            count = self.count(value, number)
            with self.emitter.where(
                self.builder.icmp_unsigned("!=", count, self.emitter.number(0))
            ):
                member = self.convert(self.from_number(number, have.element), type_.element)
                self.store(self.with_count(self.load(result), self.number(member), count), result)

        self.emitter.count_up(self.emitter.number(count_of(have.element)), add)
        return self.load(result)


def _may_fit(option: Type, type_: Type) -> bool:
    """Tell whether some value of an option can be one of the type."""
    targets = type_.options if isinstance(type_, UnionType) else (type_,)
    return any(same_kind(option, target) for target in targets)


def _is_true(condition: Value) -> bool:
    """Tell whether a condition is the constant true."""
    return isinstance(condition, ir.Constant) and bool(condition.constant)
