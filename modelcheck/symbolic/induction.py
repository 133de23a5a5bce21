"""Proofs by induction: a claim holds at the start, and no step leads from where it holds away.

    begins(0)                                   =>  P(0)
    P(0) and step(0, 1) and ... P(k-1)          =>  P(k)

The second line may need to know more than P: lemmas that are proved first, all of them in one
induction, those that are not inductive together being left out one after the other.

Source: M. Sheeran, S. Singh and G. Stalmarck, "Checking safety properties using induction and a
SAT-solver", FMCAD 2000; C. Flanagan and K. R. M. Leino, "Houdini, an annotation assistant for
ESC/Java", FME 2001.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TypeAlias

from modelcheck.ir.module import ClaimKind
from modelcheck.semantics.proof import BOUNDS
from modelcheck.semantics.trace import NO_INITIAL_STATE, Step, Trace
from modelcheck.semantics.verdict import Reason
from modelcheck.symbolic.algebra import BeyondError
from modelcheck.symbolic.numbers import BitVectors
from modelcheck.symbolic.smaller import smaller_model, values_in
from modelcheck.symbolic.solving import Clock, Satisfied, Solver, Unknown, Unsatisfiable
from modelcheck.symbolic.system import ClaimTerms, System
from modelcheck.symbolic.terms import Formula, conj, conj_all, disj, disj_all, is_true_in, neg
from modelcheck.symbolic.unrolling import Unrolling

EVALUATION = "evaluation"
"""The name of the obligation that nothing raises, and nothing leaves its bounds."""


@dataclass(frozen=True, slots=True, eq=False)
class Goal:
    """Something to be proved: of `now`, or if `over_steps` of a step from `now` to `then`."""

    name: str
    formula: Formula
    over_steps: bool = False


@dataclass(frozen=True, slots=True)
class Proved:
    """It is inductive over `k` steps, under the lemmas named."""

    k: int
    lemmas: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Refuted:
    """A run from an initial state breaks it; `values` are those of the unknown constants."""

    trace: Trace
    values: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Stuck:
    """A counterexample to induction over `k` steps: the last of them, with both its states.

    No run need reach these.
    """

    k: int
    trace: Trace
    values: Mapping[str, int]


Proof: TypeAlias = Proved | Refuted | Stuck | Unknown


@dataclass(frozen=True, slots=True, eq=False)
class Theory:
    """A system, what is assumed of its unknown constants, and what is known of every state."""

    system: System
    assumed: Formula
    clock: Clock
    known: tuple[Goal, ...] = ()
    unrolled: Unrolling | None = None
    """The runs of the system, where another theory of it has made some of them."""

    @property
    def unrolling(self) -> Unrolling:
        """The runs of the system."""
        return self.unrolled or Unrolling(self.system)

    def solver(self) -> Solver:
        """Give a solver that knows the assumptions."""
        solver = Solver(self.clock, finite=isinstance(self.system.algebra.numbers, BitVectors))
        solver.add(self.assumed)
        return solver


def goals(system: System, names: Iterable[str] | None = None) -> tuple[Goal, ...]:
    """Give the claims as goals, lemmas left out; `names` says which, `None` that all of them."""
    wanted = None if names is None else set(names)
    kinds = (ClaimKind.INVARIANT, ClaimKind.STEP_INVARIANT)
    return tuple(
        Goal(each.claim.name, each.everywhere, each.claim.over_steps)
        for each in system.claims
        if each.claim.kind in kinds
        and not each.claim.lemma
        and (wanted is None or each.claim.name in wanted)
    )


def lemmas(system: System) -> tuple[Goal, ...]:
    """Give what may help: the lemmas that the spec has, and those that need not be written.

    These are that dicts are whole and, for unknown constants, that fields keep their bounds.
    """
    marked = [each for each in system.of_kind(ClaimKind.INVARIANT) if each.claim.lemma]
    implied = [*system.whole, *((f"{BOUNDS}{name}", each) for name, each in system.bounded)]
    return (
        *(Goal(name, formula) for name, formula in implied),
        *(Goal(each.claim.name, each.everywhere) for each in marked),
    )


def evaluation(system: System) -> Goal:
    """Give the goal that nothing raises out of a state, and all integers keep their bounds.

    Neither a step raises, nor a claim on the state or on a step out of it, nor, where there is
    no step, what is said of final states.  That `@init` raises nothing is proved with it.
    """
    bounds = conj_all(formula for _, formula in system.bounded)
    kinds = (ClaimKind.INVARIANT, ClaimKind.CONSTRAINT, ClaimKind.COVER)
    states = [each for kind in kinds for each in system.of_kind(kind) if not each.claim.over_steps]
    return Goal(EVALUATION, conj(neg(_raising(states)), neg(_raises_next(system)), bounds))


def _raises_next(system: System) -> Formula:
    """Give that a step out of `now` raises, or a claim on it; or one on `now` being the last."""
    over_steps = _raising(each for each in system.claims if each.claim.over_steps)
    if over_steps is not False:
        # Without the number of the step: a certificate for all sizes is about integers alone.
        over_steps = conj(over_steps, disj_all(map(system.leads, system.transitions)))
    ends = _raising(system.of_kind(ClaimKind.FINAL))
    if ends is not False:
        with suppress(BeyondError):  # nobody can tell where it is asked: it is to raise nowhere
            ends = conj(system.is_stuck, ends)
    return disj(disj_all(each.raises for each in system.transitions), over_steps, ends)


def _raising(claims: Iterable[ClaimTerms]) -> Formula:
    return disj_all(formula for each in claims for _, formula in each.raising)


def inductive_lemmas(
    theory: Theory, candidates: Iterable[Goal]
) -> tuple[tuple[Goal, ...], Unknown | None]:
    """Give those of the candidates that are inductive together, and why no more could be told.

    Candidates that do not hold at the start, or are led away from, are left out.
    """
    kept = list(candidates)
    unrolling = theory.unrolling
    start, step = theory.solver(), theory.solver()
    start.add(unrolling.at(theory.system.begins, 0))
    _assert_step(step, theory, unrolling, 0)
    while kept:
        all_ = conj_all(each.formula for each in kept)
        for solver, known_, place in ((start, True, 0), (step, unrolling.at(all_, 0), 1)):
            answer = solver.ask(known_, neg(unrolling.at(all_, place)))
            if isinstance(answer, Unknown):
                return (), answer
            if isinstance(answer, Satisfied):
                held = [each for each in kept if _holds(answer, unrolling.at(each.formula, place))]
                kept = held
                break
        else:
            return tuple(kept), None
    return (), None


def prove(theory: Theory, goal: Goal, most_k: int) -> Proof:
    """Prove a goal by induction over up to `most_k` steps, with what the theory knows.

    Each `k` is tried in turn: first that no run of `k - 1` steps from the start breaks the goal.
    """
    system, unrolling = theory.system, theory.unrolling
    base, step = theory.solver(), theory.solver()
    if goal.name == EVALUATION:
        refuted = _refute_start(base, unrolling)
        if refuted is not None:
            return refuted
    base.add(unrolling.at(system.begins, 0))
    for k in range(1, most_k + 1):
        place = k - 1
        refuted = _refute(base, unrolling, goal, place, theory)
        if refuted is not None:
            return refuted
        _assert_step(step, theory, unrolling, place)
        step.add(unrolling.at(goal.formula, place))
        if goal.over_steps:
            # What is to be shown is of the step after those that are known to be as claimed.
            _assert_step(base, theory, unrolling, place)
            _assert_step(step, theory, unrolling, k)
        answer = step.ask(neg(unrolling.at(goal.formula, k)))
        if isinstance(answer, Unsatisfiable):
            return Proved(k, tuple(each.name for each in theory.known))
        if isinstance(answer, Unknown):
            return answer
        if k == most_k:
            break
        if not goal.over_steps:
            _assert_step(base, theory, unrolling, place)
    else:
        message = "k is at least 1"
        raise ValueError(message)
    step.add(neg(unrolling.at(goal.formula, most_k)))
    return _stuck(most_k, most_k + 1 if goal.over_steps else most_k, step, unrolling, answer)


def _stuck(k: int, length: int, step: Solver, unrolling: Unrolling, answer: Satisfied) -> Stuck:
    """Give the last step of a run of `length` steps from anywhere, with little in its states."""
    model = smaller_model(step, unrolling, length - 1, answer.model)
    *_, before, last = unrolling.trace(model, length).steps
    start = replace(before, action=None, arguments=())
    return Stuck(k, Trace((start, last)), values_in(model, unrolling.system))


def refute(theory: Theory, goal: Goal, longest: int) -> Refuted | None:
    """Give a shortest run that breaks the goal, of up to `longest` steps, if there is one."""
    unrolling, base = theory.unrolling, theory.solver()
    base.add(unrolling.at(theory.system.begins, 0))
    for place in range(longest + 1):
        if theory.clock.is_over:
            return None
        found = _refute(base, unrolling, goal, place, theory)
        if isinstance(found, Refuted):
            return found
        if found is not None and found.reason is not Reason.CONSTRAINT:
            return None
        base.add(unrolling.at(theory.system.step, place))
    return None


def _refute_start(base: Solver, unrolling: Unrolling) -> Refuted | Unknown | None:
    """Give a way to begin that raises, or that there is no initial state, of no size at all."""
    system = unrolling.system
    match base.ask(unrolling.at(system.start.raises, 0)):
        case Satisfied(model):
            error = Step(None, (), (), None, "an evaluation error")
            return Refuted(Trace((error,)), values_in(model, system))
        case Unknown() as unknown:
            return unknown
        case Unsatisfiable():
            pass
    match base.ask(unrolling.at(system.begins, 0)):
        case Satisfied():
            return None
        case Unknown() as unknown:
            return unknown
        case Unsatisfiable():
            pass
    sizes = base.ask()
    values = values_in(sizes.model, system) if isinstance(sizes, Satisfied) else {}
    return Refuted(Trace((NO_INITIAL_STATE,)), values)


def _refute(
    base: Solver, unrolling: Unrolling, goal: Goal, place: int, theory: Theory
) -> Refuted | Unknown | None:
    """Look for a run of `place` steps from the start at the end of which the goal is false."""
    system, at = theory.system, unrolling.at
    broken = neg(goal.formula)
    length = place + 1 if goal.over_steps else place
    end = at(conj(system.step, broken) if goal.over_steps else broken, place)
    match base.ask(end, _is_run(unrolling, goal, length)):
        case Satisfied(model):
            return Refuted(unrolling.trace(model, length), values_in(model, system))
        case Unknown() as unknown:
            return unknown
        case Unsatisfiable():
            pass
    match base.ask(end):
        case Satisfied():
            return Unknown(Reason.CONSTRAINT, "only runs that leave constraint or bounds break it")
        case Unknown() as unknown:
            return unknown
        case Unsatisfiable():
            return None


def _is_run(unrolling: Unrolling, goal: Goal, length: int) -> Formula:
    """Give that states 0 to `length` are those of a run.

    No step leads out of one that a constraint excludes, and each keeps the bounds of its fields;
    of evaluation, the last one may not.
    """
    system, at = unrolling.system, unrolling.at
    bounds = conj_all(formula for _, formula in system.bounded)
    last, goes_on = length + 1, True
    if goal.name == EVALUATION:
        last, goes_on = length, disj(system.constraint, neg(_raises_next(system)))
    return conj(
        conj_all(at(system.constraint, place) for place in range(length)),
        at(goes_on, length),
        conj_all(at(bounds, place) for place in range(last)),
    )


def _assert_step(solver: Solver, theory: Theory, unrolling: Unrolling, place: int) -> None:
    """Assert that there is a step from state `place`, and what is known of both its states."""
    system = theory.system
    known = conj_all(each.formula for each in theory.known if not each.over_steps)
    solver.add(unrolling.at(conj(system.domain, known, system.step), place))
    solver.add(unrolling.at(conj(system.domain, known), place + 1))


def begins(theory: Theory) -> bool | None:
    """Tell whether there is an initial state, of some size; `None` where z3 cannot."""
    match theory.solver().ask(theory.system.begins):
        case Satisfied():
            return True
        case Unsatisfiable():
            return False
        case Unknown():
            return None


def _holds(answer: Satisfied, formula: Formula) -> bool:
    return is_true_in(answer.model, formula)
