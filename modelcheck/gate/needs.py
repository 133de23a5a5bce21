"""Which assumption carries which claim: each is left out in turn, and then made weaker.

A proof that fails without an assumption shows that the proof needs it.  That the claim needs it
shows a run: of sizes that satisfy all other assumptions, found by z3 and taken by the class.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from modelcheck.ir.expr import Expr
from modelcheck.ir.module import ClaimKind
from modelcheck.ir.text import show_expr
from modelcheck.semantics.proof import Need, Numbers
from modelcheck.semantics.trace import Trace
from modelcheck.symbolic.induction import (
    Goal,
    Proved,
    Refuted,
    Theory,
    inductive_lemmas,
    prove,
    refute,
)
from modelcheck.symbolic.system import System
from modelcheck.symbolic.terms import Formula, conj, conj_all, neg
from modelcheck.symbolic.weakening import weaker

_SIZES: Final = ((0, 4), (0, 7), (0, 10), (-3, 4))
"""How small and large sizes may be, tried in this order: few can be checked by hand."""
_LONGEST: Final = 8
"""Runs of up to so many steps are looked for."""


@dataclass(frozen=True, eq=False)
class Assumption:
    """An assumption, as a condition and as a formula."""

    name: str
    condition: Expr
    formula: Formula


@dataclass(frozen=True, eq=False)
class Leaving:
    """What it takes to prove a goal without an assumption."""

    theory: Theory
    candidates: tuple[Goal, ...]
    most_k: int
    replayed: Callable[[dict[str, int], str, Trace], Trace | None]
    """Takes a run under these values by the class; `None` where it cannot be run."""


def needs(leaving: Leaving, goal: Goal) -> tuple[Need, ...]:
    """Say of each assumption whether the proof of the goal needs it."""
    return tuple(_need(leaving, goal, each) for each in assumed(leaving.theory.system))


def assumed(system: System) -> tuple[Assumption, ...]:
    """Give the assumptions of a spec."""
    conditions = {
        each.name: each.condition for each in system.normal.claims if each.kind is ClaimKind.ASSUME
    }
    return tuple(
        Assumption(each.claim.name, conditions[each.claim.name], each.everywhere)
        for each in system.of_kind(ClaimKind.ASSUME)
    )


def _need(leaving: Leaving, goal: Goal, assumption: Assumption) -> Need:
    text = show_expr(assumption.condition)
    others = _others(leaving.theory.system, assumption)
    theory = replace(leaving.theory, assumed=others, known=())
    lemmas, unknown = inductive_lemmas(theory, leaving.candidates)
    proof = unknown or prove(replace(theory, known=lemmas), goal, leaving.most_k)
    if isinstance(proof, Proved):
        return Need(assumption.name, text, is_needed=False)
    if theory.clock.is_over:
        return Need(assumption.name, text, is_needed=None)
    shown = _shown(leaving, goal, assumption, others)
    return Need(assumption.name, text, is_needed=True, shown_by=shown)


def _others(system: System, assumption: Assumption) -> Formula:
    return conj_all(each.formula for each in assumed(system) if each.name != assumption.name)


def _shown(leaving: Leaving, goal: Goal, assumption: Assumption, others: Formula) -> Numbers | None:
    """Give a run that breaks the goal where the assumption is false, the nearest such."""
    for text, instead in _instead(leaving, assumption):
        given = conj_all((others, neg(assumption.formula), instead))
        theory = replace(leaving.theory, assumed=given, known=())
        for found in refuted_at_small_sizes(theory, goal):
            run = leaving.replayed(dict(found.values), goal.name, found.trace)
            if run is not None:
                return Numbers(text, tuple(found.values.items()), run)
    return None


def refuted_at_small_sizes(theory: Theory, goal: Goal) -> Iterator[Refuted]:
    """Give runs that break the goal, of small sizes, the smallest first."""
    terms = theory.system.unknowns.values()
    for least, most in _SIZES:
        small = conj_all(conj_all((each >= least, each <= most)) for each in terms)
        found = refute(replace(theory, assumed=conj(theory.assumed, small)), goal, _LONGEST)
        if found is not None:
            yield found


def _instead(leaving: Leaving, assumption: Assumption) -> Iterator[tuple[str | None, Formula]]:
    for condition in weaker(assumption.condition):
        yield show_expr(condition), leaving.theory.system.of_constants(condition)
    yield None, True
