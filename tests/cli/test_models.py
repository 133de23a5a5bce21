"""`mc check SPEC --model NAME` takes the parameters of a model of the manifest."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from rooms import SPEC, write_room

from modelcheck.cli.main import run


@pytest.fixture(autouse=True)
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_room(tmp_path)


def reports(capsys: pytest.CaptureFixture[str], *words: str) -> list[dict[str, object]]:
    run(["check", *words, "--json"])
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


@pytest.mark.parametrize(
    ("words", "model", "lamps"),
    [
        ((), None, 2),
        (("--model", "default"), "default", 2),
        (("--model", "large"), "large", 3),
        (("--model", "large", "-p", "Lamp=4"), "large", 4),
    ],
)
def test_a_model_has_parameters_and_the_call_may_change_them(
    words: tuple[str, ...],
    model: str | None,
    lamps: int,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (report,) = reports(capsys, "room.py", *words)
    assert (report["model"], report["parameters"]) == (model, {"Lamp": lamps})


def test_twins_are_checked_under_the_model_as_well(capsys: pytest.CaptureFixture[str]) -> None:
    found = reports(capsys, "room.py", "--model", "large", "--variant", "all")
    assert [(each["model"], each["parameters"]) for each in found] == [("large", {"Lamp": 3})] * 2
    assert [each["exit_code"] for each in found] == [0, 0]


def test_of_a_folder_every_spec_has_a_model_of_its_own(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("shed.py").write_text(SPEC, encoding="utf-8")
    assert run(["check", ".", "--model", "large", "--quiet"]) == 2
    captured = capsys.readouterr()
    assert "room.py::Room: holds" in captured.out
    assert "`shed.py` has no manifest" in captured.err


def test_a_model_that_is_not_there_is_told_with_those_that_are(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["check", "room.py", "--model", "lage"]) == 2
    err = capsys.readouterr().err
    assert "error[MC305]: `room.toml` has no model `lage`; it has `default`, `large`" in err
    assert "did you mean `large`?" in err


def test_a_parameter_that_is_given_twice_is_still_a_mistake(
    capsys: pytest.CaptureFixture[str],
) -> None:
    words = ["check", "room.py", "--model", "large", "-p", "Lamp=3", "-p", "Lamp=4"]
    assert run(words) == 2
    assert "error[MC117]" in capsys.readouterr().err
