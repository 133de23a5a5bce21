"""A step of a trace made ready to be run by hand, as a debugger does it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextvars import Context, copy_context
from dataclasses import dataclass, replace

from modelcheck.explicit.reference.mirror import Live, object_of, place_of, value_of
from modelcheck.explicit.reference.program import Program
from modelcheck.explicit.reference.replay import Refused, replay
from modelcheck.explicit.reference.running import Instances
from modelcheck.ir.values import Value
from modelcheck.lang.running import OutsideRunError, current_run
from modelcheck.semantics.trace import Step, Trace


@dataclass(frozen=True)
class Entry:
    """A body about to run: `context.run(method, *arguments)` takes the step once.

    `instance`, whose `method` it is, is over the state before the step, all its fields
    thawed; before the initial state it has no field yet.  In `context` every `oneof` takes
    what the trace has, and the first option where the trace has none.
    """

    instance: Live
    method: Callable[..., None]
    arguments: tuple[Live, ...]
    context: Context


def enter(program: Program, trace: Trace, number: int) -> Entry | Refused:
    """Make step `number` of `trace` ready to be run, 0 being the initial state.

    The trace up to there is replayed: `Refused` if that fails.
    Requires: 0 <= `number` <= the depth of the trace.
    """
    replayed = replay(program, replace(trace, steps=trace.steps[: number + 1]))
    if isinstance(replayed, Refused):
        return replayed
    step = replayed.trace.steps[number]
    instances = Instances(program)
    before = replayed.trace.steps[number - 1].state if number else None
    if before is None:
        instance = instances.blank()
    else:
        instance = instances.over(instances.packed(before))
        for each in program.module.fields:
            setattr(instance, each.name, getattr(instance, each.name))
    context = copy_context()
    context.run(current_run.set, _RecordedRun(step.choices))
    method = getattr(instance, step.action or program.module.init.name)
    return Entry(instance, method, _arguments(program, step), context)


def _arguments(program: Program, step: Step) -> tuple[Live, ...]:
    if step.action is None:
        return ()
    parameters = program.module.action(step.action).function.parameters
    pairs = zip(step.arguments, parameters, strict=False)
    return tuple(object_of(value, each.type, program.classes) for (_, value), each in pairs)


class _RecordedRun:
    """A run that makes the choices of a trace."""

    def __init__(self, choices: tuple[Value, ...]) -> None:
        self._choices = list(choices)

    def choose(self, options: Sequence[Live]) -> Live:
        recorded = self._choices.pop(0) if self._choices else None
        ordered = sorted(options, key=place_of)
        return next((each for each in ordered if value_of(each) == recorded), ordered[0])

    def before(self, state: Live) -> Live:  # noqa: ARG002  # no step is looked at
        message = "old(...) speaks of a step that is over, and this one is not"
        raise OutsideRunError(message)
