"""The pages of `docs/errors`: each shows a bad spec, what `mc` prints, and the mended spec.

A page cannot lie: its files are written, its commands run, its output compared.  A fenced block
is a file: `spec.py`, or what `title="..."` names; a `console` block is a session.  A command
without output is only held to its exit code.  The last section, `## Mended`, has files, which
replace those before, or commands, or both; without a command the first one of the page must not
be refused any more.  `pytest tests/errors --update-golden` writes the output anew.
"""

from __future__ import annotations

import io
import re
import shlex
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import pytest

from modelcheck.cli.main import run
from modelcheck.gate.catalogue import ALL

PAGES = Path(__file__).parents[2] / "docs" / "errors"
REFUSED = (2, 150, 255)
CODES = sorted(each.code for each in ALL)

_FENCE = re.compile(r"^```(\w+)(?: title=\"([^\"]+)\")?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_COMMAND = re.compile(r"^\$ mc (.*)\n((?:(?!\$ mc |\[exit ).*\n)*)\[exit (\d+)\]\n", re.MULTILINE)


@dataclass(frozen=True)
class Block:
    """A fenced block of a page: a session, or a file."""

    language: str
    title: str | None
    text: str
    mended: bool


def blocks(page: str) -> list[Block]:
    mended = page.index("\n## Mended\n")
    return [
        Block(each[1], each[2], each[3], each.start() > mended) for each in _FENCE.finditer(page)
    ]


def printed(command: str) -> tuple[str, int]:
    """Run a command line of `mc`; give what it prints on both streams, and its exit code."""
    stream = io.StringIO()
    with redirect_stdout(stream), redirect_stderr(stream):
        code = run(shlex.split(command))
    return "".join(f"{line.rstrip()}\n" for line in stream.getvalue().splitlines()), code


def session(text: str) -> str:
    """Give a session as it is now: each command with its output and exit code."""

    def again(command: re.Match[str]) -> str:
        output, code = printed(command[1])
        return f"$ mc {command[1]}\n{output if command[2] else ''}[exit {code}]\n"

    assert _COMMAND.sub("", text).strip() == "", "commands end with `[exit N]`"
    return _COMMAND.sub(again, text)


def replay(page: str) -> str:
    """Do what the page shows, in the current folder; give the page as it should be."""
    commands: list[str] = []
    mended_by_command = False
    for block in blocks(page):
        if block.language == "console":
            now = session(block.text)
            commands += [each[1] for each in _COMMAND.finditer(block.text)]
            mended_by_command |= block.mended
            page = page.replace(f"```console\n{block.text}```", f"```console\n{now}```")
        else:
            path = Path(block.title or "spec.py")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text, encoding="utf-8")
    if not mended_by_command:
        output, code = printed(commands[0])
        assert code not in REFUSED, f"the mended spec is refused:\n{output}"
    return page


@pytest.mark.parametrize("code", CODES)
def test_a_page_shows_what_happens(
    code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pytestconfig: pytest.Config
) -> None:
    path = PAGES / f"{code}.md"
    page = path.read_text(encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    now = replay(page)
    assert page.startswith(f"# {code}: ")
    assert f"error[{code}]" in now
    ends = [
        int(each[3])
        for block in blocks(now)
        if block.mended
        for each in _COMMAND.finditer(block.text)
    ]
    assert not [end for end in ends if end in REFUSED]
    if pytestconfig.getoption("--update-golden"):
        path.write_text(now, encoding="utf-8")
    else:
        assert now == page


def test_every_page_is_about_a_code() -> None:
    assert sorted(path.stem for path in PAGES.glob("*.md")) == CODES


def test_no_two_findings_share_a_code() -> None:
    assert len(set(CODES)) == len(CODES)
