"""What the kernel and its driver share: the places of a search, of a worker, and the answers.

Both are arrays of 64-bit numbers; an enum names the place of each.
"""

from __future__ import annotations

from enum import IntEnum, auto
from typing import Final

ACTION: Final = 16
"""The bits of an action's number on a desk."""

MOST_ACTIONS: Final = (1 << ACTION) - 1
"""A spec has no more than these: the number after theirs is that of an initial state."""

POSITION: Final = 32
"""The bits of a position on a desk, which has room for as many successors as these can tell."""

RAISED: Final = 63
"""The bit of `judge` by which a state is left to the fallback, and of the fallback's answer by
which some claim raised."""

DEADLOCK: Final = 62
"""The bit under which the first state with no step is kept that is not final."""

BITS: Final = 64
_LINE: Final = 8
"""The numbers in a line of memory: two threads that write into one line hinder each other."""


class Status(IntEnum):
    """Why the kernel came back."""

    DONE = 0
    """All was done."""
    PAUSE = auto()
    """The work of a call is done: the state `AT` is next."""
    FULL = auto()
    """`WANTED` states do not fit: from the state `AT`, position `POSITION`, all is to be done."""
    ROOM = auto()
    """The successors of the state `AT` do not fit into a worker's buffer."""
    LIMIT = auto()
    """One state more than `LIMIT` was found, at `POSITION`."""
    SLOW = auto()
    """The state `AT` must be expanded by the fallback."""
    STUCK = auto()
    """The state `AT` has no step; whether it is final, only the fallback can tell."""
    HARD = auto()
    """The step at `POSITION`, or the state it leads to, must be judged by the fallback."""


class Place(IntEnum):
    """The places of a search.

    Bits of claims seen are kept with the first state each was seen in; of claims over steps
    with the state before (`STEP_BEFORE`) and the words of the one after (`STEP_AFTER`).
    """

    STORE = 0
    PARENTS = auto()
    TABLE = auto()
    BUCKETS = auto()
    CAPACITY = auto()
    LIMIT = auto()
    OUTSIDE_MASK = auto()
    FINAL_MASK = auto()
    FIRST = auto()
    STEP_BEFORE = auto()
    STEP_AFTER = auto()
    TAKEN = auto()
    BASE = auto()
    SKIP = auto()
    UNTIL = auto()
    CHUNK = auto()
    PAUSE_AT = auto()
    STORED = 4 * _LINE
    OUTSIDE = auto()
    GENERATED = auto()
    SEEN = auto()
    STEPS_SEEN = auto()
    STATUS = auto()
    AT = auto()
    POSITION = auto()
    WANTED = auto()
    WORKER = auto()
    TICKET = 6 * _LINE
    TURN = 7 * _LINE
    HALT = 8 * _LINE


PLACES: Final = 9 * _LINE


class Desk(IntEnum):
    """The places of a worker: buffers of `ROOM` successors, of which `COUNT` are there.

    Positions from `START` on are looked at; `KEPT` lists those that may be new.
    """

    NUMBER = 0
    ROOM = auto()
    OUT = auto()
    ACTIONS = auto()
    PARENTS = auto()
    HASHES = auto()
    BITS = auto()
    STEP_BITS = auto()
    KEPT = auto()
    START = auto()
    COUNT = auto()
    KEPT_COUNT = auto()
    IS_JUDGED = auto()
    """Whether the bits come from the fallback."""


DESK: Final = 2 * _LINE
