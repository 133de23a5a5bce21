"""Progress on a terminal, and reports in files."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from modelcheck.cli.output import check_writable, write_report
from modelcheck.cli.reports import Reports, report_to
from modelcheck.gate.pipeline import Checked, CheckRequest, check
from modelcheck.report.progress import ProgressLine
from modelcheck.source.diagnostic import ConfigError


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def draw(line: ProgressLine, seconds: float) -> None:
    line.draw(distinct=1200, generated=4000, frontier=30, depth=5, seconds=seconds)


def test_the_first_second_is_quiet_and_a_line_is_cleared_after_it() -> None:
    stream = Terminal()
    line = ProgressLine(stream)
    draw(line, 0.9)
    assert stream.getvalue() == ""
    draw(line, 2.0)
    text = "1,200 states, 30 in the frontier, 2,000 generated/s, depth 5, 2 s"
    assert stream.getvalue() == f"\r{text}"
    line.clear()
    assert stream.getvalue() == f"\r{text}\r{' ' * len(text)}\r"


def test_a_file_gets_no_progress() -> None:
    stream = io.StringIO()
    draw(ProgressLine(stream), 5.0)
    assert stream.getvalue() == ""


def test_looking_whether_a_report_can_be_written_changes_nothing(tmp_path: Path) -> None:
    old, new = tmp_path / "old.json", tmp_path / "new.json"
    old.write_text("kept")
    check_writable(old)
    check_writable(new)
    assert old.read_text() == "kept"
    assert list(tmp_path.iterdir()) == [old]


@pytest.mark.parametrize("name", ["", "nowhere/report.json"])
def test_a_place_that_cannot_be_written_is_refused_before_the_work(
    tmp_path: Path, name: str
) -> None:
    with pytest.raises(ConfigError, match="cannot be written"):
        check_writable(tmp_path / name)


def test_a_report_replaces_what_was_there_wholly(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    path.write_text("a longer text than before")
    write_report(path, "short\n")
    assert path.read_text() == "short\n"
    assert list(tmp_path.iterdir()) == [path]


def test_a_report_that_cannot_be_written_after_all_goes_to_standard_output(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(ConfigError, match="cannot be written"):
        write_report(tmp_path / "gone" / "report.json", "the report\n")
    assert capsys.readouterr().out == "the report\n"


def test_ctrl_c_between_specs_loses_no_report_of_those_before(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted() -> Iterator[Checked]:
        yield from check(CheckRequest(str(Path(__file__).parents[2] / "specs" / "isis.py")))
        raise KeyboardInterrupt

    path = tmp_path / "report.json"
    to = report_to("json", path, as_json=False, quiet=False, color="never")
    assert Reports(to, brief=True).show_all(interrupted()) == 20
    assert json.loads(path.read_text(encoding="utf-8"))["verdict"] == "holds"
    assert capsys.readouterr().err == "interrupted: nothing more was established\n"
