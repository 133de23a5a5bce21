"""`mc gate`: every model of every manifest, held to what it declares."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from modelcheck.cli.options import NamedType, color_option, limit_options, report_options
from modelcheck.cli.output import check_writable, complain_about, emit, page, write_report
from modelcheck.gate.gating import GateRequest, gate
from modelcheck.report.gate_machines import gate_github, gate_json, gate_junit
from modelcheck.report.gate_text import gate_markdown, gate_summary, gate_text
from modelcheck.report.progress import ProgressLine
from modelcheck.report.rows import Page
from modelcheck.semantics.verdict import Limits

if TYPE_CHECKING:
    from modelcheck.report.gated import Gated

_SUMMARY = "GITHUB_STEP_SUMMARY"

_EPILOG = """\b
Examples:
  mc gate                              every fast model of the specs in specs/
  mc gate specs --all                  the slow ones too
  mc gate specs/isis.py                those of one spec
  mc gate specs --report junit -o gate.xml
  mc gate specs --report github        annotations for GitHub's workflows

Exit codes: 0 all is as declared, 2 a manifest is missing or wrong, 14 something is not as declared,
20 a run did not come to its end, 150 a spec is rejected.
"""


@click.command(
    "gate", epilog=_EPILOG, short_help="Hold all models to what their manifests declare."
)
@click.argument("folder", metavar="[PATH]", default="specs", type=NamedType())
@click.option("--all", "slow", is_flag=True, help="Run the slow models too.")
@click.option(
    "--workers",
    "processes",
    type=click.IntRange(min=1),
    metavar="N",
    help="How many processes run models; by default, as many as processors.",
)
@limit_options
@report_options("text", "junit", "github", "json")
@color_option
def command(
    *,
    folder: str,
    slow: bool,
    processes: int | None,
    seconds: float | None,
    memory: int | None,
    max_depth: int | None,
    max_states: int | None,
    form: str | None,
    path: Path | None,
    as_json: bool,
    quiet: bool,
    color: str,
) -> int:
    """Run every model of every manifest under PATH, and compare with what is declared.

    PATH is a folder or a spec's file.  Whatever cannot be run, or is not as declared, is red.
    """
    if path is not None:
        check_writable(path)
    limits = Limits(max_states, max_depth, seconds, memory)
    progress = ProgressLine(sys.stderr)
    gated = gate(
        GateRequest(Path(folder), slow, limits, processes),
        lambda done, total: progress.tell(f"{done} of {total} runs"),
    )
    progress.clear()
    saved = form or ("json" if as_json else "text")
    shown = "json" if as_json else "text" if path is not None else saved
    _show(gated, shown, quiet=quiet, color=color)
    if saved == "github" and os.environ.get(_SUMMARY):
        with Path(os.environ[_SUMMARY]).open("a", encoding="utf-8") as summary:
            summary.write(gate_markdown(gated))
    if path is not None:
        write_report(path, f"{_text(gated, saved, Page())}\n")
    return gated.exit_code


def _show(gated: Gated, form: str, *, quiet: bool, color: str) -> None:
    # A twin is rejected for what is wrong with its spec: that is told once.
    findings = tuple(dict.fromkeys(each for row in gated.red for each in row.findings))
    if form in {"text", "junit"} and findings:
        complain_about(findings)
    text = gate_summary(gated, page(color)) if quiet else _text(gated, form, page(color))
    if text:
        emit(text)


def _text(gated: Gated, form: str, on: Page) -> str:
    match form:
        case "junit":
            return gate_junit(gated)
        case "github":
            return gate_github(gated)
        case "json":
            return gate_json(gated)
        case _:
            return gate_text(gated, on)
