"""A spec in machine code: its actions, the successors of a state, and its claims.

    i64 @expand(i64* state, i64* out, i16* actions, i64 room)
    i64 @judge(i64* state)
    i64 @judge_step(i64* before, i64* after)

`expand` writes the successors of a state, a layout's words each, and the numbers of their
actions, and gives their count; -1 where `room` is too small, -2 where the state must be left
to the reference engine.  `judge` gives a bit per claim, as `Claims` says; bit 63 leaves the
state to the reference engine.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from modelcheck.explicit.native.bodies import Bodies
from modelcheck.explicit.native.choices import COUNTS, GIVEN, LENGTH, MADE, OPTIONS
from modelcheck.explicit.native.emitter import I64, Block, Emitter, Native, Unsupported, Value
from modelcheck.explicit.native.frames import Frame
from modelcheck.explicit.native.kernel.fields import ACTION, DEADLOCK, MOST_ACTIONS
from modelcheck.explicit.native.layout import WORD, Layout, Slot, lay_out
from modelcheck.explicit.native.llvm import ir
from modelcheck.explicit.native.meaning import Bits, bits_of
from modelcheck.explicit.native.values import Val, count_of
from modelcheck.ir.expr import Call, Convert, Expr, OneOf
from modelcheck.ir.module import Action, Claim, ClaimKind, Module
from modelcheck.ir.stmt import Parameter, Stmt
from modelcheck.ir.types import ListType, SetType, StreamType
from modelcheck.ir.walk import walk

I16: Final = ir.IntType(ACTION)
I32: Final = ir.IntType(32)
WORDS: Final = I64.as_pointer()

NO_ROOM: Final = -1
SLOW: Final = -2
SLOW_BIT: Final = 63
"""The bit of `judge` that leaves a state to the reference engine."""

_TAKEN, _DISABLED, _LEFT = range(3)

_SHORT: Final = 300
"""The instructions of an action that is written into `expand`, its only caller: what is done for
all steps from a state is then done once.  Longer ones gain little, and take longer to optimise."""


@dataclass(frozen=True)
class Compiled:
    """The machine code of a spec, not yet optimised."""

    module: Native
    layout: Layout
    bits: Bits


def compile_spec(spec: Module, *, is_thorough: bool = False) -> Compiled:
    """Give the spec in machine code; `is_thorough` as in `expressions.Expressions`.

    Raises: `Unsupported` when something of it has no bits.
    """
    return _Compiler(spec, is_thorough=is_thorough).compile()


class _Compiler:
    def __init__(self, spec: Module, *, is_thorough: bool) -> None:
        self.spec = spec
        self.is_thorough = is_thorough
        self.layout = lay_out(spec.fields)
        self.module = ir.Module(name=spec.name)
        self.bits = bits_of(spec)
        for things, most, what in (
            (self.bits.states, DEADLOCK, "claims about states"),
            (self.bits.steps, DEADLOCK, "claims about steps"),
            (spec.actions, MOST_ACTIONS, "actions"),
        ):
            if len(things) > most:
                message = f"it has {len(things):,} {what}, and {most:,} are the most"
                raise Unsupported(message)

    def compile(self) -> Compiled:
        actions = [self._action(each) for each in self.spec.actions]
        self._expand(actions)
        self._judge("judge", self.bits.states, over_steps=False)
        if self.bits.steps:
            self._judge("judge_step", self.bits.steps, over_steps=True)
        return Compiled(self.module, self.layout, self.bits)

    # State

    def _fields(self, bodies: Bodies, state: Value) -> dict[str, Val]:
        fields: dict[str, Val] = {}
        for slot in self.layout.slots:
            variable = bodies.variable(slot.field.type, slot.field.name)
            bodies.store(
                bodies.unpack(self._slot_bits(bodies, state, slot), slot.field.type), variable
            )
            fields[slot.field.name] = variable
        return fields

    def _slot_bits(self, bodies: Bodies, state: Value, slot: Slot) -> Value:
        emitter = bodies.emitter
        if slot.width == 0:
            return emitter.number(0, 1)
        first, last = slot.offset // WORD, (slot.offset + slot.width - 1) // WORD
        total = (last - first + 1) * WORD
        bits = emitter.number(0, total)
        for word in range(first, last + 1):
            loaded = bodies.builder.load(bodies.builder.gep(state, [emitter.number(word)]))
            wide = emitter.resized(loaded, total)
            shift = emitter.number((word - first) * WORD)
            bits = bodies.builder.or_(bits, bodies.shifted_left(wide, shift))
        start = emitter.number(slot.offset - first * WORD)
        return emitter.resized(bodies.shifted_right(bits, start), slot.width)

    def _write(self, bodies: Bodies, fields: dict[str, Val], out: Value) -> None:
        emitter = bodies.emitter
        words: list[Value] = [emitter.number(0)] * self.layout.words
        for slot in self.layout.slots:
            if slot.width == 0:
                continue
            packed = bodies.pack(bodies.load(fields[slot.field.name]))
            first, last = slot.offset // WORD, (slot.offset + slot.width - 1) // WORD
            total = (last - first + 1) * WORD
            start = emitter.number(slot.offset - first * WORD)
            moved = bodies.shifted_left(emitter.resized(packed, total), start)
            for word in range(first, last + 1):
                shift = emitter.number((word - first) * WORD)
                part = emitter.resized(bodies.shifted_right(moved, shift), WORD)
                words[word] = bodies.builder.or_(words[word], part)
        for word, value in enumerate(words):
            bodies.builder.store(value, bodies.builder.gep(out, [emitter.number(word)]))

    # Actions

    def _action(self, action: Action) -> Native:
        """Write `i32 @action(state, out, choices, argument...)`: taken, disabled or left."""
        parameters = action.function.parameters
        kind = ir.FunctionType(I32, [WORDS, WORDS, WORDS, *(I64 for _ in parameters)])
        function = ir.Function(self.module, kind, name=f"action.{action.name}")
        function.linkage = "internal"
        state, out, choices, *numbers = function.args
        names = ["state", "out", "choices", *(f"number.{each.name}" for each in parameters)]
        for argument, name in zip(function.args, names, strict=True):
            argument.name = name
        _keep_apart(state, out, choices)
        bodies, start = self._begin(function, _LEFT, _DISABLED, choices)
        fields = self._fields(bodies, state)
        arguments = {
            parameter.name: bodies.from_number(number, parameter.type)
            for parameter, number in zip(parameters, numbers, strict=True)
        }
        done = bodies.emitter.block("done")
        frame = Frame(fields, locals=bodies.locals_of(action.function, arguments), leave=done)
        bodies.body(action.function.body, frame)
        bodies.emitter.go_on_in(done)
        self._write(bodies, fields, out)
        bodies.builder.ret(ir.Constant(I32, _TAKEN))
        self._finish(bodies, start)
        if sum(len(block.instructions) for block in function.blocks) < _SHORT:
            function.attributes.add("alwaysinline")
        return function

    def _begin(
        self, function: Native, left: int, disabled: int, choices: Value = None
    ) -> tuple[Bodies, Block]:
        """Give what writes a function, and the block of its body, which follows the entry."""
        entry = function.append_basic_block("entry")
        start = function.append_basic_block("start")
        slow = function.append_basic_block("slow")
        off = function.append_basic_block("disabled")
        result = function.function_type.return_type
        ir.IRBuilder(slow).ret(ir.Constant(result, left))
        ir.IRBuilder(off).ret(ir.Constant(result, disabled))
        builder = ir.IRBuilder(start)
        emitter = Emitter(builder, entry, slow, off)
        return Bodies(emitter, choices, is_thorough=self.is_thorough), start

    def _finish(self, bodies: Bodies, start: Block) -> None:
        """Join the entry, which has the variables, to the body, and end unreached blocks."""
        function = bodies.builder.function
        ir.IRBuilder(bodies.emitter.entry).branch(start)
        for block in function.blocks:
            if not block.is_terminated:
                ir.IRBuilder(block).unreachable()

    def _expand(self, actions: list[Native]) -> None:
        kind = ir.FunctionType(I64, [WORDS, WORDS, I16.as_pointer(), I64])
        function = ir.Function(self.module, kind, name="expand")
        state, out, numbers, room = function.args
        _keep_apart(state, out, numbers)
        bodies, start = self._begin(function, SLOW, SLOW)
        builder, emitter = bodies.builder, bodies.emitter
        count = emitter.variable(I64)
        choices = emitter.variable(ir.ArrayType(I64, LENGTH))
        choices = self._in_entry(bodies, choices)
        builder.store(emitter.number(0), count)
        full = emitter.block("full")
        fields = self._fields(bodies, state)
        for number, action in enumerate(self.spec.actions):

            def take(arguments: list[Value], number: int = number) -> None:
                at = builder.load(count)
                within = emitter.block("room")
                builder.cbranch(builder.icmp_signed("<", at, room), within, full)
                builder.position_at_end(within)
                target = builder.gep(out, [builder.mul(at, emitter.number(self.layout.words))])
                status = builder.call(actions[number], [state, target, choices, *arguments])
                self._taken(bodies, status, number, at, count, numbers)

            def take_all(arguments: list[Value], take: Callable[..., None] = take) -> None:
                self._each_choice(bodies, choices, lambda: take(arguments))

            each = take_all if _chooses(action.function.body) else take
            self._each_binding(bodies, Frame(fields), action.function.parameters, each)
        builder.ret(builder.load(count))
        builder.position_at_end(full)
        builder.ret(emitter.number(NO_ROOM))
        self._finish(bodies, start)

    def _in_entry(self, bodies: Bodies, array: Value) -> Value:
        zero = ir.Constant(I32, 0)
        return bodies.builder.gep(array, [zero, zero])

    def _taken(
        self, bodies: Bodies, status: Value, number: int, at: Value, count: Value, numbers: Value
    ) -> None:
        builder, emitter = bodies.builder, bodies.emitter
        left = builder.icmp_unsigned("==", status, ir.Constant(I32, _LEFT))
        emitter.slow_unless(builder.not_(left))
        taken = builder.icmp_unsigned("==", status, ir.Constant(I32, _TAKEN))
        builder.store(ir.Constant(I16, number), builder.gep(numbers, [at]))
        more = builder.add(at, builder.zext(taken, I64))
        builder.store(more, count)

    def _each_choice(self, bodies: Bodies, choices: Value, run: Callable[[], None]) -> None:
        """Write a loop over the choices of a step: like a counter with a digit per choice."""
        builder, emitter = bodies.builder, bodies.emitter

        def at(place: Value) -> Value:
            return builder.gep(choices, [place])

        one = emitter.number(1)
        length = at(emitter.number(GIVEN))
        made = at(emitter.number(MADE))
        builder.store(emitter.number(0), length)
        again, after = emitter.block("again"), emitter.block("chosen")
        emitter.go_on_in(again)
        builder.store(emitter.number(0), made)
        run()
        builder.store(builder.load(made), length)
        head, last = emitter.block("digit"), emitter.block("last")
        emitter.go_on_in(head)
        digits = builder.load(length)
        some = builder.icmp_unsigned(">", digits, emitter.number(0))
        builder.cbranch(some, last, after)
        builder.position_at_end(last)
        slot = at(builder.add(digits, emitter.number(OPTIONS - 1)))
        number = builder.add(builder.load(slot), one)
        builder.store(number, slot)
        of = builder.load(at(builder.add(digits, emitter.number(COUNTS - 1))))
        carry = emitter.block("carry")
        builder.cbranch(builder.icmp_unsigned("<", number, of), again, carry)
        builder.position_at_end(carry)
        builder.store(builder.sub(digits, one), length)
        builder.branch(head)
        builder.position_at_end(after)

    def _each_binding(
        self,
        bodies: Bodies,
        frame: Frame,
        parameters: tuple[Parameter, ...],
        body: Callable[[list[Value]], None],
        given: tuple[Value, ...] = (),
    ) -> None:
        """Write the loops over the values of parameters, `body` given their numbers."""
        if not parameters:
            body(list(given))
            return
        first, *rest = parameters

        def bind(value: Val, number: Value) -> None:
            inner = frame.binding({first.name: value})
            self._each_binding(bodies, inner, tuple(rest), body, (*given, number))

        if first.domain is None:
            size = bodies.emitter.number(count_of(first.type))
            bodies.emitter.count_up(size, lambda n: bind(bodies.from_number(n, first.type), n))
            return
        container = bodies.value(_as_set(first.domain), frame)

        def member(value: Val) -> None:
            fits, converted = bodies.fit(value, first.type)
            with bodies.emitter.where(fits):
                bind(converted, bodies.number(converted))

        bodies.each_element(container, member)

    # Claims

    def _judge(self, name: str, claims: tuple[Claim, ...], *, over_steps: bool) -> None:
        states = [WORDS, WORDS] if over_steps else [WORDS]
        function = ir.Function(self.module, ir.FunctionType(I64, states), name=name)
        bodies, start = self._begin(function, -1 << SLOW_BIT, -1 << SLOW_BIT)
        builder, emitter = bodies.builder, bodies.emitter
        mask = emitter.variable(I64)
        builder.store(emitter.number(0), mask)
        before = self._fields(bodies, function.args[0]) if over_steps else None
        fields = self._fields(bodies, function.args[-1])
        for number, claim in enumerate(claims):
            speaks_when = claim.kind in {ClaimKind.COVER, ClaimKind.FINAL}
            done = emitter.block("judged")

            def look(
                given: list[Value],
                claim: Claim = claim,
                number: int = number,
                done: Block = done,
                *,
                speaks_when: bool = speaks_when,
            ) -> None:
                held = self._claim(bodies, claim, given, fields, before)
                speaks = held if speaks_when else builder.not_(held)
                with emitter.where(speaks):
                    bit = emitter.number(1 << number)
                    builder.store(builder.or_(builder.load(mask), bit), mask)
                    if not self.is_thorough:
                        emitter.leave(done)

            self._each_binding(bodies, Frame(fields, before), claim.function.parameters, look)
            emitter.go_on_in(done)
        builder.ret(builder.load(mask))
        self._finish(bodies, start)

    def _claim(
        self,
        bodies: Bodies,
        claim: Claim,
        given: list[Value],
        fields: dict[str, Val],
        before: dict[str, Val] | None,
    ) -> Value:
        function = claim.function
        arguments = {
            parameter.name: bodies.from_number(number, parameter.type)
            for parameter, number in zip(function.parameters, given, strict=True)
        }
        done = bodies.emitter.block("claimed")
        returned = bodies.variable(function.result) if function.result is not None else None
        frame = Frame(
            fields,
            before,
            locals=bodies.locals_of(function, arguments),
            returned=returned,
            leave=done,
        )
        bodies.body(function.body, frame)
        bodies.emitter.go_on_in(done)
        if returned is None:
            raise Unsupported(claim)
        return bodies.load(returned).only


def _keep_apart(*addresses: Native) -> None:
    """Say of the arguments of a function that nothing is reached through two of them."""
    for each in addresses:
        each.add_attribute("noalias")


def _chooses(body: tuple[Stmt, ...]) -> bool:
    """Tell whether running a body may make a choice."""
    for statement in body:
        for node in walk(statement):
            if isinstance(node, OneOf):
                return True
            if isinstance(node, Call) and _chooses(node.function.body):
                return True
    return False


def _as_set(domain: Expr) -> Expr:
    """Give the members of a parameter's container once each, also where that is a list."""
    match domain.type:
        case ListType(element=element) | StreamType(element=element):
            return Convert(domain, SetType(element, frozen=True), span=domain.span)
        case _:
            return domain
