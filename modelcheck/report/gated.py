"""What the reports of a gate are functions of: a row per run, and how it is not as declared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from modelcheck.semantics.verdict import Figures, Reason
    from modelcheck.source.diagnostic import Diagnostic


@dataclass(frozen=True)
class Row:
    """A spec or a twin under a model; without a `model`, a file of which nothing can be run.

    `result` and `figures` are what was found without symmetry, `orbits` the distinct states with
    it; `None` where nothing was established.  `stopped` says why a run did not come to its end.
    """

    spec: str
    model: str | None
    result: str | None
    figures: Figures | None
    orbits: int | None
    seconds: float
    findings: tuple[Diagnostic, ...]
    exit_code: int
    stopped: Reason | None = None

    @property
    def title(self) -> str:
        """The row's name: what is run, and under which model."""
        return self.spec if self.model is None else f"{self.spec} ({self.model})"


@dataclass(frozen=True)
class Gated:
    """All the rows of a gate, in the order of specs, models and twins."""

    path: str
    rows: tuple[Row, ...]
    seconds: float
    exit_code: int

    @property
    def red(self) -> tuple[Row, ...]:
        """The rows that are not as declared."""
        return tuple(row for row in self.rows if row.findings)
