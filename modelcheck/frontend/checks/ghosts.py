"""Ghost fields decide about nothing but ghost fields: removing them leaves the protocol as it is.

What a ghost is read into is tainted: locals, results of helpers, and whatever is written where
a tainted condition decided that it is written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from modelcheck.frontend.checks.bodies import steps
from modelcheck.frontend.errors.checks import GhostRead
from modelcheck.frontend.lowering.choices import root_of
from modelcheck.ir.expr import Call, Expr, Generator, Local, OneOf, Read
from modelcheck.ir.module import Module
from modelcheck.ir.stmt import (
    Assign,
    Break,
    Continue,
    Fail,
    FieldPlace,
    For,
    If,
    KeyPlace,
    Perform,
    Place,
    Require,
    Return,
    Stmt,
)
from modelcheck.ir.walk import Node, walk
from modelcheck.source.diagnostic import Diagnostic
from modelcheck.source.span import Span


@dataclass(frozen=True)
class _Source:
    """The ghost that something depends on, and where it is read."""

    name: str
    span: Span


_Taint: TypeAlias = Mapping[str, _Source]
"""The locals that depend on ghosts."""


def find_ghost_reads(module: Module) -> tuple[Diagnostic, ...]:
    """Find ghosts that guards, choices, parameters or other fields depend on (MC192)."""
    ghosts = frozenset(each.name for each in module.fields if each.ghost)
    if not ghosts:
        return ()
    search = _Search(ghosts)
    for function in steps(module):
        for parameter in function.parameters:
            if parameter.domain is not None:
                search.use(parameter.domain, {}, "bounds a parameter here")
        search.body(function.body, {}, None)
        search.left = None
    return tuple(dict.fromkeys(search.findings))


@dataclass
class _Search:
    ghosts: frozenset[str]
    findings: list[Diagnostic] = field(default_factory=list[Diagnostic])
    result: _Source | None = None
    """What the results of the helper at hand depend on."""
    jumped: _Source | None = None
    """What decided that the rest of the loop at hand is skipped."""
    left: _Source | None = None
    """What decided that the rest of the body at hand is skipped."""

    def body(self, body: tuple[Stmt, ...], taint: _Taint, control: _Source | None) -> _Taint:
        """Find the uses of ghosts in `body`; give the taint after it."""
        for statement in body:
            taint = self._statement(statement, taint, control or self.jumped or self.left)
        return taint

    def use(self, expr: Expr, taint: _Taint, what: str) -> None:
        """Find a ghost in `expr`, which must not depend on one."""
        source = self._source(expr, taint)
        if source is not None:
            self._report(source, what)

    def _report(self, source: _Source | None, what: str) -> None:
        if source is not None:
            self.findings.append(GhostRead(source.name, what, span=source.span))

    def _statement(self, statement: Stmt, taint: _Taint, control: _Source | None) -> _Taint:
        match statement:
            case Assign(place, value):
                self._choices(value, taint)
                return self._put(place, self._source(value, taint) or control, taint)
            case Require(test):
                self.use(test, taint, "a guard depends on it here")
                self._report(control, "decides whether there is a guard here")
                return taint
            case Fail():
                self._report(control, "decides about `fail` here")
                return taint
            case If(test, then, otherwise):
                inner = self._source(test, taint) or control
                left = self.body(then, taint, inner)
                return {**self.body(otherwise, taint, inner), **left}
            case For():
                return self._loop(statement, taint, control)
            case Break() | Continue():
                self.jumped = self.jumped or control
                return taint
            case Return(value):
                self.left = self.left or control
                mine = None if value is None else self._source(value, taint)
                self.result = self.result or mine or control
                return taint
            case Perform():
                return self._perform(statement, taint, control)

    def _put(self, place: Place, source: _Source | None, taint: _Taint) -> _Taint:
        keys = self._source(place, taint)
        root = root_of(place)
        if isinstance(root, FieldPlace):
            if root.name not in self.ghosts:
                self._report(keys or source, f"`self.{root.name}` would depend on it")
            return taint
        source = source or keys
        if source is not None:
            return {**taint, root.name: taint.get(root.name, source)}
        if isinstance(place, KeyPlace):
            return taint
        return {name: each for name, each in taint.items() if name != root.name}

    def _loop(self, loop: For, taint: _Taint, control: _Source | None) -> _Taint:
        outer = self.jumped
        source = self._source(loop.iterable, taint)
        self._choices(loop.iterable, taint)
        inner = source or control
        while True:
            targets = {} if source is None else dict.fromkeys(loop.targets, source)
            jumped = self.jumped
            after = {**self.body(loop.body, {**taint, **targets}, inner), **taint}
            if after.keys() == taint.keys() and jumped == self.jumped:
                break
            taint = after
        self.jumped = outer
        return after

    def _perform(self, statement: Perform, taint: _Taint, control: _Source | None) -> _Taint:
        call = statement.call
        for argument in call.arguments:
            self._choices(argument, taint)
        result = self._inside(call, taint, control)
        return taint if statement.result is None else self._put(statement.result, result, taint)

    def _inside(self, call: Call, taint: _Taint, control: _Source | None) -> _Source | None:
        """Find the uses of ghosts in a helper; give what its result depends on."""
        own: dict[str, _Source] = {}
        for parameter, argument in zip(call.function.parameters, call.arguments, strict=True):
            source = self._source(argument, taint)
            if source is not None:
                own[parameter.name] = source
        outer = (self.result, self.jumped, self.left)
        self.result, self.jumped, self.left = None, None, None
        self.body(call.function.body, own, control)
        result = self.result
        self.result, self.jumped, self.left = outer
        return result

    def _choices(self, expr: Expr, taint: _Taint) -> None:
        """Find choices whose options depend on a ghost."""
        for node in walk(expr):
            if isinstance(node, OneOf):
                self.use(node.options, taint, "decides about a choice here")

    def _source(self, node: Node, taint: _Taint) -> _Source | None:
        """Give the first ghost that the value of `node` depends on, and where it is read."""
        hidden = {
            name for each in walk(node) if isinstance(each, Generator) for name in each.targets
        }
        visible = {name: source for name, source in taint.items() if name not in hidden}
        for each in walk(node):
            source: _Source | None = None
            match each:
                case Read(name) if name in self.ghosts:
                    source = _Source(name, each.span)
                case Local(name) if name in visible:
                    source = replace(visible[name], span=each.span)
                case Call():
                    inner = self._inside(each, visible, None)
                    source = None if inner is None else replace(inner, span=each.span)
                case _:
                    pass
            if source is not None:
                return source
        return None
