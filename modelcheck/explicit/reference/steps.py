"""The steps of a spec, taken by running its class."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from modelcheck.explicit.reference.domains import Arguments, Bindings, Unbounded, bindings
from modelcheck.explicit.reference.mirror import Live, value_of
from modelcheck.explicit.reference.program import Program
from modelcheck.explicit.reference.raised import describe
from modelcheck.explicit.reference.running import (
    ChoosingRun,
    Instances,
    LeftBound,
    Packed,
    running,
)
from modelcheck.ir.values import Value
from modelcheck.lang import Disabled
from modelcheck.semantics.trace import NO_INITIAL_STATE, Binding, State, Step


@dataclass(frozen=True, slots=True)
class Raised:
    """A step that did not complete: why, and the state if it only left a bound."""

    message: str
    state: State | None


Outcome: TypeAlias = Packed | Raised

Taken: TypeAlias = tuple[int, Arguments, Arguments, Outcome]
"""The action's place in the module, its arguments, the choices, and what came of it."""

INIT = -1
"""The place, among the actions, of the body that makes the initial states."""


class Machine:
    """A program made ready to be run, with the values of its states numbered."""

    def __init__(self, program: Program) -> None:
        """Prepare `program`; runs no body of it."""
        module = program.module
        self.program = program
        self.run = ChoosingRun()
        self.instances = Instances(program)
        self._init: Live = program.method(module.init.name)
        self._actions: list[tuple[int, Live, Bindings]] = [
            (
                at,
                program.method(each.name),
                bindings(each.function, program.domains, program.classes),
            )
            for at, each in enumerate(module.actions)
        ]

    def initial(self) -> Iterator[Taken]:
        """Give the outcomes of `@init`, one per sequence of choices, at least one.

        Where a guard in it is false whatever is chosen, that there is none is an error.
        Requires: `run` is the current one, here and below; see `running`.  No steps are asked
        for before the last of these is there.
        """
        self.run.forget()
        is_none = True
        for taken in self._outcomes(INIT, self._init, (), None):
            is_none = False
            yield taken
        if is_none:
            yield INIT, (), (), Raised(str(NO_INITIAL_STATE.error), None)

    def steps(self, packed: Packed) -> Iterator[Taken]:
        """Give every step from the state: by action, binding and choices.

        Requires: no other steps are asked for before the last of these is there.
        """
        view = self.instances.over(packed)
        self.run.forget()
        for at, body, bound in self._actions:
            for arguments in bound(view):
                if isinstance(arguments, Unbounded):
                    raised = Raised(describe(arguments.error, arguments.domain), None)
                    yield at, arguments.arguments, (), raised
                else:
                    yield from self._outcomes(at, body, arguments, packed)

    def following(
        self, at: int, wanted: tuple[Value, ...], choices: tuple[Value, ...], packed: Packed | None
    ) -> Taken | None:
        """Give the step with these arguments and choices out of the state, if there is one.

        Of `@init`, `at` is `INIT`, and there is no state.
        """
        if packed is None:
            return self._followed(INIT, self._init, (), choices, None)
        _, body, bound = self._actions[at]
        for arguments in bound(self.instances.over(packed)):
            if isinstance(arguments, Unbounded):
                return None
            if tuple(map(value_of, arguments)) == wanted:
                return self._followed(at, body, arguments, choices, packed)
        return None

    def _followed(
        self,
        at: int,
        body: Live,
        arguments: Arguments,
        choices: tuple[Value, ...],
        packed: Packed | None,
    ) -> Taken | None:
        self.run.follow(choices)
        return next(self._outcomes(at, body, arguments, packed), None)

    def _outcomes(
        self, at: int, body: Live, arguments: Arguments, packed: Packed | None
    ) -> Iterator[Taken]:
        instances, run = self.instances, self.run
        while True:
            instance = instances.blank() if packed is None else instances.over(packed)
            run.begin()
            try:
                body(instance, *arguments)
                after = (
                    instances.begun(instance)
                    if packed is None
                    else instances.changed(packed, instance)
                )
            except Disabled:
                if run.is_followed:
                    return
            except MemoryError:
                raise
            except LeftBound as error:
                left = instances.values_left(instance)
                yield at, arguments, run.choices, Raised(str(error), left)
            except Exception as error:  # noqa: BLE001  # whatever a body raises is a finding
                yield at, arguments, run.choices, Raised(describe(error, body), None)
            else:
                yield at, arguments, run.choices, after
            if not run.advance():
                return

    def step(self, taken: Taken) -> Step:
        """Give a step as values."""
        at, arguments, choices, outcome = taken
        actions = self.program.module.actions
        made = tuple(value_of(each) for each in choices)
        named = self.binding(actions[at].function.parameters, arguments) if at != INIT else ()
        action = None if at == INIT else actions[at].name
        if isinstance(outcome, Raised):
            return Step(action, named, made, outcome.state, outcome.message)
        return Step(action, named, made, self.instances.state(outcome))

    @staticmethod
    def binding(parameters: tuple[Live, ...], arguments: Arguments) -> Binding:
        """Give the arguments as values, by the names of the first parameters."""
        pairs = zip(parameters, arguments, strict=False)
        return tuple((each.name, value_of(argument)) for each, argument in pairs)


def initial_states(program: Program) -> list[Step]:
    """Give the initial states as enumerated: one step per sequence of choices of `@init`."""
    machine = Machine(program)
    with running(machine.run):
        return [machine.step(each) for each in machine.initial()]


def successors(program: Program, state: State) -> list[Step]:
    """Give every step from `state`: actions as in the source, bindings and choices in order.

    Raises: `TypeError` or `Unfit` if `state` is none of the program's.
    """
    machine = Machine(program)
    with running(machine.run):
        return [machine.step(each) for each in machine.steps(machine.instances.packed(state))]
