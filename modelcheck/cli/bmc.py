"""`mc bmc`: the runs of up to so many steps, looked at by z3."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from modelcheck.cli.options import (
    SecondsType,
    SizeType,
    color_option,
    need_z3,
    parameter_option,
    report_options,
    spec_argument,
)
from modelcheck.cli.reports import Reports, report_to
from modelcheck.gate.pipeline import CheckRequest
from modelcheck.semantics.verdict import Limits

if TYPE_CHECKING:
    from modelcheck.gate.opening import Given

_EPILOG = """\b
Examples:
  mc bmc specs/isis.py --max-depth 8             runs of up to 8 steps
  mc bmc specs/isis.py::WithoutTieBreak          a broken twin, as it stands
  mc bmc specs/isis.py --variant all             the spec, twins as declared
  mc bmc specs/byzantine_generals_oral.py        to the last round: holds
  mc bmc specs/isis.py -p Receiver=3 --time 60   what fits into a minute
  mc bmc specs/isis.py --property total_order    one claim

A claim holds if no run of any length breaks it: where every run ends within so many steps. Else
the exit code is 20, and the report says how far was looked.

Exit codes: 0 holds, 10 an assumption is false, 11 deadlock, 12 a claim is violated, 14 a cover is
unreached or a twin not as declared, 20 inconclusive, 75 an evaluation error, 150 the spec is
rejected, 2 wrong usage, 255 a bug of the checker.
"""


@click.command("bmc", epilog=_EPILOG, short_help="Look at the runs of up to so many steps, by z3.")
@spec_argument
@parameter_option
@click.option("--variant", metavar="NAME|all", help="Look at broken twins beside the spec.")
@click.option("--keep-going", is_flag=True, help="Look at longer runs after a violation.")
@click.option(
    "--property",
    "properties",
    multiple=True,
    metavar="NAME",
    help="Look at this claim or cover only, or `deadlock`.  Repeatable.",
)
@click.option("--regardless", is_flag=True, help="Look even if an @assume is false.")
@click.option("--model", metavar="NAME", help="Take the parameters of a model of the manifest.")
@click.option(
    "--max-depth",
    type=click.IntRange(min=0),
    default=20,
    show_default=True,
    metavar="N",
    help="The most steps of a run.",
)
@click.option(
    "--time", "seconds", type=SecondsType(), help="Stop after so many seconds: inconclusive."
)
@click.option(
    "--memory",
    type=SizeType(),
    help="Stop when the process takes more, as in 512M or 2G: inconclusive.",
)
@report_options("text", "json")
@color_option
def command(
    *,
    spec: str,
    given: Given,
    variant: str | None,
    keep_going: bool,
    properties: tuple[str, ...],
    regardless: bool,
    model: str | None,
    max_depth: int,
    seconds: float | None,
    memory: int | None,
    form: str | None,
    path: Path | None,
    as_json: bool,
    quiet: bool,
    color: str,
) -> int:
    """Look at the runs of SPEC of up to so many steps, the short ones first.

    SPEC is `path.py`, `path.py::Class`, or a folder: every spec in it.
    """
    need_z3()
    from modelcheck.gate.bounding import check_bounded  # noqa: PLC0415  # `--help` needs no z3

    limits = Limits(depth=max_depth, seconds=seconds, memory_bytes=memory)
    request = CheckRequest(
        spec,
        given,
        limits,
        keep_going,
        properties,
        variant,
        model=model,
        regardless=regardless,
    )
    reports = Reports(
        to=report_to(form, path, as_json=as_json, quiet=quiet, color=color),
        brief=Path(spec).is_dir(),
        titled=Path(spec).is_dir() or variant is not None,
    )
    return reports.show_all(check_bounded(request, reports.observe_length))
