"""No run is shown that does not show what it is shown for."""

from __future__ import annotations

from dataclasses import replace

from modelcheck.explicit.reference.judge import Hit, Judge
from modelcheck.explicit.reference.program import Program
from modelcheck.explicit.reference.replay import NotOffered, Refused, replay
from modelcheck.explicit.reference.running import running
from modelcheck.explicit.reference.steps import Machine
from modelcheck.semantics.trace import Trace
from modelcheck.semantics.verdict import PropertyKind
from modelcheck.source.diagnostic import InternalError


def confirmed(program: Program, trace: Trace, hit: Hit) -> tuple[Trace, Hit]:
    """Replay `trace` on a machine of its own, and ask again what was asked at its end.

    Gives both as they came out, their messages included.
    Raises: `InternalError` if the class does not take these steps, or the answer differs.
    """
    replayed = replay(program, trace)
    if isinstance(replayed, Refused):
        message = f"step {replayed.step} of a run for {hit.name}: {replayed.why.message}"
        raise InternalError(message)
    again = replayed.trace
    hits = [each for each in hits_at_the_end(program, again) if _unsaid(each) == _unsaid(hit)]
    if not hits or _steps(again) != _steps(trace):
        message = f"a run for {hit.name} does not show it when it is replayed"
        raise InternalError(message)
    return again, hits[0]


def taken_by_class(program: Program, trace: Trace, hit: Hit) -> tuple[Trace, Hit]:
    """Give a run with all that the class adds to it, and what it shows at its end.

    The run may lack choices and messages, and what it shows be so for another binding.
    Raises: `InternalError` if the class does not take these steps, or nothing like `hit` is shown.
    """
    replayed = replay(program, trace)
    if isinstance(replayed, Refused) and isinstance(replayed.why, NotOffered):
        replayed = replay(program, Trace(tuple(replace(each, choices=()) for each in trace.steps)))
    if isinstance(replayed, Refused):
        message = f"step {replayed.step} of a run for {hit.name}: {replayed.why.message}"
        raise InternalError(message)
    wanted = hit.name, hit.kind, hit.raiser
    for each in hits_at_the_end(program, replayed.trace):
        if (each.name, each.kind, each.raiser) == wanted:
            return replayed.trace, each
    message = f"a run for {hit.name} does not show it when it is replayed"
    raise InternalError(message)


def _unsaid(hit: Hit) -> Hit:
    """Give the hit without its message, which the engine that found it may not know."""
    return replace(hit, message=None)


def _steps(trace: Trace) -> Trace:
    return Trace(tuple(replace(each, error=None) for each in trace.steps))


def hits_at_the_end(program: Program, trace: Trace) -> list[Hit]:
    """Give what is to be said of the last step of a run and the state that it leads to.

    Requires: the class takes these steps.
    """
    last = trace.steps[-1]
    if last.state is None or last.error is not None:
        return [Hit("evaluation", PropertyKind.EVALUATION, (), last.error)]
    machine = Machine(program)
    judge = Judge(machine, None)
    with running(machine.run):
        packed = machine.instances.packed(last.state)
        hits = judge.of_state(packed) + judge.outside(packed)[1]
        if len(trace.steps) > 1:
            before = machine.instances.packed(trace.steps[-2].state or ())
            hits += judge.of_step(before, packed)
        else:
            hits += judge.of_start(packed)
        if not any(True for _ in machine.steps(packed)):
            hits += judge.of_stuck(packed)
    return hits
