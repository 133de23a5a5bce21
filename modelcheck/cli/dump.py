"""`mc dump`: a stage of a spec on its way to the engines, to be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from modelcheck.cli.options import need_z3, parameter_option, spec_argument
from modelcheck.cli.output import emit
from modelcheck.gate.engines import llvm_text
from modelcheck.gate.exit_codes import Exit
from modelcheck.gate.opening import ready_one
from modelcheck.ir.text_module import show_normal, show_typed

if TYPE_CHECKING:
    from modelcheck.gate.opening import Given, Ready

_EPILOG = """\b
Examples:
  mc dump specs/isis.py                   guards and parallel assignments
  mc dump specs/isis.py --stage typed     the bodies as written, every type
  mc dump specs/isis.py --stage layout    where fields stand in a state's bits
  mc dump specs/isis.py --stage llvm      what is compiled, unoptimised
  mc dump specs/isis.py --stage smt       what z3 is asked about, in SMT-LIB 2
"""


@click.command("dump", epilog=_EPILOG, short_help="Print a stage of the translation.")
@spec_argument
@click.option(
    "--stage",
    type=click.Choice(["typed", "normal", "layout", "llvm", "smt"]),
    default="normal",
    show_default=True,
)
@parameter_option
def command(*, spec: str, stage: str, given: Given) -> int:
    """Print SPEC as it is after a stage of its translation."""
    emit(_stage(ready_one(spec, given), stage).rstrip("\n"))
    return Exit.HOLDS


def _stage(spec: Ready, stage: str) -> str:
    """Give the text of a stage; what only one needs is imported for that one."""
    module = spec.loaded.module
    match stage:
        case "typed":
            return show_typed(module)
        case "layout":
            from modelcheck.explicit.native.layout import lay_out  # noqa: PLC0415
            from modelcheck.explicit.native.layout_text import show_layout  # noqa: PLC0415

            return show_layout(lay_out(module.fields))
        case "llvm":
            return llvm_text(spec)
        case "smt":
            need_z3()
            from modelcheck.gate.bounding import smt_text  # noqa: PLC0415

            return smt_text(spec)
        case _:
            from modelcheck.passes.normalise import normalise  # noqa: PLC0415

            return show_normal(normalise(module))
