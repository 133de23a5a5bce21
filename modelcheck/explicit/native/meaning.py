"""What the bits of `judge` and `judge_step` say of a spec's claims, and which were asked for."""

from __future__ import annotations

from dataclasses import dataclass

from modelcheck.explicit.native.breadth_first import Meaning
from modelcheck.explicit.native.kernel.fields import DEADLOCK, RAISED
from modelcheck.ir.module import Claim, ClaimKind, Module

_VIOLATIONS = {ClaimKind.INVARIANT, ClaimKind.STEP_INVARIANT}


@dataclass(frozen=True)
class Bits:
    """The claim of each bit: of `judge` in `states`, of `judge_step` in `steps`."""

    states: tuple[Claim, ...]
    steps: tuple[Claim, ...]

    def meaning(self, names: frozenset[str] | None) -> Meaning:
        """Say what the bits mean to a search that looks for the claims in `names`, or for all."""
        raised = 1 << RAISED
        deadlock = 1 << DEADLOCK if names is None or "deadlock" in names else 0
        return Meaning(
            violations=_mask(self.states, _VIOLATIONS, names) | deadlock | raised,
            outside=_mask(self.states, {ClaimKind.CONSTRAINT}, None),
            final=_mask(self.states, {ClaimKind.FINAL}, None),
            steps=_mask(self.steps, _VIOLATIONS, names) | raised,
        )


def bits_of(module: Module) -> Bits:
    """Give a bit to each claim that an engine looks at: in the order of the source."""
    looked_at = [claim for claim in module.claims if claim.kind is not ClaimKind.ASSUME]
    return Bits(
        tuple(claim for claim in looked_at if not claim.over_steps),
        tuple(claim for claim in looked_at if claim.over_steps),
    )


def _mask(claims: tuple[Claim, ...], kinds: set[ClaimKind], names: frozenset[str] | None) -> int:
    return sum(
        1 << number
        for number, claim in enumerate(claims)
        if claim.kind in kinds and (names is None or claim.name in names)
    )
