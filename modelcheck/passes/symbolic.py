"""Symbolic execution of bodies: what fields and locals are, in terms of the state before.

A run goes through the statements once, with an environment of short expressions, and
leaves a trail of names, checks and failures.  Both branches of an `if` are taken, each
under its condition; after them every place that differs is a conditional expression.  The
body of a loop, and of a helper in the middle of an expression, is a run of its own that
gives one expression.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, assert_never

from modelcheck.ir.expr import (
    At,
    Call,
    Conditional,
    Expr,
    Let,
    Literal,
    Local,
    Lookup,
    Read,
    Updated,
)
from modelcheck.ir.stmt import (
    Assign,
    Break,
    Continue,
    Fail,
    FieldPlace,
    For,
    If,
    KeyPlace,
    LocalPlace,
    Perform,
    Place,
    Require,
    Return,
    Stmt,
)
from modelcheck.ir.types import NONE, BagType, ListType, MapType, Type
from modelcheck.passes.effects import always_ends, stops
from modelcheck.passes.facts import chooses, is_small, is_trivial
from modelcheck.passes.joined import common_type
from modelcheck.passes.loops import loop
from modelcheck.passes.shape import Ending, Shape, value_shape
from modelcheck.passes.simplify import (
    FALSE,
    TRUE,
    conjunction,
    disjunction,
    negation,
    simplify,
    simplify_top,
)
from modelcheck.passes.tidy import tidy
from modelcheck.passes.trail import Checked, Left, Mark, Named, Path, Refused, as_expression
from modelcheck.passes.translate import Translator
from modelcheck.source.span import NOWHERE, Span

if TYPE_CHECKING:
    from modelcheck.passes.names import Names


@dataclass(frozen=True)
class _Moment:
    """The environment at one point, and the condition to be there; no path: never there."""

    fields: Mapping[str, Expr]
    locals: Mapping[str, Expr]
    path: Path | None


@dataclass
class _Frame:
    """A helper that is being run in place: where the path was, and how it returned."""

    path: Path
    returns: list[tuple[_Moment, Expr]] = field(default_factory=list[tuple["_Moment", Expr]])


class Run:
    """The symbolic execution of one body; see the module."""

    def __init__(
        self,
        names: Names,
        fields: Mapping[str, Expr],
        locals_: Mapping[str, Expr],
        *,
        shape: Shape | None = None,
        old: bool = False,
    ) -> None:
        """Start with this environment; a run without a shape is that of a step."""
        self.names = names
        self.fields = dict(fields)
        self.locals = dict(locals_)
        self.old = old
        self.path: Path | None = ()
        self.trail: list[Mark] = []
        self._shape = shape
        self._ways_out: list[tuple[Path, Expr]] = []
        self._frames: list[_Frame] = []
        self._definitions: dict[str, Expr] = {}

    # What is in the environment

    def translate(self, expr: Expr) -> Expr:
        """Give `expr` in terms of the state before the step, not evaluated yet."""
        unfold = self._unfold
        look = Translator(self.fields, self.locals, self.old, self.names, unfold, self._definitions)
        return look(expr)

    def short(self, expr: Expr, wish: str, span: Span = NOWHERE) -> Expr:
        """Give a short expression for what translated `expr` is at this point, evaluated here."""
        if is_trivial(expr) or self.path is None:
            return expr
        name = self.names.fresh(wish)
        self.trail.append(Named(name, expr, self.path, span=span))
        if isinstance(expr, Updated) and is_trivial(expr.value) and is_trivial(expr.key):
            self._definitions[name] = expr
        return Local(name, expr.type, span=expr.span)

    def inner(self, shape: Shape, fields: Mapping[str, Expr], locals_: Mapping[str, Expr]) -> Run:
        """Give a run of its own for a body that is to be one expression here."""
        run = Run(self.names, fields, locals_, shape=shape, old=self.old)
        run._definitions = self._definitions
        return run

    def expression(self) -> Expr:
        """Give the whole run as one expression.

        Requires: a run with a shape.
        """
        shape = self._needed_shape()
        ways = list(self._ways_out)
        if self.path is not None:
            ways.append((self.path, shape.finish(self, Ending.THROUGH, None)))
        if not ways:
            trail, _ = tidy(self.trail, [])
            return as_expression(trail, None, shape.ends)
        result = ways[-1][1]
        for path, value in reversed(ways[:-1]):
            test = conjunction(path)
            type_ = common_type(value.type, result.type)
            result = Conditional(test, value, result, type_, span=value.span)
        trail, (result,) = tidy(self.trail, [result])
        return as_expression(trail, result, shape.ends)

    # Statements

    def block(self, body: tuple[Stmt, ...]) -> None:
        """Execute statements until control cannot go on."""
        for statement in body:
            if self.path is None:
                return
            self._statement(statement, self.path)

    def _statement(self, statement: Stmt, path: Path) -> None:
        match statement:
            case Assign(place, value):
                self.store(place, self._value(value), statement.span)
            case Require(test):
                self.require(self._value(test), statement.span)
            case Fail(why):
                self.trail.append(Refused(TRUE, why, path, span=statement.span))
                self.path = None
            case If(test, then, otherwise):
                decided = self.translate(test)
                self._branch(self.condition(decided, test.span), then, otherwise)
            case For():
                loop(self, statement)
            case Break():
                self.end(Ending.BREAK, None)
            case Continue():
                self.end(Ending.CONTINUE, None)
            case Return(value):
                given = None if value is None else self._value(value)
                self.end(Ending.RETURN, given and self.short(given, "result", given.span))
            case Perform(call, place):
                result = self._perform(call)
                if place is not None and self.path is not None:
                    self.store(place, result, statement.span)
            case _:
                assert_never(statement)

    def _value(self, value: Expr) -> Expr:
        """Give a statement's expression; a helper with guards is run in place."""
        if isinstance(value, Call) and stops(value.function):
            return self._perform(value)
        return self.translate(value)

    def require(self, test: Expr, span: Span) -> None:
        """Disable the step where the translated `test` is false."""
        if self.path is None or test == TRUE:
            return
        if chooses(test):
            test = self.short(test, "chosen", span)
        self.trail.append(Checked(test, self.path, span=span))
        if test == FALSE:
            self.path = None

    def refuse(self, test: Expr, why: str, span: Span) -> None:
        """Make the step an evaluation error where the translated `test` is true."""
        if self.path is not None:
            self.trail.append(Refused(test, why, self.path, span=span))

    def condition(self, test: Expr, span: Span) -> Expr:
        """Give translated `test`, evaluated here, short enough to be repeated."""
        return test if is_small(test) else self.short(test, "test", span)

    def end(self, ending: Ending, value: Expr | None) -> None:
        """Leave the body here: the helper that runs in place, else the whole run."""
        if self.path is None:
            return
        if self._frames:
            given = Literal(None, NONE) if value is None else value
            self._frames[-1].returns.append((self._moment(), given))
        else:
            shape = self._needed_shape()
            self._ways_out.append((self.path, shape.finish(self, ending, value)))
        self.path = None

    def end_where(self, test: Expr, ending: Ending, value: Expr | None) -> None:
        """Leave the body where the short `test` is true."""
        before = self._moment()
        if self._is_plain():
            shape = self._needed_shape()
            self.trail.append(Left(test, shape.finish(self, ending, value)))
            return
        self._enter(before, test)
        self.end(ending, value)
        self._enter(before, negation(test))

    def store(self, place: Place, value: Expr, span: Span) -> None:
        """Assign the translated `value`, then evaluate the keys of the place."""
        root = place
        keys: list[tuple[Expr, Place]] = []
        while isinstance(root, KeyPlace):
            keys.insert(0, (root.key, root.base))
            root = root.base
        wish = root.name
        if keys:
            value = self.short(value, _key_wish(root.name, keys[-1][0]), span)
        containers: list[tuple[Expr, Expr]] = []
        whole = self._held(root)
        for number, (key, base) in enumerate(keys):
            below = whole if number == 0 else self._element(containers[-1], base.type)
            translated = self.translate(key)
            if chooses(translated):
                below = self.short(below, wish)
            under = translated if is_small(translated) else self.short(translated, "key", key.span)
            containers.append((below, under))
        for below, under in reversed(containers):
            type_ = below.type
            if not isinstance(type_, MapType | ListType | BagType):
                message = f"{wish} has no keys"
                raise TypeError(message)
            value = self.short(Updated(below, under, value, type_, span=span), wish, span)
        value = self.short(value, wish, span)
        match root:
            case FieldPlace(name):
                self.fields[name] = value
            case LocalPlace(name):
                self.locals[name] = value
            case _:
                assert_never(root)

    def _held(self, root: FieldPlace | LocalPlace) -> Expr:
        match root:
            case FieldPlace(name, type_):
                return self.translate(Read(name, old=False, type=type_, span=root.span))
            case LocalPlace(name, type_):
                return self.translate(Local(name, type_, span=root.span))
            case _:
                assert_never(root)

    def _element(self, container: tuple[Expr, Expr], type_: Type) -> Expr:
        below, key = container
        written = self._definitions.get(below.name) if isinstance(below, Local) else None
        if isinstance(written, Updated) and written.key == key:
            return written.value
        if isinstance(below.type, ListType):
            return At(below, key, type_)
        return simplify_top(Lookup(below, key, type_))

    # Branches

    def _branch(self, test: Expr, then: tuple[Stmt, ...], otherwise: tuple[Stmt, ...]) -> None:
        if test in {TRUE, FALSE}:
            self.block(then if test == TRUE else otherwise)
        elif _only_disables(then):
            self.require(negation(test), test.span)
            self.block(otherwise)
        elif _only_disables(otherwise):
            self.require(test, test.span)
            self.block(then)
        elif self._is_plain() and always_ends(then):
            self.trail.append(Left(test, self._apart(then)))
            self.block(otherwise)
        elif self._is_plain() and always_ends(otherwise):
            self.trail.append(Left(negation(test), self._apart(otherwise)))
            self.block(then)
        else:
            before = self._moment()
            self._enter(before, test)
            self.block(then)
            first = self._moment()
            self._enter(before, negation(test))
            self.block(otherwise)
            self._join(test, before, first, self._moment())

    def _is_plain(self) -> bool:
        """Tell whether a way out here can simply end the expression that this run becomes."""
        return self._shape is not None and not self._frames and not self.path

    def _apart(self, body: tuple[Stmt, ...]) -> Expr:
        run = self.inner(self._needed_shape(), self.fields, self.locals)
        run.block(body)
        return run.expression()

    def _moment(self) -> _Moment:
        return _Moment(dict(self.fields), dict(self.locals), self.path)

    def _enter(self, moment: _Moment, test: Expr | None) -> None:
        self.fields, self.locals = dict(moment.fields), dict(moment.locals)
        path = moment.path
        self.path = path if path is None or test is None else (*path, test)

    def _join(self, test: Expr, before: _Moment, first: _Moment, second: _Moment) -> None:
        if first.path is None or second.path is None or before.path is None:
            self._enter(first if second.path is None else second, None)
            return
        depth = len(before.path)
        self.path = before.path
        if len(first.path) != depth + 1 or len(second.path) != depth + 1:
            ways = (conjunction(first.path[depth:]), conjunction(second.path[depth:]))
            goes_on = self.condition(disjunction(ways), NOWHERE)
            self.path = (*before.path, goes_on)
        self.fields = self._either(test, first.fields, second.fields)
        self.locals = self._either(test, first.locals, second.locals)

    def _either(
        self, test: Expr, then: Mapping[str, Expr], otherwise: Mapping[str, Expr]
    ) -> dict[str, Expr]:
        """Give, for all places, what holds under `test` or else the other."""
        merged: dict[str, Expr] = {}
        for name in dict.fromkeys((*then, *otherwise)):
            one, other = then.get(name), otherwise.get(name)
            if one is None or other is None:
                continue  # a local that only one branch has is read nowhere after
            if one == other:
                merged[name] = one
            else:
                value = Conditional(test, one, other, common_type(one.type, other.type))
                merged[name] = self.short(simplify_top(value), name)
        return merged

    # Helpers

    def _perform(self, call: Call) -> Expr:
        """Run a helper here; give what it returns."""
        if self.path is None:
            return Literal(None, NONE)
        arguments = self._arguments(call)
        before = self._moment()
        if call.old:
            self.fields = {}
        was_old, self.old = self.old, self.old or call.old
        self.locals = arguments
        result = self.perform(call.function.body)
        self.old = was_old
        self.locals = dict(before.locals)
        if call.old:
            self.fields = dict(before.fields)
        return result

    def perform(self, body: tuple[Stmt, ...]) -> Expr:
        """Run a whole body here, in which `return` leads to its end; give what it returns."""
        if self.path is None:
            return Literal(None, NONE)
        frame = _Frame(self.path)
        self._frames.append(frame)
        self.block(body)
        end = self._moment()
        if end.path is not None:
            frame.returns.append((end, Literal(None, NONE)))
        self._frames.pop()
        return self._returned(frame)

    def _arguments(self, call: Call) -> dict[str, Expr]:
        given: dict[str, Expr] = {}
        for parameter, argument in zip(call.function.parameters, call.arguments, strict=True):
            given[parameter.name] = self.short(
                self.translate(argument), parameter.name, argument.span
            )
        return given

    def _returned(self, frame: _Frame) -> Expr:
        """Join the ways in which a helper has ended; all of them come back to the caller."""
        if not frame.returns:
            self.path = None
            return Literal(None, NONE)
        *others, (last, result) = frame.returns
        self.path = frame.path
        depth = len(frame.path)
        fields = last.fields
        for moment, value in reversed(others):
            test = self.condition(conjunction((moment.path or ())[depth:]), NOWHERE)
            fields = self._either(test, moment.fields, fields)
            if value != result:
                both = Conditional(test, value, result, common_type(value.type, result.type))
                result = self.short(simplify_top(both), "result")
        self.fields = dict(fields)
        return result

    def _unfold(self, call: Call, arguments: tuple[Expr, ...]) -> Expr:
        """Give the expression for a helper in the middle of an expression."""
        named: list[tuple[str, Expr]] = []
        given: dict[str, Expr] = {}
        for parameter, argument in zip(call.function.parameters, arguments, strict=True):
            if is_trivial(argument):
                given[parameter.name] = argument
            else:
                name = self.names.fresh(parameter.name)
                named.append((name, argument))
                given[parameter.name] = Local(name, argument.type, span=argument.span)
        shape = value_shape(call.type)
        run = self.inner(shape, {} if call.old else self.fields, given)
        run.old = self.old or call.old
        run.block(call.function.body)
        result = run.expression()
        for name, value in reversed(named):
            result = Let(name, value, result, result.type, span=call.span)
        return simplify(result)

    def _needed_shape(self) -> Shape:
        if self._shape is None:
            message = "a step is not one expression"
            raise TypeError(message)
        return self._shape


def _only_disables(body: tuple[Stmt, ...]) -> bool:
    """Tell whether the body is `require(False)`: `if x is None: require(False)` is a guard."""
    match body:
        case (Require(Literal(False)),):
            return True
        case _:
            return False


def _key_wish(name: str, key: Expr) -> str:
    return f"{name}_{key.name}" if isinstance(key, Local) else f"new_{name}"
