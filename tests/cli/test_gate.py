"""`mc gate` fails closed: each of these changes makes it red, with a sentence and a place."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import psutil
import pytest
from rooms import MANIFEST, SPEC, changed, write_room

from modelcheck.cli.main import run
from modelcheck.gate import gating
from modelcheck.gate.gating import run_job
from modelcheck.gate.planning import Job
from modelcheck.report.gated import Row
from modelcheck.semantics.verdict import Limits, Reason

MC = str(Path(sys.executable).with_name("mc"))


def gate(path: Path, *words: str) -> int:
    """Run the gate in this process."""
    return run(["gate", str(path), "--workers", "1", *words])


def said(capsys: pytest.CaptureFixture[str], folder: Path) -> str:
    """Give what was printed, without the folder's name."""
    captured = capsys.readouterr()
    return (captured.err + captured.out).replace(f"{folder}/", "")


def test_what_is_as_declared_is_green(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_room(tmp_path)
    assert gate(tmp_path) == 0
    text = said(capsys, tmp_path)
    assert "2 runs of 1 spec: all as declared, in " in text
    assert " red" not in text


def test_slow_models_are_run_if_all_are_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_room(tmp_path)
    assert gate(tmp_path, "--all", "--json") == 0
    runs = json.loads(capsys.readouterr().out)["runs"]
    assert [each["model"] for each in runs] == ["default", "default", "large"]
    assert [each["distinct"] for each in runs] == [3, 4, 4]
    assert [each["orbits"] for each in runs] == [2, 3, 2]


_CLAIM = SPEC[SPEC.index("    @invariant") : SPEC.index("    @cover")]


@pytest.mark.parametrize(
    ("before", "after", "code", "place", "sentence"),
    [
        pytest.param(
            _CLAIM,
            _CLAIM.replace("@invariant", "@cover"),
            150,
            "room.py:",
            "`one_lamp` is not a claim of `Bright`",
            id="a claim is deleted that a twin breaks",
        ),
        pytest.param(
            _CLAIM,
            _CLAIM + _CLAIM.replace("one_lamp", "no_more_than_one"),
            14,
            "room.toml:8:1",
            "the claim `no_more_than_one` holds, and the manifest does not say so",
            id="a claim is added",
        ),
        pytest.param(
            "self.on.add(lamp)\n\n    @action\n    def switch_off",
            "self.on = {lamp}\n\n    @action\n    def switch_off",
            0,
            "",
            "all as declared",
            id="another body that means the same",
        ),
        pytest.param(
            "        require(len(self.on) == 0)\n",
            "        require(len(self.on) <= 1)\n",
            14,
            "room.toml:3:1",
            '`result` is "success" in the manifest, and "safety failure" in the run',
            id="a threshold is weakened",
        ),
        pytest.param(
            "        require(len(self.on) == 0)\n",
            "        require(len(self.on) < 0)\n",
            14,
            "room.toml:9:12",
            "`light` stands under `covers`, and it is not reached",
            id="nothing happens any more",
        ),
        pytest.param(
            "    def switch_on(self, lamp: Lamp) -> None:\n        self.on.add(lamp)\n",
            "    def switch_on(self, lamp: Lamp) -> None:\n        self.on = {lamp}\n",
            14,
            "room.toml:17:14",
            "`one_lamp` stands under `violated`, and it holds",
            id="a twin is repaired",
        ),
        pytest.param(
            "class Bright(Room)",
            "class Brighter(Room)",
            14,
            "room.toml:11:2",
            "`Room` has no twin `Bright`; it has `Brighter`",
            id="a twin is renamed",
        ),
        pytest.param(
            "    @cover\n    def light",
            "    @cover\n    def lit",
            14,
            "room.toml:9:12",
            "`Room` has no cover `light`; it has `lit`",
            id="a cover is renamed",
        ),
        pytest.param("size=2", "size=1", 14, "room.toml:4:1", "`distinctStates`", id="a parameter"),
        pytest.param(
            'breaks="one_lamp"',
            'breaks=("one_lamp", "deadlock")',
            14,
            "room.toml:17:1",
            "the manifest says that `Bright` violates `one_lamp`",
            id="a twin declares more",
        ),
        pytest.param(
            '@variant(breaks="one_lamp")\n',
            "",
            150,
            "room.py:",
            "give each spec a file and a manifest of its own, or mark the twins with @variant",
            id="a twin is not marked any more",
        ),
        pytest.param(
            "class Room(Spec):", "class Room(Spec:", 150, "room.py:", "MC104", id="syntax"
        ),
    ],
)
def test_a_change_of_the_spec_is_seen(
    before: str,
    after: str,
    code: int,
    place: str,
    sentence: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    write_room(tmp_path, spec=changed(SPEC, before, after))
    found = gate(tmp_path)
    text = said(capsys, tmp_path)
    assert place in text, text
    assert sentence in text, text
    assert found == code


@pytest.mark.parametrize(
    ("before", "after", "code", "place", "sentence"),
    [
        ("States = 3", "States = 4", 14, ":4:1", "`distinctStates` is 4 in the manifest, and 3 in"),
        ("totalStates = 9", "totalStates = 8", 14, ":5:1", "`totalStates` is 8 in the manifest"),
        ("stateDepth = 1", "stateDepth = 0", 14, ":6:1", "`stateDepth` is 0 in the manifest"),
        ("orbits = 2", "orbits = 3", 14, ":7:1", "`orbits` is 3 in the manifest, and 2 in the run"),
        ("orbits = 2\n", "", 14, ":1:2", "has no `orbits`"),
        ('["one_lamp"]', "[]", 14, ":8:1", "the claim `one_lamp` holds, and the manifest does"),
        ('["one_lamp"]', '["one_lamp", "dark"]', 14, ":8:23", "`Room` has no claim `dark`"),
        ('holds = ["one_lamp"]\n', "", 2, ":1:2", "[models.default] has no `holds`"),
        ("light = 1", "light = 2", 14, ":9:12", "`covers.light` is 2 steps in the manifest"),
        ("covers = { light = 1 }\n", "", 14, ":1:2", "the cover `light` is reached after 1 step"),
        ("covers = {", "unreachable = ['light']\nx = {", 2, ":10:1", "`x` is no key of"),
        (
            "covers = { light = 1 }",
            "unreachable = ['light']",
            14,
            ":9:17",
            "`light` stands under `unreachable`, and is reached after 1 step",
        ),
        ("one_lamp = 2", "one_lamp = 3", 14, ":17:14", "`violated.one_lamp` is 3 steps"),
        ("violated = { one_lamp = 2 }\n", "", 14, ":11:2", "violates nothing, its `breaks`"),
        ("light = 1", "lihgt = 1", 14, ":9:12", "did you mean `light`?"),
        ("covers", "dead = ['switch_off']\ncovers", 14, ":9:10", "is taken 6 times"),
        ("covers", "dead = ['jump']\ncovers", 14, ":9:10", "`Room` has no action `jump`"),
        (
            "[models.default.twins.Bright]",
            "[models.two]\ntime = 'slow'\nholds = []",
            14,
            ":1:2",
            "the twin",
        ),
        ('"fast"', '"slow"', 2, "room.toml", "no model of `room.toml` is fast"),
        ('"slow"\nparameters = { Lamp', '"fast"\nparameters = { Lmap', 2, ":22:1", "`Lmap`"),
        ('"slow"\nparameters = { Lamp = 3', '"fast"\nparameters = { Lamp = 0', 2, ":8", "have 0"),
        ('"fast"', '"fast"\nparameters = { Lamp = 3 }', 2, ":3:1", "`default` is what `mc check"),
        ('"success"', '"assumption failure"', 14, ":3:1", "`result` is"),
    ],
)
def test_a_change_of_the_manifest_is_seen(
    before: str,
    after: str,
    code: int,
    place: str,
    sentence: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    write_room(tmp_path, manifest=changed(MANIFEST, before, after))
    found = gate(tmp_path)
    text = said(capsys, tmp_path)
    assert place in text, text
    assert sentence in text, text
    assert found == code


def test_a_limit_that_is_reached_is_red(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_room(tmp_path)
    assert gate(tmp_path, "--max-states", "2") == 20
    text = said(capsys, tmp_path)
    assert "room.toml:1:2" in text
    assert "the run of `room.py::Room` did not come to its end: reason max-states" in text


def test_what_a_constraint_cuts_off_is_red(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    constraint = (
        "    @constraint\n    def dark(self) -> bool:\n        return len(self.on) == 0\n\n"
    )
    spec = changed(SPEC, "    @cover", f"{constraint}    @cover")
    write_room(tmp_path, spec=changed(spec, "cover, init", "constraint, cover, init"))
    assert gate(tmp_path) == 20
    assert "a constraint cuts states off" in said(capsys, tmp_path)


def test_an_action_that_is_never_taken_is_red_unless_declared(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    body = "        require(len(self.on) > 2)\n        self.on = set()\n\n"
    jump = f"    @action\n    def jump(self) -> None:\n{body}"
    spec = changed(SPEC, "    @invariant", f"{jump}    @invariant")
    write_room(tmp_path, spec=spec)
    assert gate(tmp_path) == 14
    assert "the action `jump` is never taken, and the manifest does not" in said(capsys, tmp_path)
    dead = MANIFEST.replace("covers", "dead = ['jump']\ncovers")
    write_room(tmp_path, spec=spec, manifest=dead)
    assert gate(tmp_path) == 0


def test_a_cover_that_is_not_reached_is_red_unless_declared(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cover = "    @cover\n    def dazzling(self) -> bool:\n        return len(self.on) > 2\n\n"
    spec = changed(SPEC, "    @cover", f"{cover}    @cover")
    write_room(tmp_path, spec=spec)
    assert gate(tmp_path) == 14
    assert "the cover `dazzling` is not reached, and the manifest" in said(capsys, tmp_path)
    known = MANIFEST.replace("covers", "unreachable = ['dazzling']\ncovers")
    write_room(tmp_path, spec=spec, manifest=known)
    assert gate(tmp_path) == 0


def test_a_renamed_spec_leaves_its_manifest_behind(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_room(tmp_path).rename(tmp_path / "house.py")
    (tmp_path / "pyproject.toml").write_text("[project]", encoding="utf-8")
    assert gate(tmp_path) == 2
    text = said(capsys, tmp_path)
    assert "`house.py` has no manifest: there is no `house.toml`" in text
    assert "`room.toml` is the manifest of no spec: there is none in `room.py`" in text
    assert "pyproject" not in text


@pytest.mark.parametrize("name", ["empty", "none", "none.py"])
def test_a_folder_without_specs_is_red(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty").mkdir()
    assert gate(tmp_path / name) == 2
    assert "error[MC10" in capsys.readouterr().err


def test_what_is_wrong_with_one_spec_spoils_no_other(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_room(tmp_path)
    (tmp_path / "attic.py").write_text("import modelcheck\nclass", encoding="utf-8")
    (tmp_path / "attic.toml").write_text(MANIFEST, encoding="utf-8")
    assert gate(tmp_path) == 150
    text = said(capsys, tmp_path)
    assert "attic.py:2" in text
    assert "2 runs of 2 specs: 1 not as declared" in text


def test_junit_tells_failures_from_errors(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_room(tmp_path, manifest=changed(MANIFEST, "distinctStates = 4", "distinctStates = 5"))
    (tmp_path / "attic.py").write_text("import modelcheck\nclass", encoding="utf-8")
    report = tmp_path / "gate.xml"
    assert gate(tmp_path, "--report", "junit", "-o", str(report)) == 2
    attic, room = ET.parse(report).getroot()  # noqa: S314  # our own
    assert [attic.get(key) for key in ("tests", "failures", "errors")] == ["1", "0", "1"]
    assert [room.get(key) for key in ("tests", "failures", "errors")] == ["2", "1", "0"]
    first, second = room
    assert (first.get("classname"), first.get("name")) == (f"{tmp_path}/room.py", "Room (default)")
    assert first.find("failure") is None
    failure = second.find("failure")
    assert failure is not None
    assert failure.get("message") == "`distinctStates` is 5 in the manifest, and 4 in the run"
    assert failure.text is not None
    assert "room.toml:13: [MC322]" in failure.text
    assert "2 runs of 2 specs: 2 not as declared" in said(capsys, tmp_path)


def test_github_is_told_file_and_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    write_room(tmp_path, manifest=changed(MANIFEST, "distinctStates = 4", "distinctStates = 5"))
    assert gate(tmp_path, "--report", "github") == 14
    assert said(capsys, tmp_path) == (
        "::error file=room.toml,line=13,col=1,endLine=13,endColumn=15,"
        "title=MC322 in room.py%3A%3ABright (default)"
        "::`distinctStates` is 5 in the manifest, and 4 in the run; "
        "look at what has changed: "
        "`mc check room.py::Bright --model default --keep-going --symmetry off`\n"
    )
    summary = (tmp_path / "summary.md").read_text(encoding="utf-8")
    assert "2 runs, 1 not as declared" in summary


def test_json_has_what_was_found_and_how_it_differs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_room(tmp_path, manifest=changed(MANIFEST, "distinctStates = 4", "distinctStates = 5"))
    assert gate(tmp_path, "--json") == 14
    report = json.loads(said(capsys, tmp_path))
    assert (report["schema"], report["exit_code"], report["as_declared"]) == (
        "modelcheck/1",
        14,
        False,
    )
    room, bright = report["runs"]
    assert (room["exit_code"], room["findings"]) == (0, [])
    assert (bright["spec"], bright["result"], bright["distinct"]) == (
        "room.py::Bright",
        "safety failure",
        4,
    )
    (finding,) = bright["findings"]
    assert (finding["code"], finding["file"], finding["line"]) == ("MC322", "room.toml", 13)


def test_processes_side_by_side_say_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_room(tmp_path, manifest=changed(MANIFEST, "distinctStates = 4", "distinctStates = 5"))
    assert gate(tmp_path, "--json") == 14
    alone = json.loads(capsys.readouterr().out)
    words = [MC, "gate", str(tmp_path), "--workers", "2"]
    done = subprocess.run([*words, "--json"], capture_output=True, text=True, check=False)
    beside = json.loads(done.stdout)
    assert done.returncode == 14
    for report in (alone, beside):
        for each in (report, *report["runs"]):
            del each["seconds"]
    assert beside == alone


def test_runs_that_need_more_memory_or_died_are_run_again_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def cut_off(jobs: list[Job], *_: object) -> dict[int, Row]:
        short = run_job(jobs[0], Limits(memory_bytes=1), 1)
        assert short.stopped is Reason.MEMORY
        return {0: short}

    monkeypatch.setattr(gating, "_side_by_side", cut_off)
    write_room(tmp_path)
    assert run(["gate", str(tmp_path), "--workers", "2", "--quiet"]) == 0
    assert said(capsys, tmp_path) == "2 runs of 1 spec: all as declared\n"


def test_ctrl_c_keeps_the_rows_that_are_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(job: Job, limits: Limits, workers: int | None) -> Row:
        if job.class_name == "Bright":
            raise KeyboardInterrupt
        return run_job(job, limits, workers)

    monkeypatch.setattr(gating, "run_job", interrupted)
    write_room(tmp_path)
    assert gate(tmp_path, "--all", "--json") == 20
    runs = json.loads(capsys.readouterr().out)["runs"]
    assert [each["result"] for each in runs] == ["success", None, None]
    assert [each["reason"] for each in runs] == [None, "interrupted", "interrupted"]


def test_ctrl_c_ends_the_processes_as_well(tmp_path: Path) -> None:
    free = changed(SPEC, "        require(len(self.on) == 0)\n", "").replace("size=2", "size=40")
    write_room(tmp_path, spec=free)
    words = [MC, "gate", str(tmp_path), "--workers", "2", "--json", "--memory", "2G"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as process:
        workers: list[psutil.Process] = []
        while len(workers) < 2:
            assert process.poll() is None
            started = psutil.Process(process.pid).children()
            workers = [each for each in started if "spawn_main" in "".join(each.cmdline())]
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=60)
    assert process.returncode == 20
    reasons = [each["reason"] for each in json.loads(out)["runs"]]
    assert reasons == ["interrupted", "interrupted"]
    psutil.wait_procs(workers, timeout=60)
    assert not [each for each in workers if each.is_running()]
