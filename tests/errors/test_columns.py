"""Where findings stand: characters are counted, whatever they are made of, and tabs are one."""

from __future__ import annotations

from pathlib import Path

import pytest
from findings import diagnostics_of

from modelcheck.source.render import render
from modelcheck.source.span import SourceFile

SPEC = '''from __future__ import annotations

from modelcheck.lang import Spec, Symmetric, action, init


class Käse(Symmetric, size=2):
    """Cheeses."""


class Laden(Spec):
    """A shop."""

    größe: set[Käse]
    offen: bool

    @init
    def start(self) -> None:
        self.größe = set()
        self.offen = True

    @action
    def kaufen(self, käse: Käse) -> None:
'''

Place = tuple[str, int, int, int, int]


def places(body: str, folder: Path) -> list[Place]:
    """Give code, line, column, end line and end column; lines count from the body's first."""
    path = folder / "spec.py"
    path.write_text(SPEC + body, encoding="utf-8")
    first = SPEC.count("\n")
    return sorted(
        (each.code, at.line - first, at.column, at.end_line - first, at.end_column)
        for each in diagnostics_of(path)
        for at in [each.span]
    )


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(
            "        self.offen = 1\n",
            [("MC210", 1, 22, 1, 23)],
            id="plain text",
        ),
        pytest.param(
            "        self.größe.add(1)\n",
            [("MC210", 1, 24, 1, 25)],
            id="letters of two bytes before it",
        ),
        pytest.param(
            "        self.größer.add(käse)\n",
            [("MC146", 1, 14, 1, 20)],
            id="a name with letters of two bytes",
        ),
        pytest.param(
            '        """店"""; self.offen = 1\n',
            [("MC210", 1, 31, 1, 32)],
            id="a character that is two cells wide",
        ),
        pytest.param(
            '        """🧀🧀"""; self.offen = 1\n',
            [("MC210", 1, 32, 1, 33)],
            id="characters outside of the basic plane",
        ),
        pytest.param(
            '        """e\u0301"""; self.offen = 1\n',
            [("MC210", 1, 32, 1, 33)],
            id="a combining accent is a character of its own",
        ),
        pytest.param(
            "    \tself.offen = 1\n",
            [("MC210", 1, 19, 1, 20)],
            id="a tab is one character",
        ),
        pytest.param(
            "    \tif käse in self.größe:\n    \t\tself.offen =\t1\n",
            [("MC210", 2, 20, 2, 21)],
            id="tabs in the middle of a line",
        ),
        pytest.param(
            "        self.offen = \\\n            1\n",
            [("MC210", 2, 13, 2, 14)],
            id="a line continued with a backslash",
        ),
        pytest.param(
            "        self.größe = (\n            self.größe\n            + {käse}\n        )\n",
            [("MC227", 2, 13, 3, 21)],
            id="an expression over several lines",
        ),
        pytest.param(
            "        self.größe.add(\n            käse,\n            käse,\n        )\n",
            [("MC159", 1, 9, 4, 10)],
            id="a call over several lines",
        ),
        pytest.param(
            "        self.offen = False; self.offen = 1; self.x = 2\n",
            [("MC146", 1, 50, 1, 51), ("MC210", 1, 42, 1, 43)],
            id="several statements of a line",
        ),
        pytest.param(
            "        while self.offen:\n            self.offen = False\n",
            [("MC120", 1, 9, 2, 31)],
            id="a compound statement",
        ),
    ],
)
def test_columns_count_characters(body: str, expected: list[Place], tmp_path: Path) -> None:
    assert places(body, tmp_path) == expected


@pytest.mark.parametrize(
    ("body", "line", "carets"),
    [
        ("    \tself.offen = 1\n", "        self.offen = 1", " " * 21 + "^"),
        ("    \tself.offen =\t1\n", "        self.offen =    1", " " * 24 + "^"),
        ('        """店"""; self.offen = 1\n', '        """店"""; self.offen = 1', " " * 31 + "^"),
        ('        """🧀"""; self.offen = 1\n', '        """🧀"""; self.offen = 1', " " * 31 + "^"),
        (
            '        """e\u0301"""; self.offen = 1\n',
            '        """e\u0301"""; self.offen = 1',
            " " * 30 + "^",
        ),
        ("    \tself.größer = 1\n", "        self.größer = 1", " " * 13 + "^" * 6),
        (
            "    \tself.größe = {käse} + (\n    \t\tself.größe\n    \t)\n",
            "        self.größe = {käse} + (",
            " " * 21 + "^" * 10,
        ),
    ],
)
def test_carets_stand_under_the_cells_of_a_terminal(
    body: str, line: str, carets: str, tmp_path: Path
) -> None:
    path = tmp_path / "spec.py"
    path.write_text(SPEC + body, encoding="utf-8")
    source = SourceFile(path.name, SPEC + body)
    rows = render(diagnostics_of(path), {path.name: source}).splitlines()
    assert [row[5:] for row in rows[3:5]] == [line, carets]


def test_findings_of_several_bodies_are_told_together(tmp_path: Path) -> None:
    body = (
        "        self.offen = 1\n"
        "        while True:\n"
        "            pass\n"
        "        self.ofen = True\n"
        "\n"
        "    @action\n"
        "    def zu(self, n: int) -> None:\n"
        "        self.offen = n\n"
    )
    codes = [(code, line) for code, line, *_ in places(body, tmp_path)]
    assert codes == [("MC120", 2), ("MC146", 4), ("MC201", 7), ("MC210", 1)]
