"""Single runs: saved ones taken again, and a step of one opened for a debugger."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from modelcheck.explicit.reference.enter import Entry, enter
from modelcheck.explicit.reference.explore import Options
from modelcheck.explicit.reference.replay import Accepted, Refused, replay
from modelcheck.gate.engines import DEFAULT_MEANS, explore
from modelcheck.gate.errors import NoSuchStep, NothingToDebug, UnreadableTrace
from modelcheck.gate.opening import Given, Ready, one_target, opened, ready
from modelcheck.gate.pipeline import check_names
from modelcheck.report.saved import read_saved, trace_of
from modelcheck.semantics.trace import Trace
from modelcheck.semantics.verdict import Reason, Violated
from modelcheck.source.diagnostic import ConfigError

if TYPE_CHECKING:
    from modelcheck.semantics.verdict import Result


@dataclass(frozen=True)
class Run:
    """A run of a spec; `spec_changed` if it was saved from another text of the spec."""

    ready: Ready
    name: str
    trace: Trace
    spec_changed: bool = False


def saved_run(spec: str, given: Given, path: Path, name: str | None) -> Run:
    """Give the run that the saved report at `path` shows of `spec`, for the property `name`.

    The spec has the parameters of the report, except for those in `given`.
    Raises: `SpecError`; `ConfigError` when the file shows no such run (MC307, MC330 to MC336).
    """
    target = one_target(spec)
    text = _read(path)
    file, (found,) = opened(target, given)
    saved = read_saved(text, str(path), found.name, name)
    merged = tuple({**dict(saved.parameters), **dict(given)}.items())
    if merged != given:
        file, (found,) = opened(target, merged)
    made = ready(target, merged, file, found)
    changed = saved.spec_hash is not None and saved.spec_hash != made.loaded.hash
    return Run(made, saved.name, trace_of(saved, made.loaded.module), changed)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise ConfigError(UnreadableTrace(str(path), error.strerror or str(error))) from error
    except UnicodeDecodeError as error:
        raise ConfigError(UnreadableTrace(str(path), "it is no text")) from error


def found_run(spec: str, given: Given, name: str | None) -> Run:
    """Give the run that a check of `spec` shows for the claim or cover `name`.

    Without a name it is that of the first claim that is violated.
    Raises: `SpecError`; `ConfigError` when there is no such run (MC301, MC309).
    """
    target = one_target(spec)
    file, (found,) = opened(target, given)
    made = ready(target, given, file, found)
    check_names(made, () if name is None else (name,))
    wanted = None if name is None else frozenset({name})
    result = explore(made, Options(properties=wanted), DEFAULT_MEANS)
    if name is not None and result.stopped is Reason.STOPPED and name not in _runs(result):
        result = explore(made, Options(properties=wanted, keep_going=True), DEFAULT_MEANS)
    runs = _runs(result)
    violated = [each.name for each in result.properties if isinstance(each.verdict, Violated)]
    chosen = name if name is not None else next(iter(violated), None)
    if chosen is None or chosen not in runs:
        asked = "a violation" if chosen is None else f"`{chosen}`"
        raise ConfigError(NothingToDebug(made.spec, asked, _why_not(result)))
    return Run(made, chosen, runs[chosen])


def _runs(result: Result) -> dict[str, Trace]:
    runs = {each.name: each.witness for each in result.covers if each.witness is not None}
    for each in result.properties:
        if isinstance(each.verdict, Violated):
            runs[each.name] = each.verdict.trace
    return runs


def _why_not(result: Result) -> str:
    if result.stopped is None:
        return "every reachable state was seen"
    return f"the search ended early, reason {result.stopped.value}"


def taken_again(run: Run) -> Accepted | Refused:
    """Take the run by running the author's class, up to the first step that is not allowed."""
    return replay(run.ready.program, run.trace)


def step_of(run: Run, number: int | None) -> tuple[int, Entry | Refused]:
    """Give step `number` of the run, by default the last, ready to be run by hand.

    Raises: `ConfigError` (MC310) when there is no such step.
    """
    last = run.trace.depth
    chosen = last if number is None else number
    if not 0 <= chosen <= last:
        raise ConfigError(NoSuchStep(chosen, last))
    return chosen, enter(run.ready.program, run.trace, chosen)
