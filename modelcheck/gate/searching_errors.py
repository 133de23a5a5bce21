"""Findings about searches for invariants."""

from __future__ import annotations

from typing import ClassVar

from modelcheck.source.diagnostic import Diagnostic


class NoInvariantOver(Diagnostic):
    """A search for invariants is asked for of a spec whose state is not of integers."""

    code: ClassVar[str] = "MC364"
    says: ClassVar[str] = "`--find` finds no invariant of `{spec}`: {why}"
    advises: ClassVar[str] = "leave `--find` out, and write lemmas: `@invariant(lemma=True)`"

    spec: str
    why: str


SEARCHING: tuple[type[Diagnostic], ...] = (NoInvariantOver,)
"""All findings of this file."""
