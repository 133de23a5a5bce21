"""A spec as formulas: its states, its steps, its claims.

    now, then      a constant per leaf of the state, before and after a step
    domain         `now` is a value of the types of the fields
    start          `now` is an initial state
    transitions    `now` and `then` are joined by a step of an action

The constants of parameters and choices are free beside these: what is said of a step holds of
it for some of them.

NOTE(constants-by-name): to z3, two constants of one name and sort are one.  What is no part of the
state has a name with `the` before it where a field or an action could have that name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from modelcheck.ir.expr import Expr
from modelcheck.ir.module import Claim, ClaimKind, Normal
from modelcheck.ir.types import Type
from modelcheck.semantics.trace import Binding
from modelcheck.symbolic.algebra import Algebra
from modelcheck.symbolic.evaluate import truth
from modelcheck.symbolic.exists import exists
from modelcheck.symbolic.leaves import Leaf
from modelcheck.symbolic.scope import Chosen, Input, Notes, Scope
from modelcheck.symbolic.terms import (
    Formula,
    Term,
    conj,
    conj_all,
    disj,
    disj_all,
    implies,
    neg,
    z3,
)
from modelcheck.symbolic.values import Symbolic


@dataclass(frozen=True, slots=True)
class Variable:
    """A leaf of the state: the constants that it is before and after a step."""

    leaf: Leaf
    now: Term
    then: Term


@dataclass(frozen=True, slots=True, eq=False)
class Transition:
    """The steps of an action, or of `@init` with `action` being `None`.

    `enabled` says that there is a step, `raises` that there is one which is an evaluation error.
    """

    action: str | None
    enabled: Formula
    after: tuple[Term | None, ...]
    """What each leaf of the state is after the step; `None` where it stays what it is."""
    raises: Formula
    inputs: tuple[Input, ...]
    arguments: tuple[tuple[str, Type, tuple[Term, ...]], ...]
    """For each parameter its name, its type, and the constants that it is made of."""
    binding: Binding = ()
    """The values of the parameters, where the transition is for these alone."""
    chosen: tuple[Chosen, ...] = ()
    """The choices in the step, in the order in which they are made."""

    @property
    def writes(self) -> frozenset[int]:
        """The places of the leaves that may change."""
        return frozenset(at for at, term in enumerate(self.after) if term is not None)


@dataclass(frozen=True, slots=True, eq=False)
class Instance:
    """A claim for one binding of its parameters: that it holds, or raises."""

    binding: Binding
    holds: Formula
    raises: Formula


@dataclass(frozen=True, slots=True, eq=False)
class ClaimTerms:
    """A claim, for all bindings; one over steps speaks of `now` and `then`."""

    claim: Claim
    instances: tuple[Instance, ...]

    @property
    def everywhere(self) -> Formula:
        """Whether it holds for every binding, and raises for none."""
        return conj_all(conj(each.holds, neg(each.raises)) for each in self.instances)

    @property
    def anywhere(self) -> Formula:
        """Whether it holds for some binding."""
        return disj_all(conj(each.holds, neg(each.raises)) for each in self.instances)

    @property
    def raising(self) -> tuple[tuple[Binding, Formula], ...]:
        """For each binding, that the claim raises and is not decided by a binding before.

        After the first binding that breaks a claim, or reaches a cover, no other is looked at.
        """
        ways: list[tuple[Binding, Formula]] = []
        undecided: Formula = True
        for each in self.instances:
            if each.raises is not False:
                ways.append((each.binding, conj(undecided, each.raises)))
            goes_on = neg(each.holds) if self.claim.kind is ClaimKind.COVER else each.holds
            undecided = conj(undecided, disj(each.raises, goes_on))
        return tuple(ways)


@dataclass(frozen=True, eq=False)
class System:
    """A spec as formulas, and what it takes to read values off their models."""

    normal: Normal
    algebra: Algebra
    types: tuple[Type, ...]
    """Those of the fields, without bounds where constants are unknown."""
    variables: tuple[Variable, ...]
    domain: Formula
    start: Transition
    transitions: tuple[Transition, ...]
    claims: tuple[ClaimTerms, ...]
    unknowns: Mapping[str, Term]
    """The constants that stand for any integer."""
    bounded: tuple[tuple[str, Formula], ...]
    """Where constants are unknown: for each field with integers, that they keep their bounds."""
    whole: tuple[tuple[str, Formula], ...]
    """For each level of dicts in a field, that they have every key."""
    constants: Mapping[str, Symbolic]
    """The constants that are unknown, and those that follow from them."""

    def of_constants(self, condition: Expr) -> Formula:
        """Give a condition that reads constants only as a formula."""
        return truth(condition, Scope(self.algebra, self.constants, {}, Notes("")))

    def of_kind(self, kind: ClaimKind) -> tuple[ClaimTerms, ...]:
        """Give the claims of `kind`, in the order of the source."""
        return tuple(each for each in self.claims if each.claim.kind is kind)

    def named(self, name: str) -> ClaimTerms:
        """Give the claim `name`; raises `KeyError` if there is none."""
        return {each.claim.name: each for each in self.claims}[name]

    @cached_property
    def assumption(self) -> Formula:
        """Whether every assumption is true of the constants."""
        return conj_all(each.everywhere for each in self.of_kind(ClaimKind.ASSUME))

    @cached_property
    def constraint(self) -> Formula:
        """Whether `now` is a state that is explored further."""
        return conj_all(each.everywhere for each in self.of_kind(ClaimKind.CONSTRAINT))

    @cached_property
    def begins(self) -> Formula:
        """Whether `now` is an initial state."""
        pairs = zip(self.now, self.start.after, strict=True)
        return conj(self.start.enabled, conj_all(now == after for now, after in pairs))

    @cached_property
    def chosen(self) -> Term:
        """The constant that says which transition a step is, by its number."""
        return self._number("the step")

    @cached_property
    def chosen_next(self) -> Term:
        """The constant that says which transition the step after that is."""
        return self._number("the step'")

    def _number(self, name: str) -> Term:
        return z3.BitVec(name, max(1, len(self.transitions).bit_length()))

    def leads(self, transition: Transition) -> Formula:
        """Give that a step of the transition leads from `now` to `then`."""
        after = zip(self.variables, transition.after, strict=True)
        return conj(
            transition.enabled,
            conj_all(each.then == (each.now if term is None else term) for each, term in after),
        )

    @cached_property
    def step(self) -> Formula:
        """Whether a step of the chosen transition leads from `now` to `then`."""
        pairs = [(self.chosen == at, each) for at, each in enumerate(self.transitions)]
        joined = [implies(test, each.enabled) for test, each in pairs]
        for place, leaf in enumerate(self.variables):
            writers = [(test, each.after[place]) for test, each in pairs]
            changes = [(test, term) for test, term in writers if term is not None]
            joined += [implies(test, leaf.then == term) for test, term in changes]
            joined.append(disj(leaf.then == leaf.now, *(test for test, _ in changes)))
        return conj(disj_all(test for test, _ in pairs), *joined)

    @cached_property
    def raises(self) -> Formula:
        """Whether a step of the chosen transition out of `now` is an evaluation error."""
        return disj_all(
            conj(self.chosen == number, each.raises) for number, each in enumerate(self.transitions)
        )

    @cached_property
    def is_stuck(self) -> Formula:
        """Whether there is no step out of `now`, not even one that raises.

        Raises: `BeyondError` where steps have too many arguments and choices to tell.
        """
        numbers = self.algebra.numbers
        return conj_all(
            neg(exists(disj(each.enabled, each.raises), each.inputs, numbers))
            for each in self.transitions
        )

    @cached_property
    def now(self) -> tuple[Term, ...]:
        """The constants of a state before a step."""
        return tuple(each.now for each in self.variables)

    @cached_property
    def then(self) -> tuple[Term, ...]:
        """The constants of a state after a step."""
        return tuple(each.then for each in self.variables)
