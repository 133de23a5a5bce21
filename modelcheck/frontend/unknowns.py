"""Constants that stand for any integer, `--for-all N,T,F`, and what of a spec follows from them.

Nothing that depends on an unknown keeps the value that it has under the parameters: what is not
understood is refused.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Final

from modelcheck.frontend.counting import annotations_in, bounds_of
from modelcheck.frontend.dependence import Dependence, find_dependence, listed
from modelcheck.frontend.errors.unknowns import (
    NoInteger,
    NoSuchUnknown,
    NotCounters,
    SameName,
    UnknownChoices,
    UnknownSize,
)
from modelcheck.frontend.loading import LoadedFile
from modelcheck.frontend.lower import LoadedSpec
from modelcheck.frontend.lowering.context import Found
from modelcheck.frontend.parameters import ParameterValue, find_parameters
from modelcheck.frontend.text import did_you_mean
from modelcheck.ir.expr import Constant
from modelcheck.ir.module import Module
from modelcheck.ir.text_stmt import called_functions
from modelcheck.ir.unknowns import Bounds, Unknowns
from modelcheck.ir.walk import walk
from modelcheck.source.diagnostic import ConfigError, Diagnostic
from modelcheck.source.span import SourceFile

_SORT: Final = "it is a sort, whose elements have names: count them instead"


def unknowns(loaded: LoadedFile, spec: LoadedSpec, names: tuple[str, ...]) -> Unknowns:
    """Give what of `spec`, a class of the file `loaded`, follows from the parameters `names`.

    Raises: `ConfigError` with every finding, when a name is no integer parameter (MC340, MC341);
    when a sort's size depends on one (MC342), a constant does in a way that is not followed
    (MC343), a field is no counter (MC344), a parameter of an action or claim has unknown bounds
    (MC345), or a constant of another file has the name of one (MC346).
    """
    names = tuple(dict.fromkeys(names))
    if findings := [*_wrong_names(loaded, names)]:
        raise ConfigError(*findings)
    integers = {name: each for name, each in loaded.namespace.items() if type(each) is int}
    modules = {name: module.namespace for name, module in loaded.imported.items()}
    dependence = find_dependence(loaded.source, names, integers, modules)
    findings = [*dependence.findings]
    bounds: list[tuple[str, Bounds]] = []
    annotations = _annotations(loaded, spec, dependence)
    for field in spec.module.fields:
        try:
            bounds.append((field.name, bounds_of(field, annotations.get(field.name), dependence)))
        except Found as found:
            findings += [each for each in [found.diagnostic] if each is not None]
    findings += _components(spec, loaded.source, annotations)
    if not any(isinstance(each, UnknownSize) for each in findings):
        findings += _unknown_choices(loaded, spec, dependence)
    constants = {*names, *(name for name, _ in dependence.definitions)}
    if not spec.components:  # in those, what is given keeps the name that the spec has for it
        findings += _same_names(spec.module, constants)
    if findings:
        raise ConfigError(*findings)
    return Unknowns(names, dependence.definitions, tuple(bounds))


def _wrong_names(loaded: LoadedFile, names: tuple[str, ...]) -> Iterator[Diagnostic]:
    parameters = {each.name: each for each in loaded.parameters}
    integers = [name for name, each in parameters.items() if _kind(each) is None]
    present = f"it may name {', '.join(f'`{each}`' for each in integers)}"
    advice = present if integers else "declare an integer constant: `N: Final[int] = 3`"
    computed = find_parameters(loaded.tree, loaded.source).computed
    for name in names:
        if name in computed:
            constant = computed[name]
            text = f"it is computed, as `{ast.unparse(constant.expression)}`"
            reason = _SORT if isinstance(loaded.namespace[name], type) else text
            yield NoInteger(name, reason, advice, span=constant.span)
        elif name not in parameters:
            yield NoSuchUnknown(name, did_you_mean(name, integers) or advice)
        elif (kind := _kind(parameters[name])) is not None:
            yield NoInteger(name, kind, advice, span=parameters[name].span)


def _kind(parameter: ParameterValue) -> str | None:
    """Say what a parameter is, if it is no integer."""
    match parameter:
        case ParameterValue(of="sort"):
            return _SORT
        case ParameterValue(value=bool()):
            return "it is true or false"
        case ParameterValue(value=Enum() as member):
            return f"it is a member of `{type(member).__name__}`"
        case ParameterValue(value=tuple()):
            return "it is several integers"
        case _:
            return None


def _annotations(
    loaded: LoadedFile, spec: LoadedSpec, dependence: Dependence
) -> Mapping[str, ast.expr]:
    """Give the annotations of the spec's fields, as far as they stand in its own file."""
    found: dict[str, ast.expr] = {}
    for node in _own_classes(loaded, spec, dependence):
        found |= dict(annotations_in(node))
    return found


def _own_classes(
    loaded: LoadedFile, spec: LoadedSpec, dependence: Dependence
) -> Iterator[ast.ClassDef]:
    """Give the classes of the file that the spec is made of, bases first."""
    for cls in reversed(spec.spec_class.__mro__):
        if cls.__module__ == loaded.name and cls.__name__ in dependence.classes:
            yield dependence.classes[cls.__name__]


def _components(
    spec: LoadedSpec, source: SourceFile, annotations: Mapping[str, ast.expr]
) -> Iterator[Diagnostic]:
    for wiring in spec.components:
        why = f"it is a `{wiring.cls.__name__}`, and what components are given is not followed"
        annotation = annotations.get(wiring.path.partition(".")[0])
        span = spec.module.span if annotation is None else source.span(annotation)
        yield NotCounters(wiring.path, why, span=span)


def _unknown_choices(
    loaded: LoadedFile, spec: LoadedSpec, dependence: Dependence
) -> Iterator[Diagnostic]:
    actions = {each.name for each in spec.module.actions}
    claims = {each.name for each in spec.module.claims}
    for node in _own_classes(loaded, spec, dependence):
        for method in node.body:
            if not isinstance(method, ast.FunctionDef) or method.name not in actions | claims:
                continue
            for each in method.args.args:
                if each.annotation is not None and (found := dependence.of(each.annotation)):
                    chosen = "choose in the body: `k = oneof(range(N + 1))`"
                    every = "claim it of the state alone: not every value can be tried"
                    advice = chosen if method.name in actions else every
                    span = loaded.source.span(each)
                    yield UnknownChoices(each.arg, method.name, listed(found), advice, span=span)


def _same_names(module: Module, constants: set[str]) -> Iterator[Diagnostic]:
    """Find constants of other files that the IR does not tell from those that are unknown."""
    bodies = [module.init, *(each.function for each in module.actions)]
    bodies += [each.function for each in module.claims]
    for body in (*bodies, *called_functions(bodies)):
        for node in (each for statement in body.body for each in walk(statement)):
            match node:
                case Constant(name, span=span) if name in constants and span.path != module.path:
                    yield SameName(name, module.path, span=span)
                case _:
                    pass
