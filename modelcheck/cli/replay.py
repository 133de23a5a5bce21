"""`mc replay`: a saved run, taken again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from modelcheck.cli.options import color_option, parameter_option, spec_argument
from modelcheck.cli.output import complain, emit, page
from modelcheck.explicit.reference.replay import Differs, Refused
from modelcheck.gate.exit_codes import Exit
from modelcheck.gate.replaying import saved_run, taken_again
from modelcheck.report.replayed import accepted_text, refused_text

if TYPE_CHECKING:
    from modelcheck.gate.opening import Given

_EPILOG = """\b
Examples:
  mc check specs/isis.py::WithoutTieBreak --report json -o run.json
  mc replay specs/isis.py::WithoutTieBreak run.json
  mc replay specs/isis.py --trace lecture.json --property overtaken
\b
Exit codes: 0 every step is allowed, 12 one is not.
"""


@click.command("replay", epilog=_EPILOG, short_help="Take a saved run again.")
@spec_argument
@click.argument("file", required=False, type=click.Path(path_type=Path), metavar="TRACE")
@click.option("--trace", type=click.Path(path_type=Path), metavar="FILE", help="The same as TRACE.")
@click.option("--property", "name", metavar="NAME", help="The run of this claim or cover.")
@parameter_option
@color_option
def command(
    *,
    spec: str,
    file: Path | None,
    trace: Path | None,
    name: str | None,
    given: Given,
    color: str,
) -> int:
    """Take the run in TRACE, a saved JSON report, again: step by step, by running SPEC.

    The first step that SPEC does not allow is named.
    """
    path = file or trace
    if path is None or (file is not None and trace is not None):
        message = "name one saved report: mc replay SPEC TRACE"
        raise click.UsageError(message)
    run = saved_run(spec, given, path, name)
    for note in run.notes:
        complain(f"note: {note}")
    module = run.ready.loaded.module
    found = taken_again(run)
    if isinstance(found, Refused):
        why = found.why.fields if isinstance(found.why, Differs) else found.why.message
        emit(refused_text(module, run.trace, found.step, why, page(color)))
        return Exit.SAFETY
    emit(accepted_text(module, found.trace, page(color)))
    return Exit.HOLDS
