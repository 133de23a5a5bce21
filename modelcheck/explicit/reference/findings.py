"""What a search found, and the verdicts that follow from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from modelcheck.explicit.reference.judge import Hit
from modelcheck.ir.module import ClaimKind, Module
from modelcheck.semantics.trace import Trace
from modelcheck.semantics.verdict import (
    CoverResult,
    Holds,
    Inconclusive,
    Method,
    PropertyKind,
    PropertyResult,
    Reason,
    Verdict,
    Violated,
)

_W = TypeVar("_W")

_CLAIMS = {
    ClaimKind.INVARIANT: PropertyKind.INVARIANT,
    ClaimKind.STEP_INVARIANT: PropertyKind.STEP_INVARIANT,
}


@dataclass(frozen=True, slots=True)
class Finding(Generic[_W]):
    """A hit, how many steps from an initial state it is, and where in the search."""

    hit: Hit
    depth: int
    where: _W


@dataclass(slots=True)
class Findings(Generic[_W]):
    """The first of the shortest findings of each property and cover."""

    by_name: dict[tuple[PropertyKind | None, str], Finding[_W]] = field(
        default_factory=dict[tuple[PropertyKind | None, str], Finding[_W]]
    )
    raisers: set[str] = field(default_factory=set[str])
    """The claims that raised somewhere: what they say of everything is not known."""

    def add(self, hit: Hit, depth: int, where: _W) -> None:
        """Keep the hit unless there is one of its property that is as short."""
        if hit.raiser is not None:
            self.raisers.add(hit.raiser)
        key = hit.kind, hit.name
        known = self.by_name.get(key)
        if known is None or depth < known.depth:
            self.by_name[key] = Finding(hit, depth, where)

    @property
    def any_violation(self) -> bool:
        """Whether a property is violated."""
        return any(kind is not None for kind, _ in self.by_name)

    def properties(
        self,
        module: Module,
        names: frozenset[str] | None,
        otherwise: Reason | None,
        show: Callable[[Finding[_W]], tuple[Trace, Hit]],
        method: Method = Method.EXHAUSTIVE,
    ) -> tuple[PropertyResult, ...]:
        """Give the verdicts on the claims in `names`, and on what else is violated.

        Claims that no run breaks hold, by this method, or are inconclusive: for the reason
        `otherwise`, or because they raised.
        """
        wanted = [
            (each.name, _CLAIMS[each.kind])
            for each in module.claims
            if each.kind in _CLAIMS and (names is None or each.name in names)
        ]
        refinement = module.refinement
        if refinement is not None and (names is None or refinement.name in names):
            wanted.append((refinement.name, PropertyKind.REFINEMENT))
        implied = [
            (kind.value, kind)
            for kind in (PropertyKind.DEADLOCK, PropertyKind.EVALUATION)
            if (kind, kind.value) in self.by_name
        ]
        # `show` gives the run to a finding, and the hit at its end, as they are replayed.
        return tuple(
            PropertyResult(
                name, kind, self._violated(kind, name, show) or self._open(name, otherwise, method)
            )
            for name, kind in wanted + implied
        )

    def _open(self, name: str, otherwise: Reason | None, method: Method) -> Verdict:
        if name in self.raisers:
            return Inconclusive(Reason.EVALUATION)
        return Holds(method) if otherwise is None else Inconclusive(otherwise)

    def _violated(
        self, kind: PropertyKind, name: str, show: Callable[[Finding[_W]], tuple[Trace, Hit]]
    ) -> Violated | None:
        found = self.by_name.get((kind, name))
        if found is None:
            return None
        trace, hit = show(found)
        return Violated(trace, hit.binding, hit.message, hit.raiser, hit.unmatched)

    def covers(
        self,
        module: Module,
        names: frozenset[str] | None,
        show: Callable[[Finding[_W]], tuple[Trace, Hit]],
    ) -> tuple[CoverResult, ...]:
        """Give the covers in `names`, with the runs that reach them."""
        results: list[CoverResult] = []
        for claim in module.of_kind(ClaimKind.COVER):
            if names is not None and claim.name not in names:
                continue
            found = self.by_name.get((None, claim.name))
            if found is None:
                results.append(CoverResult(claim.name, None, ()))
            else:
                trace, hit = show(found)
                results.append(CoverResult(claim.name, trace, hit.binding))
        return tuple(results)
