"""Lines under labels, and the page that they are written on."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

from modelcheck.report.style import Paint, Tone, plain

_HEADLINE = 80
_LABEL = 11
_WIDE_LABEL = 14


@dataclass(frozen=True)
class Page:
    """What a report is written on: how wide it is, and whether it has colour."""

    width: int = 100
    paint: Paint = plain


class Rows:
    """Lines under labels that stand in a column of their own."""

    def __init__(self, page: Page) -> None:
        """Begin without lines."""
        self._page = page
        self._rows: list[tuple[str, str, Tone | None]] = []

    def add(self, label: str, text: str, tone: Tone | None = None) -> None:
        """Add a line; with an empty label it continues what is above."""
        self._rows.append((label, text, tone))

    def headline(self, label: str, text: str, place: str, tone: Tone) -> None:
        """Add a line with a place at its right."""
        gap = max(2, min(_HEADLINE, self._page.width) - _LABEL - len(text) - len(place))
        self.add(label, f"{text}{' ' * gap}{place}" if place else text, tone)

    def block(self, label: str, lines: list[str], tone: Tone | None = None) -> None:
        """Add lines of which the first has the label."""
        for number, line in enumerate(lines):
            self.add("" if number else label, line, None if number else tone)

    def wrapped(self, label: str, text: str, tone: Tone | None = None) -> None:
        """Add a text, on as many lines as it needs."""
        lines = textwrap.wrap(text, self.room, break_long_words=False, break_on_hyphens=False)
        self.block(label, lines, tone)

    @property
    def room(self) -> int:
        """How wide a line may be."""
        return self._page.width - _WIDE_LABEL

    def text(self) -> str:
        """Give the lines, aligned."""
        width = max(_LABEL, *(len(label) + 2 for label, _, _ in self._rows))
        paint = self._page.paint
        return "\n".join(
            f"{paint(label, tone) if tone else label}{' ' * (width - len(label))}{text}".rstrip()
            for label, text, tone in self._rows
        )
