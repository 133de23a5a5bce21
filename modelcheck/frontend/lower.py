"""From an executed spec class to its typed IR, with all that an engine needs to run the class."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Final

from modelcheck.frontend.abstract import abstract_file, find_other_parameters
from modelcheck.frontend.checks.all import find_violations
from modelcheck.frontend.errors.classes import NoActions, NoInit, SeveralInits, UnknownClaim
from modelcheck.frontend.errors.refinements import SeveralRefinements
from modelcheck.frontend.errors.typing import StateTooLarge
from modelcheck.frontend.loading import LoadedFile, SpecClass
from modelcheck.frontend.lowering import helpers
from modelcheck.frontend.lowering.constants import constant_of
from modelcheck.frontend.lowering.context import Context, Found
from modelcheck.frontend.lowering.definitions import word_span
from modelcheck.frontend.lowering.mapping import (
    abstract_of,
    as_claim,
    check_classes,
    lower_mapping,
    place_of_mark,
)
from modelcheck.frontend.lowering.marked import (
    PyDomain,
    lower_action,
    lower_claim,
    lower_init,
)
from modelcheck.frontend.lowering.members import Members, read_members
from modelcheck.frontend.lowering.parts import Part
from modelcheck.frontend.lowering.uncalled import find_uncalled
from modelcheck.ir.module import (
    Action,
    Claim,
    ClaimKind,
    Module,
    NamedConstant,
    Refinement,
    Typed,
)
from modelcheck.ir.size import CEILING, bits
from modelcheck.ir.stmt import Function
from modelcheck.ir.types import Type
from modelcheck.ir.values import Value
from modelcheck.lang import Spec
from modelcheck.lang.components import Wiring
from modelcheck.lang.marks import Role
from modelcheck.source.diagnostic import SpecError
from modelcheck.source.span import SourceFile

STATE_LIMIT_BITS: Final = 8 << 20
"""How large a state may be: one of 1 MiB would fill any memory after some thousands."""

_KINDS: Final = {
    Role.INVARIANT: ClaimKind.INVARIANT,
    Role.STEP_INVARIANT: ClaimKind.STEP_INVARIANT,
    Role.COVER: ClaimKind.COVER,
    Role.FINAL: ClaimKind.FINAL,
    Role.ASSUME: ClaimKind.ASSUME,
    Role.CONSTRAINT: ClaimKind.CONSTRAINT,
}
_DEADLOCK_AND_EVALUATION: Final = ("deadlock", "evaluation")


@dataclass(frozen=True)
class LoadedSpec:
    """A spec under its parameters: the typed IR, and the class that it was read from."""

    module: Typed
    spec_class: type[Spec]
    classes: Mapping[str, type] = field(repr=False)
    domains: Mapping[tuple[str, str], PyDomain] = field(repr=False)
    components: tuple[Wiring, ...]
    sources: Mapping[str, SourceFile] = field(repr=False)
    hash: str
    abstract: LoadedSpec | None = field(default=None, repr=False)
    """The spec that this one refines."""


def lower(loaded: LoadedFile, name: str, *, is_refined: bool = False) -> LoadedSpec:
    """Give the spec class `name` of an executed file as typed IR; no body is run.

    Of one that `is_refined` by another, what it refines itself is left out.

    Raises: `SpecError` with every finding; `ConfigError` when there is no such class.
    """
    spec = loaded.named(name)
    context = Context(loaded, spec.cls, Part(spec.cls))
    members = read_members(context)
    _check_size(members, spec, context)
    init = _init(members, spec, context)
    actions, domains = _actions(members, spec, context)
    claims = _claims(members, context)
    _check_variant(spec, members, context)
    refinement, abstract = (None, None) if is_refined else _refinement(members, context)
    _lower_unused(members, context)
    uncalled = find_uncalled(members, context)
    if context.findings or init is None:
        raise SpecError(*context.findings, *uncalled)
    module = Typed(
        Module(
            name=name,
            path=loaded.path,
            doc=ast.get_docstring(spec.node) or "",
            named=tuple(context.named.values()),
            constants=_constants(context),
            parameters=_parameters(context),
            fields=members.fields,
            init=init,
            actions=actions,
            claims=claims,
            refinement=refinement,
            span=spec.span,
        )
    )
    if violations := (*find_violations(_with_mapping(module)), *uncalled):
        raise SpecError(*violations)
    return LoadedSpec(
        module,
        spec.cls,
        context.classes,
        domains,
        tuple(part.wiring for part in context.root.inner() if part.wiring is not None),
        sources_of(loaded),
        loaded.hash,
        abstract,
    )


def _with_mapping(module: Typed) -> Typed:
    """Give the spec with its mapping among its claims, whose rules it keeps."""
    if module.refinement is None:
        return module
    return Typed(replace(module, claims=(*module.claims, as_claim(module.refinement))))


def sources_of(loaded: LoadedFile) -> dict[str, SourceFile]:
    """Give the source files that a spec comes from, by their paths."""
    files = [loaded.source, *(each.source for each in loaded.imported.values())]
    return {each.path: each for each in files}


def _init(members: Members, spec: SpecClass, context: Context) -> Function | None:
    inits = members.marked(Role.INIT)
    if not inits:
        if not context.root.broken:
            context.report(NoInit(spec.name, span=spec.span))
        return None
    (first, _), *others = inits
    if others:
        names = ", ".join(f"`{each.name}`" for each, _ in inits)
        context.report(SeveralInits(spec.name, names, span=others[0][0].span))
    try:
        return lower_init(first, context)
    except Found as found:
        _keep(found, context)
        return None


def _actions(
    members: Members, spec: SpecClass, context: Context
) -> tuple[tuple[Action, ...], dict[tuple[str, str], PyDomain]]:
    actions: list[Action] = []
    domains: dict[tuple[str, str], PyDomain] = {}
    marked = members.marked(Role.ACTION)
    if not marked and not context.root.broken:
        context.report(NoActions(spec.name, span=spec.span))
    for method, mark in marked:
        try:
            lowered = lower_action(method, mark, context)
        except Found as found:
            _keep(found, context)
            continue
        actions.append(lowered.action)
        domains |= lowered.domains
    return tuple(actions), domains


def _claims(members: Members, context: Context) -> tuple[Claim, ...]:
    claims: list[Claim] = []
    for method in members.methods:
        kind = _KINDS.get(method.mark.role) if method.mark else None
        if kind is None:
            continue
        try:
            claims.append(lower_claim(method, kind, context))
        except Found as found:
            _keep(found, context)
    return tuple(claims)


def _refinement(members: Members, context: Context) -> tuple[Refinement | None, LoadedSpec | None]:
    """Give the mapping of the spec, and the spec that it leads to, under the same parameters."""
    marked = members.marked(Role.REFINES)
    if not marked:
        return None, None
    (method, mark), *others = marked
    if others:
        names = ", ".join(f"`{each.name}`" for each, _ in marked)
        span = others[0][0].span
        context.report(SeveralRefinements(context.spec_class.__name__, names, span=span))
    span = place_of_mark(method)
    try:
        named, module = abstract_of(method, mark, context)
        file = abstract_file(context.loaded, module)
        others_values = [*find_other_parameters(context.loaded, file, named.__name__, span)]
        for each in others_values:
            context.report(each)
        if others_values:
            return None, None
        abstract = lower(file, named.__name__, is_refined=True)
        refinement = lower_mapping(method, named, abstract.module, context)
        check_classes(context, abstract.classes, named, span)
    except Found as found:
        _keep(found, context)
        return None, None
    return refinement, abstract


def _keep(found: Found, context: Context) -> None:
    if found.diagnostic is not None:
        context.report(found.diagnostic)


def _check_size(members: Members, spec: SpecClass, context: Context) -> None:
    sizes = [(bits(each.type), each) for each in members.fields]
    total = min(sum(size for size, _ in sizes), CEILING)
    if total > STATE_LIMIT_BITS:
        share, largest = max(sizes, key=lambda pair: pair[0])
        words = (_size(total), largest.name, _size(share), _size(STATE_LIMIT_BITS))
        context.report(StateTooLarge(spec.name, *words, span=largest.span))


def _size(count: int) -> str:
    if count >= CEILING:
        return f"more than {CEILING:,} bits"
    units = [("GiB", 33), ("MiB", 23), ("KiB", 13)]
    for unit, shift in units:
        if count >> shift:
            return f"{count:,} bits ({count / (1 << shift):,.1f} {unit})"
    return f"{count:,} bits"


def _check_variant(spec: SpecClass, members: Members, context: Context) -> None:
    if spec.variant is None:
        return
    known = [each.path for each, _ in members.marked(Role.INVARIANT)]
    known += [each.name for each, _ in members.marked(Role.STEP_INVARIANT)]
    known += [each.name for each, _ in members.marked(Role.REFINES)]
    for name in spec.variant.breaks:
        if name in known or name in _DEADLOCK_AND_EVALUATION:
            continue
        close = get_close_matches(name, known, n=1)
        listed = ", ".join(f"`{each}`" for each in [*known, *_DEADLOCK_AND_EVALUATION])
        advice = (
            f"did you mean `{close[0]}`?"
            if close
            else f"`breaks` names invariants and step invariants; there are {listed}"
        )
        decorators = spec.node.decorator_list
        span = word_span(decorators, name, context.loaded.source) or spec.span
        context.report(UnknownClaim(name, spec.name, advice, span=span))


def _constants(context: Context) -> tuple[NamedConstant, ...]:
    """Give the constants of the spec's file, in the order of the source."""
    parameters = {each.name: each for each in context.loaded.parameters if each.of != "sort"}
    found: list[NamedConstant] = []
    for statement in context.loaded.tree.body:
        match statement:
            case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation):
                if "Final" not in ast.unparse(annotation):
                    continue
                span = context.loaded.source.span(statement.target)
                value = constant_of(context.loaded.namespace.get(name), context, span)
                if value is not None:
                    found.append(NamedConstant(name, value[0], name in parameters, span=span))
            case _:
                pass
    return tuple(found)


def _parameters(context: Context) -> tuple[tuple[str, Value], ...]:
    found = ((each.name, _value(each.value, context)) for each in context.loaded.parameters)
    return tuple((name, value[0]) for name, value in found if value is not None)


def _value(thing: object, context: Context) -> tuple[Value, Type] | None:
    return constant_of(thing, context, context.loaded.source.span(context.loaded.tree.body[0]))


def _lower_unused(members: Members, context: Context) -> None:
    """Read helpers that nothing calls as well: what is wrong in them is wrong."""
    called = {key[0] for key in context.functions}
    for method in members.methods:
        if method.mark is None and method.function not in called:
            try:
                helpers.lower_uncalled(method, context)
            except Found as found:
                _keep(found, context)
