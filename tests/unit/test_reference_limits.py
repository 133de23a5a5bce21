"""Where a search ends before it is complete, and what it still says."""

from __future__ import annotations

import time
from typing import Annotated

import pytest
from annotated_types import Interval
from handmade import program_of

from modelcheck.explicit.reference.explore import Options, explore
from modelcheck.explicit.reference.watch import Progress, Watch
from modelcheck.lang import Ordered, Spec, action, cover, final, init, invariant, oneof, require
from modelcheck.semantics.verdict import (
    NO_LIMITS,
    Figures,
    Holds,
    Inconclusive,
    Limits,
    Method,
    Reason,
    Result,
    Verdict,
    Violated,
)


class Node(Ordered, size=3):
    """Three nodes."""


class Grid(Spec):
    """Each node counts to three: 64 states, depth 9."""

    count: dict[Node, Annotated[int, Interval(ge=0, le=3)]]

    @init
    def start(self) -> None:
        self.count = dict.fromkeys(Node, 0)

    @action
    def up(self, node: Node) -> None:
        require(self.count[node] < 3)
        self.count[node] += 1

    @invariant
    def natural(self) -> bool:
        return min(self.count.values()) >= 0

    @invariant
    def small(self) -> bool:
        return sum(self.count.values()) != 2

    @cover
    def last(self) -> bool:
        return sum(self.count.values()) == 9

    @final
    def full(self) -> bool:
        return sum(self.count.values()) == 9


def explored(limits: Limits) -> Result:
    return explore(program_of(Grid), Options(limits, keep_going=True))


def verdict(result: Result, name: str) -> Verdict:
    return next(each.verdict for each in result.properties if each.name == name)


def test_a_limit_of_states_ends_the_search_with_as_many() -> None:
    result = explored(Limits(states=10))
    assert result.figures.distinct == 10
    assert result.stopped is Reason.STATES
    assert not result.complete
    assert verdict(result, "natural") == Inconclusive(Reason.STATES)
    assert isinstance(verdict(result, "small"), Violated)
    assert result.covers[0].witness is None


def test_a_limit_of_states_that_is_just_enough_is_none() -> None:
    assert explored(Limits(states=64)).complete
    assert not explored(Limits(states=63)).complete


def test_states_at_the_depth_limit_are_found_but_not_expanded() -> None:
    result = explored(Limits(depth=2))
    assert result.figures == Figures(distinct=10, generated=13, depth=2)
    assert result.stopped is Reason.DEPTH
    assert verdict(result, "natural") == Inconclusive(Reason.DEPTH)
    assert isinstance(verdict(result, "small"), Violated)


def test_a_depth_limit_beyond_the_last_state_is_none() -> None:
    assert explored(Limits(depth=9)).stopped is Reason.DEPTH
    result = explored(Limits(depth=10))
    assert result.complete
    assert verdict(result, "natural") == Holds(Method.EXHAUSTIVE)


def test_a_depth_limit_of_zero_leaves_the_initial_states() -> None:
    assert explored(Limits(depth=0)).figures == Figures(distinct=1, generated=1, depth=0)


def test_no_time_left_ends_the_search() -> None:
    result = explored(Limits(seconds=0))
    assert result.stopped is Reason.TIME
    assert verdict(result, "natural") == Inconclusive(Reason.TIME)
    assert result.figures.distinct >= 1


def test_more_memory_than_allowed_ends_even_a_short_search() -> None:
    assert explored(Limits(memory_bytes=1)).stopped is Reason.MEMORY
    assert explored(Limits(memory_bytes=1 << 50)).complete


def hasten(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a second pass at each look at the clock."""
    seconds = iter(range(1_000_000))
    monkeypatch.setattr(time, "monotonic", lambda: next(seconds))


def test_the_observer_hears_how_far_the_search_is(monkeypatch: pytest.MonkeyPatch) -> None:
    hasten(monkeypatch)
    heard: list[Progress] = []
    result = explore(program_of(Grid), Options(keep_going=True), heard.append)
    assert len(heard) >= 64
    assert [each.seconds for each in heard] == sorted(each.seconds for each in heard)
    assert [each.distinct for each in heard] == sorted(each.distinct for each in heard)
    assert heard[-1].distinct == result.figures.distinct
    assert heard[-1].frontier == 0
    assert heard[0].depth == 0
    assert all(each.frontier <= each.distinct <= each.generated for each in heard)


def test_the_clock_is_looked_at_after_every_step(monkeypatch: pytest.MonkeyPatch) -> None:
    hasten(monkeypatch)  # claims with many bindings make a step take long
    result = explored(Limits(seconds=5))
    assert result.stopped is Reason.TIME
    assert result.figures.generated <= 5


class Many(Spec):
    """It may begin with every number."""

    number: Annotated[int, Interval(ge=0, le=999_999)]

    @init
    def start(self) -> None:
        self.number = 1000 * oneof(range(1000)) + oneof(range(1000))


def test_the_clock_is_looked_at_between_initial_states(monkeypatch: pytest.MonkeyPatch) -> None:
    hasten(monkeypatch)
    result = explore(program_of(Many), Options(Limits(seconds=5)))
    assert result.stopped is Reason.TIME
    assert result.figures.generated <= 5


def test_the_watch_is_silent_for_the_first_fifth_of_a_second() -> None:
    heard: list[Progress] = []
    watch = Watch(NO_LIMITS, heard.append)
    assert watch.reached(lambda seconds: Progress(1, 1, 1, 0, seconds)) is None
    assert heard == []


def test_an_interruption_ends_the_search_with_the_figures_so_far() -> None:
    calls = iter(range(40))

    class Interrupted(Grid):
        """Somebody presses Ctrl-C during the search."""

        @action
        def up(self, node: Node) -> None:
            if next(calls, None) is None:
                raise KeyboardInterrupt
            super().up(node)

        @invariant
        def small(self) -> bool:
            return True

    result = explore(program_of(Interrupted))
    assert result.stopped is Reason.INTERRUPTED
    assert 10 < result.figures.distinct < 64
    assert verdict(result, "natural") == Inconclusive(Reason.INTERRUPTED)


def test_a_machine_that_runs_short_ends_a_search_without_a_limit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hasten(monkeypatch)
    assert explored(NO_LIMITS).stopped is None
    monkeypatch.setattr("modelcheck.explicit.reference.watch.is_short", lambda: True)
    assert explored(NO_LIMITS).stopped is Reason.MEMORY


def test_no_memory_left_ends_the_search() -> None:
    class Huge(Grid):
        """Needs more memory than there is."""

        @action
        def up(self, node: Node) -> None:
            require(node is max(Node))
            raise MemoryError

    assert explore(program_of(Huge)).stopped is Reason.MEMORY
