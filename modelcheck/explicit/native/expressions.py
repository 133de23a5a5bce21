"""Expressions in machine code: scalars, logic, records, lookups.  Collections are in `loops`."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from modelcheck.explicit.native.choices import COUNTS, GIVEN, MADE, MOST, OPTIONS
from modelcheck.explicit.native.comparisons import Comparisons
from modelcheck.explicit.native.emitter import I1, Emitter, Unsupported, Value
from modelcheck.explicit.native.frames import Frame
from modelcheck.explicit.native.indexing import options_in_order
from modelcheck.explicit.native.layout import WORD
from modelcheck.explicit.native.packing import pack
from modelcheck.explicit.native.values import Val, checked_width
from modelcheck.ir.expr import (
    And,
    Arith,
    ArithOp,
    At,
    Attribute,
    Compare,
    Conditional,
    Constant,
    Construct,
    Expr,
    GetOr,
    IsInstance,
    Let,
    Literal,
    Local,
    Lookup,
    Narrow,
    Negate,
    Not,
    Or,
    Read,
)
from modelcheck.ir.types import (
    BOOL,
    INT,
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
)
from modelcheck.passes.hulls import hull, narrowed, same_kind, type_of_value
from modelcheck.passes.ranges import bounds_of

_LONG: Final = 16
_MANY: Final = 255
_SAFE: Final = 1 << 61
"""Integers below this cannot overflow when two of them are added."""


def is_bounded(type_: Type) -> bool:
    """Tell whether a type has a fixed number of bits."""
    match type_:
        case IntType(low, high):
            return low is not None and high is not None
        case BoolType() | EnumType() | SortType() | NoneType():
            return True
        case RecordType(fields=fields):
            return all(is_bounded(part) for _, part in fields)
        case UnionType(options=options):
            return all(map(is_bounded, options))
        case SetType(element=element):
            return is_bounded(element)
        case MapType(key=key, value=value):
            return is_bounded(key) and is_bounded(value)
        case ListType(element=element, max_length=most):
            return most is not None and is_bounded(element)
        case BagType(element=element, max_count=most):
            return most is not None and is_bounded(element)
        case _:
            return isinstance(type_, NeverType)


def finite(type_: Type) -> Type:
    """Give the type with room for a list or bag whose size nothing bounds.

    One that needs more room makes the step slow, so any room will do.
    """
    match type_:
        case ListType(element=element, max_length=None):
            return ListType(finite(element), _LONG)
        case BagType(element=element, max_count=None):
            return BagType(finite(element), _MANY)
        case SetType(element=element):
            return replace(type_, element=finite(element))
        case MapType(key=key, value=value):
            return replace(type_, key=finite(key), value=finite(value))
        case ListType(element=element):
            return replace(type_, element=finite(element))
        case UnionType(options=options):
            return UnionType(tuple(map(finite, options)))
        case _:
            return type_


class Expressions(Comparisons):
    """Writes expressions; see `loops.Loops` for those over collections."""

    def __init__(
        self, emitter: Emitter, choices: Value = None, *, is_thorough: bool = False
    ) -> None:
        """Write with `emitter`; `choices` is where the run's choices are, if there can be any.

        `is_thorough` looks at all elements of what has no order, also after one has decided:
        whether one of them raises then does not depend on names (see docs/soundness.md).
        """
        super().__init__(emitter)
        self.choices = choices
        self.is_thorough = is_thorough

    def collection(self, expr: Expr, frame: Frame) -> Val:
        """Give the value of an expression over collections."""
        raise NotImplementedError

    def truth(self, expr: Expr, frame: Frame) -> Value:
        """Give the value of a condition, as one bit."""
        return self.value(expr, frame).only

    def bounds(self, expr: Expr, frame: Frame) -> Type:
        """Give a type that is known to have every value of the expression."""
        return finite(bounds_of(expr, frame.types()))

    def place_type(self, expr: Expr, frame: Frame) -> Type:
        """Give the type that a new collection is made with: its own, if that has bounds."""
        return expr.type if is_bounded(expr.type) else self.bounds(expr, frame)

    def value(self, expr: Expr, frame: Frame) -> Val:
        """Give the value of an expression.

        Raises: `Unsupported` when no bits stand for it.
        """
        found = self._value(expr, frame)
        if isinstance(found.type, NeverType) and not isinstance(expr.type, NeverType):
            # Of a collection that is known to be empty: the step was left before this is run.
            return self.zero(finite(expr.type))
        return found

    def _value(self, expr: Expr, frame: Frame) -> Val:
        match expr:
            case Literal(value=value, type=type_) | Constant(value=value, type=type_):
                narrow = type_of_value(value, type_)
                bits = self.emitter.number(pack(value, narrow), max(1, checked_width(narrow)))
                return self.unpack(bits, narrow)
            case Read(name=name, old=old):
                fields = frame.before if old else frame.fields
                if fields is None:
                    raise Unsupported(expr)
                return self.load(fields[name])
            case Local(name=name):
                bound = frame.bound.get(name)
                return bound if bound is not None else self.load(frame.locals[name])
            case Not(operand=operand):
                return Val(BOOL, (self.builder.not_(self.truth(operand, frame)),))
            case And(operands=operands):
                return self._decided(operands, frame, stop=False)
            case Or(operands=operands):
                return self._decided(operands, frame, stop=True)
            case Compare(op=op, left=left, right=right):
                first = self.value(left, frame)
                return Val(BOOL, (self.compare(op, first, self.value(right, frame)),))
            case Conditional():
                return self._conditional(expr, frame)
            case Arith():
                return self._arith(expr, frame)
            case Negate(operand=operand):
                zero = self.emitter.number(0)
                inner = self.value(operand, frame)
                return Val(
                    self.bounds(expr, frame), (self.checked("ssub", zero, inner.only, INT, INT),)
                )
            case Construct(values=values, type=RecordType(name=name, fields=fields)):
                parts = [self.value(each, frame) for each in values]
                named = zip(fields, parts, strict=True)
                concrete = tuple((each, part.type) for (each, _), part in named)
                return Val(RecordType(name, concrete), tuple(parts))
            case Attribute(operand=operand, name=name):
                return self._attribute(self.value(operand, frame), name)
            case IsInstance(operand=operand, options=options):
                return Val(BOOL, (self._is_instance(self.value(operand, frame), options),))
            case Narrow(operand=operand, type=type_):
                held = self.value(operand, frame)
                return self.convert(held, _part(held.type, type_))
            case Lookup(operand=operand, key=key):
                return self._lookup(self.value(operand, frame), self.value(key, frame))
            case GetOr():
                return self._get_or(expr, frame)
            case At(operand=operand, index=index):
                items = self.value(operand, frame)
                return self.element(items, self.position(items, self.value(index, frame).only))
            case Let(name=name, value=value, body=body):
                return self.value(body, frame.binding({name: self.value(value, frame)}))
            case _:
                return self.collection(expr, frame)

    def _decided(self, operands: tuple[Expr, ...], frame: Frame, *, stop: bool) -> Val:
        result = self.emitter.variable(I1)
        done = self.emitter.block("decided")
        for operand in operands:
            held = self.truth(operand, frame)
            self.builder.store(held, result)
            go_on = self.emitter.block("next")
            yes, no = (done, go_on) if stop else (go_on, done)
            self.builder.cbranch(held, yes, no)
            self.builder.position_at_end(go_on)
        self.emitter.go_on_in(done)
        return Val(BOOL, (self.builder.load(result),))

    def _conditional(self, expr: Conditional, frame: Frame) -> Val:
        type_ = self.place_type(expr, frame)
        result = self.variable(type_)

        def branch(part: Expr) -> None:
            self.store(self.convert(self.value(part, frame), type_), result)

        self.emitter.branches(
            self.truth(expr.test, frame),
            lambda: branch(expr.then),
            lambda: branch(expr.otherwise),
        )
        return self.load(result)

    def _arith(self, expr: Arith, frame: Frame) -> Val:
        left, right = self.value(expr.left, frame), self.value(expr.right, frame)
        type_ = self.bounds(expr, frame)
        match expr.op:
            case ArithOp.ADD:
                result = self.checked("sadd", left.only, right.only, left.type, right.type)
            case ArithOp.SUB:
                result = self.checked("ssub", left.only, right.only, left.type, right.type)
            case ArithOp.MUL:
                result = self.checked("smul", left.only, right.only, INT, INT)
            case ArithOp.FLOORDIV:
                result, _ = self._divided(left, right)
            case ArithOp.MOD:
                _, result = self._divided(left, right)
        return Val(type_, (result,))

    def checked(self, name: str, left: Value, right: Value, first: Type, second: Type) -> Value:
        """Give a sum, difference or product; slow where 64 bits do not hold it."""
        plain = {"sadd": self.builder.add, "ssub": self.builder.sub, "smul": self.builder.mul}
        if is_safe(first) and is_safe(second) and name != "smul":
            return plain[name](left, right)
        checked = {
            "sadd": self.builder.sadd_with_overflow,
            "ssub": self.builder.ssub_with_overflow,
            "smul": self.builder.smul_with_overflow,
        }
        pair = checked[name](left, right)
        self.emitter.slow_unless(self.builder.not_(self.builder.extract_value(pair, 1)))
        return self.builder.extract_value(pair, 0)

    def _divided(self, first: Val, second: Val) -> tuple[Value, Value]:
        """Give the quotient and the remainder, rounded down as Python does."""
        left, right = first.only, second.only
        zero = self.emitter.number(0)
        self.emitter.slow_unless(self.builder.icmp_signed("!=", right, zero))
        if not (is_safe(first.type) or _is_positive(second.type)):
            self._leave_overflow(left, right)
        quotient, rest = self.builder.sdiv(left, right), self.builder.srem(left, right)
        signs = self.builder.icmp_signed("<", self.builder.xor(rest, right), zero)
        some = self.builder.icmp_signed("!=", rest, zero)
        off = self.builder.and_(signs, some)
        lower = self.builder.sub(quotient, self.emitter.number(1))
        return (
            self.builder.select(off, lower, quotient),
            self.builder.select(off, self.builder.add(rest, right), rest),
        )

    def _leave_overflow(self, left: Value, right: Value) -> None:
        """Leave the step where the least number is divided by -1: that would end the process."""
        least = self.emitter.number(-1 << WORD - 1)
        has_one = self.builder.icmp_signed("!=", left, least)
        is_other = self.builder.icmp_signed("!=", right, self.emitter.number(-1))
        self.emitter.slow_unless(self.builder.or_(has_one, is_other))

    def _attribute(self, operand: Val, name: str) -> Val:
        if isinstance(operand.type, RecordType):
            names = [each for each, _ in operand.type.fields]
            part: Val = operand.parts[names.index(name)]
            return part
        if not isinstance(operand.type, UnionType):
            raise Unsupported(operand.type)
        found = [part for part in operand.parts[1:] if isinstance(part.type, RecordType)]
        having = [part for part in found if part.type.field_type(name) is not None]
        if not having:
            raise Unsupported(name)
        if len(having) == 1:
            return self._attribute(having[0], name)
        parts = [self._attribute(part, name) for part in having]
        type_ = bounds_of_all([part.type for part in parts])
        result = self.variable(type_)
        self.store(self.zero(type_), result)
        for number, option in enumerate(operand.parts[1:]):
            if option not in having:
                continue
            is_it = self.builder.icmp_unsigned("==", operand.parts[0], self.emitter.number(number))
            with self.emitter.where(is_it):
                self.store(self.convert(self._attribute(option, name), type_), result)
        return self.load(result)

    def _is_instance(self, operand: Val, options: tuple[Type, ...]) -> Value:
        def wanted(type_: Type) -> bool:
            return any(same_kind(type_, option) for option in options)

        if not isinstance(operand.type, UnionType):
            return self.emitter.true() if wanted(operand.type) else self.emitter.false()
        held = self.emitter.false()
        for number, option in enumerate(options_in_order(operand.type)):
            if wanted(option):
                tag = self.emitter.number(number)
                is_it = self.builder.icmp_unsigned("==", operand.parts[0], tag)
                held = self.builder.or_(held, is_it)
        return held

    def keyed(self, table: Val, key: Val) -> tuple[Value, Value]:
        """Tell whether a map has a key, and give the key's number."""
        if not isinstance(table.type, MapType):
            raise Unsupported(table.type)
        fits, converted = self.fit(key, table.type.key)
        number = self.number(converted)
        return self.builder.and_(fits, self.has_bit(table.parts[0], number)), number

    def _lookup(self, table: Val, key: Val) -> Val:
        there, number = self.keyed(table, key)
        self.emitter.slow_unless(there)
        return self.item(table, number)

    def _get_or(self, expr: GetOr, frame: Frame) -> Val:
        table, key = self.value(expr.operand, frame), self.value(expr.key, frame)
        type_ = self.place_type(expr, frame)
        default = self.convert(self.value(expr.default, frame), type_)
        result = self.variable(type_)
        there, number = self.keyed(table, key)
        self.emitter.branches(
            there,
            lambda: self.store(self.convert(self.item(table, number), type_), result),
            lambda: self.store(default, result),
        )
        return self.load(result)

    def position(self, items: Val, index: Value) -> Value:
        """Give a list's index from its start; slow where it is outside of the list."""
        length = items.parts[0]
        negative = self.builder.icmp_signed("<", index, self.emitter.number(0))
        from_end = self.builder.add(index, length)
        at = self.builder.select(negative, from_end, index)
        self.emitter.slow_unless(self.builder.icmp_unsigned("<", at, length))
        return at

    def choose(self, count: Value) -> Value:
        """Give the number of the option that this run takes, of `count` options.

        `choices.py` says where the run's choices stand.
        """
        if self.choices is None:
            raise Unsupported(count)
        some = self.builder.icmp_unsigned(">", count, self.emitter.number(0))
        self.emitter.disable_unless(some)
        made_at = self._choice(self.emitter.number(MADE))
        made = self.builder.load(made_at)
        room = self.builder.icmp_unsigned("<", made, self.emitter.number(MOST))
        self.emitter.slow_unless(room)
        given = self.builder.icmp_unsigned(
            "<", made, self.builder.load(self._choice(self.emitter.number(GIVEN)))
        )
        slot = self._choice(self.builder.add(made, self.emitter.number(OPTIONS)))
        number = self.builder.select(given, self.builder.load(slot), self.emitter.number(0))
        self.builder.store(number, slot)
        self.builder.store(count, self._choice(self.builder.add(made, self.emitter.number(COUNTS))))
        self.builder.store(self.builder.add(made, self.emitter.number(1)), made_at)
        return number

    def _choice(self, at: Value) -> Value:
        return self.builder.gep(self.choices, [at])


def is_safe(type_: Type) -> bool:
    """Tell whether sums of values of the type stay far within 64 bits."""
    match type_:
        case IntType(low=int() as low, high=int() as high):
            return low > -_SAFE and high < _SAFE
        case _:
            return False


def _is_positive(type_: Type) -> bool:
    return isinstance(type_, IntType) and type_.low is not None and type_.low > 0


def bounds_of_all(types: list[Type]) -> Type:
    """Give a type with the values of all of the types."""
    found, *others = types
    for other in others:
        found = hull(found, other)
    return found


def _part(held: Type, type_: Type) -> Type:
    """Give the part of a type that is of another one, with its own bounds."""
    return narrowed(held, type_)
