"""How a search of runs ends early: with what it has found until then."""

from __future__ import annotations

from pathlib import Path

import pytest

from modelcheck.explicit.reference.explore import Options
from modelcheck.gate.bounding import look
from modelcheck.gate.opening import Ready, one_target, opened, ready
from modelcheck.semantics.verdict import Inconclusive, Limits, Reason, Violated

SPEC = """\
from typing import Annotated

from annotated_types import Interval

from modelcheck.lang import Spec, action, init, invariant


class Counter(Spec):
    x: Annotated[int, Interval(ge=0, le=100)]

    @init
    def start(self) -> None:
        self.x = 0

    @action
    def go(self) -> None:
        self.x += 1

    @invariant
    def below_one(self) -> bool:
        return self.x < 1

    @invariant
    def below_fifty(self) -> bool:
        return self.x < 50
"""


@pytest.fixture
def counter(tmp_path: Path) -> Ready:
    path = tmp_path / "counter.py"
    path.write_text(SPEC, encoding="utf-8")
    target = one_target(str(path))
    file, (found,) = opened(target, ())
    return ready(target, (), file, found)


@pytest.mark.parametrize(
    ("error", "reason"),
    [(MemoryError, Reason.MEMORY), (KeyboardInterrupt, Reason.INTERRUPTED)],
)
def test_what_was_found_is_told_where_the_search_ends_early(
    counter: Ready, error: type[BaseException], reason: Reason
) -> None:
    def told(length: int, _: float) -> None:
        if length == 3:
            raise error

    found = look(counter, Options(Limits(depth=10), keep_going=True), told)
    verdicts = {each.name: each.verdict for each in found.properties}
    assert found.stopped is reason
    assert isinstance(verdicts["below_one"], Violated)
    assert verdicts["below_fifty"] == Inconclusive(reason)


def test_ctrl_c_that_z3_has_lost_is_noted(counter: Ready, monkeypatch: pytest.MonkeyPatch) -> None:
    def noted(_: object) -> bool:
        return True

    monkeypatch.setattr("modelcheck.gate.interrupts.Interrupts.are_noted", noted)
    assert look(counter, Options(Limits(depth=10))).stopped is Reason.INTERRUPTED
