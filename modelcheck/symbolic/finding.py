"""Invariants found without the lemmas of a spec, checked again, and said in the spec's own terms.

First comes what can be read off the steps; where that is not enough, z3's Horn engine.  Neither
is trusted: what is found is shown only after plain induction in a fresh solver, and without the
conjuncts that this induction can do without.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from modelcheck.semantics.verdict import Reason
from modelcheck.symbolic.algebra import BeyondError
from modelcheck.symbolic.facts import Facts, facts
from modelcheck.symbolic.horn import Found, Reached, query_for, search
from modelcheck.symbolic.induction import (
    Goal,
    Proved,
    Refuted,
    Theory,
    inductive_lemmas,
    prove,
    refute,
)
from modelcheck.symbolic.linear import Sign, atoms, condition_of
from modelcheck.symbolic.readable import sentence
from modelcheck.symbolic.rules import Rules, guesses, rules_of
from modelcheck.symbolic.shorter import parts_of, pushed
from modelcheck.symbolic.solving import Clock, Unknown, Unsatisfiable
from modelcheck.symbolic.spoken import Names, names_of
from modelcheck.symbolic.terms import Formula, Term, conj, conj_all, z3

_SIZES: Final = (4, 7, 10, 20)
"""How large unknown constants may be, tried in this order: few can be checked by hand."""
_LONGEST: Final = 40
"""Runs of up to so many steps are looked for."""


@dataclass(frozen=True, slots=True, eq=False)
class Invariant:
    """Conjuncts that are inductive together, with what is `implied`, and from which a goal follows.

    The name of each conjunct is Python that says it.  What need not be said is `implied`: that
    dicts are whole, and that fields keep their bounds.
    """

    conjuncts: tuple[Goal, ...]
    implied: tuple[Goal, ...]
    options: str | None
    """The options of the Horn engine that found it; `None` where it was not needed."""


Finding: TypeAlias = Invariant | Refuted | Unknown


@dataclass(frozen=True, slots=True, eq=False)
class Finder:
    """What is known of a theory before anything is searched for."""

    theory: Theory
    rules: Rules
    names: Names


def finder(theory: Theory) -> Finder:
    """Give what can be read off the steps of a theory without lemmas.

    Raises: `BeyondError` for a state that is not made of integers, Booleans and enums.
    """
    names = names_of(theory.system)
    known = facts(theory)
    rules = rules_of(theory, known)
    guessed = list(guesses(rules))
    kept, _ = inductive_lemmas(theory, [*known.all, *guessed])
    others = tuple(each for each in guessed if each in kept)
    return Finder(theory, rules.knowing(others), names)


def find(of: Finder, goal: Goal, clock: Clock) -> Finding:
    """Find an invariant that implies the goal, or a run that breaks it, until the clock is over."""
    theory = replace(of.theory, clock=clock)
    known = of.rules.facts.all
    proof = prove(replace(theory, known=known), goal, 1)
    if isinstance(proof, Refuted | Unknown):
        return proof
    if isinstance(proof, Proved):
        return _checked(of, theory, goal, conj(), None)
    answer = search(query_for(of.rules, goal), clock)
    match answer:
        case Found(invariant, options):
            return _checked(of, theory, goal, invariant, options)
        case Reached():
            return _run(theory, goal)
        case Unknown():
            return answer


def _run(theory: Theory, goal: Goal) -> Finding:
    """Give the run that the Horn engine says there is, of the smallest sizes."""
    sizes = _SIZES if theory.system.unknowns else ()
    for most in sizes:
        small = conj_all(each <= most for each in theory.system.unknowns.values())
        found = refute(replace(theory, assumed=conj_all((theory.assumed, small))), goal, _LONGEST)
        if found is not None:
            return found
    found = refute(theory, goal, _LONGEST)
    says = f"a run breaks it, but none of up to {_LONGEST} steps was found"
    return Unknown(Reason.UNKNOWN, says) if found is None else found


def _checked(
    of: Finder, theory: Theory, goal: Goal, invariant: Formula, options: str | None
) -> Finding:
    """Give an invariant in the spec's own terms, after plain induction, without what is spare."""
    known = of.rules.facts
    try:
        candidates = _conjuncts(of, known, invariant)
    except BeyondError as error:
        return Unknown(Reason.UNKNOWN, f"nothing in the spec's language stands for {error}")
    proved = _enough(theory, goal, known.implied, candidates)
    if proved is None:
        return Unknown(Reason.UNKNOWN, "what was found is not inductive when it is checked again")
    for each in candidates:
        fewer = [other for other in proved if other is not each and other not in known.implied]
        if each in proved and not theory.clock.is_over:
            proved = _enough(theory, goal, known.implied, fewer) or proved
    implied = tuple(each for each in proved if each in known.implied)
    return Invariant(tuple(each for each in proved if each not in implied), implied, options)


def _conjuncts(of: Finder, known: Facts, invariant: Formula) -> list[Goal]:
    """Give what was found as sentences, those that are spare most often first."""
    found = parts_of(pushed(of.rules.shortened(invariant)), of_and=True)
    others = [each.formula for each in (*known.fixed, *known.others, *known.balances)]
    said = (sentence(_plainer(of, each), of.names) for each in (*others, *found))
    return list({each.text: Goal(each.text, each.formula) for each in said}.values())


def _plainer(of: Finder, formula: Formula) -> Formula:
    """Say `x == 0` for `x <= 0` where the bounds of its field say that it is not less."""
    if isinstance(formula, bool):
        return formula
    solver = of.theory.solver()
    solver.add(of.theory.system.domain, *(each.formula for each in of.rules.facts.implied))
    pairs: list[tuple[Term, Term]] = []
    for atom in atoms(formula):
        condition = condition_of(atom)
        if condition is None or len(condition.sum.parts) > 1:
            continue
        for each in (condition, condition.negation):
            if each.sign is Sign.AT_LEAST_ZERO and each.sum.number == 0:
                zero = each.sum.term == 0
                said = zero if each is condition else z3.Not(zero)
                if isinstance(solver.ask(atom != said), Unsatisfiable):
                    pairs.append((atom, said))
    return z3.substitute(formula, *pairs)


def _enough(
    theory: Theory, goal: Goal, implied: Iterable[Goal], conjuncts: Iterable[Goal]
) -> list[Goal] | None:
    """Give those that are inductive together, if they imply the goal."""
    kept, _ = inductive_lemmas(theory, [*implied, *conjuncts])
    proof = prove(replace(theory, known=kept), goal, 1)
    return list(kept) if isinstance(proof, Proved) else None
