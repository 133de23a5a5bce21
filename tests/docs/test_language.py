"""The pages that teach do not lie: their specs are checked, their sessions print what they say.

A `python` block whose first line is a comment with a file's name makes that file; a `console`
block has commands after `$ `, what they print, and `[exit N]` where that is not 0.  A line `...`
stands for any lines.  Times are compared by their form only.
"""

from __future__ import annotations

import ast
import io
import re
import shlex
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

from modelcheck.cli.main import run

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "docs" / "language.md", ROOT / "docs" / "manifests.md"]

_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_NAME = re.compile(r"# (\S+\.py)\n")


def blocks(page: Path, language: str) -> list[str]:
    """Give the blocks of a page that are in `language`."""
    text = page.read_text(encoding="utf-8")
    return [block[2] for block in _BLOCK.finditer(text) if block[1] == language]


def sessions(page: Path) -> list[tuple[str, str]]:
    """Give the commands of `mc` on a page, and what is printed below each."""
    parts = [part for block in blocks(page, "console") for part in f"\n{block}".split("\n$ ")[1:]]
    pairs = [part.partition("\n") for part in parts]
    return [(command[3:], printed) for command, _, printed in pairs if command.startswith("mc ")]


def prints(command: str) -> str:
    """Run a command of `mc`; give what it prints, with its exit code if that is not 0."""
    printed = io.StringIO()
    with redirect_stdout(printed), redirect_stderr(printed):
        code = run(shlex.split(command))
    return printed.getvalue() + (f"[exit {code}]\n" if code else "")


def tidy(text: str) -> list[str]:
    """Give the lines of a text, without times and without spaces at their ends."""
    lines = re.sub(r"\d+\.\d+ s\b", "0.00 s", text).splitlines()
    return [line.rstrip() for line in lines if line.strip()]


def shows(shown: list[str], printed: list[str]) -> bool:
    """Whether `shown` is `printed`, with `...` for any lines."""
    pattern = "".join(r"(?:.*\n)*?" if line == "..." else f"{re.escape(line)}\\n" for line in shown)
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in printed)) is not None


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand in a folder with the project's specs and the files of all pages."""
    monkeypatch.chdir(tmp_path)
    Path("specs").symlink_to(ROOT / "specs")
    for page in PAGES:
        for block in blocks(page, "python"):
            match = _NAME.match(block)
            if match:
                Path(match[1]).write_text(block, encoding="utf-8")


SESSIONS = [(page.name, *session) for page in PAGES for session in sessions(page)]


@pytest.mark.parametrize(("page", "command", "printed"), SESSIONS)
def test_a_session_prints_what_the_page_says(page: str, command: str, printed: str) -> None:
    found = prints(command)
    assert shows(tidy(printed), tidy(found)), f"{page}: mc {command} prints\n{found}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_file_on_a_page_is_checked_there(page: Path) -> None:
    matches = (_NAME.match(block) for block in blocks(page, "python"))
    names = {match[1] for match in matches if match}
    commands = " ".join(command for command, _ in sessions(page))
    assert {name for name in names if f"check {name}" not in commands} == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_python_on_a_page_is_python(page: Path) -> None:
    for block in blocks(page, "python"):
        ast.parse(block)
