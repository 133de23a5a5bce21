"""Refinements, looked at by the interpreter of the typed form, which knows no class."""

from __future__ import annotations

from collections import deque
from pathlib import Path

import pytest
from engines import program_of

from modelcheck.explicit.reference.explore import Options, explore
from modelcheck.ir.module import Typed
from modelcheck.semantics.execute import execute
from modelcheck.semantics.interpret import claim_env, initial_states, successors
from modelcheck.semantics.trace import State
from modelcheck.semantics.verdict import Violated

SPECS = Path(__file__).parents[2] / "specs"


def image(module: Typed, state: State) -> State:
    """Give the abstract state that the mapping makes, by running its typed body."""
    refinement = module.refinement
    assert refinement is not None
    env, _ = execute(refinement.function.body, claim_env(module, (), state))
    fields = refinement.abstract.fields
    return tuple(env.locals[f"{refinement.mapped}.{each.name}"] for each in fields)


def found_in(module: Typed) -> tuple[int | None, set[str]]:
    """Give after how many steps a step is none of the abstract spec, and which actions were."""
    refinement = module.refinement
    assert refinement is not None
    abstract = refinement.abstract
    begins = {each.state for each in initial_states(abstract)}
    waiting = deque(dict.fromkeys(each.state for each in initial_states(module)))
    depths = dict.fromkeys(waiting, 0)
    images = {state: image(module, state) for state in waiting if state is not None}
    broken = [0 for each in images.values() if each not in begins]
    taken: set[str] = set()
    known: dict[State, list[tuple[str | None, State | None]]] = {}
    while waiting:
        state = waiting.popleft()
        assert state is not None
        before, depth = images[state], depths[state] + 1
        if before not in known:
            steps = successors(abstract, before)
            known[before] = [(each.action, each.state) for each in steps if each.error is None]
        for step in successors(module, state):
            assert step.state is not None
            if step.state not in depths:
                depths[step.state] = depth
                images[step.state] = image(module, step.state)
                waiting.append(step.state)
            after = images[step.state]
            names = {name for name, to in known[before] if to == after and name is not None}
            if after != before:
                taken |= names
                broken += [] if names else [depth]
    return min(broken, default=None), taken


@pytest.mark.parametrize(
    ("stem", "name"),
    [
        ("srikanth_toueg_broadcast", "SrikanthTouegBroadcast"),
        ("srikanth_toueg_broadcast", "EchoOfOne"),
        ("srikanth_toueg_broadcast", "AcceptanceOfTwo"),
        ("srikanth_toueg_broadcast", "InitiatorsForgotten"),
        ("srikanth_toueg_broadcast", "ThreeProcesses"),
        ("bracha_broadcast", "BrachaBroadcast"),
        ("bracha_broadcast", "EchoesForgotten"),
        ("bracha_broadcast", "ThreeProcesses"),
    ],
)
def test_the_interpreter_finds_what_the_class_finds(stem: str, name: str) -> None:
    program = program_of(SPECS / f"{stem}.py", name)
    mapping = frozenset({"counted"})
    result = explore(program, Options(keep_going=True, properties=mapping))
    (found,) = result.properties
    depth = found.verdict.trace.depth if isinstance(found.verdict, Violated) else None
    assert result.matched is not None
    assert (depth, set(result.matched.taken)) == found_in(program.module)
