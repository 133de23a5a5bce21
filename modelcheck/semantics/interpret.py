"""The meaning of a spec: its initial states, the steps out of a state, whether a claim holds.

The echo of CPython, which defines the language: `explicit/reference` runs the author's class
and must agree with every step given here, in their order too.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from modelcheck.ir.values import ordered
from modelcheck.semantics.bounds import all_values, fits, is_instance
from modelcheck.semantics.env import Choices, Disabled, Env, EvaluationError
from modelcheck.semantics.evaluate import iterate
from modelcheck.semantics.execute import Returned, execute
from modelcheck.semantics.trace import NO_INITIAL_STATE, Binding, Step

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from modelcheck.ir.module import Claim, Module
    from modelcheck.ir.stmt import Function, Parameter
    from modelcheck.ir.values import Value
    from modelcheck.semantics.trace import State


def initial_states(module: Module) -> Iterator[Step]:
    """Give the outcomes of `@init`, one per choice sequence, in canonical order.

    One that is an evaluation error has `error` set; where there is none, that is one.
    """

    def run(start: Env) -> Env:
        return execute(module.init.body, start)[0]

    return at_least_one(outcomes(module, None, (), Env({}, {}), run))


def at_least_one(initial: Iterator[Step]) -> Iterator[Step]:
    """Give the outcomes of `@init`, and if there is none, that this is an error."""
    first = next(initial, NO_INITIAL_STATE)
    yield first
    yield from initial


def successors(module: Module, state: State) -> Iterator[Step]:
    """Give the steps out of `state`: per action, binding and choice sequence, in that order.

    Actions come in the order of the source, bindings and choices in canonical order, depth
    first.  A step that is an evaluation error has `error` set; one that is disabled is not
    given.
    """
    fields = named_fields(module, state)
    for action in module.actions:

        def run(start: Env, function: Function = action.function) -> Env:
            return execute(function.body, start)[0]

        yield from steps(module, action.name, action.function.parameters, fields, run)


def steps(
    module: Module,
    action: str,
    parameters: tuple[Parameter, ...],
    fields: Mapping[str, Value],
    run: Callable[[Env], Env],
) -> Iterator[Step]:
    """Give the steps of one action out of the state `fields`; `run` as for `outcomes`."""
    for binding in bindings(parameters, Env(fields, {})):
        if isinstance(binding, Unbounded):
            yield Step(action, binding.before, (), None, binding.message)
        else:
            yield from outcomes(module, action, binding, Env(fields, dict(binding)), run)


def outcomes(
    module: Module, action: str | None, binding: Binding, start: Env, run: Callable[[Env], Env]
) -> Iterator[Step]:
    """Give what `run` makes of `start` under every sequence of choices, depth first.

    `run` gives the moment in which the step ends, or raises as `execute` does.
    Requires: the fields that `start` has are of their types.
    """
    forced: tuple[int, ...] | None = ()
    while forced is not None:
        choices = Choices(forced)
        try:
            end = run(replace(start, choices=choices))
        except Disabled:
            pass
        except EvaluationError as error:
            yield Step(action, binding, choices.taken, None, str(error))
        else:
            yield Step(action, binding, choices.taken, *_ended(module, start, end))
        forced = choices.following()


def _ended(module: Module, start: Env, end: Env) -> tuple[State | None, str | None]:
    """Give the state at the end of a step, and which of its values has left its bound.

    A field that the step has not touched is as good as it was at its start.
    """
    for each in module.fields:
        if each.name not in end.fields:
            return None, f"{each.name} has no value"
    state = tuple(end.fields[each.name] for each in module.fields)
    new = (
        (each, value)
        for each, value in zip(module.fields, state, strict=True)
        if each.name not in start.fields or start.fields[each.name] is not value
    )
    faults = (fits(value, each.type, each.name) for each, value in new)
    return state, next((fault for fault in faults if fault is not None), None)


@dataclass(frozen=True, slots=True)
class Unbounded:
    """The container of the parameter after those in `before` cannot be evaluated: `message`."""

    before: Binding
    message: str


def bindings(parameters: tuple[Parameter, ...], env: Env) -> Iterator[Binding | Unbounded]:
    """Give the bindings of `parameters` in canonical order; the first changes slowest.

    A parameter with a `domain` ranges over the members of its type that this container has
    in `env`, under the parameters before it.
    """
    return _extended((), parameters, env)


def _extended(
    before: Binding, parameters: tuple[Parameter, ...], env: Env
) -> Iterator[Binding | Unbounded]:
    if not parameters:
        yield before
        return
    first, *others = parameters
    try:
        values = _range_of(first, env)
    except EvaluationError as error:
        yield Unbounded(before, str(error))
        return
    for value in values:
        inner = env.with_local(first.name, value)
        yield from _extended((*before, (first.name, value)), tuple(others), inner)


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
