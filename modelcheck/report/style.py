"""Colour, only where it carries meaning; `rich` is loaded only if there is some to show."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import TypeAlias


class Tone(Enum):
    """What a piece of text means, and the style that says so."""

    GOOD = "green"
    BAD = "bold red"
    OPEN = "yellow"
    QUIET = "dim"


Paint: TypeAlias = Callable[[str, Tone], str]
"""Gives a text in a tone."""


def plain(text: str, tone: Tone) -> str:  # noqa: ARG001  # one of the two paints
    """Give the text as it is."""
    return text


def coloured() -> Paint:
    """Give a paint that wraps texts in the escapes of a terminal.  Cost: loads `rich`."""
    from rich.color import ColorSystem  # noqa: PLC0415  # slow to load, and mostly not needed
    from rich.style import Style  # noqa: PLC0415

    def paint(text: str, tone: Tone) -> str:
        return Style.parse(tone.value).render(text, color_system=ColorSystem.STANDARD)

    return paint
