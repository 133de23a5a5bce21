"""Python for a formula is true where the formula is, and does not raise there."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from modelcheck.symbolic.readable import sentence
from modelcheck.symbolic.spoken import Spoken
from modelcheck.symbolic.terms import Formula, Term, is_true_in, z3

if TYPE_CHECKING:
    from modelcheck.symbolic.spoken import Names

KEYS = ("Hue.RED", "Hue.BLUE")
N = z3.Int("N")
OPEN = z3.Bool("open")
HUE = z3.Int("hue")
THERE = {key: z3.Bool(f"{key} in pots") for key in KEYS}
POTS = {key: z3.Int(f"pots[{key}]") for key in KEYS}


def names() -> Names:
    said = [
        Spoken(N, "N"),
        Spoken(OPEN, "self.open"),
        Spoken(HUE, "self.hue", members=KEYS),
    ]
    for key in KEYS:
        negation = f"{key} not in self.pots"
        said.append(Spoken(THERE[key], f"{key} in self.pots", negation=negation))
        table = "self.pots"
        text, there = f"self.pots[{key}]", (THERE[key],)
        said.append(Spoken(POTS[key], text, there, all_values_of=table))
    return {each.term.get_id(): each for each in said}


small = st.integers(-4, 4)


@st.composite
def sums(draw: st.DrawFn) -> Term:
    parts = draw(st.lists(st.tuples(small, st.sampled_from([N, HUE, *POTS.values()])), max_size=4))
    total = z3.Sum([z3.IntVal(draw(small)), *(often * term for often, term in parts)])
    divisor = draw(st.sampled_from([0, 2, 3]))
    word = draw(st.booleans())
    return total if divisor == 0 else total / divisor if word else total % divisor


@st.composite
def conditions(draw: st.DrawFn) -> Formula:
    if draw(st.integers(0, 3)) == 0:
        return draw(st.sampled_from([OPEN, *THERE.values()]))
    left, right = draw(sums()), draw(sums())
    relations = (left < right, left <= right, left > right, left >= right, left == right)
    return draw(st.sampled_from([*relations, left != right]))


formulas = st.recursive(
    conditions(),
    lambda inner: (
        st.builds(z3.Not, inner)
        | st.lists(inner, min_size=2, max_size=3).map(z3.And)
        | st.lists(inner, min_size=2, max_size=3).map(z3.Or)
        | st.builds(z3.Implies, inner, inner)
    ),
    max_leaves=6,
)

pots = st.dictionaries(st.sampled_from(KEYS), small)


@settings(deadline=None, max_examples=120)
@given(formulas, small, st.booleans(), st.sampled_from(KEYS), pots)
def test_python_says_what_the_formula_does(
    formula: Formula,
    n: int,
    is_open: bool,  # noqa: FBT001  # Hypothesis gives it by name
    hue: str,
    held: dict[str, int],
) -> None:
    found = sentence(formula, names())
    model = z3.Solver()
    model.add(n == N, is_open == OPEN, KEYS.index(hue) == HUE)
    for key in KEYS:
        model.add(THERE[key] == (key in held), POTS[key] == held.get(key, 0))
    assert model.check() == z3.sat
    enum = SimpleNamespace(RED="Hue.RED", BLUE="Hue.BLUE")
    state = SimpleNamespace(open=is_open, hue=hue, pots=held)
    try:
        said = bool(eval(found.text, {"Hue": enum, "self": state, "N": n}))  # noqa: S307  # that is what it is for
    except KeyError:
        assert not is_true_in(model.model(), found.formula)
        return
    assert said == is_true_in(model.model(), formula), found.text
    assert said or not is_true_in(model.model(), found.formula), found.text
