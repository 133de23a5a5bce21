"""As formulas, specs have the states and steps that the interpreter gives them, and no others.

`MADE_UP_SPECS=300 pytest tests/differential/test_formulas_agree.py` looks at so many made-up
specs instead, others every time, and at more states of every spec.
"""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from typing import Final

import pytest
from agreement import DisagreementError
from formulas import Formulas, Visited, levels, visited
from hypothesis import HealthCheck, Phase, given, settings
from library import SPECS, main, names
from made_up.specs import MadeUp, specs

from modelcheck.frontend.loading import open_spec
from modelcheck.frontend.lower import lower
from modelcheck.ir.module import Module
from modelcheck.passes.normalise import normalise
from modelcheck.source.diagnostic import SpecError
from modelcheck.symbolic.algebra import BeyondError
from modelcheck.symbolic.making import reachable_system_of, system_of
from modelcheck.symbolic.numbers import BitVectors, Integers
from modelcheck.symbolic.system import System

GIVEN: Final = os.environ.get("MADE_UP_SPECS")
NEAREST: Final = 40
"""The states of a spec that are looked at are among so many that are nearest to its start."""
STATES, STATES_OF_TWINS = (NEAREST, NEAREST) if GIVEN else (2, 1)
"""How many are looked at; a twin shares nearly all of its code with its spec."""
MADE_UP: Final = int(GIVEN or 48)
STATES_EACH: Final = 8 if GIVEN else 2
"""How many states of a made-up spec are looked at."""
DEPTH: Final = 3
WIDTH: Final = 8
"""How long runs of made-up specs are, and how many states are at most at the end of such."""
EACH: Final = 3 if GIVEN else 8
"""One in so many made-up specs is compared in what takes longest: in runs, or action by action."""
NARROW: Final = 1 if GIVEN else 4
"""One in so many of those whose runs lead to few states only is compared in runs as well."""
BEYOND: Final = 0.1
"""Which part of the made-up specs no formula may be made of: these have sets of large records."""
WHY_BEYOND: Final = "which has more than 4096 values"

MAINS = [(path, main(path)) for path in SPECS]
TWINS = [(path, name) for path in SPECS for name in names(path) if name != main(path)]


def spread(module: Module, many: int) -> list[Visited]:
    """Give some of the nearest states: the last, and others at the same distances."""
    nearest = visited(module, NEAREST)
    return nearest[::-1][:: max(1, len(nearest) // many)][:many]


@pytest.mark.parametrize(
    ("path", "name"), MAINS, ids=[f"{path.stem}::{name}" for path, name in MAINS]
)
def test_formulas_of_a_spec_have_its_states_and_steps(path: Path, name: str) -> None:
    normal = normalise(lower(open_spec(path, {}), name).module)
    states = spread(normal.module, STATES)
    Formulas(system_of(normal, BitVectors())).agree(states)
    Formulas(system_of(normal, Integers())).agree(states[:1])


@pytest.mark.parametrize(
    ("path", "name"), TWINS, ids=[f"{path.stem}::{name}" for path, name in TWINS]
)
def test_formulas_of_a_twin_have_its_states_and_steps(path: Path, name: str) -> None:
    normal = normalise(lower(open_spec(path, {}), name).module)
    Formulas(system_of(normal, BitVectors())).agree(spread(normal.module, STATES_OF_TWINS))


def made_of(made: MadeUp, folder: Path, number: int) -> System:
    """Give a made-up spec as formulas, written in one of three ways."""
    path = folder / "made_up.py"
    path.write_text(made.text, encoding="utf-8")
    normal = normalise(lower(open_spec(path, {}), made.name).module)
    if number % EACH == 0:
        return reachable_system_of(normal, BitVectors(), 12)
    return system_of(normal, BitVectors() if number % 2 else Integers())


def test_formulas_of_made_up_specs_have_their_states_and_steps(tmp_path: Path) -> None:
    tried: Counter[str] = Counter()
    runs: list[int] = []

    @settings(
        max_examples=MADE_UP,
        deadline=None,
        derandomize=GIVEN is None,
        database=None,
        suppress_health_check=[
            HealthCheck.too_slow,
            HealthCheck.filter_too_much,
            HealthCheck.data_too_large,
        ],
        phases=(Phase.generate,),
    )
    @given(specs())
    def look(made: MadeUp) -> None:
        tried["all"] += 1
        try:
            formulas = Formulas(made_of(made, tmp_path, tried["all"]))
        except SpecError:
            tried["refused"] += 1
            return
        except BeyondError as why:
            if WHY_BEYOND not in why.why:
                raise
            tried["beyond"] += 1
            return
        try:
            formulas.agree(visited(formulas.module, STATES_EACH))
            is_narrow = len(levels(formulas.module, DEPTH, WIDTH)) > DEPTH
            tried["narrow"] += is_narrow
            in_runs = tried["all"] % EACH == 1 or (is_narrow and tried["narrow"] % NARROW == 0)
            runs.append(formulas.agree_in_runs(DEPTH if in_runs else 0, WIDTH))
        except DisagreementError as error:
            message = f"{made.text}\n{error}"
            raise DisagreementError(message) from None

    look()
    assert tried["beyond"] <= BEYOND * tried["all"]
    assert runs.count(DEPTH + 1) > 0
