"""The worked example of the lecture, a saved run of ISIS, is a run of the spec.

Receiver1 and Receiver2 stand for its P3 and P4, which have both proposed 1 before.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from modelcheck.cli.main import run

ROOT = Path(__file__).parents[2]
SPEC = str(ROOT / "specs" / "isis.py")
EXAMPLE = ROOT / "specs" / "traces" / "isis_lecture_example.json"

Json: TypeAlias = dict[str, Any]  # Any: JSON has no types


def report() -> Json:
    found: Json = json.loads(EXAMPLE.read_text(encoding="utf-8"))
    return found


def steps(of: Json) -> list[Json]:
    (trace,) = (each["trace"] for each in of["covers"] if each["name"] == "done")
    found: list[Json] = trace
    return found


def test_the_example_is_a_run_of_the_spec(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["replay", SPEC, str(EXAMPLE)]) == 0
    shown = capsys.readouterr()
    assert shown.out.startswith("allowed    14 steps of Isis")
    assert shown.err == ""


def test_the_example_has_the_priorities_and_the_order_of_the_lecture() -> None:
    names = {"Receiver1": 3, "Receiver2": 4}

    def priority(of: Json) -> tuple[int, int]:
        return of["number"], names[of["proposer"]]

    taken = steps(report())
    answers = [each["arguments"]["answer"] for each in taken if each["action"] == "collect"]
    news = [each["arguments"]["news"] for each in taken if each["action"] == "learn"]
    proposed = {(each["message"], priority(each["priority"])) for each in answers}
    agreed = {(each["message"], priority(each["priority"])) for each in news}
    assert proposed == {
        ("Message1", (2, 3)),
        ("Message2", (3, 3)),
        ("Message2", (2, 4)),
        ("Message1", (3, 4)),
    }
    assert agreed == {("Message1", (3, 4)), ("Message2", (3, 3))}
    last = ["Message2", "Message1"]
    assert taken[-1]["state"]["log"] == {"Receiver1": last, "Receiver2": last}
    assert report()["parameters"] == {"BASE": 1, "Message": 2, "Receiver": 2}


def test_a_step_that_was_changed_is_refused_and_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changed = report()
    taken = steps(changed)
    taken[11], taken[3] = taken[3], taken[11]  # nothing is agreed yet after two steps
    path = tmp_path / "changed.json"
    path.write_text(json.dumps(changed), encoding="utf-8")
    assert run(["replay", SPEC, str(path)]) == 12
    shown = capsys.readouterr().out
    assert "step 3" in shown
    assert "learn(" in shown


def test_a_state_that_was_changed_is_refused_and_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changed = report()
    steps(changed)[14]["state"]["log"]["Receiver2"] = ["Message1", "Message2"]
    path = tmp_path / "changed.json"
    path.write_text(json.dumps(changed), encoding="utf-8")
    assert run(["replay", SPEC, str(path)]) == 12
    shown = capsys.readouterr().out
    assert "step 14" in shown
    assert "log" in shown
