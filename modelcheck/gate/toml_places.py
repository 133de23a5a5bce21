"""Where the keys of a TOML file stand: what `tomllib`, which parses it, does not tell.

Of a line only its key is read, by `tomllib` again; a line that only looks like one, in a text
of several lines, may give a place too early, never a wrong value.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cached_property
from typing import TypeAlias

from modelcheck.source.span import SourceFile, Span

Toml: TypeAlias = (
    bool | int | float | str | datetime | date | time | list["Toml"] | dict[str, "Toml"]
)
"""What `tomllib` gives."""

_HEADER = re.compile(r"\s*\[([^\[\]]+)\]\s*(?:#.*)?$")
_KEY = re.compile(r"\s*([\w.\"'\- ]+?)\s*=(?!=)")
_AT = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)$")


@dataclass(frozen=True)
class Places:
    """The places of the keys of a file, which is valid TOML."""

    source: SourceFile = field(repr=False)

    def span(self, *path: str) -> Span:
        """Give the place of a key, named from the top; of an unknown one, where it would stand.

        That is its table, or the whole file.
        """
        if not path:
            return whole(self.source.path)
        if path in self._index:
            return self._index[path]
        *outer, name = path
        above = self.span(*outer)
        return self._inside(above, name) if tuple(outer) in self._index else above

    def _inside(self, above: Span, name: str) -> Span:
        """Give the place of `name` in the rest of the line of `above`, an inline table or list."""
        found = re.compile(rf"\b{re.escape(name)}\b").search(
            self.source.line(above.line), above.end_column - 1
        )
        if found is None:
            return above
        return Span(above.path, above.line, found.start() + 1, above.line, found.end() + 1)

    @cached_property
    def _index(self) -> Mapping[tuple[str, ...], Span]:
        index: dict[tuple[str, ...], Span] = {}
        table: tuple[str, ...] = ()
        for number, line in enumerate(self.source.lines, 1):
            if (header := _HEADER.match(line)) is not None:
                table = next(_paths(f"[{header[1]}]"), ())
                path, text = table, header
            elif (key := _KEY.match(line)) is not None:
                path, text = table + next(_paths(f"{key[1]} = 0"), ()), key
            else:
                continue
            start, end = text.start(1) + 1, text.end(1) + 1
            index.setdefault(path, Span(self.source.path, number, start, number, end))
        return index


def _paths(line: str) -> Iterator[tuple[str, ...]]:
    """Give the path of the one key in a line of TOML, if it is one."""
    try:
        inner: Toml = tomllib.loads(line)
    except tomllib.TOMLDecodeError:
        return
    path: list[str] = []
    while isinstance(inner, dict) and inner:
        name, inner = next(iter(inner.items()))
        path.append(name)
    yield tuple(path)


def fault(error: tomllib.TOMLDecodeError, source: SourceFile) -> tuple[str, Span]:
    """Give what is wrong with a file that is no TOML, and where: `tomllib` says both in one."""
    message = str(error)
    at = _AT.search(message)
    if at is None:
        return message, whole(source.path)
    line, column = (int(at[1]), int(at[2])) if at[1] else _end(source)
    why = message[: at.start()]
    return f"{why[:1].lower()}{why[1:]}", Span(source.path, line, column, line, column + 1)


def _end(source: SourceFile) -> tuple[int, int]:
    """Give the line and column after the last character that is no space."""
    kept = "\n".join(source.lines).rstrip().split("\n")
    return len(kept), len(kept[-1]) + 1


def whole(path: str) -> Span:
    """Give the place that is a file as a whole."""
    return Span(path, 0, 0, 0, 0)
