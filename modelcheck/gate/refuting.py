"""Runs that break a claim, found by z3: taken by the class, at the sizes that they are of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from modelcheck.explicit.reference.confirm import hits_at_the_end
from modelcheck.explicit.reference.replay import Refused, replay
from modelcheck.explicit.reference.steps import successors
from modelcheck.gate.opening import Ready, Target, opened, ready
from modelcheck.semantics.trace import Trace
from modelcheck.semantics.verdict import Violated
from modelcheck.source.diagnostic import InternalError
from modelcheck.symbolic.induction import EVALUATION


def at_sizes(spec: Ready, values: Mapping[str, int]) -> Ready:
    """Give the spec under these values of constants."""
    if not values:
        return spec
    path, _, name = spec.spec.rpartition("::")
    given = {**dict(spec.given), **{each: str(value) for each, value in values.items()}}
    target = Target(Path(path), name)
    file, (cls,) = opened(target, tuple(given.items()))
    return ready(target, tuple(given.items()), file, cls)


def violated(spec: Ready, name: str, trace: Trace) -> Violated | None:
    """Give what a run breaks, replayed by the class; `None` where the claim raises at its end.

    Raises: `InternalError` if the class does not take the run, or it breaks nothing there.
    """
    replayed = replay(spec.program, trace)
    if isinstance(replayed, Refused) and name == EVALUATION:
        # It leaves a bound: the step is an evaluation error, and there is no state after it.
        last = replace(trace.steps[-1], state=None, error="an evaluation error")
        replayed = replay(spec.program, Trace((*trace.steps[:-1], last)))
    if isinstance(replayed, Refused):
        message = f"step {replayed.step} of a run for {name}: {replayed.why.message}"
        raise InternalError(message)
    run = replayed.trace
    every = hits_at_the_end(spec.program, run)
    if any(each.raiser == name for each in every):
        return None
    hits = [each for each in every if each.name == name]
    if not hits and name == EVALUATION:
        run = _with_error(spec, run)
        hits = [each for each in hits_at_the_end(spec.program, run) if each.name == name]
    if not hits:
        message = f"a run for {name} does not show it when it is replayed"
        raise InternalError(message)
    (first, *_) = hits
    return Violated(run, first.binding, first.message, first.raiser)


def _with_error(spec: Ready, run: Trace) -> Trace:
    """Give the run with a step at its end that raises, or after which a claim does, if any."""
    last = run.steps[-1].state
    after = [] if last is None else list(successors(spec.program, last))
    for each in sorted(after, key=lambda step: step.error is None):
        longer = Trace((*run.steps, each))
        if any(hit.name == EVALUATION for hit in hits_at_the_end(spec.program, longer)):
            return longer
    return run
