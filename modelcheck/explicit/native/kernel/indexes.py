"""The numbers of states: how wide they are, and what that means for all that holds some.

A search takes the narrow ones wherever they are enough, since what a state costs, in memory and
in time, is little more than its words, its parent and its part of the table.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

BUCKET: Final = 64
"""The bytes of a bucket of the table: a line of memory."""

TAGS: Final = 16
"""Those of them that hold the tags and the number of indexes; indexes fill the rest."""

_WORD: Final = 8


@dataclass(frozen=True, slots=True)
class Indexes:
    """Numbers of states, of so many bits each."""

    bits: Literal[32, 64]

    @property
    def bytes(self) -> int:
        """The bytes of an index."""
        return self.bits // 8

    @property
    def no_parent(self) -> int:
        """What stands for the parent of an initial state: there are at most so many states."""
        return self.outside - 1

    @property
    def outside(self) -> int:
        """Added to the parent of a state outside of a constraint: it is not expanded."""
        return 1 << self.bits - 1

    @property
    def slots(self) -> int:
        """The indexes that there is room for in a bucket."""
        return (BUCKET - TAGS) // self.bytes

    @property
    def first_slot(self) -> int:
        """Where they begin in a bucket, in indexes."""
        return TAGS // self.bytes

    @property
    def filled(self) -> int:
        """The most states per bucket, on average, before the table must grow."""
        return self.slots * 3 // 4

    def most_states(self, words: int, size: int) -> int:
        """Give how many states of so many words `size` bytes hold, parents and table included."""
        each = words * _WORD + self.bytes
        return size * self.filled // (each * self.filled + BUCKET)


NARROW: Final = Indexes(32)
WIDE: Final = Indexes(64)


def indexes_for(words: int, used: int, size: int) -> Indexes:
    """Give the narrowest indexes than which no wider ones would number more states.

    States have so many words, of which `used` bits are ever set, and `size` bytes are the most
    that they and what belongs to them will be given.
    """
    states = min(1 << used, WIDE.most_states(words, size))
    return NARROW if states <= NARROW.no_parent else WIDE
