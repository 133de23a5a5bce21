"""What the page of a spec is a function of: its normal form, its texts, and its broken twins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from modelcheck.ir.module import Normal, NormalStep


@dataclass(frozen=True)
class DocumentedTwin:
    """A broken twin: what it breaks, the parameters of its own, and the steps that differ."""

    name: str
    doc: str
    breaks: tuple[str, ...]
    parameters: tuple[tuple[str, str], ...]
    steps: tuple[NormalStep, ...]


@dataclass(frozen=True)
class Documented:
    """A spec under its parameters, `spec` being the way to its file.

    `doc` is the docstring of the file; `texts` has what the author wrote below the constants and
    fields, by their names.
    """

    spec: str
    doc: str
    normal: Normal
    texts: Mapping[str, str]
    twins: tuple[DocumentedTwin, ...]
