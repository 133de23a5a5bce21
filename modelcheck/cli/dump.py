"""`mc dump`: a stage of a spec on its way to the engines, to be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from modelcheck.cli.options import parameter_option, spec_argument
from modelcheck.cli.output import emit
from modelcheck.gate.exit_codes import Exit
from modelcheck.gate.opening import ready_one
from modelcheck.ir.text_module import show_normal, show_typed

if TYPE_CHECKING:
    from modelcheck.gate.opening import Given

_EPILOG = """\b
Examples:
  mc dump specs/isis.py                   each action as a guard and a parallel assignment
  mc dump specs/isis.py --stage typed     the bodies as they are written, with every type
"""


@click.command("dump", epilog=_EPILOG, short_help="Print a stage of the translation.")
@spec_argument
@click.option(
    "--stage", type=click.Choice(["typed", "normal"]), default="normal", show_default=True
)
@parameter_option
def command(*, spec: str, stage: str, given: Given) -> int:
    """Print SPEC as it is after a stage of its translation."""
    module = ready_one(spec, given).loaded.module
    if stage == "typed":
        emit(show_typed(module).rstrip("\n"))
    else:
        from modelcheck.passes.normalise import normalise  # noqa: PLC0415  # needed only now

        emit(show_normal(normalise(module)).rstrip("\n"))
    return Exit.HOLDS
