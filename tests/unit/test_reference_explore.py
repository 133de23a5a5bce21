"""Breadth-first search by running the class: counts, shortest runs, every kind of claim."""

from __future__ import annotations

from enum import Enum
from typing import Annotated, NamedTuple

import pytest
from annotated_types import Interval
from handmade import program_of

from modelcheck.explicit.reference.explore import Options, explore
from modelcheck.explicit.reference.steps import initial_states, successors
from modelcheck.ir.values import Atom, ordered
from modelcheck.lang import (
    Ordered,
    Spec,
    Symmetric,
    action,
    assume,
    constraint,
    cover,
    final,
    init,
    invariant,
    old,
    oneof,
    require,
    step_invariant,
    subsets,
)
from modelcheck.semantics.trace import Trace
from modelcheck.semantics.verdict import (
    ActionCount,
    AssumptionResult,
    Figures,
    Holds,
    Inconclusive,
    Method,
    Reason,
    Result,
    Verdict,
    Violated,
)

EXHAUSTIVE = Holds(Method.EXHAUSTIVE)
KEEP_GOING = Options(keep_going=True)


def verdicts(result: Result) -> dict[str, Verdict]:
    return {each.name: each.verdict for each in result.properties}


def violation(result: Result, name: str) -> Violated:
    verdict = verdicts(result)[name]
    assert isinstance(verdict, Violated)
    return verdict


def actions_of(trace: Trace | None) -> list[str]:
    assert trace is not None
    return [
        " ".join((str(each.action), *(str(getattr(v, "name", v)) for _, v in each.arguments)))
        for each in trace.steps[1:]
    ]


class Jugs(Spec):
    """Three and five litres; shortest way to four."""

    small: Annotated[int, Interval(ge=0, le=3)]
    big: Annotated[int, Interval(ge=0, le=5)]

    @init
    def start(self) -> None:
        self.small = 0
        self.big = 0

    @action
    def fill_small(self) -> None:
        self.small = 3

    @action
    def fill_big(self) -> None:
        self.big = 5

    @action
    def empty_small(self) -> None:
        self.small = 0

    @action
    def empty_big(self) -> None:
        self.big = 0

    @action
    def to_big(self) -> None:
        poured = min(self.small, 5 - self.big)
        self.small -= poured
        self.big += poured

    @action
    def to_small(self) -> None:
        poured = min(self.big, 3 - self.small)
        self.big -= poured
        self.small += poured

    @invariant
    def not_four(self) -> bool:
        return self.big != 4

    @invariant
    def small_fits(self) -> bool:
        return self.small <= 3

    @cover
    def both_full(self) -> bool:
        return self.small == 3 and self.big == 5

    @cover
    def both_at_four(self) -> bool:
        return self.small == self.big == 4

    @step_invariant
    def one_at_a_time(self) -> bool:
        return old(self).big == self.big or old(self).small == self.small


def test_the_die_hard_jugs_have_sixteen_states_and_four_litres_after_six_steps() -> None:
    result = explore(program_of(Jugs), KEEP_GOING)
    assert result.figures == Figures(distinct=16, generated=97, depth=7)
    assert result.complete
    assert result.stopped is None
    assert verdicts(result)["small_fits"] == EXHAUSTIVE
    four = violation(result, "not_four")
    assert actions_of(four.trace) == [
        "fill_big",
        "to_small",
        "empty_small",
        "to_small",
        "fill_big",
        "to_small",
    ]
    assert four.trace.steps[-1].state == (3, 4)
    assert actions_of(violation(result, "one_at_a_time").trace) == ["fill_small", "to_big"]


def test_a_cover_has_a_shortest_witness_or_none() -> None:
    covers = {each.name: each.witness for each in explore(program_of(Jugs)).covers}
    assert actions_of(covers["both_full"]) == ["fill_small", "fill_big"]
    assert covers["both_at_four"] is None


def test_every_action_is_counted_also_where_nothing_changes() -> None:
    actions = explore(program_of(Jugs), KEEP_GOING).actions
    assert actions == tuple(
        ActionCount(name, 16)
        for name in ("fill_small", "fill_big", "empty_small", "empty_big", "to_big", "to_small")
    )


def test_the_search_ends_with_the_level_of_the_first_violation() -> None:
    result = explore(program_of(Jugs))
    assert not result.complete
    assert result.stopped is Reason.STOPPED
    assert result.figures == Figures(distinct=6, generated=19, depth=2)
    assert isinstance(verdicts(result)["one_at_a_time"], Violated)
    assert verdicts(result)["not_four"] == Inconclusive(Reason.STOPPED)


class Lamp(Spec):
    """A lamp that can be switched on, once."""

    lit: bool

    @init
    def start(self) -> None:
        self.lit = False

    @action
    def switch(self) -> None:
        require(not self.lit)
        self.lit = True

    @invariant
    def dark(self) -> bool:
        return not self.lit

    @invariant
    def boolean(self) -> bool:
        return self.lit in {True, False}


def test_a_violation_found_when_all_was_seen_leaves_nothing_unknown() -> None:
    result = explore(program_of(Lamp), Options(properties=frozenset({"boolean", "deadlock"})))
    assert violation(result, "deadlock").trace.depth == 1
    assert result.complete
    assert verdicts(result)["boolean"] == EXHAUSTIVE


def test_only_what_is_asked_for_by_name_is_checked() -> None:
    asked = Options(properties=frozenset({"small_fits", "both_full"}))
    result = explore(program_of(Jugs), asked)
    assert verdicts(result) == {"small_fits": EXHAUSTIVE}
    assert [each.name for each in result.covers] == ["both_full"]
    assert result.complete


class Node(Ordered, size=3):
    """Three nodes."""


class Colour(Enum):
    """Colours, not in the order of their names."""

    RED = 2
    BLUE = 1


class Choices(Spec):
    """Choices in `@init`, and two in one step."""

    chosen: set[Node]
    colour: Colour | None

    @init
    def start(self) -> None:
        self.colour = oneof((None, Colour.RED))
        self.chosen = set()

    @action
    def choose(self) -> None:
        require(not self.chosen)
        self.chosen = set(oneof(subsets(Node, size=2)))
        self.colour = oneof(colour for colour in Colour if colour != self.colour)

    @action
    def never(self) -> None:
        require(not self.chosen)
        oneof(node for node in Node if node in self.chosen)

    @final
    def done(self) -> bool:
        return bool(self.chosen)


def test_each_choice_of_init_is_an_initial_state() -> None:
    states = [(step.choices, step.state) for step in initial_states(program_of(Choices))]
    red = Atom("Colour", "RED", 0)
    assert states == [
        ((None,), (frozenset(), None)),
        ((red,), (frozenset(), red)),
    ]


def test_choices_come_in_canonical_order_depth_first() -> None:
    program = program_of(Choices)
    start = initial_states(program)[0].state
    assert start is not None
    nodes = [Atom("Node", f"Node{index + 1}", index) for index in range(3)]
    red, blue = Atom("Colour", "RED", 0), Atom("Colour", "BLUE", 1)
    pairs = [(0, 1), (0, 2), (1, 2)]
    assert [(step.action, step.choices) for step in successors(program, start)] == [
        ("choose", (frozenset(nodes[index] for index in pair), colour))
        for pair in pairs
        for colour in (red, blue)
    ]


def test_choices_are_counted_as_generated() -> None:
    result = explore(program_of(Choices))
    # 2 initial states; 3 * 2 choices from the colourless one, 3 * 1 from the red one.
    assert result.figures == Figures(distinct=8, generated=11, depth=1)
    assert result.properties == ()


class Counters(Spec):
    """Nodes count up to three; the second is behind the first."""

    count: dict[Node, Annotated[int, Interval(ge=0, le=3)]]

    @init
    def start(self) -> None:
        self.count = dict.fromkeys(Node, 0)

    @action
    def up(self, node: Node) -> None:
        require(self.count[node] < 3)
        self.count[node] += 1

    @invariant
    def together(self, a: Node, b: Node) -> bool:
        return self.count[a] <= self.count[b] + 1

    @step_invariant
    def slow(self, node: Node) -> bool:
        return self.count[node] <= old(self).count[node] + 1

    @cover
    def stepped(self, node: Node) -> bool:
        return node is max(Node) and self.count[node] == 2 and old(self).count[node] == 1

    @final
    def full(self) -> bool:
        return all(self.count[node] == 3 for node in Node)

    @assume
    def enough(self) -> bool:
        return len(Node) > 2

    @assume
    def too_many(self) -> bool:
        return len(Node) > 5


def test_the_binding_of_a_violation_is_the_first_in_canonical_order() -> None:
    result = explore(program_of(Counters), KEEP_GOING)
    together = violation(result, "together")
    assert together.trace.depth == 2
    assert [value for _, value in together.binding] == [
        Atom("Node", "Node1", 0),
        Atom("Node", "Node2", 1),
    ]
    assert actions_of(together.trace) == ["up Node1", "up Node1"]
    assert verdicts(result)["slow"] == EXHAUSTIVE
    assert result.figures == Figures(distinct=64, generated=1 + 3 * 3 * 16, depth=9)


def test_a_cover_of_a_step_sees_the_state_before() -> None:
    (cover_,) = explore(program_of(Counters), KEEP_GOING).covers
    assert actions_of(cover_.witness) == ["up Node3", "up Node3"]
    assert cover_.binding == (("node", Atom("Node", "Node3", 2)),)


def test_assumptions_are_told_and_do_not_stop_the_search() -> None:
    result = explore(program_of(Counters), KEEP_GOING)
    assert result.assumptions == (
        AssumptionResult("enough", holds=True),
        AssumptionResult("too_many", holds=False),
    )
    assert result.complete


class Stuck(Counters):
    """The end is no end any more."""

    @final
    def full(self) -> bool:
        return False


def test_a_state_without_a_step_is_a_deadlock_unless_it_is_final() -> None:
    assert "deadlock" not in verdicts(explore(program_of(Counters), KEEP_GOING))
    assert violation(explore(program_of(Stuck), KEEP_GOING), "deadlock").trace.depth == 9


def test_a_deadlock_that_is_not_asked_for_is_not_told() -> None:
    asked = Options(properties=frozenset({"slow"}))
    assert verdicts(explore(program_of(Stuck), asked)) == {"slow": EXHAUSTIVE}
    asked = Options(properties=frozenset({"deadlock"}))
    assert list(verdicts(explore(program_of(Stuck), asked))) == ["deadlock"]


class Bounded(Counters):
    """Only states with a small sum are expanded."""

    @constraint
    def small(self) -> bool:
        return sum(self.count.values()) <= 1

    @invariant
    def never_two(self) -> bool:
        return sum(self.count.values()) != 2


def test_states_outside_of_a_constraint_are_checked_but_neither_stored_nor_expanded() -> None:
    result = explore(program_of(Bounded), KEEP_GOING)
    assert result.figures == Figures(distinct=4, generated=1 + 3 + 9, depth=1)
    assert not result.complete
    assert result.stopped is Reason.CONSTRAINT
    assert violation(result, "never_two").trace.depth == 2
    assert verdicts(result)["slow"] == Inconclusive(Reason.CONSTRAINT)
    assert violation(result, "together").trace.depth == 2


class Process(Symmetric, size=2):
    """Two processes."""


class Note(NamedTuple):
    """A message to a process."""

    number: Annotated[int, Interval(ge=0, le=20)]
    to: Process


class Network(Spec):
    """Messages come as parameters out of the network, others stay where they are."""

    network: set[Note | Process]
    received: dict[Process, Annotated[int, Interval(ge=0, le=3)]]

    @init
    def start(self) -> None:
        first, second = Process
        self.network = {Note(2, second), Note(0, second), Note(1, first), first}
        self.received = dict.fromkeys(Process, 0)

    @action
    def receive(self, p: Process, m: Note) -> None:
        require(m in self.network)
        require(m.to == p)
        self.network.remove(m)
        self.received[p] += 1

    @final
    def done(self) -> bool:
        return not any(isinstance(each, Note) for each in self.network)


def network_of(spec: Network, _: Process) -> set[Note | Process]:
    return spec.network


def test_a_record_parameter_ranges_over_the_members_of_its_container() -> None:
    program = program_of(Network, {("receive", "m"): network_of})
    start = initial_states(program)[0].state
    assert start is not None
    notes = [str(dict(step.arguments)["m"].values[0]) for step in successors(program, start)]  # type: ignore[union-attr]  # a record
    assert notes == ["1", "0", "2"]
    result = explore(program)
    assert result.figures == Figures(distinct=8, generated=13, depth=3)
    assert result.properties == ()


def test_the_members_of_a_container_come_in_canonical_order() -> None:
    class Full(Network):
        """Many messages to one process."""

        @init
        def start(self) -> None:
            self.network = {Note(number, min_process()) for number in range(20, -1, -1)}
            self.received = dict.fromkeys(Process, 0)

    program = program_of(Full, {("receive", "m"): network_of})
    start = initial_states(program)[0].state
    assert start is not None
    members = [dict(step.arguments)["m"] for step in successors(program, start)]
    assert members == ordered(members)
    assert len(members) == 21


def min_process() -> Process:
    return next(iter(Process))


class Switch(Lamp):
    """A cover of a step, and no other claim."""

    @invariant
    def dark(self) -> bool:
        return True

    @cover
    def switched(self) -> bool:
        return self.lit and not old(self).lit


def test_a_cover_of_a_step_is_looked_for_where_no_claim_speaks_of_steps() -> None:
    (cover_,) = explore(program_of(Switch), KEEP_GOING).covers
    assert actions_of(cover_.witness) == ["switch"]


@pytest.mark.parametrize("spec", [Jugs, Counters, Bounded, Choices, Stuck])
def test_exploring_twice_gives_the_same_result(spec: type[Spec]) -> None:
    assert explore(program_of(spec)) == explore(program_of(spec))
