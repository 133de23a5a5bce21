"""Where virtual synchrony differs from the catalogue's encoding: both counts, once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from modelcheck.cli.main import run

SPEC = Path(__file__).parents[2] / "specs" / "virtual_synchrony.py"


def found_by(capsys: pytest.CaptureFixture[str], *asked: str) -> tuple[int, dict[str, int | None]]:
    """Give how many states there are, and how many steps each claim takes to break."""
    run(["check", *asked, "--json"])
    report = json.loads(capsys.readouterr().out)
    return report["distinct"], {each["name"]: each["depth"] for each in report["properties"]}


def without(text: str, start: str, end: str) -> str:
    """Give `text` without what stands from `start` up to `end`."""
    before, _, rest = text.partition(start)
    _, found, after = rest.partition(end)
    assert found
    return before + end + after


def test_naming_the_leader_costs_the_symmetry_between_senders(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = SPEC.read_text(encoding="utf-8")
    text = without(text, "    @cover\n    def leader_crashed", "\n@variant")
    text = without(text, "LEADER: Final", "class Mode")
    text = text.replace("    one,\n", "")
    unnamed = tmp_path / "unnamed.py"
    unnamed.write_text(text, encoding="utf-8")
    counts = [found_by(capsys, str(path), "-p", "SENDS=1,1,0") for path in (SPEC, unnamed)]
    assert [distinct for distinct, _ in counts] == [6570, 3316]


# In the catalogue, a state in which only a skip is left is quiet.
def test_a_member_that_is_about_to_skip_has_not_installed_yet(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = SPEC.read_text(encoding="utf-8")
    hasty = tmp_path / "hasty.py"
    hasty.write_text(text[: text.rindex("    @final")], encoding="utf-8")
    _, steps = found_by(capsys, f"{hasty}::SkipCrashed")
    assert steps["survivors_install_when_quiet"] == 7
