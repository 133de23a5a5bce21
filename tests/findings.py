"""Findings of the front end beside the comments that expect them: `# error: MC180` on the line.

`# for all: N, F` makes the constants stand for any integer.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TypeAlias

from modelcheck.frontend.loading import open_spec
from modelcheck.frontend.lower import lower
from modelcheck.frontend.unknowns import unknowns
from modelcheck.source.diagnostic import Diagnostic, ModelcheckError

Places: TypeAlias = list[tuple[int, str]]
"""Lines and codes, in order."""

_COMMENT = re.compile(r"# error: (MC\d{3}(?:, MC\d{3})*)")
_FOR_ALL = re.compile(r"^# for all: (.+)$", re.MULTILINE)


def expected_in(text: str) -> Places:
    """Give the findings that the comments of a spec expect."""
    return sorted(
        (number, code)
        for number, line in enumerate(text.splitlines(), 1)
        for comment in _COMMENT.findall(line)
        for code in comment.split(", ")
    )


def found_in(path: Path) -> Places:
    """Give what the front end finds in the spec at `path`, and in its variants."""
    return sorted((each.span.line, each.code) for each in diagnostics_of(path))


def diagnostics_of(path: Path) -> tuple[Diagnostic, ...]:
    """Give the findings in the main class of the file at `path`, and in its variants."""
    try:
        loaded = open_spec(path, {}, shown=path.name)
        specs = [loaded.main(), *(each for each in loaded.specs if each.variant is not None)]
    except ModelcheckError as error:
        return error.diagnostics
    found: dict[Diagnostic, None] = {}
    for spec in specs:
        try:
            lowered = lower(loaded, spec.name)
            for names in _FOR_ALL.findall(loaded.source.text):
                unknowns(loaded, lowered, tuple(names.split(", ")))
        except ModelcheckError as error:
            found.update(dict.fromkeys(error.diagnostics))
    return tuple(found)


def compare(text: str, folder: Path) -> tuple[Places, Places]:
    """Give what is found in a spec and what its comments expect; `folder` is for the file.

    MC280 is left out: the helpers of a template are each for some of its bodies only.
    """
    path = folder / "spec.py"
    path.write_text(text, encoding="utf-8")
    return [each for each in found_in(path) if each[1] != "MC280"], expected_in(text)
