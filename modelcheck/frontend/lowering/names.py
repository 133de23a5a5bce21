"""What a name stands for: a local, a constant, or a thing of the module such as a class."""

from __future__ import annotations

import ast
import builtins
from dataclasses import replace
from difflib import get_close_matches
from enum import Enum
from types import FunctionType, ModuleType
from typing import Final, TypeGuard

from modelcheck.frontend.errors.expressions import (
    NotAValue,
    UnknownName,
    UnsupportedConstant,
    VariableGlobal,
)
from modelcheck.frontend.errors.refinements import AbstractStateRead
from modelcheck.frontend.errors.typing import MaybeUnset
from modelcheck.frontend.lowering.annotations import type_of
from modelcheck.frontend.lowering.constants import constant_of
from modelcheck.frontend.lowering.context import Found
from modelcheck.frontend.lowering.parts import Handler, Part
from modelcheck.frontend.lowering.scope import Scope
from modelcheck.frontend.lowering.telling import element_by_number
from modelcheck.ir.expr import Constant, Domain, Expr, Literal, Local
from modelcheck.ir.types import EnumType, SortType, StreamType, Type
from modelcheck.lang import Ordered, Symmetric
from modelcheck.source.span import Span

MISSING: Final = object()
"""What a name stands for that stands for nothing."""


def lower_name(node: ast.Name, scope: Scope) -> Expr:
    """Give the value of a name.

    Raises: `Found` when it has none, or may have none yet.
    """
    span = scope.span(node)
    if scope.is_mapped(node):
        raise Found(AbstractStateRead(node.id, span=span))
    if node.id in scope.poisoned:
        raise Found(None)
    if node.id in scope.locals:
        if node.id not in scope.assigned:
            raise Found(unset(node.id, scope, span))
        return Local(node.id, scope.locals[node.id], span=span)
    if node.id in scope.given:
        return lower_given(node, node.id, scope.part, scope)
    if node.id in scope.own:
        raise Found(_unset(node.id, scope, span))
    thing = global_thing(node.id, scope)
    if thing is MISSING:
        sort = global_thing(node.id.rstrip("0123456789"), scope)
        if is_domain(sort) and sort.__name__ != node.id:
            raise Found(element_by_number(lower_domain(sort, scope, span).of, span))
        raise Found(UnknownName(node.id, _advice(node.id, scope), span=span))
    return lower_thing(node, node.id, thing, scope)


def lower_given(node: ast.expr, name: str, part: Part, scope: Scope) -> Expr:
    """Give the value of what the component `part` was given as `name`.

    Raises: `Found` when it was given a method, which is no value.
    """
    thing, span = part.given[name], scope.span(node)
    if isinstance(thing, Handler):
        instead = f"call it: `self.{name}(...)`"
        raise Found(NotAValue(ast.unparse(node), "a method", instead, span=span))
    if is_domain(thing):
        return lower_domain(thing, scope, span)
    constant = constant_of(thing, scope.context, span)
    if constant is None:
        raise Found(UnsupportedConstant(name, type(thing).__name__, span=span))
    known_as = part.names.get(name)
    return Constant(known_as, *constant, span=span) if known_as else Literal(*constant, span=span)


def lower_thing(node: ast.expr, name: str, thing: object, scope: Scope) -> Expr:
    """Give the value of a thing of a module: a constant, or the domain that a class is.

    Raises: `Found` when it is no value of the language.
    """
    span = scope.span(node)
    if is_domain(thing):
        return lower_domain(thing, scope, span)
    constant = constant_of(thing, scope.context, span)
    if constant is None:
        if callable(thing) or isinstance(thing, ModuleType):
            raise Found(_no_value(name, thing, span))
        raise Found(UnsupportedConstant(name, type(thing).__name__, span=span))
    if isinstance(node, ast.Name) and not _is_final(node.id, scope):
        raise Found(VariableGlobal(name, span=span))
    return Constant(name, *constant, span=span)


def lower_domain(cls: type, scope: Scope, span: Span) -> Domain:
    """Give the elements of a sort or enum.

    Raises: `Found` when the class is none of the language.
    """
    type_ = type_of(cls, scope.context, span, bounded=False)
    match type_:
        case SortType(symmetric=symmetric):
            return Domain(type_, StreamType(type_, ordered=not symmetric), span=span)
        case EnumType():
            return Domain(type_, StreamType(type_, ordered=True), span=span)
        case _:
            raise Found(_no_value(cls.__name__, cls, span))


def _unset(name: str, scope: Scope, span: Span) -> MaybeUnset | None:
    """Give what is wrong with a local that is assigned to later only, if nothing says so yet."""
    return None if constant_meaning(name, scope) else unset(name, scope, span)


def unset(name: str, scope: Scope, span: Span) -> MaybeUnset:
    """Give what is wrong with a local that may have no value, which may be meant for a field."""
    found = MaybeUnset(name, span=span)
    meant = of_self(name, scope)
    return replace(found, instead=f"{found.instead}, or write `{meant}`") if meant else found


def of_self(name: str, scope: Scope) -> str | None:
    """Give the field or method that is meant by a name without `self`; `None` if there is none."""
    part = scope.part
    if scope.self_name is None or name.startswith("_"):
        return None
    if name in {*part.fields, *part.given, *part.parts}:
        return f"{scope.self_name}.{name}"
    method = getattr(part.cls, name, None)
    return f"{scope.self_name}.{name}(...)" if isinstance(method, FunctionType) else None


def constant_meaning(name: str, scope: Scope) -> str | None:
    """Say what a name means in the whole module, where that is a value; `None` where it is not."""
    if is_domain(scope.unit.namespace.get(name)):
        return "a sort or enum"
    for statement in scope.unit.tree.body:
        match statement:
            case ast.AnnAssign(target=ast.Name(id=target), annotation=annotation) if target == name:
                return "a constant" if "Final" in ast.unparse(annotation) else None
            case _:
                pass
    return None


def _no_value(name: str, thing: object, span: Span) -> NotAValue:
    if isinstance(thing, ModuleType):
        return NotAValue(name, "a module", f"name what is in it: `{name}.NAME`", span=span)
    if not isinstance(thing, type):
        return NotAValue(name, "a function", f"call it: `{name}(...)`", span=span)
    instead = f"make a record of it, as `{name}(...)`, or name a type's elements"
    return NotAValue(name, "a class", instead, span=span)


def is_domain(thing: object) -> TypeGuard[type]:
    """Tell whether the thing is a class whose elements can be iterated: a sort or an enum."""
    return (
        isinstance(thing, type)
        and issubclass(thing, Symmetric | Ordered | Enum)
        and thing not in {Symmetric, Ordered}
    )


def global_thing(name: str, scope: Scope) -> object:
    """Give what a name stands for outside of the body, or `MISSING`."""
    if name.startswith("__") and not name.endswith("__") and scope.owner is not None:
        return MISSING  # within a class, Python makes another name of it
    if name in scope.unit.namespace:
        return scope.unit.namespace[name]
    return getattr(builtins, name, MISSING)


def thing_of(node: ast.expr, scope: Scope) -> object:
    """Give what a dotted name stands for: `lang.require` through modules; `MISSING` otherwise.

    Raises: `Found` when the name is a local that has no value yet, or the abstract state that a
    mapping sets; without a finding when the statement that defines it has one.
    """
    match node:
        case ast.Name(id=name) if name in scope.given and name not in scope.locals:
            return scope.given[name]
        case ast.Name(id=name) if scope.is_mapped(node):
            raise Found(AbstractStateRead(name, span=scope.span(node)))
        case ast.Name(id=name) if name in scope.poisoned:
            raise Found(None)
        case ast.Name(id=name) if name in scope.own and name not in scope.locals:
            raise Found(_unset(name, scope, scope.span(node)))
        case ast.Name(id=name) if name not in scope.locals and not scope.is_self(node):
            return global_thing(name, scope)
        case ast.Attribute(value=value, attr=attr) if (part := scope.part_of(value)) is not None:
            return part.given.get(attr, MISSING)
        case ast.Attribute(value=value, attr=attr):
            owner = thing_of(value, scope)
            return getattr(owner, attr, MISSING) if isinstance(owner, ModuleType) else MISSING
        case _:
            return MISSING


def named_type(node: ast.expr, scope: Scope) -> Type:
    """Give the type that a class in a pattern or an `isinstance` names.

    Raises: `Found` when it names none.
    """
    thing = thing_of(node, scope)
    span = scope.span(node)
    if thing is MISSING:
        text = ast.unparse(node)
        raise Found(UnknownName(text, suggestion(text, _known(scope)), span=span))
    return type_of(thing, scope.context, span, bounded=False)


def suggestion(name: str, known: list[str]) -> str:
    """Say what the author may have meant by `name`, of the names that are known."""
    close = get_close_matches(name, known, n=1) or [
        each for each in known if each.lower() == name.lower()
    ]
    if close:
        return f"did you mean `{close[0]}`?"
    return "define it as a constant at the module's top, or assign to it before"


def _advice(name: str, scope: Scope) -> str:
    """Say what may be meant by an unknown name: one after `self`, a member, or a name like it."""
    if name == "self":
        return "make it the first parameter of a method: `def name(self, ...)`"
    meant = of_self(name, scope)
    if meant is not None:
        return f"write `{meant}`"
    for enum, thing in scope.unit.namespace.items():
        if is_domain(thing) and issubclass(thing, Enum) and name in thing.__members__:
            return f"write `{enum}.{name}`"
    return suggestion(name, _known(scope))


def _known(scope: Scope) -> list[str]:
    return sorted(
        {*scope.locals, *(name for name in scope.unit.namespace if not name.startswith("_"))}
    )


def _is_final(name: str, scope: Scope) -> bool:
    """Tell whether a module's name is declared `Final`, imported, or made by def and class."""
    for statement in scope.unit.tree.body:
        match statement:
            case ast.Assign(targets=targets) if any(
                isinstance(each, ast.Name) and each.id == name for each in targets
            ):
                return False
            case ast.AnnAssign(target=ast.Name(id=target), annotation=annotation) if target == name:
                return "Final" in ast.unparse(annotation)
            case _:
                pass
    return True
