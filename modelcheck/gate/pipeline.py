"""The one place that joins the front end, an engine and what the reports are made from."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

from modelcheck.explicit.reference.claims import assumptions
from modelcheck.explicit.reference.explore import Options
from modelcheck.explicit.reference.simulate import Runs
from modelcheck.explicit.reference.simulate import simulate as run_randomly
from modelcheck.explicit.reference.watch import Observer
from modelcheck.frontend.loading import LoadedFile, SpecClass
from modelcheck.frontend.text import did_you_mean
from modelcheck.gate.engines import DEFAULT_MEANS, Means, explore
from modelcheck.gate.errors import (
    ExclusiveOptions,
    UnknownProperty,
    UnknownVariant,
    VariantOfVariant,
)
from modelcheck.gate.exit_codes import declared_and_found, judge, judge_twin
from modelcheck.gate.opening import (
    Given,
    Ready,
    Rejected,
    Target,
    fitting,
    opened,
    own_parameters,
    ready,
    targets,
    twins,
    with_model,
)
from modelcheck.ir.module import ClaimKind, Module
from modelcheck.report.outcome import Outcome, Seconds
from modelcheck.semantics.verdict import (
    NO_LIMITS,
    AssumptionResult,
    CoverResult,
    Figures,
    Inconclusive,
    Limits,
    Method,
    PropertyKind,
    PropertyResult,
    Reason,
    Result,
)
from modelcheck.source.diagnostic import ConfigError, SpecError

_CLAIMS = {
    ClaimKind.INVARIANT: PropertyKind.INVARIANT,
    ClaimKind.STEP_INVARIANT: PropertyKind.STEP_INVARIANT,
}
_IMPLIED = ("deadlock", "evaluation")


@dataclass(frozen=True)
class CheckRequest:
    """What `mc check` is asked for.

    `properties` names claims and covers, none of them means all; `variant` names a broken
    twin to check as declared beside the spec, or is `all`.  `model` names a model of the spec's
    manifest: its parameters stand behind those that are given.  `regardless` explores a spec
    under a false assumption too, as twins always are.
    """

    spec: str
    given: Given = ()
    limits: Limits = NO_LIMITS
    keep_going: bool = False
    properties: tuple[str, ...] = ()
    variant: str | None = None
    means: Means = DEFAULT_MEANS
    model: str | None = None
    regardless: bool = False


Checked: TypeAlias = Outcome | Rejected

Engine: TypeAlias = Callable[[Ready], Result]
"""Looks at a spec whose assumptions hold, or at a variant."""

Search: TypeAlias = Callable[[Ready, Options], Result]
"""Looks at a spec for what the options say."""


def check(request: CheckRequest, observer: Observer | None = None) -> Iterator[Checked]:
    """Check what the request names, one spec after the other; each twin after its spec.

    Raises: `ConfigError` when the request makes no sense before any spec is opened.
    """

    def search(spec: Ready, options: Options) -> Result:
        return explore(spec, options, request.means, observer)

    yield from check_by(request, search)


def check_by(request: CheckRequest, search: Search) -> Iterator[Checked]:
    """Check as `check` does, by a search of another kind; its means are not asked for."""
    if request.properties and request.variant is not None:
        why = "a variant is checked against all claims"
        raise ConfigError(ExclusiveOptions("--property", "--variant", why))
    for target in targets(request.spec):
        for found in _each(target, request, lambda one: _spec(one, request, search)):
            yield found
            if isinstance(found, Outcome) and found.result.stopped is Reason.INTERRUPTED:
                return


@dataclass(frozen=True)
class SimulateRequest:
    """What `mc simulate` is asked for."""

    spec: str
    runs: int
    length: int
    seed: int
    given: Given = ()
    limits: Limits = NO_LIMITS
    properties: tuple[str, ...] = ()


def simulate(request: SimulateRequest, observer: Observer | None = None) -> Iterator[Checked]:
    """Take random runs of what the request names; a false assumption is only reported."""
    names = frozenset(request.properties) if request.properties else None
    options = Runs(request.runs, request.length, request.seed, request.limits, names)

    def engine(spec: Ready) -> Result:
        check_names(spec, request.properties)
        return run_randomly(spec.program, options, observer)

    def work(one: _Opened) -> Iterator[Outcome]:
        yield _outcome(one, engine, regardless=True)

    for target in targets(request.spec):
        for found in _each(target, request, work):
            yield found
            if isinstance(found, Outcome) and found.result.stopped is Reason.INTERRUPTED:
                return


def examine(
    request: CheckRequest, engine: Callable[[Ready, LoadedFile], Result]
) -> Iterator[Checked]:
    """Let an engine of another kind look at what the request names, twins aside.

    It is given the spec and its file; where an assumption is false it is asked only if the
    request says so, or of a variant.
    """

    def work(one: _Opened) -> Iterator[Checked]:
        regardless = request.regardless or one.spec.variant is not None
        found = _outcome(one, lambda spec: engine(spec, one.file), regardless=regardless)
        yield replace(found, model=request.model)

    for target in targets(request.spec):
        for found in _each(target, request, work):
            yield found
            if isinstance(found, Outcome) and found.result.stopped is Reason.INTERRUPTED:
                return


@dataclass(frozen=True)
class _Opened:
    """A class in an executed file, and when the work on it began."""

    target: Target
    given: Given
    file: LoadedFile
    spec: SpecClass
    start: float


def _each(
    target: Target,
    request: CheckRequest | SimulateRequest,
    work: Callable[[_Opened], Iterator[Checked]],
) -> Iterator[Checked]:
    """Do `work` on the classes that `target` means; what is wrong with one spoils no other."""
    start = time.perf_counter()
    try:
        model = None if isinstance(request, SimulateRequest) else request.model
        given = with_model(target, request.given, model)
        file, specs = opened(target, given)
    except (SpecError, ConfigError) as error:
        yield Rejected(_shown(target), error)
        return
    for spec in specs:
        try:
            fits = fitting(given, spec, request.given)
            yield from work(_Opened(target, fits, file, spec, start))
        except (SpecError, ConfigError) as error:
            yield Rejected(f"{target.path}::{spec.name}", error)
        start = time.perf_counter()


def _shown(target: Target) -> str:
    return f"{target.path}{'' if target.class_name is None else f'::{target.class_name}'}"


def _spec(opened: _Opened, request: CheckRequest, search: Search) -> Iterator[Checked]:
    options = Options(
        request.limits,
        request.keep_going,
        frozenset(request.properties) if request.properties else None,
    )
    beside = _chosen_twins(opened, request.variant)

    def engine(spec: Ready) -> Result:
        check_names(spec, request.properties)
        return search(spec, options)

    regardless = request.regardless or opened.spec.variant is not None
    found = replace(_outcome(opened, engine, regardless=regardless), model=request.model)
    if request.variant is not None and not (beside or opened.target.of_folder):
        note = f"{opened.spec.name} declares no variant: nothing shows that its claims can fail"
        found = replace(found, result=replace(found.result, note=found.result.note or note))
    yield found

    def thorough(spec: Ready) -> Result:
        return search(spec, Options(request.limits, keep_going=True))

    for twin in beside:
        given = fitting(opened.given, twin)
        each = replace(opened, given=given, spec=twin, start=time.perf_counter())
        try:
            found = _as_declared(_outcome(each, thorough, regardless=True), twin)
        except (SpecError, ConfigError) as error:
            yield Rejected(f"{opened.target.path}::{twin.name}", error, twin=True)
            continue
        result = replace(found.result, note=found.result.note or _kept(twin, request.given))
        yield replace(found, model=request.model, result=result)


def _kept(twin: SpecClass, called: Given) -> str | None:
    """Say that a twin keeps parameters of its own, where the call has other ones."""
    own = own_parameters(twin)
    kept = [f"{name}={own[name]}" for name, text in called if own.get(name, text) != text]
    return f"{twin.name} keeps {', '.join(kept)}, which it sets itself" if kept else None


def _chosen_twins(opened: _Opened, wanted: str | None) -> list[SpecClass]:
    """Give the twins to check.

    Raises: `ConfigError` when there is no such twin (MC302), or the spec is one (MC338).
    """
    if wanted is None:
        return []
    if opened.spec.variant is not None:
        raise ConfigError(VariantOfVariant(str(opened.target.path), opened.spec.name))
    known = {each.name: each for each in twins(opened.file, opened.spec)}
    if wanted == "all":
        return list(known.values())
    if wanted not in known:
        present = ", ".join(f"`{name}`" for name in known) or "none"
        advice = did_you_mean(wanted, [*known]) or "name one of these, or `all`"
        if not known:
            advice = f"`{opened.spec.name}` declares no variant: a twin is a subclass with @variant"
        raise ConfigError(UnknownVariant(opened.spec.name, wanted, present, advice))
    return [known[wanted]]


def check_names(spec: Ready, names: tuple[str, ...]) -> None:
    """Make sure that `names` are claims or covers of `spec`.

    Raises: `ConfigError` (MC301) for those that are not.
    """
    module = spec.loaded.module
    kinds = (*_CLAIMS, ClaimKind.COVER)
    mapping = [] if module.refinement is None else [module.refinement.name]
    known = [each.name for each in module.claims if each.kind in kinds] + [*mapping, *_IMPLIED]
    unknown = [name for name in names if name not in known]
    present = ", ".join(f"`{name}`" for name in known)
    findings = [
        UnknownProperty(
            module.name, name, present, did_you_mean(name, known) or "name one of these"
        )
        for name in unknown
    ]
    if findings:
        raise ConfigError(*findings)


def _outcome(opened: _Opened, engine: Engine, *, regardless: bool) -> Outcome:
    """Run `engine` on the class, or say that nothing was explored since an assumption is false.

    `regardless` runs it all the same.
    """
    before = time.perf_counter() - opened.start
    spec = ready(opened.target, opened.given, opened.file, opened.spec)
    assumed = assumptions(spec.program)
    start = time.perf_counter()
    if regardless or all(each.holds for each in assumed):
        result = engine(spec)
        result = replace(result, note=result.note or _unassumed(spec, result))
    else:
        result = _unexplored(spec.loaded.module, assumed)
    end = time.perf_counter()
    verdict, reason, exit_code = judge(result)
    return Outcome(
        spec=spec.spec,
        spec_hash=spec.loaded.hash,
        module=spec.loaded.module,
        sources=spec.loaded.sources,
        result=result,
        verdict=verdict,
        reason=reason,
        exit_code=exit_code,
        seconds=Seconds(before + spec.seconds, end - start, end - opened.start),
        engine=result.engine,
        given=spec.given,
    )


def _unassumed(spec: Ready, result: Result) -> str | None:
    """Say which assumptions of a refined spec are false where this one's hold."""
    abstract = spec.program.abstract
    all_hold = all(each.holds for each in result.assumptions)
    if abstract is None or result.matched is None or not all_hold:
        return None
    false = [each.name for each in assumptions(abstract) if not each.holds]
    if not false:
        return None
    name = abstract.module.name
    return f"what is claimed of {name} may be false here: it assumes {', '.join(false)}"


def _as_declared(found: Outcome, twin: SpecClass) -> Outcome:
    breaks = twin.variant.breaks if twin.variant is not None else ()
    helps = {each.name for each in found.module.claims if each.lemma}
    if found.module.refinement is not None:
        helps.add(found.module.refinement.name)
    declared = declared_and_found(breaks, found.result, frozenset(helps))
    verdict, reason, exit_code = judge_twin(found.result, declared)
    return replace(found, verdict=verdict, reason=reason, exit_code=exit_code, declared=declared)


def _unexplored(module: Module, assumed: tuple[AssumptionResult, ...]) -> Result:
    """Give the result of not looking, since an assumption is false."""
    reason = Reason.ASSUMPTION
    wanted = [(each.name, _CLAIMS[each.kind]) for each in module.claims if each.kind in _CLAIMS]
    if module.refinement is not None:
        wanted.append((module.refinement.name, PropertyKind.REFINEMENT))
    return Result(
        method=Method.EXHAUSTIVE,
        figures=Figures(0, 0, 0),
        complete=False,
        stopped=reason,
        properties=tuple(PropertyResult(name, kind, Inconclusive(reason)) for name, kind in wanted),
        covers=tuple(CoverResult(each.name, None, ()) for each in module.of_kind(ClaimKind.COVER)),
        actions=(),
        assumptions=assumed,
    )
