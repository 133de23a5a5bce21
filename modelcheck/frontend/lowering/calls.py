"""Calls: words of the language, builtins, records, helpers, methods of values."""

from __future__ import annotations

import ast

from modelcheck.frontend.errors.calls import (
    ChangingHelper,
    StarredArgument,
    UnsupportedBuiltin,
    UnsupportedCall,
)
from modelcheck.frontend.errors.expressions import UnknownField, UnknownName
from modelcheck.frontend.errors.typing import ElementByNumber
from modelcheck.frontend.lowering import helpers
from modelcheck.frontend.lowering.annotations import is_record
from modelcheck.frontend.lowering.builtin_calls import BUILTINS, REFUSED
from modelcheck.frontend.lowering.choices import has_effect
from modelcheck.frontend.lowering.context import Found
from modelcheck.frontend.lowering.methods import lower_method
from modelcheck.frontend.lowering.names import MISSING, is_domain, suggestion, thing_of
from modelcheck.frontend.lowering.records import construct
from modelcheck.frontend.lowering.scope import Scope
from modelcheck.frontend.lowering.words import WORDS
from modelcheck.ir.expr import Call, Expr
from modelcheck.ir.types import Type


def lower_call(node: ast.Call, scope: Scope, expected: Type | None) -> Expr:
    """Give the value of a call.

    Raises: `Found` when the call is outside of the language, or has an effect: those are
    statements.
    """
    result = lower_call_or_helper(node, scope, expected)
    if isinstance(result, Call) and (has_effect(result.function) or result.function.result is None):
        raise Found(ChangingHelper(ast.unparse(node.func), span=scope.span(node)))
    return result


def lower_call_or_helper(node: ast.Call, scope: Scope, expected: Type | None) -> Expr:
    """Give the value of a call; of a helper also where it has an effect (see `Perform`)."""
    for argument in node.args:
        if isinstance(argument, ast.Starred):
            raise Found(StarredArgument(span=scope.span(argument)))
    for keyword in node.keywords:
        if keyword.arg is None:
            raise Found(StarredArgument(span=scope.span(keyword.value)))
    if isinstance(node.func, ast.Attribute) and scope.is_self(node.func.value):
        _check_method(node.func, scope)
    helper = helpers.helper_of(node, scope)
    if helper is not None:
        return helpers.call_helper(helper, node, scope)
    thing = thing_of(node.func, scope)
    return (
        _of_value(node, scope, expected)
        if thing is MISSING
        else _of_thing(node, thing, scope, expected)
    )


def _check_method(function: ast.Attribute, scope: Scope) -> None:
    spec = scope.context.spec_class
    if hasattr(spec, function.attr) or function.attr in scope.context.fields:
        return
    advice = suggestion(function.attr, [name for name in dir(spec) if not name.startswith("_")])
    if not advice.startswith("did you"):
        advice = f"define it in the class: `def {function.attr}(self, ...)`"
    span = scope.attribute_span(function)
    raise Found(UnknownField(function.attr, spec.__name__, advice, span=span))


def _of_value(node: ast.Call, scope: Scope, expected: Type | None) -> Expr:
    match node.func:
        case ast.Attribute():
            return lower_method(node, node.func, scope, expected)
        case ast.Name(id=name) if name not in scope.locals:
            advice = suggestion(name, [each for each in scope.unit.namespace if each[0] != "_"])
            raise Found(UnknownName(name, advice, span=scope.span(node.func)))
        case _:
            raise Found(UnsupportedCall(ast.unparse(node.func), span=scope.span(node)))


def _of_thing(node: ast.Call, thing: object, scope: Scope, expected: Type | None) -> Expr:
    name = ast.unparse(node.func)
    for known, lower in (*WORDS, *BUILTINS):
        if thing is known:
            return lower(node, scope, expected)
    if is_domain(thing):
        raise Found(ElementByNumber(thing.__name__, span=scope.span(node)))
    if is_record(thing):
        return construct(thing, node, scope)
    for builtin, instead in REFUSED:
        if thing is builtin:
            raise Found(UnsupportedBuiltin(name, instead, span=scope.span(node)))
    raise Found(UnsupportedCall(name, span=scope.span(node)))
