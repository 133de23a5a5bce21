"""Operators of expressions, and the kinds of quantifiers and extremes."""

from __future__ import annotations

from enum import Enum


class Relation(Enum):
    """Comparisons.

    The order is that of integers, ordered sorts, records field by field, lists item by item,
    and inclusion on sets.
    """

    EQ = "=="
    NE = "!="
    LT = "<"
    LE = "<="
    GT = ">"
    GE = ">="


class ArithOp(Enum):
    """Arithmetic on integers, as Python defines it."""

    ADD = "+"
    SUB = "-"
    MUL = "*"
    FLOORDIV = "//"
    MOD = "%"


class SetOp(Enum):
    """Operations on two sets."""

    UNION = "|"
    INTERSECTION = "&"
    DIFFERENCE = "-"
    SYMMETRIC = "^"


class BagOp(Enum):
    """Operations on two bags, as `Counter` defines them.

    Only positive counts remain, but for `update`: there what has fallen below zero stays.
    """

    SUM = "+"
    UPDATE = "update"
    DIFFERENCE = "-"
    MAXIMUM = "|"
    MINIMUM = "&"


class Quantifier(Enum):
    """`all` and `any`, both of which stop at the first element that decides."""

    ALL = "all"
    ANY = "any"


class Extremum(Enum):
    """`min` and `max`."""

    MIN = "min"
    MAX = "max"
