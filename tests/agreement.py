"""The three meanings of a spec, side by side: its class, its typed IR and its normal form.

CPython, which runs the class, is right by definition; the others must agree with it in every
step (action, arguments, choices, state, whether it is an error) and in every claim.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import product
from typing import Any, TypeAlias

from modelcheck.explicit.reference.domains import listed
from modelcheck.explicit.reference.program import Program
from modelcheck.explicit.reference.running import Packed, running
from modelcheck.explicit.reference.steps import Machine, Raised
from modelcheck.frontend.lower import LoadedSpec
from modelcheck.gate.opening import program_of
from modelcheck.ir.module import Claim, ClaimKind, Normal
from modelcheck.ir.values import show
from modelcheck.passes.normalise import normalise
from modelcheck.semantics.bounds import all_values
from modelcheck.semantics.env import Disabled, EvaluationError
from modelcheck.semantics.interpret import claim_holds, initial_states, successors
from modelcheck.semantics.normal import (
    normal_claim_holds,
    normal_initial_states,
    normal_successors,
)
from modelcheck.semantics.trace import Binding, State, Step

Answer: TypeAlias = bool | str
"""What a claim says: its truth, or that it raises."""

RAISES = "raises"


class DisagreementError(AssertionError):
    """Two of the meanings differ."""


@dataclass(frozen=True)
class Explored:
    """The states that were looked at, whether all there are, and how many steps left them."""

    states: int
    complete: bool
    steps: int
    errors: int
    truths: frozenset[tuple[str, Answer]]
    """What claims said somewhere."""


class Comparison:
    """A spec, ready to be run in its three meanings."""

    def __init__(self, spec: LoadedSpec) -> None:
        self.module = spec.module
        self.normal: Normal = normalise(spec.module)
        self._program = program_of(spec)
        self._machine = Machine(self._program)
        self._claims = [_Asked(each, self._program, self.normal) for each in spec.module.claims]
        self.truths: set[tuple[str, Answer]] = set()

    def explore(self, most: int | None = None) -> Explored:
        """Look at the reachable states, breadth first, at `most` so many of them.

        Raises: `DisagreementError` in the first state, step or claim in which the meanings differ.
        """
        self._agree_on_assumptions()
        found = dict.fromkeys(each.state for each in self._initial() if each.error is None)
        states = [each for each in found if each is not None]
        seen = set(states)
        steps = errors = looked_at = 0
        while looked_at < len(states) and looked_at != most:
            state = states[looked_at]
            looked_at += 1
            for step in self._successors(state):
                steps += 1
                if step.state is None or step.error is not None:
                    errors += 1
                elif step.state not in seen:
                    seen.add(step.state)
                    states.append(step.state)
        return Explored(looked_at, looked_at == len(states), steps, errors, frozenset(self.truths))

    def _initial(self) -> list[Step]:
        with running(self._machine.run):
            steps = [self._machine.step(each) for each in self._machine.initial()]

        def where() -> str:
            return "  @init"

        _same_steps(where, steps, "the IR", initial_states(self.module))
        _same_steps(where, steps, "the normal form", normal_initial_states(self.normal))
        return steps

    def _successors(self, state: State) -> list[Step]:
        machine = self._machine
        packed = machine.instances.packed(state)
        steps: list[Step] = []
        after: dict[State, Packed] = {}
        with running(machine.run):
            machine.run.previous = None
            for taken in machine.steps(packed):
                step, outcome = machine.step(taken), taken[3]
                steps.append(step)
                if step.state is not None and not isinstance(outcome, Raised):
                    after.setdefault(step.state, outcome)

        def where() -> str:
            return self.shown(state)

        _same_steps(where, steps, "the IR", successors(self.module, state))
        _same_steps(where, steps, "the normal form", normal_successors(self.normal, state))
        self._agree_on_claims(state, packed, after)
        return steps

    def _agree_on_assumptions(self) -> None:
        for asked in self._claims:
            if asked.claim.kind is ClaimKind.ASSUME:
                self._agree_on(asked, object.__new__(self._program.spec_class), (), None)

    def _agree_on_claims(self, state: State, packed: Packed, after: dict[State, Packed]) -> None:
        """Ask the claims in a state, and those over steps in each state `after` it."""
        machine = self._machine
        view = machine.instances.over(packed)
        over_steps = [each for each in self._claims if each.claim.over_steps]
        with running(machine.run):
            for asked in self._claims:
                if not asked.claim.over_steps and asked.claim.kind is not ClaimKind.ASSUME:
                    self._agree_on(asked, view, state, None)
            for other, number in after.items() if over_steps else ():
                machine.run.previous = view
                later = machine.instances.over(number)
                for asked in over_steps:
                    self._agree_on(asked, later, other, state)
                machine.run.previous = None

    def _agree_on(self, asked: _Asked, view: object, state: State, old: State | None) -> None:
        claim = asked.claim
        for given, binding in asked.bindings:
            said = asked.of_class(view, given)
            self.truths.add((claim.name, said))
            found = {
                "the IR": self._of_ir(asked, binding, state, old),
                "the normal form": self._of_normal(asked, binding, state, old),
            }
            for who, answer in found.items():
                if answer != said or type(answer) is not type(said):
                    message = (
                        f"{claim.name}({_named(binding)}) in\n{self.shown(state)}\n"
                        f"the class says {said}, {who} says {answer}"
                    )
                    raise DisagreementError(message)

    def _of_ir(self, asked: _Asked, binding: Binding, state: State, old: State | None) -> Answer:
        try:
            return claim_holds(self.module, asked.claim, binding, state, old)
        except (EvaluationError, Disabled):
            return RAISES

    def _of_normal(
        self, asked: _Asked, binding: Binding, state: State, old: State | None
    ) -> Answer:
        try:
            return normal_claim_holds(self.normal, asked.normal, binding, state, old)
        except (EvaluationError, Disabled):
            return RAISES

    def shown(self, state: State) -> str:
        """Give the state as a person reads it."""
        pairs = zip(self.module.fields, state, strict=bool(state))
        return "\n".join(f"  {each.name} = {show(value)}" for each, value in pairs)


class _Asked:
    """A claim with all of its bindings, as CPython's objects and as values."""

    def __init__(self, claim: Claim, program: Program, normal: Normal) -> None:
        self.claim = claim
        self.method: Any = program.method(claim.name)  # Any: the author's method
        self.normal = next(each for each in normal.claims if each.name == claim.name)
        names = [each.name for each in claim.function.parameters]
        values = product(*(all_values(each.type) for each in claim.function.parameters))
        found = [tuple(zip(names, each, strict=True)) for each in values]
        self.bindings = list(zip(listed(claim.function, program.classes), found, strict=True))

    def of_class(self, view: object, given: Iterable[object]) -> Answer:
        """Give what the author's method says, asked of an instance over a state."""
        try:
            return bool(self.method(view, *given))
        except Exception:  # noqa: BLE001  # whatever the author's code raises
            return RAISES


def _same_steps(
    where: Callable[[], str], expected: list[Step], who: str, found: Iterable[Step]
) -> None:
    steps = list(found)
    if list(map(_said, expected)) == list(map(_said, steps)):
        return
    for one, other in zip(expected, steps, strict=False):
        if _said(one) != _said(other):
            message = f"out of\n{where()}\nthe class: {_shown(one)}\n{who}: {_shown(other)}"
            raise DisagreementError(message)
    longer, whose = (expected, "the class") if len(expected) > len(steps) else (steps, who)
    extra = _shown(longer[min(len(steps), len(expected))])
    message = f"out of\n{where()}\nonly {whose} has: {extra}"
    raise DisagreementError(message)


def _said(step: Step) -> tuple[object, ...]:
    """Give what must agree; of an error not its words, but the state that left a bound."""
    return (step.action, step.arguments, step.choices, step.state, step.error is None)


def _shown(step: Step) -> str:
    state = "no state" if step.state is None else ", ".join(map(show, step.state))
    choices = ", ".join(map(show, step.choices))
    error = "" if step.error is None else f" error: {step.error}"
    return f"{step.action}({_named(step.arguments)}) [{choices}] -> {state}{error}"


def _named(binding: Binding) -> str:
    return ", ".join(f"{name}={show(value)}" for name, value in binding)
