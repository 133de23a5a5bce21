"""The specs of the project and the classes in them: each file is opened once to list them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

from modelcheck.frontend.discovery import find_specs
from modelcheck.frontend.loading import open_spec

SPECS: Final = find_specs(Path(__file__).parents[1] / "specs")


@cache
def main(path: Path) -> str:
    """Give the name of the spec of a file."""
    return open_spec(path, {}).main().name


@cache
def names(path: Path) -> tuple[str, ...]:
    """Give the names of the spec and the twins of a file, in their order."""
    return tuple(each.name for each in open_spec(path, {}).specs)


def classes() -> list[tuple[Path, str]]:
    """Give the specs and twins of all files."""
    return [(path, name) for path in SPECS for name in names(path)]
