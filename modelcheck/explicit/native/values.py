"""Values in machine code: a record is its parts, a collection the bits of its layout."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, TypeGuard

from modelcheck.explicit.native.emitter import (
    I1,
    I64,
    Emitter,
    Kind,
    Native,
    Unsupported,
    Value,
    wide,
)
from modelcheck.explicit.native.indexing import options_in_order
from modelcheck.explicit.native.layout import WORD
from modelcheck.explicit.native.llvm import ir
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
    TupleType,
    Type,
    UnionType,
    show_type,
)

LARGEST: Final = 1 << 13
"""The bits of the largest collection that is kept in registers and on the stack."""


@dataclass(frozen=True)
class Val:
    """A value, as parts.

    Of a scalar one number; of a record a part per field; of a union the number of the option
    and a part per option; of a set its bits; of a map the bits of its keys and its values; of a
    list its length and its elements; of a bag its counts.
    """

    type: Type
    parts: tuple[Any, ...]

    @property
    def only(self) -> Value:
        """The number of a scalar, or the bits of a set or bag."""
        return self.parts[0]


def checked_width(type_: Type) -> int:
    """Give the bits of a value of the type.

    Raises: `Unsupported` when there are too many, as where a type has no bounds.
    """
    return _sized(type_, 0 if isinstance(type_, NeverType) else bits(type_))


def _sized(type_: Type, width: int) -> int:
    if width > LARGEST:
        raise _too_large(type_, width)
    return width


def count_of(type_: Type) -> int:
    """Give how many values the type has; `Unsupported` is raised as by `checked_width`."""
    count = 0 if isinstance(type_, NeverType) else cardinality(type_)
    if count > LARGEST:
        raise _too_large(SetType(type_), count)
    return count


def _too_large(type_: Type, width: int) -> Unsupported:
    bits_ = "no fixed number of" if width >= CEILING else f"{width:,}"
    return Unsupported(f"a `{show_type(type_)}` takes {bits_} bits, and {LARGEST:,} are the most")


def is_word(number: int) -> bool:
    """Tell whether a number is one of those with a sign that a word holds."""
    return -(1 << WORD - 1) <= number < 1 << WORD - 1


def _is_nested(kind: Kind) -> TypeGuard[tuple[Kind, ...]]:
    return isinstance(kind, tuple)


class Values:
    """Makes, takes apart and compares values, in the function that an emitter writes."""

    def __init__(self, emitter: Emitter) -> None:
        """Write with `emitter`."""
        self.emitter = emitter

    @property
    def builder(self) -> Native:
        """The emitter's builder."""
        return self.emitter.builder

    # Kinds of parts

    def kinds(self, type_: Type) -> tuple[Kind, ...]:
        """Give the LLVM types of the parts of a value, nested as the parts are."""
        match type_:
            case BoolType():
                return (I1,)
            case IntType() | EnumType() | SortType():
                return (I64,)
            case RecordType(fields=fields):
                return tuple(self.kinds(part) for _, part in fields)
            case TupleType(items=items):
                return tuple(self.kinds(item) for item in items)
            case UnionType():
                return (I64, *(self.kinds(option) for option in options_in_order(type_)))
            case SetType(element=element):
                return (wide(count_of(element)),)
            case MapType(key=key, value=value):
                count = count_of(key)
                return (wide(count), wide(_sized(type_, count * checked_width(value))))
            case ListType(element=element, max_length=int() as most) if is_word(most):
                return (I64, wide(_sized(type_, most * checked_width(element))))
            case BagType(element=element, max_count=int() as most) if is_word(most):
                return (wide(_sized(type_, count_of(element) * most.bit_length())),)
            case ListType(max_length=int() as most) | BagType(max_count=int() as most):
                message = f"{most:,} goes beyond the numbers of compiled code, which have 64 bits"
                raise Unsupported(message)
            case NoneType() | NeverType():
                return ()
            case _:
                raise Unsupported(type_)

    def zero(self, type_: Type) -> Val:
        """Give the value whose bits are all 0: the first scalar, the empty collection."""
        if isinstance(type_, IntType):
            low = type_.low or 0
            return Val(type_, (self.emitter.number(low if is_word(low) else 0),))
        if isinstance(type_, RecordType):
            return Val(type_, tuple(self.zero(part) for _, part in type_.fields))
        if isinstance(type_, TupleType):
            return Val(type_, tuple(self.zero(item) for item in type_.items))
        if isinstance(type_, UnionType):
            inner = (self.zero(option) for option in options_in_order(type_))
            return Val(type_, (self.emitter.number(0), *inner))
        return Val(type_, tuple(ir.Constant(kind, 0) for kind in self.kinds(type_)))

    # Variables

    def variable(self, type_: Type, name: str = "") -> Val:
        """Give the addresses of a new variable, as parts; `name` is what LLVM's text says."""
        return Val(type_, self._addresses(self.kinds(type_), name))

    def _addresses(self, kinds: tuple[Kind, ...], name: str) -> tuple[Any, ...]:
        return tuple(self._address(kind, name) for kind in kinds)

    def _address(self, kind: Kind, name: str) -> Any:  # noqa: ANN401  # one, or a tuple of them
        if _is_nested(kind):
            return self._addresses(kind, name)
        return self.emitter.variable(kind, name)

    def _inner(self, type_: Type) -> tuple[Type | None, ...]:
        """Give the types of the parts that are values themselves; `None` for numbers."""
        match type_:
            case RecordType(fields=fields):
                return tuple(part for _, part in fields)
            case TupleType(items=items):
                return items
            case UnionType():
                return (None, *options_in_order(type_))
            case _:
                return tuple(None for _ in self.kinds(type_))

    def load(self, variable: Val) -> Val:
        """Give what a variable holds."""
        return Val(variable.type, self._loaded(variable.type, variable.parts))

    def _loaded(self, type_: Type, parts: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(
            self.builder.load(part) if inner is None else Val(inner, self._loaded(inner, part))
            for inner, part in zip(self._inner(type_), parts, strict=True)
        )

    def store(self, value: Val, variable: Val) -> None:
        """Put a value of the variable's type into it."""
        self._store(value.type, value.parts, variable.parts)

    def _store(self, type_: Type, parts: tuple[Any, ...], addresses: tuple[Any, ...]) -> None:
        for inner, part, address in zip(self._inner(type_), parts, addresses, strict=True):
            if inner is None:
                self.builder.store(part, address)
            else:
                self._store(inner, part.parts, address)

    def select(self, condition: Value, then: Val, otherwise: Val) -> Val:
        """Give one of two values of one type."""
        return Val(
            then.type,
            tuple(
                self.builder.select(condition, a, b)
                if inner is None
                else self.select(condition, a, b)
                for inner, a, b in zip(
                    self._inner(then.type), then.parts, otherwise.parts, strict=True
                )
            ),
        )

    # Bits

    def shifted_left(self, value: Value, amount: Value) -> Value:
        """Give `value << amount`; 0 once all bits are out."""
        return self._shift(self.builder.shl, value, amount)

    def shifted_right(self, value: Value, amount: Value) -> Value:
        """Give `value >> amount`; 0 once all bits are out."""
        return self._shift(self.builder.lshr, value, amount)

    def _shift(self, shift: Callable[..., Value], value: Value, amount: Value) -> Value:
        width = value.type.width
        by = self.emitter.resized(amount, width) if width < I64.width else amount
        if width > I64.width:
            by = self.builder.zext(amount, value.type)
        moved = shift(value, by)
        if isinstance(amount, ir.Constant):
            return moved if amount.constant < width else ir.Constant(value.type, 0)
        within = self.builder.icmp_unsigned("<", amount, self.emitter.number(width))
        return self.builder.select(within, moved, ir.Constant(value.type, 0))

    def bit(self, index: Value, width: int) -> Value:
        """Give the number of `width` bits that has the bit `index` alone."""
        return self.shifted_left(ir.Constant(wide(width), 1), index)

    def has_bit(self, mask: Value, index: Value) -> Value:
        """Tell whether a bit is set; false outside of the mask."""
        return (
            self.builder.trunc(self.shifted_right(mask, index), I1)
            if mask.type.width > 1
            else (
                self.builder.and_(
                    mask, self.builder.icmp_unsigned("==", index, self.emitter.number(0))
                )
            )
        )

    def ones(self, mask: Value) -> Value:
        """Give how many bits are set."""
        if mask.type.width == 1:
            return self.builder.zext(mask, I64)
        return self.emitter.resized(self.builder.ctpop(mask), I64.width)

    def taken(self, data: Value, at: Value, width: int) -> Value:
        """Give the `width` bits from the number `at` of such fields."""
        offset = self.builder.mul(at, self.emitter.number(width))
        return self.emitter.resized(self.shifted_right(data, offset), width)

    def put(self, data: Value, at: Value, bits_: Value, width: int) -> Value:
        """Give `data` with other bits in the number `at` of fields of `width` bits."""
        if width == 0:
            return data
        total = data.type.width
        offset = self.builder.mul(at, self.emitter.number(width))
        hole = self.shifted_left(ir.Constant(data.type, (1 << min(width, total)) - 1), offset)
        filled = self.shifted_left(self.emitter.resized(bits_, total), offset)
        return self.builder.or_(self.builder.and_(data, self.builder.not_(hole)), filled)
