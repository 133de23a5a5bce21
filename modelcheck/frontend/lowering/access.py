"""`self.field`, `record.field`, `Enum.MEMBER`, `table[key]`, `items[1:]`."""

from __future__ import annotations

import ast
from typing import Final

from modelcheck.frontend.errors.calls import OldOfOther, OldOutsideStep
from modelcheck.frontend.errors.components import ComponentAsValue
from modelcheck.frontend.errors.expressions import SliceStep, UnknownField
from modelcheck.frontend.errors.typing import (
    NotNarrowed,
    UnknownAttribute,
    UnknownMember,
)
from modelcheck.frontend.lowering import expressions
from modelcheck.frontend.lowering.context import Found
from modelcheck.frontend.lowering.conversion import join, options_of
from modelcheck.frontend.lowering.names import (
    MISSING,
    is_domain,
    lower_domain,
    lower_given,
    lower_thing,
    suggestion,
    thing_of,
)
from modelcheck.frontend.lowering.parts import Handler, Part
from modelcheck.frontend.lowering.scope import Body, Scope
from modelcheck.frontend.lowering.telling import element_by_number, not_indexable, told
from modelcheck.ir.expr import (
    At,
    Attribute,
    CountOf,
    Domain,
    Expr,
    Literal,
    Lookup,
    Read,
    Slice,
)
from modelcheck.ir.types import (
    NEVER,
    BagType,
    EnumType,
    ListType,
    MapType,
    RecordType,
    SetType,
    SortType,
    Type,
    UnionType,
)
from modelcheck.ir.values import Atom
from modelcheck.lang import old as old_word

_SIZES: Final = frozenset({"size", "length", "len"})
"""What other languages call the number of elements."""


def lower_attribute(node: ast.Attribute, scope: Scope) -> Expr:
    """Give the value of `operand.name`.

    Raises: `Found` when the operand has no such field.
    """
    seen = seen_part(node.value, scope)
    if seen is not None:
        return _read(node, *seen, scope)
    owner = thing_of(node.value, scope)
    if is_domain(owner):
        return _member(node, owner, scope)
    thing = thing_of(node, scope)
    if thing is not MISSING:
        return lower_thing(node, ast.unparse(node), thing, scope)
    return _attribute(expressions.lower_expr(node.value, scope), node, scope)


def seen_part(node: ast.expr, scope: Scope) -> tuple[Part, bool] | None:
    """Give the part that an expression names, and whether it is as before the step.

    Raises: `Found` when `old` is misused.
    """
    part = scope.part_of(node)
    if part is not None:
        return part, scope.old
    if is_old(node, scope):
        return scope.part, True
    match node:
        case ast.Attribute(value=value, attr=name):
            owner = seen_part(value, scope)
            if owner is not None and name in owner[0].parts:
                return owner[0].parts[name], owner[1]
        case _:
            pass
    return None


def _read(node: ast.Attribute, part: Part, old: bool, scope: Scope) -> Expr:  # noqa: FBT001  # one of a pair
    if node.attr in part.given and not isinstance(part.given[node.attr], Handler):
        return lower_given(node, node.attr, part, scope)
    type_ = field_type(node, part, scope)
    return Read(part.path(node.attr), old, type_, span=scope.span(node))


def field_type(node: ast.Attribute, part: Part, scope: Scope) -> Type:
    """Give the type of the field of `part` that an expression as `self.name` names.

    Raises: `Found` when there is no such field, or its type has a finding already.
    """
    if node.attr in part.broken:
        raise Found(None)
    if node.attr in part.parts:
        raise Found(ComponentAsValue(ast.unparse(node), span=scope.span(node)))
    type_ = part.fields.get(node.attr)
    if type_ is None:
        raise Found(unknown_field(node, part, scope))
    return type_


def unknown_field(node: ast.Attribute, part: Part, scope: Scope) -> UnknownField:
    """Say that the part has no field of that name, and what may be meant."""
    cls, text = part.cls, ast.unparse(node)
    if callable(getattr(cls, node.attr, None)) or node.attr in part.given:
        advice = f"`{node.attr}` is a method: call it, as `{text}(...)`"
    else:
        advice = suggestion(node.attr, sorted(part.fields))
        if not advice.startswith("did you"):
            advice = f"declare it in the class: `{node.attr}: Type`"
    return UnknownField(node.attr, cls.__name__, advice, span=scope.attribute_span(node))


def is_old(node: ast.expr, scope: Scope) -> bool:
    """Tell whether the expression is `old(self)`.

    Raises: `Found` when `old` is given something else, or no step is looked at.
    """
    if not (isinstance(node, ast.Call) and thing_of(node.func, scope) is old_word):
        return False
    span = scope.span(node)
    if len(node.args) != 1 or node.keywords or not scope.is_self(node.args[0]):
        raise Found(OldOfOther(_old_example(node), span=span))
    if not scope.over_steps:
        instead = "use it in a @step_invariant or a @cover, or in a helper of theirs"
        if scope.body in {Body.INIT, Body.STEP}:
            instead = "keep what a field was in a local before it is assigned: `before = ...`"
        raise Found(OldOutsideStep(scope.body.value, instead, span=span))
    return True


def _old_example(node: ast.Call) -> str:
    match node.args:
        case [ast.Attribute(attr=name)]:
            return f"old(self).{name}"
        case _:
            return "old(self).field"


def _member(node: ast.Attribute, owner: type, scope: Scope) -> Expr:
    domain = lower_domain(owner, scope, scope.span(node.value))
    match domain.of:
        case EnumType(name, members) if node.attr in members:
            atom = Atom(name, node.attr, members.index(node.attr))
            return Literal(atom, domain.of, span=scope.span(node))
        case EnumType(name, members):
            advice = suggestion(node.attr, list(members))
            if not advice.startswith("did you"):
                advice = f"its members are {', '.join(members)}"
            raise Found(UnknownMember(name, node.attr, advice, span=scope.attribute_span(node)))
        case SortType():
            raise Found(element_by_number(domain.of, scope.span(node)))


def _attribute(operand: Expr, node: ast.Attribute, scope: Scope) -> Expr:
    span = scope.span(node)
    having = [each for each in options_of(operand.type) if _field(each, node.attr) is not None]
    if isinstance(operand.type, UnionType) and having:
        if len(having) < len(options_of(operand.type)):
            what = f"a field `{node.attr}`"
            raise Found(NotNarrowed(told(operand.type), what, span=operand.span))
        type_: Type = NEVER
        for option in having:
            type_ = join(type_, _field(option, node.attr) or NEVER)
        return Attribute(operand, node.attr, type_, span=span)
    match operand.type:
        case RecordType(name, fields):
            type_ = _field(operand.type, node.attr) or NEVER
            if type_ != NEVER:
                return Attribute(operand, node.attr, type_, span=span)
            advice = suggestion(node.attr, [each for each, _ in fields])
            if not advice.startswith("did you"):
                advice = f"its fields are {', '.join(each for each, _ in fields) or 'none'}"
            raise Found(UnknownAttribute(name, node.attr, advice, span=scope.attribute_span(node)))
        case SortType() if node.attr == "index":
            raise Found(element_by_number(operand.type, span))
        case EnumType(name, members):
            advice = f"compare it with its members, as in `== {name}.{members[0]}`"
        case SetType() | ListType() | MapType() | BagType() if node.attr in _SIZES:
            advice = f"write `len({ast.unparse(node.value)})`"
        case SetType() | ListType() | MapType() | BagType():
            advice = f"only records have fields; a method is called, as `.{node.attr}(...)`"
        case _:
            advice = "only records have fields"
    type_name = told(operand.type)
    raise Found(UnknownAttribute(type_name, node.attr, advice, span=scope.attribute_span(node)))


def _field(type_: Type, name: str) -> Type | None:
    return type_.field_type(name) if isinstance(type_, RecordType) else None


def lower_subscript(node: ast.Subscript, scope: Scope) -> Expr:
    """Give the value of `operand[key]` or `operand[start:stop]`.

    Raises: `Found` when the operand is none of dict, list and Counter, or the key does not fit.
    """
    operand = expressions.lower_expr(node.value, scope)
    span = scope.span(node)
    if isinstance(node.slice, ast.Slice):
        if not isinstance(operand.type, ListType):
            raise Found(not_indexable(operand.type, ast.unparse(node.value), operand.span))
        if node.slice.step is not None:
            raise Found(SliceStep(span=scope.span(node.slice.step)))
        start = expressions.lower_int(node.slice.lower, scope) if node.slice.lower else None
        stop = expressions.lower_int(node.slice.upper, scope) if node.slice.upper else None
        return Slice(operand, start, stop, ListType(operand.type.element), span=span)
    match operand.type:
        case MapType(key=key_type, value=value):
            key = expressions.lower_as(node.slice, scope, key_type)
            return Lookup(operand, key, value, span=span)
        case ListType(element=element):
            return At(operand, expressions.lower_int(node.slice, scope), element, span=span)
        case BagType(element=element):
            counted = expressions.lower_as(node.slice, scope, element)
            return CountOf(operand, counted, span=span)
        case UnionType():
            raise Found(NotNarrowed(told(operand.type), "`[...]`", span=operand.span))
        case _ if isinstance(operand, Domain):
            raise Found(element_by_number(operand.of, span))
        case _:
            raise Found(not_indexable(operand.type, ast.unparse(node.value), operand.span))
