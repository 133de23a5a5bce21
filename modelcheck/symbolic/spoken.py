"""What the constants of a state are called in the source of a spec: `self.ready[Value.ONE]`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from modelcheck.ir.types import (
    BoolType,
    EnumType,
    IntType,
    MapType,
    NoneType,
    RecordType,
    SetType,
    Type,
    show_type,
)
from modelcheck.ir.values import Atom, Value
from modelcheck.symbolic.algebra import BeyondError
from modelcheck.symbolic.leaves import keys
from modelcheck.symbolic.system import System
from modelcheck.symbolic.terms import Term


@dataclass(frozen=True, slots=True, eq=False)
class Spoken:
    """An expression of Python for a constant of z3.

    `there` are bits that must be true, or the expression raises.
    """

    term: Term
    text: str
    there: tuple[Term, ...] = ()
    members: tuple[str, ...] | None = None
    """Of an enum: what each index stands for."""
    all_values_of: str | None = None
    """The expression of the dict that this is under a key of, where `sum` makes sense."""
    negation: str | None = None
    """Of a bit: its opposite, where that is not `not` and the text."""


Names = Mapping[int, Spoken]
"""For each constant of z3, by its id, what it is called."""


def names_of(system: System) -> Names:
    """Give what the constants of a state, and the unknown ones, are called.

    Raises: `BeyondError` for a field that is not made of integers, Booleans and enums.
    """
    said = [Spoken(term, name) for name, term in system.unknowns.items()]
    terms = iter(system.now)
    for each, type_ in zip(system.normal.module.fields, system.types, strict=True):
        said += _Place(each.name, f"self.{each.name}", terms).said(type_)
    return {each.term.get_id(): each for each in said}


@dataclass(frozen=True, slots=True, eq=False)
class _Place:
    """A part of a field, what it is called, and the constants from there on."""

    field: str
    text: str
    terms: Iterator[Term]
    there: tuple[Term, ...] = ()
    table: str | None = None

    def said(self, type_: Type) -> Iterator[Spoken]:
        """Give what the constants of a value of this type are called, in their order."""
        match type_:
            case BoolType():
                yield Spoken(next(self.terms), self.text, self.there)
            case IntType():
                term = next(self.terms)
                yield Spoken(term, self.text, self.there, all_values_of=self.table)
            case NoneType():
                return
            case EnumType(name, members):
                texts = tuple(f"{name}.{each}" for each in members)
                yield Spoken(next(self.terms), self.text, self.there, texts)
            case RecordType(fields=fields):
                for part, of in fields:
                    yield from replace(self, text=f"{self.text}.{part}", table=None).said(of)
            case SetType(element):
                for key in keys(element):
                    yield self._membership(self._key(key, element))
            case MapType(of, held):
                for key in keys(of):
                    yield from self._entry(self._key(key, of), held)
            case _:
                why = f"values of {show_type(type_)}, which are not integers, Booleans and enums"
                raise self._beyond(why)

    def _entry(self, key: str, held: Type) -> Iterator[Spoken]:
        is_there = self._membership(key)
        yield is_there
        there = (*self.there, is_there.term)
        text = f"{self.text}[{key}]"
        yield from replace(self, text=text, there=there, table=self.text).said(held)

    def _membership(self, key: str) -> Spoken:
        text, negation = f"{key} in {self.text}", f"{key} not in {self.text}"
        return Spoken(next(self.terms), text, self.there, negation=negation)

    def _key(self, key: Value, of: Type) -> str:
        match key:
            case Atom(type_name, name) if isinstance(of, EnumType):
                return f"{type_name}.{name}"
            case bool() | int() | None:
                return str(key)
            case _:
                why = f"keys of {show_type(of)}, which have no names in the source"
                raise self._beyond(why)

    def _beyond(self, why: str) -> BeyondError:
        return BeyondError(f"the field `{self.field}` has {why}")
