"""A spec as formulas, compared with the interpreter: their models are its states and steps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, product
from typing import Final, TypeAlias

from agreement import RAISES, DisagreementError

from modelcheck.ir.module import Claim, ClaimKind, Module
from modelcheck.ir.types import Type
from modelcheck.ir.values import Value, show
from modelcheck.semantics.bounds import all_values
from modelcheck.semantics.env import Disabled, EvaluationError
from modelcheck.semantics.interpret import claim_holds, initial_states, successors
from modelcheck.semantics.trace import NO_INITIAL_STATE, Binding, State, Step
from modelcheck.symbolic.leaves import Bit, Leaf, decode, leaves, write
from modelcheck.symbolic.numbers import Number
from modelcheck.symbolic.system import ClaimTerms, System, Transition
from modelcheck.symbolic.terms import Formula, Term, as_term, z3
from modelcheck.symbolic.unrolling import Unrolling
from modelcheck.symbolic.values import lift

MOST_AFTER: Final = 4
"""Of how many steps out of a state claims are asked."""

Taken: TypeAlias = tuple[str | None, Binding, State]
"""A step: its action, the arguments, and where it leads."""

Visited: TypeAlias = tuple[State, Sequence[Step]]
"""A state, and the steps out of it."""

Written: TypeAlias = list[tuple[Leaf, Term]]
"""Leaves, each with what stands in it."""


@dataclass(frozen=True)
class Found:
    """What is said of the steps out of a state."""

    taken: frozenset[Taken]
    raising: frozenset[tuple[str | None, Binding]]


class Formulas:
    """The formulas of a spec, ready to be asked about a state."""

    def __init__(self, system: System) -> None:
        self.system = system
        self.module = system.normal.module

    def agree(self, states: Iterable[Visited]) -> None:
        """Compare what is said at the start, and of states and the steps out of them.

        Raises: `DisagreementError` for the first of the things that differ.
        """
        self.agree_at_start()
        for state, steps in states:
            self.agree_at(state, steps)
            for after in _after(steps)[:MOST_AFTER]:
                self.agree_over(state, after)

    def agree_at(self, state: State, steps: Sequence[Step]) -> None:
        """Compare what is said of a state, and of the steps out of it."""
        where = self.shown(state)
        values = self._values(state)
        ground = _Ground(zip(self.system.now, values, strict=True))
        _same("the state", self._decoded(values), state, where)
        _same("whether the domain has it", ground.truth(self.system.domain), bool(values), where)
        found = self._found(self.system.transitions, ground)
        taken, raising = _told(steps)
        _same_ones("the steps", found.taken, taken, where)
        _same_ones("what raises", found.raising, raising, where)
        for each in self.system.claims:
            if not each.claim.over_steps and each.claim.kind is not ClaimKind.ASSUME:
                self._agree_on(each, ground, state, None)

    def agree_over(self, state: State, after: State) -> None:
        """Compare what claims say of a step."""
        values = (*self._values(state), *self._values(after))
        constants = (*self.system.now, *self.system.then)
        ground = _Ground(zip(constants, values, strict=True))
        for each in self.system.claims:
            if each.claim.over_steps:
                self._agree_on(each, ground, after, state)

    def agree_at_start(self) -> None:
        """Compare the initial states, and what assumptions say."""
        steps = [each for each in initial_states(self.module) if each is not NO_INITIAL_STATE]
        found = self._found((self.system.start,), _Ground(()))
        taken, raising = _told(steps)
        _same_ones("the initial states", found.taken, taken, "@init")
        _same("what raises", bool(found.raising), bool(raising), "@init")
        for each in self.system.of_kind(ClaimKind.ASSUME):
            self._agree_on(each, _Ground(()), (), None)

    def agree_in_runs(self, depth: int, most: int) -> int:
        """Compare the states after 0, 1, .. steps, up to `most` of them; give how often."""
        compared = levels(self.module, depth, most)
        for length, wanted in enumerate(compared):
            _same_ones(
                f"the states after {length} steps", self.reached(length, most), wanted, "@init"
            )
        return len(compared)

    def reached(self, depth: int, most: int) -> frozenset[State]:
        """Give the states at the end of the runs of so many steps; of more than `most`, some."""
        unrolling, system = Unrolling(self.system), self.system
        solver = z3.SimpleSolver()
        solver.add(as_term(unrolling.at(system.begins, 0)))
        for place in range(depth):
            solver.add(as_term(unrolling.at(system.constraint, place)))
            solver.add(as_term(unrolling.at(system.step, place)))
        terms = [unrolling.at(each, depth) for each in system.now]
        found: set[State] = set()
        for model in islice(_models(solver, terms), most + 1):
            found.add(unrolling.state(model, depth))
        return frozenset(found)

    def shown(self, state: State) -> str:
        """Give the state as a person reads it."""
        pairs = zip(self.module.fields, state, strict=bool(state))
        return "\n".join(f"  {each.name} = {show(value)}" for each, value in pairs)

    def _values(self, state: State) -> list[Term]:
        """Give what stands in each leaf of a state."""
        algebra = self.system.algebra
        found: list[Term] = []
        for type_, value in zip(self.system.types, state, strict=True):
            written = write(type_, lift(value), algebra)
            assert written.fits is True
            for leaf, piece in zip(leaves(type_, ""), written.pieces, strict=True):
                if isinstance(leaf, Bit):
                    found.append(as_term(piece))
                else:
                    assert isinstance(piece, Number)
                    found.append(algebra.numbers.constant(piece, leaf.low, leaf.high))
        return found

    def _decoded(self, values: Sequence[Term]) -> State:
        found = [each.leaf for each in self.system.variables]
        return tuple(self._read(self.system.types, list(zip(found, values, strict=True))))

    def _read(self, types: Iterable[Type], written: Written) -> Iterator[Value]:
        algebra = self.system.algebra
        parts = iter(
            [
                bool(z3.is_true(value))
                if isinstance(leaf, Bit)
                else leaf.low
                if leaf.low is not None and leaf.low == leaf.high
                else algebra.numbers.read(value, leaf.low)
                for leaf, value in written
            ]
        )
        return (decode(each, parts, lambda name, at: algebra.atoms[name][at]) for each in types)

    def _found(self, transitions: tuple[Transition, ...], ground: _Ground) -> Found:
        taken: set[Taken] = set()
        raising: set[tuple[str | None, Binding]] = set()
        for each in transitions:
            enabled, raises, *after = ground.of(
                each.enabled,
                each.raises,
                *(now if term is None else term for now, term in self._after(each)),
            )
            arguments = [term for _, _, terms in each.arguments for term in terms]
            for model in _models(_asserting(enabled), [*arguments, *after]):
                values = [model.eval(term, model_completion=True) for term in after]
                taken.add((each.action, self._binding(each, model), self._decoded(values)))
            for model in _models(_asserting(raises), arguments):
                raising.add((each.action, self._binding(each, model)))
        return Found(frozenset(taken), frozenset(raising))

    def _after(self, transition: Transition) -> Iterator[tuple[Term, Term | None]]:
        return zip(self.system.now, transition.after, strict=True)

    def _binding(self, transition: Transition, model: Term) -> Binding:
        given: list[tuple[str, Value]] = []
        for name, type_, terms in transition.arguments:
            values = [model.eval(term, model_completion=True) for term in terms]
            written = list(zip(leaves(type_, ""), values, strict=True))
            given += [(name, value) for value in self._read((type_,), written)]
        return (*transition.binding, *given)

    def _agree_on(
        self, terms: ClaimTerms, ground: _Ground, state: State, old: State | None
    ) -> None:
        claim = terms.claim
        where = f"{claim.name} in\n{self.shown(state)}"
        names = [each.name for each in claim.function.parameters]
        values = product(*(all_values(each.type) for each in claim.function.parameters))
        bindings = [tuple(zip(names, each, strict=True)) for each in values]
        _same("the bindings", [each.binding for each in terms.instances], bindings, where)
        answers = ground.of(
            *(part for each in terms.instances for part in (each.holds, each.raises))
        )
        for at, binding in enumerate(bindings):
            holds, raises = map(_decided, answers[2 * at : 2 * at + 2])
            said = RAISES if raises else holds
            wanted = _answer(self.module, claim, binding, state, old)
            _same(f"what {_named(binding)} says", said, wanted, where)


def visited(module: Module, most: int) -> list[Visited]:
    """Give the states that are nearest to the start, `most` of them, with the steps out of them."""
    states = _after(initial_states(module))
    seen = set(states)
    given: list[Visited] = []
    while len(given) < min(most, len(states)):
        state = states[len(given)]
        given.append((state, list(successors(module, state))))
        new = [each for each in _after(given[-1][1]) if each not in seen]
        seen.update(new)
        states += new
    return given


def levels(module: Module, depth: int, most: int) -> list[frozenset[State]]:
    """Give the states at the end of runs of 0, 1, .. `depth` steps, until there are over `most`."""
    constraints = [each for each in module.claims if each.kind is ClaimKind.CONSTRAINT]
    given = [frozenset(_after(initial_states(module)))]
    while len(given) <= depth and len(given[-1]) <= most:
        inside = [
            state
            for state in given[-1]
            if all(_answer(module, each, (), state, None) is True for each in constraints)
        ]
        steps = (step for state in inside for step in successors(module, state))
        given.append(frozenset(_after(steps)))
    return given if len(given[-1]) <= most else given[:-1]


def _answer(
    module: Module, claim: Claim, binding: Binding, state: State, old: State | None
) -> bool | str:
    """Give what a claim says, or that it raises."""
    try:
        return claim_holds(module, claim, binding, state, old)
    except (EvaluationError, Disabled):
        return RAISES


def _after(steps: Iterable[Step]) -> list[State]:
    """Give the states that steps lead to, each once."""
    found = [each.state for each in steps if each.error is None]
    return list(dict.fromkeys(each for each in found if each is not None))


class _Ground:
    """Formulas in which some constants have values."""

    def __init__(self, values: Iterable[tuple[Term, Term]]) -> None:
        self._pairs = list(values)

    def of(self, *formulas: Formula) -> list[Term]:
        """Give the formulas, simplified: all at once, which z3 does faster."""
        terms = [as_term(each) for each in formulas]
        if not terms:
            return []
        both = z3.Function("all", *(each.sort() for each in terms), z3.BoolSort())(*terms)
        return list(z3.simplify(z3.substitute(both, *self._pairs)).children())

    def truth(self, formula: Formula) -> bool:
        return _decided(self.of(formula)[0])


def _decided(formula: Term) -> bool:
    assert z3.is_true(formula) or z3.is_false(formula), formula
    return bool(z3.is_true(formula))


def _asserting(formula: Term) -> Term | None:
    """Give a solver for a formula, if it is not false as it stands."""
    if z3.is_false(formula):
        return None
    solver = z3.SimpleSolver()
    solver.add(formula)
    return solver


def _models(solver: Term | None, terms: Sequence[Term]) -> Iterator[Term]:
    """Give models that differ in the terms, one for each of the values that these may have."""
    if solver is None:
        return
    free = [each for each in terms if not _is_value(each)]
    while True:
        answer = solver.check()
        assert answer != z3.unknown, solver.reason_unknown()
        if answer == z3.unsat:
            return
        model = solver.model()
        yield model
        solver.add(z3.Or([each != model.eval(each, model_completion=True) for each in free]))


def _is_value(term: Term) -> bool:
    return bool(
        z3.is_true(term) or z3.is_false(term) or z3.is_bv_value(term) or z3.is_int_value(term)
    )


def _told(steps: Iterable[Step]) -> tuple[frozenset[Taken], frozenset[tuple[str | None, Binding]]]:
    """Give the steps that the interpreter takes, and those that it finds to raise."""
    taken: set[Taken] = set()
    raising: set[tuple[str | None, Binding]] = set()
    for each in steps:
        if each.error is None and each.state is not None:
            taken.add((each.action, each.arguments, each.state))
        else:
            raising.add((each.action, each.arguments))
    return frozenset(taken), frozenset(raising)


def _same_ones(what: str, found: frozenset[object], wanted: frozenset[object], where: str) -> None:
    if found == wanted:
        return
    more, less = sorted(map(str, found - wanted)), sorted(map(str, wanted - found))
    message = f"{what} differ out of\n{where}\nonly as formulas:\n" + "\n".join(more)
    raise DisagreementError(message + "\nonly of the interpreter:\n" + "\n".join(less))


def _same(what: str, found: object, wanted: object, where: str) -> None:
    if found == wanted:
        return
    message = f"{what}: {found} as formulas, {wanted} for the interpreter, in {where}"
    raise DisagreementError(message)


def _named(binding: Binding) -> str:
    return ", ".join(f"{name}={show(value)}" for name, value in binding)
