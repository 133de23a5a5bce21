"""What a formula takes a value for whose kind its context knows."""

from __future__ import annotations

import pytest

from modelcheck.ir.types import BoolType, IntType, TupleType
from modelcheck.symbolic.algebra import Algebra, BeyondError
from modelcheck.symbolic.containers import part_values
from modelcheck.symbolic.numbers import BitVectors
from modelcheck.symbolic.operators import narrowed
from modelcheck.symbolic.scope import Notes, Scope
from modelcheck.symbolic.values import Nothing


def test_what_is_known_to_be_none_can_be_taken_apart_where_it_is_said_not_to_be() -> None:
    # What a loop leaves to do, known to be nothing, was taken apart without end.
    scope = Scope(Algebra.over(BitVectors(), ()), {}, {}, Notes(""))
    value = narrowed(Nothing(), TupleType((BoolType(), IntType(0, 3))), scope)
    assert len(part_values(value, scope.algebra)) == 2


def test_what_has_no_parts_is_not_taken_apart() -> None:
    algebra = Algebra.over(BitVectors(), ())
    with pytest.raises(BeyondError):
        part_values(Nothing(), algebra)
