"""Proofs by z3, joined with the front end, the explorer and the replay of runs.

The explorer tells lemmas that are false from those that are not before z3 starts, says of the
first state of a counterexample to induction whether a run reaches it, and every run that is
shown as a violation was taken again by the class.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from modelcheck.explicit.reference.claims import assumptions
from modelcheck.explicit.reference.confirm import hits_at_the_end
from modelcheck.explicit.reference.explore import Options
from modelcheck.explicit.reference.reach import is_reachable
from modelcheck.explicit.reference.replay import Refused, replay
from modelcheck.explicit.reference.steps import successors
from modelcheck.frontend.loading import LoadedFile
from modelcheck.gate.engines import DEFAULT_MEANS, explore
from modelcheck.gate.needs import Leaving, needs, refuted_at_small_sizes
from modelcheck.gate.opening import Ready, Target, opened, ready
from modelcheck.gate.pipeline import Checked, CheckRequest, check_names, examine
from modelcheck.gate.proving_errors import FixedUnknown
from modelcheck.gate.rechecking import certified
from modelcheck.gate.searching import searched
from modelcheck.gate.theories import theory_of
from modelcheck.ir.module import Module
from modelcheck.semantics.certificate import Certificate, Induction
from modelcheck.semantics.proof import ClaimProof, CounterexampleToInduction
from modelcheck.semantics.trace import State, Trace
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
from modelcheck.source.diagnostic import ConfigError, InternalError, SpecError
from modelcheck.symbolic.finding import Invariant
from modelcheck.symbolic.induction import (
    EVALUATION,
    Goal,
    Proof,
    Proved,
    Refuted,
    Stuck,
    Theory,
    evaluation,
    goals,
    inductive_lemmas,
    lemmas,
    prove,
)
from modelcheck.symbolic.solving import Clock, Unknown

_SCREENED: Final = Limits(states=200_000, seconds=5.0)
"""How far the explorer looks for a run that breaks a lemma, before z3 is asked."""
_STATES_FOR_REACH: Final = 20_000
_SECONDS_FOR_REACH: Final = 2.0


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
    return examine(asked, lambda spec, file: _Proving(spec, file, request).result())


@dataclass(eq=False)
class _Proving:
    """The proofs of one spec."""

    spec: Ready
    file: LoadedFile
    request: ProveRequest

    def result(self) -> Result:
        check_names(self.spec, self.request.properties)
        self.clock = Clock.of(self.request.seconds)
        self.invariants: Mapping[str, Invariant] = {}
        self._check_unknowns()
        return self._proved()

    @property
    def module(self) -> Module:
        return self.spec.loaded.module

    @property
    def method(self) -> Method:
        return Method.FOR_ALL if self.request.for_all else Method.INDUCTION

    def _check_unknowns(self) -> None:
        """Make sure that the spec leaves the unknown constants open (MC363)."""
        variant = self.file.named(self.module.name).variant
        own = {} if variant is None else dict(variant.parameters)
        names = [name for name in self.request.for_all if name in own]
        findings = [FixedUnknown(self.spec.spec, name, str(own[name])) for name in names]
        if findings:
            raise ConfigError(*findings)

    def _proved(self) -> Result:
        names = tuple(dict.fromkeys(self.request.for_all))
        if self.request.find:
            return self._result_of({}, self._found(names), None)
        nothing_known = theory_of(self.spec, self.file, names, self.clock)
        self.system = nothing_known.system
        false = self._false_lemmas()
        candidates = [each for each in lemmas(self.system) if each.name not in false]
        kept, unknown = inductive_lemmas(nothing_known, candidates)
        self.made = [Induction(tuple(each.name for each in kept), 1)] if kept else []
        theory = replace(nothing_known, known=kept)
        proofs = self._proofs(theory, false, unknown)
        self.leaving = Leaving(theory, tuple(candidates), self.request.k, self._replayed)
        return self._result_of(false, proofs, self._certificate(nothing_known))

    def _found(self, names: tuple[str, ...]) -> list[tuple[Goal, Proof]]:
        """Prove what is asked for from invariants that are found."""
        request = self.request
        found = searched(self.spec, self.file, names, request.properties, request.seconds)
        self.invariants = found.invariants
        self.leaving = Leaving(found.theory, found.conjuncts, 1, self._replayed)
        return list(found.proofs)

    def _result_of(
        self,
        false: Mapping[str, PropertyResult],
        proofs: list[tuple[Goal, Proof]],
        certificate: Certificate | None,
    ) -> Result:
        wanted = self.request.properties
        properties: list[PropertyResult] = []
        told: list[ClaimProof] = []
        for goal, proof in proofs:
            verdict, claim = self._told(goal, proof)
            properties.append(PropertyResult(goal.name, self._kind(goal), verdict))
            told.append(claim)
        properties = [*(false[name] for name in false), *properties]
        shown = [each for each in properties if not wanted or each.name in wanted]
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

    def _false_lemmas(self) -> dict[str, PropertyResult]:
        """Give the lemmas that a run breaks, as the explorer finds it: they can help nobody."""
        marked = [each.name for each in self.module.claims if each.lemma]
        if not marked or not all(each.holds for each in assumptions(self.spec.program)):
            return {}
        options = Options(_SCREENED, keep_going=True, properties=frozenset(marked))
        found = explore(self.spec, options, DEFAULT_MEANS)
        return {
            each.name: each
            for each in found.properties
            if each.name in marked and isinstance(each.verdict, Violated)
        }

    def _proofs(
        self, theory: Theory, false: Mapping[str, PropertyResult], unknown: Unknown | None
    ) -> list[tuple[Goal, Proof]]:
        """Prove what is to be proved; what was proved helps with what was not."""
        known = {each.name for each in theory.known}
        marked = {each.name for each in self.module.claims if each.lemma} - {*false}
        wanted = [each for each in lemmas(self.system) if each.name in marked]
        wanted += [*goals(self.system), evaluation(self.system)]
        found: dict[str, Proof] = {}
        while True:
            open_ = [each for each in wanted if not isinstance(found.get(each.name), Proved)]
            proved_before = len(wanted) - len(open_)
            for each in open_:
                if each.name in known:
                    found[each.name] = Proved(1, tuple(sorted(known - {each.name})))
                    continue
                proof = found[each.name] = unknown or prove(theory, each, self.request.k)
                if isinstance(proof, Proved):
                    self.made.append(Induction((each.name,), proof.k))
                if isinstance(proof, Proved) and not each.over_steps:
                    theory = replace(theory, known=(*theory.known, each))
                    known.add(each.name)
            proved = sum(isinstance(each, Proved) for each in found.values())
            if proved in {proved_before, len(wanted)} or self.clock.is_over:
                return [(each, found[each.name]) for each in wanted]

    def _kind(self, goal: Goal) -> PropertyKind:
        if goal.name == EVALUATION:
            return PropertyKind.EVALUATION
        return PropertyKind.STEP_INVARIANT if goal.over_steps else PropertyKind.INVARIANT

    def _told(self, goal: Goal, proof: Proof) -> tuple[Verdict, ClaimProof]:
        match proof:
            case Proved(k, used):
                names = tuple(each for each in used if each != goal.name)
                needed = needs(self.leaving, goal) if self._is_asked(goal) else ()
                invariant = self.invariants.get(goal.name)
                found = () if invariant is None else invariant.conjuncts
                lines = tuple(each.name for each in found)
                claim = ClaimProof(goal.name, k, names, needs=needed, found=lines)
                return Holds(self.method), claim
            case Refuted():
                return self._refuted(goal, proof)
            case Stuck(k, trace, values):
                for refuted in self._refuted_at_small_sizes(goal):
                    return self._refuted(goal, refuted)
                obstacle = CounterexampleToInduction(
                    trace, tuple(values.items()), self._is_reachable(trace.steps[0].state)
                )
                verdict = Inconclusive(Reason.INDUCTION)
                return verdict, ClaimProof(goal.name, k, obstacle=obstacle)
            case Unknown(reason, says):
                return Inconclusive(reason), ClaimProof(goal.name, says=says)

    def _is_asked(self, goal: Goal) -> bool:
        """Tell whether to say what a proof of the goal needs: of claims, for every size."""
        marked = {each.name for each in self.module.claims if not each.lemma}
        wanted = self.request.properties
        return bool(
            self.request.for_all and goal.name in marked and (not wanted or goal.name in wanted)
        )

    def _replayed(self, values: dict[str, int], name: str, trace: Trace) -> Trace | None:
        """Take a run of other sizes by the class; `None` where there is no spec of these."""
        try:
            spec = at_sizes(self.spec, values)
        except (SpecError, ConfigError):
            return None
        return violated(spec, name, trace).trace

    def _is_reachable(self, state: State | None) -> bool | None:
        if self.request.for_all or state is None:
            return None
        return is_reachable(
            self.spec.program, state, most=_STATES_FOR_REACH, seconds=_SECONDS_FOR_REACH
        )

    def _refuted_at_small_sizes(self, goal: Goal) -> Iterator[Refuted]:
        """Give runs that break a claim which is not inductive, of constants that are unknown."""
        if self.request.for_all:
            yield from refuted_at_small_sizes(self.leaving.theory, goal)

    def _refuted(self, goal: Goal, found: Refuted) -> tuple[Violated, ClaimProof]:
        """Give the run that breaks a claim, as the class takes it, under the values found."""
        spec = at_sizes(self.spec, found.values)
        verdict = violated(spec, goal.name, found.trace)
        values = tuple(found.values.items())
        return verdict, ClaimProof(goal.name, values=values, module=spec.loaded.module)


def at_sizes(spec: Ready, values: Mapping[str, int]) -> Ready:
    """Give the spec under these values of constants."""
    if not values:
        return spec
    path, _, name = spec.spec.rpartition("::")
    given = {**dict(spec.given), **{each: str(value) for each, value in values.items()}}
    target = Target(Path(path), name)
    file, (cls,) = opened(target, tuple(given.items()))
    return ready(target, tuple(given.items()), file, cls)


def violated(spec: Ready, name: str, trace: Trace) -> Violated:
    """Give what a run breaks, replayed by the class.

    Raises: `InternalError` if the class does not take the run, or it breaks nothing there.
    """
    replayed = replay(spec.program, trace)
    if isinstance(replayed, Refused) and name == EVALUATION:
        # It leaves a bound: the step is an evaluation error, and there is no state after it.
        last = replace(trace.steps[-1], state=None, error="an evaluation error")
        replayed = replay(spec.program, Trace((*trace.steps[:-1], last)))
    if isinstance(replayed, Refused):
        message = f"step {replayed.step} of a run for {name}: {replayed.why.message}"
        raise InternalError(message)
    run = replayed.trace
    hits = [each for each in hits_at_the_end(spec.program, run) if each.name == name]
    if not hits and name == EVALUATION:
        run = _with_error(spec, run)
        hits = [each for each in hits_at_the_end(spec.program, run) if each.name == name]
    if not hits:
        message = f"a run for {name} does not show it when it is replayed"
        raise InternalError(message)
    (first, *_) = hits
    return Violated(run, first.binding, first.message, first.raiser)


def _with_error(spec: Ready, run: Trace) -> Trace:
    """Give the run with a step that raises at its end, where there is one."""
    last = run.steps[-1].state
    raising = (
        [] if last is None else [each for each in successors(spec.program, last) if each.error]
    )
    return Trace((*run.steps, *raising[:1]))
