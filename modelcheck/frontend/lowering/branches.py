"""`if` and `for`: what is known on each branch, and what is left of it afterwards."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass

from modelcheck.frontend.errors.bodies import LoopElse, LoopOverUnordered
from modelcheck.frontend.lowering import expressions, statements
from modelcheck.frontend.lowering.comprehensions import is_ordered, lower_iterable, targets_of
from modelcheck.frontend.lowering.context import Found
from modelcheck.frontend.lowering.conversion import assignable, without_bounds
from modelcheck.frontend.lowering.narrowing import Facts, facts_of, roots_of
from modelcheck.frontend.lowering.places import local_target
from modelcheck.frontend.lowering.scope import Scope
from modelcheck.frontend.lowering.telling import changes_type, told_with_article
from modelcheck.ir.expr import Domain, Expr, Items, Keys, MapValues
from modelcheck.ir.stmt import For, If, Stmt
from modelcheck.ir.types import Type
from modelcheck.source.span import Span


@dataclass(frozen=True)
class Known:
    """What is known at a point of a body: which locals have values, and narrowed places.

    `types` has the locals' types: cases of a `match` may bind one name to values of several.
    """

    assigned: frozenset[str]
    facts: Facts
    types: Mapping[str, Type]


def known(scope: Scope) -> Known:
    """Give what is known at this point."""
    return Known(frozenset(scope.assigned), dict(scope.facts), dict(scope.locals))


def restore(scope: Scope, point: Known, more: Facts | None = None) -> None:
    """Go back to what was known at another point, and the facts that hold besides."""
    scope.assigned = set(point.assigned)
    scope.facts = {**point.facts, **(more or {})}


def joined(ends: list[tuple[Known, bool]], before: Known) -> Known:
    """Give what is known after branches: what all of those say that go on."""
    open_ends = [end for end, goes_on in ends if goes_on]
    if not open_ends:
        return before
    assigned = open_ends[0].assigned
    types = open_ends[0].types
    for end in open_ends:
        assigned &= end.assigned
        assigned -= {name for name in assigned if end.types.get(name) != types.get(name)}
    first, *others = (end.facts for end in open_ends)
    facts = {
        place: type_
        for place, type_ in first.items()
        if all(other.get(place) == type_ for other in others)
    }
    return Known(assigned, facts, types)


def lower_if(node: ast.If, scope: Scope) -> tuple[tuple[Stmt, ...], bool]:
    """Give an `if`, and whether the body may go on after it."""
    test = expressions.lower_condition(node.test, scope)
    when_true, when_false = facts_of(test)
    before = known(scope)
    restore(scope, before, when_true)
    then, then_goes_on = statements.lower_block(node.body, scope)
    after_then = known(scope)
    restore(scope, before, when_false)
    otherwise, else_goes_on = statements.lower_block(node.orelse, scope)
    after_else = known(scope)
    restore(scope, joined([(after_then, then_goes_on), (after_else, else_goes_on)], before))
    lowered = If(test, then, otherwise, span=scope.span(node))
    return (lowered,), then_goes_on or else_goes_on


def lower_for(node: ast.For, scope: Scope) -> tuple[tuple[Stmt, ...], bool]:
    """Give a `for`; the body always may go on after it.

    Raises: `Found` when it runs over something without an order, or has an `else`.
    """
    if node.orelse:
        raise Found(LoopElse(span=_else_span(node, scope)))
    iterable = lower_iterable(node.iter, scope)
    if not (is_ordered(iterable) or isinstance(iterable, Domain)):
        raise Found(LoopOverUnordered(_what(iterable), span=iterable.span))
    names = targets_of(node.target, iterable, scope)
    before = known(scope)
    _forget_written(node, scope)
    for name, type_ in names.items():
        _declare_target(name, type_, node.target, scope)
    body, _ = statements.lower_block(node.body, scope)
    restore(scope, before)
    _forget_written(node, scope)
    unpack = isinstance(node.target, ast.Tuple | ast.List)
    return (For(tuple(names), unpack, iterable, body, span=scope.span(node)),), True


def _declare_target(name: str, type_: Type, target: ast.expr, scope: Scope) -> None:
    local_target(name, scope, target)
    declared = scope.locals.get(name, without_bounds(type_))
    if not assignable(type_, declared):
        raise Found(changes_type(name, declared, type_, scope.span(target)))
    scope.declare(name, declared)
    scope.forget("local", name)


def _what(iterable: Expr) -> str:
    match iterable:
        case Keys():
            return "the keys of a dict"
        case MapValues():
            return "the values of a dict"
        case Items():
            return "the items of a dict"
        case _:
            return told_with_article(iterable.type)


def _else_span(node: ast.For, scope: Scope) -> Span:
    """Give the span of the word `else`, which Python's AST leaves out."""
    source = scope.unit.source
    last = node.body[-1].end_lineno or node.body[-1].lineno
    for number in range(node.orelse[0].lineno, last, -1):
        text = source.line(number)
        if text.lstrip().startswith("else"):
            start = text.index("else") + 1
            return Span(source.path, number, start, number, start + len("else"))
    return scope.span(node.orelse[0])


def _forget_written(node: ast.For, scope: Scope) -> None:
    """Drop what was known of places that the loop may write: a later round starts after them."""
    names = set(statements.assigned_names(node))
    fields, calls_helper = _written_fields(node, scope)
    scope.facts = {
        place: type_
        for place, type_ in scope.facts.items()
        if not any(
            (name in names) if kind == "local" else (calls_helper or name in fields)
            for kind, name in roots_of(place)
        )
    }


def _written_fields(node: ast.For, scope: Scope) -> tuple[set[str], bool]:
    fields: set[str] = set()
    calls_helper = False
    for each in ast.walk(node):
        match each:
            case ast.Attribute(value=ast.Name(), attr=name, ctx=ast.Store()):
                fields.add(scope.part.path(name))
            case ast.Subscript(value=changed, ctx=ast.Store() | ast.Del()):
                fields |= _fields_in(changed, scope)
            case ast.Call(func=ast.Attribute(value=changed)):
                fields |= _fields_in(changed, scope)
                calls_helper = calls_helper or scope.part_of(changed) is not None
            case _:
                pass
    return fields, calls_helper


def _fields_in(node: ast.expr, scope: Scope) -> set[str]:
    inner = [part for part in ast.walk(node) if isinstance(part, ast.Attribute)]
    return {scope.part.path(part.attr) for part in inner if scope.is_self(part.value)}
