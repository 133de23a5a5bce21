"""The normal form of made-up bodies does what the interpreter does with the bodies themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, ParamSpec

import pytest
from bodies import ELEMENTS, actions, claims, states
from builder import module
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from modelcheck.ir.check import find_faults
from modelcheck.ir.text_module import show_normal, show_typed
from modelcheck.passes.normalise import normalise
from modelcheck.semantics.env import Disabled, EvaluationError
from modelcheck.semantics.interpret import claim_holds, successors
from modelcheck.semantics.normal import normal_claim_holds, normal_successors

if TYPE_CHECKING:
    from modelcheck.ir.stmt import Function
    from modelcheck.semantics.trace import Binding, State, Step

pytestmark = pytest.mark.no_cover  # it takes nearly twice the time

P = ParamSpec("P")

_SETTINGS = settings(
    deadline=None,
    max_examples=200,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.filter_too_much,
    ],
)


def outcomes(steps: Iterable[Step]) -> list[tuple[object, ...]]:
    return [(each.arguments, each.choices, each.state, each.error is None) for each in steps]


@_SETTINGS
@given(actions(), st.lists(states(), min_size=3, max_size=6))
def test_a_normal_step_has_the_outcomes_of_its_body(action: Function, tried: list[State]) -> None:
    spec = module(action)
    normal = normalise(spec)
    for state in tried:
        expected = outcomes(successors(spec, state))
        found = outcomes(normal_successors(normal, state))
        assert found == expected, f"{show_typed(spec)}\n{show_normal(normal)}\n{state}"


@_SETTINGS
@given(claims(), st.lists(states(), min_size=2, max_size=4))
def test_a_normal_claim_says_what_its_body_says(claim: Function, tried: list[State]) -> None:
    spec = module(claims=(claim,))
    normal = normalise(spec)
    for state in tried:
        for first in ELEMENTS:
            binding: Binding = (("p", first), ("e", ELEMENTS[0]))
            expected = said(claim_holds, spec, spec.claims[0], binding, state)
            found = said(normal_claim_holds, normal, normal.claims[0], binding, state)
            assert found == expected, f"{show_typed(spec)}\n{show_normal(normal)}\n{state}"


def said(holds: Callable[P, bool], /, *args: P.args, **kwargs: P.kwargs) -> bool | type[Exception]:
    try:
        return holds(*args, **kwargs)
    except (EvaluationError, Disabled) as error:
        return type(error)


@_SETTINGS
@given(actions(), claims())
def test_no_faults_are_found_in_normal_forms(action: Function, claim: Function) -> None:
    spec = module(action, claims=(claim,))
    assert find_faults(spec) == ()
    normal = normalise(spec)
    assert find_faults(normal) == (), f"{show_typed(spec)}\n{show_normal(normal)}"
