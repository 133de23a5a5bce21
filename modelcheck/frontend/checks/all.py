"""All checks on typed IR, joined."""

from __future__ import annotations

from modelcheck.frontend.checks.aliasing import find_aliasing
from modelcheck.frontend.checks.bags import find_zero_counts
from modelcheck.frontend.checks.claims import find_misplaced_effects
from modelcheck.frontend.checks.ghosts import find_ghost_reads
from modelcheck.frontend.checks.initial import find_unset_fields
from modelcheck.frontend.checks.orders import find_order_uses
from modelcheck.frontend.checks.symmetry import find_symmetry_breaks
from modelcheck.ir.module import Typed
from modelcheck.source.diagnostic import Diagnostic


def find_violations(module: Typed) -> tuple[Diagnostic, ...]:
    """Find what well-typed bodies must not do, in the order of the source (MC180 to MC199).

    Cost: each body once per call that reaches it, some times more in loops.
    """
    findings = (
        *find_unset_fields(module),
        *find_misplaced_effects(module),
        *find_order_uses(module),
        *find_symmetry_breaks(module),
        *find_ghost_reads(module),
        *find_zero_counts(module),
        *find_aliasing(module),
    )
    ordered = sorted(findings, key=lambda each: (each.span, each.code, each.message))
    return tuple(dict.fromkeys(ordered))
