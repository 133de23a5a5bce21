"""Bodies: a `def` statement and the types of its parameters, to a function of the IR."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from modelcheck.frontend.errors.bodies import MissingReturn, ShadowedConstant
from modelcheck.frontend.lowering import statements
from modelcheck.frontend.lowering.definitions import doc_of
from modelcheck.frontend.lowering.names import constant_meaning
from modelcheck.frontend.lowering.scope import Scope
from modelcheck.ir.expr import Expr
from modelcheck.ir.stmt import Function, Parameter
from modelcheck.ir.types import Type
from modelcheck.lang import Component


def _assigned(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """Give the names that statements assign to; those of comprehensions are theirs alone."""
    for node in nodes:
        match node:
            case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
                continue
            case ast.Lambda() | ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                continue
            case ast.Name(id=name, ctx=ast.Store()) | ast.MatchAs(name=str(name)):
                yield name
            case _:
                pass
        yield from _assigned(ast.iter_child_nodes(node))


def _shadowing(definition: ast.FunctionDef, scope: Scope) -> Iterator[ShadowedConstant]:
    """Find the first local of each name that means a value in the whole module (MC283)."""
    seen: set[str] = set()
    for node in ast.walk(definition):
        match node:
            case ast.match_case(pattern=ast.MatchAs(pattern=None, name=str(name))):
                seen.add(name)  # refused as a pattern, in words of its own
            case (
                ast.Name(id=name, ctx=ast.Store()) | ast.MatchAs(name=str(name)) | ast.arg(arg=name)
            ) if name not in seen:
                seen.add(name)
                meaning = constant_meaning(name, scope)
                if meaning is not None:
                    yield ShadowedConstant(name, meaning, definition.name, span=scope.span(node))
            case _:
                pass


def _has_finding(node: ast.stmt, scope: Scope) -> bool:
    span = scope.span(node)
    return any(
        span.path == each.span.path and span.line <= each.span.line <= span.end_line
        for each in scope.context.findings
    )


def _name(definition: ast.FunctionDef, scope: Scope) -> str:
    """Give the name by which the spec knows a body: `links.send` for one of a component."""
    of_component = scope.owner is not None and issubclass(scope.owner, Component)
    return scope.part.path(definition.name) if of_component else definition.name


def lower_function(
    definition: ast.FunctionDef,
    parameters: tuple[tuple[str, Type], ...],
    result: Type | None,
    scope: Scope,
    domains: dict[str, Expr] | None = None,
) -> Function:
    """Give the function, its body lowered in `scope`; findings go to the scope's context.

    `result` is what it returns, `None` for nothing; `domains` bounds record parameters.
    """
    scope.parameters = frozenset(name for name, _ in parameters)
    scope.result = result
    scope.own = frozenset(_assigned(definition.body)) - scope.parameters
    for finding in _shadowing(definition, scope):
        scope.report(finding)
    for name, type_ in parameters:
        scope.declare(name, type_)
    body, falls_through = statements.lower_block(definition.body, scope)
    if result is not None and falls_through and not _has_finding(definition.body[-1], scope):
        span = scope.unit.source.name_span(definition)
        scope.report(MissingReturn(definition.name, span=span))
    spans = {each.arg: scope.span(each) for each in definition.args.args}
    bounded = domains or {}
    return Function(
        _name(definition, scope),
        tuple(
            Parameter(name, type_, bounded.get(name), span=spans[name])
            for name, type_ in parameters
        ),
        body,
        result,
        doc=doc_of(definition),
        span=scope.unit.source.name_span(definition),
    )
