"""Adding what a worker found, in the order in which one worker alone would have found it."""

from __future__ import annotations

from collections.abc import Callable

from modelcheck.explicit.native.emitter import Native
from modelcheck.explicit.native.kernel.code import (
    Array,
    Code,
    Number,
    Truth,
    define,
    has_function,
)
from modelcheck.explicit.native.kernel.fields import ACTION, POSITION, RAISED, Desk, Place, Status
from modelcheck.explicit.native.kernel.indexes import Indexes
from modelcheck.explicit.native.kernel.table import NOWHERE, bucket_at, put
from modelcheck.explicit.native.kernel.words import copy

_RAISED_BIT = 1 << RAISED


def define_commit(module: Native, words: int, indexes: Indexes) -> None:
    """Add `commit(places, desk)`, which gives the status: `DONE`, or why not all was added.

    What stands before `POSITION` is then counted and added, what is there and after it is not.
    Past the limit, the step at `POSITION` is counted, and the state that it leads to is not.
    """

    def write(code: Code, places: Array, desk: Array) -> None:
        start, count = desk[Desk.START], desk[Desk.COUNT]
        wanted = places[Place.STORED] + desk[Desk.KEPT_COUNT]
        with code.when(wanted > places[Place.CAPACITY]):
            places[Place.WANTED] = wanted
            _stop(code, places, Status.FULL, start)
        kept = desk.array(Desk.KEPT, POSITION)
        with code.span(0, desk[Desk.KEPT_COUNT]) as at:
            _admit(code, words, indexes, places, desk, kept[at])
        _tally(code, places, desk, count)
        code.give(Status.DONE)

    define(module, "kernel.commit", (64, 64), write)


def _stop(code: Code, places: Array, status: Status, position: Number) -> None:
    places[Place.POSITION] = position
    code.give(status)


def _tally(code: Code, places: Array, desk: Array, stop: Number) -> None:
    """Count the steps up to a position."""
    start, actions = desk[Desk.START], desk.array(Desk.ACTIONS, ACTION)
    taken = places.array(Place.TAKEN)
    places[Place.GENERATED] = places[Place.GENERATED] + (stop - start)
    with code.span(start, stop) as at:
        action = actions[at]
        taken[action] = taken[action] + 1


def _admit(
    code: Code, words: int, indexes: Indexes, places: Array, desk: Array, at: Number
) -> None:
    table, buckets = places.array(Place.TABLE, 8), places[Place.BUCKETS]
    store, state = places.array(Place.STORE), desk.array(Desk.OUT).from_(at * words)
    hash_, is_judged = desk.array(Desk.HASHES)[at], desk[Desk.IS_JUDGED].differs(0)
    where = code.scratch(1)
    if has_function(code.module, "judge_step"):
        _note_step(code, words, indexes, places, desk, at, is_judged)
    found = code.call("kernel.find", table, buckets, store, hash_, state, where)
    with code.when(found.equals(NOWHERE)):
        bits = desk.array(Desk.BITS)[at]
        _hard_if(code, places, desk, at, bits, is_judged)
        is_outside = (bits & places[Place.OUTSIDE_MASK]).differs(0).number()
        index, outside = places[Place.STORED], places[Place.OUTSIDE]
        distinct = index - outside
        with code.when(is_outside.equals(0) & distinct.equals(places[Place.LIMIT])):
            _tally(code, places, desk, at + 1)
            _stop(code, places, Status.LIMIT, at)
        copy(code, words, state, store.from_(index * words))
        parent = desk.array(Desk.PARENTS, indexes.bits)[at] | (is_outside * indexes.outside)
        places.array(Place.PARENTS, indexes.bits)[index] = parent
        put(bucket_at(table, where[0]), indexes, hash_, index)
        places[Place.STORED] = index + 1
        places[Place.OUTSIDE] = outside + is_outside
        note(code, places, bits, index)


def _hard_if(
    code: Code, places: Array, desk: Array, at: Number, bits: Number, is_judged: Truth
) -> None:
    """Stop before the step at a position where its bits leave it to the fallback."""
    is_hard = code.either(is_judged, 0, bits & _RAISED_BIT)
    with code.when(is_hard.differs(0)):
        _tally(code, places, desk, at)
        _stop(code, places, Status.HARD, at)


def note(code: Code, places: Array, bits: Number, index: Number) -> None:
    """Write down the state for each bit that is seen for the first time."""
    seen = places[Place.SEEN]
    new = bits & seen.inverted()
    with code.when(new.differs(0)):
        places[Place.SEEN] = seen | new
        first = places.array(Place.FIRST)

        def write(bit: Number) -> None:
            first[bit] = index

        _each_bit(code, new, write)


def _note_step(
    code: Code,
    words: int,
    indexes: Indexes,
    places: Array,
    desk: Array,
    at: Number,
    is_judged: Truth,
) -> None:
    bits, seen = desk.array(Desk.STEP_BITS)[at], places[Place.STEPS_SEEN]
    _hard_if(code, places, desk, at, bits, is_judged)
    new = bits & seen.inverted()
    with code.when(new.differs(0)):
        places[Place.STEPS_SEEN] = seen | new
        before, after = places.array(Place.STEP_BEFORE), places.array(Place.STEP_AFTER)
        parent = desk.array(Desk.PARENTS, indexes.bits)[at]
        state = desk.array(Desk.OUT).from_(at * words)

        def write(bit: Number) -> None:
            before[bit] = parent
            copy(code, words, state, after.from_(bit * words))

        _each_bit(code, new, write)


def _each_bit(code: Code, bits: Number, write: Callable[[Number], None]) -> None:
    left = code.variable(bits)
    with code.loop() as loop:
        loop.leave_if(left.get().equals(0))
        write(left.get().lowest())
        left.set(left.get() & (left.get() - 1))
