"""A trace taken again by the class, step by step, or the first step that is not allowed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from modelcheck.explicit.reference.mirror import value_of
from modelcheck.explicit.reference.running import running
from modelcheck.explicit.reference.steps import INIT, Machine, Outcome, Raised, Taken
from modelcheck.ir.values import Value, show
from modelcheck.semantics.trace import Binding, State, Step, Trace

if TYPE_CHECKING:
    from modelcheck.explicit.reference.program import Program


@dataclass(frozen=True, slots=True)
class UnknownAction:
    """The spec has no such action."""

    action: str
    known: tuple[str, ...]

    @property
    def message(self) -> str:
        """Say so, with the actions that there are."""
        return f"there is no action {self.action}; there are {', '.join(self.known)}"


@dataclass(frozen=True, slots=True)
class WrongArguments:
    """The action has other parameters."""

    action: str
    given: tuple[str, ...]
    parameters: tuple[str, ...]

    @property
    def message(self) -> str:
        """Say which parameters there are."""
        given, wanted = ", ".join(self.given), ", ".join(self.parameters)
        return f"{self.action} takes ({wanted}), not ({given})"


@dataclass(frozen=True, slots=True)
class Disallowed:
    """The step does not exist in this state: a guard of the action is false for the arguments."""

    action: str
    arguments: Binding

    @property
    def message(self) -> str:
        """Say so."""
        inner = ", ".join(show(value) for _, value in self.arguments)
        return f"{self.action}({inner}) is disabled here"


@dataclass(frozen=True, slots=True)
class NotOffered:
    """The step exists, but with other choices."""

    choices: tuple[Value, ...]
    offered: tuple[tuple[Value, ...], ...]

    @property
    def message(self) -> str:
        """Say which choices there are."""
        given = ", ".join(map(show, self.choices))
        ways = " or ".join(f"({', '.join(map(show, each))})" for each in self.offered)
        return f"the choices ({given}) are not offered; there are {ways}"


@dataclass(frozen=True, slots=True)
class Differs:
    """The step leads to another state: the fields, what was given, and what they are."""

    fields: tuple[tuple[str, Value, Value], ...]

    @property
    def message(self) -> str:
        """Name the first field that differs."""
        name, given, actual = self.fields[0]
        return f"{name} is {show(actual)} after it, not {show(given)}"


@dataclass(frozen=True, slots=True)
class Fails:
    """The step is an evaluation error, and the trace does not say so."""

    error: str

    @property
    def message(self) -> str:
        """Say what was raised."""
        return f"it does not complete: {self.error}"


@dataclass(frozen=True, slots=True)
class Completes:
    """The trace says that the step is an evaluation error, and it is none."""

    error: str

    @property
    def message(self) -> str:
        """Say what was to be raised."""
        return f"it completes, where this was to be raised: {self.error}"


@dataclass(frozen=True, slots=True)
class Misplaced:
    """An initial state stands after a step, a step before any state, or one after an error."""

    message: str


Why: TypeAlias = (
    UnknownAction
    | WrongArguments
    | Disallowed
    | NotOffered
    | Differs
    | Fails
    | Completes
    | Misplaced
)


@dataclass(frozen=True, slots=True)
class Accepted:
    """Every step is allowed; `trace` is the run with all choices and states filled in."""

    trace: Trace


@dataclass(frozen=True, slots=True)
class Refused:
    """The step of this number, 0 being the initial state, is the first not allowed."""

    step: int
    action: str | None
    why: Why


def replay(program: Program, trace: Trace) -> Accepted | Refused:
    """Take `trace` again by running the class.

    A step without a state leads wherever it leads; one without choices may make any that
    lead to its state.  Where several runs fit, the first in order is the one accepted.
    """
    machine = Machine(program)
    with running(machine.run):
        runs: list[tuple[Taken, ...]] = [()]
        for number, step in enumerate(trace.steps):
            fits = [(run, _fitting(machine, run, step)) for run in runs]
            longer: dict[Outcome, tuple[Taken, ...]] = {}
            for run, found in fits:
                for taken in found if isinstance(found, list) else ():
                    longer.setdefault(taken[3], (*run, taken))
            if not longer:
                why = next(found for _, found in fits if not isinstance(found, list))
                return Refused(number, step.action, why)
            runs = list(longer.values())
        return Accepted(Trace(tuple(machine.step(each) for each in runs[0])))


def _fitting(machine: Machine, run: tuple[Taken, ...], step: Step) -> list[Taken] | Why:
    """Give the ways to take `step` at the end of `run`, at least one, or why there is none."""
    followed = _followed(machine, run, step)
    if followed is not None:
        return [followed]
    found = _taken(machine, run, step)
    if not isinstance(found, list):
        return found
    if step.choices:
        offered = [tuple(map(value_of, each[2])) for each in found]
        if step.choices not in offered:
            return NotOffered(step.choices, tuple(dict.fromkeys(offered)))
        pairs = zip(found, offered, strict=True)
        found = [each for each, choices in pairs if choices == step.choices]
    errors = [each[3] for each in found if isinstance(each[3], Raised)]
    if step.error is not None:
        failing = [each for each in found if isinstance(each[3], Raised)]
        return failing or Completes(step.error)
    done = [each for each in found if not isinstance(each[3], Raised)]
    if not done:
        return Fails(errors[0].message)
    if step.state is None:
        return done
    outcomes = [each[3] for each in done]
    states = [machine.instances.state(each) for each in outcomes if not isinstance(each, Raised)]
    same = [each for each, state in zip(done, states, strict=True) if state == step.state]
    names = [each.name for each in machine.program.module.fields]
    return same or Differs(min((_differences(names, step.state, each) for each in states), key=len))


def _followed(machine: Machine, run: tuple[Taken, ...], step: Step) -> Taken | None:
    """Give the step by the choices that the trace names, without a look at any other."""
    packed = run[-1][3] if run else None
    actions = machine.program.module.actions
    at = next((at for at, each in enumerate(actions) if each.name == step.action), INIT)
    is_start = step.action is None
    if not step.choices or isinstance(packed, Raised) or is_start != (packed is None):
        return None
    if not is_start and at == INIT:
        return None
    wanted = tuple(value for _, value in step.arguments)
    taken = machine.following(at, wanted, step.choices, packed)
    if taken is None or tuple(map(value_of, taken[2])) != step.choices:
        return None
    outcome = taken[3]
    if isinstance(outcome, Raised):
        return taken if step.error is not None else None
    fits = step.state is None or machine.instances.state(outcome) == step.state
    return taken if fits and step.error is None else None


def _taken(machine: Machine, run: tuple[Taken, ...], step: Step) -> list[Taken] | Why:
    """Give the steps by this action with these arguments, whatever the choices."""
    if step.action is None:
        if run:
            return Misplaced("the trace begins anew in its middle")
        return list(machine.initial())
    actions = machine.program.module.actions
    place = next((at for at, each in enumerate(actions) if each.name == step.action), None)
    if place is None:
        return UnknownAction(step.action, tuple(each.name for each in actions))
    parameters = tuple(each.name for each in actions[place].function.parameters)
    given = tuple(name for name, _ in step.arguments)
    if given != parameters[: len(given)]:
        return WrongArguments(step.action, given, parameters)
    packed = run[-1][3] if run else None
    if packed is None:
        return Misplaced("the trace begins with a step, not with an initial state")
    if isinstance(packed, Raised):
        return Misplaced("the trace goes on after a step that did not complete")
    wanted = tuple(value for _, value in step.arguments)
    found = [
        each
        for each in machine.steps(packed)
        if each[0] == place and tuple(map(value_of, each[1])) == wanted[: len(each[1])]
    ]
    if not found and given != parameters:
        return WrongArguments(step.action, given, parameters)
    return found or Disallowed(step.action, step.arguments)


def _differences(
    names: list[str], given: State, actual: State
) -> tuple[tuple[str, Value, Value], ...]:
    rows = zip(names, given, actual, strict=True)
    return tuple(row for row in rows if row[1] != row[2])
