"""Proofs by z3, joined with the front end, the explorer and the replay of runs.

The explorer tells lemmas that are false from those that are not before z3 starts, says of the
first state of a counterexample to induction whether a run reaches it, and every run that is
shown as a violation was taken again by the class.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from modelcheck.explicit.reference.claims import assumptions
from modelcheck.explicit.reference.explore import Options
from modelcheck.explicit.reference.reach import is_reachable
from modelcheck.frontend.loading import LoadedFile
from modelcheck.gate.engines import DEFAULT_MEANS, explore
from modelcheck.gate.interrupts import Interrupts, noting_interrupts
from modelcheck.gate.needs import Leaving, needs, refuted_at_small_sizes
from modelcheck.gate.opening import Ready
from modelcheck.gate.pipeline import Checked, CheckRequest, check_names, examine
from modelcheck.gate.proving_errors import (
    FixedUnknown,
    GivenUnknown,
    NoInvariant,
    RefusedSizes,
)
from modelcheck.gate.rechecking import certified
from modelcheck.gate.refuting import at_sizes, violated
from modelcheck.gate.searching import searched
from modelcheck.gate.theories import theory_of
from modelcheck.ir.module import ClaimKind, Module
from modelcheck.semantics.certificate import Certificate, Induction
from modelcheck.semantics.proof import ClaimProof, CounterexampleToInduction
from modelcheck.semantics.trace import Binding, State, Trace
from modelcheck.semantics.verdict import (
    Figures,
    Holds,
    Inconclusive,
    Limits,
    Method,
    PropertyKind,
    PropertyResult,
    Reason,
    Result,
    Verdict,
    Violated,
)
from modelcheck.source.diagnostic import ConfigError, SpecError
from modelcheck.symbolic.finding import Invariant
from modelcheck.symbolic.induction import (
    EVALUATION,
    Goal,
    Proof,
    Proved,
    Refuted,
    Stuck,
    Theory,
    begins,
    evaluation,
    goals,
    inductive_lemmas,
    lemmas,
    prove,
)
from modelcheck.symbolic.pace import at_work
from modelcheck.symbolic.solving import Clock, Unknown

_STATES_FOR_SCREENING: Final = 200_000
"""How far the explorer looks for a run that breaks a lemma, before z3 is asked."""
_SECONDS_FOR_SCREENING: Final = 5.0
_STATES_FOR_REACH: Final = 20_000
"""How many states are looked at for one that a counterexample to induction begins in."""
_SECONDS_FOR_REACH: Final = 2.0
_LARGE: Final = 7
"""Where a size is larger or negative, a run of small ones is looked for."""
_INTERRUPTED: Final = Unknown(Reason.INTERRUPTED, "")


@dataclass(frozen=True)
class ProveRequest:
    """What `mc prove` is asked for; `for_all` names the constants that stand for any integer.

    Without `properties`, all claims are to be proved, each by an induction over up to `k` steps;
    with `find`, from invariants that are found, and not from the lemmas of the spec.
    """

    spec: str
    given: tuple[tuple[str, str], ...] = ()
    properties: tuple[str, ...] = ()
    k: int = 3
    for_all: tuple[str, ...] = ()
    seconds: float | None = None
    model: str | None = None
    certified: bool = False
    """Whether results have certificates."""
    find: bool = False


def prove_all(request: ProveRequest) -> Iterator[Checked]:
    """Prove the claims of what the request names.

    Raises: `ConfigError` when the request makes no sense before any spec is opened.
    """
    # With unknown constants, the assumptions are not about the parameters' values.
    asked = CheckRequest(
        request.spec, request.given, model=request.model, regardless=bool(request.for_all)
    )

    def engine(spec: Ready, file: LoadedFile) -> Result:
        with noting_interrupts() as interrupts, at_work():
            return _Proving(spec, file, request, interrupts).result()

    return examine(asked, engine)


@dataclass(eq=False)
class _Proving:
    """The proofs of one spec."""

    spec: Ready
    file: LoadedFile
    request: ProveRequest
    interrupts: Interrupts

    def result(self) -> Result:
        check_names(self.spec, self.request.properties)
        self._check_claims()
        self._check_unknowns()
        self.clock = Clock.of(self.request.seconds, self.interrupts.are_noted)
        self.invariants: Mapping[str, Invariant] = {}
        self.false: Mapping[str, PropertyResult] = {}
        self.found: dict[str, Proof] = {}
        self.made: list[Induction] = []
        self.is_interrupted = False
        return self._proved()

    @property
    def module(self) -> Module:
        return self.spec.loaded.module

    @property
    def method(self) -> Method:
        return Method.FOR_ALL if self.request.for_all else Method.INDUCTION

    def _check_claims(self) -> None:
        """Make sure that what is to be proved is an invariant (MC366)."""
        kinds = (ClaimKind.INVARIANT, ClaimKind.STEP_INVARIANT)
        known = [each.name for each in self.module.claims if each.kind in kinds]
        names = [each for each in self.request.properties if each not in {*known, EVALUATION}]
        if names:
            raise ConfigError(*(NoInvariant(self.module.name, each) for each in names))

    def _check_unknowns(self) -> None:
        """Make sure that nothing sets the unknown constants (MC363, MC367)."""
        variant = self.file.named(self.module.name).variant
        own = {} if variant is None else dict(variant.parameters)
        given = dict(self.request.given)
        names = self.request.for_all
        fixed = [FixedUnknown(self.spec.spec, n, str(own[n])) for n in names if n in own]
        both = [GivenUnknown(n, given[n]) for n in names if n in given]
        if fixed or both:
            raise ConfigError(*fixed, *both)

    def _proved(self) -> Result:
        names = self.request.for_all
        if self.request.find:
            return self._result_of(self._found(names), None)
        nothing_known = theory_of(self.spec, self.file, names, self.clock)
        self.leaving = Leaving(nothing_known, (), self.request.k, self._replayed)
        try:
            with at_work():
                self._prove(nothing_known)
        except KeyboardInterrupt:
            self.is_interrupted = True
        found = self.found
        wanted = [*self._wanted(nothing_known), *self._rest(nothing_known)]
        proofs = [(each, found.get(each.name, _INTERRUPTED)) for each in wanted]
        return self._result_of(proofs, self._certificate(nothing_known))

    def _prove(self, nothing_known: Theory) -> None:
        """Prove what is asked for, first with nothing but the lemmas."""
        self.false = self._false_lemmas()
        every = lemmas(nothing_known.system)
        candidates = tuple(each for each in every if each.name not in self.false)
        kept, unknown = inductive_lemmas(nothing_known, candidates)
        if kept:
            self.made.append(Induction(tuple(each.name for each in kept), 1))
        theory = replace(nothing_known, known=kept)
        self.leaving = Leaving(theory, candidates, self.request.k, self._replayed)
        if unknown is not None and unknown.reason is Reason.UNKNOWN:
            unknown = None  # what is claimed may be easier to tell than the lemmas together
        if begins(nothing_known) is False:
            # Of no state at all, nothing is claimed: what `evaluation` then shows is why.
            unknown = Unknown(Reason.EVALUATION, "")
            self.found[EVALUATION] = prove(theory, evaluation(theory.system), 1)
        wanted = self._wanted(nothing_known)
        theory = self._prove_in_turn(theory, wanted, unknown)
        if not all(isinstance(self.found[each.name], Proved) for each in wanted):
            self._prove_in_turn(theory, [*wanted, *self._rest(nothing_known)], unknown)

    def _found(self, names: tuple[str, ...]) -> list[tuple[Goal, Proof]]:
        """Prove what is asked for from invariants that are found."""
        request = self.request
        found = searched(self.spec, self.file, names, request.properties, self.clock)
        self.invariants, self.is_interrupted = found.invariants, found.is_interrupted
        self.leaving = Leaving(found.theory, found.conjuncts, 1, self._replayed)
        return list(found.proofs)

    def _result_of(
        self, proofs: list[tuple[Goal, Proof]], certificate: Certificate | None
    ) -> Result:
        wanted = self.request.properties
        shown: list[PropertyResult] = []
        told: list[ClaimProof] = []
        for name in self.false:
            if not wanted or name in wanted:
                shown.append(self.false[name])
                told.append(ClaimProof(name, values=self._sizes()))
        for goal, proof in proofs:
            if not wanted or goal.name in wanted:
                verdict, claim = self._told(goal, proof)
                shown.append(PropertyResult(goal.name, self._kind(goal), verdict))
                told.append(claim)
        reasons = [each.verdict.reason for each in shown if isinstance(each.verdict, Inconclusive)]
        return Result(
            method=self.method,
            figures=Figures(0, 0, max((each.k or 0 for each in told), default=0)),
            complete=all(isinstance(each.verdict, Holds) for each in shown),
            stopped=next(iter(reasons), None),
            properties=tuple(shown),
            covers=(),
            actions=(),
            assumptions=() if self.request.for_all else assumptions(self.spec.program),
            engine="z3",
            proofs=tuple(told),
            unknowns=self.request.for_all,
            certificate=certificate,
        )

    def _certificate(self, nothing_known: Theory) -> Certificate | None:
        """Give what the proofs come down to, if that is asked for."""
        if not self.request.certified:
            return None
        return certified(self.spec, nothing_known, self.made)

    def _sizes(self) -> Binding:
        """Give the values that the unknown constants have in the spec as it was opened."""
        return tuple(each for each in self.module.parameters if each[0] in self.request.for_all)

    def _false_lemmas(self) -> dict[str, PropertyResult]:
        """Give the lemmas that a run breaks, as the explorer finds it: they can help nobody."""
        marked = [each.name for each in self.module.claims if each.lemma]
        if not marked or not all(each.holds for each in assumptions(self.spec.program)):
            return {}
        seconds = min(_SECONDS_FOR_SCREENING, self.clock.seconds)
        limits = Limits(states=_STATES_FOR_SCREENING, seconds=seconds)
        options = Options(limits, keep_going=True, properties=frozenset(marked))
        found = explore(self.spec, options, DEFAULT_MEANS)
        if found.stopped is Reason.INTERRUPTED:
            raise KeyboardInterrupt
        return {
            each.name: each
            for each in found.properties
            if each.name in marked and isinstance(each.verdict, Violated)
        }

    def _every(self, theory: Theory) -> list[Goal]:
        """Give all that can be proved: the lemmas that may be true, the claims, `evaluation`."""
        system = theory.system
        marked = {each.name for each in self.module.claims if each.lemma} - {*self.false}
        helping = [each for each in lemmas(system) if each.name in marked]
        return [*helping, *goals(system), evaluation(system)]

    def _wanted(self, theory: Theory) -> list[Goal]:
        """Give what is asked for."""
        names = self.request.properties
        return [each for each in self._every(theory) if not names or each.name in names]

    def _rest(self, theory: Theory) -> list[Goal]:
        """Give what is not asked for, and may help."""
        names = self.request.properties
        return [each for each in self._every(theory) if names and each.name not in names]

    def _prove_in_turn(self, theory: Theory, wanted: list[Goal], unknown: Unknown | None) -> Theory:
        """Prove what is wanted; what was proved helps with what was not, and is known then."""
        found = self.found
        known = {each.name for each in theory.known}
        while True:
            open_ = [each for each in wanted if not isinstance(found.get(each.name), Proved)]
            for each in open_:
                if each.name in known:
                    found[each.name] = Proved(1, tuple(sorted(known - {each.name})))
                    continue
                if unknown is not None:
                    found.setdefault(each.name, unknown)
                    continue
                proof = found[each.name] = prove(theory, each, self.request.k)
                if isinstance(proof, Proved):
                    self.made.append(Induction((each.name,), proof.k))
                if isinstance(proof, Proved) and not each.over_steps:
                    theory = replace(theory, known=(*theory.known, each))
                    known.add(each.name)
            still = [each for each in open_ if not isinstance(found[each.name], Proved)]
            if not still or len(still) == len(open_) or self.clock.is_over:
                return theory

    def _kind(self, goal: Goal) -> PropertyKind:
        if goal.name == EVALUATION:
            return PropertyKind.EVALUATION
        return PropertyKind.STEP_INVARIANT if goal.over_steps else PropertyKind.INVARIANT

    def _told(self, goal: Goal, proof: Proof) -> tuple[Verdict, ClaimProof]:
        """Say what came of a claim; when interrupted, no more than what is known."""
        if not self.is_interrupted:
            try:
                with at_work():
                    return self._told_in_full(goal, proof)
            except KeyboardInterrupt:
                self.is_interrupted = True
        return self._told_in_full(goal, proof)

    def _told_in_full(self, goal: Goal, proof: Proof) -> tuple[Verdict, ClaimProof]:
        match proof:
            case Proved(k, used):
                names = tuple(each for each in used if each != goal.name)
                needed = needs(self.leaving, goal) if self._is_asked(goal) else ()
                invariant = self.invariants.get(goal.name)
                found = () if invariant is None else invariant.conjuncts
                lines = tuple(each.name for each in found)
                claim = ClaimProof(goal.name, k, names, needs=needed, found=lines)
                return Holds(self.method), claim
            case Refuted(_, values):
                if any(not 0 <= each <= _LARGE for each in values.values()):
                    for small in self._refuted_at_small_sizes(goal):
                        return self._refuted(goal, small)
                return self._refuted(goal, proof)
            case Stuck():
                return self._stuck(goal, proof)
            case Unknown(reason, says):
                return Inconclusive(reason), ClaimProof(goal.name, says=says)

    def _stuck(self, goal: Goal, proof: Stuck) -> tuple[Verdict, ClaimProof]:
        """Say what is in the way of an induction; of a claim that is false, the run instead."""
        for refuted in self._refuted_at_small_sizes(goal):
            return self._refuted(goal, refuted)
        is_reachable = self._is_reachable(proof.trace.steps[0].state)
        broken = self._explored(goal) if is_reachable else None
        if broken is not None:
            return broken, ClaimProof(goal.name)
        values = tuple(proof.values.items())
        obstacle = CounterexampleToInduction(proof.trace, values, is_reachable)
        claim = ClaimProof(goal.name, proof.k, obstacle=obstacle)
        return Inconclusive(Reason.INDUCTION), claim

    def _explored(self, goal: Goal) -> Violated | None:
        """Give the run that the explorer finds; a constraint may keep it from that."""
        seconds = min(_SECONDS_FOR_REACH, self.clock.seconds)
        limits = Limits(states=_STATES_FOR_REACH, seconds=seconds)
        options = Options(limits, properties=frozenset({goal.name}))
        found = explore(self.spec, options, DEFAULT_MEANS)
        verdicts = [each.verdict for each in found.properties if each.name == goal.name]
        return next((each for each in verdicts if isinstance(each, Violated)), None)

    def _is_asked(self, goal: Goal) -> bool:
        """Tell whether to say what a proof of the goal needs: of claims, for every size."""
        marked = {each.name for each in self.module.claims if not each.lemma}
        wanted = self.request.properties
        is_wanted = goal.name in marked and (not wanted or goal.name in wanted)
        return bool(self.request.for_all) and is_wanted and not self.is_interrupted

    def _replayed(self, values: dict[str, int], name: str, trace: Trace) -> Trace | None:
        """Take a run of other sizes by the class; `None` where there is no spec of these."""
        try:
            spec = at_sizes(self.spec, values)
        except (SpecError, ConfigError):
            return None
        found = violated(spec, name, trace)
        return None if found is None else found.trace

    def _is_reachable(self, state: State | None) -> bool | None:
        if self.request.for_all or state is None or self.is_interrupted:
            return None
        seconds = min(_SECONDS_FOR_REACH, self.clock.seconds)
        return is_reachable(self.spec.program, state, most=_STATES_FOR_REACH, seconds=seconds)

    def _refuted_at_small_sizes(self, goal: Goal) -> Iterator[Refuted]:
        """Give runs that break a claim which is not inductive, of constants that are unknown."""
        if self.request.for_all and not self.is_interrupted:
            yield from refuted_at_small_sizes(self.leaving.theory, goal)

    def _refuted(self, goal: Goal, found: Refuted) -> tuple[Verdict, ClaimProof]:
        """Give the run that breaks a claim, as the class takes it, under the values found."""
        try:
            spec = at_sizes(self.spec, found.values)
        except SpecError as error:
            (first, *_) = error.diagnostics
            sizes = ", ".join(f"{name}={value}" for name, value in found.values.items())
            why = RefusedSizes(sizes, self.module.name, first.message, span=first.span)
            raise ConfigError(why) from error
        verdict = violated(spec, goal.name, found.trace) or Inconclusive(Reason.EVALUATION)
        values = tuple(found.values.items())
        return verdict, ClaimProof(goal.name, values=values, module=spec.loaded.module)
