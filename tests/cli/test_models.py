"""`mc check SPEC --model NAME` takes the parameters of a model of the manifest."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from rooms import MANIFEST, SPEC, changed, write_room

from modelcheck.cli.main import run
from modelcheck.gate.replaying import found_run


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


def test_the_run_of_a_model_is_debugged() -> None:
    found = found_run("room.py::Bright", (), "one_lamp", model="large")
    assert found.ready.given == (("Lamp", "3"),)
    called = found_run("room.py::Bright", (("Lamp", "4"),), "one_lamp", model="large")
    assert called.ready.given == (("Lamp", "4"),)


def test_a_saved_run_has_no_model(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["debug", "room.py", "--trace", "run.json", "--model", "large"]) == 2
    assert "`--trace` and `--model` do not go together" in capsys.readouterr().err


@pytest.fixture
def own() -> None:
    """Let the twin of the room have a size of its own."""
    text = changed(SPEC, 'breaks="one_lamp")', 'breaks="one_lamp", parameters={"Lamp": 2})')
    Path("room.py").write_text(text, encoding="utf-8")


@pytest.mark.usefixtures("own")
def test_a_parameter_that_a_twin_sets_itself_is_refused_of_the_twin(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for command in ("check", "simulate", "debug"):
        assert run([command, "room.py::Bright", "-p", "Lamp=3"]) == 2
        assert "`Bright` sets `Lamp` to 2 itself" in capsys.readouterr().err
    assert run(["sweep", "room.py::Bright", "-p", "Lamp=2..3", "--json"]) == 2
    cells = json.loads(capsys.readouterr().out)["cells"]
    assert [each["verdict"] for each in cells] == ["violated", "refused"]
    assert run(["check", "room.py::Bright", "-p", "Lamp=2", "--quiet"]) == 12


@pytest.mark.usefixtures("own")
def test_a_twin_keeps_its_parameters_beside_its_spec_and_says_so(
    capsys: pytest.CaptureFixture[str],
) -> None:
    words = ["check", "room.py", "--variant", "all", "--json"]
    assert run([*words, "-p", "Lamp=3"]) == 0
    captured = capsys.readouterr()
    sizes = [json.loads(line)["parameters"]["Lamp"] for line in captured.out.splitlines()]
    assert sizes == [3, 2]
    assert captured.err == "note: Bright keeps Lamp=2, which it sets itself\n"
    for model in ("default", "large"):
        assert run([*words, "--model", model]) == 0
        assert capsys.readouterr().err == ""


@pytest.mark.usefixtures("own")
def test_a_model_leaves_a_twin_its_parameters(capsys: pytest.CaptureFixture[str]) -> None:
    (report,) = reports(capsys, "room.py::Bright", "--model", "large")
    assert report["parameters"] == {"Lamp": 2}
    twin = MANIFEST[MANIFEST.index("[models.default.twins.Bright]") : MANIFEST.index("[models.l")]
    added = twin.replace("default", "large")
    Path("room.toml").write_text(f"{MANIFEST}\n{added}", encoding="utf-8")
    assert run(["gate", "room.py", "--all", "--workers", "1", "--quiet"]) == 0
