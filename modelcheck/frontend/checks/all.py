"""All checks on typed IR, joined."""

from __future__ import annotations

from modelcheck.frontend.checks.aliasing import find_aliasing
from modelcheck.frontend.checks.bags import find_zero_counts
from modelcheck.frontend.checks.bindings import find_too_many_bindings
from modelcheck.frontend.checks.claims import find_misplaced_effects
from modelcheck.frontend.checks.ghosts import find_ghost_reads
from modelcheck.frontend.checks.initial import find_unset_fields
from modelcheck.frontend.checks.orders import find_order_uses
from modelcheck.frontend.checks.symmetry import find_symmetry_breaks
from modelcheck.frontend.checks.unions import find_confusions
from modelcheck.frontend.errors.checks import ActionChangesNothing, SharedObjectChanged
from modelcheck.ir.module import Typed
from modelcheck.source.diagnostic import Diagnostic


def find_violations(module: Typed) -> tuple[Diagnostic, ...]:
    """Find what well-typed bodies must not do, in the order of the source.

    These are MC180 to MC199, MC205, MC206 and MC229.

    Cost: each body once per call that reaches it, some times more in loops.
    """
    aliasing = find_aliasing(module)
    effects = find_misplaced_effects(module)
    if any(isinstance(each, SharedObjectChanged) for each in aliasing):
        # An action that changes the state through a local alone is found as that.
        effects = tuple(each for each in effects if not isinstance(each, ActionChangesNothing))
    findings = (
        *find_unset_fields(module),
        *effects,
        *find_too_many_bindings(module),
        *find_order_uses(module),
        *find_symmetry_breaks(module),
        *find_ghost_reads(module),
        *find_zero_counts(module),
        *find_confusions(module),
        *aliasing,
    )
    ordered = sorted(findings, key=lambda each: (each.span, each.code, each.message))
    return tuple(dict.fromkeys(ordered))
