"""Sweeps: a spec under every combination of some parameters' values, a cell each."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import TYPE_CHECKING, Final

from modelcheck.frontend.assignments import given_once
from modelcheck.frontend.text import read_source
from modelcheck.gate.engines import DEFAULT_MEANS, Means
from modelcheck.gate.exit_codes import Exit, worst
from modelcheck.gate.opening import Given, Rejected, one_target
from modelcheck.gate.pipeline import CheckRequest, check
from modelcheck.gate.sweep_errors import BadRange, NothingToSweep, TooManyCells
from modelcheck.report.outcome import RunVerdict
from modelcheck.report.swept import Axis, Cell, CellKind, Point, Sweep
from modelcheck.semantics.verdict import NO_LIMITS, Limits, Reason, Violated
from modelcheck.source.diagnostic import ConfigError

if TYPE_CHECKING:
    from modelcheck.explicit.reference.watch import Observer
    from modelcheck.report.outcome import Outcome
    from modelcheck.source.diagnostic import Diagnostic

MOST_CELLS: Final = 1000
"""More of them nobody reads."""

_RANGE = re.compile(r"(-?\d{1,18})\s*\.\.\s*(-?\d{1,18})")

_KINDS = {
    RunVerdict.HOLDS: CellKind.HOLDS,
    RunVerdict.VIOLATED: CellKind.VIOLATED,
    RunVerdict.INCONCLUSIVE: CellKind.INCONCLUSIVE,
}


@dataclass(frozen=True)
class SweepRequest:
    """What `mc sweep` is asked for: the limits are those of each cell."""

    spec: str
    given: Given
    limits: Limits = NO_LIMITS
    means: Means = DEFAULT_MEANS


def sweep(request: SweepRequest, observer: Observer | None = None) -> Sweep:
    """Check the spec in every cell, to the end, under false assumptions too.

    What is wrong with one cell spoils no other; Ctrl-C keeps those that are done.
    The exit code is that of the claims in the cells inside of all assumptions, and of what could
    not be decided or was refused; covers do not count, since a fault model may lack its faults.
    Raises: `ConfigError` for ranges that make no grid (MC117, MC327 to MC329), for a folder, and
    for a file that cannot be read (MC101).
    """
    path = one_target(request.spec).path
    read_source(path, str(path))  # what is wrong with it, no cell is needed to tell
    axes, fixed = grid(request.given)
    start = time.perf_counter()
    cells = tuple(_cells(request, axes, fixed, observer))
    code = worst(map(_counts, cells))
    return Sweep(request.spec, axes, fixed, cells, time.perf_counter() - start, code)


def grid(given: Given) -> tuple[tuple[Axis, ...], Given]:
    """Give the axes, `NAME=FROM..TO` each, and the other parameters.

    Raises: `ConfigError` for what is no range (MC327), too many cells (MC328), no range at all
    (MC329), and a parameter that is given twice (MC117).
    """
    findings: list[Diagnostic] = []
    axes: list[Axis] = []
    fixed: list[tuple[str, str]] = []
    for name, text in given_once(given).items():
        found = _RANGE.fullmatch(text)
        if found is not None and int(found[1]) <= int(found[2]):
            axes.append(Axis(name, range(int(found[1]), int(found[2]) + 1)))
        elif found is not None:
            why = f"is backward: it has no value, since {found[1]} is above {found[2]}"
            findings.append(BadRange(name, text, why, f"{found[2]}..{found[1]}"))
        elif ".." in text:
            findings.append(BadRange(name, text, "is no range of integers", "3..7"))
        else:
            fixed.append((name, text))
    if findings:
        raise ConfigError(*findings)
    if not axes:
        raise ConfigError(NothingToSweep())
    count = prod(len(axis.values) for axis in axes)
    if count > MOST_CELLS:
        raise ConfigError(TooManyCells(f"{count:,}", f"{MOST_CELLS:,}"))
    return tuple(axes), tuple(fixed)


def _cells(
    request: SweepRequest, axes: tuple[Axis, ...], fixed: Given, observer: Observer | None
) -> Iterator[Cell]:
    interrupted = False
    for values in product(*(axis.values for axis in axes)):
        point = tuple((axis.name, value) for axis, value in zip(axes, values, strict=True))
        if interrupted:
            yield _cut_off(point)
            continue
        try:
            cell = _cell(request, point, fixed, observer)
        except KeyboardInterrupt:
            cell = _cut_off(point)
        interrupted = cell.reason == Reason.INTERRUPTED.value
        yield cell


def _cell(request: SweepRequest, point: Point, fixed: Given, observer: Observer | None) -> Cell:
    given = (*((name, str(value)) for name, value in point), *fixed)
    asked = CheckRequest(
        request.spec,
        given,
        request.limits,
        keep_going=True,
        means=request.means,
        regardless=True,
    )
    found = next(check(asked, observer))
    if isinstance(found, Rejected):
        findings = found.error.diagnostics
        reason = findings[0].message
        return Cell(point, CellKind.REFUSED, found.exit_code, reason=reason, findings=findings)
    return _told(point, found)


def _told(point: Point, found: Outcome) -> Cell:
    result = found.result
    return Cell(
        point,
        _KINDS[found.verdict],
        found.exit_code,
        violated=tuple(
            (each.name, each.verdict.trace.depth)
            for each in result.properties
            if isinstance(each.verdict, Violated)
        ),
        unreached=tuple(
            each.name for each in result.covers if each.witness is None and result.complete
        ),
        outside=tuple(each.name for each in result.assumptions if not each.holds),
        reason=found.reason if found.verdict is RunVerdict.INCONCLUSIVE else None,
        figures=result.figures,
        seconds=found.seconds.total,
    )


def _cut_off(point: Point) -> Cell:
    reason = Reason.INTERRUPTED.value
    return Cell(point, CellKind.INCONCLUSIVE, Exit.INCONCLUSIVE, reason=reason)


def _counts(cell: Cell) -> int:
    """Give the exit code that a cell counts for."""
    if cell.kind is CellKind.HOLDS or (cell.outside and cell.kind is CellKind.VIOLATED):
        return Exit.HOLDS
    return cell.exit_code
