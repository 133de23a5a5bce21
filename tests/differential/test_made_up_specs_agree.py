"""On specs that hypothesis makes up, class, typed IR and normal form agree in every state seen.

The default run is the same every time, and shows a spec that fails as it is.
`MADE_UP_SPECS=2000 pytest tests/differential` looks at so many specs instead, others every
time, and makes one that fails smaller before it is shown, which takes minutes.
"""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from agreement import Comparison, DisagreementError
from hypothesis import HealthCheck, Phase, given, settings
from made_up.specs import MadeUp, specs
from seen import EVERYTHING, seen_in_module, seen_in_normal

from modelcheck.frontend.loading import open_spec
from modelcheck.frontend.lower import LoadedSpec, lower
from modelcheck.source.diagnostic import SpecError

GIVEN: Final = os.environ.get("MADE_UP_SPECS")
SPECS: Final = int(GIVEN or 60)
STATES_EACH: Final = 180 if GIVEN else 80
"""How many states of a spec are looked at: those nearest to its start."""
MEAN_STATES: Final = STATES_EACH // 2
REFUSED: Final = 0.1
"""Which part of the specs may be refused."""
REASONS: Final = tuple(f"MC{number}" for number in range(180, 200))
"""What the rules on aliasing, order, symmetry, ghosts and bags may refuse; nothing else may be."""


@dataclass
class Tally:
    """What the specs of a run have shown so far."""

    states: list[int] = field(default_factory=list[int])
    refused: Counter[str] = field(default_factory=Counter[str])
    seen: set[str] = field(default_factory=set[str])


def loaded(made: MadeUp, folder: Path) -> LoadedSpec:
    path = folder / "made_up.py"
    path.write_text(made.text, encoding="utf-8")
    return lower(open_spec(path, {}), made.name)


def compare(made: MadeUp, folder: Path, tally: Tally) -> None:
    """Explore a spec in its three meanings, and note what it has shown."""
    try:
        spec = loaded(made, folder)
    except SpecError as error:
        codes = sorted({each.code for each in error.diagnostics})
        strange = [each for each in error.diagnostics if each.code not in REASONS]
        assert not strange, f"{strange[0].code}: {strange[0].message}\n{made.text}"
        tally.refused[codes[0]] += 1
        return
    comparison = Comparison(spec)
    try:
        explored = comparison.explore(STATES_EACH)
    except DisagreementError as error:
        message = f"{made.text}\n{error}"
        raise DisagreementError(message) from None
    tally.states.append(explored.states)
    tally.seen |= seen_in_module(spec.module) | seen_in_normal(comparison.normal)


def test_made_up_specs_agree_and_use_all_of_the_ir(tmp_path: Path) -> None:
    tally = Tally()

    @settings(
        max_examples=SPECS,
        deadline=None,
        derandomize=GIVEN is None,
        database=None,
        suppress_health_check=[
            HealthCheck.too_slow,
            HealthCheck.filter_too_much,
            HealthCheck.data_too_large,
        ],
        phases=(Phase.generate,) if GIVEN is None else (Phase.generate, Phase.shrink),
    )
    @given(specs())
    def look(made: MadeUp) -> None:
        compare(made, tmp_path, tally)

    look()
    tried = len(tally.states) + tally.refused.total()
    assert tally.refused.total() <= REFUSED * tried, tally.refused
    assert sum(tally.states) >= MEAN_STATES * len(tally.states)
    assert sorted(EVERYTHING - tally.seen) == []
