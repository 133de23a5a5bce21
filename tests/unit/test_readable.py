"""Formulas over a state as Python that can be pasted into its spec."""

from __future__ import annotations

from pathlib import Path

import pytest

from modelcheck.frontend.loading import open_spec
from modelcheck.frontend.lower import lower
from modelcheck.passes.normalise import normalise
from modelcheck.symbolic.algebra import BeyondError
from modelcheck.symbolic.making import system_of
from modelcheck.symbolic.numbers import Integers
from modelcheck.symbolic.readable import sentence
from modelcheck.symbolic.spoken import names_of
from modelcheck.symbolic.system import System
from modelcheck.symbolic.terms import Formula, z3

SPEC = '''from __future__ import annotations

from enum import Enum
from typing import Annotated, NamedTuple

from annotated_types import Interval
from modelcheck.lang import Spec, action, init{more}


class Hue(Enum):
    RED = "red"
    GREEN = "green"
    BLUE = "blue"


class Pair(NamedTuple):
    left: Annotated[int, Interval(ge=0, le=9)]
    ready: bool

{before}
class Paint(Spec):
    """Pots of paint."""

    hue: Hue
    other: Hue
    open: bool
    pots: dict[Hue, Annotated[int, Interval(ge=0, le=9)]]
    used: set[Hue]
    pair: Pair
    by_day: dict[Annotated[int, Interval(ge=1, le=2)], bool]
{field}
    @init
    def start(self) -> None:
        self.hue = Hue.RED
        self.other = Hue.RED
        self.open = False
        self.pots = {{hue: 0 for hue in Hue}}
        self.used = set()
        self.pair = Pair(0, False)
        self.by_day = {{}}
{first}
    @action
    def paint(self) -> None:
        self.open = True
'''


def system(
    folder: Path, *, more: str = "", before: str = "", field: str = "", first: str = ""
) -> System:
    path = folder / "spec.py"
    text = SPEC.format(more=more, before=before, field=field, first=first)
    path.write_text(text, encoding="utf-8")
    file = open_spec(path, {})
    return system_of(normalise(lower(file, "Paint").module), Integers())


RED, GREEN, BLUE = z3.Ints("pots[RED] pots[GREEN] pots[BLUE]")
HUE, OTHER = z3.Ints("hue other")


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        (RED >= 1, "self.pots[Hue.RED] > 0"),
        (RED >= 2, "self.pots[Hue.RED] >= 2"),
        (z3.Not(RED >= 3), "self.pots[Hue.RED] <= 2"),
        (RED - GREEN >= 1, "self.pots[Hue.RED] > self.pots[Hue.GREEN]"),
        (2 * RED + 4 - 2 * GREEN >= 0, "2 * self.pots[Hue.RED] + 4 >= 2 * self.pots[Hue.GREEN]"),
        (RED + GREEN + BLUE <= 5, "sum(self.pots.values()) <= 5"),
        (2 * RED + 2 * GREEN == 6, "2 * (self.pots[Hue.RED] + self.pots[Hue.GREEN]) == 6"),
        (RED / 2 == GREEN, "((self.pots[Hue.RED]) // 2) == self.pots[Hue.GREEN]"),
        (z3.Bool("open"), "self.open"),
        (z3.Not(z3.Bool("open")), "not self.open"),
        (z3.Not(z3.Bool("RED in used")), "Hue.RED not in self.used"),
        (z3.Bool("1 in by_day"), "1 in self.by_day"),
        (z3.Or(z3.Bool("by_day[1]"), RED <= 0), "self.pots[Hue.RED] <= 0 or self.by_day[1]"),
        (HUE == 1, "self.hue is Hue.GREEN"),
        (HUE <= 1, "self.hue is Hue.GREEN or self.hue is Hue.RED"),
        (z3.Not(HUE <= 1), "self.hue is Hue.BLUE"),
        (z3.Int("pair.left") > 0, "self.pair.left > 0"),
        (z3.And(z3.Bool("pair.ready"), RED <= 0), "self.pots[Hue.RED] <= 0 and self.pair.ready"),
        (z3.Bool("open") == z3.Bool("pair.ready"), "(self.open) == (self.pair.ready)"),
        (
            z3.Or(z3.And(z3.Bool("open"), RED > 0), GREEN < 1),
            "self.pots[Hue.GREEN] <= 0 or (self.pots[Hue.RED] > 0 and self.open)",
        ),
    ],
)
def test_a_formula_has_a_text(formula: Formula, text: str, tmp_path: Path) -> None:
    assert sentence(formula, names_of(system(tmp_path))).text == text


def test_members_that_are_compared_are_told_one_by_one(tmp_path: Path) -> None:
    text = sentence(HUE == OTHER, names_of(system(tmp_path))).text
    assert text == (
        "(self.hue is Hue.RED and self.other is Hue.RED) or "
        "(self.hue is Hue.BLUE and self.other is Hue.BLUE) or "
        "(self.hue is Hue.GREEN and self.other is Hue.GREEN)"
    )


def test_where_a_sentence_is_true_nothing_raises_that_python_looks_at(tmp_path: Path) -> None:
    found = sentence(z3.Or(RED <= 0, GREEN <= 0), names_of(system(tmp_path)))
    there = z3.Bool("RED in pots"), z3.Bool("GREEN in pots")
    solver = z3.Solver()
    expected = z3.And(there[0], z3.Or(RED <= 0, z3.And(there[1], GREEN <= 0)))
    other = z3.And(there[1], z3.Or(GREEN <= 0, z3.And(there[0], RED <= 0)))
    is_first = found.text.startswith("self.pots[Hue.RED]")
    solver.add(found.formula != (expected if is_first else other))
    assert solver.check() == z3.unsat


def test_what_is_quantified_has_no_text(tmp_path: Path) -> None:
    names, x = names_of(system(tmp_path)), z3.Int("x")
    with pytest.raises(BeyondError):
        sentence(z3.Exists([x], 2 * x == RED), names)


def test_a_field_of_sets_of_sets_is_named_with_the_reason(tmp_path: Path) -> None:
    made = system(
        tmp_path,
        field="    last: Hue | None\n",
        first="        self.last = None\n",
    )
    with pytest.raises(BeyondError, match="the field `last` has values of"):
        names_of(made)


def test_a_field_over_a_sort_is_named_with_the_reason(tmp_path: Path) -> None:
    made = system(
        tmp_path,
        more=", Symmetric",
        before='class Node(Symmetric, size=2):\n    """Nodes."""\n\n',
        field="    seen: set[Node]\n",
        first="        self.seen = set()\n",
    )
    with pytest.raises(BeyondError, match="the field `seen` has keys of Node"):
        names_of(made)
