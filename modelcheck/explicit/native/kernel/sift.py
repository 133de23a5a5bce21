"""A worker's part: the successors of some states, and which of them may be new.

It writes only into the worker's own buffers, so workers do it side by side, while one of them
adds what it found.  What is thought new here is looked for again when it is added.
"""

from __future__ import annotations

from modelcheck.explicit.native.emitter import Native
from modelcheck.explicit.native.kernel.code import Array, Code, Number, define, has_function
from modelcheck.explicit.native.kernel.fields import ACTION, POSITION, RAISED, Desk, Place
from modelcheck.explicit.native.kernel.indexes import Indexes
from modelcheck.explicit.native.kernel.table import (
    NOWHERE,
    bucket_at,
    bucket_of,
    count_in,
    index_in,
    matches,
)
from modelcheck.explicit.native.kernel.words import mixed

_LARGEST = (1 << 63) - 1


def define_gather(module: Native, words: int, indexes: Indexes) -> None:
    """Add `gather(places, desk, from, until, ends)`: write the successors of these states.

    It gives the state at which it ended, and writes to `ends` what `expand` said of it: 1 if
    all was done, 0 for no successor, or what is below 0.
    """

    def write(
        code: Code, places: Array, desk: Array, start: Number, until: Number, ends: Array
    ) -> None:
        store, parents_of = places.array(Place.STORE), places.array(Place.PARENTS, indexes.bits)
        out, actions = desk.array(Desk.OUT), desk.array(Desk.ACTIONS, ACTION)
        parents, room = desk.array(Desk.PARENTS, indexes.bits), desk[Desk.ROOM]
        at, count, said = code.variable(start), code.variable(0), code.variable(1)
        with code.loop() as loop:
            state = at.get()
            loop.leave_if(state >= until)
            with code.when(parents_of[state] < indexes.outside):
                before = count.get()
                found = code.call(
                    "expand",
                    store.from_(state * words),
                    out.from_(before * words),
                    actions.from_(before),
                    room - before,
                )
                said.set(found)
                loop.leave_if((found - 1) >= _LARGEST)
                after = before + found
                with code.span(before, after) as position:
                    parents[position] = state
                count.set(after)
            said.set(1)
            at.set(state + 1)
        desk[Desk.COUNT] = count.get()
        ends[0] = said.get()
        code.give(at.get())

    define(module, "kernel.gather", (64, 64, 0, 0, 64), write)


def define_sift(module: Native, words: int, indexes: Indexes) -> None:
    """Add `sift(places, desk)`: hash and judge the successors, and keep those that may be new.

    Those whose step says something of a claim for the first time are kept as well.
    """

    def write(code: Code, places: Array, desk: Array) -> None:
        _hash_all(code, words, indexes, places, desk)
        _look_ahead(code, words, indexes, places, desk)
        _keep_new(code, words, places, desk)
        code.give(0)

    define(module, "kernel.sift", (64, 64), write)


def _hash_all(code: Code, words: int, indexes: Indexes, places: Array, desk: Array) -> None:
    table, buckets = places.array(Place.TABLE, 8), places[Place.BUCKETS]
    out, hashes = desk.array(Desk.OUT), desk.array(Desk.HASHES)
    with code.span(desk[Desk.START], desk[Desk.COUNT]) as at:
        state = out.from_(at * words)
        if has_function(code.module, "judge_step"):
            _judge_step(code, words, indexes, places, desk, at)
        if has_function(code.module, "canonical"):
            code.call("canonical", state)
        hash_ = mixed(code, words, state)
        hashes[at] = hash_
        bucket_at(table, bucket_of(hash_, buckets)).fetch()


def _judge_step(
    code: Code, words: int, indexes: Indexes, places: Array, desk: Array, at: Number
) -> None:
    store, out = places.array(Place.STORE), desk.array(Desk.OUT)
    parent, bits = desk.array(Desk.PARENTS, indexes.bits)[at], desk.array(Desk.STEP_BITS)
    bits[at] = 0
    with code.when(parent.differs(indexes.no_parent)):
        bits[at] = code.call("judge_step", store.from_(parent * words), out.from_(at * words))


def _look_ahead(code: Code, words: int, indexes: Indexes, places: Array, desk: Array) -> None:
    """Have the stored states fetched that will be compared with."""
    table, buckets = places.array(Place.TABLE, 8), places[Place.BUCKETS]
    store, hashes = places.array(Place.STORE), desk.array(Desk.HASHES)
    with code.span(desk[Desk.START], desk[Desk.COUNT]) as at:
        hash_ = hashes[at]
        bucket = bucket_at(table, bucket_of(hash_, buckets))
        found = matches(bucket, hash_, count_in(bucket))
        # Where nothing fits, any index does: fetching one line too many is cheap.
        slot = (found | (1 << indexes.slots - 1)).lowest()
        index = index_in(bucket, indexes, slot)
        store.from_(index * words).fetch()


def _keep_new(code: Code, words: int, places: Array, desk: Array) -> None:
    table, buckets = places.array(Place.TABLE, 8), places[Place.BUCKETS]
    store, out = places.array(Place.STORE), desk.array(Desk.OUT)
    hashes, bits = desk.array(Desk.HASHES), desk.array(Desk.BITS)
    kept, count = desk.array(Desk.KEPT, POSITION), code.variable(0)
    where = code.scratch(1)
    # Behind what raises there may be more: it is open however often something has raised.
    open_ = places[Place.STEPS_SEEN].inverted() | 1 << RAISED
    with code.span(desk[Desk.START], desk[Desk.COUNT]) as at:
        state = out.from_(at * words)
        found = code.call("kernel.find", table, buckets, store, hashes[at], state, where)
        is_kept = found.equals(NOWHERE)
        if has_function(code.module, "judge_step"):
            is_kept = is_kept | (desk.array(Desk.STEP_BITS)[at] & open_).differs(0)
        with code.when(is_kept):
            bits[at] = code.call("judge", state)
            kept[count.get()] = at
            count.set(count.get() + 1)
    desk[Desk.KEPT_COUNT] = count.get()
