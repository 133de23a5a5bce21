"""The kernel: the functions that a search calls, around those of a compiled spec.

    i64 @explore(i64* places, i64* desk)      expand the states from BASE up to UNTIL
    i64 @follow(i64* places, i64* desk)       add the successors on the desk
    i64 @admit(i64* places, i64* desk)        the same, with bits that the fallback gave
    i64 @refill(i64* places, i64 from, i64 until)

The first three give a `Status`.  Workers call `explore` at the same time, a desk each.  They
draw chunks of the states, and add what they found in the order of the chunks: whatever the
number of workers, states are numbered as one worker alone would number them.  What is out of
the ordinary is done in turn as well, by ending the call: the others drop what they have.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Final

from modelcheck.explicit.native.emitter import Native
from modelcheck.explicit.native.kernel.code import (
    Array,
    Code,
    Number,
    Variable,
    declare,
    define,
)
from modelcheck.explicit.native.kernel.commit import define_commit, note
from modelcheck.explicit.native.kernel.fields import (
    ACTION,
    DEADLOCK,
    POSITION,
    RAISED,
    Desk,
    Place,
    Status,
)
from modelcheck.explicit.native.kernel.indexes import Indexes
from modelcheck.explicit.native.kernel.sift import define_gather, define_sift
from modelcheck.explicit.native.kernel.table import define_find, define_refill
from modelcheck.explicit.native.kernel.words import mixed
from modelcheck.explicit.native.llvm import ir

_NONE: Final = 0
_NO_ROOM: Final = (1 << 64) - 1
_SLOW: Final = (1 << 64) - 2
_PATIENCE: Final = 63
"""How often a worker looks whether it is its turn before it offers its processor."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What the kernel of a spec depends on: nothing else of the spec is written into it.

    Where there is a function `canonical`, it replaces each successor by the state that is
    stored for it; without `judge_step`, no claim speaks of steps.
    """

    words: int
    indexes: Indexes
    has_canonical: bool = False
    has_judge_step: bool = False


def kernel_module(shape: Shape) -> Native:
    """Give a module with the kernel, and without what it calls: `expand`, `judge` and so on."""
    module = ir.Module(name="kernel")
    declare(module, "expand", (64, 64, ACTION, 0))
    declare(module, "judge", (64,))
    if shape.has_judge_step:
        declare(module, "judge_step", (64, 64))
    if shape.has_canonical:
        declare(module, "canonical", (64,))
    add_kernel(module, shape.words, shape.indexes)
    return module


def add_kernel(module: Native, words: int, indexes: Indexes) -> None:
    """Add the kernel for states of so many words, and their indexes, to a module.

    Requires: the module has `expand` and `judge`; what else there is to call is called.
    """
    define_find(module, words, indexes)
    define_refill(module, words, indexes)
    define_gather(module, words, indexes)
    define_sift(module, words, indexes)
    define_commit(module, words, indexes)
    define(module, "follow", (64, 64), _follow, is_public=True)
    define(
        module,
        "admit",
        (64, 64),
        partial(_admit, words),
        is_public=True,
    )
    define(
        module,
        "explore",
        (64, 64),
        partial(_explore, words),
        is_public=True,
    )


def _follow(code: Code, places: Array, desk: Array) -> None:
    desk[Desk.IS_JUDGED] = 0
    code.call("kernel.sift", places, desk)
    code.give(code.call("kernel.commit", places, desk))


def _admit(words: int, code: Code, places: Array, desk: Array) -> None:
    hashes, kept = desk.array(Desk.HASHES), desk.array(Desk.KEPT, POSITION)
    hashes[0] = mixed(code, words, desk.array(Desk.OUT))
    kept[0] = 0
    desk[Desk.KEPT_COUNT] = 1
    desk[Desk.IS_JUDGED] = 1
    code.give(code.call("kernel.commit", places, desk))


def _explore(words: int, code: Code, places: Array, desk: Array) -> None:
    base, until = places[Place.BASE], places[Place.UNTIL]
    chunk = places[Place.CHUNK]
    desk[Desk.IS_JUDGED] = 0
    with code.loop() as chunks:
        ticket = places.draw(Place.TICKET)
        start = base + ticket * chunk
        chunks.leave_if(start >= until)
        left = until - start
        stop = start + code.either(left < chunk, left, chunk)
        at = code.variable(start)
        with code.loop() as parts:
            _part(code, words, places, desk, at, stop, ticket)
            with code.when(places[Place.GENERATED] >= places[Place.PAUSE_AT]):
                _end(code, places, desk, Status.PAUSE, at.get())
            parts.leave_if(at.get() >= stop)
        places.release(Place.TURN, ticket + 1)
    code.give(Status.DONE)


def _part(
    code: Code,
    words: int,
    places: Array,
    desk: Array,
    at: Variable,
    stop: Number,
    ticket: Number,
) -> None:
    """Expand the states from `at` on, as many as there is room for; wait for the turn; add."""
    first, ends = at.get(), code.scratch(1)
    next_ = code.call("kernel.gather", places, desk, first, stop, ends)
    is_first = first.equals(places[Place.BASE])
    desk[Desk.START] = code.either(is_first, places[Place.SKIP], 0)
    code.call("kernel.sift", places, desk)
    _wait(code, places, ticket)
    status = code.call("kernel.commit", places, desk)
    with code.when(status.differs(Status.DONE)):
        _end(code, places, desk, status, first)
    at.set(next_)
    said = ends[0]
    with code.when(said.equals(_SLOW)):
        _end(code, places, desk, Status.SLOW, next_)
    with code.when(said.equals(_NO_ROOM) & desk[Desk.COUNT].equals(0)):
        _end(code, places, desk, Status.ROOM, next_)
    with code.when(said.equals(_NONE)):
        state = places.array(Place.STORE).from_(next_ * words)
        bits = code.call("judge", state)
        with code.when((bits & (1 << RAISED)).differs(0)):
            _end(code, places, desk, Status.STUCK, next_)
        with code.when((bits & places[Place.FINAL_MASK]).equals(0)):
            note(code, places, code.number(1 << DEADLOCK), next_)
        at.set(next_ + 1)


def _wait(code: Code, places: Array, ticket: Number) -> None:
    """Wait until all chunks before are done; end the call if they will not be."""
    looks = code.variable(0)
    with code.loop() as loop:
        loop.leave_if(places.acquire(Place.TURN).equals(ticket))
        with code.when(places.acquire(Place.HALT).differs(0)):
            code.give(Status.DONE)
        looks.set(looks.get() + 1)
        with code.when((looks.get() & _PATIENCE).equals(0)):
            code.let_others_run()


def _end(code: Code, places: Array, desk: Array, status: Status | Number, state: Number) -> None:
    """Leave it to the driver, and have the other workers end."""
    places[Place.STATUS] = status
    places[Place.AT] = state
    places[Place.WORKER] = desk[Desk.NUMBER]
    places.release(Place.HALT, 1)
    code.give(status)
