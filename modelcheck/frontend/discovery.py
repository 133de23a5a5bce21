"""The specs in a folder."""

from __future__ import annotations

import ast
import os
import re
from pathlib import Path
from typing import Final

from modelcheck.frontend.errors.loading import FolderWithoutSpecs, UnreadableFile
from modelcheck.frontend.text import parse, read_source
from modelcheck.frontend.words import find_words
from modelcheck.source.diagnostic import ConfigError, SpecError

_IMPORT: Final = re.compile(rb"^[ \t]*(?:from|import)[ \t]+([A-Za-z_]\w*)", re.MULTILINE)


def find_specs(folder: Path) -> tuple[Path, ...]:
    """Give the files under `folder` with a class that derives from `Spec`, in sorted order.

    A class may derive from it by way of another file of the folder.
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
        text = path.read_bytes()
    except OSError:
        return True
    speaks_of_it = b"modelcheck" in text
    if not speaks_of_it and not _imports_beside(text, path.parent):
        return False
    try:
        return bool(_spec_classes(path))
    except (ConfigError, SpecError):
        return speaks_of_it


def _imports_beside(text: bytes, folder: Path) -> bool:
    """Tell whether a text may import a file of the folder."""
    names = (found[1].decode() for found in _IMPORT.finditer(text))
    return any((folder / f"{name}.py").is_file() for name in names)


def _spec_classes(path: Path, seen: frozenset[Path] = frozenset()) -> frozenset[str]:
    """Name the classes in a file that derive from `Spec`, be it by way of files beside it."""
    tree = parse(read_source(path, str(path)))
    words = find_words(tree)
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    found = {
        each.name for each in classes if any(words.word(base) == "Spec" for base in each.bases)
    }
    if len(found) < len(classes):
        imported = _imported_specs(tree, path, seen | {path})
        for each in classes:
            if any(ast.unparse(base) in found | imported for base in each.bases):
                found.add(each.name)
    return frozenset(found)


def _imported_specs(tree: ast.Module, path: Path, seen: frozenset[Path]) -> frozenset[str]:
    """Name the specs of files beside it that a file imports, as it writes them."""
    found: set[str] = set()
    for node in tree.body:
        match node:
            case ast.ImportFrom(module=str(module), names=aliases, level=0):
                specs = _specs_beside(path, module, seen)
                starred = any(each.name == "*" for each in aliases)
                found |= specs if starred else set()
                found |= {each.asname or each.name for each in aliases if each.name in specs}
            case ast.Import(names=aliases):
                for each in aliases:
                    specs = _specs_beside(path, each.name, seen)
                    found |= {f"{each.asname or each.name}.{name}" for name in specs}
            case _:
                pass
    return frozenset(found)


def _specs_beside(path: Path, module: str, seen: frozenset[Path]) -> frozenset[str]:
    file = path.parent / f"{module.replace('.', '/')}.py"
    return _spec_classes(file, seen) if file not in seen and file.is_file() else frozenset()
