"""The specs in a folder."""

from __future__ import annotations

import ast
import os
from pathlib import Path

from modelcheck.frontend.errors.loading import FolderWithoutSpecs, UnreadableFile
from modelcheck.frontend.text import parse, read_source
from modelcheck.frontend.words import Words, find_words
from modelcheck.source.diagnostic import ConfigError, SpecError


def find_specs(folder: Path) -> tuple[Path, ...]:
    """Give the files under `folder` with a class that derives from `Spec`, in sorted order.

    Tests, hidden folders, `__pycache__` and virtual environments are passed over.  A file that
    speaks of `modelcheck` and cannot be parsed is given too: to check it says what is wrong.
    Raises: `ConfigError` when there is no such folder (MC101), or no such file (MC102).
    """
    if not folder.is_dir():
        finding = UnreadableFile(
            str(folder), "is no folder", "name a file that ends in `.py`, or a folder of them"
        )
        raise ConfigError(finding)
    found: list[Path] = []
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if _is_searched(Path(place) / name))
        found += [Path(place) / name for name in names if _has_spec(Path(place) / name)]
    if not found:
        raise ConfigError(FolderWithoutSpecs(str(folder)))
    return tuple(sorted(found))


def _is_searched(folder: Path) -> bool:
    hidden = folder.name.startswith(".") or folder.name in ("__pycache__", "tests", "test")
    return not hidden and not (folder / "pyvenv.cfg").exists()


def _has_spec(path: Path) -> bool:
    name = path.stem
    if path.suffix != ".py" or name.startswith((".", "test_")) or name.endswith("_test"):
        return False
    if name == "conftest" or not path.is_file():
        return False
    try:
        if b"modelcheck" not in path.read_bytes():
            return False
        return _defines_spec(parse(read_source(path, str(path))))
    except (OSError, ConfigError, SpecError):
        return True


def _defines_spec(tree: ast.Module) -> bool:
    words = find_words(tree)
    return any(isinstance(node, ast.ClassDef) and _is_spec(node, words) for node in tree.body)


def _is_spec(node: ast.ClassDef, words: Words) -> bool:
    return any(words.word(base) == "Spec" for base in node.bases)
