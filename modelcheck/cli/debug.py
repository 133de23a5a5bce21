"""`mc debug`: the debugger, inside a chosen step of a run, in the author's own source."""

from __future__ import annotations

import pdb  # noqa: T100  # opening it is what the command is for
from pathlib import Path
from typing import TYPE_CHECKING

import click

from modelcheck.cli.options import parameter_option, spec_argument
from modelcheck.cli.output import complain, emit
from modelcheck.explicit.reference.replay import Refused
from modelcheck.gate.exit_codes import Exit
from modelcheck.gate.replaying import found_run, saved_run, step_of
from modelcheck.report.replayed import before_text

if TYPE_CHECKING:
    from modelcheck.explicit.reference.enter import Entry
    from modelcheck.gate.opening import Given

_EPILOG = """\b
Examples:
  mc debug specs/isis.py::WithoutTieBreak                        the last step of its run
  mc debug specs/isis.py::WithoutTieBreak --property total_order --step 7
  mc debug specs/isis.py --property overtaken --step 1           on the way to a cover
  mc debug specs/isis.py::WithoutTieBreak --trace run.json --step 3
\b
In the debugger: n next line, s into a helper, p self.field, c to the end, q quit.
"""


@click.command("debug", epilog=_EPILOG, short_help="Open the debugger inside a step of a run.")
@spec_argument
@click.option("--property", "name", metavar="NAME", help="The run of this claim or cover.")
@click.option("--step", type=click.IntRange(min=0), metavar="N", help="By default the last.")
@click.option(
    "--trace", type=click.Path(path_type=Path), metavar="FILE", help="The run in a saved report."
)
@parameter_option
def command(
    *, spec: str, name: str | None, step: int | None, trace: Path | None, given: Given
) -> int:
    """Stop at the first line of a step of a run, in pdb; `oneof` takes the recorded choices."""
    run = found_run(spec, given, name) if trace is None else saved_run(spec, given, trace, name)
    if run.spec_changed:
        complain("note: the spec has changed since the run was saved")
    number, entry = step_of(run, step)
    if isinstance(entry, Refused):
        complain(f"step {entry.step} of the run is not allowed: {entry.why.message}")
        return Exit.SAFETY
    emit(before_text(run.ready.loaded.module, run.trace, number, run.name))
    _walk_through(entry)
    return Exit.HOLDS


class _Debugger(pdb.Pdb):
    """Knows whether the person has quit, which `runcall` keeps to itself."""

    has_quit = False

    def set_quit(self) -> None:
        self.has_quit = True
        super().set_quit()


def _walk_through(entry: Entry) -> None:
    debugger = _Debugger()
    try:
        entry.context.run(debugger.runcall, entry.method, *entry.arguments)
    except Exception as error:  # noqa: BLE001  # what the body raises is what is looked for
        emit(f"the step ends with {type(error).__name__}: {error}")
        return
    if not debugger.has_quit:
        emit("the step is taken")
