"""Expressions: from Python's AST to typed IR.  Calls and comprehensions have files of their own."""

from __future__ import annotations

import ast
from typing import Final

from modelcheck.frontend.errors.bodies import AsynchronousCode
from modelcheck.frontend.errors.calls import StarredArgument
from modelcheck.frontend.errors.expressions import (
    LambdaExpression,
    SelfAsValue,
    TextValue,
    UnsupportedLiteral,
    UnsupportedOperator,
    WalrusExpression,
)
from modelcheck.frontend.errors.typing import (
    BoolAsInt,
    NotACondition,
    NotNarrowed,
)
from modelcheck.frontend.lowering.access import lower_attribute, lower_subscript
from modelcheck.frontend.lowering.calls import lower_call
from modelcheck.frontend.lowering.comprehensions import lower_comprehension
from modelcheck.frontend.lowering.context import Found
from modelcheck.frontend.lowering.conversion import assignable, join, options_of
from modelcheck.frontend.lowering.displays import lower_display
from modelcheck.frontend.lowering.names import lower_name
from modelcheck.frontend.lowering.narrowing import facts_of
from modelcheck.frontend.lowering.operators import lower_binary, lower_compare, lower_negation
from modelcheck.frontend.lowering.scope import Scope
from modelcheck.frontend.lowering.telling import mismatch, told
from modelcheck.frontend.lowering.tuples import no_tuple
from modelcheck.ir.expr import And, Conditional, Expr, Literal, Narrow, Not, Or
from modelcheck.ir.types import (
    BOOL,
    INT,
    NONE,
    BagType,
    BoolType,
    IntType,
    ListType,
    MapType,
    NoneType,
    SetType,
    StreamType,
    Type,
    UnionType,
)

_WORDS: Final = {ast.Await: "await", ast.Yield: "yield", ast.YieldFrom: "yield from"}


def lower_expr(node: ast.expr, scope: Scope, expected: Type | None = None) -> Expr:
    """Give the expression with its type; `expected` says what empty displays hold.

    The result need not be of the expected type: see `lower_as`.
    Raises: `Found` at the first thing in it that is outside of the language.
    """
    span = scope.span(node)
    match node:
        case ast.Constant(value=value):
            return _literal(value, node, scope)
        case ast.Name():
            if scope.is_self(node):
                raise Found(SelfAsValue(node.id, span=span))
            return known_as(lower_name(node, scope), scope)
        case ast.Attribute():
            return known_as(lower_attribute(node, scope), scope)
        case ast.Subscript():
            return known_as(lower_subscript(node, scope), scope)
        case ast.BoolOp():
            return _logic(node, scope)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return Not(lower_condition(operand, scope), span=span)
        case ast.UnaryOp():
            return lower_negation(node, scope)
        case ast.BinOp():
            return lower_binary(node, scope, expected)
        case ast.Compare():
            return lower_compare(node, scope)
        case ast.IfExp(test=test, body=body, orelse=orelse):
            return _conditional(node, test, body, orelse, scope, expected)
        case ast.Call():
            return lower_call(node, scope, expected)
        case ast.Set() | ast.List() | ast.Dict() | ast.Tuple():
            return lower_display(node, scope, expected)
        case ast.SetComp() | ast.ListComp() | ast.DictComp() | ast.GeneratorExp():
            return lower_comprehension(node, scope, expected)
        case ast.Lambda():
            raise Found(LambdaExpression(span=span))
        case ast.NamedExpr():
            raise Found(WalrusExpression(span=span))
        case ast.JoinedStr():
            raise Found(TextValue(span=span))
        case ast.Starred():
            raise Found(StarredArgument(span=span))
        case ast.Await() | ast.Yield() | ast.YieldFrom():
            raise Found(AsynchronousCode(_WORDS[type(node)], span=span))
        case _:
            raise Found(
                UnsupportedOperator(ast.unparse(node), "write it in other words", span=span)
            )


def known_as(expr: Expr, scope: Scope) -> Expr:
    """Narrow a place to the type that the tests before it have shown it to have."""
    fact = scope.facts.get(expr)
    if fact is None or fact == expr.type:
        return expr
    return Narrow(expr, fact, span=expr.span)


def lower_as(node: ast.expr, scope: Scope, type_: Type) -> Expr:
    """Give the expression, which must be of `type_`.

    Raises: `Found` with MC210 (or MC221 for a `bool` as an integer) when it is not.
    """
    return checked(lower_expr(node, scope, type_), type_)


def checked(expr: Expr, type_: Type) -> Expr:
    """Give `expr` again if it is of `type_`.

    Raises: `Found` when it is not.
    """
    no_tuple(expr)
    if assignable(expr.type, type_):
        return expr
    if isinstance(expr.type, BoolType) and isinstance(type_, IntType):
        raise Found(BoolAsInt(span=expr.span))
    if isinstance(expr.type, UnionType) and any(
        assignable(each, type_) for each in options_of(expr.type)
    ):
        raise Found(NotNarrowed(told(expr.type), f"type {told(type_)}", span=expr.span))
    raise Found(mismatch(type_, expr.type, expr.span))


def lower_condition(node: ast.expr, scope: Scope) -> Expr:
    """Give the expression, which must be a `bool`.

    Raises: `Found` with MC214 when it is not: nothing else is true or false by itself.
    """
    condition = lower_expr(node, scope, BOOL)
    if isinstance(condition.type, BoolType):
        return condition
    text = ast.unparse(node)
    raise Found(
        NotACondition(told(condition.type), _comparison(text, condition.type), span=condition.span)
    )


def _comparison(text: str, type_: Type) -> str:
    match type_:
        case IntType():
            return f"{text} != 0"
        case SetType() | MapType() | ListType() | StreamType():
            return f"len({text}) > 0"
        case BagType():
            return f"{text}.total() > 0"
        case UnionType() | NoneType():
            return f"{text} is not None"
        case _:
            return f"{text} == ..."


def _literal(value: object, node: ast.Constant, scope: Scope) -> Expr:
    span = scope.span(node)
    match value:
        case None:
            return Literal(None, NONE, span=span)
        case bool():
            return Literal(value, BOOL, span=span)
        case int():
            return Literal(value, IntType(value, value), span=span)
        case str():
            raise Found(TextValue(span=span))
        case _:
            text = ast.get_source_segment(scope.unit.source.text, node) or ast.unparse(node)
            raise Found(UnsupportedLiteral(text, span=span))


def _logic(node: ast.BoolOp, scope: Scope) -> Expr:
    operands: list[Expr] = []
    with scope.bound({}):
        for value in node.values:
            operand = lower_condition(value, scope)
            operands.append(operand)
            when_true, when_false = facts_of(operand)
            scope.facts = {
                **scope.facts,
                **(when_true if isinstance(node.op, ast.And) else when_false),
            }
    build = And if isinstance(node.op, ast.And) else Or
    return build(tuple(operands), span=scope.span(node))


def _conditional(
    node: ast.IfExp,
    test: ast.expr,
    body: ast.expr,
    orelse: ast.expr,
    scope: Scope,
    expected: Type | None,
) -> Expr:
    condition = lower_condition(test, scope)
    when_true, when_false = facts_of(condition)
    with scope.bound({}, when_true):
        then = lower_expr(body, scope, expected)
    with scope.bound({}, when_false):
        otherwise = lower_expr(orelse, scope, expected or then.type)
    type_ = join(then.type, otherwise.type)
    return Conditional(condition, then, otherwise, type_, span=scope.span(node))


def lower_int(node: ast.expr, scope: Scope) -> Expr:
    """Give the expression, which must be an integer."""
    return lower_as(node, scope, INT)
