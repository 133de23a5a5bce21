"""`mc check FOLDER --variant all` ends with one table: a row per spec and twin."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest
from rooms import SPEC, changed, write_room

from modelcheck.cli.main import run


@pytest.fixture(autouse=True)
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    house = Path("house")
    house.mkdir()
    write_room(house)
    (house / "shed.py").write_text(SPEC.replace("Bright", "Dim"), encoding="utf-8")


def table(capsys: pytest.CaptureFixture[str]) -> str:
    out = capsys.readouterr().out
    return out[out.index("  spec ") :]


def test_specs_stand_under_their_files(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "house", "--variant", "all"]) == 0
    assert table(capsys) == (
        "  spec    declared to break  found    states\n"
        "house/room.py\n"
        "  Room    nothing            nothing       2  as declared\n"
        "  Bright  one_lamp           after 2       3  as declared\n"
        "house/shed.py\n"
        "  Room    nothing            nothing       2  as declared\n"
        "  Dim     one_lamp           after 2       3  as declared\n"
        "\n"
        "2 specs and 2 twins: all as declared\n"
    )


def test_what_is_not_as_declared_is_said_below(capsys: pytest.CaptureFixture[str]) -> None:
    start, end = SPEC[: SPEC.index("@variant")], SPEC[SPEC.index("@variant") :]
    repaired = start + changed(end, "self.on.add(lamp)", "self.on = {lamp}")
    Path("house/shed.py").write_text(repaired, encoding="utf-8")
    Path("house/attic.py").write_text("import modelcheck\nclass", encoding="utf-8")
    assert run(["check", "house", "--variant", "all"]) == 150
    assert table(capsys) == (
        "  spec    declared to break  found       states\n"
        "house/room.py\n"
        "  Room    nothing            nothing          2  as declared\n"
        "  Bright  one_lamp           after 2          3  as declared\n"
        "house/shed.py\n"
        "  Room    nothing            nothing          2  as declared\n"
        "  Bright  one_lamp           not broken       2  not as declared\n"
        "Bright does not break one_lamp\n"
        "house/attic.py was rejected, see above\n"
        "\n"
        "3 specs and 2 twins: 2 not as declared\n"
    )


def test_a_twin_that_is_rejected_spoils_no_other_one(capsys: pytest.CaptureFixture[str]) -> None:
    before, mark, after = SPEC.partition("@variant")
    wrong = '@variant(breaks="one_lamp", parameters={"Chair": 1})\nclass Chairs(Room):\n'
    wrong += '    """Chairs."""\n\n\n'
    Path("house/shed.py").write_text(before + wrong + mark + after, encoding="utf-8")
    assert run(["check", "house", "--variant", "all"]) == 2
    assert table(capsys) == (
        "  spec    declared to break  found    states\n"
        "house/room.py\n"
        "  Room    nothing            nothing       2  as declared\n"
        "  Bright  one_lamp           after 2       3  as declared\n"
        "house/shed.py\n"
        "  Room    nothing            nothing       2  as declared\n"
        "  Bright  one_lamp           after 2       3  as declared\n"
        "house/shed.py::Chairs was rejected, see above\n"
        "\n"
        "2 specs and 3 twins: 1 not as declared\n"
    )


def test_a_claim_that_is_broken_undeclared_has_a_row(capsys: pytest.CaptureFixture[str]) -> None:
    dark = "    @invariant\n    def dark(self) -> bool:\n        return len(self.on) < 2\n\n"
    spec = changed(SPEC, "    @cover", f"{dark}    @cover")
    Path("house/shed.py").write_text(spec, encoding="utf-8")
    assert run(["check", "house/shed.py", "--variant", "all"]) == 14
    out = capsys.readouterr().out
    assert (
        "Bright  one_lamp           after 2            3  not as declared\n"
        "                           dark after 2\n"
        "Bright breaks dark, undeclared\n"
    ) in out


def test_a_narrow_page_has_no_column_of_states(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    long = "one_lamp_burns_and_no_other_does"
    Path("house/shed.py").write_text(SPEC.replace("one_lamp", long), encoding="utf-8")
    monkeypatch.setenv("COLUMNS", "60")
    assert run(["check", "house/shed.py", "--variant", "all"]) == 0
    row = capsys.readouterr().out.splitlines()[-1]
    assert row == f"Bright  {long}  after 2  as declared"


def test_a_report_is_as_wide_as_a_narrow_page(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    assert run(["check", "house/room.py"]) == 0
    assert max(map(len, capsys.readouterr().out.splitlines())) <= 60


def test_the_call_that_opens_a_run_can_be_typed_into_a_shell(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("my house.py").write_text(SPEC, encoding="utf-8")
    assert run(["check", "my house.py::Bright", "-p", "Lamp=1 + 1"]) == 12
    *_, look = (line for line in capsys.readouterr().out.splitlines() if line.startswith("look "))
    words = shlex.split(look)[2:]
    assert words[:4] == ["debug", "my house.py::Bright", "-p", "Lamp=1 + 1"]
