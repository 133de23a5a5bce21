"""What the parts of a spec are called changes nothing in what z3 is asked.

Each constant of z3 has a name, and two of one name and sort are one: these specs had such.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from modelcheck.explicit.reference.explore import Options, explore
from modelcheck.gate.bounding import look
from modelcheck.gate.opening import Ready, Target, fitting, opened, ready
from modelcheck.gate.proving import ProveRequest, prove_all
from modelcheck.report.outcome import Outcome
from modelcheck.semantics.verdict import Limits, Result, Violated

HEAD: Final = '''
from enum import Enum
from typing import Annotated, Final

from annotated_types import Interval
from modelcheck import lang
from modelcheck.lang import Ordered, Spec, init, invariant, oneof, require

N: Final[int] = 3


class Phase(Enum):
    IDLE = 0
    BUSY = 1


class Mode(Enum):
    IDLE = 0
    FAST = 1


class P(Ordered, size=11):
    """The last one is shown as `P11`."""


class P1(Ordered, size=1):
    """The only one is shown as `P11`."""

'''

FIELD_AS_THE_CHOSEN_STEP: Final = '''
class Made(Spec):
    """A field was taken for the number of the step that is taken."""

    action: Annotated[int, Interval(ge=0, le=3)]

    @init
    def start(self) -> None:
        self.action = 3

    @lang.action
    def down(self) -> None:
        require(self.action > 0)
        self.action -= 1

    @lang.action
    def up(self) -> None:
        require(self.action == 0)
        self.action = 3

    @invariant
    def never_one(self) -> bool:
        return self.action != 1
'''

ACTION_AS_THE_START: Final = '''
class Made(Spec):
    """The choice of the action was taken for that of the initial state."""

    first: bool
    last: bool

    @init
    def begin(self) -> None:
        self.first = oneof((False, True))
        self.last = self.first

    @lang.action
    def start(self) -> None:
        self.last = oneof((False, True))

    @invariant
    def alike(self) -> bool:
        return self.first == self.last
'''

MEMBERS_OF_TWO_ENUMS: Final = '''
class Made(Spec):
    """Members of two enums that are called alike were taken for one."""

    seen: set[Phase | Mode]

    @init
    def start(self) -> None:
        self.seen = set()

    @lang.action
    def see(self) -> None:
        require(Mode.IDLE not in self.seen)
        self.seen.add(Phase.IDLE)

    @invariant
    def never_idle(self) -> bool:
        return Phase.IDLE not in self.seen
'''

ELEMENTS_OF_TWO_SORTS: Final = '''
class Made(Spec):
    """Elements of two sorts that are called alike were taken for one."""

    members: set[P | P1]

    @init
    def start(self) -> None:
        self.members = set()

    @lang.action
    def join(self, p: P1) -> None:
        require(len(self.members) == 0)
        self.members.add(p)

    @invariant
    def is_empty(self) -> bool:
        return not any(p in self.members for p in P1)
'''

SPECS: Final = {
    "field_as_the_chosen_step": FIELD_AS_THE_CHOSEN_STEP,
    "action_as_the_start": ACTION_AS_THE_START,
    "members_of_two_enums": MEMBERS_OF_TWO_ENUMS,
    "elements_of_two_sorts": ELEMENTS_OF_TWO_SORTS,
}


def written(folder: Path, text: str) -> Path:
    path = folder / "made.py"
    path.write_text(HEAD + text, encoding="utf-8")
    return path


def opened_spec(path: Path) -> Ready:
    target = Target(path, "Made")
    file, (found,) = opened(target, ())
    return ready(target, fitting((), found), file, found)


def lengths(result: Result) -> dict[str, int]:
    """Give the lengths of the runs that break claims."""
    verdicts = {each.name: each.verdict for each in result.properties}
    return {
        name: found.trace.depth for name, found in verdicts.items() if isinstance(found, Violated)
    }


def verdicts(path: Path, for_all: tuple[str, ...] = ()) -> dict[str, bool]:
    """Tell of each claim whether an induction violates it."""
    (found,) = prove_all(ProveRequest(str(path), for_all=for_all))
    assert isinstance(found, Outcome)
    return {each.name: isinstance(each.verdict, Violated) for each in found.result.properties}


@pytest.mark.parametrize("name", SPECS)
def test_bounded_runs_are_those_of_the_class(name: str, tmp_path: Path) -> None:
    spec = opened_spec(written(tmp_path, SPECS[name]))
    found = lengths(look(spec, Options(Limits(depth=3), keep_going=True)))
    assert found == lengths(explore(spec.program, Options(keep_going=True)))
    assert found


@pytest.mark.parametrize("name", SPECS)
def test_an_induction_proves_nothing_that_a_run_breaks(name: str, tmp_path: Path) -> None:
    assert any(verdicts(written(tmp_path, SPECS[name])).values())


FIELD_AS_AN_UNKNOWN: Final = '''
class Made(Spec):
    """The field was taken for the constant."""

    N: Annotated[int, Interval(ge=0, le=N)]

    @init
    def start(self) -> None:
        self.N = 0

    @lang.action
    def up(self) -> None:
        require(self.N != N)
        self.N += 1

    @invariant
    def never(self) -> bool:
        return self.N == 0

    @lang.assume
    def natural(self) -> bool:
        return N >= 0
'''


def test_a_field_is_no_constant_that_stands_for_any_integer(tmp_path: Path) -> None:
    assert verdicts(written(tmp_path, FIELD_AS_AN_UNKNOWN), ("N",))["never"]
