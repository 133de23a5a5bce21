"""How a component is made: the statement that does it, and what the component is given there.

    self.links = PerfectLinks(Process, deliver=self.delivered)

Nothing is run: an indication is the method that it names, and stays so in every state.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, TypeGuard, cast, get_args, get_origin

from modelcheck.frontend.errors.components import (
    ComponentNotMade,
    UnsupportedComponent,
    WrongGiven,
)
from modelcheck.frontend.errors.typing import WrongArguments
from modelcheck.frontend.lowering.annotations import annotations_of, type_of
from modelcheck.frontend.lowering.constants import constant_of
from modelcheck.frontend.lowering.context import Context, Found, Unit
from modelcheck.frontend.lowering.conversion import without_bounds
from modelcheck.frontend.lowering.definitions import check_plain, definition_of
from modelcheck.frontend.lowering.names import MISSING, is_domain, thing_of
from modelcheck.frontend.lowering.parts import Handler, Part
from modelcheck.frontend.lowering.scope import Body, Scope
from modelcheck.frontend.lowering.telling import told
from modelcheck.ir.types import Type
from modelcheck.lang import Component, Elements
from modelcheck.lang.components import Wiring
from modelcheck.lang.marks import MARK, Mark, Role
from modelcheck.source.span import Span

MAKER: Final = "__init__"
"""The method of a component that sets its fields."""


def component_of(annotation: object) -> type[Component] | None:
    """Give the class that a field's annotation names, if that is a component's."""
    cls = get_origin(annotation) or annotation
    return cls if _is_component(cls) else None


def _is_component(thing: object) -> TypeGuard[type[Component]]:
    return isinstance(thing, type) and issubclass(thing, Component)


@dataclass(frozen=True)
class _Maker:
    """The body that makes the components of a part, and one statement of it."""

    scope: Scope
    body: list[ast.stmt]
    statement: ast.Assign
    call: ast.Call


def made_part(name: str, annotation: object, owner: Part, context: Context, span: Span) -> Part:
    """Give the component that the field `name` of `owner` is; its members are not yet read.

    `span` is where the field's type stands.
    Raises: `Found` when no statement makes it, or it is given what it cannot take.
    """
    declared = component_of(annotation) or Component
    maker = _maker(name, owner, context, span)
    cls = thing_of(maker.call.func, maker.scope)
    if not _is_component(cls) or not issubclass(cls, declared):
        problem = f"`{ast.unparse(maker.call.func)}` is no `{declared.__name__}`"
        instead = f"write `self.{name} = {declared.__name__}(...)`"
        raise Found(ComponentNotMade(name, problem, instead, span=maker.scope.span(maker.call)))
    wiring = Wiring(owner.path(name), cls)
    part = Part(cls, wiring, made_by=maker.statement, made_in=maker.scope.owner)
    part.variables = _variables(cls, annotation, owner, context, span)
    _give(part, maker, context)
    return part


def _maker(name: str, owner: Part, context: Context, span: Span) -> _Maker:
    for scope, body in _makers(owner, context, span):
        for statement in body:
            match statement:
                case ast.Assign(
                    targets=[ast.Attribute(value=value, attr=attr)], value=ast.Call() as call
                ) if attr == name and scope.is_self(value):
                    return _Maker(scope, body, statement, call)
                case _:
                    pass
    where = "@init" if owner.wiring is None else f"`{MAKER}`"
    problem = f"{where} has no statement for it"
    instead = f"write `self.{name} = ...(...)` there, not inside of an `if` or a loop"
    raise Found(ComponentNotMade(name, problem, instead, span=span))


def _makers(owner: Part, context: Context, span: Span) -> Iterator[tuple[Scope, list[ast.stmt]]]:
    """Give the bodies that may make the components of a part, that of the class itself first."""
    for cls in owner.cls.__mro__:
        for name, function in list(vars(cls).items()):
            mark = getattr(function, MARK, None)
            starts = isinstance(mark, Mark) and mark.role is Role.INIT
            if not (starts if owner.wiring is None else name == MAKER and cls is not object):
                continue
            unit, node = definition_of(function, context, span, name)
            self_name = node.args.args[0].arg if node.args.args else None
            scope = Scope(context, owner, unit, Body.INIT, cls, self_name, given=owner.given)
            yield scope, node.body


def maker_of(part: Part, context: Context, span: Span) -> tuple[type, Unit, ast.FunctionDef]:
    """Give the class that defines the `__init__` of a component, its file and its definition.

    Raises: `Found` when it has none.
    """
    for cls in part.cls.__mro__:
        if cls is not object and MAKER in vars(cls):
            return cls, *definition_of(vars(cls)[MAKER], context, span, MAKER)
    problem = f"the component `{part.cls.__name__}` has no `{MAKER}`"
    instead = f"write `def {MAKER}(self, ...) -> None:`, which sets its fields"
    raise Found(UnsupportedComponent(problem, instead, span=span))


def _variables(
    cls: type[Component], annotation: object, owner: Part, context: Context, span: Span
) -> dict[object, Type]:
    """Give what the type variables of a component's class and of its bases stand for."""
    declared = component_of(annotation)
    names = _type_variables(declared)
    given = get_args(annotation)
    if len(names) != len(given):
        listed = ", ".join(str(getattr(each, "__name__", each)) for each in names)
        name = declared.__name__ if declared else ""
        problem = f"`{name}` says not of which types it is"
        instead = f"write `{name}[{listed}]`, with types in their place"
        raise Found(UnsupportedComponent(problem, instead, span=span))
    types = [
        type_of(each, context, span, bounded=True, variables=owner.variables) for each in given
    ]
    known = dict(zip(names, types, strict=True))
    for base, arguments in _generic_bases(cls):
        if base is declared:
            known |= {each: known[name] for name, each in zip(names, arguments, strict=True)}
    _add_bases(cls, known, context, span)
    return known


def _add_bases(cls: type, known: dict[object, Type], context: Context, span: Span) -> None:
    for base, arguments in _generic_bases(cls):
        for name, argument in zip(_type_variables(base), arguments, strict=False):
            known[name] = type_of(argument, context, span, bounded=True, variables=known)
        _add_bases(base, known, context, span)


def _generic_bases(cls: type) -> Iterator[tuple[type[Component], tuple[object, ...]]]:
    for base in vars(cls).get("__orig_bases__", cls.__bases__):
        origin = get_origin(base) or base
        if _is_component(origin):
            yield origin, get_args(base)


def _type_variables(cls: type | None) -> tuple[object, ...]:
    return tuple(getattr(cls, "__parameters__", ()))


def _give(part: Part, maker: _Maker, context: Context) -> None:
    """Find what the component is given, and put it into `part`."""
    scope, call = maker.scope, maker.call
    owner, unit, definition = maker_of(part, context, scope.span(call.func))
    names = [each.arg for each in check_plain(definition, unit, is_method=True).args[1:]]
    given = _arguments(call, names, scope)
    hints = annotations_of(vars(owner)[MAKER], context)
    kept = {name for statement in definition.body if (name := _kept(statement, definition))}
    handlers: dict[str, str] = {}
    things: dict[str, object] = {}
    for name in names:
        if name not in kept:
            problem = f"`{MAKER}` does not keep `{name}`"
            where = next(each for each in definition.args.args if each.arg == name)
            instead = f"write `self.{name} = {name}`"
            raise Found(UnsupportedComponent(problem, instead, span=unit.span(where)))
        thing, known_as = _thing(given[name], maker)
        _check(name, hints.get(name), thing, part, given[name], scope)
        part.given[name] = thing
        part.names[name] = scope.part.names.get(known_as, known_as)
        if isinstance(thing, Handler):
            handlers[name] = known_as
        else:
            things[name] = thing
    path = part.wiring.path if part.wiring else ""
    part.wiring = Wiring(path, part.cls, handlers, things)


def _kept(statement: ast.stmt, definition: ast.FunctionDef) -> str | None:
    """Give the name that `self.name = name` keeps."""
    match statement:
        case ast.Assign(
            targets=[ast.Attribute(value=ast.Name(id=target), attr=name)], value=ast.Name(id=value)
        ) if target == definition.args.args[0].arg and name == value:
            return name
        case _:
            return None


def _arguments(call: ast.Call, names: list[str], scope: Scope) -> Mapping[str, ast.expr]:
    text = ast.unparse(call.func)
    takes = ", ".join(names)
    given: dict[str, ast.expr] = dict(zip(names, call.args, strict=False))
    if len(call.args) > len(names):
        problem = f"`{text}` takes {len(names)} arguments, and is given {len(call.args)}"
        raise Found(WrongArguments(problem, takes, span=scope.span(call)))
    for keyword in call.keywords:
        if keyword.arg is None or keyword.arg not in names or keyword.arg in given:
            problem = f"`{text}` cannot be given `{ast.unparse(keyword)}`"
            raise Found(WrongArguments(problem, takes, span=scope.span(keyword)))
        given[keyword.arg] = keyword.value
    for name in names:
        if name not in given:
            problem = f"`{text}` needs `{name}`"
            raise Found(WrongArguments(problem, takes, span=scope.span(call)))
    return given


def _thing(node: ast.expr, maker: _Maker) -> tuple[object, str]:
    """Give what an argument stands for, and the name that the owner knows it by, if any.

    That of a method of another component is `links.send`.
    """
    if isinstance(node, ast.Constant) and isinstance(node.value, bool | int):
        return node.value, ""
    thing = thing_of(node, maker.scope)
    if not isinstance(node, ast.Attribute):
        return thing, ast.unparse(node)
    if isinstance(thing, Handler):
        return thing, node.attr
    part = maker.scope.part_of(node.value)
    if part is None or not callable(getattr(part.cls, node.attr, None)):
        return thing, node.attr
    if part is maker.scope.part:
        return Handler(part, node.attr), node.attr
    if not _is_made_before(part, maker):
        return MISSING, node.attr
    return Handler(part, node.attr), ast.unparse(node).partition(".")[2]


def _is_made_before(part: Part, maker: _Maker) -> bool:
    """Tell whether a component is made in the same body, before the statement of `maker`."""
    at = maker.body.index(maker.statement)
    return any(each is part.made_by for each in maker.body[:at])


def _check(
    name: str, hint: object, thing: object, part: Part, node: ast.expr, scope: Scope
) -> None:
    """Check what a component is given against what it takes.

    Raises: `Found` with MC291 when they do not fit.
    """
    span, component = scope.span(node), part.cls.__name__
    origin = get_origin(hint)
    if origin is Callable:
        _check_handler(name, get_args(hint), thing, part, node, scope)
    elif origin is Elements:
        (argument,) = get_args(hint)
        wanted = part.variables.get(argument)
        found = type_of(thing, scope.context, span, bounded=True) if is_domain(thing) else None
        if found is None or (wanted is not None and found != wanted):
            of = told(wanted) if wanted else "a sort"
            problem = f"is given `{ast.unparse(node)}`, and takes the elements of {of}"
            instead = "give it the class of the sort that the field's type names"
            raise Found(WrongGiven(name, component, problem, instead, span=span))
    elif constant_of(thing, scope.context, span) is None:
        problem = f"is given `{ast.unparse(node)}`, which is no constant"
        instead = "give it a method as `self.method`, a sort, or a constant of the module"
        raise Found(WrongGiven(name, component, problem, instead, span=span))


def _check_handler(
    name: str,
    signature: tuple[object, ...],
    thing: object,
    part: Part,
    node: ast.expr,
    scope: Scope,
) -> None:
    context, span, component = scope.context, scope.span(node), part.cls.__name__
    wanted, result = signature
    takes = [
        without_bounds(type_of(each, context, span, bounded=False, variables=part.variables))
        for each in (cast("list[object]", wanted) if isinstance(wanted, list) else ())
    ]
    gives = _result(result, part, context, span)
    listed = ", ".join(map(told, takes))
    instead = f"give it a method of this class that takes ({listed})"
    if not isinstance(thing, Handler):
        problem = f"is given `{ast.unparse(node)}`, which is no method of this class"
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Attribute):
            problem += ", or of a component made before"
        raise Found(WrongGiven(name, component, problem, instead, span=span))
    function = getattr(thing.of.cls, thing.name)
    unit, definition = definition_of(function, context, span, thing.name)
    hints = annotations_of(function, context)
    own = [each.arg for each in check_plain(definition, unit, is_method=True).args[1:]]
    found = [
        without_bounds(
            type_of(hints.get(each), context, span, bounded=False, variables=thing.of.variables)
        )
        for each in own
    ]
    if found != takes or _result(hints.get("return"), thing.of, context, span) != gives:
        told_types = ", ".join(map(told, found))
        problem = f"is given `{thing.name}`, which takes ({told_types})"
        if found == takes:
            problem = f"is given `{thing.name}`, which gives something else"
            instead = f"let it give {told(gives) if gives else 'nothing: `-> None`'}"
        raise Found(WrongGiven(name, component, problem, instead, span=span))


def _result(hint: object, part: Part, context: Context, span: Span) -> Type | None:
    if hint is None or hint is type(None):
        return None
    return without_bounds(type_of(hint, context, span, bounded=False, variables=part.variables))
