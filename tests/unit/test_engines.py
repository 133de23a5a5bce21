"""Which engine explores, and what is said where compiled code cannot."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from modelcheck.explicit.reference.explore import Options
from modelcheck.gate import engines
from modelcheck.gate.engines import Engine, Means, explore, llvm_text, why_not_compiled
from modelcheck.gate.opening import Ready, ready_one
from modelcheck.semantics.verdict import Inconclusive, Reason
from modelcheck.source.diagnostic import ConfigError

SPEC = """
from __future__ import annotations

from typing import Annotated

from annotated_types import Interval

from modelcheck.lang import Spec, action, init, invariant


class Clock(Spec):
    hour: Annotated[int, Interval(ge=0, le=3)]

    @init
    def start(self) -> None:
        self.hour = START

    @action
    def tick(self) -> None:
        self.hour = (self.hour + 1) % 4

    @invariant
    def early(self) -> bool:
        return self.hour < CLAIM
"""


def clock(folder: Path, start: int = 0, claim: int = 4) -> Ready:
    path = folder / "clock.py"
    text = SPEC.replace("START", str(start)).replace("CLAIM", str(claim))
    path.write_text(text, encoding="utf-8")
    return ready_one(str(path), ())


def test_a_machine_that_compiles_says_nothing(tmp_path: Path) -> None:
    assert why_not_compiled() is None
    result = explore(clock(tmp_path), Options(), Means())
    assert (result.engine, result.note) == ("native", None)


@pytest.mark.parametrize(
    ("target", "value", "why"),
    [
        ("sys.byteorder", "big", "compiled code is for little-endian processors of 64 bits"),
        ("sys.maxsize", 2**31 - 1, "compiled code is for little-endian processors of 64 bits"),
        ("modelcheck.gate.engines._FOR_LLVM", 1 << 62, "there is too little memory for LLVM"),
    ],
)
def test_a_machine_that_cannot_compile_is_left_to_the_python_engine(
    target: str, value: object, why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = clock(tmp_path)
    monkeypatch.setattr(target, value)
    result = explore(spec, Options(), Means())
    assert (result.engine, result.figures.distinct) == ("python", 4)
    assert result.note == f"the python engine explores: {why}"
    for refused in (
        lambda: explore(spec, Options(), Means(Engine.NATIVE)),
        lambda: llvm_text(spec),
    ):
        with pytest.raises(ConfigError) as caught:
            refused()
        (finding,) = caught.value.diagnostics
        assert (finding.code, why in finding.message) == ("MC303", True)


def test_llvmlite_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "llvmlite.binding", None)
    assert why_not_compiled() == "llvmlite is not installed"


@pytest.mark.parametrize("engine", [Engine.AUTO, Engine.NATIVE])
def test_an_initial_state_that_raises_is_shown_and_not_noted(
    engine: Engine, tmp_path: Path
) -> None:
    # The note said no more than the report, and was the only one for a mistake of the spec.
    result = explore(clock(tmp_path, start=7), Options(), Means(engine))
    assert result.note is None
    assert [each.name for each in result.properties] == ["early", "evaluation"]


@pytest.mark.parametrize(
    ("error", "reason"),
    [(MemoryError, Reason.MEMORY), (KeyboardInterrupt, Reason.INTERRUPTED)],
)
def test_what_ends_a_search_before_it_begins_is_a_result_too(
    error: type[BaseException],
    reason: Reason,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    spec = clock(tmp_path)

    def compile_nothing(*_: object) -> None:
        raise error

    monkeypatch.setattr(engines, "_explore_natively", compile_nothing)
    result = explore(spec, Options(), Means())
    assert (result.stopped, result.complete, result.figures.distinct) == (reason, False, 0)


# Runs of many thousands of steps take longer to take again than to find; the figures were lost.
@pytest.mark.parametrize(
    ("error", "reason"),
    [(MemoryError, Reason.MEMORY), (KeyboardInterrupt, Reason.INTERRUPTED)],
)
def test_what_ends_the_telling_of_a_run_leaves_the_figures(
    error: type[BaseException],
    reason: Reason,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    spec = clock(tmp_path, claim=3)

    def take_nothing_again(*_: object) -> None:
        raise error

    monkeypatch.setattr("modelcheck.explicit.native.explore.confirmed", take_nothing_again)
    result = explore(spec, Options(), Means(Engine.NATIVE))
    assert (result.stopped, result.complete) == (reason, False)
    assert result.figures.distinct == 4
    assert [(each.name, each.verdict) for each in result.properties] == [
        ("early", Inconclusive(reason))
    ]
