"""Showing what was checked, one spec after the other, where and how the call wants it."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Final

from modelcheck.cli.output import (
    check_writable,
    complain,
    complain_about,
    emit,
    page,
    write_report,
)
from modelcheck.gate.exit_codes import Exit, worst
from modelcheck.gate.opening import Rejected
from modelcheck.report.json_report import json_report
from modelcheck.report.progress import ProgressLine
from modelcheck.report.proof_text import proof_report
from modelcheck.report.rows import Page
from modelcheck.report.text import summary, text_report
from modelcheck.report.twins import twin_table
from modelcheck.semantics.verdict import Method

if TYPE_CHECKING:
    from collections.abc import Iterable

    from modelcheck.explicit.reference.watch import Progress
    from modelcheck.gate.pipeline import Checked
    from modelcheck.report.outcome import Outcome


_PATIENCE_S: Final = 1.0
"""How long a search is before it tells how far it is."""


@dataclass(frozen=True)
class ReportTo:
    """What goes to standard output (`text`, `json`, `summary`), and what to a file."""

    shown: str
    page: Page
    path: Path | None
    saved: str


def report_to(
    form: str | None, path: Path | None, *, as_json: bool, quiet: bool, color: str
) -> ReportTo:
    """Decide where the reports go.

    Raises: `ConfigError` (MC306) when the file cannot be written.
    """
    if path is not None:
        check_writable(path)
    saved = form or ("json" if as_json else "text")
    if as_json:
        shown = "json"
    elif quiet or path is not None:
        shown = "summary"
    else:
        shown = saved
    return ReportTo(shown, page(color), path, saved)


class _Put(Enum):
    """What was written last."""

    NOTHING = 0
    LINE = 1
    BLOCK = 2


@dataclass
class Reports:
    """Shows each outcome as it comes, and writes the file, if there is one, at the end.

    `brief` gives those that are well a line only, as fits a folder of specs.  Where there may
    be several, they are `titled`.
    """

    to: ReportTo
    brief: bool
    titled: bool = False
    _progress: ProgressLine = field(default_factory=lambda: ProgressLine(sys.stderr))
    _last: _Put = _Put.NOTHING
    _noted: set[str] = field(default_factory=set[str])

    def observe(self, progress: Progress) -> None:
        """Tell how far a search is."""
        self._progress.draw(
            distinct=progress.distinct,
            generated=progress.generated,
            frontier=progress.frontier,
            depth=progress.depth,
            seconds=progress.seconds,
        )

    def observe_length(self, length: int, seconds: float) -> None:
        """Tell how long the runs are that are being looked at."""
        if seconds >= _PATIENCE_S:
            self._progress.tell(f"runs of {length} steps, {seconds:.0f} s")

    def show_all(self, checked: Iterable[Checked]) -> int:
        """Show everything, or what there is when Ctrl-C comes; give the exit code."""
        codes: list[int] = []
        outcomes: list[Outcome] = []
        rejected: list[Rejected] = []
        try:
            for each in checked:
                self._progress.clear()
                codes.append(each.exit_code)
                if isinstance(each, Rejected):
                    complain_about(each.error.diagnostics, each.sources)
                    rejected.append(each)
                else:
                    outcomes.append(each)
                    self._note(each.result.note)
                    self._show(each)
        except KeyboardInterrupt:
            complain(f"interrupted: nothing {'more ' if codes else ''}was established")
            codes.append(Exit.INCONCLUSIVE)
        if any(each.declared is not None for each in outcomes) and self.to.shown == "text":
            names = {each.spec: each.twin for each in rejected}
            self._put(twin_table(outcomes, self.to.page, names), _Put.BLOCK)
        if self.to.path is not None and outcomes:
            write_report(self.to.path, self._file(outcomes))
            if self.to.shown != "json":
                emit(f"report in {self.to.path}")
        return int(worst(codes))

    def _note(self, note: str | None) -> None:
        """Say a note, once for all specs of which it is so."""
        if note is not None and note not in self._noted:
            self._noted.add(note)
            complain(f"note: {note}")

    def _show(self, outcome: Outcome) -> None:
        as_wanted = outcome.exit_code == 0 and (self.brief or outcome.declared is not None)
        match self.to.shown:
            case "json":
                emit(json_report(outcome))
            case "text" if not as_wanted:
                self._put(self._text(outcome, self.to.page), _Put.BLOCK)
            case "text" if outcome.declared is not None:
                pass  # a row of the table says it
            case _:
                self._put(summary(outcome, self.to.page), _Put.LINE)

    def _text(self, outcome: Outcome, page: Page) -> str:
        is_proof = outcome.result.method in {Method.INDUCTION, Method.FOR_ALL}
        text = proof_report(outcome, page) if is_proof else text_report(outcome, page)
        return f"{outcome.spec}\n{text}" if self.titled else text

    def _put(self, text: str, kind: _Put) -> None:
        """Write a text, with an empty line around it if it is a block."""
        apart = _Put.BLOCK in {kind, self._last} and self._last is not _Put.NOTHING
        emit(f"\n{text}" if apart else text)
        self._last = kind

    def _file(self, outcomes: list[Outcome]) -> str:
        if self.to.saved == "json":
            return "".join(f"{json_report(each)}\n" for each in outcomes)
        return "\n\n".join(self._text(each, Page()) for each in outcomes) + "\n"
