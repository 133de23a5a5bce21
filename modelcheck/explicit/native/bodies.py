"""Statements in machine code, and helpers, which are written out where they are called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import assert_never

from modelcheck.explicit.native.collecting import Collecting
from modelcheck.explicit.native.emitter import I1, Unsupported, Value
from modelcheck.explicit.native.expressions import finite
from modelcheck.explicit.native.frames import Frame
from modelcheck.explicit.native.llvm import ir
from modelcheck.explicit.native.values import Val
from modelcheck.ir.expr import Call, Expr
from modelcheck.ir.ordered import is_ordered
from modelcheck.ir.stmt import (
    Assign,
    Break,
    Continue,
    Fail,
    FieldPlace,
    For,
    Function,
    If,
    KeyPlace,
    LocalPlace,
    Perform,
    Place,
    Require,
    Return,
    Stmt,
)
from modelcheck.ir.types import ListType, MapType, NeverType
from modelcheck.ir.walk import walk
from modelcheck.passes.ranges import bounds_of_locals, bounds_of_result


class Bodies(Collecting):
    """Adds to expressions the statements of bodies."""

    def body(self, statements: tuple[Stmt, ...], frame: Frame) -> None:
        """Write the statements."""
        for statement in statements:
            self._statement(statement, frame)

    def _statement(self, statement: Stmt, frame: Frame) -> None:
        match statement:
            case Assign(place=place, value=value):
                self._assign(place, self.value(value, frame), frame)
            case Require(test=test):
                self.emitter.disable_unless(self.truth(test, frame))
            case Fail():
                self.emitter.leave(self.emitter.slow)
            case If(test=test, then=then, otherwise=otherwise):
                self.emitter.branches(
                    self.truth(test, frame),
                    lambda: self.body(then, frame),
                    lambda: self.body(otherwise, frame),
                )
            case For():
                self._loop(statement, frame)
            case Break() | Continue():
                if frame.loop is None:
                    raise Unsupported(statement)
                self.emitter.leave(frame.loop[isinstance(statement, Break)])
            case Return(value=value):
                if value is not None and frame.returned is not None:
                    held = self.value(value, frame)
                    self.store(self.convert(held, frame.returned.type), frame.returned)
                self.emitter.leave(frame.leave)
            case Perform(call=call, result=result):
                held = self.call(call, frame)
                if result is not None:
                    self._assign(result, held, frame)
            case _:
                assert_never(statement)

    def _assign(self, place: Place, value: Val, frame: Frame) -> None:
        match place:
            case FieldPlace(name=name):
                variable = frame.fields[name]
                self.store(self.convert(value, variable.type), variable)
            case LocalPlace(name=name):
                variable = frame.locals[name]
                self.store(self.convert(value, variable.type), variable)
            case KeyPlace(base=base, key=key):
                held = self._held(base, frame)
                # The key is evaluated after the value and after the base, as in CPython.
                name_ = self.value(key, frame)
                self._assign(base, self.put_under(held, name_, value, held.type), frame)

    def _held(self, place: Place, frame: Frame) -> Val:
        """Give what is at a place."""
        match place:
            case FieldPlace(name=name):
                return self.load(frame.fields[name])
            case LocalPlace(name=name):
                return self.load(frame.locals[name])
            case KeyPlace(base=base, key=key):
                held = self._held(base, frame)
                name_ = self.value(key, frame)
                match held.type:
                    case MapType():
                        there, number = self.keyed(held, name_)
                        self.emitter.slow_unless(there)
                        return self.item(held, number)
                    case ListType():
                        return self.element(held, self.position(held, name_.only))
                    case _:
                        raise Unsupported(held.type)

    def _loop(self, loop: For, frame: Frame) -> None:
        if self.is_thorough and not is_ordered(loop.iterable):
            self._thorough_loop(loop, frame)
        else:
            self._rounds_of(loop, frame)

    def _thorough_loop(self, loop: For, frame: Frame) -> None:
        """Write a loop whose rounds all run, also after one of them has returned."""
        if not any(isinstance(node, Return) for each in loop.body for node in walk(each)):
            self._rounds_of(loop, frame)
            return
        emitter = self.emitter
        is_over = emitter.variable(I1)
        self.builder.store(emitter.false(), is_over)
        self._rounds_of(loop, frame, is_over)
        is_left = self.builder.load(is_over)
        with emitter.where(is_left):
            emitter.leave(frame.leave)

    def _rounds_of(self, loop: For, frame: Frame, is_over: Value = None) -> None:
        """Write the rounds; one that returns ends, and `is_over` is set, if there is that."""
        done = self.emitter.block("done")

        def round_(element: Val) -> None:
            go_on = self.emitter.block("continue")
            names = self.taken_apart(loop.targets, element, unpack=loop.unpack)
            for name, part in names.items():
                variable = frame.locals[name]
                self.store(self.convert(part, variable.type), variable)
            inner = replace(frame, loop=(go_on, done))
            if is_over is not None:
                inner = replace(inner, leave=self.emitter.block("returns"))
                returns = ir.IRBuilder(inner.leave)
                returns.store(self.emitter.true(), is_over)
                returns.branch(go_on)
            self.body(loop.body, inner)
            self.emitter.go_on_in(go_on)

        self.all_rounds(loop.iterable, frame, round_)
        self.emitter.go_on_in(done)

    def call(self, call: Call, frame: Frame) -> Val:
        """Write a helper's body here, and give what it returns."""
        function = call.function
        pairs = zip(function.parameters, call.arguments, strict=True)
        arguments = {parameter.name: self.value(each, frame) for parameter, each in pairs}
        fields = frame.before if call.old else frame.fields
        if fields is None:
            raise Unsupported(call)
        types = {name: value.type for name, value in arguments.items()}
        type_ = finite(bounds_of_result(function, types))
        done = self.emitter.block("returned")
        inner = Frame(
            fields=fields,
            before=frame.before,
            locals=self.locals_of(function, arguments),
            returned=None if isinstance(type_, NeverType) else self.variable(type_),
            leave=done,
        )
        if inner.returned is not None:
            self.store(self.zero(type_), inner.returned)
        self.body(function.body, inner)
        self.emitter.go_on_in(done)
        return Val(type_, ()) if inner.returned is None else self.load(inner.returned)

    def locals_of(self, function: Function, arguments: Mapping[str, Val]) -> dict[str, Val]:
        """Give a variable per local of a body, those of its parameters being filled."""
        bounds = bounds_of_locals(function, {name: v.type for name, v in arguments.items()})
        found: dict[str, Val] = {}
        for name, bound in bounds.items():
            type_ = finite(bound)
            variable = self.variable(type_, name)
            self.store(self.zero(type_), variable)
            if name in arguments:
                self.store(self.convert(arguments[name], type_), variable)
            found[name] = variable
        return found

    def collection(self, expr: Expr, frame: Frame) -> Val:
        """Give the value of an expression over collections, or of a helper."""
        return self.call(expr, frame) if isinstance(expr, Call) else super().collection(expr, frame)
