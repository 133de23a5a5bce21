"""A spec as formulas: its states, its steps, its claims.

    now, then      a constant per leaf of the state, before and after a step
    domain         `now` is a value of the types of the fields
    start          `now` is an initial state
    transitions    `now` and `then` are joined by a step of an action

The constants of parameters and choices are free beside these: what is said of a step holds of
it for some of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import chain, product

from modelcheck.ir.module import (
    Bind,
    Claim,
    ClaimKind,
    Forbid,
    Guard,
    Normal,
    NormalClaim,
    NormalStep,
)
from modelcheck.ir.types import EnumType, SortType, Type
from modelcheck.ir.unknowns import Unknowns
from modelcheck.semantics.bounds import all_values
from modelcheck.semantics.trace import Binding
from modelcheck.symbolic.algebra import Algebra, BeyondError
from modelcheck.symbolic.boundless import boundless, bounds_of
from modelcheck.symbolic.evaluate import evaluate, truth
from modelcheck.symbolic.leaves import Bit, Leaf, Piece, leaves, read, write
from modelcheck.symbolic.numbers import Number, Numbers
from modelcheck.symbolic.scope import Input, Notes, Scope
from modelcheck.symbolic.terms import (
    Formula,
    Term,
    as_term,
    conj,
    conj_all,
    disj,
    disj_all,
    implies,
    neg,
    z3,
)
from modelcheck.symbolic.values import Symbolic, lift

NO_UNKNOWNS = Unknowns((), (), ())


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


@dataclass(frozen=True, slots=True, eq=False)
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

    def of_kind(self, kind: ClaimKind) -> tuple[ClaimTerms, ...]:
        """Give the claims of `kind`, in the order of the source."""
        return tuple(each for each in self.claims if each.claim.kind is kind)

    def named(self, name: str) -> ClaimTerms:
        """Give the claim `name`; raises `KeyError` if there is none."""
        return {each.claim.name: each for each in self.claims}[name]

    @property
    def assumption(self) -> Formula:
        """Whether every assumption is true of the constants."""
        return conj_all(each.everywhere for each in self.of_kind(ClaimKind.ASSUME))

    @property
    def constraint(self) -> Formula:
        """Whether `now` is a state that is explored further."""
        return conj_all(each.everywhere for each in self.of_kind(ClaimKind.CONSTRAINT))

    @property
    def begins(self) -> Formula:
        """Whether `now` is an initial state."""
        pairs = zip(self.now, self.start.after, strict=True)
        return conj(self.start.enabled, conj_all(now == after for now, after in pairs))

    @property
    def chosen(self) -> Term:
        """The constant that says which transition a step is, by its number."""
        bits = max(1, len(self.transitions).bit_length())
        return z3.BitVec("action", bits)

    def leads(self, transition: Transition) -> Formula:
        """Give that a step of the transition leads from `now` to `then`."""
        after = zip(self.variables, transition.after, strict=True)
        return conj(
            transition.enabled,
            conj_all(each.then == (each.now if term is None else term) for each, term in after),
        )

    @property
    def step(self) -> Formula:
        """Whether a step of the chosen transition leads from `now` to `then`."""
        tests = [self.chosen == number for number in range(len(self.transitions))]
        joined: list[Formula] = []
        for place, each in enumerate(self.variables):
            after = each.now
            for test, transition in zip(tests, self.transitions, strict=True):
                term = transition.after[place]
                after = after if term is None else z3.If(test, term, after)
            joined.append(each.then == after)
        pairs = zip(tests, self.transitions, strict=True)
        enabled = conj_all(implies(test, transition.enabled) for test, transition in pairs)
        return conj(disj_all(tests), enabled, conj_all(joined))

    @property
    def raises(self) -> Formula:
        """Whether a step of the chosen transition out of `now` is an evaluation error."""
        return disj_all(
            conj(self.chosen == number, each.raises) for number, each in enumerate(self.transitions)
        )

    @property
    def now(self) -> tuple[Term, ...]:
        """The constants of a state before a step."""
        return tuple(each.now for each in self.variables)

    @property
    def then(self) -> tuple[Term, ...]:
        """The constants of a state after a step."""
        return tuple(each.then for each in self.variables)


def system_of(normal: Normal, numbers: Numbers, unknowns: Unknowns = NO_UNKNOWNS) -> System:
    """Give a spec as formulas over `numbers`, for every value of the unknowns.

    Raises: `BeyondError` and `TooWideError` for what no formula is made of.
    """
    return _Maker(normal, numbers, unknowns).system()


def _algebra(normal: Normal, numbers: Numbers) -> Algebra:
    named = [each.type for each in normal.module.named]
    return Algebra.over(numbers, [each for each in named if isinstance(each, EnumType | SortType)])


class _Maker:
    """Makes the formulas of one spec."""

    def __init__(self, normal: Normal, numbers: Numbers, unknowns: Unknowns) -> None:
        self.normal = normal
        self.module = normal.module
        self.algebra = _algebra(normal, numbers)
        self.is_unknown = bool(unknowns.names)
        self.unknowns = unknowns
        self.terms = {name: z3.Int(name) for name in unknowns.names}
        self.constants = self._constants()
        types = [each.type for each in self.module.fields]
        self.types = tuple(boundless(each) if self.is_unknown else each for each in types)
        self.leaves = tuple(
            tuple(leaves(type_, each.name))
            for type_, each in zip(self.types, self.module.fields, strict=True)
        )
        self.now, self.now_pieces = self._state("")
        self.then, self.then_pieces = self._state("'")

    def system(self) -> System:
        flat = list(chain(*self.leaves))
        variables = tuple(map(Variable, flat, self.now, self.then))
        fields = self._fields(self.now_pieces)
        return System(
            normal=self.normal,
            algebra=self.algebra,
            types=self.types,
            variables=variables,
            domain=self._domain(fields),
            start=self._start(),
            transitions=tuple(self._transition(each) for each in self.normal.actions),
            claims=tuple(
                self._claim(each, claim)
                for each, claim in zip(self.normal.claims, self.module.claims, strict=True)
            ),
            unknowns=self.terms,
            bounded=self._bounded(fields),
        )

    def _constants(self) -> dict[str, Symbolic]:
        constants: dict[str, Symbolic] = {
            name: Number(term, None, None) for name, term in self.terms.items()
        }
        for name, expr in self.unknowns.definitions:
            scope = Scope(self.algebra, dict(constants), {}, Notes(""))
            constants[name] = evaluate(expr, scope)
        return constants

    def _state(self, mark: str) -> tuple[list[Term], list[Piece]]:
        terms: list[Term] = []
        pieces: list[Piece] = []
        for leaf in chain(*self.leaves):
            if isinstance(leaf, Bit):
                term = z3.Bool(f"{leaf.name}{mark}")
                terms.append(term)
                pieces.append(term)
            else:
                name = f"{leaf.name}{mark}"
                term, number = self.algebra.numbers.variable(name, leaf.low, leaf.high)
                terms.append(term)
                pieces.append(number)
        return terms, pieces

    def _fields(self, pieces: list[Piece]) -> dict[str, Symbolic]:
        remaining = iter(pieces)
        return {
            each.name: read(type_, remaining, self.algebra)
            for type_, each in zip(self.types, self.module.fields, strict=True)
        }

    def _domain(self, fields: Mapping[str, Symbolic]) -> Formula:
        """Give that the state is of its types, and written in the one way that there is."""
        after, fits = self._written(fields, {})
        pairs = zip(self.now, after, strict=True)
        within = map(self._within, chain(*self.leaves), self.now)
        alike = (now == term for now, term in pairs if term is not None)
        return conj(fits, conj_all(within), conj_all(alike))

    def _within(self, leaf: Leaf, term: Term) -> Formula:
        """Give that a constant is a value of its leaf."""
        if isinstance(leaf, Bit):
            return True
        return self.algebra.numbers.within(term, leaf.low, leaf.high)

    def _written(
        self, fields: Mapping[str, Symbolic], before: Mapping[str, Symbolic]
    ) -> tuple[tuple[Term | None, ...], Formula]:
        """Give the leaves of a state, `None` for those of before, and that it is of its types."""
        after: list[Term | None] = []
        fits: list[Formula] = []
        remaining = iter(self.now)
        for type_, each, parts in zip(self.types, self.module.fields, self.leaves, strict=True):
            terms = [next(remaining) for _ in parts]
            if fields[each.name] is before.get(each.name):
                after += [None for _ in parts]
                continue
            written = write(type_, fields[each.name], self.algebra)
            fits.append(written.fits)
            for term, leaf, piece in zip(terms, parts, written.pieces, strict=True):
                now = self._term(leaf, piece)
                after.append(None if now.eq(term) else now)
        return tuple(after), conj_all(fits)

    def _term(self, leaf: Leaf, piece: Piece) -> Term:
        """Give a piece as a constant of its leaf would be."""
        if isinstance(leaf, Bit):
            return as_term(piece)
        if isinstance(piece, Number):
            return self.algebra.numbers.constant(piece, leaf.low, leaf.high)
        message = f"{leaf.name} is no number"
        raise TypeError(message)

    def _scope(self, notes: Notes, fields: Mapping[str, Symbolic]) -> Scope:
        return Scope(self.algebra, self.constants, fields, notes)

    def _start(self) -> Transition:
        notes = Notes("start/")
        made = self._step(None, self.normal.init, notes, self._scope(notes, {}), ())
        pairs = zip(self.now, made.after, strict=True)
        return replace(made, after=tuple(now if term is None else term for now, term in pairs))

    def _transition(self, step: NormalStep) -> Transition:
        notes = Notes(f"{step.name}/")
        scope = self._scope(notes, self._fields(self.now_pieces))
        arguments: list[tuple[str, Type, tuple[Term, ...]]] = []
        for each in step.parameters:
            found = leaves(each.type, f"{step.name}.{each.name}")
            terms: list[Term] = []
            pieces: list[Piece] = []
            for leaf in found:
                if isinstance(leaf, Bit):
                    term = z3.Bool(leaf.name)
                    pieces.append(term)
                else:
                    term, number = self.algebra.numbers.variable(leaf.name, leaf.low, leaf.high)
                    pieces.append(number)
                terms.append(term)
                notes.inputs.append(Input(leaf, term))
            value = read(each.type, iter(pieces), self.algebra)
            written = write(each.type, value, self.algebra)
            alike = [
                term == self._term(leaf, piece)
                for term, leaf, piece in zip(terms, found, written.pieces, strict=True)
            ]
            within = map(self._within, found, terms)
            notes.limits.append(conj_all((*within, written.fits, *alike)))
            arguments.append((each.name, each.type, tuple(terms)))
            if each.domain is not None:
                container = evaluate(each.domain, scope)
                scope = scope.under(self.algebra.has(container, value))
            scope = scope.with_local(each.name, value)
        return self._step(step.name, step, notes, scope, tuple(arguments))

    def _step(
        self,
        action: str | None,
        step: NormalStep,
        notes: Notes,
        scope: Scope,
        arguments: tuple[tuple[str, Type, tuple[Term, ...]], ...],
    ) -> Transition:
        for clause in step.clauses:
            match clause:
                case Bind(name, value):
                    scope = scope.with_local(name, evaluate(value, scope))
                case Guard(test):
                    scope = scope.under(truth(test, scope))
                case Forbid(test):
                    scope.raises(truth(test, scope))
        changed = {name: evaluate(value, scope) for name, value in step.updates}
        after, fits = self._written({**scope.fields, **changed}, scope.fields)
        limits = conj_all(notes.limits)
        completes = conj(limits, scope.path, neg(notes.fault))
        return Transition(
            action=action,
            enabled=conj(completes, fits),
            after=after,
            raises=disj(conj(limits, notes.fault), conj(completes, neg(fits))),
            inputs=tuple(notes.inputs),
            arguments=arguments,
        )

    def _claim(self, normal: NormalClaim, claim: Claim) -> ClaimTerms:
        now = self._fields(self.now_pieces)
        fields, before = (self._fields(self.then_pieces), now) if claim.over_steps else (now, None)
        instances: list[Instance] = []
        names = [each.name for each in normal.parameters]
        for values in product(*(all_values(each.type) for each in normal.parameters)):
            notes = Notes(f"{claim.name}/")
            locals_ = {name: lift(value) for name, value in zip(names, values, strict=True)}
            scope = Scope(self.algebra, self.constants, fields, notes, before, locals_)
            holds = truth(normal.condition, scope)
            if notes.inputs:
                message = f"a choice in the claim {claim.name}"
                raise BeyondError(message)
            binding = tuple(zip(names, values, strict=True))
            instances.append(Instance(binding, holds, notes.fault))
        return ClaimTerms(claim, tuple(instances))

    def _bounded(self, fields: Mapping[str, Symbolic]) -> tuple[tuple[str, Formula], ...]:
        if not self.is_unknown:
            return ()
        written = dict(self.unknowns.bounds)
        scope = Scope(self.algebra, self.constants, {}, Notes(""))
        found: list[tuple[str, Formula]] = []
        for each in self.module.fields:
            formula = bounds_of(each.type, written.get(each.name), fields[each.name], scope)
            if formula is not True:
                found.append((each.name, formula))
        return tuple(found)
