"""Oral messages to their last round, as the catalogue has them: where the traitors win."""

from __future__ import annotations

from pathlib import Path

import pytest

from modelcheck.gate.bounding import check_bounded
from modelcheck.gate.pipeline import CheckRequest
from modelcheck.report.outcome import Outcome
from modelcheck.semantics.verdict import Holds, Violated

SPEC = str(Path(__file__).parents[2] / "specs" / "byzantine_generals_oral.py")
CLAIMS = ("ic1", "ic2")


@pytest.mark.no_cover  # it takes twice the time
@pytest.mark.parametrize(
    ("generals", "traitors", "rounds", "lost"),
    [
        (3, 1, 1, {"ic2"}),
        (4, 1, 1, set[str]()),
        (4, 1, 0, {"ic1"}),
        (6, 2, 2, {"ic1", "ic2"}),
        (7, 2, 2, set[str]()),
        (7, 2, 1, {"ic1"}),
    ],
)
def test_traitors_win_where_there_are_too_few_generals_or_rounds(
    generals: int, traitors: int, rounds: int, lost: set[str]
) -> None:
    given = (("N", str(generals)), ("F", str(traitors)), ("M", str(rounds)))
    request = CheckRequest(SPEC, given, properties=CLAIMS, keep_going=True, regardless=True)
    (found,) = check_bounded(request)
    assert isinstance(found, Outcome)
    assert found.result.complete
    verdicts = {each.name: each.verdict for each in found.result.properties}
    assert {name for name in CLAIMS if isinstance(verdicts[name], Violated)} == lost
    assert {name for name in CLAIMS if isinstance(verdicts[name], Holds)} == {*CLAIMS} - lost
