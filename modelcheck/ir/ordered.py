"""Whether the order in which an expression gives elements means anything.

[q for q in voted] + [p]     the order of a set, and so does not
sorted(voted)                does
"""

from __future__ import annotations

from modelcheck.ir.expr import Concat, Conditional, Convert, Expr, ListOf, Narrow, Subsets
from modelcheck.ir.types import ListType, StreamType


def is_ordered(iterable: Expr) -> bool:
    """Tell whether the elements come in an order that does not depend on names.

    Sets, dicts, bags and symmetric sorts have none; a list that is made of their elements is
    given in some order, which is theirs.
    """
    match iterable:
        case ListOf(generators=generators):
            return all(is_ordered(each.iterable) for each in generators)
        case Subsets(operand) | Convert(operand, ListType()) | Narrow(operand):
            return is_ordered(operand)
        case Concat(left, right) | Conditional(_, left, right):
            return is_ordered(left) and is_ordered(right)
        case _:
            match iterable.type:
                case StreamType(ordered=ordered):
                    return ordered
                case ListType():
                    return True
                case _:
                    return False
