"""The protocols are held to their counted forms for four to seven processes."""

from __future__ import annotations

from pathlib import Path

import pytest
from engines import program_of

from modelcheck.explicit.native.cache import Cache
from modelcheck.explicit.native.explore import Native, explore
from modelcheck.explicit.reference.explore import Options
from modelcheck.semantics.verdict import Holds, Method, PropertyKind

SPECS = Path(__file__).parents[2] / "specs"
ONLY_THE_MAPPING = Options(properties=frozenset({"counted"}))


@pytest.mark.parametrize(("n", "t"), [(4, 1), (5, 1), (6, 1), (7, 2)])
@pytest.mark.parametrize(
    ("stem", "name", "abstract"),
    [
        ("bracha_broadcast", "BrachaBroadcast", "BrachaCounters"),
        ("srikanth_toueg_broadcast", "SrikanthTouegBroadcast", "SrikanthTouegCounters"),
    ],
)
def test_every_step_is_one_of_the_counted_form_and_all_its_actions_are_taken(
    stem: str, name: str, abstract: str, n: int, t: int
) -> None:
    program = program_of(SPECS / f"{stem}.py", name, N=str(n), T=str(t), F=str(t))
    result = explore(program, ONLY_THE_MAPPING, Native(("test",), cache=Cache(None)))
    (found,) = result.properties
    assert (found.name, found.kind) == ("counted", PropertyKind.REFINEMENT)
    assert found.verdict == Holds(Method.EXHAUSTIVE)
    assert result.symmetry.group_order > 1
    assert result.matched is not None
    assert (result.matched.abstract, result.matched.missed) == (abstract, ())
    assert dict(program.module.parameters)["N"] == n
    assert program.abstract is not None
    assert dict(program.abstract.module.parameters) == {"N": n, "T": t, "F": t}
