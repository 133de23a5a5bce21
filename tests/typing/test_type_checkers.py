"""What authors see in mypy and pyright, both strict: specs pass, typical mistakes do not."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from typing import TypeAlias, TypedDict

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
CASES = sorted((HERE / "cases").glob("*.py"))
SPECS = sorted((ROOT / "specs").rglob("*.py"))

pytestmark = pytest.mark.xdist_group("typing")  # each tool runs once, not once per worker

Findings: TypeAlias = dict[str, dict[int, set[str]]]
"""The rules that are broken, by file name and line."""

_MYPY = re.compile(r"^(?P<path>.+?):(?P<line>\d+): error: .*\[(?P<rule>[a-z-]+)\]$")
_EXPECTED = re.compile(r"  # error: mypy (?P<mypy>[a-z-]+), pyright (?P<pyright>\w+)$")


class _Start(TypedDict):
    line: int


class _Range(TypedDict):
    start: _Start


class _Diagnostic(TypedDict):
    file: str
    rule: str
    range: _Range


class _Report(TypedDict):
    generalDiagnostics: list[_Diagnostic]


@pytest.fixture(scope="session")
def mypy() -> Findings:
    """Run once over everything: starting the tool is what takes the time."""
    files = [str(path.relative_to(ROOT)) for path in (*CASES, *SPECS)]
    command = [sys.executable, "-m", "mypy", "--no-error-summary", "--no-pretty", *files]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert not done.stderr, done.stderr
    found: Findings = defaultdict(lambda: defaultdict(set))
    for line in done.stdout.splitlines():
        match = _MYPY.match(line)
        if match:
            found[Path(match["path"]).name][int(match["line"])].add(match["rule"])
    return found


@pytest.fixture(scope="session")
def pyright() -> Findings:
    """Run once over everything, as `mypy` does."""
    command = [sys.executable, "-m", "pyright", "--outputjson", "--pythonpath", sys.executable]
    command += ["--project", str(HERE / "pyrightconfig.json")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    report: _Report = json.loads(done.stdout)
    found: Findings = defaultdict(lambda: defaultdict(set))
    for each in report["generalDiagnostics"]:
        found[Path(each["file"]).name][each["range"]["start"]["line"] + 1].add(each["rule"])
    return found


def expected(path: Path, tool: str) -> dict[int, str]:
    """Give the rule that the comment of a line names for `tool`, by line."""
    lines = enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
    matches = ((number, _EXPECTED.search(line)) for number, line in lines)
    return {number: match[tool] for number, match in matches if match}


def test_the_cases_have_good_ones_and_mistakes() -> None:
    assert [len(expected(path, "mypy")) > 20 for path in CASES] == [True, False]
    assert len(SPECS) >= 3


@pytest.mark.parametrize("path", [*CASES, *SPECS], ids=lambda path: path.stem)
@pytest.mark.parametrize("tool", ["mypy", "pyright"])
def test_exactly_the_lines_with_a_mistake_are_refused(
    tool: str, path: Path, request: pytest.FixtureRequest
) -> None:
    found: Findings = request.getfixturevalue(tool)
    wanted = expected(path, tool)
    assert sorted(found[path.name]) == sorted(wanted)
    unnamed = {line: rule for line, rule in wanted.items() if rule not in found[path.name][line]}
    assert unnamed == {}
