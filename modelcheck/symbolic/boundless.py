"""Integers whose bounds follow from unknown constants: they have none, and are to keep them."""

from __future__ import annotations

from dataclasses import replace

from modelcheck.ir.types import INT, IntType, MapType, RecordType, Type
from modelcheck.ir.unknowns import Between, Bounds, OfFields, OfValues
from modelcheck.symbolic.algebra import BeyondError
from modelcheck.symbolic.evaluate import number
from modelcheck.symbolic.numbers import Number, at_most, known
from modelcheck.symbolic.scope import Scope
from modelcheck.symbolic.terms import Formula, conj, conj_all, disj, neg
from modelcheck.symbolic.values import Struct, Symbolic, Table


def boundless(type_: Type) -> Type:
    """Give the type of a field without the bounds of the integers in it.

    Those of keys stay: they say which keys there are.
    """
    match type_:
        case IntType():
            return INT
        case MapType(value=value):
            return replace(type_, value=boundless(value))
        case RecordType(fields=fields):
            return replace(type_, fields=tuple((name, boundless(of)) for name, of in fields))
        case _:
            return type_


def bounds_of(type_: Type, written: Bounds | None, value: Symbolic, scope: Scope) -> Formula:
    """Give that the integers in a value keep their bounds: those written, else the type's."""
    numbers = scope.algebra.numbers
    match type_, value:
        case IntType(low, high), Number():
            if isinstance(written, Between):
                least = None if written.low is None else number(written.low, scope)
                most = None if written.high is None else number(written.high, scope)
            else:
                least = None if low is None else known(low)
                most = None if high is None else known(high)
            return conj(
                True if least is None else at_most(numbers, least, value),
                True if most is None else at_most(numbers, value, most),
            )
        case MapType(value=of), Table(entries):
            inner = written.of if isinstance(written, OfValues) else None
            return conj_all(
                disj(neg(there), bounds_of(of, inner, each, scope))
                for there, each in entries.values()
            )
        case RecordType(fields=fields), Struct(parts=parts):
            named = dict(written.fields) if isinstance(written, OfFields) else {}
            return conj_all(
                bounds_of(of, named.get(name), part, scope)
                for (name, of), part in zip(fields, parts, strict=True)
            )
        case _:
            if _has_integers(type_):
                message = "integers elsewhere than in a field, a dict or a record"
                raise BeyondError(message)
            return True


def _has_integers(type_: Type) -> bool:
    return boundless(type_) != type_
