"""A step of a trace, or a claim at its end, made ready to be run by hand, as a debugger does it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextvars import Context, copy_context
from dataclasses import dataclass, replace
from operator import attrgetter

from modelcheck.explicit.reference.mirror import Live, object_of, value_of
from modelcheck.explicit.reference.program import Program
from modelcheck.explicit.reference.replay import Refused, replay
from modelcheck.explicit.reference.running import Instances
from modelcheck.ir.stmt import Function
from modelcheck.ir.values import Value
from modelcheck.lang.order import place_of
from modelcheck.lang.running import OutsideRunError, current_run
from modelcheck.semantics.trace import Binding, State, Trace


@dataclass(frozen=True)
class Entry:
    """A body about to run: `context.run(method, *arguments)` runs it once.

    `instance`, whose `method` it is, is over the state before the step, or over the state that
    a claim is asked of, all its fields thawed; before the initial state it has no field yet.
    In `context` every `oneof` takes what the trace has, and the first option where the trace
    has none; `old(...)` gives the state before the step.
    """

    instance: Live
    method: Callable[..., object]
    arguments: tuple[Live, ...]
    context: Context
    state: Callable[[], State | None]
    """Gives the state that `instance` is in by now; `None` while a field has no value."""


def enter(program: Program, trace: Trace, number: int) -> Entry | Refused:
    """Make step `number` of `trace` ready to be run, 0 being the initial state.

    The trace up to there is replayed: `Refused` if that fails.
    Requires: 0 <= `number` <= the depth of the trace.
    """
    replayed = replay(program, replace(trace, steps=trace.steps[: number + 1]))
    if isinstance(replayed, Refused):
        return replayed
    step = replayed.trace.steps[number]
    module = program.module
    function = module.init if step.action is None else module.action(step.action).function
    before = replayed.trace.steps[number - 1].state if number else None
    return _entry(program, function, step.arguments, before, _RecordedRun(step.choices, before))


def enter_claim(program: Program, trace: Trace, name: str, binding: Binding) -> Entry | Refused:
    """Make the claim `name` ready to be asked of the last state of `trace`, or of its last step.

    A mapping is made ready to map that state, to an abstract one that has no field yet.
    The trace is replayed: `Refused` if that fails.
    Requires: the last step of the trace completes.
    """
    replayed = replay(program, trace)
    if isinstance(replayed, Refused):
        return replayed
    steps = replayed.trace.steps
    before = steps[-2].state if replayed.trace.depth else None
    refinement, abstract = program.module.refinement, program.abstract
    if refinement is not None and abstract is not None and name == refinement.name:
        run = _RecordedRun((), None)
        entry = _entry(program, refinement.function, (), steps[-1].state, run)
        return replace(entry, arguments=(Instances(abstract).blank(),))
    claim = next(each for each in program.module.claims if each.name == name)
    return _entry(program, claim.function, binding, steps[-1].state, _RecordedRun((), before))


def _entry(
    program: Program, function: Function, binding: Binding, state: State | None, run: _RecordedRun
) -> Entry:
    instances = Instances(program)
    instance = instances.blank() if state is None else _thawed(program, instances, state)
    if run.before_it is not None:
        run.previous = _thawed(program, instances, run.before_it)
    context = copy_context()
    context.run(current_run.set, run)
    pairs = zip(binding, function.parameters, strict=False)
    return Entry(
        instance,
        attrgetter(function.name)(instance),
        tuple(object_of(value, each.type, program.classes) for (_, value), each in pairs),
        context,
        lambda: instances.values_left(instance),
    )


def _thawed(program: Program, instances: Instances, state: State) -> Live:
    instance = instances.over(instances.packed(state))
    for each in program.module.fields:
        path, _, name = each.name.rpartition(".")
        owner = attrgetter(path)(instance) if path else instance
        setattr(owner, name, getattr(owner, name))
    return instance


class _RecordedRun:
    """A run that makes the choices of a trace; `previous` is what `old(...)` gives."""

    def __init__(self, choices: tuple[Value, ...], before_it: State | None) -> None:
        self._choices = list(choices)
        self.before_it = before_it
        self.previous: Live = None

    def choose(self, options: Sequence[Live]) -> Live:
        recorded = self._choices.pop(0) if self._choices else None
        ordered = sorted(options, key=place_of)
        return next((each for each in ordered if value_of(each) == recorded), ordered[0])

    def before(self, state: Live) -> Live:  # noqa: ARG002  # there is one spec in a run
        if self.previous is None:
            message = "old(...) speaks of a step, and there is none before the initial state"
            raise OutsideRunError(message)
        return self.previous
