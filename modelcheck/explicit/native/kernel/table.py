"""The table: for each stored state its index, found by the state.

It is an array of buckets of one line of memory, 64 bytes: a tag of 8 bits for each index, the
number of indexes that are there, and up to 12 indexes of 32 bits or 6 of 64.  A state stands in
the bucket that its hash points to or, where that is full, in the next that is not.  A tag that
fits only says where to look: whether a state is there is decided by comparing it with the stored
one, whole.

Entries are only ever added, and the number in a bucket is raised last: so a thread may look
for a state while one other adds some, and will find all that were added before it began.
"""

from __future__ import annotations

from typing import Final

from modelcheck.explicit.native.emitter import Native
from modelcheck.explicit.native.kernel.code import Array, Code, Number, define
from modelcheck.explicit.native.kernel.fields import Place
from modelcheck.explicit.native.kernel.indexes import BUCKET, Indexes
from modelcheck.explicit.native.kernel.words import differ, mixed

NOWHERE: Final = (1 << 64) - 1
_COUNT: Final = 12
"""Where a bucket has the number of its indexes: beyond the tags."""

_TAG: Final = 255
_BATCH: Final = 64


def bucket_of(hash_: Number, buckets: Number) -> Number:
    """Give the number of the bucket that a hash points to."""
    return hash_.high_product(buckets)


def bucket_at(table: Array, number: Number) -> Array:
    """Give the bucket with this number, as bytes."""
    return table.from_(number * BUCKET)


def matches(bucket: Array, hash_: Number, count: Number) -> Number:
    """Give a bit per index in the bucket whose tag fits the hash."""
    code = hash_.code
    there = (code.number(1) << count) - 1
    return bucket.which_equal(hash_ & _TAG) & there


def index_in(bucket: Array, indexes: Indexes, slot: Number) -> Number:
    """Give an index that the bucket holds."""
    return bucket.as_(indexes.bits)[slot + indexes.first_slot]


def count_in(bucket: Array) -> Number:
    """Give how many indexes the bucket holds."""
    return bucket.acquire(_COUNT)


def put(bucket: Array, indexes: Indexes, hash_: Number, index: Number) -> None:
    """Add an index to a bucket that is not full; what it names must be written already."""
    count = bucket[_COUNT]
    bucket[count] = hash_ & _TAG
    bucket.as_(indexes.bits)[count + indexes.first_slot] = index
    bucket.release(_COUNT, count + 1)


def define_find(module: Native, words: int, indexes: Indexes) -> None:
    """Add `find(places, table, buckets, store, hash, state, where)`.

    It gives the index of the state, or `NOWHERE`; then `where` is the number of the bucket
    that it belongs to.
    """

    def write(
        code: Code,
        table: Array,
        buckets: Number,
        store: Array,
        hash_: Number,
        state: Array,
        where: Array,
    ) -> None:
        number = code.variable(bucket_of(hash_, buckets))
        with code.loop():
            bucket = bucket_at(table, number.get())
            count = count_in(bucket)
            left = code.variable(matches(bucket, hash_, count))
            with code.loop() as loop:
                loop.leave_if(left.get().equals(0))
                index = index_in(bucket, indexes, left.get().lowest())
                other = store.from_(index * words)
                with code.when(differ(code, words, other, state).equals(0)):
                    code.give(index)
                left.set(left.get() & (left.get() - 1))
            with code.when(count.differs(indexes.slots)):
                where[0] = number.get()
                code.give(NOWHERE)
            number.set(_next(code, number.get(), buckets))

    define(module, "kernel.find", (8, 0, 64, 0, 64, 64), write, is_inlined=True)


def _next(code: Code, number: Number, buckets: Number) -> Number:
    after = number + 1
    return code.either(after.equals(buckets), 0, after)


def define_refill(module: Native, words: int, indexes: Indexes) -> None:
    """Add `refill(places, from, until)`: put these stored states into the table.

    Requires: they are not in it, and fit.
    """

    def write(code: Code, places: Array, start: Number, until: Number) -> None:
        table = places.array(Place.TABLE, 8)
        store, buckets = places.array(Place.STORE), places[Place.BUCKETS]
        hashes = code.scratch(_BATCH)
        begin = code.variable(start)
        with code.loop() as loop:
            first = begin.get()
            loop.leave_if(first >= until)
            left = until - first
            count = code.either(left < _BATCH, left, _BATCH)
            with code.span(0, count) as at:
                hash_ = mixed(code, words, store.from_((first + at) * words))
                hashes[at] = hash_
                bucket_at(table, bucket_of(hash_, buckets)).fetch()
            with code.span(0, count) as at:
                _put_somewhere(code, indexes, table, buckets, hashes[at], first + at)
            begin.set(first + count)
        code.give(0)

    define(module, "refill", (64, 0, 0), write, is_public=True)


def _put_somewhere(
    code: Code, indexes: Indexes, table: Array, buckets: Number, hash_: Number, index: Number
) -> None:
    number = code.variable(bucket_of(hash_, buckets))
    with code.loop() as loop:
        loop.leave_if(bucket_at(table, number.get())[_COUNT] < indexes.slots)
        number.set(_next(code, number.get(), buckets))
    put(bucket_at(table, number.get()), indexes, hash_, index)
