"""`@refines`: which steps are steps of the abstract spec, and what is said of the others."""

from __future__ import annotations

import io
import json
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import pytest
from engines import program_of

from modelcheck.cli.main import run
from modelcheck.explicit.native.cache import Cache
from modelcheck.explicit.native.explore import EVERY_STATE, Native
from modelcheck.explicit.native.explore import explore as explore_natively
from modelcheck.explicit.reference.enter import Entry
from modelcheck.explicit.reference.explore import Options, explore
from modelcheck.explicit.reference.simulate import Runs, simulate
from modelcheck.frontend.loading import open_spec
from modelcheck.frontend.lower import lower
from modelcheck.gate.pipeline import CheckRequest, check
from modelcheck.gate.replaying import found_run, stop_at
from modelcheck.ir.text_module import show_typed
from modelcheck.report.outcome import Outcome
from modelcheck.semantics.verdict import (
    Holds,
    Inconclusive,
    Limits,
    Matched,
    PropertyKind,
    Reason,
    Result,
    Verdict,
    Violated,
)
from modelcheck.source.diagnostic import SpecError

COUNTERS = '''
"""Votes, counted."""

from __future__ import annotations

from enum import Enum
from typing import Annotated, Final

from annotated_types import Interval

from modelcheck.lang import Spec, action, init, invariant, refines, require

N: Final[int] = 9


class Side(Enum):
    """What to vote for."""

    YES = "yes"
    NO = "no"


class Closing(Spec):
    """Something is closed once."""

    closed: bool

    @init
    def start(self) -> None:
        self.closed = False

    @action
    def close(self) -> None:
        require(not self.closed)
        self.closed = True


class Counted(Spec):
    """Votes are counted until the vote is closed."""

    votes: dict[Side, Annotated[int, Interval(ge=0, le=N)]]
    closed: bool

    @init
    def start(self) -> None:
        self.votes = {side: 0 for side in Side}
        self.closed = False

    @action
    def vote(self, side: Side) -> None:
        """A vote is counted, if there may be more."""
        require(not self.closed and sum(self.votes.values()) < N)
        self.votes[side] += 1

    @action
    def close(self) -> None:
        require(not self.closed)
        self.closed = True

    @action
    def overflow(self) -> None:
        """Always an evaluation error."""
        self.votes[Side.YES] += N + 1

    @refines(Closing)
    def ends(self, abstract: Closing) -> None:
        abstract.closed = self.closed
'''

VOTE = '''
"""Everybody votes once."""

from __future__ import annotations

from typing import Final

from counters import Counted, Side

from modelcheck.lang import (
    Spec, Symmetric, action, final, init, invariant, oneof, refines, require, variant,
)

N: Final[int] = 3


class Voter(Symmetric, size=N):
    """Somebody who votes."""


class Vote(Spec):
    """Everybody votes once."""

    voted: dict[Voter, Side]
    closed: bool
    watched: bool

    @init
    def start(self) -> None:
        self.voted = {}
        self.closed = False
        self.watched = False

    @action
    def vote(self, v: Voter, side: Side) -> None:
        require(v not in self.voted and not self.closed)
        self.voted[v] = side

    @action
    def close(self) -> None:
        require(not self.closed)
        self.closed = True

    @action
    def watch(self) -> None:
        """Nothing that is counted."""
        require(not self.watched)
        self.watched = True

    @final
    def over(self) -> bool:
        return self.closed

    @invariant
    def few(self) -> bool:
        return len(self.voted) <= N

    @refines(Counted)
    def counted(self, abstract: Counted) -> None:
        """Count who has voted so."""
        abstract.votes = {side: sum(1 for v in Voter if self.voted.get(v) == side) for side in Side}
        abstract.closed = self.closed


@variant(breaks="counted")
class Late(Vote):
    """Vote after the end."""

    @action
    def vote(self, v: Voter, side: Side) -> None:
        require(v not in self.voted)
        self.voted[v] = side


@variant(breaks="few")
class Unnamed(Vote):
    """A twin that breaks a claim, and the mapping, which it does not name."""

    @action
    def close(self) -> None:
        require(not self.closed)
        self.closed = True
        self.voted = {v: Side.YES for v in Voter}

    @invariant
    def few(self) -> bool:
        return len(self.voted) < N


@variant(breaks="counted")
class Begun(Vote):
    """Begin with a vote."""

    @init
    def start(self) -> None:
        self.voted = {}
        if oneof((True, False)):
            self.voted = {v: Side.YES for v in Voter}
        self.closed = False
        self.watched = False


@variant(breaks="counted")
class Blind(Vote):
    """Map every state to the same one."""

    @refines(Counted)
    def counted(self, abstract: Counted) -> None:
        abstract.votes = {side: 0 for side in Side}
        abstract.closed = False


@variant(breaks="evaluation")
class Beyond(Vote):
    """Map states to none: too many votes."""

    @refines(Counted)
    def counted(self, abstract: Counted) -> None:
        abstract.votes = {side: N * len(self.voted) for side in Side}
        abstract.closed = self.closed


@variant(breaks="evaluation")
class Raising(Vote):
    """Map a state by looking for what may not be there."""

    @refines(Counted)
    def counted(self, abstract: Counted) -> None:
        abstract.votes = {
            side: sum(1 for v in Voter if len(self.voted) == 2 and self.voted[v] == side)
            for side in Side
        }
        abstract.closed = self.closed
'''


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("votes")
    (folder / "counters.py").write_text(COUNTERS, encoding="utf-8")
    (folder / "vote.py").write_text(VOTE, encoding="utf-8")
    return folder / "vote.py"


KEEP_GOING = Options(keep_going=True)


def explored(path: Path, name: str, options: Options = KEEP_GOING, **given: str) -> Result:
    return explore(program_of(path, name, **given), options)


def orbits(path: Path, name: str, options: Options = KEEP_GOING) -> Result:
    return explore_natively(program_of(path, name), options, Native(("t",), 1, cache=Cache(None)))


def verdict_on(result: Result, name: str) -> Verdict:
    return next(each.verdict for each in result.properties if each.name == name)


def test_a_spec_refines_one_that_does_the_same_steps_or_nothing(path: Path) -> None:
    result = explored(path, "Vote")
    assert verdict_on(result, "counted") == Holds(result.method)
    assert [each.kind for each in result.properties if each.name == "counted"] == [
        PropertyKind.REFINEMENT
    ]


def test_actions_of_the_abstract_spec_that_no_step_is_are_told(path: Path) -> None:
    matched = Matched("counted", "Counted", ("vote", "close"), ("overflow",))
    assert explored(path, "Vote").matched == matched
    assert orbits(path, "Vote").matched == matched


def test_a_mapping_that_only_stutters_holds_and_matches_nothing(path: Path) -> None:
    result = explored(path, "Blind")
    assert verdict_on(result, "counted") == Holds(result.method)
    assert result.matched == Matched("counted", "Counted", (), ("vote", "close", "overflow"))


def test_the_abstract_spec_has_the_parameters_of_the_spec(path: Path) -> None:
    for size in ("1", "4"):
        program = program_of(path, "Vote", N=size)
        assert program.abstract is not None
        assert dict(program.abstract.module.parameters) == {"N": int(size)}


def test_a_spec_is_only_held_to_the_spec_that_it_names(path: Path) -> None:
    program = program_of(path, "Vote")
    assert program.abstract is not None
    assert program.abstract.module.refinement is None


def test_a_step_that_is_none_is_the_last_of_a_shortest_run(path: Path) -> None:
    verdict = verdict_on(explored(path, "Late"), "counted")
    assert isinstance(verdict, Violated)
    assert [each.action for each in verdict.trace.steps] == [None, "close", "vote"]
    unmatched = verdict.unmatched
    assert unmatched is not None
    assert unmatched.before is not None
    assert unmatched.before[1:] == unmatched.after[1:] == (True,)
    assert unmatched.before[0] != unmatched.after[0]
    assert unmatched.ways == (("vote", ()), ("close", ()), ("overflow", ()))


def test_a_run_begins_where_the_abstract_spec_does(path: Path) -> None:
    verdict = verdict_on(explored(path, "Begun"), "counted")
    assert isinstance(verdict, Violated)
    assert verdict.trace.depth == 0
    assert verdict.unmatched is not None
    assert verdict.unmatched.before is None
    ((start, (begin,)),) = verdict.unmatched.ways
    assert start == "start"
    assert begin[1:] == verdict.unmatched.after[1:]


@pytest.mark.parametrize(
    ("twin", "depth", "said"),
    [("Beyond", 2, "counted gives no abstract state: votes[YES] is 6"), ("Raising", 2, "KeyError")],
)
def test_a_state_that_is_mapped_to_nothing_is_an_evaluation_error(
    path: Path, twin: str, depth: int, said: str
) -> None:
    for result in (explored(path, twin), orbits(path, twin)):
        assert verdict_on(result, "counted") != Holds(result.method)
        verdict = verdict_on(result, "evaluation")
        assert isinstance(verdict, Violated)
        assert (verdict.trace.depth, verdict.raiser) == (depth, "counted")
        assert said in (verdict.message or "")


def test_where_a_mapping_raises_every_state_is_looked_at(path: Path) -> None:
    result = orbits(path, "Raising")
    assert result.symmetry.group_order == 1
    assert EVERY_STATE in (result.note or "")


@pytest.mark.parametrize("name", ["Vote", "Late", "Unnamed", "Begun", "Blind"])
def test_one_state_per_orbit_says_the_same_of_the_mapping(path: Path, name: str) -> None:
    fewer, every = orbits(path, name), explored(path, name)
    assert fewer.symmetry.group_order == 6
    assert fewer.figures.distinct < every.figures.distinct
    assert fewer.matched == every.matched
    depths = [
        [(each.name, isinstance(each.verdict, Violated)) for each in found.properties]
        for found in (fewer, every)
    ]
    assert depths[0] == depths[1]
    one, other = (verdict_on(found, "counted") for found in (fewer, every))
    if isinstance(one, Violated) and isinstance(other, Violated):
        assert one.trace.depth == other.trace.depth


def test_a_plain_check_ends_with_the_level_of_the_step_that_is_none(path: Path) -> None:
    assert explored(path, "Late", Options()).stopped is Reason.STOPPED
    assert explored(path, "Late", Options()).figures == explored_natively(path, "Late").figures


def explored_natively(path: Path, name: str) -> Result:
    native = Native(("t",), 1, is_symmetric=False, cache=Cache(None))
    return explore_natively(program_of(path, name), Options(), native)


def test_a_mapping_that_is_not_asked_for_is_not_looked_at(path: Path) -> None:
    result = explored(path, "Late", Options(keep_going=True, properties=frozenset({"few"})))
    assert [each.name for each in result.properties] == ["few"]
    assert result.matched is None


def test_a_mapping_is_not_decided_under_a_limit(path: Path) -> None:
    options = Options(limits=Limits(depth=1))
    for found in (explored(path, "Vote", options), orbits(path, "Vote", options)):
        assert verdict_on(found, "counted") == Inconclusive(Reason.DEPTH)


def test_random_runs_find_the_step_too(path: Path) -> None:
    result = simulate(program_of(path, "Late"), Runs(50, 6, seed=1))
    verdict = verdict_on(result, "counted")
    assert isinstance(verdict, Violated)
    assert verdict.unmatched is not None
    begun = verdict_on(simulate(program_of(path, "Begun"), Runs(50, 6, seed=1)), "counted")
    assert isinstance(begun, Violated)
    assert begun.trace.depth == 0


def test_the_typed_form_shows_the_mapping(path: Path) -> None:
    text = show_typed(lower(open_spec(path, {}), "Vote").module)
    assert "\nrefines Counted by counted()" in text
    assert "\n  abstract.closed: bool = closed\n" in text


# As a person sees it


def called(*arguments: str) -> tuple[str, int]:
    stream = io.StringIO()
    with redirect_stdout(stream):
        code = run(list(arguments))
    return stream.getvalue(), code


def reported(*arguments: str) -> tuple[dict[str, Any], int]:
    text, code = called(*arguments, "--json")
    found: dict[str, Any] = json.loads(text.splitlines()[-1])
    return found, code


def test_an_abstract_action_that_is_never_taken_is_exit_code_14(path: Path) -> None:
    text, code = called("check", f"{path}::Vote")
    assert code == 14
    assert "not matched  overflow of Counted: counted may be vacuous" in text
    report, _ = reported("check", f"{path}::Vote")
    assert report["reason"] == "never taken in Counted: overflow"
    assert report["verdict"] == "holds"
    assert report["refinement"] == {
        "name": "counted",
        "abstract": "Counted",
        "actions": [
            {"name": "vote", "matched": True},
            {"name": "close", "matched": True},
            {"name": "overflow", "matched": False},
        ],
    }


def test_a_step_that_is_none_is_exit_code_12_and_shown(path: Path) -> None:
    text, code = called("check", f"{path}::Late")
    assert code == 12
    assert text.split("model")[0].splitlines()[1:] == [
        "because    seen as Counted, the step leads",
        "             from  votes = {YES: 0, NO: 0}",
        "                   closed = True",
        "             by    votes[YES]: 0 -> 1",
        "           and no action of Counted does that:",
        "             vote      disabled",
        "             close     disabled",
        "             overflow  disabled",
    ]
    report, _ = reported("check", f"{path}::Late")
    (found,) = [each for each in report["properties"] if each["name"] == "counted"]
    assert found["kind"] == "refinement"
    assert found["depth"] == 2
    assert found["abstract"]["spec"] == "Counted"
    assert found["abstract"]["before"] != found["abstract"]["after"]
    assert [each["action"] for each in found["abstract"]["instead"]] == [
        "vote",
        "close",
        "overflow",
    ]


def test_a_start_that_is_none_is_told(path: Path) -> None:
    text, code = called("check", f"{path}::Begun")
    assert code == 12
    assert text.split("model")[0].splitlines()[1:] == [
        "because    seen as Counted, the run begins with",
        "             votes = {YES: 3, NO: 0}",
        "             closed = False",
        "           and Counted begins otherwise:",
        "             start  votes = {YES: 0, NO: 0}, closed = False",
    ]


def test_a_twin_of_the_mapping_is_caught_and_need_not_be_named(path: Path) -> None:
    for name, found in (("Late", ["counted"]), ("Begun", ["counted"]), ("Unnamed", ["few"])):
        report, _ = reported("check", f"{path}::Vote", "--variant", name)
        assert report["variant"] == {"breaks": found, "found": found, "as_declared": True}
    report, code = reported("check", f"{path}::Vote", "--variant", "Blind")
    assert code == 14
    assert report["variant"]["as_declared"] is False


def test_a_run_to_a_step_that_is_none_can_be_taken_again(path: Path, tmp_path: Path) -> None:
    saved = tmp_path / "run.json"
    _, code = called("check", f"{path}::Late", "--report", "json", "-o", str(saved))
    assert code == 12
    text, code = called("replay", f"{path}::Late", str(saved))
    assert code == 0
    assert text.startswith("allowed    2 steps of Late\n")


def test_a_mapping_that_raises_can_be_walked_through(path: Path) -> None:
    found = found_run(f"{path}::Raising", (), "evaluation")
    assert found.raiser == "counted"
    entry = stop_at(found, None).entry
    assert isinstance(entry, Entry)
    with pytest.raises(KeyError):
        entry.context.run(entry.method, *entry.arguments)


# Elements of sorts that both specs speak of

COURT = '''
"""A court: its chair speaks last."""

from __future__ import annotations

from typing import Final

from modelcheck.lang import Spec, Symmetric, action, init, one, require


class Judge(Symmetric, size=3):
    """A judge."""


CHAIR: Final = one(Judge)


class Court(Spec):
    """Judges speak, the chair last."""

    heard: set[Judge]

    @init
    def start(self) -> None:
        self.heard = set()

    @action
    def speak(self, judge: Judge) -> None:
        require(judge not in self.heard)
        require(judge != CHAIR or len(self.heard) == len(Judge) - 1)
        self.heard.add(judge)
'''

TALK = '''
"""Judges speak in any order, as nobody tells them who has the chair."""

from __future__ import annotations

from court import Court, Judge

from modelcheck.lang import Spec, action, final, init, refines, require


class Talk(Spec):
    """Judges speak once, three of them."""

    silent: set[Judge]

    @init
    def start(self) -> None:
        self.silent = set(Judge)

    @action
    def speak(self, judge: Judge) -> None:
        require(judge in self.silent)
        self.silent.remove(judge)

    @final
    def over(self) -> bool:
        return len(self.silent) == 0

    @refines(Court)
    def court(self, court: Court) -> None:
        court.heard = {judge for judge in Judge if judge not in self.silent}
'''


def test_the_constants_of_the_abstract_spec_are_kept_by_the_symmetries(tmp_path: Path) -> None:
    (tmp_path / "court.py").write_text(COURT, encoding="utf-8")
    (tmp_path / "talk.py").write_text(TALK, encoding="utf-8")
    fewer, every = orbits(tmp_path / "talk.py", "Talk"), explored(tmp_path / "talk.py", "Talk")
    assert (fewer.symmetry.group_order, fewer.figures.distinct, every.figures.distinct) == (2, 6, 8)
    for found in (fewer, every):
        verdict = verdict_on(found, "court")
        assert isinstance(verdict, Violated)
        assert verdict.trace.depth == 1


def test_a_field_that_is_changed_through_another_name_is_refused(tmp_path: Path) -> None:
    (tmp_path / "court.py").write_text(COURT, encoding="utf-8")
    line = "        court.heard = {judge for judge in Judge if judge not in self.silent}\n"
    shared = TALK.replace(line, f"{line.replace('court.heard', 'heard')}{SHARED}")
    (tmp_path / "talk.py").write_text(shared, encoding="utf-8")
    with pytest.raises(SpecError) as error:
        lower(open_spec(tmp_path / "talk.py", {}), "Talk")
    (finding,) = error.value.diagnostics
    assert finding.code == "MC181"
    assert finding.message.startswith("`court.heard` changed when `heard` did in line ")


SHARED = """        court.heard = heard
        heard.clear()
"""


def test_an_assumption_of_the_abstract_spec_that_is_false_is_noted(tmp_path: Path) -> None:
    assumed = """
    @assume
    def small(self) -> bool:
        return len(Judge) < 3
"""
    court = COURT.replace("action, init, one", "action, assume, init, one")
    (tmp_path / "court.py").write_text(f"{court}{assumed}", encoding="utf-8")
    (tmp_path / "talk.py").write_text(TALK, encoding="utf-8")
    (found,) = check(CheckRequest(str(tmp_path / "talk.py")))
    assert isinstance(found, Outcome)
    assert found.result.note == "what is claimed of Court may be false here: it assumes small"
    (tmp_path / "court.py").write_text(f"{court}{assumed.replace('3', '4')}", encoding="utf-8")
    (found,) = check(CheckRequest(str(tmp_path / "talk.py")))
    assert isinstance(found, Outcome)
    assert found.result.note is None
