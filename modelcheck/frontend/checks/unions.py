"""Values of two types in one place that CPython does not tell apart: `True if c else 1`.

Annotations are looked at where they are read; here, what bodies put together without one.
"""

from __future__ import annotations

from modelcheck.frontend.checks.bodies import every_function, nodes
from modelcheck.frontend.lowering.conversion import without_bounds
from modelcheck.frontend.lowering.overlap import confused, confusion
from modelcheck.ir.expr import Expr, Local, Read
from modelcheck.ir.module import Module
from modelcheck.ir.walk import children, is_expr
from modelcheck.source.diagnostic import Diagnostic


def find_confusions(module: Module) -> tuple[Diagnostic, ...]:
    """Find expressions whose values are of two types that share values (MC205, MC206)."""
    return tuple(
        confusion(without_bounds(pair[0]), without_bounds(pair[1]), node.span)
        for function in every_function(module)
        for node in nodes(function)
        if is_expr(node) and (pair := confused(node.type)) is not None and _is_origin(node)
    )


def _is_origin(expr: Expr) -> bool:
    """Tell whether nothing in the expression, and nothing that it names, has such a type."""
    return not isinstance(expr, Local | Read) and all(
        confused(each.type) is None for each in children(expr) if is_expr(each)
    )
