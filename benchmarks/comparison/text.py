"""The report: what was measured, as a page of tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from comparison.figures import judge
from comparison.models import Case
from comparison.outcomes import Outcome, faults
from comparison.peers import (
    RUMUR_CFLAGS,
    RUMUR_FLAGS,
    SPIN_CFLAGS,
    SPIN_DEPTH,
    TLC_FLAGS,
    TLC_WORKERS,
)
from comparison.plan import ISIS, ISIS_LARGE, MAIN, ORBIT_SIZES, orbit_row
from comparison.tables import (
    compare,
    growth_in_memory,
    growth_in_seconds,
    show_counts,
    show_figures,
    show_own,
)

_ORBITS: Final = tuple((f"N={n}", orbit_row(n)) for n in ORBIT_SIZES)
_ISIS: Final = (("default size", ISIS), ("3 messages, 3 receivers", ISIS_LARGE))
_FLAGS: Final = (
    f"TLC: `java {' '.join(TLC_FLAGS)} tlc2.TLC -workers {TLC_WORKERS} -deadlock -checkpoint 0`",
    f"SPIN, breadth first: `cc {' '.join(SPIN_CFLAGS)} -DBFS`, `pan -wBITS`",
    f"SPIN, depth first: `cc {' '.join(SPIN_CFLAGS)}`, `pan -wBITS {SPIN_DEPTH}`",
    f"Rumur: `rumur {' '.join(RUMUR_FLAGS)} --set-capacity BYTES`, `cc {' '.join(RUMUR_CFLAGS)}`",
    "ours: `mc check SPEC --symmetry off --json`, as many workers as it takes by itself",
)


_METHOD: Final = """\
Wall time is that of whole processes, with everything a user waits for: start, and for SPIN and
Rumur the making and compiling of the verifier. *ours* starts with an empty cache and compiles;
*ours, cached* finds its code. The checkers take turns on a row: a time is the median (least to
largest) of the turns, a ratio the median of the ratios within one turn. States/s are distinct ones.
"""


@dataclass(frozen=True)
class Circumstances:
    """What the report says of the run as a whole, beside its outcomes."""

    machine: str
    command: str
    missing: tuple[str, ...]
    skipped: tuple[str, ...]


def show_report(outcomes: Sequence[Outcome], about: Circumstances) -> str:
    """Give the whole page, in Markdown; the same outcomes give the same page."""
    parts = [
        "# Benchmarks\n",
        f"Written by `{about.command}`; `benchmarks/README.md` says how to read it.\n",
        f"Machine: {about.machine}.\n",
        _METHOD,
        *_section("What was asked for", show_figures(judge(outcomes))),
        *(part for case in MAIN for part in _section(_title(case), compare(outcomes, case))),
        *_section("Cost as the model grows: wall time in seconds", growth_in_seconds(outcomes)),
        *_section("Cost as the model grows: peak memory in MiB", growth_in_memory(outcomes)),
        *_section("Two-phase commit with symmetry", show_own(outcomes, _ORBITS)),
        *_section("ISIS total order", show_own(outcomes, _ISIS)),
        *_section("The counts", show_counts(outcomes)),
        *_notes("Runs that failed, or found other counts", faults(outcomes)),
        *_notes("Not run, as the time was up", about.skipped),
        *_notes("Not there", about.missing),
        *_notes("How they were run", _FLAGS),
    ]
    return "\n".join(parts)


def _section(title: str, body: str) -> tuple[str, ...]:
    return (f"## {title}\n", f"{body}\n") if body else ()


def _notes(title: str, lines: Sequence[str]) -> tuple[str, ...]:
    return _section(title, "\n".join(f"- {line}" for line in lines))


def _title(case: Case) -> str:
    counts = f"{case.counts.distinct:,} distinct, {case.counts.generated:,} generated"
    return f"{case.title[0].upper()}{case.title[1:]}: {counts}"
