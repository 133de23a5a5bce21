"""Expressions in machine code that make collections, or choose from them."""

from __future__ import annotations

from collections.abc import Callable

from modelcheck.explicit.native.emitter import I64, Unsupported, Value
from modelcheck.explicit.native.frames import Frame
from modelcheck.explicit.native.loops import Loops, Round
from modelcheck.explicit.native.values import Val, count_of
from modelcheck.ir.expr import (
    BagBinary,
    BagOp,
    Concat,
    Convert,
    Expr,
    MapDisplay,
    MapOf,
    Merge,
    OneOf,
    Removed,
    SetBinary,
    SetOp,
    Slice,
    Sorted,
    Subsets,
    Updated,
)
from modelcheck.ir.types import BagType, ListType, MapType, SetType, Type
from modelcheck.passes.hulls import elements, hull


class Collecting(Loops):
    """Adds to expressions those that make collections."""

    def _made(
        self,
        expr: Expr,
        frame: Frame,
        add: Callable[[Val, Val], Val],
        fill: Callable[[Round], None],
    ) -> Val:
        type_ = self.place_type(expr, frame)
        result = self.variable(type_)
        self.store(self.zero(type_), result)
        element = elements(type_)

        def one(item: Val) -> None:
            self.store(add(self.load(result), self.convert(item, element)), result)

        fill(one)
        return self.load(result)

    def set_of(self, expr: Expr, frame: Frame, fill: Callable[[Round], None]) -> Val:
        """Give the set of what `fill` writes rounds for."""
        return self._made(expr, frame, self.with_member, fill)

    def list_of(self, expr: Expr, frame: Frame, fill: Callable[[Round], None]) -> Val:
        """Give the list of what `fill` writes rounds for."""
        return self._made(expr, frame, self.appended, fill)

    def map_of(self, expr: MapOf | MapDisplay, frame: Frame) -> Val:
        """Give a map from its display or comprehension."""
        type_ = self.place_type(expr, frame)
        if not isinstance(type_, MapType):
            raise Unsupported(type_)
        result = self.variable(type_)
        self.store(self.zero(type_), result)

        def put(key: Expr, value: Expr, inner: Frame) -> None:
            name = self.convert(self.value(key, inner), type_.key)
            item = self.convert(self.value(value, inner), type_.value)
            self.store(self.with_item(self.load(result), name, item), result)

        match expr:
            case MapDisplay(items=items):
                for key, value in items:
                    put(key, value, frame)
            case MapOf(key=key, value=value, generators=generators):
                self.generate(generators, frame, lambda inner: put(key, value, inner))
        return self.load(result)

    def converted(self, expr: Convert, frame: Frame) -> Val:
        """Give a collection as one of another kind."""
        operand = expr.operand
        match expr.type:
            case SetType():
                return self.set_of(expr, frame, lambda add: self.each(operand, frame, add))
            case ListType() if not isinstance(operand.type, ListType):
                return self.list_of(expr, frame, lambda add: self.each(operand, frame, add))
            case BagType() if not isinstance(operand.type, BagType):

                def more(bag: Val, element: Val) -> Val:
                    number = self.number(element)
                    count = self.builder.add(self.count(bag, number), self.emitter.number(1))
                    return self.with_count(bag, number, count)

                return self._made(expr, frame, more, lambda add: self.each(operand, frame, add))
            case _:
                return self.value(operand, frame)

    def sorted_list(self, expr: Sorted, frame: Frame) -> Val:
        """Give the elements in order: by their numbers, which follow the order of values."""
        type_ = self.place_type(expr, frame)
        if not isinstance(type_, ListType):
            raise Unsupported(type_)
        counts = BagType(type_.element, type_.max_length)
        bag = self.variable(counts)
        self.store(self.zero(counts), bag)

        def tally(item: Val) -> None:
            number = self.number(self.convert(item, type_.element))
            now = self.load(bag)
            more = self.builder.add(self.count(now, number), self.emitter.number(1))
            self.store(self.with_count(now, number, more), bag)

        self.each(expr.operand, frame, tally)
        result = self.variable(type_)
        self.store(self.zero(type_), result)
        last = self.emitter.number(count_of(type_.element) - 1)

        def take(number: Value) -> None:
            at = self.builder.sub(last, number) if expr.descending else number
            element = self.from_number(at, type_.element)
            self.emitter.count_up(
                self.count(self.load(bag), at),
                lambda _: self.store(self.appended(self.load(result), element), result),
            )

        self.emitter.count_up(self.emitter.number(count_of(type_.element)), take)
        return self.load(result)

    def operation(self, expr: Expr, frame: Frame) -> Val:
        """Give the result of an operation on collections."""
        match expr:
            case SetBinary():
                return self._set_operation(expr, frame)
            case BagBinary():
                return self._bag_operation(expr, frame)
            case Concat(left=left, right=right):
                return self._joined_lists(expr, (left, right), frame)
            case Merge(left=left, right=right):
                return self._merged(expr, self.value(left, frame), self.value(right, frame), frame)
            case Slice():
                return self._sliced(expr, frame)
            case Updated():
                return self._updated(expr, frame)
            case Removed(operand=operand, key=key):
                return self._removed(self.value(operand, frame), self.value(key, frame))
            case OneOf(options=options):
                return self._one_of(options, frame)
            case Subsets():
                return self.list_of(expr, frame, lambda add: self.each(expr, frame, add))
            case _:
                raise Unsupported(expr)

    def _joined_lists(self, expr: Expr, parts: tuple[Expr, ...], frame: Frame) -> Val:
        def fill(add: Round) -> None:
            for held in [self.value(part, frame) for part in parts]:
                self.each_element(held, add)

        return self.list_of(expr, frame, fill)

    def _set_operation(self, expr: SetBinary, frame: Frame) -> Val:
        left, right = self.value(expr.left, frame), self.value(expr.right, frame)
        type_ = left.type if left.type == right.type else hull(left.type, right.type)
        wanted = self.place_type(expr, frame)
        if isinstance(wanted, SetType) and expr.op is SetOp.UNION:
            type_ = wanted
        first, second = self.convert(left, type_).only, self.convert(right, type_).only
        match expr.op:
            case SetOp.UNION:
                bits = self.builder.or_(first, second)
            case SetOp.INTERSECTION:
                bits = self.builder.and_(first, second)
            case SetOp.DIFFERENCE:
                bits = self.builder.and_(first, self.builder.not_(second))
            case SetOp.SYMMETRIC:
                bits = self.builder.xor(first, second)
        return Val(type_, (bits,))

    def _bag_operation(self, expr: BagBinary, frame: Frame) -> Val:
        type_ = self.place_type(expr, frame)
        if not isinstance(type_, BagType):
            raise Unsupported(type_)
        left = self.convert(self.value(expr.left, frame), type_)
        right = self.convert(self.value(expr.right, frame), type_)
        result = self.variable(type_)
        self.store(self.zero(type_), result)

        def one(number: Value) -> None:
            a, b = self.count(left, number), self.count(right, number)
            less = self.builder.icmp_unsigned("<", a, b)
            match expr.op:
                case BagOp.SUM | BagOp.UPDATE:
                    count = self.builder.add(a, b)
                case BagOp.DIFFERENCE:
                    none = self.emitter.number(0)
                    count = self.builder.select(less, none, self.builder.sub(a, b))
                case BagOp.MAXIMUM:
                    count = self.builder.select(less, b, a)
                case BagOp.MINIMUM:
                    count = self.builder.select(less, a, b)
            self.store(self.with_count(self.load(result), number, count), result)

        self.emitter.count_up(self.emitter.number(count_of(type_.element)), one)
        return self.load(result)

    def _merged(self, expr: Expr, left: Val, right: Val, frame: Frame) -> Val:
        type_ = self.place_type(expr, frame)
        if not isinstance(type_, MapType):
            raise Unsupported(type_)
        result = self.variable(type_)
        self.store(self.convert(left, type_), result)
        other = self.convert(right, type_)
        self.each_bit(
            other.parts[0],
            lambda n: self.store(
                self.with_item_at(self.load(result), n, self.item(other, n)), result
            ),
        )
        return self.load(result)

    def _sliced(self, expr: Slice, frame: Frame) -> Val:
        items = self.value(expr.operand, frame)
        length = items.parts[0]
        zero = self.emitter.number(0)
        start = zero if expr.start is None else self._clipped(expr.start, length, frame)
        stop = length if expr.stop is None else self._clipped(expr.stop, length, frame)
        none = self.builder.icmp_signed("<", stop, start)
        return self.sliced(items, start, self.builder.select(none, start, stop))

    def _clipped(self, expr: Expr, length: Value, frame: Frame) -> Value:
        index = self.value(expr, frame).only
        zero = self.emitter.number(0)
        negative = self.builder.icmp_signed("<", index, zero)
        moved = self.builder.select(negative, self.builder.add(index, length), index)
        low = self.builder.icmp_signed("<", moved, zero)
        above = self.builder.select(low, zero, moved)
        high = self.builder.icmp_signed(">", above, length)
        return self.builder.select(high, length, above)

    def _updated(self, expr: Updated, frame: Frame) -> Val:
        held = self.value(expr.operand, frame)
        key, value = self.value(expr.key, frame), self.value(expr.value, frame)
        return self.put_under(held, key, value, self.place_type(expr, frame))

    def put_under(self, held: Val, key: Val, value: Val, type_: Type) -> Val:
        """Give a map, list or bag, as one of `type_`, with a value under a key."""
        held = self.convert(held, type_)
        match type_:
            case MapType():
                item = self.convert(value, type_.value)
                return self.with_item(held, self.convert(key, type_.key), item)
            case ListType():
                at = self.position(held, key.only)
                return self.with_element(held, at, self.convert(value, type_.element))
            case BagType():
                number = self.number(self.convert(key, type_.element))
                return self.with_count(held, number, value.only)
            case _:
                raise Unsupported(type_)

    def _removed(self, held: Val, key: Val) -> Val:
        match held.type:
            case SetType(element=element):
                fits, converted = self.fit(key, element)
                number = self.number(converted)
                there = self.builder.and_(fits, self.has_bit(held.only, number))
                self.emitter.slow_unless(there)
                return self.without_bit(held, number)
            case MapType():
                there, number = self.keyed(held, key)
                self.emitter.slow_unless(there)
                return self.without_item(held, number)
            case ListType():
                return self.without_element(held, self.position(held, key.only))
            case _:
                raise Unsupported(held.type)

    # Choices

    def _one_of(self, options: Expr, frame: Frame) -> Val:
        if isinstance(options, Subsets):
            return self._one_subset(options, frame)
        element = elements(self.bounds(options, frame))
        type_ = SetType(element, frozen=True)
        distinct = self.variable(type_)
        self.store(self.zero(type_), distinct)

        def add(item: Val) -> None:
            member = self.convert(item, element)
            self.store(self.with_member(self.load(distinct), member), distinct)

        self.each(options, frame, add)
        mask = self.load(distinct).only
        chosen = self.choose(self.ones(mask))
        return self.from_number(self._nth_bit(mask, chosen), element)

    def _nth_bit(self, mask: Value, place: Value) -> Value:
        """Give the number of the bit that has `place` bits set below it."""
        found, left = self.emitter.variable(I64), self.emitter.variable(I64)
        self.builder.store(self.emitter.number(0), found)
        self.builder.store(place, left)
        done = self.emitter.block("found")

        def look(number: Value) -> None:
            now = self.builder.load(left)
            with self.emitter.where(self.builder.icmp_unsigned("==", now, self.emitter.number(0))):
                self.builder.store(number, found)
                self.emitter.leave(done)
            self.builder.store(self.builder.sub(now, self.emitter.number(1)), left)

        self.each_bit(mask, look)
        self.emitter.go_on_in(done)
        return self.builder.load(found)

    def _one_subset(self, expr: Subsets, frame: Frame) -> Val:
        whole, least, most = self._of_subsets(expr, frame)
        size = self.ones(whole.only)
        few = self.builder.icmp_unsigned("<", size, self.emitter.number(40))
        self.emitter.slow_unless(few)
        count = self.builder.shl(self.emitter.number(1), size)
        chosen = self._scattered(whole, self.choose(count))
        held = self.ones(chosen.only)
        enough = self.builder.icmp_signed(">=", held, least)
        self.emitter.disable_unless(enough)
        if most is not None:
            self.emitter.disable_unless(self.builder.icmp_signed("<=", held, most))
        return chosen

    def _of_subsets(self, expr: Subsets, frame: Frame) -> tuple[Val, Value, Value | None]:
        element = elements(self.bounds(expr.operand, frame))
        type_ = SetType(element, frozen=True)
        whole = self.variable(type_)
        self.store(self.zero(type_), whole)

        def add(item: Val) -> None:
            member = self.convert(item, element)
            self.store(self.with_member(self.load(whole), member), whole)

        self.each(expr.operand, frame, add)
        least = self.value(expr.minimum, frame).only
        most = None if expr.maximum is None else self.value(expr.maximum, frame).only
        return self.load(whole), least, most

    def _scattered(self, whole: Val, number: Value) -> Val:
        """Give the subset whose members are those at the bits of `number`."""
        type_ = whole.type
        chosen = self.variable(type_)
        rest = self.emitter.variable(I64)
        self.store(self.zero(type_), chosen)
        self.builder.store(number, rest)

        def look(at: Value) -> None:
            now = self.builder.load(rest)
            with self.emitter.where(self.builder.trunc(now, self.emitter.true().type)):
                self.store(self.with_bit(self.load(chosen), at), chosen)
            self.builder.store(self.builder.lshr(now, self.emitter.number(1)), rest)

        self.each_bit(whole.only, look)
        return self.load(chosen)

    def each_subset(self, expr: Subsets, frame: Frame, body: Round) -> None:
        """Write a loop over the subsets of a set."""
        whole, least, most = self._of_subsets(expr, frame)
        size = self.ones(whole.only)
        few = self.builder.icmp_unsigned("<", size, self.emitter.number(40))
        self.emitter.slow_unless(few)

        def one(number: Value) -> None:
            subset = self._scattered(whole, number)
            held = self.ones(subset.only)
            wanted = self.builder.icmp_signed(">=", held, least)
            if most is not None:
                wanted = self.builder.and_(wanted, self.builder.icmp_signed("<=", held, most))
            with self.emitter.where(wanted):
                body(subset)

        self.emitter.count_up(self.builder.shl(self.emitter.number(1), size), one)
