"""Bounded model checking: runs that break a claim, looked for among those of so many steps.

Source: A. Biere, A. Cimatti, E. Clarke and Y. Zhu, "Symbolic model checking without BDDs",
TACAS 1999.  Runs get longer by one step at a time, in one solver, so the first run that is
found is a shortest one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from modelcheck.ir.module import ClaimKind
from modelcheck.semantics.trace import NO_INITIAL_STATE, Binding, Step, Trace
from modelcheck.semantics.verdict import PropertyKind, Reason
from modelcheck.symbolic.algebra import BeyondError
from modelcheck.symbolic.exists import exists
from modelcheck.symbolic.solving import Clock, Satisfied, Solver, Unknown, Unsatisfiable
from modelcheck.symbolic.system import System
from modelcheck.symbolic.terms import Formula, Term, conj, conj_all, disj, disj_all, is_true_in, neg
from modelcheck.symbolic.unrolling import Unrolling

_KINDS = {
    ClaimKind.INVARIANT: PropertyKind.INVARIANT,
    ClaimKind.STEP_INVARIANT: PropertyKind.STEP_INVARIANT,
}
_ERROR = "an evaluation error"
"""What stands for the message of an error before the run is replayed."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How far to look: at runs of up to `depth` steps, for what `names` say (`None`: for all).

    Without `keep_going` the length at which the first violation is found is the last.
    """

    depth: int
    names: frozenset[str] | None = None
    keep_going: bool = False


@dataclass(frozen=True, slots=True)
class Broken:
    """A shortest run that breaks a claim, for this binding of its parameters."""

    name: str
    kind: PropertyKind
    trace: Trace
    binding: Binding
    raiser: str | None = None
    """The claim that raises, where the evaluation error is no step's."""


@dataclass(frozen=True, slots=True)
class Reached:
    """A shortest run that reaches a cover."""

    name: str
    trace: Trace
    binding: Binding


@dataclass(frozen=True, slots=True)
class Explored:
    """What was found out about all runs of up to `depth` steps.

    `complete` says that no run is longer.  `stopped` says why there was no looking further,
    and `says` what z3 says of that.  `unasked` are implied claims that no formula is made of.
    """

    depth: int
    complete: bool
    stopped: Reason | None
    says: str
    broken: tuple[Broken, ...]
    reached: tuple[Reached, ...]
    unasked: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Question:
    """Something that may be true of a state, or (`over_steps`) of the step that leads to it."""

    name: str
    kind: PropertyKind | None
    """Of a claim; `None` for a cover."""
    ways: tuple[tuple[Binding, Formula], ...]
    over_steps: bool = False
    raiser: str | None = None
    """The claim that raises, where that is what is asked."""


@dataclass(eq=False)
class _Search:
    """A search and what it has found so far."""

    system: System
    unrolling: Unrolling
    solver: Solver
    open: list[_Question]
    broken: list[Broken] = field(default_factory=list[Broken])
    reached: list[Reached] = field(default_factory=list[Reached])

    def ask(self, length: int) -> Unknown | None:
        """Look for what is open at the end of runs of `length` steps."""
        while asked := [each for each in self.open if length or not each.over_steps]:
            # All at once: mostly the answer is that there is nothing.
            some = disj_all(self._formula(each, length) for each in asked)
            match self.solver.ask(some):
                case Unknown() as unknown:
                    return unknown
                case Unsatisfiable():
                    self.solver.add(neg(some))
                    return None
                case Satisfied(model):
                    self._keep_all(asked, model, length)
        return None

    def ask_of_steps(self, length: int) -> Unknown | None:
        """Look for an evaluation error in a step after `length` others."""
        raises = self.unrolling.at(conj(self.system.constraint, self.system.raises), length)
        if self._is_known("evaluation"):
            return None
        match self.solver.ask(raises):
            case Satisfied(model):
                self._keep_error(self.unrolling.trace(model, length + 1, _ERROR), None)
            case Unknown() as unknown:
                return unknown
            case Unsatisfiable():
                pass
        return None

    def ask_of_start(self) -> Unknown | None:
        """Look for an evaluation error in `@init`, then for an initial state."""
        raises = self.unrolling.at(self.system.start.raises, 0)
        error = Trace((Step(None, (), (), None, _ERROR),))
        match self.solver.ask(raises):
            case Satisfied():
                self._keep_error(error, None)
            case Unknown() as unknown:
                return unknown
            case Unsatisfiable():
                pass
        self.solver.add(self.unrolling.at(self.system.begins, 0))
        match self.solver.ask():
            case Unsatisfiable() if not self.broken:
                self._keep_error(Trace((NO_INITIAL_STATE,)), None)
            case Unknown() as unknown:
                return unknown
            case _:
                pass
        return None

    def _formula(self, question: _Question, length: int) -> Formula:
        place = length - 1 if question.over_steps else length
        return disj_all(self.unrolling.at(formula, place) for _, formula in question.ways)

    def _keep_all(self, asked: list[_Question], model: Term, length: int) -> None:
        """Keep all that a model shows."""
        for each in asked:
            place = length - 1 if each.over_steps else length
            ways = [(binding, self.unrolling.at(way, place)) for binding, way in each.ways]
            true = [binding for binding, way in ways if is_true_in(model, way)]
            if true:
                self._keep(each, self.unrolling.trace(model, length), true[0])

    def _keep(self, question: _Question, trace: Trace, binding: Binding) -> None:
        self.open.remove(question)
        if question.kind is None:
            self.reached.append(Reached(question.name, trace, binding))
        elif question.raiser is None:
            self.broken.append(Broken(question.name, question.kind, trace, binding))
        else:
            self._keep_error(trace, question.raiser, binding)

    def _keep_error(self, trace: Trace, raiser: str | None, binding: Binding = ()) -> None:
        if not self._is_known("evaluation"):
            kind = PropertyKind.EVALUATION
            self.broken.append(Broken("evaluation", kind, trace, binding, raiser))

    def _is_known(self, name: str) -> bool:
        return any(each.name == name for each in self.broken)


def explore(
    system: System,
    bounds: Bounds,
    clock: Clock,
    observe: Callable[[int], None] = lambda _: None,
) -> Explored:
    """Look at the runs of a system, the short ones first.

    `observe` is told each length before runs of it are looked at.
    """
    questions, unasked = _questions(system, bounds.names)
    unrolling = Unrolling(system)
    search = _Search(system, unrolling, Solver(clock, finite=True), questions)
    depth, unknown, complete = _deepen(search, bounds, observe)
    stopped = None
    if unknown is not None:
        stopped = unknown.reason
    elif not complete:
        is_early = bool(search.broken) and not bounds.keep_going
        stopped = Reason.STOPPED if is_early else Reason.DEPTH
    return Explored(
        depth=depth,
        complete=complete,
        stopped=stopped,
        says="" if unknown is None else unknown.says,
        broken=tuple(search.broken),
        reached=tuple(search.reached),
        unasked=unasked,
    )


def _deepen(
    search: _Search, bounds: Bounds, observe: Callable[[int], None]
) -> tuple[int, Unknown | None, bool]:
    """Give up to which length all was asked, why no further, and whether no run is longer."""
    system, at = search.system, search.unrolling.at
    step = conj(system.constraint, system.step)
    is_cut = False
    unknown, length = search.ask_of_start(), 0
    for length in range(bounds.depth + 1):
        observe(length)
        unknown = unknown or search.ask(length)
        if unknown is not None:
            return max(length - 1, 0), unknown, False
        if length == bounds.depth or (search.broken and not bounds.keep_going):
            break
        outside = search.solver.ask(neg(at(system.constraint, length)))
        is_cut = is_cut or isinstance(outside, Satisfied)
        unknown = search.ask_of_steps(length)
        search.solver.add(at(step, length))
        found = unknown or search.solver.ask()
        if isinstance(found, Unknown):
            return length, found, False
        if isinstance(found, Unsatisfiable):
            return length, Unknown(Reason.CONSTRAINT, "") if is_cut else None, not is_cut
    return length, None, False


def _questions(
    system: System, names: frozenset[str] | None
) -> tuple[list[_Question], tuple[str, ...]]:
    found: list[_Question] = []
    for each in system.claims:
        claim = each.claim
        over_steps = claim.over_steps
        ways = [(one.binding, one.raises) for one in each.instances if one.raises is not False]
        if ways and claim.kind is not ClaimKind.ASSUME:
            kind = PropertyKind.EVALUATION
            found.append(_Question("evaluation", kind, tuple(ways), over_steps, claim.name))
        if names is not None and claim.name not in names:
            continue
        if claim.kind in _KINDS:
            broken = tuple(
                (one.binding, conj(neg(one.holds), neg(one.raises))) for one in each.instances
            )
            found.append(_Question(claim.name, _KINDS[claim.kind], broken, over_steps))
        elif claim.kind is ClaimKind.COVER:
            reached = tuple(
                (one.binding, conj(one.holds, neg(one.raises))) for one in each.instances
            )
            found.append(_Question(claim.name, None, reached, over_steps))
    if names is None or "deadlock" in names:
        try:
            found.append(_Question("deadlock", PropertyKind.DEADLOCK, (((), _stuck(system)),)))
        except BeyondError:
            return found, ("deadlock",)
    return found, ()


def _stuck(system: System) -> Formula:
    """Give that `now` is a deadlock: no step, not even one that raises, and not final.

    Raises: `BeyondError` where steps have too many arguments and choices to tell.
    """
    numbers = system.algebra.numbers
    steps = [
        exists(disj(each.enabled, each.raises), each.inputs, numbers) for each in system.transitions
    ]
    final = disj_all(each.everywhere for each in system.of_kind(ClaimKind.FINAL))
    return conj(system.constraint, neg(final), conj_all(map(neg, steps)))
