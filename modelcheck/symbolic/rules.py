"""A counter system as few rules over few numbers: what its steps are once facts are known.

Constants that facts solve are put in, divisions are gone, steps that lead to the same place are
one rule, and what is said twice is said once:

    x > 2 * T  or  not x > 2 * T and x + F > 2 * T     is     x + F > 2 * T,  where F >= 0
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from modelcheck.symbolic.facts import Facts
from modelcheck.symbolic.induction import Goal, Theory
from modelcheck.symbolic.linear import sum_of, without_division
from modelcheck.symbolic.shorter import parts_of, shortened
from modelcheck.symbolic.solving import Solver
from modelcheck.symbolic.system import Transition
from modelcheck.symbolic.terms import (
    Formula,
    Term,
    as_term,
    conj,
    conj_all,
    decided,
    disj,
    disj_all,
    z3,
)


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """From where it is enabled, all constants in `after` get what stands there."""

    enabled: Formula
    after: tuple[tuple[Term, Term], ...]
    """For every constant that is not solved, what it is after the step."""


@dataclass(frozen=True, slots=True, eq=False)
class Rules:
    """The rules of a theory, and the constants over which they are."""

    theory: Theory
    facts: Facts
    constants: tuple[Term, ...]
    start: Rule
    steps: tuple[Rule, ...]
    solver: Solver
    """It knows the assumptions and the facts."""

    def plain(self, formula: Formula) -> Formula:
        """Give a formula of `now` and `then` over the constants of the rules."""
        return _plain(formula, self.theory, self.facts)

    @property
    def known(self) -> Formula:
        """What is known of every state."""
        return self.plain(conj(self.theory.system.domain, *(g.formula for g in self.facts.all)))

    def knowing(self, others: tuple[Goal, ...]) -> Rules:
        """Give the rules where these are known as well."""
        facts = replace(self.facts, others=others)
        known = conj_all(self.plain(each.formula) for each in others)
        self.solver.add(known)
        return replace(self, facts=facts)

    def shortened(self, formula: Formula) -> Formula:
        """Give a formula over the constants of the rules that says no more than it must."""
        return shortened(self.plain(formula), self.solver)


def rules_of(theory: Theory, facts: Facts) -> Rules:
    """Give the rules of a theory, of which the facts are known."""
    system = theory.system
    solved = {now.get_id() for now, _ in facts.solved}
    places = [at for at, now in enumerate(system.now) if now.get_id() not in solved]
    solver = Solver(theory.clock, finite=False)
    known = conj(system.domain, *(each.formula for each in facts.all))
    solver.add(theory.assumed, _plain(known, theory, facts))

    def after(step: Transition) -> tuple[tuple[Term, Term], ...]:
        pairs = zip(system.now, step.after, strict=True)
        terms = [now if term is None else term for now, term in pairs]
        return tuple((system.now[at], as_term(_plain(terms[at], theory, facts))) for at in places)

    alike: dict[tuple[int, ...], tuple[tuple[tuple[Term, Term], ...], list[Formula]]] = {}
    for each in system.transitions:
        enabled = _plain(each.enabled, theory, facts)
        if enabled is not False:
            changes = after(each)
            key = tuple(term.get_id() for _, term in changes)
            alike.setdefault(key, (changes, []))[1].append(enabled)
    return Rules(
        theory=theory,
        facts=facts,
        constants=tuple(system.now[at] for at in places),
        start=Rule(_plain(system.start.enabled, theory, facts), after(system.start)),
        steps=tuple(
            Rule(shortened(disj_all(ways), solver), changes) for changes, ways in alike.values()
        ),
        solver=solver,
    )


def _plain(formula: Formula, theory: Theory, facts: Facts) -> Formula:
    if isinstance(formula, bool):
        return formula
    pairs = list(facts.solved)
    renaming = list(zip(theory.system.now, theory.system.then, strict=True))
    pairs += [(z3.substitute(a, *renaming), z3.substitute(b, *renaming)) for a, b in facts.solved]
    return without_division(decided(z3.simplify(z3.substitute(formula, *pairs))))


def guesses(rules: Rules) -> Iterator[Goal]:
    """Give what may be true of every state, as the conditions of the steps suggest.

    What a step asks for was so when it was first taken, and often stays so: either a counter is
    what it was at the start, or a condition of a step that changes it is true.  And what a step
    asks for before it, is true by one step less after it.
    """
    start = {now.get_id(): term for now, term in rules.start.after}
    choices = {each.term.get_id() for each in rules.theory.system.start.inputs}
    for rule in rules.steps:
        changed = [(now, term) for now, term in rule.after if not now.eq(term)]
        back = [(now, _before(now, term)) for now, term in changed if not z3.is_bool(now)]
        for each in _conditions(rule.enabled):
            if all(term is not None for _, term in back):
                yield Goal("bound", decided(z3.simplify(z3.substitute(each, *back))))
            for now, _ in changed:
                first = start[now.get_id()]
                if not choices & set(sum_of(first).parts if z3.is_int(first) else ()):
                    yield Goal("guess", disj(decided(z3.simplify(now == first)), each))


def _conditions(enabled: Formula) -> Iterator[Formula]:
    for part in parts_of(enabled, of_and=True):
        if not isinstance(part, bool):
            yield part
            options = parts_of(part, of_and=False)
            yield from options if len(options) > 1 else ()


def _before(now: Term, after: Term) -> Term | None:
    """Give what a counter was before a step to `now`, if the step adds a number to it."""
    change = sum_of(after).plus(sum_of(now), -1)
    return None if change.parts else z3.simplify(now - change.number)
