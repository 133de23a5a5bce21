"""What must not happen in a run, and is shown like a counterexample."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Annotated, NamedTuple

import pytest
from annotated_types import Interval
from handmade import program_of

from modelcheck.explicit.reference.explore import Options, explore
from modelcheck.lang import (
    Ordered,
    Spec,
    action,
    constraint,
    cover,
    fail,
    final,
    init,
    invariant,
    old,
    oneof,
    require,
    step_invariant,
)
from modelcheck.semantics.verdict import (
    Figures,
    Holds,
    Inconclusive,
    Method,
    Reason,
    Result,
    Violated,
)
from modelcheck.source.diagnostic import InternalError

KEEP_GOING = Options(keep_going=True)


class Node(Ordered, size=2):
    """Two nodes."""


class Note(NamedTuple):
    """A message."""

    number: Annotated[int, Interval(ge=0, le=1)]


def evaluation(result: Result) -> Violated:
    verdict = next(each.verdict for each in result.properties if each.name == "evaluation")
    assert isinstance(verdict, Violated)
    return verdict


class Counter(Spec):
    """Counts beyond its bound."""

    count: dict[Node, Annotated[int, Interval(ge=0, le=2)]]

    @init
    def start(self) -> None:
        self.count = dict.fromkeys(Node, 0)

    @action
    def up(self, node: Node) -> None:
        self.count[node] += 1

    @invariant
    def natural(self) -> bool:
        return all(count >= 0 for count in self.count.values())


def test_a_step_that_leaves_a_bound_is_shown_with_the_state_it_leads_to() -> None:
    result = explore(program_of(Counter), KEEP_GOING)
    violated = evaluation(result)
    assert violated.message == "count[Node1] is 3, outside 0..2"
    assert violated.trace.depth == 3
    last = violated.trace.steps[-1]
    assert last.error == violated.message
    assert last.state is not None
    assert [count for _, count in last.state[0].items] == [3, 0]  # type: ignore[union-attr]  # a map


def test_a_step_that_raises_is_not_generated_and_has_no_successor() -> None:
    result = explore(program_of(Counter), KEEP_GOING)
    # 9 states; of the 18 steps, 2 * 3 leave the bound.
    assert result.figures == Figures(distinct=9, generated=1 + 12, depth=4)
    assert result.complete
    assert result.properties[0].verdict == Holds(Method.EXHAUSTIVE)


def test_a_state_whose_only_step_raises_is_no_deadlock() -> None:
    names = [each.name for each in explore(program_of(Counter), KEEP_GOING).properties]
    assert names == ["natural", "evaluation"]


class Between(Counter):
    """A bound may be left inside of a step."""

    @action
    def up(self, node: Node) -> None:
        self.count[node] += 5
        self.count[node] -= 4
        require(self.count[node] <= 2)

    @final
    def full(self) -> bool:
        return True


def test_bounds_are_looked_at_once_at_the_end_of_a_step() -> None:
    result = explore(program_of(Between))
    assert result.figures == Figures(distinct=9, generated=13, depth=4)
    assert [each.name for each in result.properties] == ["natural"]


class Raising(Spec):
    """An action per error."""

    which: Annotated[int, Interval(ge=0, le=9)]
    notes: dict[Note, bool]

    @init
    def start(self) -> None:
        self.which = oneof(range(7))
        self.notes = {}

    @action
    def step(self) -> None:
        match self.which:
            case 0:
                self.notes[Note(1)] = not self.notes[Note(0)]
            case 1:
                fail("the door is open")
            case 2:
                self.which = 1 // (self.which - 2)
            case 3:
                self.which = max(note.number for note in self.notes)
            case 4:
                self.which = self.witch  # type: ignore[attr-defined]  # the mistake
            case 5:
                del self.notes[Note(oneof((1, 0)))]
            case _:
                self.which = None  # type: ignore[assignment]  # the mistake


@pytest.mark.parametrize(
    ("which", "message"),
    [
        (0, "KeyError: there is no key Note(0) (line "),
        (1, "the door is open (line "),
        (2, "ZeroDivisionError: integer division or modulo by zero (line "),
        (3, "ValueError: max() arg is an empty sequence (line "),
        (4, "AttributeError: 'Only' object has no attribute 'witch' (line "),
        (5, "KeyError: there is no key Note(0) (line "),
        (6, "which is None, not of type 0..9"),
    ],
)
def test_what_a_step_raises_is_told_with_its_line(which: int, message: str) -> None:
    class Only(Raising):
        """One of the errors."""

        @init
        def start(self) -> None:
            self.which = which
            self.notes = {}

    violated = evaluation(explore(program_of(Only)))
    assert violated.message is not None
    assert violated.message.startswith(message)
    assert violated.trace.steps[-1].error == violated.message
    assert violated.trace.steps[-1].choices == ((0,) if which == 5 else ())


class Unset(Counter):
    """Does not set its field on every way."""

    @init
    def start(self) -> None:
        if oneof((True, False)):
            self.count = dict.fromkeys(Node, 0)


def test_an_initial_state_that_is_none_is_told_and_the_others_are_explored() -> None:
    result = explore(program_of(Unset), KEEP_GOING)
    assert evaluation(result).message == "count is not set"
    assert evaluation(result).trace.depth == 0
    assert evaluation(result).trace.steps[0].choices == (False,)
    assert result.figures.distinct == 9


class Never(Counter):
    """Has no initial state: its guard is false, or there is no option left."""

    @init
    def start(self) -> None:
        self.count = dict.fromkeys(Node, 0)
        require(oneof((0, 1)) == oneof(number for number in range(3) if number > 1))

    @invariant
    def small(self) -> bool:
        return sum(self.count.values()) < 2


def test_without_an_initial_state_no_claim_holds_and_evaluation_is_violated() -> None:
    result = explore(program_of(Never))
    violated = evaluation(result)
    assert violated.message == "@init gives no initial state"
    assert violated.trace.depth == 0
    assert (result.stopped, result.figures) == (None, Figures(0, 0, 0))
    (small,) = [each.verdict for each in result.properties if each.name == "small"]
    assert small == Inconclusive(Reason.EVALUATION)


class Claims(Between):
    """Claims that raise at different depths."""

    @invariant
    def divides(self, node: Node) -> bool:
        return 1 // (2 - self.count[node]) >= 0

    @step_invariant
    def steps_divide(self) -> bool:
        return 1 // (5 - sum(self.count.values()) - sum(old(self).count.values())) < 2

    @cover
    def reached(self, node: Node) -> bool:
        return 1 // (2 - self.count[node]) >= 0 and sum(self.count.values()) == 3


def test_a_claim_that_raises_violates_evaluation_and_is_itself_unknown() -> None:
    result = explore(program_of(Claims), KEEP_GOING)
    violated = evaluation(result)
    assert violated.message is not None
    assert violated.message.startswith("divides raises ZeroDivisionError: integer division")
    assert [value.name for _, value in violated.binding] == ["Node1"]  # type: ignore[union-attr]  # an element
    assert violated.trace.depth == 2
    assert violated.trace.steps[-1].error is None
    others = {each.name: each.verdict for each in result.properties}
    assert others["natural"] == Holds(Method.EXHAUSTIVE)
    assert others["divides"] == Inconclusive(Reason.EVALUATION)
    assert others["steps_divide"] == Inconclusive(Reason.EVALUATION)


def test_a_cover_that_raises_for_one_binding_may_be_reached_with_another() -> None:
    (cover_,) = explore(program_of(Claims), KEEP_GOING).covers
    assert cover_.witness is not None
    assert cover_.witness.depth == 3


class RaisingAround(Between):
    """What is asked of a state around its claims raises, too."""

    @final
    def full(self) -> bool:
        return self.count[None] == 2  # type: ignore[index]  # the mistake

    @constraint
    def small(self) -> bool:
        return 1 // (2 - self.count[min(Node)]) >= 0


def test_constraints_and_final_states_that_raise_violate_evaluation() -> None:
    constrained = evaluation(explore(program_of(RaisingAround), KEEP_GOING))
    assert constrained.message is not None
    assert constrained.message.startswith("small raises ZeroDivisionError")
    assert constrained.trace.depth == 2

    class Final(RaisingAround):
        """Nothing is outside."""

        @constraint
        def small(self) -> bool:
            return True

    finished = evaluation(explore(program_of(Final), KEEP_GOING))
    assert finished.message is not None
    assert finished.message.startswith("full raises KeyError: there is no key None")
    assert finished.trace.depth == 4


class Guarded(Between):
    """Words that mean nothing in a claim on states."""

    @invariant
    def natural(self) -> bool:
        require(sum(self.count.values()) < 1)
        return True

    @invariant
    def grows(self) -> bool:
        return sum(self.count.values()) < 2 or old(self) is not self


def test_a_word_that_has_no_meaning_in_a_claim_is_an_error() -> None:
    for name, message in (
        ("natural", "natural raises Disabled: only steps have guards"),
        ("grows", "grows raises OutsideRunError: old(...) speaks of the step that is being"),
    ):
        violated = evaluation(explore(program_of(Guarded), Options(properties=frozenset({name}))))
        assert violated.message is not None
        assert violated.message.startswith(message)


class Strange(Counter):
    """Leaves what is no value at all."""

    @action
    def up(self, node: Node) -> None:
        self.count = {node: "many"}  # type: ignore[dict-item]  # the mistake


def test_a_state_that_has_no_values_is_not_shown() -> None:
    violated = evaluation(explore(program_of(Strange)))
    assert violated.message == "count holds a str, not of type 0..2"
    assert violated.trace.steps[-1].state is None


def test_a_step_that_cannot_be_repeated_is_not_shown() -> None:
    runs = iter((True,))

    class Fickle(Between):
        """Does not do the same thing twice."""

        @action
        def up(self, node: Node) -> None:
            require(next(runs, False))
            self.count[node] = 1

        @invariant
        def natural(self) -> bool:
            return sum(self.count.values()) == 0

    with pytest.raises(InternalError, match="step 1 of a run for natural: up"):
        explore(program_of(Fickle))


def test_a_claim_that_is_not_broken_again_is_not_shown() -> None:
    answers = iter((True, False))

    class Fickle(Between):
        """Changes its mind."""

        @invariant
        def natural(self) -> bool:
            return next(answers, True)

    with pytest.raises(InternalError, match="does not show it when it is replayed"):
        explore(program_of(Fickle))


class Late(Between):
    """In one initial state a step raises; the other has no step, and `full` raises there."""

    @init
    def start(self) -> None:
        self.count = dict.fromkeys(Node, oneof((0, 1)))

    @action
    def up(self, node: Node) -> None:
        require(self.count[node] == 0)
        fail("up")

    @final
    def full(self) -> bool:
        return self.count[None] == 2  # type: ignore[index]  # the mistake


def test_of_two_evaluation_errors_the_one_with_the_shorter_run_is_told() -> None:
    violated = evaluation(explore(program_of(Late)))
    assert violated.trace.depth == 0
    assert violated.message is not None
    assert violated.message.startswith("full raises KeyError")


class Domain(Spec):
    """The container of a parameter is missing for one node."""

    boxes: dict[Node, set[Note]]

    @init
    def start(self) -> None:
        self.boxes = {max(Node): {Note(1)}}

    @action
    def take(self, node: Node, note: Note) -> None:
        require(note in self.boxes[node])


def box_of(spec: Domain, node: Node) -> set[Note]:
    return spec.boxes[node]


def test_a_parameter_whose_container_cannot_be_computed_is_an_error_of_the_step() -> None:
    program = program_of(Domain, {("take", "note"): box_of})
    result = explore(program, KEEP_GOING)
    violated = evaluation(result)
    assert violated.message is not None
    assert violated.message.startswith("KeyError: there is no key Node1")
    assert [name for name, _ in violated.trace.steps[-1].arguments] == ["node"]
    assert result.figures == Figures(distinct=1, generated=2, depth=0)


SCRIPT = """
import sys
from dataclasses import asdict
sys.path[:0] = {paths!r}
from handmade import program_of
import test_reference_evaluation as errors, test_reference_explore as searches
from modelcheck.explicit.reference.explore import Options, explore
from modelcheck.explicit.reference.simulate import Runs, simulate
from modelcheck.ir.values import order_key
from modelcheck.ir.values import show

def shown(value):
    if isinstance(value, frozenset):
        return show(value)
    if isinstance(value, tuple):
        return tuple(map(shown, value))
    fields = getattr(value, "__dataclass_fields__", {{}})
    inner = {{each: shown(getattr(value, each)) for each in fields if each != "_index"}}
    return (type(value).__name__, inner) if fields else value

for spec in (searches.Choices, searches.Counters, searches.Jugs, errors.Claims):
    program = program_of(spec)
    print(shown(explore(program, Options(keep_going=True))))
    print(shown(simulate(program, Runs(runs=20, max_length=9, seed=7))))
network = program_of(searches.Network, {{("receive", "m"): searches.network_of}})
print(shown(simulate(network, Runs(runs=20, max_length=9, seed=7))))
"""


def test_the_result_does_not_depend_on_the_seed_of_hashes() -> None:
    here = Path(__file__).parent
    script = SCRIPT.format(paths=[str(here), str(here.parent)])
    outputs = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
        ).stdout
        for seed in ("0", "1", "2", "77")
    }
    assert len(outputs) == 1
    assert len(outputs.pop()) > 1000
