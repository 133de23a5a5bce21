"""Bounded model checking: runs that break a claim, looked for among those of so many steps.

Source: A. Biere, A. Cimatti, E. Clarke and Y. Zhu, "Symbolic model checking without BDDs",
TACAS 1999.  Runs get longer by one step at a time, in one solver, so the first run that is
found is a shortest one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from modelcheck.ir.module import ClaimKind
from modelcheck.semantics.trace import NO_INITIAL_STATE, Binding, Step, Trace
from modelcheck.semantics.verdict import PropertyKind, Reason
from modelcheck.symbolic.algebra import BeyondError
from modelcheck.symbolic.pace import StoppedError, Tick, at_work, no_hurry
from modelcheck.symbolic.reordering import in_order
from modelcheck.symbolic.solving import Clock, Satisfied, Solver, Unknown, Unsatisfiable
from modelcheck.symbolic.system import System
from modelcheck.symbolic.terms import Formula, Term, conj, disj, disj_all, is_true_in, neg
from modelcheck.symbolic.unrolling import Unrolling

_KINDS = {
    ClaimKind.INVARIANT: PropertyKind.INVARIANT,
    ClaimKind.STEP_INVARIANT: PropertyKind.STEP_INVARIANT,
}
_EVALUATION = PropertyKind.EVALUATION
_ERROR = "an evaluation error"
"""What stands for the message of an error before the run is replayed."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How far to look: at runs of up to `depth` steps, for what `names` say (`None`: for all).

    Without `keep_going` the first run that breaks something is the last that is looked at.
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

    `complete` says that no run is longer, `is_empty` that there is none at all.  `stopped` says
    why there was no looking further, and `says` what z3 says of that.  `unasked` are implied
    claims that no formula is made of.
    """

    depth: int
    complete: bool
    is_empty: bool
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
    keep_going: bool
    broken: list[Broken] = field(default_factory=list[Broken])
    reached: list[Reached] = field(default_factory=list[Reached])
    depth: int = 0
    """Up to which length of runs all was asked."""
    is_empty: bool = False
    """Whether there is no initial state."""
    quiet: int = -1
    """The length of runs after which no step is known to raise."""

    def ask(self, length: int) -> Unknown | None:
        """Look for what is open at the end of runs of `length` steps."""
        unknown = self._ask(length, over_steps=True) if length else None
        if self.is_over:
            return None
        if length > 1 and not self.system.of_kind(ClaimKind.CONSTRAINT):
            # What was asked of steps was asked of all; the same states are reached in order.
            self.solver.add(self.unrolling.at(self.order, length - 2))
        return unknown or self._ask_of_states(length)

    def _ask_of_states(self, length: int) -> Unknown | None:
        """Look for what is open of states, at once with errors in steps: mostly there is none."""
        while not self.is_over:
            asked = [each for each in self.open if not each.over_steps]
            some = disj_all(self._formula(each, length) for each in asked)
            match self.solver.ask(disj(some, self._raises(length))):
                case Unsatisfiable():
                    self.solver.add(neg(some))
                    self.quiet = length
                    return None
                case Unknown() as unknown:
                    return unknown
                case Satisfied(model):
                    if not self._keep_all(asked, model, length):
                        return self._ask(length, over_steps=False)  # it is a step that raises
        return None

    def _raises(self, length: int) -> Formula:
        if self.has_error:
            return False
        return self.unrolling.at(conj(self.system.constraint, self.system.raises), length)

    @cached_property
    def order(self) -> Formula:
        """Give that a step and the next one keep to one order, where any would do."""
        return in_order(self.system)

    def _ask(self, length: int, *, over_steps: bool) -> Unknown | None:
        while not self.is_over and (
            asked := [each for each in self.open if each.over_steps is over_steps]
        ):
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
        if self.quiet == length:
            return None
        match self.solver.ask(self._raises(length)):
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
            case Unsatisfiable():
                self.is_empty = True
                if not self.broken:
                    self._keep_error(Trace((NO_INITIAL_STATE,)), None)
            case Unknown() as unknown:
                return unknown
            case _:
                pass
        return None

    def _formula(self, question: _Question, length: int) -> Formula:
        place = length - 1 if question.over_steps else length
        return disj_all(self.unrolling.at(formula, place) for _, formula in question.ways)

    def _keep_all(self, asked: list[_Question], model: Term, length: int) -> bool:
        """Keep all that a model shows; tell whether it is anything."""
        many = len(self.open)
        for each in asked:
            place = length - 1 if each.over_steps else length
            ways = [(binding, self.unrolling.at(way, place)) for binding, way in each.ways]
            true = [binding for binding, way in ways if is_true_in(model, way)]
            if true:
                self._keep(each, self.unrolling.trace(model, length), true[0])
        return len(self.open) < many

    def _keep(self, question: _Question, trace: Trace, binding: Binding) -> None:
        self.open.remove(question)
        if question.kind is None:
            self.reached.append(Reached(question.name, trace, binding))
            # A cover that was reached is asked no more, so what it raises is nowhere seen.
            self.open = [each for each in self.open if each.raiser != question.name]
        elif question.raiser is None:
            self.broken.append(Broken(question.name, question.kind, trace, binding))
        else:
            self._keep_error(trace, question.raiser, binding)

    def _keep_error(self, trace: Trace, raiser: str | None, binding: Binding = ()) -> None:
        """Keep one error of each claim that raises, and one of all steps."""
        if not any(each.kind is _EVALUATION and each.raiser == raiser for each in self.broken):
            name = _EVALUATION.value
            self.broken.append(Broken(name, _EVALUATION, trace, binding, raiser))

    @property
    def is_over(self) -> bool:
        """Whether something is broken, and nothing else is looked for then."""
        return bool(self.broken) and not self.keep_going

    @property
    def has_error(self) -> bool:
        """Whether an evaluation error is known."""
        return any(each.kind is _EVALUATION for each in self.broken)


def explore(
    system: System,
    bounds: Bounds,
    clock: Clock,
    observe: Callable[[int], None] = lambda _: None,
    tick: Tick = no_hurry,
) -> Explored:
    """Look at the runs of a system, the short ones first.

    `observe` is told each length before runs of it are looked at; `tick` may end the work.
    """
    questions, unasked = _questions(system, bounds.names)
    unrolling = Unrolling(system)
    solver = Solver(clock, finite=True)
    search = _Search(system, unrolling, solver, questions, bounds.keep_going)
    try:
        with at_work(clock.is_full):
            unknown, complete = _deepen(search, bounds, observe, tick)
    except StoppedError as error:
        unknown, complete = Unknown(error.reason, ""), False
    except MemoryError:
        unknown, complete = Unknown(Reason.MEMORY, ""), False
    except KeyboardInterrupt:
        unknown, complete = Unknown(Reason.INTERRUPTED, ""), False
    stopped = None
    if unknown is not None:
        stopped = unknown.reason
    elif not complete:
        stopped = Reason.STOPPED if search.is_over else Reason.DEPTH
    return Explored(
        depth=search.depth,
        complete=complete,
        is_empty=search.is_empty,
        stopped=stopped,
        says="" if unknown is None else unknown.says,
        broken=tuple(search.broken),
        reached=tuple(search.reached),
        unasked=unasked,
    )


def _deepen(
    search: _Search, bounds: Bounds, observe: Callable[[int], None], tick: Tick
) -> tuple[Unknown | None, bool]:
    """Give why not all was asked, if it was not, and whether no run is longer."""
    system, at = search.system, search.unrolling.at
    step = conj(system.constraint, system.step)
    is_cut = False
    unknown = search.ask_of_start()
    if search.is_empty:
        return None, True
    for length in range(bounds.depth + 1):
        observe(length)
        unknown = unknown or search.ask(length)
        if unknown is not None:
            return unknown, False
        if search.is_over:
            break
        search.depth = length
        if length == bounds.depth:
            break
        tick()
        outside = search.solver.ask(neg(at(system.constraint, length)))
        if isinstance(outside, Unknown):
            return outside, False
        is_cut = is_cut or isinstance(outside, Satisfied)
        unknown = search.ask_of_steps(length)
        if search.is_over:
            break
        tick()
        search.solver.add(at(step, length))
        tick()
        found = unknown or search.solver.ask()
        if isinstance(found, Unknown):
            return found, False
        if isinstance(found, Unsatisfiable):
            return Unknown(Reason.CONSTRAINT, "") if is_cut else None, not is_cut
    return None, False


def _questions(
    system: System, names: frozenset[str] | None
) -> tuple[list[_Question], tuple[str, ...]]:
    """Give what is asked of every state and step, and implied claims that no formula is made of."""
    found: list[_Question] = []
    for each in system.claims:
        claim, instances = each.claim, each.instances
        everywhere = claim.kind is ClaimKind.CONSTRAINT
        if not everywhere and claim.kind not in {*_KINDS, ClaimKind.COVER}:
            continue
        if not everywhere and names is not None and claim.name not in names:
            continue
        is_cover = claim.kind is ClaimKind.COVER
        if raises := each.raising:
            name = _EVALUATION.value
            found.append(_Question(name, _EVALUATION, raises, claim.over_steps, claim.name))
        if not everywhere:
            ways = tuple(
                (one.binding, conj(one.holds if is_cover else neg(one.holds), neg(one.raises)))
                for one in instances
            )
            found.append(_Question(claim.name, _KINDS.get(claim.kind), ways, claim.over_steps))
    try:
        return found + _stuck(system, names), ()
    except BeyondError:
        return found, (PropertyKind.DEADLOCK.value,)


def _stuck(system: System, names: frozenset[str] | None) -> list[_Question]:
    """Give what is asked of states without a step, not even one that raises, that are not final.

    Raises: `BeyondError` where steps have too many arguments and choices to tell.
    """
    finals = system.of_kind(ClaimKind.FINAL)
    raising = [(each, each.raising) for each in finals]
    is_asked = names is None or PropertyKind.DEADLOCK.value in names
    if not is_asked and not any(ways for _, ways in raising):
        return []
    final = disj_all(each.everywhere for each in finals)
    stuck = conj(system.constraint, neg(final), system.is_stuck)
    found = [
        _Question(
            _EVALUATION.value,
            _EVALUATION,
            tuple((binding, conj(stuck, way)) for binding, way in ways),
            raiser=each.claim.name,
        )
        for each, ways in raising
        if ways
    ]
    if is_asked:
        raised = disj_all(way for _, ways in raising for _, way in ways)
        deadlock = conj(stuck, neg(raised))
        kind = PropertyKind.DEADLOCK
        found.append(_Question(kind.value, kind, (((), deadlock),)))
    return found
