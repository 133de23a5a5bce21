"""`mc bmc` as a process: what it imports, and how it ends early."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pexpect
import pytest

ROOT = Path(__file__).parents[2]
MC = str(Path(sys.executable).parent / "mc")
WIDE = ("specs/isis.py", "-p", "Receiver=4", "-p", "Message=3")
"""Takes minutes, if not hours."""


@pytest.mark.parametrize(
    "call", ["['check', 'specs/g_set.py']", "['bmc', '--help']", "['dump', 'specs/g_set.py']"]
)
def test_z3_is_imported_only_where_it_is_asked_for(call: str) -> None:
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


@pytest.mark.parametrize(
    "words", [("bmc", "specs/g_set.py"), ("dump", "specs/g_set.py", "--stage", "smt")]
)
def test_without_z3_the_call_is_refused(words: tuple[str, ...], tmp_path: Path) -> None:
    hidden = tmp_path / "z3"
    hidden.mkdir()
    (hidden / "__init__.py").write_text("raise ImportError('no such library')\n", encoding="utf-8")
    found = subprocess.run(
        [MC, *words],
        cwd=ROOT,
        capture_output=True,
        check=False,
        text=True,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
    )
    assert found.returncode == 2
    assert "z3 cannot be used here (no such library): install z3-solver" in found.stderr
    assert "Traceback" not in found.stderr


def test_the_time_is_kept_while_formulas_are_made() -> None:
    found = subprocess.run(
        [MC, "bmc", *WIDE, "--time", "0.1"], cwd=ROOT, capture_output=True, check=False, text=True
    )
    assert found.returncode == 20
    assert "none was looked at to its end; the time limit came first" in found.stdout
    assert not found.stderr


@pytest.mark.parametrize("most", ["60M", "130M", "180M"])
def test_the_memory_is_kept(most: str) -> None:
    found = subprocess.run(
        [MC, "bmc", "specs/isis.py", "--memory", most],
        cwd=ROOT,
        capture_output=True,
        check=False,
        text=True,
    )
    assert found.returncode == 20
    assert "the limit on memory came first" in found.stdout
    assert not found.stderr


FULL_AT_ONCE = '''
from modelcheck.lang import Spec, action, init, invariant, oneof


class Tank(Spec):
    """Some initial states break a claim."""

    is_full: bool

    @init
    def start(self) -> None:
        self.is_full = oneof((False, True))

    @action
    def drain(self) -> None:
        self.is_full = False

    @invariant
    def never_full(self) -> bool:
        return not self.is_full
'''


def test_where_an_initial_state_breaks_a_claim_no_length_was_looked_at_to_its_end(
    tmp_path: Path,
) -> None:
    # One run of no step was found, not all of them were looked at; the report said they were.
    path = tmp_path / "tank.py"
    path.write_text(FULL_AT_ONCE, encoding="utf-8")
    found = subprocess.run([MC, "bmc", path], capture_output=True, check=False, text=True)
    assert found.returncode == 12
    assert "none was looked at to its end; stopped at the first violation" in found.stdout


def test_ctrl_c_ends_with_what_was_found_so_far() -> None:
    child: pexpect.spawn[str] = pexpect.spawn(
        MC,
        ["bmc", "specs/isis.py", "--max-depth", "40"],
        cwd=str(ROOT),
        encoding="utf-8",
        timeout=120,
        dimensions=(50, 100),
    )
    child.expect(r"runs of [3-9] steps, \d+ s")
    child.kill(signal.SIGINT)
    child.expect(r"all of up to \d+ steps; interrupted")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 20
