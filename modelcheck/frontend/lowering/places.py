"""Places: what a statement assigns to, and the statements that change one in place."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from modelcheck.frontend.errors.bodies import BadTarget, ParameterReassigned
from modelcheck.frontend.errors.components import ChangedFromOutside
from modelcheck.frontend.errors.expressions import UnknownField, UnknownName
from modelcheck.frontend.errors.refinements import AbstractStateRead
from modelcheck.frontend.lowering import expressions
from modelcheck.frontend.lowering.access import field_type
from modelcheck.frontend.lowering.choices import has_choice, root_of
from modelcheck.frontend.lowering.context import Found
from modelcheck.frontend.lowering.names import MISSING, suggestion, thing_of, unset
from modelcheck.frontend.lowering.scope import Scope
from modelcheck.frontend.lowering.telling import not_indexable
from modelcheck.ir.expr import At, CountOf, Expr, Local, Lookup, Read
from modelcheck.ir.stmt import (
    Assign,
    FieldPlace,
    KeyPlace,
    LocalPlace,
    Place,
    Stmt,
)
from modelcheck.ir.types import INT, BagType, ListType, MapType, RecordType, Type, UnionType

_GIVEN: Final = "components, and what they are given, are set where they are made, and stay"


def lower_place(node: ast.expr, scope: Scope, verb: str = "assigned to") -> Place:
    """Give the place that an expression names, for something to be put there, or changed.

    Raises: `Found` when it is no place, or one that cannot be changed.
    """
    span = scope.span(node)
    match node:
        case ast.Name(id=name) if name in scope.poisoned:
            raise Found(None)
        case ast.Name(id=name) if name in scope.locals:
            if name not in scope.assigned:
                raise Found(unset(name, scope, span))
            return LocalPlace(name, scope.locals[name], span=span)
        case ast.Attribute(value=ast.Name(id=name) as value) if scope.is_mapped(value):
            raise Found(AbstractStateRead(name, span=span))
        case ast.Attribute(value=value, attr=name) if scope.is_self(value) and not scope.old:
            if name in scope.part.given or name in scope.part.parts:
                raise Found(ChangedFromOutside(ast.unparse(node), verb, _GIVEN, span=span))
            path = scope.part.path(name)
            return FieldPlace(path, field_type(node, scope.part, scope), span=span)
        case ast.Subscript(value=value, slice=key) if not isinstance(key, ast.Slice):
            base = lower_place(value, scope, verb)
            key_type, item = _keyed(base, scope, value)
            return KeyPlace(base, expressions.lower_as(key, scope, key_type), item, span=span)
        case _:
            raise _no_place(node, scope, verb)


def mapped_place(node: ast.expr, scope: Scope) -> LocalPlace | None:
    """Give the place of `abstract.field`, which a mapping sets; `None` for everything else.

    Raises: `Found` when the abstract spec has no such field.
    """
    if scope.mapped is None or not (
        isinstance(node, ast.Attribute) and scope.is_mapped(node.value)
    ):
        return None
    fields = scope.mapped.fields
    if node.attr not in fields:
        advice = suggestion(node.attr, [*fields])
        if not advice.startswith("did you"):
            advice = f"its fields are {', '.join(fields)}"
        span = scope.attribute_span(node)
        raise Found(UnknownField(node.attr, scope.mapped.spec, advice, span=span))
    name = scope.mapped.local(node.attr)
    return LocalPlace(name, fields[node.attr], span=scope.span(node))


def _no_place(node: ast.expr, scope: Scope, verb: str) -> Found:
    """Give the finding that an expression is no place, with what to write where that is clear."""
    if (foreign := foreign_place(node, scope, verb)) is not None:
        return Found(foreign)
    span = scope.span(node)
    match node:
        case ast.Attribute(value=value, attr=name) if not scope.is_self(value):
            try:
                owner = expressions.lower_expr(value, scope)
            except Found as found:
                return found if _is_unknown(found) else Found(BadTarget(verb, span=span))
            if isinstance(owner.type, RecordType):
                text = ast.unparse(value)
                whole = f"{text} = " if isinstance(value, ast.Name | ast.Attribute) else ""
                instead = f"records are values: write `{whole}{text}._replace({name}=...)`"
                return Found(BadTarget(verb, instead, span=span))
        case ast.Name():
            try:
                expressions.lower_expr(node, scope)
            except Found as found:
                return found if _is_unknown(found) else Found(BadTarget(verb, span=span))
        case ast.Subscript(value=value):
            text = ast.unparse(value)
            instead = f"make the list anew, as `{text} = {text}[:i] + [x] + {text}[j:]`"
            return Found(BadTarget(verb, instead, span=span))
        case _:
            pass
    return Found(BadTarget(verb, span=span))


def foreign_place(node: ast.expr, scope: Scope, verb: str) -> ChangedFromOutside | None:
    """Give the finding that an expression names state of a component that is not `self`."""
    while isinstance(node, ast.Subscript):
        node = node.value
    part = scope.part_of(node.value) if isinstance(node, ast.Attribute) else None
    if part is None or part is scope.part or not isinstance(node, ast.Attribute):
        return None
    instead = f"call a method of it that does: `{ast.unparse(node.value)}.request(...)`"
    return ChangedFromOutside(ast.unparse(node), verb, instead, span=scope.span(node))


def _is_unknown(found: Found) -> bool:
    """Tell whether a finding says more than that its expression is no place."""
    return found.diagnostic is None or isinstance(found.diagnostic, UnknownName | UnknownField)


def _keyed(base: Place, scope: Scope, node: ast.expr) -> tuple[Type, Type]:
    match place_type(base, scope):
        case MapType(key=key, value=value, frozen=False):
            return key, value
        case ListType(element=element):
            return INT, element
        case BagType(element=element):
            return element, INT
        case MapType():
            raise Found(BadTarget("changed: a Map is frozen", span=scope.span(node)))
        case other:
            raise Found(not_indexable(other, ast.unparse(node), scope.span(node)))


def place_type(place: Place, scope: Scope) -> Type:
    """Give the type of what is at a place now: narrowed where tests have shown it."""
    return scope.facts.get(read_of(place), place.type)


def read_of(place: Place) -> Expr:
    """Give the expression that reads a place.

    Requires: keys make no choice (see `settled`).
    """
    match place:
        case FieldPlace(name=name, type=type_):
            return Read(name, old=False, type=type_, span=place.span)
        case LocalPlace(name=name, type=type_):
            return Local(name, type_, span=place.span)
        case KeyPlace(base=base, key=key, type=type_):
            match base.type:
                case ListType():
                    return At(read_of(base), key, type_, span=place.span)
                case BagType():
                    return CountOf(read_of(base), key, span=place.span)
                case _:
                    return Lookup(read_of(base), key, type_, span=place.span)


def settled(place: Place, scope: Scope) -> tuple[list[Stmt], Place]:
    """Give statements that make the choices in a place's keys, and the place without them.

    A place that is read and then written names its keys twice: a choice is made once.
    """
    if not isinstance(place, KeyPlace):
        return [], place
    before, base = settled(place.base, scope)
    if not has_choice(place.key):
        return before, replace(place, base=base)
    if isinstance(base, KeyPlace):
        before.append(_held(base, scope))
    name = fresh("chosen", scope)
    scope.declare(name, place.key.type)
    chosen = LocalPlace(name, place.key.type, span=place.key.span)
    before.append(Assign(chosen, place.key, span=place.key.span))
    key = Local(name, place.key.type, span=place.key.span)
    return before, replace(place, base=base, key=key)


def _held(place: KeyPlace, scope: Scope) -> Assign:
    """Read a place before what comes next: CPython finds out first whether it is there."""
    name = fresh("held", scope)
    scope.declare(name, place.type)
    held = LocalPlace(name, place.type, span=place.span)
    return Assign(held, read_of(place), span=place.span)


def fresh(name: str, scope: Scope) -> str:
    """Give a name like `name` that the body does not use."""
    index = 1
    while (
        name in scope.locals
        or name in scope.own
        or name in scope.poisoned
        or thing_of(ast.Name(name), scope) is not MISSING
    ):
        index += 1
        name = f"{name.rstrip('0123456789_')}_{index}"
    return name


def assigned_to(place: Place, value: Expr, scope: Scope) -> None:
    """Note what an assignment does to what is known: earlier tests no longer hold of the place."""
    root = root_of(place)
    scope.forget("field" if isinstance(root, FieldPlace) else "local", root.name)
    if isinstance(place.type, UnionType) and not isinstance(place, KeyPlace):
        scope.facts = {**scope.facts, read_of(place): value.type}


def forget_changed(changes: Iterable[Stmt], scope: Scope) -> None:
    """Note that places were changed in place: earlier tests no longer hold of what is in them."""
    for change in changes:
        if isinstance(change, Assign):
            root = root_of(change.place)
            scope.forget("field" if isinstance(root, FieldPlace) else "local", root.name)


def local_target(name: str, scope: Scope, node: ast.expr | ast.pattern) -> None:
    """Check that a name may be assigned to.

    Raises: `Found` with MC147 when it is a parameter, or the body's `self`; with MC273 when it is
    the state that a mapping sets.
    """
    if scope.mapped is not None and name == scope.mapped.name:
        raise Found(AbstractStateRead(name, span=scope.span(node)))
    if name in scope.parameters or name in scope.given or name == scope.self_name:
        raise Found(ParameterReassigned(name, span=scope.span(node)))
