"""Random runs: repeatable, replayed, and never more than a sample."""

from __future__ import annotations

from collections import Counter
from itertools import count
from typing import Annotated

from annotated_types import Interval
from handmade import program_of

from modelcheck.explicit.reference.replay import Accepted, replay
from modelcheck.explicit.reference.simulate import Runs, simulate
from modelcheck.lang import (
    Ordered,
    Spec,
    action,
    constraint,
    cover,
    init,
    invariant,
    old,
    oneof,
    require,
    step_invariant,
)
from modelcheck.semantics.verdict import Inconclusive, Limits, Method, Reason, Result, Violated


class Node(Ordered, size=2):
    """Two nodes."""


class Walk(Spec):
    """Two nodes walk up by one or two, until there is no room."""

    at: dict[Node, Annotated[int, Interval(ge=0, le=6)]]

    @init
    def start(self) -> None:
        self.at = dict.fromkeys(Node, 0)

    @action
    def up(self, node: Node) -> None:
        require(self.at[node] < 5)
        self.at[node] += oneof((1, 2))

    @invariant
    def near(self) -> bool:
        return abs(self.at[min(Node)] - self.at[max(Node)]) < 6

    @invariant
    def natural(self) -> bool:
        return min(self.at.values()) >= 0

    @cover
    def far(self, node: Node) -> bool:
        return self.at[node] == 6

    @step_invariant
    def forward(self, node: Node) -> bool:
        return self.at[node] >= old(self).at[node]


def verdicts(result: Result) -> dict[str, object]:
    return {each.name: each.verdict for each in result.properties}


def test_one_seed_gives_one_result_and_another_seed_another() -> None:
    runs = Runs(runs=50, max_length=20, seed=3)
    assert simulate(program_of(Walk), runs) == simulate(program_of(Walk), runs)
    other = Runs(runs=50, max_length=20, seed=4)
    assert simulate(program_of(Walk), runs) != simulate(program_of(Walk), other)


def test_a_simulation_claims_nothing_but_what_it_saw() -> None:
    result = simulate(program_of(Walk), Runs(runs=200, max_length=20, seed=1))
    assert result.method is Method.SIMULATION
    assert not result.complete
    assert result.stopped is Reason.SIMULATION
    assert verdicts(result)["natural"] == Inconclusive(Reason.SIMULATION)
    assert verdicts(result)["forward"] == Inconclusive(Reason.SIMULATION)
    near, stuck = verdicts(result)["near"], verdicts(result)["deadlock"]
    assert isinstance(near, Violated)
    assert isinstance(stuck, Violated)
    assert replay(program_of(Walk), near.trace) == Accepted(near.trace)
    assert result.covers[0].witness is not None


def test_of_many_runs_the_shortest_is_told() -> None:
    near = verdicts(simulate(program_of(Walk), Runs(runs=3000, max_length=20, seed=1)))["near"]
    assert isinstance(near, Violated)
    assert near.trace.depth == 3


def test_the_lengths_of_all_runs_are_told() -> None:
    result = simulate(program_of(Walk), Runs(runs=100, max_length=4, seed=1))
    lengths = dict(result.lengths)
    assert sum(lengths.values()) == 100
    assert max(lengths) == 4
    steps = sum(length * count for length, count in Counter(lengths).items())
    assert result.figures.generated == 100 + steps
    assert result.actions[0].taken == steps
    assert result.figures.depth == 4


def test_no_run_goes_on_outside_of_a_constraint() -> None:
    class Narrow(Walk):
        """Nobody beyond two."""

        @constraint
        def low(self) -> bool:
            return max(self.at.values()) <= 2

    result = simulate(program_of(Narrow), Runs(runs=100, max_length=20, seed=1))
    assert max(length for length, _ in result.lengths) == 5


def test_a_step_that_raises_ends_its_run() -> None:
    class Careless(Walk):
        """Leaves the bound."""

        @action
        def up(self, node: Node) -> None:
            self.at[node] += 2

    evaluation = verdicts(simulate(program_of(Careless), Runs(runs=50, max_length=20, seed=1)))
    violated = evaluation["evaluation"]
    assert isinstance(violated, Violated)
    # `near` ends a run in which one node does all the steps.
    assert violated.trace.depth == 5
    assert violated.message in {"at[Node1] is 8, outside 0..6", "at[Node2] is 8, outside 0..6"}


def test_a_simulation_without_time_says_so() -> None:
    limits = Limits(seconds=0)
    result = simulate(program_of(Walk), Runs(runs=50, max_length=20, seed=1, limits=limits))
    assert result.stopped is Reason.TIME


def test_an_interruption_ends_a_simulation() -> None:
    calls = count()

    class Interrupted(Walk):
        """Somebody presses Ctrl-C."""

        @invariant
        def natural(self) -> bool:
            if next(calls) == 40:
                raise KeyboardInterrupt
            return True

    result = simulate(program_of(Interrupted), Runs(runs=1000, max_length=20, seed=1))
    assert result.stopped is Reason.INTERRUPTED
    assert verdicts(result)["natural"] == Inconclusive(Reason.INTERRUPTED)
