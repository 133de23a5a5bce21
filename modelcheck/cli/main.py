"""`mc`: arguments in, exit code out."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Sequence

_INTERRUPTED = 20


def main() -> NoReturn:
    """Run `mc` with the arguments of the process, and end it with the exit code."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # the caller has closed it
            setattr(sys, name, open(os.devnull, "w"))  # noqa: PTH123, SIM115  # to the end
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run `mc` with `arguments`, and give the exit code; no exception leaves it."""
    try:
        from modelcheck.cli.commands import call  # noqa: PLC0415  # slow: Ctrl-C may come before

        return call(arguments)
    except KeyboardInterrupt:
        sys.stderr.write("interrupted: nothing was established\n")
        return _INTERRUPTED
