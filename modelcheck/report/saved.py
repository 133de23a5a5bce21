"""Saved reports, read back: the run that a JSON report shows, as a trace of the spec.

A file holds one report, or one a line.  Only what a run needs is asked for, so a trace
written by hand may leave out the figures, and in its steps the states and choices.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeGuard

from modelcheck.ir.expr import Call, OneOf
from modelcheck.ir.walk import walk
from modelcheck.report.errors import (
    BrokenJson,
    NoSuchTrace,
    NotAReport,
    NoTrace,
    OtherSchema,
    OtherSpec,
    ValueMisfit,
)
from modelcheck.report.json_report import SCHEMA
from modelcheck.report.json_values import MisfitError, decode, shown_json
from modelcheck.semantics.trace import Step, Trace
from modelcheck.source.diagnostic import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from modelcheck.ir.module import Module
    from modelcheck.ir.stmt import Function
    from modelcheck.ir.types import Type
    from modelcheck.ir.values import Value
    from modelcheck.semantics.trace import Binding, State


@dataclass(frozen=True)
class SavedRun:
    """A run as it was saved: for which claim or cover, under which parameters; its raw steps."""

    path: str
    name: str
    spec_hash: str | None
    parameters: tuple[tuple[str, str], ...]
    """As they are given to `-p`."""
    steps: tuple[Mapping[str, object], ...]
    binding: Mapping[str, object]
    raiser: str | None
    """The claim that raises at the end of the run, where the report names one."""


def read_saved(text: str, path: str, spec: str, name: str | None) -> SavedRun:
    """Give the run that `text`, the content of the file `path`, shows of the class `spec`.

    It is the run of the property or cover `name`; without one, of the first that has a run.
    Raises: `ConfigError` (MC330 to MC336) when there is none.
    """
    reports = [_checked(each, path) for each in _objects(text, path)]
    named = {str(each["spec"]).rpartition("::")[2]: each for each in reversed(reports)}
    if spec not in named:
        found = ", ".join(sorted(named))
        raise ConfigError(OtherSpec(path, found, spec))
    report = named[spec]
    runs = _runs(report)
    if not runs:
        raise ConfigError(NoTrace(path, spec))
    chosen = next(iter(runs)) if name is None else name
    if chosen not in runs:
        raise ConfigError(NoSuchTrace(path, chosen, ", ".join(f"`{each}`" for each in runs)))
    entry = runs[chosen]
    trace, binding, raiser = entry.get("trace"), entry.get("binding"), entry.get("claim")
    steps = trace if _is_list(trace) else []
    for each in steps:
        if not _is_object(each):
            raise ConfigError(NotAReport(path, "a step is no object"))
    spec_hash = report.get("spec_hash")
    return SavedRun(
        path,
        chosen,
        spec_hash if isinstance(spec_hash, str) else None,
        _parameters(report),
        tuple(each for each in steps if _is_object(each)),
        binding if _is_object(binding) else {},
        raiser if isinstance(raiser, str) else None,
    )


def trace_of(saved: SavedRun, module: Module) -> Trace:
    """Give the saved run as values of `module`.

    Raises: `ConfigError` (MC334) when a step has names or values that `module` has not.
    """
    steps: list[Step] = []
    for number, raw in enumerate(saved.steps):
        try:
            steps.append(_step(raw, module))
        except MisfitError as misfit:
            raise ConfigError(ValueMisfit(saved.path, number, str(misfit))) from misfit
    return Trace(tuple(steps))


@dataclass(frozen=True)
class Shown:
    """What a run shows: its claim for this binding; `raiser` is the claim, where it raises."""

    binding: Binding
    raiser: str | None


def shown_by(saved: SavedRun, module: Module) -> Shown:
    """Give what the saved run shows; a claim or binding that `module` has not is left out."""
    names = module.judged()
    raiser = saved.raiser if saved.raiser in names else None
    function = names.get(raiser or saved.name)
    if function is None:
        return Shown((), None)
    try:
        binding = _arguments(saved.binding, function)
    except MisfitError:
        return Shown((), None)
    return Shown(binding, raiser) if len(binding) == len(function.parameters) else Shown((), None)


def _objects(text: str, path: str) -> list[object]:
    """Give the reports in `text`: one that may span lines, or one on each line."""
    try:
        return [json.loads(text)]
    except json.JSONDecodeError as error:
        lines = [line for line in text.splitlines() if line.strip()]
        try:
            found: list[object] = [json.loads(line) for line in lines]
        except (ValueError, RecursionError):
            found = []
        if found:
            return found
        raise ConfigError(BrokenJson(path, f"{error.msg}, line {error.lineno}")) from error
    except ValueError as error:  # `int` takes no more than some thousand digits
        raise ConfigError(NotAReport(path, "it has a number of too many digits")) from error
    except RecursionError as error:
        raise ConfigError(NotAReport(path, "it is nested too deep")) from error


def _checked(report: object, path: str) -> Mapping[str, object]:
    if not _is_object(report):
        raise ConfigError(NotAReport(path, "it is no object"))
    schema = report.get("schema")
    if not isinstance(schema, str):
        raise ConfigError(NotAReport(path, 'it has no "schema"'))
    if schema != SCHEMA:
        raise ConfigError(OtherSchema(path, schema, SCHEMA))
    if not isinstance(report.get("spec"), str):
        raise ConfigError(NotAReport(path, 'it has no "spec"'))
    return report


def _runs(report: Mapping[str, object]) -> dict[str, Mapping[str, object]]:
    """Give the entries that have a run by their names: properties, then covers."""
    runs: dict[str, Mapping[str, object]] = {}
    for part in ("properties", "covers"):
        entries = report.get(part)
        for entry in entries if _is_list(entries) else []:
            if not _is_object(entry):
                continue
            trace = entry.get("trace")
            if _is_list(trace) and trace:
                runs.setdefault(str(entry.get("name")), entry)
    return runs


def _parameters(report: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    found = report.get("parameters")
    if not _is_object(found):
        return ()
    return tuple((name, _typed(value)) for name, value in found.items())


def _typed(value: object) -> str:
    """Give a parameter's value as it is typed after `-p NAME=`."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if _is_object(value):
        return _typed(list(value.values()))
    if _is_list(value):
        return ",".join(_typed(each) for each in value) + ("," if len(value) == 1 else "")
    return str(value)


def _step(raw: Mapping[str, object], module: Module) -> Step:
    action, error = raw.get("action"), raw.get("error")
    if action is not None and not isinstance(action, str):
        message = "the action is no name"
        raise MisfitError(message)
    function = _function(action, module)
    arguments = raw.get("arguments", {})
    return Step(
        action,
        _arguments(arguments if _is_object(arguments) else {}, function),
        _choices(raw.get("choices"), function),
        _state(raw.get("state"), module),
        error if isinstance(error, str) else None,
    )


def _function(action: str | None, module: Module) -> Function:
    if action is None:
        return module.init
    for each in module.actions:
        if each.name == action:
            return each.function
    known = ", ".join(each.name for each in module.actions)
    message = f"{module.name} has no action {action!r}; it has {known}"
    raise MisfitError(message)


def _arguments(raw: Mapping[str, object], function: Function) -> Binding:
    types = {each.name: each.type for each in function.parameters}
    for name in raw:
        if name not in types:
            message = f"{function.name} has no parameter {name!r}"
            raise MisfitError(message)
    return tuple((name, decode(raw[name], types[name], name)) for name in types if name in raw)


def _state(raw: object, module: Module) -> State | None:
    """Give the state; one that is left out, or empty, stands for whatever comes."""
    if raw is None or raw == {}:
        return None
    if not _is_object(raw):
        message = "the state is no object"
        raise MisfitError(message)
    names = [field.name for field in module.fields]
    for name in (*raw, *names):
        if name not in names or name not in raw:
            missing = "lacks" if name in names else "has"
            message = f"the state {missing} the field {name!r}"
            raise MisfitError(message)
    return tuple(decode(raw[field.name], field.type, field.name) for field in module.fields)


def _choices(raw: object, function: Function) -> tuple[Value, ...]:
    """Give the choices, or none where it is open what the JSON stands for.

    A step without choices may make any that lead to its state, so none is lost.
    """
    types = _choice_types(function)
    values: list[Value] = []
    for each in raw if _is_list(raw) else []:
        found: set[Value] = set()
        for type_ in types:
            try:
                found.add(decode(each, type_))
            except MisfitError:
                continue
        if not found:
            message = f"{function.name} has no choice that may be {shown_json(each)}"
            raise MisfitError(message)
        if len(found) > 1:
            return ()
        values += found
    return tuple(values)


def _choice_types(function: Function) -> set[Type]:
    """Give the types of the choices that the body may make, in its helpers too."""
    nodes = [node for statement in function.body for node in walk(statement)]
    own = {node.type for node in nodes if isinstance(node, OneOf)}
    helpers = {node.function.name: node.function for node in nodes if isinstance(node, Call)}
    return own.union(*map(_choice_types, helpers.values()))


# JSON comes untyped from a file; these two say what its containers hold.
def _is_object(json: object) -> TypeGuard[dict[str, object]]:
    return isinstance(json, dict)


def _is_list(json: object) -> TypeGuard[list[object]]:
    return isinstance(json, list)
