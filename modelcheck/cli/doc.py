"""`mc doc`: the page of a spec, made from the spec."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from modelcheck.cli.options import file_or_output, parameter_option, spec_argument
from modelcheck.cli.output import complain_about, emit, write_report
from modelcheck.gate.documenting import pages
from modelcheck.gate.exit_codes import worst
from modelcheck.gate.opening import Rejected

if TYPE_CHECKING:
    from modelcheck.gate.opening import Given

_EPILOG = """\b
Examples:
  mc doc specs/isis.py                      the page, in Markdown
  mc doc specs/isis.py -o isis.md
  mc doc specs -o docs/protocols            a page for every spec of a folder
"""


@click.command("doc", epilog=_EPILOG, short_help="Write the page of a spec.")
@spec_argument
@parameter_option
@click.option(
    "-o",
    "path",
    type=click.Path(path_type=Path),
    metavar="PATH",
    callback=file_or_output,
    help="Write to this file; of a folder of specs, into this folder.",
)
def command(*, spec: str, given: Given, path: Path | None) -> int:
    """Write what SPEC is for, its state, steps, claims and broken twins, as Markdown."""
    codes: list[int] = []
    of_folder = Path(spec).is_dir()
    if of_folder and path is None:
        message = "name a folder for the pages: mc doc SPECS -o FOLDER"
        raise click.UsageError(message)
    for page in pages(spec, given):
        if isinstance(page, Rejected):
            complain_about(page.error.diagnostics, page.sources)
            codes.append(page.exit_code)
        elif path is None:
            emit(page.text.rstrip("\n"))
        else:
            file = path / f"{page.name}.md" if of_folder else path
            write_report(file, page.text)
            emit(f"page in {file}")
    return worst(codes)
