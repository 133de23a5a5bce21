"""Runs as formulas: the constants of a system, once for every state and step of a run."""

from __future__ import annotations

from dataclasses import dataclass, field

from modelcheck.ir.values import Value
from modelcheck.semantics.trace import Binding, State, Step, Trace
from modelcheck.symbolic.leaves import Bit, Figure, Leaf, decode
from modelcheck.symbolic.models import Reading
from modelcheck.symbolic.system import System, Transition
from modelcheck.symbolic.terms import Formula, Substitution, Term, is_true_in, z3


@dataclass(frozen=True, slots=True, eq=False)
class _Renaming:
    """What the constants of a system are called at one place of a run."""

    renamed: Substitution
    by_id: dict[int, Term]


@dataclass(eq=False)
class Unrolling:
    """The runs of a system from some state: `at` speaks of one of their states or steps."""

    system: System
    _renamings: dict[int, _Renaming] = field(default_factory=dict[int, _Renaming])
    _made: dict[tuple[int, int], tuple[Term, Term]] = field(
        default_factory=dict[tuple[int, int], tuple[Term, Term]]
    )
    """By the number that z3 gives a formula, which is its own while it is kept, and by place."""

    def at(self, formula: Formula, place: int) -> Formula:
        """Give a formula over `now`, `then` and inputs as one of the step from state `place`."""
        if isinstance(formula, bool):
            return formula
        key = formula.get_id(), place
        if key not in self._made:
            self._made[key] = formula, self._renaming(place).renamed(formula)
        return self._made[key][1]

    def called(self, constant: Term, place: int) -> Term:
        """Give what a constant of the system is called there."""
        return self._renaming(place).by_id[constant.get_id()]

    def trace(self, model: Term, length: int, error: str | None = None) -> Trace:
        """Give the run of `length` steps that a model is; with an `error`, the last one raises."""
        steps: list[Step] = []
        begun = None, (), self._choices(model, self.system.start, 0)
        for place in range(length + 1):
            action, arguments, choices = self._taken(model, place - 1) if place else begun
            if place == length and error is not None:
                steps.append(Step(action, arguments, (), None, error))
            else:
                steps.append(Step(action, arguments, choices, self.state(model, place)))
        return Trace(tuple(steps))

    def state(self, model: Term, place: int) -> State:
        """Give state `place` of the run that a model is."""
        system = self.system
        terms = [self.called(each.now, place) for each in system.variables]
        found = [each.leaf for each in system.variables]
        parts = iter([self._read(model, *pair) for pair in zip(found, terms, strict=True)])
        return tuple(decode(type_, parts, self._atom) for type_ in system.types)

    def _taken(self, model: Term, place: int) -> tuple[str | None, Binding, tuple[Value, ...]]:
        chosen = self.called(self.system.chosen, place)
        number = int(model.eval(chosen, model_completion=True).as_long())
        transition = self.system.transitions[number]
        return *self.taken(model, transition, place), self._choices(model, transition, place)

    def _choices(self, model: Term, transition: Transition, place: int) -> tuple[Value, ...]:
        """Give the choices that a model makes in a step, in the order in which they are made."""

        def truth(formula: Formula) -> bool:
            return is_true_in(model, self.at(formula, place))

        def figure(term: Term) -> int:
            value = model.eval(self.renamed(term, place), model_completion=True)
            signed = z3.is_bv_value(value)
            return int(value.as_signed_long() if signed else value.as_long())

        reading = Reading(self.system.algebra, truth, figure)
        return tuple(reading.value(each.value) for each in transition.chosen if truth(each.path))

    def renamed(self, term: Term, place: int) -> Term:
        """Give a term that is no formula as one of the step from state `place`."""
        return self._renaming(place).renamed(term)

    def taken(self, model: Term, transition: Transition, place: int) -> tuple[str | None, Binding]:
        """Give the step of a transition from state `place` with the arguments of a model."""
        by_term = {each.term.get_id(): each.leaf for each in transition.inputs}
        arguments: list[tuple[str, Value]] = []
        for name, type_, terms in transition.arguments:
            pairs = [(by_term[term.get_id()], self.called(term, place)) for term in terms]
            parts = iter([self._read(model, leaf, term) for leaf, term in pairs])
            arguments.append((name, decode(type_, parts, self._atom)))
        return transition.action, (*transition.binding, *arguments)

    def _read(self, model: Term, leaf: Leaf, term: Term) -> bool | int:
        value = model.eval(term, model_completion=True)
        match leaf:
            case Bit():
                return bool(z3.is_true(value))
            case Figure(low=low, high=high):
                if low is not None and low == high:
                    return low
                return self.system.algebra.numbers.read(value, low)

    def _atom(self, name: str, index: int) -> Value:
        return self.system.algebra.atoms[name][index]

    def _renaming(self, place: int) -> _Renaming:
        if place not in self._renamings:
            system = self.system
            chosen = system.chosen
            pairs = [(chosen, _renamed(chosen, place))]
            pairs.append((system.chosen_next, _renamed(chosen, place + 1)))
            pairs += [(each.now, _renamed(each.now, place)) for each in system.variables]
            pairs += [(each.then, _renamed(each.now, place + 1)) for each in system.variables]
            for transition in (system.start, *system.transitions):
                pairs += [(each.term, _renamed(each.term, place)) for each in transition.inputs]
            by_id = {constant.get_id(): called for constant, called in pairs}
            self._renamings[place] = _Renaming(Substitution(pairs), by_id)
        return self._renamings[place]


def _renamed(term: Term, place: int) -> Term:
    return z3.Const(f"{term.decl().name()}@{place}", term.sort())
