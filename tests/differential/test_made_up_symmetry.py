"""Of made-up specs, too, what is found with one state per orbit is what is found in every state.

`MADE_UP_SPECS=2000 pytest tests/differential/test_made_up_symmetry.py` looks at so many specs
instead, others every time.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Final

from engines import means, program_of
from hypothesis import HealthCheck, Phase, given, settings
from made_up.specs import MadeUp, specs
from orbits import reachable, renamings

from modelcheck.explicit.native.emitter import Unsupported
from modelcheck.explicit.native.explore import explore
from modelcheck.explicit.native.jit import Care
from modelcheck.explicit.native.symmetry.group import symmetry_group
from modelcheck.explicit.native.symmetry.renaming import renamed_state
from modelcheck.explicit.reference.explore import Options
from modelcheck.explicit.reference.program import Program
from modelcheck.ir.module import ClaimKind
from modelcheck.semantics.verdict import Limits, Reason, Result, Violated
from modelcheck.source.diagnostic import SpecError

GIVEN: Final = os.environ.get("MADE_UP_SPECS")
SPECS: Final = int(GIVEN or 48)
LIMITS: Final = Limits(states=3000, depth=3)
TINY: Final = 100
"""Of how many states orbits are counted, too."""
COMPARED: Final = 0.3
"""Which part of the specs has symmetries, and few enough states, at the least."""


def told(result: Result) -> tuple[object, ...]:
    """Give what a result says, up to the names of elements."""
    return (
        result.stopped,
        result.figures.depth,
        [
            (
                each.name,
                type(each.verdict),
                each.verdict.trace.depth if isinstance(each.verdict, Violated) else None,
            )
            for each in result.properties
        ],
        [(each.name, each.witness and each.witness.depth) for each in result.covers],
        [(each.name, each.taken > 0) for each in result.actions],
        result.assumptions,
    )


def orbits(program: Program) -> int:
    """Give the number of orbits of the states that are visited, by brute force."""
    everything = list(renamings(symmetry_group(program.module)))
    return len(
        {
            frozenset(renamed_state(state, each) for each in everything)
            for state in reachable(program, LIMITS.depth)
        }
    )


def compare(made: MadeUp, folder: Path, number: int) -> str:
    """Compare a made-up spec with and without symmetry; tell what became of it."""
    path = folder / "made_up.py"
    path.write_text(made.text, encoding="utf-8")
    try:
        program = program_of(path, made.name)
    except SpecError:
        return "refused"
    if symmetry_group(program.module).order == 1:
        return "without symmetry"
    options = Options(LIMITS, keep_going=True)
    care = Care.FULL if number % 8 == 0 else Care.QUICK  # which takes half the time
    try:
        off = explore(program, options, means(program, is_symmetric=False, care=care))
    except Unsupported:
        return "left"
    if off.stopped is Reason.STATES:
        return "large"
    on = explore(program, options, means(program, care=care))
    assert told(on) == told(off), f"{made.text}\n\nwith symmetry: {on}\n\nwithout: {off}"
    if on.note is not None:
        return "raising"
    assert on.figures.distinct <= off.figures.distinct
    is_open = any(each.kind is ClaimKind.CONSTRAINT for each in program.module.claims)
    if off.figures.distinct <= TINY and not is_open:
        assert on.figures.distinct == orbits(program), made.text
        return "counted"
    return "alike"


def test_made_up_specs_say_the_same_with_and_without_symmetry(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    became: Counter[str] = Counter()

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
        phases=(Phase.generate,),
    )
    @given(specs())
    def look(made: MadeUp) -> None:
        became[compare(made, tmp_path, became.total())] += 1

    look()
    for what, many in became.items():
        record_property(what, many)
    assert became["counted"] > 0
    assert became["counted"] + became["alike"] + became["raising"] >= COMPARED * SPECS
