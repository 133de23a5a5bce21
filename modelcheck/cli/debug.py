"""`mc debug`: the debugger, inside a chosen step of a run, in the author's own source."""

from __future__ import annotations

import pdb  # noqa: T100  # opening it is what the command is for
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING

import click

from modelcheck.cli.options import (
    engine_options,
    limit_options,
    means_of,
    parameter_option,
    spec_argument,
)
from modelcheck.cli.output import complain, emit
from modelcheck.explicit.reference.replay import Refused
from modelcheck.gate.errors import ExclusiveOptions
from modelcheck.gate.exit_codes import Exit
from modelcheck.gate.replaying import found_run, saved_run, stop_at
from modelcheck.report.replayed import after_text, asked_text, before_text
from modelcheck.semantics.verdict import Limits
from modelcheck.source.diagnostic import ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType, TracebackType

    from modelcheck.explicit.reference.enter import Entry
    from modelcheck.gate.opening import Given

_EPILOG = """\b
Examples:
  mc debug specs/isis.py::WithoutTieBreak           the last step of its run
  mc debug specs/isis.py --property done --step 1   on the way to a cover
  mc debug specs/isis.py::WithoutTieBreak --property total_order --step 7
  mc debug specs/isis.py --model large --property overtaken
  mc debug specs/isis.py::WithoutTieBreak --trace run.json --step 3

In the debugger: n next line, s into a helper, p self or p self.field, in a claim about steps
p old(self).field, c to the end, q quit.  Where a claim raises, it opens in the claim.
"""


@click.command("debug", epilog=_EPILOG, short_help="Open the debugger inside a step of a run.")
@spec_argument
@click.option("--property", "name", metavar="NAME", help="The run of this claim or cover.")
@click.option("--step", type=click.IntRange(min=0), metavar="N", help="By default the last.")
@click.option(
    "--trace", type=click.Path(path_type=Path), metavar="FILE", help="The run in a saved report."
)
@click.option("--model", metavar="NAME", help="Take the parameters of a model of the manifest.")
@parameter_option
@limit_options
@engine_options
def command(
    *,
    spec: str,
    name: str | None,
    step: int | None,
    trace: Path | None,
    model: str | None,
    given: Given,
    seconds: float | None,
    memory: int | None,
    max_depth: int | None,
    max_states: int | None,
    engine: str,
    symmetry: str | None,
    workers: int | None,
) -> int:
    """Stop at the first line of a step of a run, in pdb; `oneof` takes the recorded choices.

    At its end: what the step changes, and what the claim says of it.  The run is the one that
    `mc check` shows with the same options.
    """
    if trace is not None:
        if model is not None:
            why = "a saved run has the parameters that it was saved under"
            raise ConfigError(ExclusiveOptions("--trace", "--model", why))
        run = saved_run(spec, given, trace, name)
    else:
        means = means_of(engine, symmetry, workers)
        limits = Limits(max_states, max_depth, seconds, memory)
        run = found_run(spec, given, name, means, limits, model)
    for note in run.notes:
        complain(f"note: {note}")
    stop = stop_at(run, step)
    module, entry = run.ready.loaded.module, stop.entry
    if isinstance(entry, Refused):
        complain(f"step {entry.step} of the run is not allowed: {entry.why.message}")
        return Exit.SAFETY
    if stop.claim is not None:
        emit(asked_text(module, run.trace, stop.claim, run.binding))
        _walk_through(entry, "the claim", lambda returned: f"the claim gives {returned}")
        return Exit.HOLDS
    before = run.trace.steps[stop.number - 1].state if stop.number else None
    emit(before_text(module, run.trace, stop.number, run.name))
    _walk_through(
        entry,
        "the step",
        lambda _: after_text(module, before, entry.state(), run.name, run.binding),
    )
    return Exit.HOLDS


_NOT_THE_AUTHORS = (
    *("modelcheck", "modelcheck.*", "bdb", "namedtuple_*"),
    *("abc", "_collections_abc", "collections", "enum", "functools", "typing"),
)
"""Modules, as patterns, that `s` does not step into, and `w` does not show."""


class _Debugger(pdb.Pdb):
    """Keeps to the author's code, and knows whether the person has quit."""

    has_quit = False

    def __init__(self) -> None:
        super().__init__(skip=_NOT_THE_AUTHORS)

    def set_quit(self) -> None:
        self.has_quit = True
        super().set_quit()

    def get_stack(
        self, f: FrameType | None, t: TracebackType | None
    ) -> tuple[list[tuple[FrameType, int]], int]:
        stack, at = super().get_stack(f, t)
        shown = [each for each in stack if not self._is_skipped(each[0])]
        current = stack[at] if stack else None
        return shown, shown.index(current) if current in shown else len(shown) - 1

    def _is_skipped(self, frame: FrameType) -> bool:
        name = str(frame.f_globals.get("__name__"))
        return any(fnmatch(name, pattern) for pattern in _NOT_THE_AUTHORS)


def _walk_through(entry: Entry, what: str, told: Callable[[object], str]) -> None:
    """Run the body in the debugger; `told` gives, of what it returned, what is said then."""
    debugger = _Debugger()
    try:
        returned: object = entry.context.run(debugger.runcall, entry.method, *entry.arguments)
    except Exception as error:  # noqa: BLE001  # what the body raises is what is looked for
        emit(f"{what} ends with {type(error).__name__}: {error}")
        return
    if not debugger.has_quit:
        emit(told(returned))
