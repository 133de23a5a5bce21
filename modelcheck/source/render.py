"""Findings as text: a line of message, the place, the source line, carets, what to write."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from wcwidth import wcswidth

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from modelcheck.source.diagnostic import Diagnostic
    from modelcheck.source.span import SourceFile, Span

_TAB = 4


def render(
    diagnostics: Iterable[Diagnostic],
    sources: Mapping[str, SourceFile],
    width: int | None = None,
) -> str:
    """Give the findings as text, in the order of their places.

    `sources` maps the paths of spans to their files; a finding in another file, or one
    without a place, is shown without a source line.  With a `width`, help has lines of it.
    """
    ordered = sorted(diagnostics, key=lambda each: (each.span, each.code, each.message))
    return "\n\n".join(_finding(each, sources.get(each.span.path), width) for each in ordered)


def _finding(diagnostic: Diagnostic, source: SourceFile | None, width: int | None) -> str:
    span = diagnostic.span
    head = f"error[{diagnostic.code}]: {diagnostic.message}"
    gutter = " " * len(str(span.line))
    rows = [head]
    if span.line:
        rows.append(f"{gutter}--> {span.path}:{span.line}:{span.column}")
    elif span.path:
        rows.append(f" --> {span.path}")
    if span.line and source is not None:
        before, under = _columns(source.line(span.line), span)
        rows += [
            f"{gutter} |",
            f"{span.line} | {_expanded(source.line(span.line))}".rstrip(),
            f"{gutter} | {' ' * before}{'^' * max(under, 1)}",
        ]
    if diagnostic.help:
        lead = f"{gutter} = help: "
        rows.append(_wrapped(diagnostic.help, lead, width) if width else lead + diagnostic.help)
    return "\n".join(rows)


def _wrapped(text: str, lead: str, width: int) -> str:
    return textwrap.fill(
        text,
        width,
        initial_indent=lead,
        subsequent_indent=" " * len(lead),
        break_long_words=False,
        break_on_hyphens=False,
    )


def _columns(line: str, span: Span) -> tuple[int, int]:
    """Give how many terminal cells stand before the span, and how many under its first line."""
    end = span.end_column - 1 if span.end_line == span.line else len(line.rstrip())
    start = _cells(line[: span.column - 1])
    return start, _cells(line[:end]) - start


def _expanded(line: str) -> str:
    """Replace tabs by spaces, up to stops of four cells, as the carets below count them."""
    text = ""
    for character in line:
        text += " " * (_TAB - _cells(text) % _TAB) if character == "\t" else character
    return text


def _cells(line: str) -> int:
    text = line if "\t" not in line else _expanded(line)
    return max(wcswidth(text), 0) if text.isprintable() else len(text)
