"""What a spec class is made of: its fields and its marked and plain methods, bases included."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass, replace
from types import FunctionType
from typing import Final, Generic

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
from modelcheck.frontend.errors.components import UnsupportedComponent
from modelcheck.frontend.errors.typing import UnboundedInt, UnboundedList
from modelcheck.frontend.isolation import is_library
from modelcheck.frontend.lowering.annotations import annotations_of, is_ghost, type_of
from modelcheck.frontend.lowering.context import Context, Found, Unit
from modelcheck.frontend.lowering.definitions import unit_of
from modelcheck.frontend.lowering.making import MAKER, component_of, made_part
from modelcheck.frontend.lowering.parts import Part
from modelcheck.frontend.words import find_words
from modelcheck.ir.module import Field
from modelcheck.ir.types import show_type
from modelcheck.lang import Component, Spec
from modelcheck.lang.marks import MARK, Mark, Role
from modelcheck.source.span import Span

_INSTEAD: Final = {
    "property": "leave it out, and call the method: `self.name()`",
    "staticmethod": "write a function of the module, or a method with `self`",
    "classmethod": "write a function of the module, or a method with `self`",
    "cache": "leave it out: it changes no result",
    "lru_cache": "leave it out: it changes no result",
}
_OF_COMPONENTS: Final = (Role.ACTION, Role.INVARIANT)
_INSTEAD_OF_ROLE: Final = {Role.INIT: "set its fields in `__init__`"}
_ARTICLES: Final = {Role.ACTION: "the action", Role.INIT: "the @init"}


@dataclass(frozen=True)
class Method:
    """A method of a spec or component: the class that defines it, and what it is marked as."""

    part: Part
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

    @property
    def path(self) -> str:
        """The name by which the whole spec knows it: `links.receive`."""
        return self.part.path(self.name)


@dataclass(frozen=True)
class Members:
    """The fields and methods of a spec, those of bases first, overrides in their place.

    Those of its components come last.
    """

    fields: tuple[Field, ...]
    methods: tuple[Method, ...]

    def marked(self, role: Role) -> list[tuple[Method, Mark]]:
        """Give the methods that are marked as `role`, and their marks."""
        marks = [(each, each.mark) for each in self.methods]
        return [(each, mark) for each, mark in marks if mark is not None and mark.role is role]


def read_members(context: Context) -> Members:
    """Give the members of the context's spec class; findings go to the context."""
    span = next(each.span for each in context.loaded.specs if each.cls is context.spec_class)
    return _Reader(context, context.root, span).members(())


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

    Raises: `Found` with MC178 when the name stands for something else already, with MC165 when
    Python makes another of it.
    """
    match statement:
        case ast.AnnAssign(target=ast.Name(id=name) as target):
            kind, span = "a field", unit.span(target)
        case ast.FunctionDef(name=name):
            kind, span = "a method", unit.source.name_span(statement)
        case _:
            return
    if name.startswith("__") and not name.endswith("__"):
        problem = f"`_{cls.__name__.lstrip('_')}{name}` to Python"
        instead = f"write `_{name.lstrip('_')}`, with one underscore"
        raise Found(ReservedMethod(name, problem, instead, span=span))
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


def _class_of(cls: type, context: Context, span: Span) -> tuple[Unit, ast.ClassDef]:
    unit = unit_of(cls.__module__, context, cls.__name__, span)
    nodes = [
        each
        for each in unit.tree.body
        if isinstance(each, ast.ClassDef) and each.name == cls.__name__
    ]
    if not nodes:
        raise Found(SourceNotFound(cls.__name__, span=span))
    return unit, nodes[-1]


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


class _Reader:
    """Reads the classes of one part: the spec, or a component that `span` declares."""

    def __init__(self, context: Context, part: Part, span: Span) -> None:
        self.context = context
        self.part = part
        self.span = span
        self.kind: type[Spec | Component] = Spec if part.wiring is None else Component
        self.fields: dict[str, Field] = {}
        self.methods: dict[str, Method] = {}
        self.components: dict[str, tuple[object, Span]] = {}
        self.taken: dict[str, _Taken] = {}

    def members(self, outside: tuple[type, ...]) -> Members:
        """Give the members of the part; `outside` are the components that it is in."""
        for cls in reversed(self.part.cls.__mro__):
            if issubclass(cls, self.kind) and cls is not self.kind:
                try:
                    unit, node = _class_of(cls, self.context, self.span)
                except Found as found:
                    _keep(found, self.context)
                    continue
                self._check_bases(cls, unit, node)
                self._read_class(cls, unit, node)
        inner = [self._component(name, outside) for name in self.components]
        return Members(
            (*self.fields.values(), *(each for one in inner for each in one.fields)),
            (*self.methods.values(), *(each for one in inner for each in one.methods)),
        )

    def _check_bases(self, cls: type, unit: Unit, node: ast.ClassDef) -> None:
        """Report the bases that are no specs: their actions and claims would be passed over."""
        for base, written in zip(cls.__bases__, node.bases, strict=False):
            if not issubclass(base, self.kind) and base is not Generic:
                for each in base.__mro__:
                    names = {*vars(each), *vars(each).get("__annotations__", {})}
                    self.part.broken |= {name for name in names if not name.startswith("__")}
                span = unit.span(written)
                self.context.report(ForeignBase(base.__name__, cls.__name__, span=span))

    def _read_class(self, cls: type, unit: Unit, node: ast.ClassDef) -> None:
        annotations = annotations_of(cls, self.context)
        last = {each.name: each for each in node.body if isinstance(each, ast.FunctionDef)}
        for statement in node.body:
            try:
                _check_free(statement, cls, unit, self.taken)
                if not isinstance(statement, ast.FunctionDef) or last[statement.name] is statement:
                    self._read(statement, cls, unit, annotations)
            except Found as found:
                self.part.broken |= _names(statement)
                _keep(found, self.context)

    def _read(
        self, statement: ast.stmt, cls: type, unit: Unit, annotations: dict[str, object]
    ) -> None:
        match statement:
            case ast.Expr(value=ast.Constant()) | ast.Pass():
                return
            case ast.AnnAssign(target=ast.Name(id=name), value=None, annotation=annotation):
                if component_of(annotations.get(name)) is not None:
                    self.components[name] = annotations[name], unit.span(annotation)
                elif name not in self.part.given and not self._is_narrowed(name, cls):
                    self._field(statement, name, cls, unit, annotations.get(name))
            case ast.FunctionDef(name=name) if name == MAKER and self.kind is Component:
                return
            case ast.FunctionDef(name=name):
                self.methods[name] = self._method(statement, cls, unit)
            case ast.AsyncFunctionDef():
                raise Found(AsynchronousCode("async", span=unit.span(statement)))
            case ast.AnnAssign(target=target) | ast.Assign(targets=[target, *_]):
                raise Found(ClassAttribute(ast.unparse(target), span=unit.span(target)))
            case _:
                text = ast.unparse(statement).split("\n")[0]
                raise Found(ClassAttribute(text, span=unit.span(statement)))

    def _is_narrowed(self, name: str, cls: type) -> bool:
        """Tell whether a class that derives from the component `cls` says the bounds of a field."""
        mro = self.part.cls.__mro__ if self.kind is Component else ()
        derived = mro[: mro.index(cls)] if cls in mro else ()
        return any(name in vars(each).get("__annotations__", {}) for each in derived)

    def _field(
        self, node: ast.AnnAssign, name: str, cls: type, unit: Unit, annotation: object
    ) -> None:
        known, where = self.part.variables, unit.span(node.target)
        # In a component of the library, a type is wrong by what the user says of it.
        is_own = not is_library(cls.__module__)
        span = unit.span(node.annotation) if is_own else self.span
        self.part.broken.add(name)
        try:
            type_ = type_of(annotation, self.context, span, bounded=True, variables=known)
        except Found as found:
            if is_own or not isinstance(found.diagnostic, UnboundedInt | UnboundedList):
                raise
            problem = f"`{cls.__name__}` leaves the bounds of `{name}` to those who use it"
            instead = f"derive a class from it, declare `{name}` there with bounds, and use that"
            raise Found(UnsupportedComponent(problem, instead, span=span)) from None
        self.part.broken.discard(name)
        before = self.fields.get(name)
        if before is not None and before.type != type_:
            instead = "keep its type, or use another name"
            what = f"a field of type {show_type(before.type)}"
            raise Found(NameTaken(name, what, before.span.line, instead, span=where))
        self.fields[name] = Field(self.part.path(name), type_, is_ghost(annotation), span=where)
        self.part.fields[name] = type_

    def _component(self, name: str, outside: tuple[type, ...]) -> Members:
        """Read the component that the field `name` is."""
        annotation, span = self.components[name]
        try:
            part = made_part(name, annotation, self.part, self.context, span)
        except Found as found:
            self.part.broken.add(name)
            _keep(found, self.context)
            return Members((), ())
        if part.cls in outside:
            problem = f"the component `{part.cls.__name__}` contains itself"
            instead = "let it contain others: what contains itself never ends"
            self.context.report(UnsupportedComponent(problem, instead, span=span))
            return Members((), ())
        self.part.parts[name] = part
        return _Reader(self.context, part, span).members((*outside, part.cls))

    def _method(self, node: ast.FunctionDef, cls: type, unit: Unit) -> Method:
        thing = vars(cls).get(node.name)
        before = self.methods.get(node.name)
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
        if self.kind is Component and kept is not None and kept.role not in _OF_COMPONENTS:
            problem = f"a component has no @{kept.role.value}"
            instead = _INSTEAD_OF_ROLE.get(kept.role, "write it in the spec, about its fields")
            raise Found(UnsupportedComponent(problem, instead, span=span))
        return Method(self.part, node.name, cls, thing, kept, unit, node)
