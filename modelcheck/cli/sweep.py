"""`mc sweep`: a spec over a grid of parameters."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from modelcheck.cli.options import (
    color_option,
    engine_options,
    limit_options,
    means_of,
    parameter_option,
    report_options,
    spec_argument,
)
from modelcheck.cli.output import (
    check_writable,
    complain,
    complain_about,
    emit,
    page,
    write_report,
)
from modelcheck.gate.sweeping import SweepRequest, sweep
from modelcheck.report.progress import ProgressLine
from modelcheck.report.rows import Page
from modelcheck.report.sweep_json import sweep_json
from modelcheck.report.sweep_text import point_text, sweep_lines, sweep_text
from modelcheck.semantics.verdict import Limits

if TYPE_CHECKING:
    from modelcheck.explicit.reference.watch import Progress
    from modelcheck.gate.opening import Given
    from modelcheck.report.swept import Sweep
    from modelcheck.source.diagnostic import Diagnostic

_EPILOG = """\b
Examples:
  mc sweep specs/isis.py -p Receiver=1..3
  mc sweep specs/bracha.py -p N=3..7 -p F=0..2 -p T=F
  mc sweep specs/bracha.py -p N=3..9 --memory 2G    more is not decided

The first range goes across, the second one down.  Limits are those of each cell.

Exit codes: 0 the claims hold in every cell inside of the assumptions; otherwise as for `mc check`,
the worst of the cells.
"""


@click.command("sweep", epilog=_EPILOG, short_help="Check a spec over a grid of parameters.")
@spec_argument
@parameter_option
@limit_options
@engine_options
@report_options("text", "json")
@color_option
def command(
    *,
    spec: str,
    given: Given,
    seconds: float | None,
    memory: int | None,
    max_depth: int | None,
    max_states: int | None,
    engine: str,
    symmetry: str | None,
    workers: int | None,
    form: str | None,
    path: Path | None,
    as_json: bool,
    quiet: bool,
    color: str,
) -> int:
    """Check SPEC for every combination of the values of some parameters.

    A parameter has a range, as in `-p N=3..7`, or a value, or follows another, as in `-p T=F`.
    """
    if path is not None:
        check_writable(path)
    progress = ProgressLine(sys.stderr)

    def observe(seen: Progress) -> None:
        progress.draw(
            distinct=seen.distinct,
            generated=seen.generated,
            frontier=seen.frontier,
            depth=seen.depth,
            seconds=seen.seconds,
        )

    limits = Limits(max_states, max_depth, seconds, memory)
    swept = sweep(SweepRequest(spec, given, limits, means_of(engine, symmetry, workers)), observe)
    progress.clear()
    _tell_refused(swept)
    saved = form or ("json" if as_json else "text")
    shown = "json" if as_json else "text" if path is not None else saved
    text = "\n".join(sweep_lines(swept)) if quiet else _text(swept, shown, page(color))
    if text:
        emit(text)
    if path is not None:
        write_report(path, f"{_text(swept, saved, Page())}\n")
    return swept.exit_code


def _text(swept: Sweep, form: str, on: Page) -> str:
    return sweep_json(swept) if form == "json" else sweep_text(swept, on)


def _tell_refused(swept: Sweep) -> None:
    """Tell each thing that is wrong with parameters once, and in which cells."""
    cells: dict[tuple[Diagnostic, ...], list[str]] = {}
    for cell in swept.cells:
        if cell.findings:
            cells.setdefault(cell.findings, []).append(point_text(cell.point))
    for findings, points in cells.items():
        complain_about(findings)
        complain(f"in {', '.join(points)}")
