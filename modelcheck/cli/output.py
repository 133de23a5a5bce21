"""Where text goes: reports to standard output or a file, findings to standard error."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING

from modelcheck.report.style import Paint, coloured, plain
from modelcheck.source.diagnostic import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from modelcheck.report.rows import Page
    from modelcheck.source.diagnostic import Diagnostic
    from modelcheck.source.span import SourceFile

_NARROW, _WIDE = 60, 100


def emit(text: str) -> None:
    """Write `text` and an end of line to standard output.

    A reader that has gone away (`| head`) is no error: the rest is dropped.
    Raises: `ConfigError` (MC306) when the output cannot be written for another reason.
    """
    try:
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()
    except BrokenPipeError:
        _silence()
    except OSError as error:
        _silence()
        raise ConfigError(_unwritable("standard output", error.strerror or str(error))) from error


def _silence() -> None:
    """Let standard output go nowhere, so that nothing fails when it is closed at the end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def complain(text: str) -> None:
    """Write `text` and an end of line to standard error; one that takes no more is no error."""
    try:
        print(text, file=sys.stderr, flush=True)  # noqa: T201  # this is where text goes
    except OSError:
        return


def complain_about(
    diagnostics: tuple[Diagnostic, ...], sources: Mapping[str, SourceFile] | None = None
) -> None:
    """Write findings to standard error, with the lines of source they are about.

    `sources` has the files they point into, where they were read.
    """
    from modelcheck.gate.opening import sources_of  # noqa: PLC0415  # needed only now
    from modelcheck.source.render import render  # noqa: PLC0415

    known = sources_of(diagnostics) if sources is None else sources
    complain(render(diagnostics, known, _columns() if sys.stderr.isatty() else None))


def page(color: str) -> Page:
    """Give the page for standard output: as wide as the terminal, or as COLUMNS says.

    It has 60 to 100 columns, 100 where nothing says how wide it is.
    """
    from modelcheck.report.rows import Page  # noqa: PLC0415  # slow to load: see `main`

    terminal = sys.stdout.isatty()
    said = terminal or bool(os.environ.get("COLUMNS"))
    return Page(_columns() if said else _WIDE, _paint(color, terminal=terminal))


def _columns() -> int:
    return min(max(shutil.get_terminal_size((_WIDE, 24)).columns, _NARROW), _WIDE)


def _paint(color: str, *, terminal: bool) -> Paint:
    dumb = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    wanted = color == "always" or (color == "auto" and terminal and not dumb)
    return coloured() if wanted else plain


def check_writable(path: Path) -> None:
    """Make sure, before the work begins, that a report can be written to `path`.

    Changes nothing there.  Raises: `ConfigError` (MC306).
    """
    try:
        if path.exists():
            with path.open("ab"):
                return
        with NamedTemporaryFile(dir=path.absolute().parent):
            return
    except OSError as error:
        raise ConfigError(_unwritable(str(path), error.strerror or str(error))) from error


def write_report(path: Path, text: str) -> None:
    """Write `text` to `path`, wholly or not at all; where that fails, to standard output.

    Raises: `ConfigError` (MC306) when it fails.
    """
    try:
        if path.exists() and not path.is_file():  # a pipe or device, which may have no other name
            path.write_text(text, encoding="utf-8")
            return
        target = path.resolve()
        partial = target.with_name(f".{target.name}.{os.getpid()}")
        try:
            partial.write_text(text, encoding="utf-8")
            partial.replace(target)
        finally:
            partial.unlink(missing_ok=True)
    except OSError as error:
        emit(text.rstrip("\n"))
        raise ConfigError(_unwritable(str(path), error.strerror or str(error))) from error


def _unwritable(path: str, why: str) -> Diagnostic:
    from modelcheck.gate.errors import UnwritableReport  # noqa: PLC0415  # needed only now

    return UnwritableReport(path, why)
