from __future__ import annotations

import dataclasses
import threading
import weakref
from unittest.mock import patch

import psutil
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kernels import (
    ACTIONS,
    CLAIM,
    COVER,
    FINAL,
    MEANING,
    OUTSIDE,
    Facts,
    Graph,
    Node,
    NoFallback,
    Search,
    facts,
    graph_kernel,
    grid_kernel,
)

from modelcheck.explicit.native.breadth_first import Effort, Meaning, search
from modelcheck.explicit.native.kernel.fields import DEADLOCK
from modelcheck.explicit.native.kernel.indexes import NARROW, WIDE, Indexes
from modelcheck.explicit.native.memory import Budget, Region
from modelcheck.explicit.reference.watch import Progress
from modelcheck.semantics.verdict import Limits, Reason

SMALL = Effort(ACTIONS, keep_going=True, buckets=1, room=1, work=1, shared=1)


def searched(graph: Graph, effort: Effort = SMALL, indexes: Indexes = NARROW) -> Facts:
    kernel = graph_kernel(graph, indexes)
    initial = [graph.packed(node) for node in graph.initial]
    return facts(search(kernel, MEANING, initial, graph, effort), graph)


def chain(*nodes: Node) -> Graph:
    """Give a graph in which each node but the last steps to the next."""
    last = len(nodes) - 1
    joined = (
        node if at == last else dataclasses.replace(node, steps=((0, at + 1),))
        for at, node in enumerate(nodes)
    )
    return Graph(tuple(joined), (0,))


def _within(number: int | None, most: int) -> int | None:
    return None if number is None else min(number, most)


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    count = draw(st.integers(1, 20))
    node = st.integers(0, count - 1)
    some = st.frozensets(node, max_size=3)
    rarely = st.integers(0, 9).map(lambda drawn: drawn == 0)
    bits = st.sampled_from([0] * 6 + [OUTSIDE, FINAL, CLAIM, COVER, CLAIM | OUTSIDE, COVER | FINAL])
    steps = st.lists(st.tuples(st.integers(0, ACTIONS - 1), node), max_size=6).map(tuple)
    raises = st.integers(-30, 3).map(lambda drawn: None if drawn < 0 else drawn)
    of_node = st.builds(Node, bits, steps, raises, rarely, rarely, some, some).map(
        lambda each: dataclasses.replace(each, raises=_within(each.raises, len(each.steps)))
    )
    plain = of_node.map(
        lambda each: dataclasses.replace(each, marked=frozenset(), hard_steps=frozenset())
    )
    nodes = draw(st.lists(st.one_of(plain, plain, of_node), min_size=count, max_size=count))
    initial = draw(st.lists(node, min_size=1, max_size=3))
    return Graph(tuple(nodes), tuple(initial), draw(st.sampled_from([1, 3, 10])))


limits = st.builds(
    Limits,
    states=st.none() | st.integers(1, 12),
    depth=st.none() | st.integers(0, 6),
)
efforts = st.builds(
    Effort,
    st.just(ACTIONS),
    limits,
    st.booleans(),
    st.sampled_from([1, 2, 3]),
    st.sampled_from([1, 64]),
    st.sampled_from([1, 64]),
    st.sampled_from([1, 10_000]),
    st.sampled_from([1, 10_000]),
)


@settings(deadline=None)  # the first example of a width compiles its kernel
@given(graphs(), efforts, st.sampled_from([NARROW, WIDE]))
def test_the_kernel_finds_what_the_plainest_search_finds(
    graph: Graph, effort: Effort, indexes: Indexes
) -> None:
    assert searched(graph, effort, indexes) == Search(graph, effort).facts()


def test_a_state_without_a_step_is_a_deadlock_unless_it_is_final() -> None:
    assert searched(chain(Node(), Node())).first == {DEADLOCK: 1}
    assert DEADLOCK not in searched(chain(Node(), Node(FINAL))).first


def test_the_first_violation_ends_the_search_with_its_level() -> None:
    found = searched(chain(Node(), Node(CLAIM), Node()), Effort(ACTIONS))
    assert (found.stopped, found.distinct, found.depth) == (Reason.STOPPED, 2, 1)


def test_a_state_outside_of_a_constraint_is_judged_and_not_expanded() -> None:
    found = searched(chain(Node(), Node(OUTSIDE | CLAIM), Node()))
    assert (found.stopped, found.distinct, found.generated) == (Reason.CONSTRAINT, 1, 2)
    assert found.first[2] == 1


@pytest.mark.parametrize(("raises", "raising"), [(0, 0), (1, None)])
def test_a_limit_ends_the_search_before_a_later_step_raises(
    raises: int, raising: int | None
) -> None:
    graph = Graph((Node(steps=((0, 1),), raises=raises), Node(FINAL)), (0,))
    found = searched(graph, dataclasses.replace(SMALL, limits=Limits(states=1)))
    assert (found.stopped, found.raising) == (Reason.STATES, raising)


@pytest.mark.parametrize("workers", [1, 2, 3])
@pytest.mark.parametrize("indexes", [NARROW, WIDE])
@pytest.mark.parametrize("words", [1, 3, 10])
def test_a_grid_has_all_its_states_and_steps(words: int, indexes: Indexes, workers: int) -> None:
    counters = 5
    effort = Effort(counters, workers=workers, buckets=1, room=1)
    kernel = grid_kernel(counters, words, indexes)
    found = search(kernel, Meaning(final=1), [0], NoFallback(), effort)
    assert found.distinct == 8**counters
    assert found.generated == 1 + counters * 7 * 8 ** (counters - 1)
    assert found.depth == 7 * counters
    assert found.taken == (7 * 8 ** (counters - 1),) * counters
    assert found.stopped is None
    assert found.first == {0: 8**counters - 1}
    path = found.path(8**counters - 1)
    assert len(path) == 7 * counters + 1
    assert len(set(found.states())) == 8**counters


@pytest.mark.parametrize("indexes", [NARROW, WIDE])
def test_the_numbers_of_states_depend_neither_on_workers_nor_on_their_width(
    indexes: Indexes,
) -> None:
    one, two = (
        search(kernel, Meaning(final=1), [0], NoFallback(), Effort(5, workers=n, shared=1))
        for kernel, n in ((grid_kernel(5, 1), 1), (grid_kernel(5, 1, indexes), 2))
    )
    assert list(one.states()) == list(two.states())
    assert [one.arrays.path(at) for at in range(0, one.distinct, 97)] == [
        two.arrays.path(at) for at in range(0, one.distinct, 97)
    ]


def test_time_that_is_used_up_ends_the_search() -> None:
    effort = Effort(5, Limits(seconds=0), work=1)
    found = search(grid_kernel(5, 1), Meaning(), [0], NoFallback(), effort)
    assert found.stopped is Reason.TIME


def test_a_search_that_may_take_no_memory_says_so() -> None:
    effort = Effort(5, Limits(memory_bytes=1))
    found = search(grid_kernel(5, 1), Meaning(), [0], NoFallback(), effort)
    assert (found.stopped, found.distinct) == (Reason.MEMORY, 0)


@pytest.mark.parametrize("indexes", [NARROW, WIDE])
def test_a_search_ends_before_it_takes_more_than_its_memory(indexes: Indexes) -> None:
    spare = 16 << 20
    kernel = grid_kernel(7, 3, indexes)  # compiling it takes memory too
    limit = psutil.Process().memory_info().rss + spare
    effort = Effort(7, Limits(memory_bytes=limit))
    found = search(kernel, Meaning(), [0], NoFallback(), effort)
    assert found.stopped is Reason.MEMORY
    assert spare / 4 < found.bytes <= spare


@pytest.mark.parametrize("size", range(1000, 200_000, 7919))
def test_a_budget_of_any_size_is_used_up_and_ends_the_search(size: int) -> None:
    # The table grew again and again where whole pages left no room for what was wanted.
    with patch.object(Budget, "of", return_value=Budget(size)):
        found = search(grid_kernel(6, 1), Meaning(), [0], NoFallback(), Effort(6))
    assert found.stopped is Reason.MEMORY


class Scarce(Region):
    """A region of an address space that ends, as `ulimit -v` makes it."""

    space = 0

    def __init__(self, size: int) -> None:
        if size > Scarce.space:
            raise MemoryError
        super().__init__(size)
        Scarce.space -= self.size
        weakref.finalize(self, Scarce.give_back, self.size)

    @staticmethod
    def give_back(size: int) -> None:
        Scarce.space += size


@pytest.mark.parametrize("megabytes", [66, 80, 100, 200, 1000])
def test_an_address_space_that_ends_ends_the_search_at_most(megabytes: int) -> None:
    # Found with `ulimit -v`: the states had all of it, and the table none.
    Scarce.space = megabytes << 20
    with patch("modelcheck.explicit.native.arrays.Region", Scarce):
        found = search(grid_kernel(6, 1), Meaning(), [0], NoFallback(), Effort(6))
    enough = megabytes > 66
    assert found.stopped is (None if enough else Reason.MEMORY)
    assert found.distinct == 8**6 if enough else 0 < found.distinct < 8**6


def test_an_address_space_without_room_for_anything_begins_no_search() -> None:
    Scarce.space = 1 << 20
    with (
        patch("modelcheck.explicit.native.arrays.Region", Scarce),
        pytest.raises(MemoryError),
    ):
        search(grid_kernel(6, 1), Meaning(), [0], NoFallback(), Effort(6))


@pytest.mark.parametrize("most", [0, 1, 2, 3])
def test_a_system_that_gives_fewer_threads_is_searched_by_fewer(
    most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Found with `ulimit -v`: "can't start new thread" came out as a bug of the checker.
    begin, begun = threading.Thread.start, list[threading.Thread]()

    def start(self: threading.Thread) -> None:
        if sum(each.is_alive() for each in begun) >= most:
            message = "can't start new thread"
            raise RuntimeError(message)
        begin(self)
        begun.append(self)

    monkeypatch.setattr(threading.Thread, "start", start)
    effort = Effort(5, workers=4, shared=1)
    found = search(grid_kernel(5, 1), Meaning(), [0], NoFallback(), effort)
    assert (found.stopped, found.distinct) == (None, 8**5)


def test_a_limit_of_states_is_met_exactly() -> None:
    effort = Effort(7, Limits(states=100_000), buckets=1, workers=2)
    found = search(grid_kernel(7, 1), Meaning(), [0], NoFallback(), effort)
    assert (found.stopped, found.distinct) == (Reason.STATES, 100_000)
    assert sum(found.taken) + 1 == found.generated


def test_ctrl_c_ends_the_search_and_leaves_what_was_found() -> None:
    def interrupt(_: Progress) -> None:
        raise KeyboardInterrupt

    effort = Effort(7, work=1)
    found = search(grid_kernel(7, 1), Meaning(), [0], NoFallback(), effort, interrupt)
    assert found.stopped is Reason.INTERRUPTED
    assert 0 < found.distinct < 8**7
