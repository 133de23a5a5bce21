"""What a symbolic evaluation looks at, and what it notes down as it goes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from modelcheck.symbolic.algebra import Algebra
from modelcheck.symbolic.containers import part_values
from modelcheck.symbolic.leaves import Bit, Figure, Leaf
from modelcheck.symbolic.numbers import Number
from modelcheck.symbolic.terms import Formula, Term, conj, disj, disj_all, neg, z3
from modelcheck.symbolic.values import Symbolic


@dataclass(frozen=True, slots=True)
class Input:
    """A constant of z3 that a run is free to choose: for a leaf of a parameter, or a choice."""

    leaf: Leaf
    term: Term


@dataclass(frozen=True, slots=True, eq=False)
class Chosen:
    """A choice that is made where `path` is true, and what is chosen."""

    path: Formula
    value: Symbolic


@dataclass
class Notes:
    """What the evaluation of one body has met.

    `faults` say when CPython raises; `limits` are true of every choice that can be made.
    """

    prefix: str
    faults: list[Formula] = field(default_factory=list[Formula])
    limits: list[Formula] = field(default_factory=list[Formula])
    inputs: list[Input] = field(default_factory=list[Input])
    chosen: list[Chosen] = field(default_factory=list[Chosen])

    @property
    def fault(self) -> Formula:
        """Whether anything raises."""
        return disj_all(self.faults)

    def bit(self, wish: str) -> Formula:
        """Give a formula that is free."""
        name = f"{self.prefix}{wish}#{len(self.inputs)}"
        term = z3.Bool(name)
        self.inputs.append(Input(Bit(name), term))
        return term


@dataclass(frozen=True, slots=True)
class Scope:
    """A moment of an evaluation; it comes to pass where `path` is true."""

    algebra: Algebra
    constants: Mapping[str, Symbolic]
    """Those that are not known: the others have their values in the IR."""
    fields: Mapping[str, Symbolic]
    notes: Notes
    before: Mapping[str, Symbolic] | None = None
    locals: Mapping[str, Symbolic] = field(default_factory=dict[str, Symbolic])
    path: Formula = True

    def under(self, test: Formula) -> Scope:
        """Give the moment where `test` is true as well."""
        return self if test is True else replace(self, path=conj(self.path, test))

    def with_local(self, name: str, value: Symbolic) -> Scope:
        """Give the moment after `name = value`."""
        return replace(self, locals={**self.locals, name: value})

    def with_locals(self, names: Sequence[str], values: Sequence[Symbolic]) -> Scope:
        """Give the moment after `names` got `values`, one each."""
        return replace(self, locals={**self.locals, **dict(zip(names, values, strict=True))})

    def bound(self, targets: tuple[str, ...], element: Symbolic, *, unpack: bool) -> Scope:
        """Give the moment after `targets` got the element, taken apart if `unpack`."""
        if not unpack:
            return self.with_local(targets[0], element)
        return self.with_locals(targets, part_values(element, self.algebra))

    def raises(self, test: Formula) -> None:
        """Note that CPython raises here where `test` is true."""
        fault = conj(self.path, test)
        if fault is not False:
            self.notes.faults.append(fault)

    def limit(self, test: Formula) -> None:
        """Note that a choice made here is one for which `test` is true."""
        limit = disj(neg(self.path), self.notes.fault, test)
        if limit is not True:
            self.notes.limits.append(limit)

    def figure(self, wish: str, low: int | None, high: int | None) -> Number:
        """Give a number that is free within its bounds."""
        name = f"{self.notes.prefix}{wish}#{len(self.notes.inputs)}"
        term, number = self.algebra.numbers.variable(name, low, high)
        self.notes.limits.append(self.algebra.numbers.within(term, low, high))
        self.notes.inputs.append(Input(Figure(name, low, high), term))
        return number
