"""Questions to z3, within a time and with answers of three kinds."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeAlias

from modelcheck.semantics.verdict import Reason
from modelcheck.symbolic.pace import never
from modelcheck.symbolic.terms import Formula, Term, as_term, z3

_NO_LIMIT_MS: Final = 2**32 - 1
"""What z3 takes as no limit."""


@dataclass(frozen=True, slots=True, eq=False)
class Satisfied:
    """There is a model."""

    model: Term


@dataclass(frozen=True, slots=True)
class Unsatisfiable:
    """There is none."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """z3 cannot tell; `says` is what it says of why, where that is more than the reason."""

    reason: Reason
    says: str


Answer: TypeAlias = Satisfied | Unsatisfiable | Unknown


@dataclass(frozen=True, slots=True)
class Clock:
    """The moment, of `time.monotonic()`, at which there is no more time; `None` is never.

    `is_interrupted` tells whether somebody wants the work to end before, `is_full` whether there
    is no more memory.
    """

    deadline: float | None
    is_interrupted: Callable[[], bool] = never
    is_full: Callable[[], bool] = never

    @staticmethod
    def of(seconds: float | None, is_interrupted: Callable[[], bool] = never) -> Clock:
        """Give a clock that stops in so many seconds from now."""
        deadline = None if seconds is None else time.monotonic() + seconds
        return Clock(deadline, is_interrupted)

    @property
    def milliseconds(self) -> int:
        """What is left, at least 1."""
        if self.deadline is None:
            return _NO_LIMIT_MS
        return max(1, int((self.deadline - time.monotonic()) * 1000))

    @property
    def seconds(self) -> float:
        """What is left, none if it is over."""
        if self.deadline is None:
            return math.inf
        return max(0.0, self.deadline - time.monotonic())

    @property
    def is_over(self) -> bool:
        """Whether there is no more time."""
        return self.deadline is not None and time.monotonic() >= self.deadline


class Solver:
    """A solver of z3 and its clock.

    `finite` is for formulas over Booleans and bit-vectors only: a SAT solver decides these.
    """

    def __init__(self, clock: Clock, *, finite: bool) -> None:
        """Begin without assertions."""
        self._solver = z3.SolverFor("QF_FD") if finite else z3.Solver()
        self._clock = clock

    def add(self, *formulas: Formula) -> None:
        """Assert the formulas."""
        for each in formulas:
            if each is not True:
                self._solver.add(as_term(each))

    def ask(self, *formulas: Formula) -> Answer:
        """Tell whether the formulas can be true together with all that is asserted."""
        if any(each is False for each in formulas):
            return Unsatisfiable()
        if self._clock.is_over:
            return Unknown(Reason.TIME, "")
        # A question is asserted under a name of its own: what is learned of the rest stays.
        question = z3.FreshConst(z3.BoolSort(), "question")
        self._solver.add(*(z3.Implies(question, as_term(each)) for each in formulas))
        try:
            return ask_once(self._solver, self._clock, question)
        finally:
            self._solver.add(z3.Not(question))


def ask_once(solver: Term, clock: Clock, *questions: Term) -> Answer:
    """Let a solver of z3 tell whether what it knows can be true, and the questions with it.

    Raises: `KeyboardInterrupt`, which z3 takes for itself while it is at work, and which is lost
    where it is raised while z3 frees a term.
    """
    if clock.is_interrupted():
        raise KeyboardInterrupt
    if clock.is_full():
        return Unknown(Reason.MEMORY, "")
    if clock.is_over:
        return Unknown(Reason.TIME, "")
    solver.set("timeout", clock.milliseconds)
    try:
        found = solver.check(*questions)
        if found == z3.sat:
            return Satisfied(solver.model())
        if found == z3.unsat:
            return Unsatisfiable()
        return _unknown(solver.reason_unknown(), clock)
    except z3.Z3Exception as error:
        return _unknown(str(error), clock)


def _unknown(says: str, clock: Clock) -> Unknown:
    if clock.is_full():
        return Unknown(Reason.MEMORY, "")
    if "memory" in says:
        return Unknown(Reason.MEMORY, says)
    if "interrupted" in says or "ctrl-c" in says.lower():
        raise KeyboardInterrupt
    if "timeout" in says or "canceled" in says or clock.is_over:
        return Unknown(Reason.TIME, "")
    return Unknown(Reason.UNKNOWN, says)
