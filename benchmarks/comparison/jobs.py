"""One thing to measure, and those that measure our own checker."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from comparison.measure import Command
from comparison.models import Case, Counts
from comparison.outputs import Found, read_ours

OURS: Final = "ours"
OURS_CACHED: Final = "ours, cached"


@dataclass(frozen=True)
class Job:
    """One thing to measure: `commands` writes what they need into a folder and gives them."""

    row: str
    checker: str
    commands: Callable[[Path], tuple[Command, ...]]
    read: Callable[[str], Found]
    counts: Counts | None
    limit_s: float


def our_jobs(
    row: str, arguments: tuple[str, ...], counts: Counts | None, cache: Path, limit_s: float
) -> tuple[Job, ...]:
    """Give a job with an empty cache of compiled code, and one that finds its code in it.

    Both keep their code in `cache`, which the first one empties.
    """

    def compiling(_: Path) -> tuple[Command, ...]:
        shutil.rmtree(cache, ignore_errors=True)
        return (command,)

    command = _ours(arguments, cache)
    return (
        Job(row, OURS, compiling, read_ours, counts, limit_s),
        Job(row, OURS_CACHED, lambda _: (command,), read_ours, counts, limit_s),
    )


def case_arguments(case: Case) -> tuple[str, ...]:
    """Give the arguments of `mc check` for a case, without symmetry."""
    sizes = zip(case.system.parameters, case.sizes, strict=True)
    parameters = tuple(word for name, size in sizes for word in ("-p", f"{name}={size}"))
    claims = tuple(word for name in case.system.claims for word in ("--property", name))
    return (str(case.system.spec), "--symmetry", "off", *parameters, *claims)


def _ours(arguments: tuple[str, ...], cache: Path) -> Command:
    mc = Path(sys.executable).with_name("mc")
    program = (str(mc),) if mc.is_file() else (shutil.which("mc") or "mc",)
    return Command((*program, "check", *arguments, "--json"), (("MODELCHECK_CACHE", str(cache)),))
