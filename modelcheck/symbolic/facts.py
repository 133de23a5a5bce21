"""What is true of every state of a counter system, and can be read off its steps.

    fixed      a bit that is never anything else: every key of a `dict` is there
    implied    dicts are whole, integers keep the bounds of their fields, as `lemmas` has it
    balances   sums that no step changes: what leaves one place comes to another

None of it is trusted: all are candidates for an induction.

Source of the balances, which are the place invariants of a Petri net: T. Murata, "Petri nets:
properties, analysis and applications", Proceedings of the IEEE 77(4), 1989.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from modelcheck.symbolic.induction import Goal, Theory, inductive_lemmas, lemmas
from modelcheck.symbolic.leaves import Bit
from modelcheck.symbolic.linear import Sum, number_sum, sum_of
from modelcheck.symbolic.system import System
from modelcheck.symbolic.terms import Term, neg, z3


@dataclass(frozen=True, slots=True, eq=False)
class Facts:
    """What is known of every state: each fact as a goal, and the constants that follow from others.

    `solved` gives for each of those, in terms of `now`, what it is.
    """

    fixed: tuple[Goal, ...]
    implied: tuple[Goal, ...]
    balances: tuple[Goal, ...]
    solved: tuple[tuple[Term, Term], ...]
    others: tuple[Goal, ...] = ()
    """What else is known."""

    @property
    def all(self) -> tuple[Goal, ...]:
        """Every fact."""
        return (*self.implied, *self.fixed, *self.balances, *self.others)


def facts(theory: Theory) -> Facts:
    """Give what an induction shows of the states, without any lemma of the spec."""
    system = theory.system
    fixed = [goal for each in system.variables for goal in _fixed(each.leaf, each.now)]
    written = {each.claim.name for each in system.claims}
    implied = [each for each in lemmas(system) if each.name not in written]
    kept, _ = inductive_lemmas(theory, [*fixed, *implied])
    values = _values([each for each in kept if each in fixed])
    balances = list(_balances(system, values))
    kept, _ = inductive_lemmas(theory, [*fixed, *implied, *(each.goal for each in balances)])
    true = [each for each in fixed if each in kept]
    balanced = [each for each in balances if each.goal in kept]
    solutions = [each.solution for each in balanced]
    return Facts(
        fixed=tuple(true),
        implied=tuple(each for each in implied if each in kept),
        balances=tuple(each.goal for each in balanced),
        solved=(*_values(true), *(each for each in solutions if each is not None)),
    )


def _fixed(leaf: object, now: Term) -> Iterator[Goal]:
    if isinstance(leaf, Bit):
        yield Goal(leaf.name, now)
        yield Goal(f"not {leaf.name}", neg(now))


def _values(fixed: Sequence[Goal]) -> list[tuple[Term, Term]]:
    return [
        (goal.formula.arg(0), z3.BoolVal(False))  # noqa: FBT003  # z3 takes no names
        if z3.is_not(goal.formula)
        else (goal.formula, z3.BoolVal(True))  # noqa: FBT003
        for goal in fixed
    ]


@dataclass(frozen=True, slots=True, eq=False)
class _Balance:
    goal: Goal
    solution: tuple[Term, Term] | None
    """A constant that may be left out, and what it is; `None` if no integers say it."""


def _balances(system: System, values: list[tuple[Term, Term]]) -> Iterator[_Balance]:
    """Give the equations between counters that every step keeps, each with another first one."""

    def settled(term: Term) -> Sum:
        return sum_of(z3.simplify(z3.substitute(term, *values)))

    starts = {at: settled(after) for at, after in _integers(system, system.start.after)}
    changes: list[Mapping[int, Sum]] = []
    for transition in system.transitions:
        after = dict(_integers(system, transition.after))
        now = {at: sum_of(system.variables[at].now) for at in after}
        changes.append({at: settled(term).plus(now[at], -1) for at, term in after.items()})
    choices = {term for each in system.start.inputs for term in [each.term.get_id()]}
    counters = [
        at
        for at, start in starts.items()
        if _is_counter(system, start, choices)
        and all(not each[at].parts for each in changes if at in each)
    ]
    rows = [[each[at].number if at in each else 0 for at in counters] for each in changes]
    rows += [[_often(starts[at], choice) for at in counters] for choice in sorted(choices)]
    for often in _kept_by_all(rows, len(counters)):
        yield _balance(system, dict(zip(counters, often, strict=True)), starts)


def _integers(system: System, after: Sequence[Term | None]) -> Iterator[tuple[int, Term]]:
    for at, (variable, term) in enumerate(zip(system.variables, after, strict=True)):
        if term is not None and not isinstance(variable.leaf, Bit):
            yield at, term


def _is_counter(system: System, start: Sum, choices: set[int]) -> bool:
    """Tell whether something begins as a sum of unknown constants and choices."""
    unknown = {each.get_id() for each in system.unknowns.values()}
    return all(key in unknown | choices for key in start.parts)


def _often(start: Sum, choice: int) -> int:
    return start.parts[choice][1] if choice in start.parts else 0


def _balance(system: System, often: dict[int, int], starts: Mapping[int, Sum]) -> _Balance:
    used = {at: times for at, times in often.items() if times}
    left, right = number_sum(0), number_sum(0)
    for at, times in used.items():
        left = left.plus(sum_of(system.variables[at].now), times)
        right = right.plus(starts[at], times)
    names = " + ".join(system.variables[at].leaf.name for at in used)
    goal = Goal(f"balance of {names}", left.term == right.term)
    first, times = next(iter(used.items()))
    if abs(times) != 1:
        return _Balance(goal, None)
    now = system.variables[first].now
    rest = right.plus(left.plus(sum_of(now), -times), -1)
    return _Balance(goal, (now, rest.scaled(times).term))


def _kept_by_all(rows: list[list[int]], width: int) -> list[list[int]]:
    """Give a basis of the vectors that are orthogonal to all rows, reduced, in integers."""
    reduced = _reduced([[Fraction(each) for each in row] for row in rows])
    pivots = [next(at for at, each in enumerate(row) if each) for row in reduced]
    basis: list[list[Fraction]] = []
    for free in (at for at in range(width) if at not in pivots):
        vector = [Fraction(int(at == free)) for at in range(width)]
        for pivot, row in zip(pivots, reduced, strict=True):
            vector[pivot] = -row[free]
        basis.append(vector)
    return [_in_integers(each) for each in _reduced(basis)]


def _reduced(rows: list[list[Fraction]]) -> list[list[Fraction]]:
    """Give the reduced row echelon form, without empty rows."""
    done: list[list[Fraction]] = []
    width = len(rows[0]) if rows else 0
    for column in range(width):
        first = next((row for row in rows if row[column]), None)
        if first is None:
            continue
        pivot = [each / first[column] for each in first]
        rows = [_cleared(row, pivot, column) for row in rows if row is not first]
        done = [*(_cleared(row, pivot, column) for row in done), pivot]
    return done


def _cleared(row: list[Fraction], pivot: list[Fraction], column: int) -> list[Fraction]:
    return [each - row[column] * other for each, other in zip(row, pivot, strict=True)]


def _in_integers(row: list[Fraction]) -> list[int]:
    common = lcm(*(each.denominator for each in row))
    return [int(each * common) for each in row]
