"""Statements: from Python's AST to typed IR, collecting a finding per statement."""

from __future__ import annotations

import ast
from typing import Final

from modelcheck.frontend.errors.bodies import (
    AssertStatement,
    AsynchronousCode,
    BadTarget,
    ExpressionWithoutEffect,
    FailWithoutText,
    GlobalStatement,
    ImportInBody,
    MissingReturn,
    NestedDefinition,
    RaiseStatement,
    ReturnInStep,
    TryStatement,
    UnreachableStatement,
    WhileLoop,
    WithStatement,
)
from modelcheck.frontend.errors.calls import ChangeInExpression
from modelcheck.frontend.lowering import expressions
from modelcheck.frontend.lowering.arguments import arguments
from modelcheck.frontend.lowering.assigning import (
    lower_annotated,
    lower_assignment,
    lower_augmented,
)
from modelcheck.frontend.lowering.branches import lower_for, lower_if
from modelcheck.frontend.lowering.calls import lower_call_or_helper
from modelcheck.frontend.lowering.changes import is_change, lower_change, removal
from modelcheck.frontend.lowering.choices import has_effect
from modelcheck.frontend.lowering.context import Found
from modelcheck.frontend.lowering.names import thing_of
from modelcheck.frontend.lowering.narrowing import facts_of
from modelcheck.frontend.lowering.patterns import lower_match
from modelcheck.frontend.lowering.places import foreign_place, forget_changed, lower_place
from modelcheck.frontend.lowering.scope import Body, Scope
from modelcheck.ir.expr import Call, Expr
from modelcheck.ir.stmt import Break, Continue, Fail, Perform, Require, Return, Stmt
from modelcheck.lang import fail, require
from modelcheck.source.diagnostic import Diagnostic

_REFUSED: Final[dict[type[ast.stmt], type[Diagnostic]]] = {
    ast.While: WhileLoop,
    ast.Try: TryStatement,
    ast.TryStar: TryStatement,
    ast.With: WithStatement,
    ast.Import: ImportInBody,
    ast.ImportFrom: ImportInBody,
    ast.Raise: RaiseStatement,
    ast.Assert: AssertStatement,
}

Block = tuple[tuple[Stmt, ...], bool]
"""Statements, and whether the body may go on after them."""


def lower_block(nodes: list[ast.stmt], scope: Scope) -> Block:
    """Give the statements, and whether the body may go on after the last.

    A statement with a finding is left out, and the names that it assigns to are poisoned:
    what reads them is not reported again.
    """
    statements: list[Stmt] = []
    goes_on = True
    leaves_round = False
    for node in nodes:
        if not goes_on:
            what = "the loop's round" if leaves_round else "the body"
            why = f"the statement before leaves {what}"
            scope.report(UnreachableStatement(why, span=scope.span(node)))
            break
        leaves_round = isinstance(node, ast.Break | ast.Continue)
        try:
            lowered, falls = lower_statement(node, scope)
        except Found as found:
            if found.diagnostic is not None:
                scope.report(found.diagnostic)
            for name in assigned_names(node):
                if name not in scope.locals:
                    scope.poisoned.add(name)
                scope.assigned.add(name)
            if isinstance(node, ast.Return):
                goes_on = False
            continue
        statements += lowered
        goes_on = falls
    return tuple(statements), goes_on


def assigned_names(node: ast.AST) -> list[str]:
    """Give the local names that a statement assigns to, inner statements included."""
    names: list[str] = []
    for each in ast.walk(node):
        match each:
            case ast.Name(id=name, ctx=ast.Store()):
                names.append(name)
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                names.append(name)
            case ast.ClassDef(name=name) | ast.MatchAs(name=str(name)):
                names.append(name)
            case ast.Global(names=declared) | ast.Nonlocal(names=declared):
                names += declared
            case ast.alias(name=name, asname=asname):
                names.append(asname or name.partition(".")[0])
            case _:
                pass
    return names


def lower_statement(node: ast.stmt, scope: Scope) -> Block:
    """Give the statements that one statement of Python stands for.

    Raises: `Found` when it is outside of the language.
    """
    span = scope.span(node)
    match node:
        case ast.Assign():
            return tuple(lower_assignment(node, scope)), True
        case ast.AnnAssign():
            return tuple(lower_annotated(node, scope)), True
        case ast.AugAssign():
            return tuple(lower_augmented(node, scope)), True
        case ast.Expr(value=value):
            return _expression(value, scope)
        case ast.If():
            return lower_if(node, scope)
        case ast.For():
            return lower_for(node, scope)
        case ast.Match():
            return lower_match(node, scope)
        case ast.Return(value=value):
            return _return(node, value, scope), False
        case ast.Delete(targets=targets):
            removed: list[Stmt] = []
            for target in targets:
                removed += removal(lower_place(target, scope, "deleted"), scope, node)
            forget_changed(removed, scope)
            return tuple(removed), True
        case ast.Pass():
            return (), True
        case ast.Break():
            return (Break(span=span),), False
        case ast.Continue():
            return (Continue(span=span),), False
        case _:
            raise Found(_refusal(node, scope))


def _refusal(node: ast.stmt, scope: Scope) -> Diagnostic:
    span = scope.span(node)
    match node:
        case ast.FunctionDef() | ast.ClassDef():
            return NestedDefinition(node.name, span=scope.unit.source.name_span(node))
        case ast.Global() | ast.Nonlocal():
            word = "global" if isinstance(node, ast.Global) else "nonlocal"
            return GlobalStatement(word, span=span)
        case ast.AsyncFor() | ast.AsyncWith() | ast.AsyncFunctionDef():
            return AsynchronousCode("async", span=span)
        case _ if type(node) in _REFUSED:
            return _REFUSED[type(node)](span=span)
        case _:
            return ExpressionWithoutEffect("leave it out", span=span)


def _without_effect(value: ast.expr, scope: Scope) -> Found:
    instead = "assign it, `require` it, or leave it out"
    if scope.result is not None:
        instead = f"write `return {ast.unparse(value)}`, assign it to a local, or leave it out"
    return Found(ExpressionWithoutEffect(instead, span=scope.span(value)))


def _expression(value: ast.expr, scope: Scope) -> Block:
    span = scope.span(value)
    if isinstance(value, ast.Constant) and isinstance(value.value, str | type(...)):
        return (), True
    if not isinstance(value, ast.Call):
        expressions.lower_expr(value, scope)
        raise _without_effect(value, scope)
    thing = thing_of(value.func, scope)
    if thing is require:
        (condition,), _ = arguments(value, scope, "require(condition)", least=1)
        test = expressions.lower_condition(condition, scope)
        scope.facts = {**scope.facts, **facts_of(test)[0]}
        ends = isinstance(condition, ast.Constant) and condition.value is False
        return (Require(test, span=span),), not ends
    if thing is fail:
        match value:
            case ast.Call(args=[ast.Constant(value=str(why))], keywords=[]):
                return (Fail(why, span=span),), False
            case ast.Call(args=[other, *_]) if not isinstance(other, ast.Constant):
                raise Found(FailWithoutText(span=scope.span(other)))
            case _:
                raise Found(FailWithoutText(span=span))
    if isinstance(value.func, ast.Attribute) and is_change(value, scope):
        changes = lower_change(value, value.func, scope)
        forget_changed(changes, scope)
        return changes, True
    called = _called(value, scope)
    if isinstance(called, Call) and has_effect(called.function):
        scope.forget_fields()
        return (Perform(called, None, span=span),), True
    if isinstance(called, Call) and called.function.result is None:
        return (Perform(called, None, span=span),), True
    raise _without_effect(value, scope)


def _called(value: ast.Call, scope: Scope) -> Expr:
    try:
        return lower_call_or_helper(value, scope, None)
    except Found as found:
        changed = value.func
        if not isinstance(found.diagnostic, ChangeInExpression) or not (
            isinstance(changed, ast.Attribute)
            and found.diagnostic.span == scope.attribute_span(changed)
        ):
            raise
        verb = "changed in place"
        if (foreign := foreign_place(changed.value, scope, verb)) is not None:
            raise Found(foreign) from None
        instead = "change a field, what is under a key of a field, or a local"
        finding = BadTarget(verb, instead, span=scope.span(changed.value))
        raise Found(finding) from None


def _return(node: ast.Return, value: ast.expr | None, scope: Scope) -> tuple[Stmt, ...]:
    span = scope.span(node)
    if scope.result is None:
        if value is None or (isinstance(value, ast.Constant) and value.value is None):
            return (Return(None, span=span),)
        if not isinstance(value, ast.Call):
            expressions.lower_expr(value, scope)
        instead = "end it with `return` alone, or write its effect as assignments"
        if scope.body is Body.HELPER:
            instead = "annotate its result with the type of what it returns"
        raise Found(ReturnInStep(scope.body.value, instead, span=scope.span(value)))
    if value is None:
        raise Found(MissingReturn(scope.calls[-1].rpartition(".")[2], span=span))
    return (Return(expressions.lower_as(value, scope, scope.result), span=span),)
