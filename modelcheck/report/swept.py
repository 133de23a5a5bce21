"""What the reports of a sweep are functions of: a cell per point of a grid of parameters."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, TypeAlias

from modelcheck.semantics.verdict import PropertyKind

if TYPE_CHECKING:
    from modelcheck.semantics.verdict import Figures
    from modelcheck.source.diagnostic import Diagnostic

Point: TypeAlias = tuple[tuple[str, int], ...]
"""A name and a value per axis of a grid."""


@dataclass(frozen=True)
class Axis:
    """A parameter and the values that it takes; at least one."""

    name: str
    values: range


class CellKind(Enum):
    """What is known of a cell."""

    HOLDS = "holds"
    VIOLATED = "violated"
    INCONCLUSIVE = "inconclusive"
    REFUSED = "refused"
    """The spec cannot have these parameters."""


@dataclass(frozen=True)
class Cell:
    """A spec under the parameters of a point, explored to the end as far as that could be.

    `violated` has the claims and the steps of their shortest counterexamples; `unreached` the
    covers that are not reached; `outside` the assumptions that are false here; `reason` why
    nothing was decided, or why the parameters are refused: that is what `findings` are about.
    """

    point: Point
    kind: CellKind
    exit_code: int
    violated: tuple[tuple[str, int], ...] = ()
    unreached: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    reason: str | None = None
    figures: Figures | None = None
    seconds: float = 0.0
    findings: tuple[Diagnostic, ...] = ()

    @property
    def is_decided(self) -> bool:
        """Whether it is known that the claims hold, or that one does not.

        Outside of the assumptions, a run that only ends in an error of evaluation says neither: the
        spec does not speak of such parameters, as with a value that is out of its bounds.
        """
        if self.kind is CellKind.VIOLATED and self.outside:
            return not self.raises
        return self.kind in {CellKind.HOLDS, CellKind.VIOLATED}

    @property
    def raises(self) -> bool:
        """Whether nothing is violated but that a run ends in an error of evaluation."""
        return [name for name, _ in self.violated] == [PropertyKind.EVALUATION.value]


@dataclass(frozen=True)
class Sweep:
    """A grid and its cells, the last axis varying fastest; `fixed` are the other parameters."""

    spec: str
    axes: tuple[Axis, ...]
    fixed: tuple[tuple[str, str], ...]
    cells: tuple[Cell, ...]
    seconds: float
    exit_code: int

    @property
    def has_bound(self) -> bool:
        """Whether an assumption is false in some cells, and none in others."""
        return len({bool(cell.outside) for cell in self.cells if cell.is_decided}) > 1

    @property
    def astray(self) -> tuple[Cell, ...]:
        """The decided cells that say that the assumption is not the bound of the claims.

        A claim is violated inside of it, or all hold outside.
        """
        return tuple(
            cell
            for cell in self.cells
            if cell.is_decided and (cell.kind is CellKind.HOLDS) == bool(cell.outside)
        )

    @property
    def undecided(self) -> tuple[Cell, ...]:
        """The cells of which nothing is known."""
        return tuple(cell for cell in self.cells if not cell.is_decided)
