"""Numbers at the ends of what the kernel can hold: met exactly, or said, never wrapped."""

from __future__ import annotations

import psutil
import pytest
from kernels import (
    FINAL,
    MEANING,
    Graph,
    Node,
    NoFallback,
    bottomless_kernel,
    graph_kernel,
    grid_kernel,
)

from modelcheck.explicit.native.arrays import Arrays, Workplace, most_room
from modelcheck.explicit.native.breadth_first import Effort, Meaning, search
from modelcheck.explicit.native.kernel.fields import MOST_ACTIONS, Desk, Place, Status
from modelcheck.explicit.native.kernel.indexes import NARROW, WIDE, Indexes
from modelcheck.explicit.native.memory import Budget
from modelcheck.semantics.verdict import Limits, Reason


@pytest.mark.parametrize("most", [(1 << 64) - 1, 1 << 64, (1 << 64) + 1])
def test_a_limit_of_more_states_than_can_be_counted_is_none(most: int) -> None:
    # Found by reading: 2**64 + 1 was taken as a limit of one state.
    effort = Effort(2, Limits(states=most))
    found = search(grid_kernel(2, 1), Meaning(final=1), [0], NoFallback(), effort)
    assert (found.stopped, found.distinct) == (None, 64)


def test_the_last_actions_are_told_from_no_action() -> None:
    last = MOST_ACTIONS - 1
    steps = ((0, 0), (last, 1), (last, 0))
    graph = Graph((Node(steps=steps), Node(FINAL)), (0,))
    found = search(graph_kernel(graph), MEANING, [0], graph, Effort(MOST_ACTIONS))
    assert found.taken == (1, *[0] * (MOST_ACTIONS - 2), 2)
    assert found.generated == 4


@pytest.mark.parametrize("indexes", [NARROW, WIDE])
def test_more_successors_than_there_is_memory_for_end_the_search(indexes: Indexes) -> None:
    kernel, asked = bottomless_kernel(indexes)
    spare = 32 << 20
    limit = psutil.Process().memory_info().rss + spare
    effort = Effort(1, Limits(memory_bytes=limit), room=1)
    found = search(kernel, Meaning(), [0], NoFallback(), effort)
    assert (found.stopped, found.distinct, found.generated) == (Reason.MEMORY, 1, 1)
    assert 1 << 10 < asked[0] <= most_room(1, indexes, spare)


@pytest.mark.parametrize("indexes", [NARROW, WIDE])
@pytest.mark.parametrize("words", [1, 3])
def test_a_worker_has_room_for_what_it_can_number_and_hold(words: int, indexes: Indexes) -> None:
    each = words * 8 + 2 + indexes.bytes + 3 * 8 + 4
    assert most_room(words, indexes, 10 * each) == 10
    assert most_room(words, indexes, 10 * each - 1) == 9
    assert most_room(words, indexes, 1 << 60) == 1 << 32


def test_a_call_ends_once_its_work_is_done_whatever_its_chunks() -> None:
    # A chunk is as many states as had few steps so far; the next ones may have many.
    kernel, states, room = grid_kernel(5, 1), 300, 5
    arrays = Arrays(1, NARROW, 5, 1 << 10, Budget(1 << 24))
    desk, first = Workplace(0, 1, NARROW, room), Workplace(0, 1, NARROW, states)
    for state in range(states):
        first.put(state, 5, NARROW.no_parent, state)
    first.numbers[Desk.COUNT] = states
    for place, value in (
        (Place.LIMIT, (1 << 64) - 1),
        (Place.UNTIL, states),
        (Place.CHUNK, 256),
        (Place.PAUSE_AT, states + 7),
    ):
        arrays.numbers[place] = value
    assert kernel.follow(arrays.numbers.address, first.numbers.address) == Status.DONE
    assert arrays.stored == arrays.numbers[Place.GENERATED] == states
    kernel.explore(arrays.numbers.address, desk.numbers.address)
    assert arrays.numbers[Place.STATUS] == Status.PAUSE
    assert states + 7 <= arrays.numbers[Place.GENERATED] < states + 7 + room
    assert 1 <= arrays.numbers[Place.AT] <= 3
