"""The arrays of a search: states, parents, the table; and what a worker writes on."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any, Final

from modelcheck.explicit.native.kernel.fields import (
    ACTION,
    BITS,
    DESK,
    PLACES,
    POSITION,
    Desk,
    Place,
)
from modelcheck.explicit.native.kernel.indexes import BUCKET, Indexes
from modelcheck.explicit.native.memory import Budget, Region, whole_pages

_WORD = 8
_UNSIGNED: Final = {16: ctypes.c_uint16, 32: ctypes.c_uint32, 64: ctypes.c_uint64}

_SLACK = 64 << 20
"""The bytes of address space that are left to everything else in the process."""

_LEAST = 1 << 16
"""A budget that is not worth halving."""


class Numbers:
    """Numbers of 64 bits in memory."""

    def __init__(self, count: int) -> None:
        """Begin with zeros."""
        self._region = Region(count * _WORD)
        self.address = self._region.address
        self._numbers = (ctypes.c_uint64 * count).from_address(self.address)

    def __getitem__(self, place: int) -> int:
        """Give the number at a place."""
        return self._numbers[place]

    def __setitem__(self, place: int, value: int) -> None:
        """Put a number in its place."""
        self._numbers[place] = value


class Workplace:
    """The buffers of a worker, for `room` successors; `numbers` are the places of `Desk`."""

    def __init__(self, number: int, words: int, indexes: Indexes, room: int) -> None:
        """Take the memory, which is used as far as it is written."""
        self.words, self.room = words, room
        self.numbers = Numbers(DESK)
        sizes = _each_on_desk(words, indexes).items()
        self._regions = {place: Region(size * room) for place, size in sizes}
        for place, region in self._regions.items():
            self.numbers[place] = region.address
        self.numbers[Desk.NUMBER], self.numbers[Desk.ROOM] = number, room
        self.actions = self._column(Desk.ACTIONS, ACTION)
        self.parents = self._column(Desk.PARENTS, indexes.bits)
        self.bits = self._column(Desk.BITS)
        self.step_bits = self._column(Desk.STEP_BITS)

    def _column(
        self, place: Desk, width: int = 64
    ) -> ctypes.Array[Any]:  # `_SimpleCData` has no public name
        return (_UNSIGNED[width] * self.room).from_address(self.numbers[place])

    def put(self, position: int, action: int, parent: int, packed: int) -> None:
        """Write a successor to a position."""
        _write(self.numbers[Desk.OUT], position, self.words, packed)
        self.actions[position], self.parents[position] = action, parent

    def state(self, position: int) -> int:
        """Give the successor at a position, packed."""
        return _read(self.numbers[Desk.OUT], position, self.words)

    def ordinal(self, position: int) -> int:
        """Give how many steps of the same state stand before a position."""
        first = position
        while first and self.parents[first - 1] == self.parents[position]:
            first -= 1
        return position - first


def _each_on_desk(words: int, indexes: Indexes) -> dict[Desk, int]:
    """Give how many bytes each buffer of a worker has for a successor."""
    return {
        Desk.OUT: words * _WORD,
        Desk.ACTIONS: ACTION // 8,
        Desk.PARENTS: indexes.bytes,
        Desk.HASHES: _WORD,
        Desk.BITS: _WORD,
        Desk.STEP_BITS: _WORD,
        Desk.KEPT: POSITION // 8,
    }


def most_room(words: int, indexes: Indexes, size: int) -> int:
    """Give for how many successors a worker can have buffers of `size` bytes."""
    return min(size // sum(_each_on_desk(words, indexes).values()), 1 << POSITION)


class Arrays:
    """States by their number, in the order in which they were found; `numbers` are `Place`s."""

    def __init__(
        self, words: int, indexes: Indexes, actions: int, buckets: int, budget: Budget
    ) -> None:
        """Take address space for as many states as the budget has memory for.

        Raises: `MemoryError` if there is not enough for a few.
        """
        self.words, self.indexes = words, indexes
        self._each = words * _WORD + indexes.bytes
        self._claim(budget)
        self._first = Numbers(BITS)
        self._step_before = Numbers(BITS)
        self._step_after = Numbers(BITS * words)
        self._taken = Numbers(actions + 1)
        self._actions = actions
        self.numbers = Numbers(PLACES)
        for place, address in (
            (Place.STORE, self._store.address),
            (Place.PARENTS, self._parents.address),
            (Place.FIRST, self._first.address),
            (Place.STEP_BEFORE, self._step_before.address),
            (Place.STEP_AFTER, self._step_after.address),
            (Place.TAKEN, self._taken.address),
        ):
            self.numbers[place] = address
        self._set_table(min(buckets, self._most_buckets()))

    def _claim(self, budget: Budget) -> None:
        """Take address space for the budget or, where there is less, for half of it, or less."""
        most = min(budget.bytes // self._each + 1, self.indexes.no_parent)
        self._budget, self._most = budget, most
        try:
            self._store = Region(most * self.words * _WORD)
            self._parents = Region(most * self.indexes.bytes)
            Region(self._most_buckets() * BUCKET + _SLACK)  # given back: the table comes later
        except MemoryError:
            if budget.bytes <= _LEAST:
                raise
            # Nothing of the larger claim may be left.
            self._store = self._parents = Region(0)
            self._claim(Budget(budget.bytes // 2))

    # Size

    @property
    def stored(self) -> int:
        """How many states there are, those outside of a constraint among them."""
        return self.numbers[Place.STORED]

    @property
    def distinct(self) -> int:
        """How many states there are that count."""
        return self.stored - self.numbers[Place.OUTSIDE]

    @property
    def bytes(self) -> int:
        """How many bytes are in use."""
        return self.stored * self._each + self._table.size

    @property
    def left(self) -> int:
        """How many bytes of the budget are not in use."""
        return max(0, self._budget.bytes - self.bytes)

    def _most_buckets(self) -> int:
        """Give the size of the table where it and the states that it is for fill the budget."""
        states = self.indexes.most_states(self.words, self._budget.bytes)
        return max(1, min(states, self._most) // self.indexes.filled)

    def grow_table(self, wanted: int) -> bool:
        """Make the table larger, and empty, so that it is for `wanted` states at least.

        Gives whether the budget allows it; if not, nothing is changed.
        """
        buckets = self.numbers[Place.BUCKETS]
        larger = max(2 * buckets, -(-wanted // self.indexes.filled))
        larger = min(larger, self._most_buckets())
        if self._capacity(larger) < wanted:
            return False
        self._set_table(larger)
        return True

    def _set_table(self, buckets: int) -> None:
        # The old table goes before the new one comes: states are put into it from the store.
        self._table = Region(0)
        self._table = Region(buckets * BUCKET)
        self.numbers[Place.TABLE] = self._table.address
        self.numbers[Place.BUCKETS] = buckets
        self.numbers[Place.CAPACITY] = self._capacity(buckets)

    def _capacity(self, buckets: int) -> int:
        """Give how many states there may be beside a table of that many buckets."""
        left = self._budget.bytes - whole_pages(buckets * BUCKET)
        return max(0, min(buckets * self.indexes.filled, left // self._each, self._most))

    # Contents

    def state(self, index: int) -> int:
        """Give a state, packed."""
        return _read(self._store.address, index, self.words)

    def is_outside(self, index: int) -> bool:
        """Tell whether a state is outside of a constraint."""
        return self._parent(index) >= self.indexes.outside

    def _parent(self, index: int) -> int:
        address = self._parents.address + index * self.indexes.bytes
        return _UNSIGNED[self.indexes.bits].from_address(address).value

    def path(self, index: int) -> list[int]:
        """Give the numbers of the states by which a state was reached first, its own last."""
        found = [index]
        outside, no_parent = self.indexes.outside, self.indexes.no_parent
        while (parent := self._parent(found[-1]) % outside) != no_parent:
            found.append(parent)
        return found[::-1]

    def states(self) -> Iterator[int]:
        """Give the states that count, packed, in the order in which they were found."""
        return (self.state(at) for at in range(self.stored) if not self.is_outside(at))

    # Findings

    @property
    def taken(self) -> tuple[int, ...]:
        """How often each action was taken."""
        return tuple(self._taken[action] for action in range(self._actions))

    def note(self, bits: int, index: int) -> None:
        """Write down the state for each bit that is seen for the first time."""
        for bit in _ones(bits & ~self.numbers[Place.SEEN]):
            self._first[bit] = index
        self.numbers[Place.SEEN] |= bits

    def first(self) -> dict[int, int]:
        """Give for each bit that was seen the state in which it was seen first."""
        return {bit: self._first[bit] for bit in _ones(self.numbers[Place.SEEN])}

    def first_steps(self) -> dict[int, tuple[int, int]]:
        """Give for each bit of claims over steps the state before, and the one after, packed."""
        return {
            bit: (self._step_before[bit], _read(self._step_after.address, bit, self.words))
            for bit in _ones(self.numbers[Place.STEPS_SEEN])
        }


def _read(address: int, index: int, words: int) -> int:
    size = words * _WORD
    return int.from_bytes(ctypes.string_at(address + index * size, size), "little")


def _write(address: int, index: int, words: int, packed: int) -> None:
    size = words * _WORD
    ctypes.memmove(address + index * size, packed.to_bytes(size, "little"), size)


def _ones(bits: int) -> list[int]:
    return [bit for bit in range(bits.bit_length()) if bits >> bit & 1]
