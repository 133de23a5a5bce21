"""What a spec class is made of: its fields and its marked and plain methods, bases included."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass
from types import FunctionType
from typing import Final

from modelcheck.frontend.errors.classes import (
    ClassAttribute,
    ReservedMethod,
    UndecoratedOverride,
    UnknownDecorator,
)
from modelcheck.frontend.lowering.annotations import annotations_of, is_ghost, type_of
from modelcheck.frontend.lowering.context import Context, Found, Unit
from modelcheck.frontend.lowering.definitions import unit_of
from modelcheck.ir.module import Field
from modelcheck.lang import Spec
from modelcheck.lang.marks import MARK, Mark, Role
from modelcheck.source.span import NOWHERE, Span

_ARTICLES: Final = {Role.ACTION: "the action", Role.INIT: "the @init"}


@dataclass(frozen=True)
class Method:
    """A method of a spec: its name, the class that defines it, and what it is marked as."""

    name: str
    owner: type
    function: Callable[..., object]
    mark: Mark | None
    unit: Unit
    definition: ast.FunctionDef

    @property
    def span(self) -> Span:
        """Where its name stands."""
        return self.unit.source.name_span(self.definition)


@dataclass(frozen=True)
class Members:
    """The fields and methods of a spec, those of bases first, overrides in their place."""

    fields: tuple[Field, ...]
    methods: tuple[Method, ...]

    def marked(self, role: Role) -> list[tuple[Method, Mark]]:
        """Give the methods that are marked as `role`, and their marks."""
        marks = [(each, each.mark) for each in self.methods]
        return [(each, mark) for each, mark in marks if mark is not None and mark.role is role]


def read_members(context: Context) -> Members:
    """Give the members of the context's spec class; findings go to the context."""
    fields: dict[str, Field] = {}
    methods: dict[str, Method] = {}
    for cls in reversed(context.spec_class.__mro__):
        if not issubclass(cls, Spec) or cls is Spec:
            continue
        try:
            unit, node = _class_of(cls, context)
        except Found as found:
            _keep(found, context)
            continue
        annotations = annotations_of(cls, context)
        for statement in node.body:
            try:
                _read(statement, cls, unit, annotations, fields, methods, context)
            except Found as found:
                _keep(found, context)
    return Members(tuple(fields.values()), tuple(methods.values()))


def _keep(found: Found, context: Context) -> None:
    if found.diagnostic is not None:
        context.report(found.diagnostic)


def _class_of(cls: type, context: Context) -> tuple[Unit, ast.ClassDef]:
    unit = unit_of(cls.__module__, context, cls.__name__, NOWHERE)
    nodes = [
        each
        for each in unit.tree.body
        if isinstance(each, ast.ClassDef) and each.name == cls.__name__
    ]
    return unit, nodes[-1]


def _read(
    statement: ast.stmt,
    cls: type,
    unit: Unit,
    annotations: dict[str, object],
    fields: dict[str, Field],
    methods: dict[str, Method],
    context: Context,
) -> None:
    match statement:
        case ast.Expr(value=ast.Constant()) | ast.Pass():
            return
        case ast.AnnAssign(target=ast.Name(id=name), value=None, annotation=annotation):
            span = unit.span(annotation)
            context.broken.add(name)
            type_ = type_of(annotations.get(name), context, span, bounded=True)
            context.broken.discard(name)
            where = unit.span(statement.target)
            fields[name] = Field(name, type_, is_ghost(annotations.get(name)), span=where)
            context.fields[name] = type_
        case ast.FunctionDef(name=name):
            methods[name] = _method(statement, cls, unit, methods.get(name))
        case ast.AnnAssign(target=target) | ast.Assign(targets=[target, *_]):
            raise Found(ClassAttribute(ast.unparse(target), span=unit.span(target)))
        case _:
            text = ast.unparse(statement).split("\n")[0]
            raise Found(ClassAttribute(text, span=unit.span(statement)))


def _method(node: ast.FunctionDef, cls: type, unit: Unit, before: Method | None) -> Method:
    thing = vars(cls).get(node.name)
    span = unit.source.name_span(node)
    if node.name.startswith("__") and node.name.endswith("__"):
        raise Found(ReservedMethod(node.name, span=span))
    mark = getattr(thing, MARK, None)
    decorators = len(node.decorator_list)
    if not isinstance(thing, FunctionType) or decorators != (1 if mark is not None else 0):
        where = node.decorator_list[0] if node.decorator_list else node
        name = ast.unparse(where).split("(")[0] if node.decorator_list else node.name
        raise Found(UnknownDecorator(name, span=unit.span(where)))
    if mark is None and before is not None and before.mark is not None:
        role = before.mark.role
        what = _ARTICLES.get(role, f"the @{role.value}")
        base = before.owner.__name__
        raise Found(UndecoratedOverride(node.name, what, base, role.value, span=span))
    kept = mark if isinstance(mark, Mark) else None
    return Method(node.name, cls, thing, kept, unit, node)
