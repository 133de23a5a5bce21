"""Reads what the checkers print, and brings their counts to ours.

Ours and TLC's `generated` are the initial states and every step of every distinct state.  SPIN's
`transitions` (stored + matched) are the same number, because its stored initial state counts.
Rumur's `rules fired` are the steps alone: one less, as each model has one initial state.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from comparison.models import Counts

_TLC: Final = re.compile(
    r"^(\d+) states generated, (\d+) distinct states found, (\d+) states left on queue",
    re.MULTILINE,
)
_SPIN_STORED: Final = re.compile(r"^\s*(\S+) states, stored", re.MULTILINE)
_SPIN_TRANSITIONS: Final = re.compile(r"^\s*(\S+) transitions \(= stored\+matched\)", re.MULTILINE)
_SPIN_ERRORS: Final = re.compile(r"errors: (\d+)")
_RUMUR: Final = re.compile(r"^\s*(\d+) states, (\d+) rules fired in", re.MULTILINE)
_RUMUR_INITIAL: Final = 1


class UnreadableOutputError(Exception):
    """A checker has not said that it searched everything and found no error."""


@dataclass(frozen=True)
class Found:
    """What a checker says of a search in which everything held.

    `rounding` is how far `generated` may be from the truth, where it is printed in few digits;
    `compile_s` and `explore_s` are our own checker's, in seconds.
    """

    distinct: int
    generated: int
    rounding: int = 0
    compile_s: float | None = None
    explore_s: float | None = None

    def agrees_with(self, counts: Counts) -> bool:
        """Say whether these counts are the expected ones, as far as they are printed."""
        expected = self.generated if counts.generated is None else counts.generated
        off = abs(self.generated - expected)
        return self.distinct == counts.distinct and off <= self.rounding


def read_tlc(text: str) -> Found:
    """Read TLC's last line of statistics.  Raises: `UnreadableOutputError`."""
    match = _TLC.search(text)
    if match is None or "No error has been found" not in text or match[3] != "0":
        raise UnreadableOutputError(_last_lines(text))
    return Found(distinct=int(match[2]), generated=int(match[1]))


def read_spin(text: str) -> Found:
    """Read the statistics of a verifier made by SPIN.  Raises: `UnreadableOutputError`."""
    stored, transitions = _SPIN_STORED.search(text), _SPIN_TRANSITIONS.search(text)
    errors = _SPIN_ERRORS.search(text)
    cut = "Search not completed" in text or "max search depth too small" in text
    if stored is None or transitions is None or errors is None or errors[1] != "0" or cut:
        raise UnreadableOutputError(_last_lines(text))
    generated, rounding = _number(transitions[1])
    return Found(distinct=int(stored[1]), generated=generated, rounding=rounding)


def read_rumur(text: str) -> Found:
    """Read the last line of a verifier made by Rumur.  Raises: `UnreadableOutputError`."""
    match = _RUMUR.search(text)
    if match is None or "No error found" not in text:
        raise UnreadableOutputError(_last_lines(text))
    return Found(distinct=int(match[1]), generated=int(match[2]) + _RUMUR_INITIAL)


def read_ours(text: str) -> Found:
    """Read our own JSON report.  Raises: `UnreadableOutputError`."""
    try:
        report = json.loads(text)
    except json.JSONDecodeError:
        raise UnreadableOutputError(_last_lines(text)) from None
    if report["verdict"] != "holds" or not report["complete"]:
        raise UnreadableOutputError(_last_lines(text))
    if report["engine"] != "native":
        message = f"explored by the {report['engine']} engine, which is not what is measured"
        raise UnreadableOutputError(message)
    return Found(
        distinct=report["distinct"],
        generated=report["generated"],
        compile_s=report["seconds"]["compile"],
        explore_s=report["seconds"]["explore"],
    )


def _number(text: str) -> tuple[int, int]:
    """Read `123` or `1.235584e+08`: the number, and the value of its last digit if rounded."""
    mantissa, _, exponent = text.partition("e")
    if not exponent:
        return int(mantissa), 0
    decimals = len(mantissa.partition(".")[2])
    return int(Decimal(text)), int(Decimal(10) ** max(int(exponent) - decimals, 0))


def _last_lines(text: str, lines: int = 3) -> str:
    return " / ".join(line.strip() for line in text.strip().splitlines()[-lines:])[:300]
