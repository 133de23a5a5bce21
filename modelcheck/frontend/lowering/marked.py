"""Marked methods: @init, actions with the domains of their parameters, and claims."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import wraps
from operator import attrgetter
from types import CodeType
from typing import Final, cast

from modelcheck.frontend.errors.classes import (
    ReservedMethod,
    UnboundedParameter,
    UnknownActor,
    WrongSignature,
)
from modelcheck.frontend.errors.loading import MisusedMark
from modelcheck.frontend.errors.typing import UnsupportedParameter
from modelcheck.frontend.iteration import iterate_in_order
from modelcheck.frontend.lowering import bodies
from modelcheck.frontend.lowering.annotations import annotations_of, type_of
from modelcheck.frontend.lowering.choices import has_choice
from modelcheck.frontend.lowering.comprehensions import lower_iterable
from modelcheck.frontend.lowering.context import Context, Found
from modelcheck.frontend.lowering.conversion import element_of, options_of
from modelcheck.frontend.lowering.definitions import check_plain, qualified, word_span
from modelcheck.frontend.lowering.members import Method
from modelcheck.frontend.lowering.names import thing_of
from modelcheck.frontend.lowering.scope import Body, Scope
from modelcheck.frontend.lowering.telling import mismatch, told
from modelcheck.ir.expr import Call, Expr, Read
from modelcheck.ir.module import Action, Claim, ClaimKind
from modelcheck.ir.stmt import Function, Stmt
from modelcheck.ir.types import (
    BOOL,
    NEVER,
    BoolType,
    EnumType,
    IntType,
    NoneType,
    RecordType,
    SortType,
    Type,
)
from modelcheck.ir.walk import walk
from modelcheck.lang import require
from modelcheck.lang.marks import Mark
from modelcheck.semantics.verdict import PropertyKind

PyDomain = Callable[..., Iterable[object]]
"""The container of a record parameter, as a function of the instance and earlier arguments."""

_WITHOUT_PARAMETERS: Final = {ClaimKind.FINAL, ClaimKind.ASSUME, ClaimKind.CONSTRAINT}


@dataclass(frozen=True)
class LoweredAction:
    """An action, and the containers of its record parameters as CPython evaluates them."""

    action: Action
    domains: dict[tuple[str, str], PyDomain]


def scope_of(method: Method, context: Context, body: Body, *, over_steps: bool = False) -> Scope:
    """Give the scope in which a marked method's body is lowered.

    Raises: `Found` when the method does not take `self`, or takes more than plain parameters.
    """
    given = check_plain(method.definition, method.unit, is_method=True)
    if given.defaults:
        problem = f"`{method.name}` has a parameter with a default"
        instead = "leave the default out: every value of the parameter is tried"
        raise Found(WrongSignature(problem, instead, span=method.unit.span(given.defaults[0])))
    return Scope(
        context,
        method.part,
        method.unit,
        body,
        method.owner,
        given.args[0].arg,
        over_steps=over_steps,
        calls=(method.part.path(qualified(method.function)),),
    )


def lower_init(method: Method, context: Context) -> Function:
    """Give the body that makes the initial states.

    Raises: `Found` when it takes parameters.
    """
    scope = scope_of(method, context, Body.INIT)
    parameters = _parameters(method, context, result=None)
    if parameters:
        problem = f"`{method.name}` is marked @init and takes parameters"
        instead = "choose inside of it: `x = oneof(...)`"
        raise Found(WrongSignature(problem, instead, span=method.span))
    return bodies.lower_function(method.definition, (), None, scope)


def lower_action(method: Method, mark: Mark, context: Context) -> LoweredAction:
    """Give an action.

    Raises: `Found` when its parameters are not bounded.
    """
    scope = scope_of(method, context, Body.STEP)
    parameters = _parameters(method, context, result=None)
    leading = _leading_domains(method, dict(parameters), scope)
    for name, type_ in parameters:
        if name not in leading:
            _check_enumerable(name, type_, method, records=True)
    domains = {name: expr for name, (_, expr) in leading.items()}
    function = bodies.lower_function(method.definition, parameters, None, scope, domains)
    sorts = [name for name, type_ in parameters if isinstance(type_, SortType)]
    by = mark.by
    if by is not None and by not in dict(parameters):
        decorators = method.definition.decorator_list
        span = word_span(decorators, by, method.unit.source) or method.span
        context.report(UnknownActor(by, method.name, span=span))
    _check_fairness(mark.fair, method, context)
    named = replace(function, name=method.path)
    action = Action(named, mark.fair, by or (sorts[0] if sorts else None))
    return LoweredAction(action, _compiled(method, leading))


def _check_fairness(fair: object, method: Method, context: Context) -> None:
    """Report a fairness that there is not; type checkers would, but nobody has to run them."""
    if fair not in {None, "weak", "strong"}:
        span = word_span(method.definition.decorator_list, str(fair), method.unit.source)
        problem = f"`fair` is `{fair}`, and an action is fair in no such way"
        instead = 'write `fair="weak"` or `fair="strong"`, or leave it out'
        context.report(MisusedMark(problem, instead, span=span or method.span))


def lower_claim(method: Method, kind: ClaimKind, context: Context) -> Claim:
    """Give a claim.

    Raises: `Found` when its parameters cannot be enumerated, or it is called as what every spec
    is asked (MC165): results tell claims by name.
    """
    if method.path in {PropertyKind.DEADLOCK.value, PropertyKind.EVALUATION.value}:
        problem = "what results call something that every spec is asked"
        instead = "give the claim another name: `mc` tells claims by theirs"
        raise Found(ReservedMethod(method.name, problem, instead, span=method.span))
    may_look_back = kind in {ClaimKind.STEP_INVARIANT, ClaimKind.COVER}
    body = Body.STEP_CLAIM if kind is ClaimKind.STEP_INVARIANT else Body.CLAIM
    scope = scope_of(method, context, body, over_steps=may_look_back)
    parameters = _parameters(method, context, result=BOOL)
    if parameters and kind in _WITHOUT_PARAMETERS:
        problem = f"`{method.name}` is marked @{kind.value} and takes parameters"
        instead = "quantify inside of it: `all(... for p in Process)`"
        raise Found(WrongSignature(problem, instead, span=method.span))
    for name, type_ in parameters:
        _check_enumerable(name, type_, method, records=False)
    function = bodies.lower_function(method.definition, parameters, BOOL, scope)
    over_steps = kind is ClaimKind.STEP_INVARIANT or _looks_back(function.body)
    lemma = method.mark is not None and method.mark.lemma
    return Claim(kind, replace(function, name=method.path), over_steps, lemma)


def _parameters(
    method: Method, context: Context, result: Type | None
) -> tuple[tuple[str, Type], ...]:
    annotations = annotations_of(method.function, context)
    returns = annotations.get("return", ...)
    if (returns is not None) if result is None else (returns is not bool):
        problem = (
            f"`{method.name}` must be annotated to return `{'None' if result is None else 'bool'}`"
        )
        instead = f"write `def {method.name}(self, ...) -> {'None' if result is None else 'bool'}:`"
        raise Found(WrongSignature(problem, instead, span=method.span))
    found: list[tuple[str, Type]] = []
    for each in method.definition.args.args[1:]:
        span = method.unit.span(each)
        if each.annotation is None:
            problem = f"the parameter `{each.arg}` of `{method.name}` has no type"
            instead = f"write `{each.arg}: Type`: its values are all that the type has"
            raise Found(WrongSignature(problem, instead, span=span))
        where = method.unit.span(each.annotation)
        annotation, known = annotations[each.arg], method.part.variables
        type_ = type_of(annotation, context, where, bounded=True, variables=known)
        found.append((each.arg, type_))
    return tuple(found)


def _check_enumerable(name: str, type_: Type, method: Method, *, records: bool) -> None:
    span = next(method.unit.span(each) for each in method.definition.args.args if each.arg == name)
    for option in options_of(type_):
        match option:
            case BoolType() | EnumType() | SortType() | IntType() | NoneType():
                pass
            case RecordType() if records:
                raise Found(UnboundedParameter(name, told(type_), span=span))
            case RecordType():
                instead = (
                    "only actions have records as parameters: in a claim, write "
                    f"`all(... for {name} in ... if ...)`, or `any(...)`"
                )
                raise Found(UnsupportedParameter(name, told(type_), instead, span=span))
            case _:
                instead = (
                    "parameters are sorts, enums, `bool`, bounded integers, unions of these, "
                    "and, in actions, records"
                )
                raise Found(UnsupportedParameter(name, told(type_), instead, span=span))


def _leading_domains(
    method: Method, parameters: dict[str, Type], scope: Scope
) -> dict[str, tuple[ast.expr, Expr]]:
    """Give, for record parameters, the container that a leading `require(m in ...)` names."""
    with scope.bound({}):
        found: dict[str, tuple[ast.expr, Expr]] = {}
        names = list(parameters)
        for member, container in _leading_members(method.definition.body, scope):
            name = member.id
            if name not in parameters or name in found:
                continue
            if not any(isinstance(option, RecordType) for option in options_of(parameters[name])):
                continue
            earlier = {each: parameters[each] for each in names[: names.index(name)]}
            scope.locals = dict(earlier)
            scope.assigned = set(earlier)
            lowered = lower_iterable(container, scope)
            element = element_of(lowered.type) or NEVER
            if not set(options_of(parameters[name])) <= set(options_of(element)):
                where = scope.span(member)
                raise Found(mismatch(element, parameters[name], where))
            # What is chosen inside of a step bounds nothing outside of it.
            if not has_choice(lowered):
                found[name] = (container, lowered)
        return found


def _leading_members(body: list[ast.stmt], scope: Scope) -> Iterator[tuple[ast.Name, ast.expr]]:
    """Give the tests `name in container` that the guards at the start of a body begin with."""
    for statement in body:
        match statement:
            case ast.Expr(value=ast.Constant()):
                continue
            case ast.Expr(value=ast.Call(func=function, args=[condition])):
                if thing_of(function, scope) is not require:
                    return
                tests = condition.values if isinstance(condition, ast.BoolOp) else [condition]
                if isinstance(condition, ast.BoolOp) and isinstance(condition.op, ast.Or):
                    return
                for test in tests:
                    match test:
                        case ast.Compare(
                            left=ast.Name() as member, ops=[ast.In()], comparators=[container]
                        ):
                            yield member, container
                        case _:
                            pass
            case _:
                return


def _compiled(
    method: Method, leading: dict[str, tuple[ast.expr, Expr]]
) -> dict[tuple[str, str], PyDomain]:
    names = [each.arg for each in method.definition.args.args]
    domains: dict[tuple[str, str], PyDomain] = {}
    for name, (container, _) in leading.items():
        earlier = [ast.arg(each) for each in names[: names.index(name)]]
        arguments = ast.arguments([], earlier, None, [], [], None, [])
        function = iterate_in_order(ast.Expression(ast.Lambda(arguments, deepcopy(container))))
        code = compile(ast.fix_missing_locations(function), f"<domain of {name}>", "eval")
        domains[method.path, name] = _function(code, method)
    return domains


def _function(code: CodeType, method: Method) -> PyDomain:
    namespace = dict(method.unit.namespace)
    function = cast("PyDomain", eval(code, namespace))  # noqa: S307  # the author's own expression
    wiring = method.part.wiring
    return function if wiring is None else _of_component(wiring.path, function)


def _of_component(path: str, function: PyDomain) -> PyDomain:
    """Give the function of the spec's instance, for one of the component's."""
    component = attrgetter(path)

    @wraps(function)
    def domain(instance: object, *arguments: object) -> Iterable[object]:
        return function(component(instance), *arguments)

    return domain


def _looks_back(body: tuple[Stmt, ...]) -> bool:
    for statement in body:
        for node in walk(statement):
            match node:
                case Read(old=True) | Call(old=True):
                    return True
                case Call(function=function) if _looks_back(function.body):
                    return True
                case _:
                    pass
    return False
