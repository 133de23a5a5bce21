"""What compiled code can hold: numbers of either width, and what is refused by name.

Where it cannot take a spec, the class is run instead, and the result says why.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Final
from unittest.mock import patch

import pytest
from engines import natively, program_of

from modelcheck.explicit.native.cache import FOLDER, Cache
from modelcheck.explicit.native.code import code_of
from modelcheck.explicit.native.emitter import Unsupported
from modelcheck.explicit.native.explore import NO_GROUP, Native, explore
from modelcheck.explicit.native.kernel.indexes import NARROW, WIDE
from modelcheck.explicit.native.steps import compile_spec
from modelcheck.explicit.reference.explore import Options
from modelcheck.explicit.reference.explore import explore as explore_in_python
from modelcheck.gate.engines import Engine, Means
from modelcheck.gate.engines import explore as explore_by
from modelcheck.gate.opening import ready_one

ROOT: Final = Path(__file__).parents[2]
SPECS: Final = (
    ("isis", "Isis"),
    ("isis", "WithoutTieBreak"),
    ("two_phase_commit", "TwoPhaseCommit"),
    ("eager_reliable_broadcast", "EagerReliableBroadcast"),
)
ISIS: Final = ROOT / "specs/isis.py"


@pytest.mark.parametrize(("file", "name"), SPECS)
def test_wide_indexes_give_the_results_of_narrow_ones(file: str, name: str) -> None:
    program, options = program_of(ROOT / f"specs/{file}.py", name), Options(keep_going=True)
    narrow = natively(program, options, workers=2)
    with patch("modelcheck.explicit.native.code.indexes_for", return_value=WIDE):
        assert natively(program, options, workers=2) == narrow


def test_the_code_of_either_width_is_kept_apart(tmp_path: Path) -> None:
    program, cache = program_of(ISIS, "Isis"), Cache(tmp_path)
    native = Native(("isis",), is_symmetric=False, cache=cache)
    small, large = 1 << 30, 1 << 50
    found = [
        code_of(program.module, NO_GROUP, native.identity, cache, most).kernel.indexes
        for most in (small, large, small, large)
    ]
    assert found == [NARROW, WIDE, NARROW, WIDE]
    # One spec, and a kernel of each width.
    assert len(list(tmp_path.iterdir())) == 3
    expected = explore_in_python(program, Options())
    for most in (small, large):
        with patch("modelcheck.explicit.native.explore.most_bytes", return_value=most):
            result = explore(program, Options(), native)
        assert replace(result, engine="python") == expected


MANY: Final = '''
"""A counter, and much to be said of it."""

from __future__ import annotations

from typing import Annotated

from annotated_types import Interval
from modelcheck.lang import Spec, action, init, invariant, old, require, step_invariant


class Counting(Spec):
    n: Annotated[int, Interval(ge=0, le=3)]

    @init
    def start(self) -> None:
        self.n = 0

    @action
    def count(self) -> None:
        require(self.n < 3)
        self.n = self.n + 1
'''

CLAIM: Final = """
    @invariant
    def claim_{n}(self) -> bool:
        return self.n != {n} - 60
"""

STEP_CLAIM: Final = """
    @step_invariant
    def step_claim_{n}(self) -> bool:
        return self.n == old(self).n or old(self).n != {n} - 60
"""


def counting(folder: Path, claim: str, count: int) -> Path:
    path = folder / "counting.py"
    path.write_text(MANY + "".join(claim.format(n=n) for n in range(count)), encoding="utf-8")
    return path


@pytest.mark.parametrize("claim", [CLAIM, STEP_CLAIM], ids=["states", "steps"])
def test_as_many_claims_as_there_are_bits_are_compiled(claim: str, tmp_path: Path) -> None:
    program = program_of(counting(tmp_path, claim, 62), "Counting")
    options = Options(keep_going=True)
    assert natively(program, options, workers=1) == explore_in_python(program, options)


@pytest.mark.parametrize(
    ("claim", "things"), [(CLAIM, "states"), (STEP_CLAIM, "steps")], ids=["states", "steps"]
)
def test_more_claims_are_left_to_the_class_and_the_result_says_so(
    claim: str, things: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(FOLDER, "")
    path = counting(tmp_path, claim, 63)
    spec = ready_one(str(path), ())
    found = explore_by(spec, Options(keep_going=True), Means(Engine.AUTO))
    why = f"it has 63 claims about {things}, and 62 are the most"
    assert found.note == f"the python engine explores {spec.spec}: {why}"
    expected = explore_in_python(spec.program, Options(keep_going=True))
    assert replace(found, note=None) == expected


def test_more_actions_than_numbers_are_refused() -> None:
    module = program_of(ISIS, "Isis").module
    many = replace(module, actions=module.actions[:1] * 65_536)
    with pytest.raises(Unsupported) as refused:
        compile_spec(many)
    assert refused.value.why == "it has 65,536 actions, and 65,535 are the most"


CHOOSING: Final = '''
"""One step with many choices, few of which have an alternative."""

from __future__ import annotations

from typing import Annotated

from annotated_types import Interval
from modelcheck.lang import Spec, action, init, oneof, require


class Choosing(Spec):
    n: Annotated[int, Interval(ge=0, le={most})]

    @init
    def start(self) -> None:
        self.n = 0

    @action
    def choose(self) -> None:
        require(self.n == 0)
        total = 0
        for each in range({count}):
            if each % 16 == 0:
                total = total + oneof({{0, 1}})
            else:
                total = total + oneof({{1}})
        self.n = total
'''


@pytest.mark.parametrize("count", [61, 62, 63, 80])
def test_steps_with_more_choices_than_are_written_down_are_taken_too(
    count: int, tmp_path: Path
) -> None:
    path = tmp_path / "choosing.py"
    path.write_text(CHOOSING.format(count=count, most=count), encoding="utf-8")
    program, options = program_of(path, "Choosing"), Options(keep_going=True)
    found = natively(program, options, workers=1)
    assert found == explore_in_python(program, options)
    assert found.figures.generated == 1 + 2 ** (-(-count // 16))
