"""Helpers: methods of the spec and of records, functions of modules; unfolded where called."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass
from inspect import Parameter, signature
from types import FunctionType
from typing import Never, NoReturn, TypeVar

from modelcheck.frontend.errors.calls import RecursiveHelper, UnsupportedSuper
from modelcheck.frontend.errors.classes import WrongSignature
from modelcheck.frontend.errors.components import ComponentNotMade, RefusedRequest
from modelcheck.frontend.errors.typing import WrongArguments
from modelcheck.frontend.lowering import bodies, expressions
from modelcheck.frontend.lowering.access import seen_part
from modelcheck.frontend.lowering.annotations import annotations_of, type_of
from modelcheck.frontend.lowering.arguments import check_order
from modelcheck.frontend.lowering.constants import constant_of
from modelcheck.frontend.lowering.context import Context, Found, Unit
from modelcheck.frontend.lowering.conversion import without_bounds
from modelcheck.frontend.lowering.definitions import (
    annotation_spans,
    check_plain,
    definition_of,
    qualified,
)
from modelcheck.frontend.lowering.generics import is_abstract, unify
from modelcheck.frontend.lowering.making import MAKER, maker_of
from modelcheck.frontend.lowering.members import Method
from modelcheck.frontend.lowering.names import thing_of
from modelcheck.frontend.lowering.parts import Handler, Part
from modelcheck.frontend.lowering.requests import why_refused
from modelcheck.frontend.lowering.scope import Body, Scope
from modelcheck.ir.expr import Call, Expr, Literal
from modelcheck.ir.stmt import Function, Perform, Stmt
from modelcheck.ir.types import NONE, Type
from modelcheck.lang import Component, Spec
from modelcheck.source.span import Span


@dataclass(frozen=True)
class Helper:
    """A function that a call names: a method (of `owner`) or a function of a module.

    `part` is its `self`, unless `first` is: the record whose method it is.  `old` says that it
    runs on the state before.
    """

    function: Callable[..., object]
    owner: type | None
    part: Part
    old: bool = False
    first: Expr | None = None


def helper_of(node: ast.Call, scope: Scope) -> Helper | None:
    """Give the helper that a call names, `None` if it names something else.

    Raises: `Found` when `super()` is used otherwise than to call a method.
    """
    match node.func:
        case ast.Attribute(value=value, attr=name) if seen := seen_part(value, scope):
            return _method(name, *seen)
        case ast.Attribute(value=ast.Call(func=ast.Name(id="super"), args=given), attr=name):
            mro = scope.part.cls.__mro__
            after = mro[mro.index(scope.owner) + 1 :] if scope.owner in mro else ()
            owner = _owner(name, after)
            if given or owner is None or not issubclass(owner, Spec | Component):
                raise Found(_no_parent(name, node, scope))
            return Helper(vars(owner)[name], owner, scope.part, old=scope.old)
        case ast.Name(id="super") if thing_of(node.func, scope) is super:
            problem = "`super()` is only for calling a method"
            instead = "call the method that this one overrides, as `super().name(...)`"
            raise Found(UnsupportedSuper(problem, instead, span=scope.span(node)))
        case _:
            thing = thing_of(node.func, scope)
            if isinstance(thing, FunctionType) and scope.context.loaded.source_of(thing.__module__):
                return Helper(thing, None, scope.part)
            return None


def _method(name: str, part: Part, old: bool) -> Helper | None:  # noqa: FBT001  # one of a pair
    """Give the method `name` of a part; of what it was given, the method of its owner."""
    given = part.given.get(name)
    if isinstance(given, Handler):
        part, name = given.of, given.name
    owner = _owner(name, part.cls.__mro__)
    return Helper(vars(owner)[name], owner, part, old=old) if owner is not None else None


def _no_parent(name: str, node: ast.Call, scope: Scope) -> UnsupportedSuper:
    given = isinstance(node.func, ast.Attribute) and ast.unparse(node.func.value) != "super()"
    if given:
        problem = "`super` takes no arguments here"
        return UnsupportedSuper(problem, f"write `super().{name}(...)`", span=scope.span(node))
    owner = scope.owner.__name__ if scope.owner else scope.part.cls.__name__
    problem = f"no parent spec of `{owner}` has a method `{name}`"
    instead = "leave it out, or call another method of this class, as `self.name(...)`"
    return UnsupportedSuper(problem, instead, span=scope.span(node))


def record_helper(operand: Expr, cls: type, name: str, scope: Scope) -> Helper | None:
    """Give the method `name` of a record's class, if the author defined one."""
    function = vars(cls).get(name)
    if not isinstance(function, FunctionType):
        return None
    return Helper(function, cls, scope.part, first=operand)


def _owner(name: str, mro: tuple[type, ...]) -> type | None:
    return next((cls for cls in mro if callable(vars(cls).get(name))), None)


def call_helper(helper: Helper, node: ast.Call, scope: Scope) -> Call:
    """Give the call, its helper lowered for the types of these arguments.

    Raises: `Found` when the arguments do not fit, or the helper is recursive.
    """
    span = scope.span(node)
    unit, definition = definition_of(helper.function, scope.context, span, ast.unparse(node.func))
    names = _names(definition, unit, is_method=helper.owner is not None)
    calls = (*scope.calls, helper.part.path(qualified(helper.function)))
    if calls[-1] in scope.calls:
        path = " -> ".join(each.rpartition(".")[2] for each in calls)
        raise Found(RecursiveHelper(definition.name, path, span=span))
    hints = _hints(helper.function, definition, names, unit, scope)
    variables = dict(helper.part.variables)
    spans = annotation_spans(definition, unit)
    arguments, types = _arguments(helper, node, scope, names, hints, variables, spans)
    result = _result(hints["return"], variables, scope, definition, unit)
    parameters = tuple(zip(names, types, strict=True))
    function = _lowered(helper, unit, definition, parameters, result, scope)
    if helper.part not in {scope.part, scope.context.root}:
        why = why_refused(function, arguments)
        if why is not None:
            component = helper.part.cls.__name__
            raise Found(RefusedRequest(ast.unparse(node), component, why, span=span))
    first = () if helper.first is None else (helper.first,)
    return Call(function, (*first, *arguments), helper.old, function.result or NONE, span=span)


def _result(
    annotation: object,
    variables: dict[object, Type],
    scope: Scope,
    definition: ast.FunctionDef,
    unit: Unit,
) -> Type | None:
    if annotation in {None, type(None), Never, NoReturn}:
        return None
    span = annotation_spans(definition, unit)["return"]
    return without_bounds(
        type_of(annotation, scope.context, span, bounded=False, variables=variables)
    )


def _names(definition: ast.FunctionDef, unit: Unit, *, is_method: bool) -> list[str]:
    """Give the names of the parameters that arguments are given for."""
    given = check_plain(definition, unit, is_method=is_method)
    names = [each.arg for each in given.args]
    return names[1:] if is_method else names


def _hints(
    function: Callable[..., object],
    definition: ast.FunctionDef,
    names: list[str],
    unit: Unit,
    scope: Scope,
) -> dict[str, object]:
    span = unit.source.name_span(definition)
    hints = annotations_of(function, scope.context)
    for name in (*names, "return"):
        if name not in hints:
            what = "a result" if name == "return" else f"the parameter `{name}`"
            problem = f"`{definition.name}` has {what} without a type"
            raise Found(WrongSignature(problem, "annotate parameters and result", span=span))
    return hints


def _arguments(
    helper: Helper,
    node: ast.Call,
    scope: Scope,
    names: list[str],
    hints: dict[str, object],
    variables: dict[object, Type],
    spans: dict[str, Span],
) -> tuple[list[Expr], list[Type]]:
    takes = ", ".join(names)
    name = ast.unparse(node.func)
    span = scope.span(node)
    if len(node.args) > len(names):
        problem = f"`{name}` takes {len(names)} arguments, and is given {len(node.args)}"
        raise Found(WrongArguments(problem, takes, span=span))
    given = dict(zip(names, node.args, strict=False))
    for keyword in node.keywords:
        if keyword.arg not in names or keyword.arg in given:
            twice = keyword.arg in names
            problem = (
                f"`{name}` {'is given' if twice else 'has no parameter'} `{keyword.arg}`"
                f"{' twice' if twice else ''}"
            )
            raise Found(WrongArguments(problem, takes, span=scope.span(keyword)))
        given[keyword.arg] = keyword.value
    arguments: list[Expr] = []
    types: list[Type] = []
    for parameter in names:
        argument = _argument(helper, parameter, given, scope, node)
        annotation = hints[parameter]
        unify(annotation, argument.type, variables)
        variables |= helper.part.variables
        if not is_abstract(annotation):
            where = spans[parameter]
            declared = type_of(annotation, scope.context, where, bounded=False, variables=variables)
            if parameter in given and not getattr(annotation, "__parameters__", ()):
                argument = expressions.lower_expr(given[parameter], scope, declared)
            types.append(without_bounds(declared))
            expressions.checked(argument, declared)
        else:
            types.append(argument.type)
        arguments.append(argument)
    check_order(node, scope, given, dict(zip(names, arguments, strict=True)))
    return arguments, types


def _argument(
    helper: Helper, parameter: str, given: dict[str, ast.expr], scope: Scope, node: ast.Call
) -> Expr:
    if parameter in given:
        return expressions.lower_expr(given[parameter], scope)
    span = scope.span(node)
    declared = signature(helper.function).parameters
    given_default: object = declared[parameter].default
    has_default = given_default is not Parameter.empty
    default = constant_of(given_default, scope.context, span) if has_default else None
    if default is None:
        problem = f"`{ast.unparse(node.func)}` needs `{parameter}`"
        takes = ", ".join(name for name in declared if helper.owner is None or name != "self")
        raise Found(WrongArguments(problem, takes, span=span))
    return Literal(*default, span=span)


def _lowered(
    helper: Helper,
    unit: Unit,
    definition: ast.FunctionDef,
    parameters: tuple[tuple[str, Type], ...],
    result: Type | None,
    scope: Scope,
) -> Function:
    first = () if helper.first is None else (_first(helper.first, definition),)
    key = (helper.function, helper.part, first + parameters, helper.old, scope.over_steps)
    known = scope.context.functions.get(key)
    if known is None:
        call = helper.part.path(qualified(helper.function))
        own = scope.inside(helper.part, unit, definition, helper.owner, old=helper.old, call=call)
        if helper.first is not None:
            own.self_name = None
        known = bodies.lower_function(definition, first + parameters, result, own)
        scope.context.functions[key] = known
    return known


def _variables(annotation: object) -> set[object]:
    if isinstance(annotation, TypeVar):
        return {annotation}
    return set(getattr(annotation, "__parameters__", ()))


def lower_making(target: ast.expr, node: ast.stmt, scope: Scope) -> list[Stmt] | None:
    """Give what a statement does that makes a component, or keeps what one is given.

    `None` for any other statement.
    """
    if not isinstance(target, ast.Attribute) or not scope.is_self(target.value):
        return None
    if scope.given and isinstance(node, ast.Assign) and target.attr in scope.part.given:
        return [] if ast.unparse(node.value) == target.attr else None
    part = scope.part.parts.get(target.attr)
    if part is None:
        return None
    span = scope.span(node)
    if part.made_by is not node:
        problem = "another statement makes it"
        raise Found(ComponentNotMade(target.attr, problem, _made_once(part, scope), span=span))
    owner, unit, definition = maker_of(part, scope.context, span)
    call = part.path(qualified(vars(owner)[MAKER]))
    own = scope.inside(part, unit, definition, owner, old=False, call=call)
    own.given = part.given
    start = bodies.lower_function(definition, (), None, own)
    return [Perform(Call(start, (), False, NONE, span=span), None, span=span)]  # noqa: FBT003  # `old`


def _made_once(part: Part, scope: Scope) -> str:
    """Give what to do about a second statement that makes a component."""
    if part.made_in is None or part.made_in is scope.owner:
        return "leave this out: a component is made once, and changed by its own methods"
    return (
        f"`{part.made_in.__name__}` makes another one: let it call no `super()` here, "
        "and set the other fields in a helper that both call"
    )


def _first(operand: Expr, definition: ast.FunctionDef) -> tuple[str, Type]:
    return definition.args.args[0].arg, operand.type


def lower_uncalled(method: Method, context: Context) -> None:
    """Read a helper that nothing calls, for its findings; a generic one is left alone.

    Raises: `Found` when its signature is not of the language.
    """
    names = _names(method.definition, method.unit, is_method=True)
    part = method.part
    outer = Scope(context, part, method.unit, Body.HELPER, method.owner, None, over_steps=True)
    hints = _hints(method.function, method.definition, names, method.unit, outer)
    known = method.part.variables.keys()
    if any(is_abstract(each) or not known >= _variables(each) for each in hints.values()):
        return
    spans = annotation_spans(method.definition, method.unit)
    parameters = tuple(
        (
            name,
            without_bounds(
                type_of(hints[name], context, spans[name], bounded=False, variables=part.variables)
            ),
        )
        for name in names
    )
    result = _result(hints["return"], part.variables, outer, method.definition, method.unit)
    call = part.path(qualified(method.function))
    own = outer.inside(part, method.unit, method.definition, method.owner, old=False, call=call)
    bodies.lower_function(method.definition, parameters, result, own)
