"""The sessions in the pages beside this file print what the pages say.

A page is markdown.  A `python` block whose first line is a comment with a file's name makes
that file; a `console` block has commands after `$ `, what they print on either stream, and
`[exit N]` where that is not 0.  The commands of a page run in one folder, in which `specs` is
the project's.  Times and hashes are compared by their form only.
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

HERE = Path(__file__).parent
PAGES = sorted(HERE.glob("*.md"))

_CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_MASKS = (
    (r"\d+\.\d+ s\b", "0.00 s"),
    (r'"(compile|explore|total)": [\d.e-]+', r'"\1": 0'),
    (r"sha256:[0-9a-f]+", "sha256:.."),
    (r"Python 3\.\d+\.\d+", "Python 3"),
)


@dataclass(frozen=True)
class Command:
    """A command of a page, the line it stands on, and what is printed below it."""

    line: int
    words: tuple[str, ...]
    printed: str


def files_of(page: str) -> dict[str, str]:
    """Give the files that a page makes."""
    blocks = re.findall(r"^```python\n# (\S+\.py)\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    return {name: f"# {name}\n{text}" for name, text in blocks}


def commands_of(page: str) -> list[Command]:
    """Give the commands of a page, in order."""
    found: list[Command] = []
    for block in _CONSOLE.finditer(page):
        first = page[: block.start(1)].count("\n") + 1
        lines = block[1].splitlines()
        starts = [n for n, line in enumerate(lines) if line.startswith("$ ")]
        for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
            words = tuple(shlex.split(lines[start][2:]))
            found.append(Command(first + start, words, "\n".join(lines[start + 1 : end])))
    return found


def prints(words: tuple[str, ...]) -> str:
    """Run a command, and give what it prints, with its exit code if that is not 0."""
    assert words[0] == "mc"
    printed = io.StringIO()
    with redirect_stdout(printed), redirect_stderr(printed):
        code = run(words[1:])
    return printed.getvalue() + (f"[exit {code}]\n" if code else "")


def masked(text: str) -> str:
    """Give the text without what differs between runs, and without empty ends."""
    for pattern, form in _MASKS:
        text = re.sub(pattern, form, text)
    return "\n".join(line.rstrip() for line in text.splitlines()).strip("\n")


def rewritten(page: str) -> str:
    """Give the page with what its commands print now."""

    def session(block: re.Match[str]) -> str:
        lines: list[str] = []
        for line in block[1].splitlines():
            if line.startswith("$ "):
                lines += [line, masked(prints(tuple(shlex.split(line[2:]))))]
        return "\n".join(["```console", *filter(None, lines), "```"])

    return _CONSOLE.sub(session, page)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_sessions_of_a_page_print_what_it_says(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    text = page.read_text(encoding="utf-8")
    (tmp_path / "specs").symlink_to(HERE.parents[1] / "specs")
    for name, content in files_of(text).items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(content, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    if request.config.getoption("--update-golden"):
        text = rewritten(text)
        page.write_text(text, encoding="utf-8")
        return
    commands = commands_of(text)
    assert commands, "a page without a session tests nothing"
    for command in commands:
        place = f"{page.name}:{command.line}: {shlex.join(command.words)}"
        assert masked(prints(command.words)) == masked(command.printed), place
