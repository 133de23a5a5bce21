"""The meaning of a spec: its initial states, the steps out of a state, whether a claim holds.

The echo of CPython, which defines the language: `explicit/reference` runs the author's class
and must agree with every step given here, in their order too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from modelcheck.ir.values import ordered
from modelcheck.semantics.bounds import all_values, fits, is_instance
from modelcheck.semantics.env import Choices, Disabled, Env, EvaluationError
from modelcheck.semantics.evaluate import iterate
from modelcheck.semantics.execute import Returned, execute
from modelcheck.semantics.trace import Step

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from modelcheck.ir.module import Claim, Module
    from modelcheck.ir.stmt import Function, Parameter
    from modelcheck.ir.values import Value
    from modelcheck.semantics.trace import Binding, State


def initial_states(module: Module) -> Iterator[Step]:
    """Give the outcomes of `@init`, one per choice sequence, in canonical order.

    One that is an evaluation error has `error` set.
    """

    def run(choices: Choices) -> Env:
        return execute(module.init.body, Env({}, {}, choices=choices))[0]

    return outcomes(module, None, (), run)


def successors(module: Module, state: State) -> Iterator[Step]:
    """Give the steps out of `state`: per action, binding and choice sequence, in that order.

    Actions come in the order of the source, bindings and choices in canonical order, depth
    first.  A step that is an evaluation error has `error` set; one that is disabled is not
    given.
    """
    fields = named_fields(module, state)
    for action in module.actions:
        yield from _steps(module, action.function, Env(fields, {}))


def _steps(module: Module, function: Function, env: Env) -> Iterator[Step]:
    for binding in bindings(function.parameters, env):

        def run(choices: Choices, binding: Binding = binding) -> Env:
            return execute(function.body, Env(env.fields, dict(binding), choices=choices))[0]

        yield from outcomes(module, function.name, binding, run)


def outcomes(
    module: Module, action: str | None, binding: Binding, run: Callable[[Choices], Env]
) -> Iterator[Step]:
    """Give what `run` leads to under every sequence of choices, depth first.

    `run` gives the moment in which the step ends, or raises as `execute` does.
    """
    forced: tuple[int, ...] | None = ()
    while forced is not None:
        choices = Choices(forced)
        try:
            end = run(choices)
        except Disabled:
            pass
        except EvaluationError as error:
            yield Step(action, binding, choices.taken, None, str(error))
        else:
            yield Step(action, binding, choices.taken, *_ended(module, end))
        forced = choices.following()


def _ended(module: Module, end: Env) -> tuple[State | None, str | None]:
    """Give the state at the end of a step, and which of its values has left its bound."""
    for each in module.fields:
        if each.name not in end.fields:
            return None, f"{each.name} has no value"
    state = tuple(end.fields[each.name] for each in module.fields)
    pairs = zip(module.fields, state, strict=True)
    faults = (fits(value, each.type, each.name) for each, value in pairs)
    return state, next((fault for fault in faults if fault is not None), None)


def bindings(parameters: tuple[Parameter, ...], env: Env) -> Iterator[Binding]:
    """Give the bindings of `parameters` in canonical order; the first changes slowest.

    A parameter with a `domain` ranges over the members of its type that this container has
    in `env`, under the parameters before it.
    Raises: `EvaluationError` when such a container cannot be evaluated.
    """
    if not parameters:
        yield ()
        return
    first, *others = parameters
    for value in _range_of(first, env):
        for binding in bindings(tuple(others), env.with_local(first.name, value)):
            yield ((first.name, value), *binding)


def _range_of(parameter: Parameter, env: Env) -> tuple[Value, ...]:
    if parameter.domain is None:
        return all_values(parameter.type)
    members = dict.fromkeys(iterate(parameter.domain, env))
    return tuple(ordered(each for each in members if is_instance(each, parameter.type)))


def claim_holds(
    module: Module, claim: Claim, binding: Binding, state: State, old: State | None = None
) -> bool:
    """Tell whether `claim` is true of `state`, after the step from `old` if it is over steps.

    An assumption, which reads no field, takes `()` for a state.
    Raises: `EvaluationError` where CPython raises.
    """
    return body_holds(claim.function, claim_env(module, binding, state, old))


def claim_env(module: Module, binding: Binding, state: State, old: State | None = None) -> Env:
    """Give the moment in which a claim is looked at."""
    before = None if old is None else named_fields(module, old)
    return Env(named_fields(module, state), dict(binding), before)


def body_holds(function: Function, env: Env) -> bool:
    """Tell whether the body of a claim returns true in `env`; raises as `claim_holds` does."""
    _, ending = execute(function.body, env)
    return isinstance(ending, Returned) and ending.value is True


def named_fields(module: Module, state: State) -> dict[str, Value]:
    """Give the values of `state` by the names of the fields; nothing for the state `()`."""
    return dict(zip((each.name for each in module.fields), state, strict=bool(state)))
