"""What the types of the IR cannot say: faults of a module, each a bug of the pass that made it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, assert_never

from modelcheck.ir.agree import agree
from modelcheck.ir.check_expr import Fault, Scope, Stage, expr_faults, target_fault
from modelcheck.ir.expr import Call
from modelcheck.ir.module import Bind, Forbid, Guard, Module, Normal
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
from modelcheck.ir.types import BOOL, BagType, ListType, MapType, show_type
from modelcheck.ir.walk import walk

if TYPE_CHECKING:
    from modelcheck.ir.module import NormalClaim, NormalStep, Typed
    from modelcheck.ir.stmt import Function, Parameter
    from modelcheck.source.span import Span


def find_faults(module: Typed | Normal) -> tuple[Fault, ...]:
    """Give the faults of `module`, none if it is well formed.

    A fault found here is a bug of the front end or of a pass, never of the spec.
    """
    if isinstance(module, Normal):
        return tuple(_normal(module))
    return tuple(_typed(module))


def _scope(module: Module, body: str, stage: Stage, *, old: bool) -> Scope:
    fields = {each.name: each.type for each in module.fields}
    return Scope(body, stage, fields, frozenset(), old)


def _typed(module: Module) -> Iterator[Fault]:
    bodies = [(module.init, False)]
    bodies += [(each.function, False) for each in module.actions]
    bodies += [(each.function, True) for each in module.claims]
    if module.refinement is not None:
        bodies.append((module.refinement.function, False))
    seen: list[Function] = []
    while bodies:
        function, old = bodies.pop(0)
        scope = _scope(module, function.name, Stage.TYPED, old=old)
        yield from _function(function, scope)
        for call in _calls(function):
            if call.function not in seen:
                seen.append(call.function)
                bodies.append((call.function, old))


def _calls(function: Function) -> Iterator[Call]:
    for statement in function.body:
        yield from (node for node in walk(statement) if isinstance(node, Call))


def _function(function: Function, scope: Scope) -> Iterator[Fault]:
    yield from _parameters(function.parameters, scope)
    inside = scope.binding(*(each.name for each in function.parameters))
    body = _Body(function, inside)
    yield from body.block(function.body, in_loop=False)


def _parameters(parameters: tuple[Parameter, ...], scope: Scope) -> Iterator[Fault]:
    for each in parameters:
        if each.domain is not None:
            yield from expr_faults(each.domain, scope)
        scope = scope.binding(each.name)


class _Body:
    """Looks through one body; a local is bound from its first assignment on."""

    def __init__(self, function: Function, scope: Scope) -> None:
        self._function = function
        self._scope = scope

    def block(self, body: tuple[Stmt, ...], *, in_loop: bool) -> Iterator[Fault]:
        """Give the faults of statements in a row."""
        for statement in body:
            yield from self._statement(statement, in_loop=in_loop)

    def _statement(self, statement: Stmt, *, in_loop: bool) -> Iterator[Fault]:
        match statement:
            case Assign(place, value):
                yield from expr_faults(value, self._scope, place.type)
                yield from self._place(place)
            case Require(test):
                yield from expr_faults(test, self._scope, BOOL)
            case Fail():
                pass
            case If(test, then, otherwise):
                yield from expr_faults(test, self._scope, BOOL)
                yield from self.block(then, in_loop=in_loop)
                yield from self.block(otherwise, in_loop=in_loop)
            case For(targets, unpack, iterable, body):
                yield from expr_faults(iterable, self._scope)
                what = target_fault(targets, iterable.type, unpack=unpack)
                yield from [] if what is None else [self._scope.fault(what, statement.span)]
                self._scope = self._scope.binding(*targets)
                yield from self.block(body, in_loop=True)
            case Break() | Continue():
                if not in_loop:
                    what = f"{type(statement).__name__} outside of a loop"
                    yield self._scope.fault(what, statement.span)
            case Return():
                yield from self._returns(statement)
            case Perform(call, place):
                yield from expr_faults(call, self._scope)
                if place is not None:
                    yield from self._place(place)
                    yield from self._result(call, place, statement.span)
            case _:
                assert_never(statement)

    def _returns(self, statement: Return) -> Iterator[Fault]:
        result = self._function.result
        if statement.value is not None:
            yield from expr_faults(statement.value, self._scope, result)
        if (statement.value is None) != (result is None):
            wanted = "nothing" if result is None else show_type(result)
            yield self._scope.fault(f"a return where {wanted} is wanted", statement.span)

    def _result(self, call: Call, place: Place, span: Span) -> Iterator[Fault]:
        result = call.function.result
        if result is None or not agree(result, place.type):
            given = "nothing" if result is None else show_type(result)
            what = f"{call.function.name} gives {given}, not {show_type(place.type)}"
            yield self._scope.fault(what, span)

    def _place(self, place: Place) -> Iterator[Fault]:
        match place:
            case FieldPlace(name):
                if name not in self._scope.fields:
                    yield self._scope.fault(f"there is no field {name}", place.span)
            case LocalPlace(name):
                self._scope = self._scope.binding(name)
            case KeyPlace(base, key):
                yield from self._base(base)
                yield from expr_faults(key, self._scope)
                if not isinstance(base.type, MapType | ListType | BagType):
                    what = f"{show_type(base.type)} has no keys to assign to"
                    yield self._scope.fault(what, place.span)
            case _:
                assert_never(place)

    def _base(self, base: Place) -> Iterator[Fault]:
        """Give the faults of a place that is read and written back."""
        if isinstance(base, LocalPlace) and base.name not in self._scope.locals:
            yield self._scope.fault(f"the local {base.name} is not bound", base.span)
        yield from self._place(base)


def _normal(normal: Normal) -> Iterator[Fault]:
    for step in (normal.init, *normal.actions):
        yield from _step(step, _scope(normal.module, step.name, Stage.NORMAL, old=False))
    for claim in normal.claims:
        yield from _claim(claim, _scope(normal.module, claim.name, Stage.NORMAL, old=True))


def _step(step: NormalStep, scope: Scope) -> Iterator[Fault]:
    yield from _parameters(step.parameters, scope)
    scope = scope.binding(*(each.name for each in step.parameters))
    for clause in step.clauses:
        match clause:
            case Bind(name, value):
                yield from expr_faults(value, replace(scope, stage=Stage.CHOICE))
                if name in scope.locals or name in scope.fields:
                    yield scope.fault(f"{name} is bound twice", clause.span)
                scope = scope.binding(name)
            case Guard(test) | Forbid(test):
                yield from expr_faults(test, scope, BOOL)
            case _:
                assert_never(clause)
    names = [name for name, _ in step.updates]
    for name, value in step.updates:
        if name not in scope.fields:
            yield scope.fault(f"there is no field {name}", value.span)
        elif names.count(name) > 1:
            yield scope.fault(f"{name} is updated twice", value.span)
        yield from expr_faults(value, scope, scope.fields.get(name))


def _claim(claim: NormalClaim, scope: Scope) -> Iterator[Fault]:
    inside = scope.binding(*(each.name for each in claim.parameters))
    yield from expr_faults(claim.condition, inside, BOOL)
