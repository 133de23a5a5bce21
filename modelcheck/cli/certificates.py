"""What `mc prove` does with certificates: it writes one, or checks one instead of proving."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click
from click.core import ParameterSource

from modelcheck.cli.output import emit, page, write_report
from modelcheck.gate.certificates import certificate_text
from modelcheck.gate.errors import ExclusiveOptions
from modelcheck.gate.exit_codes import Exit
from modelcheck.gate.pipeline import Checked
from modelcheck.gate.rechecking import recheck
from modelcheck.report.outcome import Outcome
from modelcheck.report.recheck_text import recheck_report
from modelcheck.source.diagnostic import ConfigError

_FITTING = frozenset({"spec", "recheck", "seconds", "quiet", "color"})
"""What goes together with `--recheck`."""


def writing(checked: Iterator[Checked], path: Path, *, silent: bool) -> Iterator[Checked]:
    """Pass on what was checked, and write its certificate; tell so unless `silent`.

    Raises: `ConfigError` (MC306) when it cannot be written.
    """
    for each in checked:
        yield each
        if isinstance(each, Outcome) and each.result.certificate is not None:
            write_report(path, certificate_text(each.result.certificate))
            if not silent:
                emit(f"certificate in {path}")


@dataclass(frozen=True)
class RecheckCall:
    """What `mc prove --recheck` was called with."""

    path: Path
    spec: str | None
    seconds: float | None
    quiet: bool
    color: str


def rechecked(call: RecheckCall, context: click.Context) -> int:
    """Check a certificate, show what was checked, and give the exit code.

    Raises: `ConfigError` for options that the certificate decides (MC312), and as `recheck` does.
    """
    for each in context.command.params:
        name = str(each.name)
        given = context.get_parameter_source(name) is ParameterSource.COMMANDLINE
        if given and name not in _FITTING:
            why = "the certificate says what is checked, and of which parameters"
            raise ConfigError(ExclusiveOptions(max(each.opts, key=len), "--recheck", why))
    found = recheck(call.path, call.spec, call.seconds)
    emit(recheck_report(found, page(call.color), brief=call.quiet))
    return Exit.HOLDS if found.open is None else Exit.INCONCLUSIVE
