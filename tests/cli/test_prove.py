"""`mc prove` as it is called: what it prints, exit codes, wrong calls, and how it ends early."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pexpect
import pytest

from modelcheck.cli.main import run
from modelcheck.gate.exit_codes import Exit

ROOT = Path(__file__).parents[2]
MC = str(Path(sys.executable).parent / "mc")
ALL_N = "specs/all_n/"


@pytest.fixture(autouse=True)
def at_the_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COLUMNS", "80")


def printed(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = run(["prove", *words])
    shown = capsys.readouterr()
    return code, shown.out, shown.err


def test_what_is_proved_is_told_with_its_lemmas(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = printed(capsys, "specs/two_phase_commit.py")
    assert code == Exit.HOLDS
    first, second, *rest = out.splitlines()
    assert first.split()[:2] == ["proved", "tc_consistent"]
    assert second == "proved     evaluation: no step raises or leaves a bound"
    assert rest[0].split()[:2] == ["lemmas", "told_what_is_decided,"]
    assert all(len(line) <= 80 for line in out.splitlines())


def test_what_a_proof_for_every_size_needs_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    words = (f"{ALL_N}majority_vote.py", "--for-all", "N", "--property", "unanimity_when_quiet")
    code, out, _ = printed(capsys, *words)
    assert code == Exit.HOLDS
    assert "  needs    2 * F < N: with 2 * F <= N, N = " in out
    assert "  unused   N >= 1, F >= 0\n" in out
    assert "model      every N of which the assumptions are true\n" in out


def test_the_json_says_how_each_claim_was_proved(capsys: pytest.CaptureFixture[str]) -> None:
    words = (f"{ALL_N}majority_vote.py", "--for-all", "N", "--property", "unanimity_when_quiet")
    code, out, _ = printed(capsys, *words, "--json")
    report = json.loads(out)
    assert code == report["exit_code"] == Exit.HOLDS
    assert report["method"] == "proved for all N"
    assert report["engine"] == "z3"
    assert report["distinct"] is None
    (claim,) = report["properties"]
    assert claim["verdict"] == "holds"
    assert claim["method"] == "proved for all N"
    assert claim["proof"]["k"] == 1
    needed = {each["condition"]: each for each in claim["proof"]["assumptions"] if each["needed"]}
    assert set(needed) == {"2 * F < N"}
    shown = needed["2 * F < N"]["counterexample"]
    assert shown["instead"] == "2 * F <= N"
    assert len(shown["trace"]) == shown["depth"] + 1


def test_a_claim_that_is_not_inductive_is_inconclusive_with_the_step_in_the_way(
    capsys: pytest.CaptureFixture[str],
) -> None:
    words = ("specs/g_set.py", "--k", "1")
    code, out, _ = printed(capsys, *words)
    assert code == Exit.INCONCLUSIVE
    assert "not inductive  " in out
    assert "no run\n" in out or "no run reaches that state" in out.replace("\n", " ")
    assert "start" not in out
    code, out, _ = printed(capsys, *words, "--json")
    obstacles = [
        each["proof"]["counterexample_to_induction"]
        for each in json.loads(out)["properties"]
        if each["verdict"] == "inconclusive"
    ]
    assert obstacles
    assert all(each["reachable"] is False and len(each["trace"]) == 2 for each in obstacles)


def test_a_broken_twin_is_violated_at_sizes_that_are_told(
    capsys: pytest.CaptureFixture[str],
) -> None:
    words = (f"{ALL_N}srikanth_toueg.py::AcceptanceOfTwo", "--for-all", "N,T,F")
    code, out, _ = printed(capsys, *words, "--property", "relay_when_quiet")
    assert code == Exit.SAFETY
    assert out.startswith("violated   relay_when_quiet")
    assert "\nmodel      N = 4, T = 1, F = 1\n" in out


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("specs/isis.py", "--for-all", "N"), "error[MC340]"),
        (("specs/isis.py", "--for-all", "BASE"), "error[MC344]"),
        ((f"{ALL_N}bracha.py", "--for-all", "N", "-p", "N=5"), "error[MC367]"),
        ((f"{ALL_N}bracha.py::ThreeProcesses", "--for-all", "N"), "error[MC363]"),
        ((f"{ALL_N}bracha.py", "--property", "agrement"), "did you mean `agreement`?"),
        ((f"{ALL_N}bracha.py", "--property", "amplified"), "error[MC366]"),
        ((f"{ALL_N}bracha.py", "--property", "deadlock"), "error[MC366]"),
        ((f"{ALL_N}bracha.py", "--for-all", "N,,"), "is no list of names"),
        ((f"{ALL_N}bracha.py", "--k", "0"), "0 is not in the range x>=1"),
        (("specs/none.py",), "error[MC101]"),
        ((), "Missing argument 'SPEC'"),
    ],
)
def test_a_wrong_call_is_refused(
    words: tuple[str, ...], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = printed(capsys, *words)
    assert (code, out) == (Exit.USAGE, "")
    assert says in err
    assert "Traceback" not in err


def test_nothing_is_proved_under_a_false_assumption(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = printed(capsys, f"{ALL_N}bracha.py", "-p", "N=3")
    assert code == Exit.ASSUMPTION
    assert "proved" not in out


def test_a_folder_is_proved_spec_by_spec(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = printed(capsys, ALL_N)
    assert code == Exit.HOLDS
    assert len(out.splitlines()) == 3


@pytest.mark.parametrize("call", ["['prove', '--help']", "['explain', 'MC355']"])
def test_help_imports_no_z3(call: str) -> None:
    program = f"""
import sys
from modelcheck.cli.main import run
code = run({call})
print(code, "z3" in sys.modules)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, check=True, text=True
    )
    assert done.stdout.splitlines()[-1] == "0 False"


def test_without_z3_the_call_is_refused(tmp_path: Path) -> None:
    hidden = tmp_path / "z3"
    hidden.mkdir()
    (hidden / "__init__.py").write_text("raise ImportError('no such library')\n", encoding="utf-8")
    found = subprocess.run(
        [MC, "prove", "specs/g_set.py"],
        cwd=ROOT,
        capture_output=True,
        check=False,
        text=True,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
    )
    assert found.returncode == Exit.USAGE
    assert "z3 cannot be used here (no such library): install z3-solver" in found.stderr


def test_when_the_time_is_up_the_rest_is_inconclusive(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = printed(capsys, "specs/isis.py", "--time", "0.3")
    assert code == Exit.INCONCLUSIVE
    assert "the time limit came first" in out
    assert "proved" not in out


def test_ctrl_c_ends_with_what_was_found_so_far() -> None:
    child: pexpect.spawn[str] = pexpect.spawn(
        MC,
        ["prove", "specs/isis.py", "-p", "Receiver=3", "--k", "6"],
        cwd=str(ROOT),
        encoding="utf-8",
        timeout=120,
        dimensions=(50, 100),
    )
    time.sleep(3)  # it takes long; it need only have begun
    child.kill(signal.SIGINT)
    child.expect("interrupted")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == Exit.INCONCLUSIVE
