"""What only a process of its own shows: pipes, terminals, Ctrl-C, the debugger."""

from __future__ import annotations

import json
import os
import re
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import pexpect
import pytest

from modelcheck.cli.main import run

ROOT = Path(__file__).parents[2]
MC = str(Path(sys.executable).with_name("mc"))
ISIS = "specs/isis.py"


def terminal(*words: str) -> pexpect.spawn[str]:
    return pexpect.spawn(MC, list(words), cwd=ROOT, encoding="utf-8", timeout=60)


def ended(child: pexpect.spawn[str]) -> int | None:
    child.expect(pexpect.EOF)
    child.close()
    return child.exitstatus


def test_a_reader_that_goes_away_is_no_error() -> None:
    with subprocess.Popen(
        [MC, "check", ISIS, "--json"], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 0


def test_ctrl_c_while_a_class_is_made_is_no_bug(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Interrupting:
        def __set_name__(self, owner: type, name: str) -> None:
            raise KeyboardInterrupt

    def load(_: str) -> None:
        type("Node", (), {"field": Interrupting()})

    # An earlier test may have loaded the command, which is then not loaded again.
    monkeypatch.delitem(sys.modules, "modelcheck.cli.check", raising=False)
    monkeypatch.setattr("modelcheck.cli.commands.import_module", load)
    assert run(["check", ISIS]) == 20
    assert capsys.readouterr().err == "interrupted: nothing was established\n"


def test_ctrl_c_while_the_commands_are_loaded_is_told_as_one() -> None:
    held = (
        "import sys, modelcheck.cli.main as mc\n"
        "class Held:\n"
        "    def find_spec(self, name, *_):\n"
        "        if name == 'click': raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Held())\n"
        "mc.main()\n"
    )
    done = subprocess.run([sys.executable, "-c", held], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (20, "interrupted: nothing was established\n")


def test_a_report_can_be_written_to_a_pipe() -> None:
    # Its name leads to one that does not exist: `pipe:[1234]`.
    if not Path("/dev/stdout").exists():
        pytest.skip("this system has no /dev/stdout")
    command = [MC, "check", ISIS, "--report", "json", "-o", "/dev/stdout"]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    assert (found.returncode, found.stderr) == (0, b"")
    assert b'"schema": "modelcheck/1"' in found.stdout


def test_a_full_disk_is_said() -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    with Path("/dev/full").open("w") as full:
        command = [MC, "check", ISIS]
        ended_ = subprocess.run(command, cwd=ROOT, stdout=full, stderr=subprocess.PIPE, check=False)
    assert b"error[MC306]" in ended_.stderr
    assert ended_.returncode == 2


@pytest.mark.parametrize(
    ("words", "code"), [(("check", ISIS), 0), (("check", "none.py"), 2), (("check", "--none"), 2)]
)
@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-", "<&- >&- 2>&-", "2>/dev/full"])
def test_closed_and_full_streams_change_no_exit_code(
    words: tuple[str, ...], code: int, closed: str
) -> None:
    command = shlex.join([MC, *words])
    found = subprocess.run(
        ["/bin/sh", "-c", f"{command} {closed}"], cwd=ROOT, capture_output=True, check=False
    )
    assert found.returncode == code
    assert b"Traceback" not in found.stderr + found.stdout
    assert b"error" not in found.stdout


@pytest.mark.parametrize("kilobytes", [150_000, 220_000, 280_000, 350_000, 500_000])
def test_a_machine_that_runs_short_of_memory_ends_no_check_with_a_traceback(kilobytes: int) -> None:
    # Such limits made LLVM abort, threads fail to begin, and the table have no room.
    command = f"ulimit -v {kilobytes}; exec {shlex.quote(MC)} check {ISIS}"
    found = subprocess.run(["/bin/sh", "-c", command], cwd=ROOT, capture_output=True, check=False)
    assert found.returncode in {0, 20}, found.stderr
    assert not found.stderr or found.stderr.startswith(b"note: the python engine explores: ")


def test_without_llvmlite_the_python_engine_explores_and_says_so_once(tmp_path: Path) -> None:
    hidden = tmp_path / "llvmlite"
    hidden.mkdir()
    (hidden / "__init__.py").write_text(
        "raise ImportError('no such processor')\n", encoding="utf-8"
    )
    found = subprocess.run(
        [MC, "check", "specs/two_phase_commit.py", "--variant", "all"],
        cwd=ROOT,
        capture_output=True,
        check=False,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
    )
    why = "llvmlite cannot be used here: no such processor"
    assert found.stderr == f"note: the python engine explores: {why}\n"
    assert found.returncode == 0


def test_nothing_is_drawn_and_nothing_coloured_where_there_is_no_terminal() -> None:
    command = [MC, "check", ISIS, "-p", "Receiver=3"]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    assert found.returncode == 0
    assert found.stderr == b""
    assert b"\x1b" not in found.stdout


def test_a_terminal_gets_progress_and_ctrl_c_ends_with_the_figures_so_far() -> None:
    child = terminal("check", ISIS, "-p", "Receiver=4", "--engine", "python")
    child.expect(r"\d states, [\d,]+ in the frontier, [\d,]+ generated/s, depth \d+, \d+ s")
    child.kill(signal.SIGINT)
    child.expect(r"inconclusive")
    child.expect(r"[\d,]+ distinct, [\d,]+ generated, depth \d+; interrupted")
    assert ended(child) == 20


def test_a_report_in_a_pipe_is_as_wide_as_columns_says() -> None:
    command = [MC, "check", f"{ISIS}::WithoutTieBreak"]
    widest = [
        max(
            len(line)
            for line in subprocess.run(
                command,
                cwd=ROOT,
                env={**os.environ, "COLUMNS": columns},
                capture_output=True,
                check=False,
                text=True,
            ).stdout.splitlines()
            if not line.startswith("look")  # to be copied as one
        )
        for columns in ("80", "")
    ]
    assert widest[0] <= 80 < widest[1] <= 100


@pytest.mark.parametrize(
    "name",
    ["bmc", "check", "debug", "doc", "dump", "explain", "gate", "replay", "simulate", "sweep"],
)
def test_help_fits_eighty_columns(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert run([name, "--help"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if len(line) > 80 or re.search(r"\w-$", line)] == []


def test_a_time_that_is_no_time_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    for time in ("nan", "0", "-1", "soon"):
        assert run(["check", ISIS, "--time", time]) == 2
        assert f"'{time}' is no time in seconds" in capsys.readouterr().err


def test_a_terminal_gets_colour() -> None:
    child = terminal("check", ISIS, "--color", "auto")
    child.expect(re.escape("\x1b[32mholds\x1b[0m"))
    assert ended(child) == 0


def test_the_debugger_stops_inside_the_chosen_step_in_the_source_of_its_author() -> None:
    child = terminal("debug", f"{ISIS}::WithoutTieBreak", "--property", "total_order")
    child.expect(r"step 12 of 12 for total_order: Receiver2 learn")
    child.expect(r"state before it:")
    child.expect(r"isis\.py\(\d+\)learn\(\)")
    child.expect(re.escape("(Pdb) "))
    child.sendline("p self.log")
    child.expect(re.escape("{Receiver1: [Message1], Receiver2: []}"))
    child.sendline("p self")
    child.expect(re.escape("WithoutTieBreak("))
    child.expect(re.escape("log={Receiver1: [Message1], Receiver2: []},"))
    child.sendline("c")
    child.expect("the step is taken")
    child.expect(re.escape("log[Receiver2]: [] -> [Message2]"))
    child.expect("total_order, with a = Receiver1, b = Receiver2, is false after it")
    assert ended(child) == 0


def debugged(spec: str, *words: str, lines: str) -> str:
    """Give what the debugger prints when these lines are typed."""
    command = [MC, "debug", spec, *words]
    return subprocess.run(
        command, cwd=ROOT, input=lines, capture_output=True, check=False, text=True
    ).stdout


def test_stepping_and_the_stack_keep_to_the_code_of_the_author() -> None:
    printed = debugged(
        f"{ISIS}::WithoutTieBreak", "--property", "total_order", lines="w\n" + "s\n" * 6 + "w\nq\n"
    )
    places = re.findall(r"^[> ] (.*)\(\d+\)\w+\(\)", printed, re.MULTILINE)
    assert {Path(each).name for each in places} == {"isis.py"}
    assert "isis.py(163)drain()" in printed


RAISING = """
from typing import Annotated

from annotated_types import Interval

from modelcheck.lang import Ordered, Spec, action, init, invariant, old, step_invariant


class P(Ordered, size=2):
    pass


class Counts(Spec):
    n: dict[P, Annotated[int, Interval(ge=0, le=3)]]

    @init
    def start(self) -> None:
        self.n = {p: 0 for p in P}

    @action
    def up(self, p: P) -> None:
        self.n[p] += 1

    @step_invariant
    def grows(self, q: P) -> bool:
        return all(old(self).n[p] <= 6 // (2 - self.n[p]) for p in P if p > q)


class AtOnce(Counts):
    @invariant
    def never(self, q: P) -> bool:
        return 1 // self.n[q] > 0
"""


def test_where_a_claim_raises_the_debugger_opens_in_the_claim(tmp_path: Path) -> None:
    spec = tmp_path / "counts.py"
    spec.write_text(f"from __future__ import annotations\n{RAISING}")
    asked = ("--property", "evaluation")
    printed = debugged(f"{spec}::Counts", *asked, "--step", "2", lines="p old(self).n\nc\n")
    assert "grows, with q = P1, after step 2 of 2\nstate:\n  n  {P1: 0, P2: 2}" in printed
    assert "grows()" in printed
    assert "{P1: 0, P2: 1}" in printed
    assert "the claim ends with ZeroDivisionError: " in printed
    printed = debugged(f"{spec}::AtOnce", *asked, lines="c\n")
    assert "never, with q = P1, after step 0 of 0\n" in printed
    saved = tmp_path / "run.json"
    assert run(["check", f"{spec}::Counts", "--report", "json", "-o", str(saved)]) == 75
    printed = debugged(f"{spec}::Counts", "--trace", str(saved), lines="c\n")
    assert "grows, with q = P1, after step 2 of 2\n" in printed


def test_quitting_the_debugger_takes_no_step() -> None:
    command = [MC, "debug", ISIS, "--property", "done", "--step", "2"]
    found = subprocess.run(command, cwd=ROOT, input=b"q\n", capture_output=True, check=False)
    assert found.returncode == 0
    assert b"step 2 of 14 for done: " in found.stdout
    assert b"the step is taken" not in found.stdout


def test_the_hash_seed_changes_no_byte_of_the_report() -> None:
    command = [MC, "check", f"{ISIS}::FirstProposalWins", "--keep-going", "--json"]
    reports = [
        subprocess.run(
            command,
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=False,
        ).stdout.partition(b'"seconds"')[0]
        for seed in ("1", "2")
    ]
    assert reports[0] == reports[1]
    assert reports[0]


def test_the_first_step_that_is_not_allowed_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    saved = tmp_path / "run.json"
    assert run(["check", ISIS, "--report", "json", "-o", str(saved)]) == 0
    report = json.loads(saved.read_text())
    (done,) = [each for each in report["covers"] if each["name"] == "done"]
    del done["trace"][3]
    saved.write_text(json.dumps(report))
    capsys.readouterr()
    assert run(["replay", ISIS, str(saved), "--property", "done"]) == 12
    printed = capsys.readouterr().out.splitlines()
    assert printed[0].startswith("not allowed  step 3, ")
    assert printed[1].startswith("because ")


@pytest.mark.parametrize("stage", ["typed", "normal"])
def test_a_stage_can_be_read(
    stage: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    assert run(["dump", ISIS, "--stage", stage]) == 0
    assert capsys.readouterr().out.startswith("spec Isis\n")


def test_garbage_is_collected_again_once_a_command_is_loaded() -> None:
    program = """
import gc, sys
from modelcheck.cli.main import run
code = run(["explain", "MC101"])
print(code, gc.isenabled(), gc.get_freeze_count() > 0)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert done.stdout.decode().splitlines()[-1] == "0 True True"
