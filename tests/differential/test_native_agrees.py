"""Compiled code gives the very result that running the class gives.

Verdicts, counts, runs, bindings, messages: everything that the two engines say is compared.
`MADE_UP_SPECS=20000 pytest tests/differential/test_native_agrees.py` looks at so many made-up
specs instead, others every time; `reports/made_up.md` says what such runs have found.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import permutations
from pathlib import Path
from typing import Final

import pytest
from engines import natively, program_of
from hypothesis import HealthCheck, Phase, given, settings
from made_up.specs import MadeUp, specs

from modelcheck.explicit.native.breadth_first import Effort, search
from modelcheck.explicit.native.cache import Cache
from modelcheck.explicit.native.code import code_of
from modelcheck.explicit.native.emitter import Unsupported
from modelcheck.explicit.native.explore import BAD_START, NO_GROUP
from modelcheck.explicit.native.fallback import Reference
from modelcheck.explicit.native.jit import Care
from modelcheck.explicit.native.memory import most_bytes
from modelcheck.explicit.native.packing import pack_state, unpack_state
from modelcheck.explicit.reference.explore import Options
from modelcheck.explicit.reference.explore import explore as explore_in_python
from modelcheck.explicit.reference.program import Program
from modelcheck.explicit.reference.running import running
from modelcheck.explicit.reference.steps import Machine, initial_states, successors
from modelcheck.frontend.loading import open_spec
from modelcheck.semantics.trace import State
from modelcheck.semantics.verdict import Limits
from modelcheck.source.diagnostic import SpecError

ROOT: Final = Path(__file__).parents[2]
GIVEN: Final = os.environ.get("MADE_UP_SPECS")
SPECS: Final = int(GIVEN or 300)
STATES_EACH: Final = 40
"""How many states of a made-up spec are visited."""
LEFT: Final = 0.05
"""Which part of the made-up specs may be more than compiled code can take."""
FILES: Final = (
    "specs/isis.py",
    "specs/two_phase_commit.py",
    "specs/eager_reliable_broadcast.py",
    "tests/catalogue/specs/isis_by_state.py",
    "tests/differential/specs/empties.py",
    "tests/differential/specs/mixed.py",
    "tests/differential/specs/repeats.py",
)
CLASSES: Final = [(path, spec.name) for path in FILES for spec in open_spec(ROOT / path, {}).specs]


@pytest.mark.parametrize(("path", "name"), CLASSES)
@pytest.mark.parametrize("options", [Options(keep_going=True), Options()])
def test_compiled_specs_give_the_results_of_their_classes(
    path: str, name: str, options: Options
) -> None:
    program = program_of(ROOT / path, name)
    expected = explore_in_python(program, options)
    assert natively(program, options, workers=1) == expected
    assert natively(program, options, workers=2) == expected


def reachable(program: Program) -> set[State]:
    seen = {step.state for step in initial_states(program) if step.state is not None}
    waiting = list(seen)
    while waiting:
        for step in successors(program, waiting.pop()):
            if step.error is None and step.state is not None and step.state not in seen:
                seen.add(step.state)
                waiting.append(step.state)
    return seen


@pytest.mark.parametrize("path", ["specs/isis.py", "specs/two_phase_commit.py"])
def test_compiled_specs_visit_the_states_of_their_classes(path: str) -> None:
    file = open_spec(ROOT / path, {})
    program = program_of(ROOT / path, file.main().name)
    code = code_of(program.module, NO_GROUP, (), Cache(None), most_bytes(None))
    machine = Machine(program)
    with running(machine.run):
        reference = Reference(machine, code.layout, code.bits, None)
        initial = [pack_state(s.state, code.layout) for s in initial_states(program) if s.state]
        effort = Effort(actions=len(program.module.actions), workers=2)
        found = search(code.kernel, code.bits.meaning(None), initial, reference, effort)
        visited = [unpack_state(state, code.layout) for state in found.states()]
    assert len(visited) == len(set(visited))
    assert set(visited) == reachable(program)


def test_a_better_kernel_goes_on_where_a_quick_one_was() -> None:
    program = program_of(ROOT / "specs/isis.py", "Isis")
    code = code_of(program.module, NO_GROUP, (), Cache(None), most_bytes(None))
    assert code.better is not None  # this spec is long
    better = code.better
    machine = Machine(program)
    with running(machine.run):
        reference = Reference(machine, code.layout, code.bits, None)
        initial = [pack_state(s.state, code.layout) for s in initial_states(program) if s.state]
        meaning = code.bits.meaning(None)
        effort = Effort(actions=len(program.module.actions), patience=0.0, work=100)
        quick = search(code.kernel, meaning, initial, reference, effort)
        mixed = search(code.kernel, meaning, initial, reference, effort, better=better)
        best = search(better(), meaning, initial, reference, effort)
    assert list(quick.states()) == list(mixed.states()) == list(best.states())
    assert quick.generated == mixed.generated == best.generated


def compare(made: MadeUp, folder: Path, number: int) -> str:
    """Compare the engines on a made-up spec; tell what became of it."""
    path = folder / "made_up.py"
    path.write_text(made.text, encoding="utf-8")
    try:
        program = program_of(path, made.name)
    except SpecError:
        return "refused"
    options = Options(Limits(states=STATES_EACH), keep_going=number % 2 == 0)
    care = Care.FULL if number // 2 % 4 == 0 else Care.QUICK  # which takes half the time
    try:
        found = natively(program, options, workers=1 + number % 3 % 2, cares=(care,))
    except Unsupported as unsupported:
        return "without a start" if unsupported.why == BAD_START else "left"
    expected = explore_in_python(program, options)
    assert found == expected, f"{made.text}\n\ncompiled: {found}\n\nclass: {expected}"
    return "alike"


def test_compiled_made_up_specs_give_the_results_of_their_classes(
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
    assert became.total() >= SPECS
    assert became["left"] <= LEFT * became.total()


RAISERS: Final = '''
"""Steps and claims that raise, each for one value."""

from __future__ import annotations

from typing import Annotated

from annotated_types import Interval
from modelcheck.lang import (
    Spec, action, cover, fail, final, init, invariant, old, require, step_invariant,
)


class Made(Spec):
    n: Annotated[int, Interval(ge=0, le=4)]

    @init
    def start(self) -> None:
        self.n = 0

{actions}
    @invariant
    def state_raises(self) -> bool:
        return 1 // (self.n - 2) < 9

    @cover
    def cover_raises(self) -> bool:
        return self.n > 2 or 1 // (self.n - 1) > 9

    @cover
    def step_cover_raises(self) -> bool:
        return self.n - old(self).n > 3 or 1 // (self.n - old(self).n - 2) > 9

    @step_invariant
    def step_raises(self) -> bool:
        return 1 // (self.n - 3 - old(self).n) < 9

    @final
    def end_raises(self) -> bool:
        return self.n == 0 or 1 // (self.n - 4) < 9
'''


RAISING: Final = """
    @action
    def go_to_{n}(self) -> None:
        require(self.n == 0)
        self.n = {n}
        if self.n == 1:
            fail("one is too many")
"""


@pytest.mark.parametrize("order", [*permutations("1234", 4), *permutations("1234", 2), *"1234"])
def test_what_raises_first_is_what_is_shown(order: Sequence[str], tmp_path: Path) -> None:
    path = tmp_path / "made.py"
    actions = "".join(RAISING.format(n=each) for each in order)
    path.write_text(RAISERS.format(actions=actions), encoding="utf-8")
    program = program_of(path, "Made")
    for options in (Options(), Options(keep_going=True)):
        assert natively(program, options, workers=1) == explore_in_python(program, options)


BACK: Final = '''
from typing import Annotated

from annotated_types import Interval
from modelcheck.lang import Spec, action, cover, init, old, require, step_invariant


class Made(Spec):
    """Every step raises, and one of them, to a state that is known, is all that a cover wants."""

    n: Annotated[int, Interval(ge=0, le=1)]

    @init
    def start(self) -> None:
        self.n = 0

    @action
    def up(self) -> None:
        require(self.n == 0)
        self.n = 1

    @action
    def down(self) -> None:
        require(self.n == 1)
        self.n = 0

    @step_invariant
    def raising(self) -> bool:
        return 1 // min(self.n, 0) < 9

    @cover
    def went_down(self) -> bool:
        return old(self).n > self.n
'''


def test_what_a_step_to_a_known_state_reaches_is_seen_where_something_else_raises(
    tmp_path: Path,
) -> None:
    path = tmp_path / "made.py"
    path.write_text(BACK, encoding="utf-8")
    program = program_of(path, "Made")
    found = explore_in_python(program, Options(keep_going=True))
    assert [each.name for each in found.covers if each.witness] == ["went_down"]
    assert natively(program, Options(keep_going=True), workers=1) == found


STUCK: Final = '''
from modelcheck.lang import Spec, action, init, invariant, require


class Stuck(Spec):
    """A lamp that is switched on, and then nothing."""

    on: bool

    @init
    def start(self) -> None:
        self.on = False

    @action
    def switch_on(self) -> None:
        require(not self.on)
        self.on = True

    @invariant
    def dark(self) -> bool:
        return not self.on

    @invariant
    def lamp(self) -> bool:
        return self.on or not self.on
'''


@pytest.mark.parametrize("asked", ["dark", "lamp", "deadlock"])
def test_a_deadlock_is_told_only_where_it_is_asked_for(asked: str, tmp_path: Path) -> None:
    path = tmp_path / "stuck.py"
    path.write_text(STUCK, encoding="utf-8")
    program = program_of(path, "Stuck")
    for keep_going in (False, True):
        options = Options(keep_going=keep_going, properties=frozenset({asked}))
        assert natively(program, options, workers=1) == explore_in_python(program, options)
