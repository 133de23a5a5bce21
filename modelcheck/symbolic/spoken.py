"""What the constants of a state are called in the source of a spec: `self.ready[Value.ONE]`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

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


def names_of(system: System) -> dict[int, Spoken]:
    """Give what the constants of a state, and the unknown ones, are called.

    Raises: `BeyondError` for a field that is not made of integers, Booleans and enums.
    """
    names = {term.get_id(): Spoken(name) for name, term in system.unknowns.items()}
    terms = iter(system.now)
    for each, type_ in zip(system.normal.module.fields, system.types, strict=True):
        start = Spoken(f"self.{each.name}")
        names.update((term.get_id(), said) for term, said in _said(type_, start, terms, each.name))
    return names


def _said(
    type_: Type, whole: Spoken, terms: Iterator[Term], field: str
) -> Iterator[tuple[Term, Spoken]]:
    """Give the constants of a value that is called `whole`, in the order of its leaves."""
    match type_:
        case BoolType() | IntType():
            yield next(terms), whole
        case NoneType():
            return
        case EnumType(name, members):
            said = tuple(f"{name}.{each}" for each in members)
            yield next(terms), Spoken(whole.text, whole.there, said)
        case RecordType(fields=fields):
            for part, of in fields:
                yield from _said(of, Spoken(f"{whole.text}.{part}", whole.there), terms, field)
        case SetType(element):
            for key in keys(element):
                text = _key(key, element, field)
                negation = f"{text} not in {whole.text}"
                yield (
                    next(terms),
                    Spoken(f"{text} in {whole.text}", whole.there, negation=negation),
                )
        case MapType(of, held):
            for key in keys(of):
                text = _key(key, of, field)
                is_there = next(terms)
                negation = f"{text} not in {whole.text}"
                yield (
                    is_there,
                    Spoken(f"{text} in {whole.text}", whole.there, negation=negation),
                )
                total = whole.text if isinstance(held, IntType) else None
                under = Spoken(
                    f"{whole.text}[{text}]", (*whole.there, is_there), all_values_of=total
                )
                yield from _said(held, under, terms, field)
        case _:
            raise _beyond(
                field, f"values of {show_type(type_)}, which are not integers, Booleans and enums"
            )


def _key(key: Value, of: Type, field: str) -> str:
    match key:
        case Atom(type_name, name) if isinstance(of, EnumType):
            return f"{type_name}.{name}"
        case bool() | int() | None:
            return str(key)
        case _:
            raise _beyond(field, f"keys of {show_type(of)}, which have no names in the source")


def _beyond(field: str, why: str) -> BeyondError:
    return BeyondError(f"the field `{field}` has {why}")
