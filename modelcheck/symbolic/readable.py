"""Formulas over the state as Python that a person can read and paste into the spec.

Or(Not(ready[ONE] >= 1), Not(2*echoed[ONE] + 2*F + -1*N + -1*T <= 0))
self.ready[Value.ONE] == 0 or 2 * (self.echoed[Value.ONE] + F) > N + T
"""

from __future__ import annotations

from dataclasses import dataclass
from math import gcd
from typing import Final

from modelcheck.symbolic.algebra import BeyondError
from modelcheck.symbolic.linear import Condition, Sign, Sum, atoms, condition_of, number_sum
from modelcheck.symbolic.shorter import parts_of, pushed
from modelcheck.symbolic.spoken import Names
from modelcheck.symbolic.terms import Formula, Term, as_term, conj, conj_all, disj, z3

_MIRRORED: Final = {">=": "<=", ">": "<", "==": "==", "!=": "!="}


@dataclass(frozen=True, slots=True, eq=False)
class Sentence:
    """A formula, and the Python for it; where the formula is true, the Python does not raise."""

    text: str
    formula: Formula


def sentence(formula: Formula, names: Names) -> Sentence:
    """Give a formula over the state before a step as Python.

    Raises: `BeyondError` for what has no text, as a formula with quantifiers.
    """
    writer = _Writer(names)
    ordered = writer.ordered(pushed(without_enums(formula, names)))
    return Sentence(writer.text(ordered), conj(ordered, writer.is_defined(ordered)))


def without_enums(formula: Formula, names: Names) -> Formula:
    """Give a formula in which members of enums are compared with one member each."""
    if isinstance(formula, bool):
        return formula
    pairs: list[tuple[Term, Term]] = []
    for atom in atoms(formula):
        picks = [each for each in _constants(atom) if _members(each, names)]
        if picks and not _is_choice(atom):
            pairs += [(each, _split(each, picks, names)) for each in (z3.Not(atom), atom)]
    return z3.substitute(formula, *pairs)


def _split(atom: Term, picks: list[Term], names: Names) -> Term:
    """Give the atom as cases, one for each member that a constant may be."""
    if not picks:
        return z3.simplify(atom)
    first, *others = picks
    count = len(_members(first, names))
    cases = [
        z3.And(first == at, _split(z3.substitute(atom, (first, z3.IntVal(at))), others, names))
        for at in range(count)
    ]
    return z3.simplify(z3.Or(cases))


def _is_choice(atom: Term) -> bool:
    """Tell whether the atom compares a constant with a number."""
    is_equal = _is_comparison(atom) and z3.is_eq(atom)
    return bool(is_equal and z3.is_const(atom.arg(0)) and z3.is_int_value(atom.arg(1)))


def _members(term: Term, names: Names) -> tuple[str, ...]:
    said = names.get(term.get_id())
    return () if said is None or said.members is None else said.members


def _constants(term: Term) -> list[Term]:
    if z3.is_const(term):
        return [] if z3.is_int_value(term) else [term]
    every = [each for part in term.children() for each in _constants(part)]
    return list({each.get_id(): each for each in every}.values())


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes formulas in which only conditions are negated."""

    names: Names

    def ordered(self, formula: Formula) -> Formula:
        """Give the formula with comparisons of numbers before all else, which is read easily."""
        if isinstance(formula, bool):
            return formula
        for of_and in (True, False):
            parts = parts_of(formula, of_and=of_and)
            if len(parts) > 1:
                parts = sorted(map(self.ordered, parts), key=self._rank)
                return z3.And(parts) if of_and else z3.Or(parts)
        return formula

    def _rank(self, formula: Formula) -> tuple[int, int, str]:
        is_whole = z3.is_and(formula) or z3.is_or(formula)
        text = self.text(formula)
        if is_whole:
            return (2, len(text), text)
        condition = condition_of(_bare(formula))
        parts = 0 if condition is None else len(condition.sum.parts)
        return (0 if condition else 1, parts, text)

    def text(self, formula: Formula) -> str:
        """Give a formula as Python."""
        if isinstance(formula, bool):
            return str(formula)
        for of_and, word in ((True, " and "), (False, " or ")):
            parts = parts_of(formula, of_and=of_and)
            if len(parts) > 1:
                return word.join(self._inner(each) for each in parts)
        return self._literal(_bare(formula), positive=not z3.is_not(formula))

    def _inner(self, formula: Formula) -> str:
        text = self.text(formula)
        return f"({text})" if z3.is_and(formula) or z3.is_or(formula) else text

    def _literal(self, atom: Term, *, positive: bool) -> str:
        if z3.is_true(atom) or z3.is_false(atom):
            return str(bool(z3.is_true(atom)) == positive)
        said = self.names.get(atom.get_id())
        if said is not None:
            return said.text if positive else said.negation or f"not {said.text}"
        if _is_comparison(atom) and z3.is_bool(atom.arg(0)):
            left, right = (self._inner(pushed(each)) for each in atom.children())
            return f"({left}) {'==' if positive else '!='} ({right})"
        if _is_choice(atom) and _members(atom.arg(0), self.names):
            pick = self.names[atom.arg(0).get_id()]
            member = _members(atom.arg(0), self.names)[int(atom.arg(1).as_long())]
            return f"{pick.text} {'is' if positive else 'is not'} {member}"
        condition = condition_of(atom)
        if condition is None:
            raise _unspoken(atom)
        return self._comparison(condition if positive else condition.negation)

    def _comparison(self, condition: Condition) -> str:
        """Give a condition with nothing subtracted: what counts less than 0 changes sides."""
        parts, number = condition.sum.parts, condition.sum.number
        left = Sum({key: each for key, each in parts.items() if each[1] > 0}, 0)
        right = Sum({key: (t, -n) for key, (t, n) in parts.items() if n < 0}, 0)
        word = condition.sign.value
        if word == Sign.AT_LEAST_ZERO.value and number == -1:
            word, number = ">", 0
        left = left.plus(number_sum(max(number, 0)))
        right = right.plus(number_sum(max(-number, 0)))
        if self._states(left) == 0 and (self._states(right) or not left.parts):
            left, right, word = right, left, _MIRRORED[word]
        return f"{self._sum(left)} {word} {self._sum(right)}"

    def _states(self, side: Sum) -> int:
        """Count the terms that are of the state."""
        return sum(not self._is_constant(term) for term, _ in side.parts.values())

    def _is_constant(self, term: Term) -> bool:
        said = self.names.get(term.get_id())
        return said is not None and not said.text.startswith("self.")

    def _sum(self, side: Sum) -> str:
        common = gcd(side.number, *(often for _, often in side.parts.values()))
        if common > 1 and len(side.parts) > 1:
            inner = Sum({key: (t, n // common) for key, (t, n) in side.parts.items()}, 0)
            return f"{common} * ({self._sum(inner.plus(number_sum(side.number // common)))})"
        ordered = sorted(side.parts.values(), key=lambda part: self._is_constant(part[0]))
        parts = [(often, self._term(term)) for term, often in ordered]
        said = [text if often == 1 else f"{often} * {text}" for often, text in self._added(parts)]
        return " + ".join([*said, *([str(side.number)] if side.number or not said else [])])

    def _added(self, parts: list[tuple[int, str]]) -> list[tuple[int, str]]:
        """Say `sum` of a dict where all its values are there, each as often."""
        tables = [each for each in self.names.values() if each.all_values_of is not None]
        for whole in dict.fromkeys(each.all_values_of for each in tables):
            values = [each.text for each in tables if each.all_values_of == whole]
            often = next((number for number, text in parts if text == values[0]), 0)
            if len(values) > 1 and all((often, text) in parts for text in values):
                rest = [(number, text) for number, text in parts if text not in values]
                return self._added([(often, f"sum({whole}.values())"), *rest])
        return parts

    def _term(self, term: Term) -> str:
        said = self.names.get(term.get_id())
        if said is not None:
            return said.text
        word = "//" if z3.is_idiv(term) else "%" if z3.is_mod(term) else None
        if word is None or not z3.is_int_value(term.arg(1)) or term.arg(1).as_long() <= 0:
            raise _unspoken(term)
        condition = condition_of(term.arg(0) >= 0)
        if condition is None:
            raise _unspoken(term)
        return f"(({self._sum(condition.sum)}) {word} {term.arg(1).as_long()})"

    def is_defined(self, formula: Formula) -> Formula:
        """Give that no part raises that Python looks at, from the left to the right."""
        if isinstance(formula, bool):
            return True
        for of_and in (True, False):
            first, *others = parts_of(formula, of_and=of_and)
            if others:
                rest = z3.And(others) if of_and else z3.Or(others)
                rest = others[0] if len(others) == 1 else rest
                skipped = z3.Not(first) if of_and else first
                return conj(self.is_defined(first), disj(skipped, self.is_defined(rest)))
        said = [self.names.get(each.get_id()) for each in _constants(as_term(formula))]
        return conj_all(bit for each in said if each is not None for bit in each.there)


def _bare(formula: Formula) -> Term:
    return formula.arg(0) if z3.is_not(formula) else formula


def _is_comparison(atom: Term) -> bool:
    return bool(z3.is_app(atom) and atom.num_args() == 2)  # noqa: PLR2004  # left and right


def _unspoken(term: Term) -> BeyondError:
    return BeyondError(z3.simplify(term).sexpr())
