"""Findings about the grid of a sweep."""

from __future__ import annotations

from typing import ClassVar

from modelcheck.source.diagnostic import Diagnostic


class BadRange(Diagnostic):
    """A parameter of a sweep has a range with no value."""

    code: ClassVar[str] = "MC327"
    says: ClassVar[str] = "`{name}={text}` {why}"
    advises: ClassVar[str] = "write it as in `-p {name}={example}`: from the least to the largest"

    name: str
    text: str
    why: str
    example: str


class TooManyCells(Diagnostic):
    """A sweep has more cells than anyone reads."""

    code: ClassVar[str] = "MC328"
    says: ClassVar[str] = "these ranges make {count} cells, and a sweep has at most {most}"
    advises: ClassVar[str] = "make the ranges shorter, or several sweeps of them"

    count: str
    most: str


class NothingToSweep(Diagnostic):
    """A sweep has no parameter with a range."""

    code: ClassVar[str] = "MC329"
    says: ClassVar[str] = "no parameter has a range, so there is nothing to sweep"
    advises: ClassVar[str] = "give one a range, as in `-p Process=3..7`, or call `mc check`"


SWEEP: tuple[type[Diagnostic], ...] = (BadRange, TooManyCells, NothingToSweep)
