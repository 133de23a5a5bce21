"""Records: `Priority(1, r)`, `priority._replace(number=2)`."""

from __future__ import annotations

import ast

from modelcheck.frontend.errors.typing import WrongArguments
from modelcheck.frontend.lowering import expressions
from modelcheck.frontend.lowering.annotations import record_type
from modelcheck.frontend.lowering.arguments import check_order
from modelcheck.frontend.lowering.choices import has_choice
from modelcheck.frontend.lowering.constants import constant_of
from modelcheck.frontend.lowering.context import Found
from modelcheck.frontend.lowering.scope import Scope
from modelcheck.frontend.lowering.telling import told
from modelcheck.ir.expr import Attribute, Construct, Expr, Literal
from modelcheck.ir.types import RecordType


def construct(cls: type, node: ast.Call, scope: Scope) -> Expr:
    """Give the record that the call makes; fields left out take their defaults.

    Raises: `Found` with MC219 when arguments are missing, too many, or of other names.
    """
    span = scope.span(node)
    type_ = record_type(cls, scope.context, span)
    given = _given(node, type_, scope)
    values: dict[str, Expr] = {}
    for name, field_type in type_.fields:
        if name in given:
            values[name] = expressions.lower_as(given[name], scope, field_type)
            continue
        defaults = getattr(cls, "_field_defaults", {})
        default = constant_of(defaults[name], scope.context, span) if name in defaults else None
        if default is None:
            raise Found(WrongArguments(f"`{type_.name}` needs `{name}`", _takes(type_), span=span))
        values[name] = Literal(*default, span=span)
    check_order(node, scope, given, values)
    return Construct(tuple(values.values()), type_, span=span)


def _given(node: ast.Call, type_: RecordType, scope: Scope) -> dict[str, ast.expr]:
    names = [name for name, _ in type_.fields]
    if len(node.args) > len(names):
        problem = f"`{type_.name}` has {len(names)} fields, and is given {len(node.args)} values"
        raise Found(WrongArguments(problem, _takes(type_), span=scope.span(node)))
    given = dict(zip(names, node.args, strict=False))
    for keyword in node.keywords:
        if keyword.arg not in names or keyword.arg in given:
            twice = keyword.arg in names
            problem = (
                f"`{type_.name}` {'is given' if twice else 'has no field'} `{keyword.arg}`"
                f"{' twice' if twice else ''}"
            )
            raise Found(WrongArguments(problem, _takes(type_), span=scope.span(keyword)))
        given[keyword.arg] = keyword.value
    return given


def replaced(operand: Expr, type_: RecordType, node: ast.Call, scope: Scope) -> Expr:
    """Give `operand._replace(name=value, ...)`.

    Raises: `Found` with MC219 when it is given anything but some of the fields by name, and
    where `operand`, which is evaluated once per field that is kept, makes a choice.
    """
    span = scope.span(node)
    if node.args:
        problem = "`_replace` takes fields by name"
        raise Found(WrongArguments(problem, _takes(type_), span=span))
    given = _given(node, type_, scope)
    if len(given) == len(type_.fields):
        problem = f"`_replace` keeps no field: write `{type_.name}(...)`"
        raise Found(WrongArguments(problem, _takes(type_), span=span))
    if has_choice(operand):
        problem = "`_replace` is called on a choice: make it in a statement of its own before"
        raise Found(WrongArguments(problem, _takes(type_), span=span))
    values = {
        name: expressions.lower_as(given[name], scope, field_type)
        if name in given
        else Attribute(operand, name, field_type, span=span)
        for name, field_type in type_.fields
    }
    check_order(node, scope, given, values)
    return Construct(tuple(values.values()), type_, span=span)


def _takes(type_: RecordType) -> str:
    return ", ".join(f"{name}: {told(field_type)}" for name, field_type in type_.fields)
