"""`mc simulate`: random runs, which prove nothing and may show much."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from modelcheck.cli.options import (
    SecondsType,
    color_option,
    parameter_option,
    report_options,
    spec_argument,
)
from modelcheck.cli.reports import Reports, report_to
from modelcheck.gate.pipeline import SimulateRequest, simulate
from modelcheck.semantics.verdict import Limits

if TYPE_CHECKING:
    from modelcheck.gate.opening import Given

_EPILOG = """\b
Examples:
  mc simulate specs/isis.py                        a hundred runs
  mc simulate specs/isis.py --runs 5000 --seed 7   other runs, and more
  mc simulate specs/isis.py -p Receiver=5          too large to check

Where no run violates a claim the verdict is inconclusive, and the exit code 20.
"""


@click.command("simulate", epilog=_EPILOG, short_help="Take random runs.")
@spec_argument
@parameter_option
@click.option("--runs", type=click.IntRange(min=1), default=100, show_default=True, metavar="N")
@click.option(
    "--length",
    type=click.IntRange(min=0),
    default=100,
    show_default=True,
    metavar="N",
    help="The most steps of a run.",
)
@click.option("--seed", type=int, default=0, show_default=True, metavar="N")
@click.option("--property", "properties", multiple=True, metavar="NAME")
@click.option("--time", "seconds", type=SecondsType())
@report_options("text", "json")
@color_option
def command(
    *,
    spec: str,
    given: Given,
    runs: int,
    length: int,
    seed: int,
    properties: tuple[str, ...],
    seconds: float | None,
    form: str | None,
    path: Path | None,
    as_json: bool,
    quiet: bool,
    color: str,
) -> int:
    """Take random runs of SPEC; the same seed gives the same runs."""
    limits = Limits(seconds=seconds)
    request = SimulateRequest(spec, runs, length, seed, given, limits, properties)
    reports = Reports(
        to=report_to(form, path, as_json=as_json, quiet=quiet, color=color),
        brief=Path(spec).is_dir(),
        titled=Path(spec).is_dir(),
    )
    return reports.show_all(simulate(request, reports.observe))
