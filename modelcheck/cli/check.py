"""`mc check`: every reachable state, or why not."""

from __future__ import annotations

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
from modelcheck.cli.reports import Reports, report_to
from modelcheck.gate.pipeline import CheckRequest, check
from modelcheck.semantics.verdict import Limits

if TYPE_CHECKING:
    from modelcheck.gate.opening import Given

_EPILOG = """\b
Examples:
  mc check specs/isis.py                     the one spec in the file
  mc check specs/isis.py -p Receiver=3       with three receivers
  mc check specs/isis.py::WithoutTieBreak    a broken twin, as it stands
  mc check specs/isis.py --variant all       the spec, its twins as declared
  mc check specs/isis.py --regardless        under a false assumption as well
  mc check specs/isis.py --model large       a model of specs/isis.toml
  mc check specs --json                      each spec of a folder on a line

Exit codes: 0 holds, 10 an assumption is false, 11 deadlock, 12 a claim is violated, 14 a cover is
unreached or a twin not as declared, 20 inconclusive, 75 an evaluation error, 150 the spec is
rejected, 2 wrong usage, 255 a bug of the checker.
"""


@click.command(
    "check", epilog=_EPILOG, short_help="Visit every reachable state, and judge the claims."
)
@spec_argument
@parameter_option
@click.option("--variant", metavar="NAME|all", help="Check broken twins beside the spec.")
@click.option("--keep-going", is_flag=True, help="Visit every state, whatever is violated.")
@click.option(
    "--property",
    "properties",
    multiple=True,
    metavar="NAME",
    help="Look at this claim or cover only, or `deadlock`.  Repeatable.",
)
@click.option("--regardless", is_flag=True, help="Explore even if an @assume is false.")
@click.option("--model", metavar="NAME", help="Take the parameters of a model of the manifest.")
@limit_options
@engine_options
@report_options("text", "json")
@color_option
def command(
    *,
    spec: str,
    given: Given,
    variant: str | None,
    keep_going: bool,
    properties: tuple[str, ...],
    seconds: float | None,
    memory: int | None,
    max_depth: int | None,
    max_states: int | None,
    engine: str,
    symmetry: str | None,
    workers: int | None,
    regardless: bool,
    model: str | None,
    form: str | None,
    path: Path | None,
    as_json: bool,
    quiet: bool,
    color: str,
) -> int:
    """Visit every reachable state of SPEC and judge its claims.

    SPEC is `path.py`, `path.py::Class`, or a folder: every spec in it.
    """
    means = means_of(engine, symmetry, workers)
    limits = Limits(max_states, max_depth, seconds, memory)
    request = CheckRequest(
        spec, given, limits, keep_going, properties, variant, means, model, regardless
    )
    reports = Reports(
        to=report_to(form, path, as_json=as_json, quiet=quiet, color=color),
        brief=Path(spec).is_dir(),
        titled=Path(spec).is_dir() or variant is not None,
    )
    return reports.show_all(check(request, reports.observe))
