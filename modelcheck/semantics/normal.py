"""The meaning of specs in normal form: clauses in order, then all updates at once.

Gives the same steps as `interpret` gives for the module that the normal form was made from.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, assert_never

from modelcheck.ir.module import Bind, Clause, Forbid, Guard
from modelcheck.semantics.env import Disabled, Env, EvaluationError
from modelcheck.semantics.evaluate import evaluate, truth
from modelcheck.semantics.interpret import at_least_one, claim_env, named_fields, outcomes, steps

if TYPE_CHECKING:
    from collections.abc import Iterator

    from modelcheck.ir.module import Normal, NormalClaim, NormalStep
    from modelcheck.semantics.trace import Binding, State, Step


def normal_initial_states(normal: Normal) -> Iterator[Step]:
    """Give the outcomes of `@init`; as `interpret.initial_states` does."""
    initial = outcomes(normal.module, None, (), Env({}, {}), lambda start: take(normal.init, start))
    return at_least_one(initial)


def normal_successors(normal: Normal, state: State) -> Iterator[Step]:
    """Give the steps out of `state`; as `interpret.successors` does."""
    fields = named_fields(normal.module, state)
    for action in normal.actions:

        def run(moment: Env, action: NormalStep = action) -> Env:
            return take(action, moment)

        yield from steps(normal.module, action.name, action.parameters, fields, run)


def take(step: NormalStep, env: Env) -> Env:
    """Give the moment after `step`.

    Raises: `Disabled` where a guard is false or a choice has no option, `EvaluationError`
    where a `Forbid` is true or CPython raises.
    """
    for clause in step.clauses:
        env = _clause(clause, env)
    values = {name: evaluate(value, env) for name, value in step.updates}
    return replace(env, fields={**env.fields, **values})


def _clause(clause: Clause, env: Env) -> Env:
    match clause:
        case Bind(name, value):
            return env.with_local(name, evaluate(value, env))
        case Guard(test):
            if not truth(test, env):
                raise Disabled(test, env)
            return env
        case Forbid(test, why):
            if truth(test, env):
                raise EvaluationError(why, clause.span)
            return env
        case _:
            assert_never(clause)


def normal_claim_holds(
    normal: Normal, claim: NormalClaim, binding: Binding, state: State, old: State | None = None
) -> bool:
    """Tell whether `claim` is true of `state`; as `interpret.claim_holds` does."""
    return truth(claim.condition, claim_env(normal.module, binding, state, old))
