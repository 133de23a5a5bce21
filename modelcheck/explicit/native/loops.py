"""Expressions over collections in machine code: comprehensions, quantifiers, operations."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from modelcheck.explicit.native.emitter import I1, I64, Unsupported, Value
from modelcheck.explicit.native.expressions import Expressions, is_safe
from modelcheck.explicit.native.frames import Frame
from modelcheck.explicit.native.llvm import ir
from modelcheck.explicit.native.values import Val, count_of
from modelcheck.ir.expr import (
    Convert,
    CountOf,
    Domain,
    Expr,
    Extreme,
    Extremum,
    Generator,
    Items,
    Keys,
    ListDisplay,
    ListOf,
    MapDisplay,
    MapOf,
    MapValues,
    Membership,
    PositionOf,
    Quantified,
    Quantifier,
    Range,
    Relation,
    Reversed,
    SetDisplay,
    SetOf,
    Size,
    Sorted,
    Subsets,
    Sum,
    The,
    Total,
)
from modelcheck.ir.ordered import is_ordered
from modelcheck.ir.types import (
    BOOL,
    INT,
    BagType,
    IntType,
    ListType,
    MapType,
    NeverType,
    RecordType,
    SetType,
    StreamType,
    TupleType,
    Type,
)
from modelcheck.passes.hulls import elements

Round = Callable[[Val], None]
"""Writes a round of a loop, given its element."""


class Loops(Expressions):
    """Adds to expressions those over collections."""

    def collection(self, expr: Expr, frame: Frame) -> Val:
        """Give the value of an expression over collections."""
        match expr:
            case Quantified():
                return self._quantified(expr, frame)
            case Membership(element=element, container=container):
                return Val(BOOL, (self._member(element, container, frame),))
            case Size(operand=operand):
                return self._size(operand, frame)
            case Sum(operand=operand):
                return self._sum(expr, operand, frame)
            case Extreme():
                return self._extreme(expr, frame)
            case The():
                return self._the(expr, frame)
            case Total(operand=operand):
                return self._total(self.value(operand, frame))
            case CountOf(operand=operand, element=element):
                return self._count_of(self.value(operand, frame), self.value(element, frame))
            case PositionOf(operand=operand, element=element):
                return self._position_of(self.value(operand, frame), self.value(element, frame))
            case SetDisplay(elements=items):
                return self.set_of(expr, frame, lambda add: self._every(items, frame, add))
            case ListDisplay(elements=items):
                return self.list_of(expr, frame, lambda add: self._every(items, frame, add))
            case SetOf(element=element, generators=generators):
                return self.set_of(
                    expr, frame, lambda add: self._rounds(generators, element, frame, add)
                )
            case ListOf(element=element, generators=generators, type=ListType()):
                return self.list_of(
                    expr, frame, lambda add: self._rounds(generators, element, frame, add)
                )
            case MapOf() | MapDisplay():
                return self.map_of(expr, frame)
            case Convert():
                return self.converted(expr, frame)
            case Sorted():
                return self.sorted_list(expr, frame)
            case _:
                return self.operation(expr, frame)

    # Making collections: see `collecting.Collecting`

    def set_of(self, expr: Expr, frame: Frame, fill: Callable[[Round], None]) -> Val:
        """Give the set of what `fill` writes rounds for."""
        raise NotImplementedError

    def list_of(self, expr: Expr, frame: Frame, fill: Callable[[Round], None]) -> Val:
        """Give the list of what `fill` writes rounds for."""
        raise NotImplementedError

    def map_of(self, expr: MapOf | MapDisplay, frame: Frame) -> Val:
        """Give a map from its display or comprehension."""
        raise NotImplementedError

    def converted(self, expr: Convert, frame: Frame) -> Val:
        """Give a collection as one of another kind."""
        raise NotImplementedError

    def sorted_list(self, expr: Sorted, frame: Frame) -> Val:
        """Give the elements in order."""
        raise NotImplementedError

    def operation(self, expr: Expr, frame: Frame) -> Val:
        """Give the result of an operation on collections."""
        raise NotImplementedError

    def each_subset(self, expr: Subsets, frame: Frame, body: Round) -> None:
        """Write a loop over the subsets of a set."""
        raise NotImplementedError

    # Iteration

    def each(self, iterable: Expr, frame: Frame, body: Round) -> None:
        """Write a loop over the elements of an iterable."""
        match iterable:
            case Domain(of=of):
                size = self.emitter.number(count_of(of))
                self.emitter.count_up(size, lambda n: body(self.from_number(n, of)))
            case Range(start=start, stop=stop, step=step):
                self._each_of_range(iterable, (start, stop, step), frame, body)
            case Keys(operand=operand):
                self._each_key(self.value(operand, frame), lambda key, _: body(key))
            case MapValues(operand=operand):
                self._each_key(self.value(operand, frame), lambda _, item: body(item))
            case Items(operand=operand):

                def pair(key: Val, item: Val) -> None:
                    body(Val(TupleType((key.type, item.type)), (key, item)))

                self._each_key(self.value(operand, frame), pair)
            case ListOf(element=element, generators=generators, type=StreamType()):
                self._rounds(generators, element, frame, body)
            case Reversed(operand=operand):
                items = self.value(operand, frame)
                if not isinstance(items.type, ListType):
                    raise Unsupported(iterable)
                if isinstance(items.type.element, NeverType):
                    return
                last = self.builder.sub(items.parts[0], self.emitter.number(1))
                self.emitter.count_up(
                    items.parts[0], lambda n: body(self.element(items, self.builder.sub(last, n)))
                )
            case Subsets():
                self.each_subset(iterable, frame, body)
            case _:
                self.each_element(self.value(iterable, frame), body)

    def each_element(self, value: Val, body: Round) -> None:
        """Write a loop over the elements of a set, list or bag, or the keys of a map."""
        match value.type:
            case (
                SetType(element=NeverType())
                | BagType(element=NeverType())
                | ListType(element=NeverType())
            ):
                return  # a display without elements: no round is ever run
            case SetType(element=element) | BagType(element=element):
                self.each_bit(self.members(value), lambda n: body(self.from_number(n, element)))
            case ListType():
                self.emitter.count_up(value.parts[0], lambda n: body(self.element(value, n)))
            case MapType():
                self._each_key(value, lambda key, _: body(key))
            case _:
                raise Unsupported(value.type)

    def _each_key(self, table: Val, body: Callable[[Val, Val], None]) -> None:
        if not isinstance(table.type, MapType):
            raise Unsupported(table.type)
        key_type = table.type.key
        if isinstance(key_type, NeverType) or isinstance(table.type.value, NeverType):
            return  # a display without items
        self.each_bit(
            table.parts[0], lambda n: body(self.from_number(n, key_type), self.item(table, n))
        )

    def _each_of_range(
        self, expr: Expr, parts: tuple[Expr, Expr, Expr], frame: Frame, body: Round
    ) -> None:
        first, last, by = (self.value(part, frame) for part in parts)
        start, stop, step = first.only, last.only, by.only
        zero, one = self.emitter.number(0), self.emitter.number(1)
        self.emitter.slow_unless(self.builder.icmp_signed("!=", step, zero))
        up = self.builder.icmp_signed(">", step, zero)
        distance = self.builder.select(
            up,
            self.checked("ssub", stop, start, last.type, first.type),
            self.checked("ssub", start, stop, first.type, last.type),
        )
        stride = self.builder.select(up, step, self.checked("ssub", zero, step, by.type, by.type))
        longer = self.builder.sub(stride, one)
        type_ = by.type if is_safe(first.type) and is_safe(last.type) else INT
        rounded = self.checked("sadd", distance, longer, type_, type_)
        some = self.builder.icmp_signed(">", distance, zero)
        count = self.builder.select(some, self.builder.sdiv(rounded, stride), zero)
        type_ = elements(self.bounds(expr, frame))
        self.emitter.count_up(
            count,
            lambda n: body(Val(type_, (self.builder.add(start, self.builder.mul(n, step)),))),
        )

    def taken_apart(
        self, targets: tuple[str, ...], element: Val, *, unpack: bool
    ) -> dict[str, Val]:
        """Give the values of a round's variables."""
        if not unpack:
            return dict.fromkeys(targets, element)
        if not isinstance(element.type, TupleType | RecordType):
            raise Unsupported(element.type)
        return dict(zip(targets, element.parts, strict=True))

    def generate(
        self, generators: tuple[Generator, ...], frame: Frame, inner: Callable[[Frame], None]
    ) -> None:
        """Write the loops of generators, with `inner` where their conditions hold."""
        if not generators:
            inner(frame)
            return
        first, *rest = generators

        def round_(element: Val) -> None:
            names = self.taken_apart(first.targets, element, unpack=first.unpack)
            self._where_all(first.conditions, frame.binding(names), tuple(rest), inner)

        self.all_rounds(first.iterable, frame, round_)

    def all_rounds(self, iterable: Expr, frame: Frame, body: Round) -> None:
        """Write a loop; where its elements have no order, whatever a round does, the others run.

        A round that disables the step ends, and after the last one so does the step.  Only where
        the code `is_thorough`, and may be disabled.
        """
        emitter = self.emitter
        if not self.is_thorough or self.choices is None or is_ordered(iterable):
            self.each(iterable, frame, body)
            return
        is_off = emitter.variable(I1)
        self.builder.store(emitter.false(), is_off)

        def round_(element: Val) -> None:
            outer, go_on = emitter.disabled, emitter.block("continue")
            emitter.disabled = emitter.block("disables")
            body(element)
            disables = ir.IRBuilder(emitter.disabled)
            disables.store(emitter.true(), is_off)
            disables.branch(go_on)
            emitter.disabled = outer
            emitter.go_on_in(go_on)

        self.each(iterable, frame, round_)
        emitter.disable_unless(self.builder.not_(self.builder.load(is_off)))

    def _stopping(self, write: Callable[[], None], *, in_order: bool) -> None:
        """Write a loop that may stop at an element that decides.

        Whether an element that disables the step comes before that one may depend on names: such
        a step is left to the reference engine.
        """
        outer = self.emitter.disabled
        if self.is_thorough and not in_order:
            self.emitter.disabled = self.emitter.slow
        write()
        self.emitter.disabled = outer

    def _where_all(
        self,
        conditions: tuple[Expr, ...],
        frame: Frame,
        rest: tuple[Generator, ...],
        inner: Callable[[Frame], None],
    ) -> None:
        if not conditions:
            self.generate(rest, frame, inner)
            return
        with self.emitter.where(self.truth(conditions[0], frame)):
            self._where_all(conditions[1:], frame, rest, inner)

    def _rounds(
        self, generators: tuple[Generator, ...], element: Expr, frame: Frame, body: Round
    ) -> None:
        self.generate(generators, frame, lambda inner: body(self.value(element, inner)))

    def _every(self, items: tuple[Expr, ...], frame: Frame, body: Round) -> None:
        for item in items:
            body(self.value(item, frame))

    # Scalars from collections

    def _quantified(self, expr: Quantified, frame: Frame) -> Val:
        result = self.emitter.variable(I1)
        is_all = expr.quantifier is Quantifier.ALL
        done = self.emitter.block("quantified")
        self.builder.store(self.emitter.true() if is_all else self.emitter.false(), result)
        in_order = all(is_ordered(each.iterable) for each in expr.generators)

        def decide(inner: Frame) -> None:
            held = self.truth(expr.body, inner)
            deciding = self.builder.not_(held) if is_all else held
            with self.emitter.where(deciding):
                self.builder.store(self.emitter.false() if is_all else self.emitter.true(), result)
                if in_order or not self.is_thorough:
                    self.emitter.leave(done)

        self._stopping(lambda: self.generate(expr.generators, frame, decide), in_order=in_order)
        self.emitter.go_on_in(done)
        return Val(BOOL, (self.builder.load(result),))

    def _member(self, element: Expr, container: Expr, frame: Frame) -> Value:
        member = self.value(element, frame)
        if isinstance(container.type, StreamType):
            return self._search(
                member,
                lambda look: self._stopping(
                    lambda: self.each(container, frame, look), in_order=is_ordered(container)
                ),
            )
        held = self.value(container, frame)
        match held.type:
            case SetType(element=type_) | MapType(key=type_):
                fits, converted = self.fit(member, type_)
                there = self.has_bit(held.parts[0], self.number(converted))
                return self.builder.and_(fits, there)
            case BagType():
                count = self._count_of(held, member).only
                return self.builder.icmp_unsigned("!=", count, self.emitter.number(0))
            case _:
                return self._search(member, lambda look: self.each_element(held, look))

    def _search(self, member: Val, loop: Callable[[Round], None]) -> Value:
        result = self.emitter.variable(I1)
        self.builder.store(self.emitter.false(), result)
        done = self.emitter.block("searched")

        def look(candidate: Val) -> None:
            with self.emitter.where(self.equal(candidate, member)):
                self.builder.store(self.emitter.true(), result)
                if not self.is_thorough:
                    self.emitter.leave(done)

        loop(look)
        self.emitter.go_on_in(done)
        return self.builder.load(result)

    def _size(self, operand: Expr, frame: Frame) -> Val:
        type_ = IntType(0, None)
        if isinstance(operand, Domain):
            return Val(type_, (self.emitter.number(count_of(operand.of)),))
        if isinstance(operand, Keys | MapValues | Items):
            return Val(type_, (self.ones(self.value(operand.operand, frame).parts[0]),))
        if isinstance(operand.type, StreamType):
            return Val(type_, (self._tally(operand, frame),))
        held = self.value(operand, frame)
        if isinstance(held.type, ListType):
            return Val(type_, (held.parts[0],))
        return Val(type_, (self.ones(self.members(held)),))

    def _tally(self, operand: Expr, frame: Frame) -> Value:
        total = self.emitter.variable(I64)
        self.builder.store(self.emitter.number(0), total)

        def count(_: Val) -> None:
            now = self.builder.load(total)
            self.builder.store(self.builder.add(now, self.emitter.number(1)), total)

        self.each(operand, frame, count)
        return self.builder.load(total)

    def _sum(self, expr: Sum, operand: Expr, frame: Frame) -> Val:
        total = self.emitter.variable(I64)
        self.builder.store(self.emitter.number(0), total)

        def add(item: Val) -> None:
            now = self.builder.load(total)
            self.builder.store(self.checked("sadd", now, item.only, INT, item.type), total)

        self.each(operand, frame, add)
        return Val(self.bounds(expr, frame), (self.builder.load(total),))

    def _extreme(self, expr: Extreme, frame: Frame) -> Val:
        # Elements are compared with each other: what `default` is need have no order.
        type_ = self.bounds(replace(expr, default=None), frame)
        best, found = self.variable(type_), self.emitter.variable(I1)
        self.store(self.zero(type_), best)
        self.builder.store(self.emitter.false(), found)
        relation = Relation.LT if expr.extremum is Extremum.MIN else Relation.GT

        def look(item: Val) -> None:
            candidate = self.convert(item, type_)
            better = self.compare(relation, candidate, self.load(best))
            first = self.builder.not_(self.builder.load(found))
            with self.emitter.where(self.builder.or_(first, better)):
                self.store(candidate, best)
            self.builder.store(self.emitter.true(), found)

        self._each_of(expr.operand, frame, look)
        return self._or_default(best, found, expr.default, self.bounds(expr, frame), frame)

    def _each_of(self, operand: Expr, frame: Frame, body: Round) -> None:
        """Write a loop; the elements of a display one after the other, without a list."""
        if isinstance(operand, ListDisplay):
            self._every(operand.elements, frame, body)
        else:
            self.each(operand, frame, body)

    def _or_default(
        self,
        held: Val,
        found: Value,
        default: Expr | None,
        type_: Type,
        frame: Frame,
    ) -> Val:
        if default is None:
            self.emitter.slow_unless(self.builder.load(found))
            return self.load(held)
        result = self.variable(type_)  # the default is evaluated as in Python: at any rate
        self.store(self.convert(self.value(default, frame), type_), result)
        with self.emitter.where(self.builder.load(found)):
            self.store(self.convert(self.load(held), type_), result)
        return self.load(result)

    def _the(self, expr: The, frame: Frame) -> Val:
        type_ = self.place_type(expr, frame)
        only, found = self.variable(type_), self.emitter.variable(I1)
        self.store(self.zero(type_), only)
        self.builder.store(self.emitter.false(), found)

        def look(item: Val) -> None:
            candidate = self.convert(item, type_)
            same = self.equal(candidate, self.load(only))
            first = self.builder.not_(self.builder.load(found))
            self.emitter.slow_unless(self.builder.or_(first, same))
            self.store(candidate, only)
            self.builder.store(self.emitter.true(), found)

        self.each(expr.operand, frame, look)
        return self._or_default(only, found, expr.default, type_, frame)

    def _total(self, bag: Val) -> Val:
        if not isinstance(bag.type, BagType):
            raise Unsupported(bag.type)
        total = self.emitter.variable(I64)
        self.builder.store(self.emitter.number(0), total)

        def add(number: Value) -> None:
            now = self.builder.load(total)
            self.builder.store(self.builder.add(now, self.count(bag, number)), total)

        self.emitter.count_up(self.emitter.number(count_of(bag.type.element)), add)
        return Val(IntType(0, None), (self.builder.load(total),))

    def _count_of(self, held: Val, member: Val) -> Val:
        type_ = IntType(0, None)
        if isinstance(held.type, BagType):
            fits, converted = self.fit(member, held.type.element)
            count = self.count(held, self.number(converted))
            return Val(type_, (self.builder.select(fits, count, self.emitter.number(0)),))
        total = self.emitter.variable(I64)
        self.builder.store(self.emitter.number(0), total)

        def look(item: Val) -> None:
            same = self.builder.zext(self.equal(item, member), I64)
            self.builder.store(self.builder.add(self.builder.load(total), same), total)

        self.each_element(held, look)
        return Val(type_, (self.builder.load(total),))

    def _position_of(self, items: Val, member: Val) -> Val:
        place = self.emitter.variable(I64)
        self.builder.store(self.emitter.number(-1), place)
        done = self.emitter.block("placed")

        def look(at: Value) -> None:
            with self.emitter.where(self.equal(self.element(items, at), member)):
                self.builder.store(at, place)
                self.emitter.leave(done)

        self.emitter.count_up(items.parts[0], look)
        self.emitter.go_on_in(done)
        found = self.builder.load(place)
        self.emitter.slow_unless(self.builder.icmp_signed(">=", found, self.emitter.number(0)))
        return Val(IntType(0, None), (found,))
