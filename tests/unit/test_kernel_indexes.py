"""The numbers of states: which width is taken, and that no number is cut off."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kernels import grid_kernel

from modelcheck.explicit.native.arrays import Arrays, Workplace
from modelcheck.explicit.native.jit import Care, Kernel, compile_module, load_kernel
from modelcheck.explicit.native.kernel.code import Code, Number, define
from modelcheck.explicit.native.kernel.fields import Desk, Place, Status
from modelcheck.explicit.native.kernel.indexes import NARROW, WIDE, indexes_for
from modelcheck.explicit.native.kernel.table import bucket_of
from modelcheck.explicit.native.llvm import ir
from modelcheck.explicit.native.memory import Budget, most_bytes

GIB = 1 << 30
ALL_BITS = 64
"""States of one word, every bit of which is used."""

hashes = st.integers(0, (1 << 64) - 1)
counts = st.integers(1, 1 << 62) | st.integers(0, 62).map(lambda power: 1 << power)


def test_wide_indexes_are_taken_where_memory_holds_more_states_with_them() -> None:
    # A word, a parent of 8 bytes and a quarter of a bucket: 32 bytes, for 2**31 states and more.
    assert indexes_for(1, ALL_BITS, 16 * GIB) == NARROW
    assert indexes_for(1, ALL_BITS, 63 * GIB) == NARROW
    assert indexes_for(1, ALL_BITS, 65 * GIB) == WIDE
    assert indexes_for(3, ALL_BITS, 95 * GIB) == NARROW
    assert indexes_for(3, ALL_BITS, 97 * GIB) == WIDE


def test_narrow_indexes_are_taken_where_bits_cannot_tell_more_states_apart() -> None:
    assert indexes_for(1, 30, 1 << 50) == NARROW
    assert indexes_for(1, 31, 1 << 50) == WIDE
    assert indexes_for(40, 2500, 1 << 50) == WIDE


@given(st.integers(1, 64), st.integers(0, 1 << 50))
def test_no_indexes_number_more_states_than_those_that_are_taken(words: int, size: int) -> None:
    most = {each: min(each.most_states(words, size), each.no_parent) for each in (NARROW, WIDE)}
    assert most[indexes_for(words, words * 64, size)] == max(most.values())


@given(hashes, counts)
def test_every_hash_points_to_a_bucket_that_there_is(hash_: int, buckets: int) -> None:
    assert bucket(hash_, buckets) == hash_ * buckets >> 64 < buckets


@given(st.data(), st.integers(1, 1 << 62))
def test_every_bucket_is_pointed_to(data: st.DataObject, buckets: int) -> None:
    number = data.draw(st.integers(0, buckets - 1))
    first = -(-(number << 64) // buckets)
    assert bucket(first, buckets) == number
    assert number == 0 or bucket(first - 1, buckets) == number - 1


@cache
def _pick() -> tuple[Kernel, Callable[[int, int], int]]:
    """Give `bucket_of`, compiled, and what owns its code."""

    def pick(code: Code, hash_: Number, buckets: Number) -> None:
        code.give(bucket_of(hash_, buckets))

    module = ir.Module(name="pick")
    define(module, "pick", (0, 0), pick, is_public=True)
    owner = load_kernel([compile_module(str(module), Care.PLAIN)], 1, NARROW)
    kind = ctypes.CFUNCTYPE(ctypes.c_uint64, ctypes.c_uint64, ctypes.c_uint64)
    return owner, kind(owner.engine.get_function_address("pick"))


def bucket(hash_: int, buckets: int) -> int:
    return _pick()[1](hash_, buckets)


@pytest.mark.parametrize("limit", [None, 1 << 30, 1 << 60])
def test_no_budget_is_above_what_the_width_was_chosen_for(limit: int | None) -> None:
    assert Budget.of(limit).bytes <= most_bytes(limit)
    assert limit is None or most_bytes(limit) <= limit


def test_buckets_of_either_width_are_full_lines() -> None:
    assert [(each.slots, each.first_slot, each.filled) for each in (NARROW, WIDE)] == [
        (12, 4, 9),
        (6, 2, 4),
    ]


FAR = (1 << 32) + 5
"""A number of a state for which 32 bits are not enough."""


@pytest.mark.parametrize("words", [1, 3])
def test_states_past_four_billion_are_found_again_with_their_parents(words: int) -> None:
    # No state is written but those that are added here: the others are address space.
    kernel = grid_kernel(5, words, WIDE)
    arrays = Arrays(words, WIDE, 5, 16, Budget(1 << 40))
    assert arrays.left > (FAR + 4) * (words * 8 + WIDE.bytes)
    desk = Workplace(0, words, WIDE, 4)
    for place, value in (
        (Place.STORED, FAR),
        (Place.CAPACITY, FAR + 4),
        (Place.LIMIT, (1 << 64) - 1),
    ):
        arrays.numbers[place] = value
    steps = ((5, WIDE.no_parent, 1), (0, FAR, 2), (1, FAR + 1, 3), (2, FAR + 2, 1))
    for position, (action, parent, state) in enumerate(steps):
        desk.put(position, action, parent, state)
    desk.numbers[Desk.COUNT] = len(steps)
    for again in (1, 2):
        assert kernel.follow(arrays.numbers.address, desk.numbers.address) == Status.DONE
        assert arrays.numbers[Place.GENERATED] == again * len(steps)
        assert arrays.stored == FAR + 3
    assert [arrays.state(FAR + at) for at in range(3)] == [1, 2, 3]
    assert arrays.path(FAR + 2) == [FAR, FAR + 1, FAR + 2]
    assert arrays.grow_table(FAR + 4)
    kernel.refill(arrays.numbers.address, FAR, FAR + 3)
    assert kernel.follow(arrays.numbers.address, desk.numbers.address) == Status.DONE
    assert arrays.stored == FAR + 3
    assert not arrays.is_outside(FAR + 2)


def test_narrow_numbers_end_before_they_say_something_else() -> None:
    arrays = Arrays(1, NARROW, 5, 16, Budget(1 << 40))
    assert arrays.left > 1 << 39
    assert not arrays.grow_table(NARROW.no_parent + 1)
    assert arrays.numbers[Place.CAPACITY] == 16 * NARROW.filled
