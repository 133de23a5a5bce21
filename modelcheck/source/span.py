"""Places in source text: character columns, and the text under them."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a file: lines and columns count characters from 1, the end is exclusive."""

    path: str
    line: int
    column: int
    end_line: int
    end_column: int


NOWHERE = Span("", 0, 0, 0, 0)
"""The span of nodes that stand for no text: the engines' own, and those of tests."""


class Located(Protocol):
    """What Python's `ast` says about where a node stands."""

    @property
    def lineno(self) -> int:
        """The line it begins on, from 1."""
        ...

    @property
    def col_offset(self) -> int:
        """The byte of that line that it begins at, from 0."""
        ...

    @property
    def end_lineno(self) -> int | None:
        """The line it ends on."""
        ...

    @property
    def end_col_offset(self) -> int | None:
        """The byte after its last."""
        ...


# NOTE(byte-columns): Python's `ast` counts columns in UTF-8 bytes from 0; people and
# editors count characters from 1.  We convert once, here; every other column in the
# project is a character column.
def char_column(line: str, byte_offset: int) -> int:
    """Give the 1-based character column of the byte `byte_offset` of `line`."""
    return len(line.encode()[:byte_offset].decode(errors="replace")) + 1


@dataclass(frozen=True)
class SourceFile:
    """A file's path, as it is shown to the person, and its text."""

    path: str
    text: str = field(repr=False)

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The lines without their ends, split as Python's parser splits them."""
        unified = self.text.replace("\r\n", "\n").replace("\r", "\n")
        return tuple(unified.split("\n"))

    def line(self, number: int) -> str:
        """Give line `number`, counted from 1; empty outside of the file."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

    def span(self, node: Located) -> Span:
        """Give the span of an AST node."""
        end_line = node.end_lineno or node.lineno
        end_byte = node.end_col_offset if node.end_col_offset is not None else node.col_offset
        return Span(
            self.path,
            node.lineno,
            char_column(self.line(node.lineno), node.col_offset),
            end_line,
            char_column(self.line(end_line), end_byte),
        )

    def name_span(self, node: ast.FunctionDef | ast.ClassDef) -> Span:
        """Give the span of the name in a `def` or `class` statement."""
        line = self.line(node.lineno)
        start = line.find(node.name, char_column(line, node.col_offset) - 1)
        if start < 0:
            return self.span(node)
        end = start + len(node.name)
        return Span(self.path, node.lineno, start + 1, node.lineno, end + 1)
