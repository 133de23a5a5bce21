"""Integers near and beyond 64 bits: compiled code means what CPython does, or refuses the spec.

Python's integers have no end.  Those of compiled code have 64 bits, and those of a state that
many values: what does not fit is left to the class, step by step or as a whole.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
from engines import natively, program_of

from modelcheck.explicit.native.emitter import Unsupported
from modelcheck.explicit.reference.explore import Options
from modelcheck.explicit.reference.explore import explore as explore_in_python
from modelcheck.ir.size import bits
from modelcheck.ir.types import IntType

SPEC: Final = '''
"""One number, and one step."""

from __future__ import annotations

from collections import Counter
from typing import Annotated, Final

from annotated_types import Interval, MaxLen
from modelcheck.lang import Ordered, Spec, action, init, invariant, require

P62: Final[int] = 2**62
P63: Final[int] = 2**63
P64: Final[int] = 2**64


class One(Ordered, size=1):
    pass


class Numbers(Spec):
    x: Annotated[int, Interval(ge={low}, le={high})]
    more: {more}

    @init
    def start(self) -> None:
        self.x = {start}
        self.more = {empty}

    @action
    def step(self{parameter}) -> None:
{body}

    @invariant
    def is_within(self) -> bool:
        return {low} <= self.x and self.x <= {high}
'''
INSIDE: Final = {
    "the least number is divided by minus one": """
        y = -1 - self.x
        for _ in range(63):
            y = y + y
        self.x = (y // (-1 - self.x) + y % (-1 - self.x)) % 11
""",
    "a range is longer than numbers are": """
        self.x = sum(1 for _ in range(self.x - P62 - P62, P62 - 1 + P62, P62)) % 11
""",
    "a range goes down further than numbers do": """
        self.x = (self.x + sum(1 for _ in range(P62 - 1 + P62 - self.x, -P62 - P62, -P62))) % 11
""",
    "the stride of a range has no negative": """
        self.x = (self.x + sum(1 for _ in range(3, self.x - 20, -P62 - P62))) % 11
""",
    "a list holds what counts of values do not reach": """
        many = [self.x]
        for _ in range(8):
            many[0] = many[0] + P62 // 4
        self.x = many[0] // P62
""",
}
REFUSED: Final = (
    {"low": "-P63", "high": "P63 - 1", "start": "-P63", "body": "self.x = -(self.x // 3)"},
    {"high": "P64", "body": "self.x = P64 - self.x"},
    {"high": "P63", "start": "P63 - 1", "body": "self.x = min(self.x + 1, P63)"},
    {
        "low": "P64",
        "high": "P64 + 3",
        "start": "P64",
        "body": "require(self.x > 5)\n        self.x = P64",
    },
    {"low": "P63 - 2", "high": "P63 + 2", "start": "P63 - 2", "body": "self.x = self.x + 1"},
    {"body": "self.x = min(P64 + self.x, 5)"},
    {"body": "require(self.x < P64)\n        self.x = 1"},
    {
        "parameter": ", n: Annotated[int, Interval(ge=P63 - 1, le=P63 + 1)]",
        "body": "require(n > 5)\n        self.x = 1",
    },
    {
        "more": "Annotated[Counter[One], Interval(ge=0, le=P64)]",
        "empty": "Counter()",
        "body": "self.more[min(One)] += P62 + P62 - 1",
    },
    {
        "more": "Annotated[list[One], MaxLen(P64)]",
        "empty": "[]",
        "body": "require(len(self.more) < 3)\n        self.more = self.more + [min(One)]",
    },
)


def written(folder: Path, **parts: str) -> Path:
    usual = {"low": "0", "high": "10", "start": "0", "more": "bool", "empty": "False"}
    parts = {**usual, "parameter": "", **parts}
    if not parts["body"].startswith("\n"):
        parts["body"] = f"        {parts['body']}"
    path = folder / "numbers.py"
    path.write_text(SPEC.format(**parts), encoding="utf-8")
    return path


# The first of these ended the process: a division that has no result is a signal to it.
@pytest.mark.parametrize("what", INSIDE)
def test_numbers_that_leave_64_bits_on_the_way_are_those_of_the_class(
    what: str, tmp_path: Path
) -> None:
    program = program_of(written(tmp_path, body=INSIDE[what]), "Numbers")
    options = Options(keep_going=True)
    expected = explore_in_python(program, options)
    assert expected.figures.generated > 1
    assert natively(program, options, workers=1) == expected


# Two states of the first were one, and what was found of the third was not there in CPython.
@pytest.mark.parametrize("parts", REFUSED)
def test_numbers_that_no_word_holds_are_left_to_the_class(
    parts: dict[str, str], tmp_path: Path
) -> None:
    program, options = program_of(written(tmp_path, **parts), "Numbers"), Options()
    explore_in_python(program, options)
    with pytest.raises(Unsupported, match=r"goes beyond|more numbers than"):
        natively(program, options, workers=1)


# `mc dump --stage layout` said that all of them take 62 bits.
@pytest.mark.parametrize("most", [1, 2**61, 2**62 - 1, 2**62, 2**63, 2**64, 2**70])
def test_a_layout_has_the_bits_of_every_number(most: int) -> None:
    assert bits(IntType(-1, most - 2)) == bits(IntType(0, most - 1)) == (most - 1).bit_length()
