"""What an induction comes down to: questions to a solver that together are the proof.

    start      begins(0)                                       and not P(0)
    step       P(0), step(0, 1), P(1), ... step(k-1, k)        and not P(k)

An induction over `k` steps has a start for every run of fewer than `k` steps.  All of them may
make use of what was proved before, in every state.  None of them has a model, if they are made of
a proof.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from modelcheck.semantics.certificate import Expected, Induction, Obligation
from modelcheck.symbolic.induction import EVALUATION, Goal, Theory, evaluation, goals, lemmas
from modelcheck.symbolic.pace import Tick, no_hurry
from modelcheck.symbolic.smtlib import script
from modelcheck.symbolic.system import System
from modelcheck.symbolic.terms import Formula, conj, conj_all, disj_all, neg
from modelcheck.symbolic.unrolling import Unrolling


class UnfoundedError(Exception):
    """An induction is about what is no claim of the spec, or not at once; the text says what."""


def inductions(
    theory: Theory, made: Iterable[Induction], tick: Tick = no_hurry
) -> tuple[Induction, ...]:
    """Give the inductions with their obligations, each of which may use the claims before it.

    Raises: `UnfoundedError` where one proves what is no claim of the spec, or nothing, or claims
    over states together with claims over steps; and what `tick` raises.
    """
    every = {
        each.name: each
        for each in (*lemmas(theory.system), *goals(theory.system), evaluation(theory.system))
    }
    found: list[Induction] = []
    for each in made:
        proved = [every[name] for name in each.claims if name in every]
        if len(proved) < len(each.claims) or len({goal.over_steps for goal in proved}) != 1:
            raise UnfoundedError(", ".join(each.claims) or "nothing")
        found.append(replace(each, obligations=_Maker(theory, proved, each.k, tick).obligations()))
        theory = replace(theory, known=(*theory.known, *proved))
    return tuple(found)


def sizes(theory: Theory) -> tuple[Obligation, ...]:
    """Give that the assumptions can be true, of constants that are unknown."""
    if not theory.system.unknowns:
        return ()
    about = "some sizes satisfy all assumptions"
    return (Obligation("sizes", Expected.SATISFIABLE, script([theory.assumed], about)),)


@dataclass(eq=False)
class _Maker:
    """Makes the obligations of one induction."""

    theory: Theory
    proved: list[Goal]
    k: int
    tick: Tick

    def __post_init__(self) -> None:
        self.unrolling = Unrolling(self.theory.system)
        self.over_steps = any(each.over_steps for each in self.proved)
        self.goal = conj_all(each.formula for each in self.proved)

    def obligations(self) -> tuple[Obligation, ...]:
        return (*self._begins(), *(self._start(place) for place in range(self.k)), self._step())

    def _begins(self) -> tuple[Obligation, ...]:
        """Give that there is a way to begin, and none that raises, where that is to be proved."""
        if not any(each.name == EVALUATION for each in self.proved):
            return ()
        begins = [self.theory.assumed, self._at(self.system.begins, 0)]
        some = script(begins, f"{EVALUATION}: an initial state")
        raises = [self._at(self.system.start.raises, 0)]
        return (
            Obligation("some start", Expected.SATISFIABLE, some),
            self._question("no start raises", "a start that raises", raises),
        )

    def _start(self, place: int) -> Obligation:
        """Give that no run of so many steps breaks what is to be proved."""
        run = [self._at(self.system.begins, 0), *map(self._leads, range(place))]
        if self.over_steps:
            run.append(self._leads(place))
        length = place + self.over_steps
        what = f"a run of {length} {'step' if length == 1 else 'steps'} that breaks it"
        return self._question(f"start {place}", what, [*run, neg(self._at(self.goal, place))])

    def _step(self) -> Obligation:
        """Give that what is to be proved is kept, once it was true for `k` steps."""
        last = self.k + self.over_steps
        run = [*map(self._leads, range(last))]
        held = [self._at(self.goal, place) for place in range(self.k)]
        what = f"a step that breaks it, after {self.k} in which it is true"
        return self._question("step", what, [*run, *held, neg(self._at(self.goal, self.k))])

    def _question(self, name: str, what: str, formulas: Iterable[Formula]) -> Obligation:
        self.tick()
        claims = ", ".join(each.name for each in self.proved)
        text = script([self.theory.assumed, *formulas], f"{claims}: {what}")
        return Obligation(name, Expected.UNSATISFIABLE, text)

    def _leads(self, place: int) -> Formula:
        """Give a step from state `place`, and what is known of both its states."""
        system = self.system
        known = conj_all(each.formula for each in self.theory.known if not each.over_steps)
        step = disj_all(map(system.leads, system.transitions))
        return conj(
            self._at(conj(system.domain, known, step), place),
            self._at(conj(system.domain, known), place + 1),
        )

    @property
    def system(self) -> System:
        return self.theory.system

    def _at(self, formula: Formula, place: int) -> Formula:
        return self.unrolling.at(formula, place)
