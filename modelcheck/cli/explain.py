"""`mc explain`: the page of an error code."""

from __future__ import annotations

import click

from modelcheck.cli.output import emit
from modelcheck.gate.catalogue import page
from modelcheck.gate.exit_codes import Exit

_EPILOG = """\b
Examples:
  mc explain MC120        why `while` is refused, and what to write
"""


@click.command("explain", epilog=_EPILOG, short_help="Explain an error code.")
@click.argument("code", metavar="CODE")
def command(*, code: str) -> int:
    """Explain the error CODE: a bad example, what is printed for it, and the mended one."""
    emit(page(code).rstrip("\n"))
    return Exit.HOLDS
