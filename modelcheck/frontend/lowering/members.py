"""What a spec class is made of: its fields and its marked and plain methods, bases included."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass, replace
from types import FunctionType
from typing import Final

from modelcheck.frontend.errors.bodies import AsynchronousCode
from modelcheck.frontend.errors.classes import (
    ClassAttribute,
    ForeignBase,
    NameTaken,
    ReservedMethod,
    SourceNotFound,
    UndecoratedOverride,
    UnknownDecorator,
    WrongSignature,
)
from modelcheck.frontend.lowering.annotations import annotations_of, is_ghost, type_of
from modelcheck.frontend.lowering.context import Context, Found, Unit
from modelcheck.frontend.lowering.definitions import unit_of
from modelcheck.frontend.words import find_words
from modelcheck.ir.module import Field
from modelcheck.ir.types import show_type
from modelcheck.lang import Spec
from modelcheck.lang.marks import MARK, Mark, Role
from modelcheck.source.span import Span

_INSTEAD: Final = {
    "property": "leave it out, and call the method: `self.name()`",
    "staticmethod": "write a function of the module, or a method with `self`",
    "classmethod": "write a function of the module, or a method with `self`",
    "cache": "leave it out: it changes no result",
    "lru_cache": "leave it out: it changes no result",
}
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
    taken: dict[str, _Taken] = {}
    for cls in reversed(context.spec_class.__mro__):
        if not issubclass(cls, Spec) or cls is Spec:
            continue
        try:
            unit, node = _class_of(cls, context)
        except Found as found:
            _keep(found, context)
            continue
        _check_bases(cls, unit, node, context)
        annotations = annotations_of(cls, context)
        last = {each.name: each for each in node.body if isinstance(each, ast.FunctionDef)}
        for statement in node.body:
            try:
                _check_free(statement, cls, unit, taken)
                if not isinstance(statement, ast.FunctionDef) or last[statement.name] is statement:
                    _read(statement, cls, unit, annotations, fields, methods, context)
            except Found as found:
                context.broken |= _names(statement)
                _keep(found, context)
    return Members(tuple(fields.values()), tuple(methods.values()))


def _keep(found: Found, context: Context) -> None:
    if found.diagnostic is not None:
        context.report(found.diagnostic)


@dataclass(frozen=True)
class _Taken:
    """What a name of a spec was declared as first, and where."""

    kind: str
    owner: type
    line: int


def _check_free(statement: ast.stmt, cls: type, unit: Unit, taken: dict[str, _Taken]) -> None:
    """Check that a field or method has a name of its own; methods may override those of bases.

    Raises: `Found` with MC178 when the name stands for something else already.
    """
    match statement:
        case ast.AnnAssign(target=ast.Name(id=name) as target):
            kind, span = "a field", unit.span(target)
        case ast.FunctionDef(name=name):
            kind, span = "a method", unit.source.name_span(statement)
        case _:
            return
    now = _Taken(kind, cls, span.line)
    before = taken.setdefault(name, now)
    if before is now or (before.owner is not cls and before.kind == kind):
        return
    what = f"{before.kind} of `{before.owner.__name__}`"
    raise Found(NameTaken(name, what, before.line, "use another name for one of them", span=span))


def _names(statement: ast.stmt) -> set[str]:
    """Give the names that a statement of a class defines."""
    match statement:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return {name}
        case ast.AnnAssign(target=ast.Name(id=name)):
            return {name}
        case ast.Assign(targets=targets):
            return {each.id for each in targets if isinstance(each, ast.Name)}
        case _:
            return set()


def _check_bases(cls: type, unit: Unit, node: ast.ClassDef, context: Context) -> None:
    """Report the bases that are no specs: their actions and claims would be passed over."""
    for base, written in zip(cls.__bases__, node.bases, strict=False):
        if not issubclass(base, Spec):
            for each in base.__mro__:
                names = {*vars(each), *vars(each).get("__annotations__", {})}
                context.broken |= {name for name in names if not name.startswith("__")}
            context.report(ForeignBase(base.__name__, cls.__name__, span=unit.span(written)))


def _class_of(cls: type, context: Context) -> tuple[Unit, ast.ClassDef]:
    span = next(each.span for each in context.loaded.specs if each.cls is context.spec_class)
    unit = unit_of(cls.__module__, context, cls.__name__, span)
    nodes = [
        each
        for each in unit.tree.body
        if isinstance(each, ast.ClassDef) and each.name == cls.__name__
    ]
    if not nodes:
        raise Found(SourceNotFound(cls.__name__, span=span))
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
            if name in fields and fields[name].type != type_:
                line = fields[name].span.line
                instead = "keep its type, or use another name"
                what = f"a field of type {show_type(fields[name].type)}"
                raise Found(NameTaken(name, what, line, instead, span=where))
            fields[name] = Field(name, type_, is_ghost(annotations.get(name)), span=where)
            context.fields[name] = type_
        case ast.FunctionDef(name=name):
            methods[name] = _method(statement, cls, unit, methods.get(name))
        case ast.AsyncFunctionDef():
            raise Found(AsynchronousCode("async", span=unit.span(statement)))
        case ast.AnnAssign(target=target) | ast.Assign(targets=[target, *_]):
            raise Found(ClassAttribute(ast.unparse(target), span=unit.span(target)))
        case _:
            text = ast.unparse(statement).split("\n")[0]
            raise Found(ClassAttribute(text, span=unit.span(statement)))


def _unknown_decorator(node: ast.FunctionDef, unit: Unit) -> Found:
    """Give the finding about the decorators of a method that is not marked once, or plain."""
    words = find_words(unit.tree)
    others = [each for each in node.decorator_list if words.word(_called(each)) is None]
    if not node.decorator_list:
        return Found(UnknownDecorator(node.name, span=unit.source.name_span(node)))
    if not others:
        problem = f"`{node.name}` has {len(node.decorator_list)} marks"
        instead = "a method is one thing: write a method for each"
        return Found(WrongSignature(problem, instead, span=unit.span(node.decorator_list[1])))
    name = ast.unparse(_called(others[0]))
    found = UnknownDecorator(name, span=unit.span(others[0]))
    advice = _INSTEAD.get(name.rpartition(".")[2], found.instead)
    return Found(replace(found, instead=advice))


def _called(decorator: ast.expr) -> ast.expr:
    return decorator.func if isinstance(decorator, ast.Call) else decorator


def _method(node: ast.FunctionDef, cls: type, unit: Unit, before: Method | None) -> Method:
    thing = vars(cls).get(node.name)
    span = unit.source.name_span(node)
    if node.name.startswith("__") and node.name.endswith("__"):
        raise Found(ReservedMethod(node.name, span=span))
    mark = getattr(thing, MARK, None)
    decorators = len(node.decorator_list)
    if not isinstance(thing, FunctionType) or decorators != (1 if mark is not None else 0):
        raise _unknown_decorator(node, unit)
    if mark is None and before is not None and before.mark is not None:
        role = before.mark.role
        what = _ARTICLES.get(role, f"the @{role.value}")
        base = before.owner.__name__
        raise Found(UndecoratedOverride(node.name, what, base, role.value, span=span))
    kept = mark if isinstance(mark, Mark) else None
    return Method(node.name, cls, thing, kept, unit, node)
