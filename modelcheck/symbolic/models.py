"""Values read off a model: what a symbolic value is there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from modelcheck.ir.values import BagValue, MapValue, Record, Value
from modelcheck.symbolic.algebra import Algebra, BeyondError
from modelcheck.symbolic.numbers import Number
from modelcheck.symbolic.terms import Formula, Term
from modelcheck.symbolic.values import (
    Counts,
    Members,
    Nothing,
    OneKind,
    Pick,
    Row,
    Struct,
    Symbolic,
    Table,
    Truth,
    kind,
)


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """How formulas and numbers are read off a model."""

    algebra: Algebra
    truth: Callable[[Formula], bool]
    figure: Callable[[Term], int]

    def value(self, value: Symbolic) -> Value:
        """Give what the value is in the model.

        Raises: `BeyondError` for what no field or choice is.
        """
        match value:
            case Truth(formula):
                return self.truth(formula)
            case Number():
                return self.figure(value.term) if value.known is None else value.known
            case Pick(name, index):
                at = self.value(index)
                return self.algebra.atoms[name][at if isinstance(at, int) else 0]
            case Nothing():
                return None
            case Struct(name, names, parts):
                return Record(name, names, tuple(map(self.value, parts)))
            case OneKind(options):
                return next(self.value(each) for guard, each in options if self.truth(guard))
            case Members(of):
                return frozenset(key for key, there in of.items() if self.truth(there))
            case Table(of):
                found = [(key, each) for key, (there, each) in of.items() if self.truth(there)]
                return MapValue([(key, self.value(each)) for key, each in found])
            case Row(of):
                items = next(items for is_it, items in of.values() if self.truth(is_it))
                return tuple(map(self.value, items))
            case Counts(of):
                counts = [(key, self.value(each)) for key, each in of.items()]
                return BagValue([(key, n) for key, n in counts if isinstance(n, int)])
            case _:
                message = f"the value of {kind(value)[0]}"
                raise BeyondError(message)
