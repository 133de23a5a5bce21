"""From the normal form of a spec to its formulas: what of it is true where."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import chain, product
from math import prod
from typing import Final

from modelcheck.ir.module import (
    Bind,
    Claim,
    Forbid,
    Guard,
    Normal,
    NormalClaim,
    NormalStep,
)
from modelcheck.ir.size import cardinality
from modelcheck.ir.types import EnumType, SortType, Type
from modelcheck.ir.unknowns import Unknowns
from modelcheck.ir.values import Value
from modelcheck.semantics.bounds import all_values
from modelcheck.semantics.trace import State
from modelcheck.symbolic.algebra import Algebra, BeyondError
from modelcheck.symbolic.boundless import boundless, bounds_of
from modelcheck.symbolic.evaluate import evaluate, truth
from modelcheck.symbolic.leaves import (
    NO_ORIGINS,
    Bit,
    Figure,
    Leaf,
    Origins,
    Piece,
    keys,
    leaves,
    read,
    write,
)
from modelcheck.symbolic.numbers import Number, Numbers, known
from modelcheck.symbolic.pace import Tick, no_hurry
from modelcheck.symbolic.sampling import sampled_states
from modelcheck.symbolic.scope import Input, Notes, Scope
from modelcheck.symbolic.system import (
    ClaimTerms,
    Instance,
    System,
    Transition,
    Variable,
)
from modelcheck.symbolic.terms import (
    Formula,
    Term,
    as_term,
    conj,
    conj_all,
    disj,
    neg,
    z3,
)
from modelcheck.symbolic.totality import total
from modelcheck.symbolic.values import Symbolic, lift

NO_UNKNOWNS: Final = Unknowns((), (), ())
"""Every constant has its value."""


def system_of(
    normal: Normal,
    numbers: Numbers,
    unknowns: Unknowns = NO_UNKNOWNS,
    *,
    most_bindings: int = 0,
) -> System:
    """Give a spec as formulas over `numbers`, for every value of the unknowns.

    An action with up to `most_bindings` bindings has a transition for each of them.
    Raises: `BeyondError` and `TooWideError` for what no formula is made of.
    """
    maker = _Maker(normal, numbers, unknowns, most_bindings, {})
    return maker.system(map(maker.transitions_of, normal.actions))


def reachable_system_of(
    normal: Normal, numbers: Numbers, most_bindings: int, tick: Tick = no_hurry
) -> System:
    """Give a spec as formulas that are right in the states that its runs reach.

    Leaves that no step changes from what they are at the start are known there, and what is
    never enabled is left out.
    Raises: as `system_of` does, and what `tick` raises.
    """
    maker = _Maker(normal, numbers, NO_UNKNOWNS, most_bindings, {}, tick)
    fixed = maker.known_at_start()
    for state in sampled_states(normal):
        tick()
        fixed = dict(fixed.items() & maker.places_of(state).items())
    maker = maker.knowing(fixed)
    made: dict[str, list[Transition]] = {}
    waiting = deque(normal.actions)
    while waiting:
        step = waiting.popleft()
        transitions = maker.transitions_of(step)
        changed = frozenset[int]().union(*(each.writes for each in transitions))
        if changed.isdisjoint(fixed):
            made[step.name] = transitions
            continue
        # What was made before knew too much; the next actions may well change more.
        fixed = {place: value for place, value in fixed.items() if place not in changed}
        maker = maker.knowing(fixed)
        waiting.extend(each for each in normal.actions if each.name in made)
        waiting.append(step)
        made.clear()
    return maker.system([made[each.name] for each in normal.actions])


def _algebra(normal: Normal, numbers: Numbers) -> Algebra:
    named = [each.type for each in normal.module.named]
    return Algebra.over(numbers, [each for each in named if isinstance(each, EnumType | SortType)])


class _Maker:
    """Makes the formulas of one spec."""

    def __init__(
        self,
        normal: Normal,
        numbers: Numbers,
        unknowns: Unknowns,
        most_bindings: int,
        fixed: Mapping[int, bool | int],
        tick: Tick = no_hurry,
    ) -> None:
        """Prepare to make the formulas; `fixed` has leaves that are known in every state."""
        self.normal = normal
        self.fixed = fixed
        self.tick = tick
        self.most_bindings = most_bindings
        self.module = normal.module
        self.algebra = _algebra(normal, numbers)
        self.is_unknown = bool(unknowns.names)
        self.unknowns = unknowns
        self.terms = self._unknown_terms()
        self.constants = self._constants()
        types = [each.type for each in self.module.fields]
        self.types = tuple(boundless(each) if self.is_unknown else each for each in types)
        self.leaves = tuple(
            tuple(leaves(type_, each.name))
            for type_, each in zip(self.types, self.module.fields, strict=True)
        )
        self.now, self.now_pieces = self._state("")
        self.then, self.then_pieces = self._state("'")
        self.origins = Origins()
        self.fields = self._fields(self.now_pieces)

    def knowing(self, fixed: Mapping[int, bool | int]) -> _Maker:
        """Give a maker of the same spec that knows these leaves in every state."""
        return _Maker(
            self.normal, self.algebra.numbers, self.unknowns, self.most_bindings, fixed, self.tick
        )

    def system(self, transitions: Iterable[Iterable[Transition]]) -> System:
        """Give the formulas of the spec, with those of its actions."""
        flat = list(chain(*self.leaves))
        variables = tuple(map(Variable, flat, self.now, self.then))
        return System(
            normal=self.normal,
            algebra=self.algebra,
            types=self.types,
            variables=variables,
            domain=self._domain(),
            start=self._start(),
            transitions=tuple(chain.from_iterable(transitions)),
            claims=tuple(
                self._claim(each, claim)
                for each, claim in zip(self.normal.claims, self.module.claims, strict=True)
            ),
            unknowns=self.terms,
            bounded=self._bounded(),
            whole=self._whole(),
            constants=self.constants,
        )

    def known_at_start(self) -> dict[int, bool | int]:
        """Give the leaves that have one value in all initial states."""
        start = self._start()
        values = [z3.simplify(term) for term in start.after if term is not None]
        found: dict[int, bool | int] = {}
        for place, (leaf, value) in enumerate(zip(chain(*self.leaves), values, strict=True)):
            if isinstance(leaf, Bit) and (z3.is_true(value) or z3.is_false(value)):
                found[place] = bool(z3.is_true(value))
            elif isinstance(leaf, Figure) and z3.is_bv_value(value) and leaf.low != leaf.high:
                found[place] = self.algebra.numbers.read(value, leaf.low)
        return found

    def places_of(self, state: State) -> dict[int, bool | int]:
        """Give what stands in the leaves of a state."""
        pairs = zip(self.types, state, strict=True)
        written = (write(type_, lift(value), self.algebra).pieces for type_, value in pairs)
        pieces = enumerate(chain(*written))
        return {at: each.term if isinstance(each, Number) else each for at, each in pieces}

    def _unknown_terms(self) -> dict[str, Term]:
        # A field may have the name of a constant; see NOTE(constants-by-name).
        fields = {each.name for each in self.module.fields}
        names = self.unknowns.names
        return {name: z3.Int(f"the {name}" if name in fields else name) for name in names}

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
        for place, leaf in enumerate(chain(*self.leaves)):
            term, piece = self._constant(leaf, mark)
            value = self.fixed.get(place)
            if value is not None:
                piece = bool(value) if isinstance(leaf, Bit) else known(value)
            terms.append(term)
            pieces.append(piece)
        return terms, pieces

    def _constant(self, leaf: Leaf, mark: str = "") -> tuple[Term, Piece]:
        """Give a constant for a leaf, and the piece that it is."""
        if isinstance(leaf, Bit):
            term = z3.Bool(f"{leaf.name}{mark}")
            return term, term
        return self.algebra.numbers.variable(f"{leaf.name}{mark}", leaf.low, leaf.high)

    def _fields(self, pieces: list[Piece]) -> dict[str, Symbolic]:
        remaining = iter(pieces)
        return {
            each.name: read(type_, remaining, self.algebra, self.origins)
            for type_, each in zip(self.types, self.module.fields, strict=True)
        }

    def _domain(self) -> Formula:
        """Give that the state is of its types, and written in the one way that there is."""
        after, fits = self._written(self.fields, {}, NO_ORIGINS)
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
        self, fields: Mapping[str, Symbolic], before: Mapping[str, Symbolic], origins: Origins
    ) -> tuple[tuple[Term | None, ...], Formula]:
        """Give the leaves of a state, `None` for those of before, and that it is of its types."""
        after: list[Term | None] = []
        fits: list[Formula] = []
        remaining = iter(zip(self.now, self.now_pieces, strict=True))
        for type_, each, parts in zip(self.types, self.module.fields, self.leaves, strict=True):
            terms = [next(remaining) for _ in parts]
            if fields[each.name] is before.get(each.name):
                after += [None for _ in parts]
                continue
            written = write(type_, fields[each.name], self.algebra, origins)
            fits.append(written.fits)
            for (term, own), leaf, piece in zip(terms, parts, written.pieces, strict=True):
                now = None if piece is own else self._term(leaf, piece)
                is_same = now is None or now.eq(term) or now.eq(self._term(leaf, own))
                after.append(None if is_same else now)
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
        notes = Notes("the start/")  # an action may be called so; see NOTE(constants-by-name)
        made = self._step(None, self.normal.init, notes, self._scope(notes, {}), ())
        own = zip(chain(*self.leaves), self.now_pieces, made.after, strict=True)
        after = (self._term(leaf, piece) if term is None else term for leaf, piece, term in own)
        return replace(made, after=tuple(after))

    def transitions_of(self, step: NormalStep) -> list[Transition]:
        """Give a transition for each binding, if they are not too many, or one for all."""
        if prod(cardinality(each.type) for each in step.parameters) > self.most_bindings:
            return [self._transition(step)]
        bindings = product(*(keys(each.type) for each in step.parameters))
        made = [self._bound(step, values) for values in bindings]
        return [each for each in made if not (each.enabled is False and each.raises is False)]

    def _bound(self, step: NormalStep, values: tuple[Value, ...]) -> Transition:
        """Give the transition for these values of the parameters."""
        self.tick()
        notes = Notes(f"{step.name}/")
        scope = self._scope(notes, self.fields)
        for each, value in zip(step.parameters, values, strict=True):
            lifted = lift(value)
            if each.domain is not None:
                container = evaluate(each.domain, scope)
                scope = scope.under(self.algebra.has(container, lifted))
            scope = scope.with_local(each.name, lifted)
        names = (each.name for each in step.parameters)
        made = self._step(step.name, step, notes, scope, ())
        return replace(made, binding=tuple(zip(names, values, strict=True)))

    def _transition(self, step: NormalStep) -> Transition:
        """Give the transition for all bindings: what the parameters are is free."""
        self.tick()
        notes = Notes(f"{step.name}/")
        scope = self._scope(notes, self.fields)
        arguments: list[tuple[str, Type, tuple[Term, ...]]] = []
        for each in step.parameters:
            found = leaves(each.type, f"{step.name}.{each.name}")
            terms: list[Term] = []
            pieces: list[Piece] = []
            for leaf in found:
                term, piece = self._constant(leaf)
                terms.append(term)
                pieces.append(piece)
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
        after, fits = self._written({**scope.fields, **changed}, scope.fields, self.origins)
        limits = conj_all(notes.limits)
        completes = conj(limits, scope.path, neg(notes.fault))
        return Transition(
            action=action,
            enabled=conj(completes, fits),
            after=after,
            raises=disj(conj(limits, notes.fault), conj(completes, neg(fits))),
            inputs=tuple(notes.inputs),
            arguments=arguments,
            chosen=tuple(notes.chosen),
        )

    def _claim(self, normal: NormalClaim, claim: Claim) -> ClaimTerms:
        now = self.fields
        fields, before = (self._fields(self.then_pieces), now) if claim.over_steps else (now, None)
        instances: list[Instance] = []
        names = [each.name for each in normal.parameters]
        for values in product(*(all_values(each.type) for each in normal.parameters)):
            self.tick()
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

    def _whole(self) -> tuple[tuple[str, Formula], ...]:
        pairs = zip(self.module.fields, self.types, strict=True)
        return tuple(
            found
            for each, type_ in pairs
            for found in total(type_, self.fields[each.name], each.name)
        )

    def _bounded(self) -> tuple[tuple[str, Formula], ...]:
        if not self.is_unknown:
            return ()
        written = dict(self.unknowns.bounds)
        scope = Scope(self.algebra, self.constants, {}, Notes(""))
        found: list[tuple[str, Formula]] = []
        for each in self.module.fields:
            formula = bounds_of(each.type, written.get(each.name), self.fields[each.name], scope)
            if formula is not True:
                found.append((each.name, formula))
        return tuple(found)
