"""Single runs: saved ones taken again, and a step of one opened for a debugger."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from modelcheck.explicit.reference.enter import Entry, enter, enter_claim
from modelcheck.explicit.reference.explore import Options
from modelcheck.explicit.reference.replay import Accepted, Refused, replay
from modelcheck.gate.engines import DEFAULT_MEANS, Means, explore
from modelcheck.gate.errors import NoSuchStep, NothingToDebug, OtherParameters, UnreadableTrace
from modelcheck.gate.opening import Given, Ready, fitting, one_target, opened, ready, with_model
from modelcheck.gate.pipeline import check_names
from modelcheck.report.errors import ValueMisfit
from modelcheck.report.saved import SavedRun, read_saved, shown_by, trace_of
from modelcheck.semantics.trace import Binding, Trace
from modelcheck.semantics.verdict import NO_LIMITS, Limits, PropertyKind, Reason, Violated
from modelcheck.source.diagnostic import ConfigError

if TYPE_CHECKING:
    from modelcheck.semantics.verdict import Result

_LARGEST: Final = 256 << 20
"""How many bytes of a saved report are read."""


@dataclass(frozen=True)
class Run:
    """A run of a spec, and what it shows: the property or cover `name`, for this `binding`.

    `raiser` is the claim that raises at its end, where one does.  Of a run that was saved,
    `notes` says what is otherwise now.
    """

    ready: Ready
    name: str
    trace: Trace
    binding: Binding = ()
    raiser: str | None = None
    notes: tuple[str, ...] = ()


def saved_run(spec: str, given: Given, path: Path, name: str | None) -> Run:
    """Give the run that the saved report at `path` shows of `spec`, for the property `name`.

    The spec has the parameters of the report, except for those in `given`.
    Raises: `SpecError`; `ConfigError` when the file shows no such run (MC307, MC330 to MC337).
    """
    target = one_target(spec)
    text = _read(path)
    file, (found,) = opened(target, given)
    saved = read_saved(text, str(path), found.name, name)
    then = fitting(saved.parameters, found)
    merged = tuple({**dict(then), **dict(given)}.items())
    if merged != given:
        file, (found,) = opened(target, merged)
    made = ready(target, merged, file, found)
    module = made.loaded.module
    changes = _changes(saved, given)
    notes = tuple(_notes(saved, changes, made))
    try:
        shown, trace = shown_by(saved, module), trace_of(saved, module)
    except ConfigError as error:
        (misfit,) = error.diagnostics
        if changes is None or not isinstance(misfit, ValueMisfit):
            raise
        problem = f"in step {misfit.step}, {misfit.problem}"
        raise ConfigError(OtherParameters(str(path), *changes, problem)) from error
    return Run(made, saved.name, trace, shown.binding, shown.raiser, notes)


def _changes(saved: SavedRun, given: Given) -> tuple[str, str] | None:
    """Give the parameters that are otherwise now: as they were, and as they are."""
    known = dict(saved.parameters)
    others = [(name, text) for name, text in given if known.get(name, text) != text]
    if not others:
        return None
    then = " ".join(f"{name}={known[name]}" for name, _ in others)
    return then, " ".join(f"{name}={text}" for name, text in others)


def _notes(saved: SavedRun, changes: tuple[str, str] | None, made: Ready) -> Iterator[str]:
    if saved.spec_hash is not None and saved.spec_hash != made.loaded.hash:
        yield "the spec has changed since the run was saved"
    if changes is not None:
        then, now = changes
        yield f"the run was saved under {then}, and is taken under {now}"


def _read(path: Path) -> str:
    try:
        with path.open("rb") as file:
            text = file.read(_LARGEST + 1)
        if len(text) > _LARGEST:  # as a device may be, that never ends
            raise ConfigError(UnreadableTrace(str(path), "it is larger than any report is"))
        return text.decode()
    except OSError as error:
        raise ConfigError(UnreadableTrace(str(path), error.strerror or str(error))) from error
    except UnicodeDecodeError as error:
        raise ConfigError(UnreadableTrace(str(path), "it is no text")) from error


def found_run(
    spec: str,
    given: Given,
    name: str | None,
    means: Means = DEFAULT_MEANS,
    limits: Limits = NO_LIMITS,
    model: str | None = None,
) -> Run:
    """Give the run that a check of `spec` by these means shows for the claim or cover `name`.

    Without a name it is that of the first claim that is violated.  A `model` of the manifest
    gives the parameters that are not in `given`.
    Raises: `SpecError`; `ConfigError` when there is no such run (MC301, MC309), or no such model.
    """
    target = one_target(spec)
    merged = with_model(target, given, model)
    file, (found,) = opened(target, merged)
    made = ready(target, fitting(merged, found, given), file, found)
    check_names(made, () if name is None else (name,))
    # Which claim raises is not known: for `evaluation` all are asked.
    wanted = None if name is None else frozenset({name})
    if name == PropertyKind.EVALUATION.value:
        wanted = None
    options = Options(limits, properties=wanted)
    result = explore(made, options, means)
    if name is not None and result.stopped is Reason.STOPPED and name not in _runs(result):
        result = explore(made, replace(options, keep_going=True), means)
    runs = _runs(result)
    violated = [each.name for each in result.properties if isinstance(each.verdict, Violated)]
    chosen = name if name is not None else next(iter(violated), None)
    if chosen is None or chosen not in runs:
        asked = "a violation" if chosen is None else f"`{chosen}`"
        raise ConfigError(NothingToDebug(made.spec, asked, _why_not(result)))
    shown = runs[chosen]
    return Run(made, chosen, shown.trace, shown.binding, shown.raiser)


def _runs(result: Result) -> dict[str, Violated]:
    """Give the runs by what they show; a cover's as if it were a violation."""
    runs = {
        each.name: Violated(each.witness, each.binding)
        for each in result.covers
        if each.witness is not None
    }
    for each in result.properties:
        if isinstance(each.verdict, Violated):
            runs[each.name] = each.verdict
    return runs


def _why_not(result: Result) -> str:
    if result.stopped is None:
        return "every reachable state was seen"
    return f"the search ended early, reason {result.stopped.value}"


def taken_again(run: Run) -> Accepted | Refused:
    """Take the run by running the author's class, up to the first step that is not allowed."""
    return replay(run.ready.program, run.trace)


@dataclass(frozen=True)
class Stop:
    """Where a debugger begins: in step `number`, or after it in the `claim` that raises there."""

    number: int
    claim: str | None
    entry: Entry | Refused


def stop_at(run: Run, number: int | None) -> Stop:
    """Give step `number` of the run, by default the last, ready to be run by hand.

    Where a claim raises at the end of the run, it stands for the last step.
    Raises: `ConfigError` (MC310) when there is no such step.
    """
    last = run.trace.depth
    chosen = last if number is None else number
    if not 0 <= chosen <= last:
        raise ConfigError(NoSuchStep(chosen, last))
    program = run.ready.program
    if chosen == last and run.raiser is not None:
        entered = enter_claim(program, run.trace, run.raiser, run.binding)
        return Stop(chosen, run.raiser, entered)
    return Stop(chosen, None, enter(program, run.trace, chosen))
