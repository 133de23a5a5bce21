"""How the findings of the bad specs are printed: places, carets, what is wrong, what to write."""

from __future__ import annotations

from pathlib import Path

import pytest
from findings import diagnostics_of
from reviewed import Golden

from modelcheck.gate.errors import FolderForOne
from modelcheck.source.render import render
from modelcheck.source.span import SourceFile

CASES = sorted((Path(__file__).parent / "cases").glob("*.py"))


@pytest.mark.parametrize("path", CASES, ids=[path.stem for path in CASES])
def test_the_findings_of_a_bad_spec_are_printed_as_reviewed(path: Path, golden: Golden) -> None:
    source = SourceFile(path.name, path.read_text(encoding="utf-8"))
    text = render(diagnostics_of(path), {path.name: source})
    golden(f"errors/{path.stem}.txt", f"{text}\n")


def test_help_can_be_as_wide_as_a_terminal_and_breaks_at_no_hyphen() -> None:
    finding = FolderForOne("specs/with-a-long-name/and-more-in-it")
    assert render([finding], {}, 60).splitlines()[1:] == [
        "  = help: name one of its files, as in",
        "          `specs/with-a-long-name/and-more-in-it/spec.py`",
    ]
