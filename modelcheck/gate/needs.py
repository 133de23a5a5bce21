"""Which assumption carries which claim: each is left out in turn, and then made weaker.

A proof that fails without an assumption shows that the proof needs it.  That the claim needs it
shows a run: of sizes that satisfy all other assumptions, found by z3 and taken by the class.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from modelcheck.ir.expr import Expr
from modelcheck.ir.module import ClaimKind
from modelcheck.ir.text import show_expr
from modelcheck.semantics.proof import Need, Numbers
from modelcheck.semantics.trace import Trace
from modelcheck.semantics.verdict import Reason
from modelcheck.symbolic.induction import (
    Goal,
    Proof,
    Proved,
    Refuted,
    Theory,
    inductive_lemmas,
    prove,
    refute,
)
from modelcheck.symbolic.smaller import SIZES, of_sizes
from modelcheck.symbolic.solving import Unknown
from modelcheck.symbolic.system import System
from modelcheck.symbolic.terms import Formula, conj, conj_all, neg
from modelcheck.symbolic.weakening import weaker

_LONGEST: Final = 8
"""Runs of up to so many steps are looked for."""


@dataclass(frozen=True, eq=False)
class Assumption:
    """An assumption, as a condition and as a formula."""

    name: str
    condition: Expr
    formula: Formula


@dataclass(frozen=True, eq=False)
class _Without:
    """What is known where an assumption is left out; why that could not be told, if so."""

    assumption: Assumption
    others: Formula
    theory: Theory
    unknown: Unknown | None


@dataclass(frozen=True, eq=False)
class Leaving:
    """What it takes to prove goals without an assumption."""

    theory: Theory
    candidates: tuple[Goal, ...]
    most_k: int
    replayed: Callable[[dict[str, int], str, Trace], Trace | None]
    """Takes a run under these values by the class; `None` where it cannot be run."""

    @cached_property
    def each(self) -> tuple[_Without, ...]:
        """What is known without each assumption in turn."""
        return tuple(map(self._without, assumed(self.theory.system)))

    def _without(self, assumption: Assumption) -> _Without:
        others = _others(self.theory.system, assumption)
        theory = replace(self.theory, assumed=others, known=())
        lemmas, unknown = inductive_lemmas(theory, self.candidates)
        return _Without(assumption, others, replace(theory, known=lemmas), unknown)


def needs(leaving: Leaving, goal: Goal) -> tuple[Need, ...]:
    """Say of each assumption whether the proof of the goal needs it, as far as there is time."""
    if leaving.theory.clock.is_over:
        return ()
    return tuple(_need(leaving, goal, each) for each in leaving.each)


def assumed(system: System) -> tuple[Assumption, ...]:
    """Give the assumptions of a spec."""
    conditions = {
        each.name: each.condition for each in system.normal.claims if each.kind is ClaimKind.ASSUME
    }
    return tuple(
        Assumption(each.claim.name, conditions[each.claim.name], each.everywhere)
        for each in system.of_kind(ClaimKind.ASSUME)
    )


def _need(leaving: Leaving, goal: Goal, without: _Without) -> Need:
    name, text = without.assumption.name, show_expr(without.assumption.condition)
    clock = without.theory.clock
    if clock.is_over:
        return Need(name, text, is_needed=None)
    proof = without.unknown or prove(without.theory, goal, leaving.most_k)
    if isinstance(proof, Proved):
        return Need(name, text, is_needed=False)
    shown = _shown(leaving, goal, without.assumption, without.others)
    is_told = shown is not None or not (_is_open(proof) or clock.is_over)
    return Need(name, text, is_needed=True if is_told else None, shown_by=shown)


def _is_open(proof: Proof) -> bool:
    """Tell whether z3 could not say; that only runs which leave bounds break a claim, it did."""
    return isinstance(proof, Unknown) and proof.reason is not Reason.CONSTRAINT


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
    for least, most in SIZES:
        if theory.clock.is_over:
            return
        small = of_sizes(theory.system, least, most)
        found = refute(replace(theory, assumed=conj(theory.assumed, small)), goal, _LONGEST)
        if found is not None:
            yield found


def _instead(leaving: Leaving, assumption: Assumption) -> Iterator[tuple[str | None, Formula]]:
    for condition in weaker(assumption.condition):
        yield show_expr(condition), leaving.theory.system.of_constants(condition)
    yield None, True
