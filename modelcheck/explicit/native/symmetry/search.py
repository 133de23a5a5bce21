"""The canonical state under sorts whose elements the state relates to each other.

    void @least(i64* state)                                    in place
    void @search(i64* state, i64* order, i64* colours, i64 groups, i64* best)
    i64 @refine(i64* state, i64* order, i64* colours)          gives the number of groups
    i1 @swaps(i64* state, i64 a, i64 b)                        to swap a and b changes nothing

Every element has a place: those of a class have places side by side.  `order` has the element
at every place; elements of one colour, a group, are side by side, and their colour is the place
of the first.  To begin with, a group is a class.  Then:

- Groups are split and ordered by the marks of their elements (see `colouring`), until no mark
  tells elements apart.
- In the first group that has two elements which cannot be swapped without a change of the
  state, one element after the other is put before the rest, and the search goes on from there.
  Of elements that can be swapped one is enough.
- Where there is no such group, the element at every place is renamed to the one that the place
  is named for.  Of all states found in this way the least is the canonical one.

A permutation in the group takes the search from a state to the search from the permuted
state, and both find the same states: marks and swaps do not depend on names.  Equal marks of
elements that differ cost time, and nothing else.
Source: B. McKay, "Practical graph isomorphism", 1981, without its pruning.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from modelcheck.explicit.native.emitter import I1, I64, Block, Emitter, Native, Value
from modelcheck.explicit.native.layout import Layout
from modelcheck.explicit.native.llvm import ir
from modelcheck.explicit.native.symmetry.colouring import Colouring
from modelcheck.explicit.native.symmetry.fields import Fields, Spot
from modelcheck.explicit.native.symmetry.group import Group
from modelcheck.explicit.native.symmetry.permuting import Permuting

_WORDS: Final = I64.as_pointer()
_VOID: Final = ir.VoidType()
_TWO: Final = 2


def write_search(module: Native, layout: Layout, group: Group) -> Native:
    """Add the search to a module of LLVM IR, and give `@least`.

    Requires: some sort in the group.  Raises: `Unsupported` when a field has no bits.
    """
    return _Search(module, layout, group).write()


class _Search:
    def __init__(self, module: Native, layout: Layout, group: Group) -> None:
        self.module = module
        self.layout = layout
        self.words = layout.words
        self.group = group
        self.bases: dict[str, int] = {}
        self.home: list[int] = []
        """For every place the element that it is named for."""
        self.start: list[int] = []
        """For every place the first of its class."""
        self.index: list[int] = []
        """For every element its index in its sort."""
        for classes in group.sorts:
            base = len(self.index)
            self.bases[classes.sort.name] = base
            self.index += range(classes.sort.size)
            for members in classes.classes:
                self.start += [len(self.home)] * len(members)
                self.home += [base + member for member in members]
        self.size = len(self.index)

    def write(self) -> Native:
        self.permuted = self._permuted()
        if self.group.order == _TWO:
            return self._lesser()
        self.refine = self._refine()
        self.swaps = self._swaps()
        self.search = self._search()
        return self._least()

    def _function(self, name: str, result: Native, arguments: list[Native]) -> Native:
        function = ir.Function(self.module, ir.FunctionType(result, arguments), name=name)
        function.linkage = "internal"
        # A copy in each caller would take twice as long to compile, and run no faster.
        function.attributes.add("noinline")
        return function

    def _begin(self, function: Native) -> tuple[Emitter, Block]:
        entry = function.append_basic_block("entry")
        start = function.append_basic_block("start")
        return Emitter(ir.IRBuilder(start), entry, start, start), start

    # Permuting

    def _permuted(self) -> Native:
        function = self._function("permuted", _VOID, [_WORDS, _WORDS, _WORDS])
        state, out, images = function.args
        for argument in function.args:
            argument.add_attribute("noalias")
        emitter, start = self._begin(function)
        permuting = Permuting(emitter, self.bases, images)
        permuting.clear(out, self.words)
        for slot in self.layout.slots:
            source, target = Spot(state, slot.offset), Spot(out, slot.offset)
            permuting.permute(slot.field.type, source, target)
        emitter.builder.ret_void()
        _finish(emitter, start)
        return function

    def _lesser(self) -> Native:
        """Write `@least` for a group that has, beside what changes nothing, one swap."""
        function = self._function("least", _VOID, [_WORDS])
        (state,) = function.args
        emitter, start = self._begin(function)
        fields = Fields(emitter)
        held, other, images = (
            fields.buffer(self.words),
            fields.buffer(self.words),
            fields.buffer(self.size),
        )
        self._copy(fields, state, held, self.words)
        fields.put_word(held, self.words, emitter.number(0))
        self._put_identity(fields, images)
        first = next(place for place in range(1, self.size) if self.start[place] != place)
        a, b = self.home[first - 1], self.home[first]
        fields.put_word(images, a, emitter.number(self.index[b]))
        fields.put_word(images, b, emitter.number(self.index[a]))
        emitter.builder.call(self.permuted, [held, other, images])
        with emitter.where(self._is_less(fields, other, held)):
            self._copy(fields, other, state, self.words)
        emitter.builder.ret_void()
        _finish(emitter, start)
        return function

    # Memory

    def _copy(self, fields: Fields, source: Value, target: Value, count: int) -> None:
        fields.emitter.count_up(
            fields.emitter.number(count),
            lambda at: fields.put_word(target, at, fields.word(source, at)),
        )

    def _put_identity(self, fields: Fields, images: Value) -> None:
        for element, index in enumerate(self.index):
            fields.put_word(images, element, fields.emitter.number(index))

    def _is_less(self, fields: Fields, a: Value, b: Value) -> Value:
        """Tell whether the words of `a` come before those of `b`."""
        emitter, builder = fields.emitter, fields.builder
        less = emitter.variable(I1)
        builder.store(emitter.false(), less)
        done = emitter.block("compared")

        def look(at: Value) -> None:
            here, there = fields.word(a, at), fields.word(b, at)
            with emitter.where(builder.icmp_unsigned("!=", here, there)):
                builder.store(builder.icmp_unsigned("<", here, there), less)
                emitter.leave(done)

        emitter.count_up(emitter.number(self.words), look)
        emitter.go_on_in(done)
        return builder.load(less)

    # Telling elements apart

    def _refine(self) -> Native:
        function = self._function("refine", I64, [_WORDS, _WORDS, _WORDS])
        state, order, colours = function.args
        emitter, start = self._begin(function)
        marks = Fields(emitter).buffer(self.size)
        colouring = Colouring(emitter, self.bases, colours, marks)
        colouring.clear(marks, self.size)
        for number, slot in enumerate(self.layout.slots):
            spot = Spot(state, slot.offset)
            colouring.mark(slot.field.type, spot, emitter.number(number + 1))
        self._sort(colouring, order, colours, marks)
        emitter.builder.ret(self._split(colouring, order, colours, marks))
        _finish(emitter, start)
        return function

    def _sort(self, fields: Fields, order: Value, colours: Value, marks: Value) -> None:
        """Write code that sorts each group by the marks of its elements."""
        emitter, builder = fields.emitter, fields.builder
        one = emitter.number(1)
        free = emitter.variable(I64)

        def insert(place: Value) -> None:
            at = builder.add(place, one)
            element = fields.word(order, at)
            colour, mark = fields.word(colours, element), fields.word(marks, element)
            builder.store(at, free)

            def step(stop: Block) -> None:
                now = builder.load(free)
                # The first of a group stands at the place that is the colour.
                _go_to(emitter, stop, builder.icmp_unsigned("<=", now, colour))
                before = fields.word(order, builder.sub(now, one))
                lower = fields.word(marks, before)
                _go_to(emitter, stop, builder.icmp_unsigned("<=", lower, mark))
                fields.put_word(order, now, before)
                builder.store(builder.sub(now, one), free)

            _loop(emitter, step)
            fields.put_word(order, builder.load(free), element)

        emitter.count_up(emitter.number(self.size - 1), insert)

    def _split(self, fields: Fields, order: Value, colours: Value, marks: Value) -> Value:
        """Write code that gives elements their new colours, and give the number of groups."""
        emitter, builder = fields.emitter, fields.builder
        groups, first, colour, mark = (emitter.variable(I64) for _ in range(4))
        builder.store(emitter.number(0), groups)
        builder.store(emitter.number(0), first)
        builder.store(emitter.number(-1), colour)
        builder.store(emitter.number(0), mark)

        def look(place: Value) -> None:
            element = fields.word(order, place)
            old, here = fields.word(colours, element), fields.word(marks, element)
            differs = builder.or_(
                builder.icmp_unsigned("!=", old, builder.load(colour)),
                builder.icmp_unsigned("!=", here, builder.load(mark)),
            )
            builder.store(builder.select(differs, place, builder.load(first)), first)
            more = builder.add(builder.load(groups), builder.zext(differs, I64))
            builder.store(more, groups)
            builder.store(old, colour)
            builder.store(here, mark)
            fields.put_word(colours, element, builder.load(first))

        emitter.count_up(emitter.number(self.size), look)
        return builder.load(groups)

    def _swaps(self) -> Native:
        function = self._function("swaps", I1, [_WORDS, I64, I64])
        state, a, b = function.args
        emitter, start = self._begin(function)
        builder, fields = emitter.builder, Fields(emitter)
        images, other = fields.buffer(self.size), fields.buffer(self.words)
        self._put_identity(fields, images)
        of_a, of_b = fields.word(images, a), fields.word(images, b)
        fields.put_word(images, a, of_b)
        fields.put_word(images, b, of_a)
        builder.call(self.permuted, [state, other, images])

        def look(at: Value) -> None:
            here, there = fields.word(state, at), fields.word(other, at)
            with emitter.where(builder.icmp_unsigned("!=", here, there)):
                builder.ret(emitter.false())
                builder.position_at_end(builder.append_basic_block("unreached"))

        emitter.count_up(emitter.number(self.words), look)
        builder.ret(emitter.true())
        _finish(emitter, start)
        return function

    # The search

    def _search(self) -> Native:
        function = self._function("search", _VOID, [_WORDS, _WORDS, _WORDS, I64, _WORDS])
        state, order, colours, known, best = function.args
        emitter, start = self._begin(function)
        builder, fields = emitter.builder, Fields(emitter)
        found = emitter.block("found")
        groups = emitter.variable(I64)
        builder.store(known, groups)

        def refine(stop: Block) -> None:
            now = builder.call(self.refine, [state, order, colours])
            size = emitter.number(self.size)
            _go_to(emitter, found, builder.icmp_unsigned("==", now, size))
            _go_to(emitter, stop, builder.icmp_unsigned("==", now, builder.load(groups)))
            builder.store(now, groups)

        _loop(emitter, refine)
        self._look_at_groups(fields, function, builder.load(groups))
        emitter.go_on_in(found)
        self._arrive(fields, state, order, best)
        builder.ret_void()
        _finish(emitter, start)
        return function

    def _look_at_groups(self, fields: Fields, function: Native, groups: Value) -> None:
        """Write code that goes on from the first group that has to be split, and returns."""
        emitter, builder = fields.emitter, fields.builder
        state, order, colours, _, _ = function.args
        one, size = emitter.number(1), emitter.number(self.size)
        first = emitter.variable(I64)
        builder.store(emitter.number(0), first)

        def group(stop: Block) -> None:
            start = builder.load(first)
            _go_to(emitter, stop, builder.icmp_unsigned(">=", start, size))
            last = emitter.variable(I64)
            builder.store(start, last)

            def member(end: Block) -> None:
                now = builder.load(last)
                following = builder.add(now, one)
                _go_to(emitter, end, builder.icmp_unsigned(">=", following, size))
                other = fields.word(order, following)
                is_in = builder.icmp_unsigned("==", fields.word(colours, other), start)
                _go_to(emitter, end, builder.not_(is_in))
                same = builder.call(self.swaps, [state, fields.word(order, now), other])
                with emitter.where(builder.not_(same)):
                    self._branch(fields, function, start, groups)
                builder.store(following, last)

            _loop(emitter, member)
            builder.store(builder.add(builder.load(last), one), first)

        _loop(emitter, group)

    def _branch(self, fields: Fields, function: Native, start: Value, groups: Value) -> None:
        """Write code that puts each element of the group first in turn, and then returns."""
        emitter, builder = fields.emitter, fields.builder
        state, order, colours, _, best = function.args
        one, size = emitter.number(1), emitter.number(self.size)
        inner_order, inner_colours = fields.buffer(self.size), fields.buffer(self.size)
        more = builder.add(groups, one)
        at = emitter.variable(I64)
        builder.store(start, at)

        def choose(stop: Block) -> None:
            place = builder.load(at)
            _go_to(emitter, stop, builder.icmp_unsigned(">=", place, size))
            chosen = fields.word(order, place)
            is_in = builder.icmp_unsigned("==", fields.word(colours, chosen), start)
            _go_to(emitter, stop, builder.not_(is_in))
            builder.store(builder.add(place, one), at)
            with emitter.where(self._is_first_of_its_kind(fields, state, order, start, place)):
                self._put_first(
                    fields, (order, colours), (inner_order, inner_colours), start, place
                )
                arguments = [state, inner_order, inner_colours, more, best]
                builder.call(function, arguments)

        _loop(emitter, choose)
        builder.ret_void()
        builder.position_at_end(builder.append_basic_block("unreached"))

    def _is_first_of_its_kind(
        self, fields: Fields, state: Value, order: Value, start: Value, place: Value
    ) -> Value:
        """Tell whether the element at a place swaps with none before it in its group."""
        emitter, builder = fields.emitter, fields.builder
        result, at = emitter.variable(I1), emitter.variable(I64)
        builder.store(emitter.true(), result)
        builder.store(start, at)

        def look(stop: Block) -> None:
            now = builder.load(at)
            _go_to(emitter, stop, builder.icmp_unsigned(">=", now, place))
            pair = [fields.word(order, now), fields.word(order, place)]
            same = builder.call(self.swaps, [state, *pair])
            builder.store(builder.not_(same), result)
            _go_to(emitter, stop, same)
            builder.store(builder.add(now, emitter.number(1)), at)

        _loop(emitter, look)
        return builder.load(result)

    def _put_first(
        self,
        fields: Fields,
        outer: tuple[Value, Value],
        inner: tuple[Value, Value],
        start: Value,
        place: Value,
    ) -> None:
        """Write code that copies order and colours, with one element before its group."""
        emitter, builder = fields.emitter, fields.builder
        (order, colours), (inner_order, inner_colours) = outer, inner
        one = emitter.number(1)

        def copy(at: Value) -> None:
            element = fields.word(order, at)
            after_start = builder.icmp_unsigned(">=", at, start)
            is_shifted = builder.and_(after_start, builder.icmp_unsigned("<", at, place))
            target = builder.select(is_shifted, builder.add(at, one), at)
            is_chosen = builder.icmp_unsigned("==", at, place)
            target = builder.select(is_chosen, start, target)
            fields.put_word(inner_order, target, element)
            colour = fields.word(colours, element)
            is_left = builder.and_(
                builder.icmp_unsigned("==", colour, start), builder.not_(is_chosen)
            )
            colour = builder.select(is_left, builder.add(start, one), colour)
            fields.put_word(inner_colours, element, colour)

        emitter.count_up(emitter.number(self.size), copy)

    def _arrive(self, fields: Fields, state: Value, order: Value, best: Value) -> None:
        """Write code that renames elements by their places, and keeps the lesser state.

        The word after the state tells whether `best` holds one.
        """
        emitter, builder = fields.emitter, fields.builder
        images, other = fields.buffer(self.size), fields.buffer(self.words)
        for place, home in enumerate(self.home):
            element = fields.word(order, place)
            fields.put_word(images, element, emitter.number(self.index[home]))
        builder.call(self.permuted, [state, other, images])
        empty = builder.icmp_unsigned("==", fields.word(best, self.words), emitter.number(0))
        better = builder.or_(empty, self._is_less(fields, other, best))
        with emitter.where(better):
            self._copy(fields, other, best, self.words)
            fields.put_word(best, self.words, emitter.number(1))

    def _least(self) -> Native:
        function = self._function("least", _VOID, [_WORDS])
        (state,) = function.args
        emitter, start = self._begin(function)
        fields = Fields(emitter)
        held, best = fields.buffer(self.words), fields.buffer(self.words)
        order, colours = fields.buffer(self.size), fields.buffer(self.size)
        self._copy(fields, state, held, self.words)
        fields.put_word(held, self.words, emitter.number(0))
        fields.put_word(best, self.words, emitter.number(0))
        for place, (home, first) in enumerate(zip(self.home, self.start, strict=True)):
            fields.put_word(order, place, emitter.number(home))
            fields.put_word(colours, home, emitter.number(first))
        groups = emitter.number(len(set(self.start)))
        emitter.builder.call(self.search, [held, order, colours, groups, best])
        self._copy(fields, best, state, self.words)
        emitter.builder.ret_void()
        _finish(emitter, start)
        return function


def _loop(emitter: Emitter, body: Callable[[Block], None]) -> None:
    """Write a loop without end, but for jumps to the block that `body` is given."""
    head, after = emitter.block("again"), emitter.block("enough")
    emitter.go_on_in(head)
    body(after)
    emitter.builder.branch(head)
    emitter.builder.position_at_end(after)


def _go_to(emitter: Emitter, block: Block, condition: Value) -> None:
    """Write a jump to `block` where the condition is true."""
    go_on = emitter.block("go_on")
    emitter.builder.cbranch(condition, block, go_on)
    emitter.builder.position_at_end(go_on)


def _finish(emitter: Emitter, start: Block) -> None:
    """Join the entry, which has the variables, to the body, and end unreached blocks."""
    ir.IRBuilder(emitter.entry).branch(start)
    for block in emitter.builder.function.blocks:
        if not block.is_terminated:
            ir.IRBuilder(block).unreachable()
