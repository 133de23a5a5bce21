"""Breadth-first search through packed states, by the kernel; it knows nothing of specs.

Levels are visited one by one, states in the order in which they were found, as the reference
engine does: the same numbers, the same first states, whatever the number of workers.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from threading import Event
from typing import Final, Protocol, assert_never

from modelcheck.explicit.machine import is_short
from modelcheck.explicit.native.arrays import Arrays, Workplace, most_room
from modelcheck.explicit.native.jit import Kernel
from modelcheck.explicit.native.kernel.fields import (
    DEADLOCK,
    RAISED,
    Desk,
    Place,
    Status,
)
from modelcheck.explicit.native.memory import Budget
from modelcheck.explicit.reference.watch import Observer, Progress, Watch
from modelcheck.semantics.verdict import NO_LIMITS, Limits, Reason

_CALL_S: Final = 0.1
"""How long a call of the kernel should take: between calls, limits are looked at."""

_MOST_WORK: Final = 1 << 40

_REFILL: Final = 1 << 21
_CHUNK_STEPS: Final = 1024
"""How many steps a chunk of states should have."""

_BETWEEN_LOOKS: Final = 16 << 20
"""The bytes taken between two looks at whether the machine has some left."""

_NO_LIMIT: Final = (1 << 64) - 1


@dataclass(frozen=True, slots=True)
class Meaning:
    """Which bits of `judge` say what; `steps` are those of `judge_step` that are violations.

    The bits `DEADLOCK` and `RAISED` may be among the `violations`, `RAISED` among the `steps`.
    """

    violations: int = 0
    outside: int = 0
    final: int = 0
    steps: int = 0


@dataclass(frozen=True, slots=True)
class Expansion:
    """The steps from a state: the action's number and the state after, packed, of each.

    `raised` is how many of them come before the first that is an evaluation error, and gives no
    state; `None` where there is none.
    """

    steps: Sequence[tuple[int, int]]
    raised: int | None = None


class Fallback(Protocol):
    """Answers for the states that the compiled spec leaves alone.

    States are packed.  The bit `RAISED` of an answer says that some claim raised.
    """

    def expand(self, state: int) -> Expansion:
        """Give the steps from a state, in order."""
        ...

    def judge(self, state: int, seen: int) -> int:
        """Give the bits of `judge`; of a cover that was `seen` there is nothing to say."""
        ...

    def judge_step(self, before: int, after: int, seen: int) -> int:
        """Give the bits of `judge_step`; of a cover that was `seen` there is nothing to say."""
        ...

    def stuck(self, state: int) -> int:
        """Give what is to be said of a state without a step: `DEADLOCK`, `RAISED`, both, none."""
        ...


class Onlooker(Protocol):
    """Looks at every state that was expanded, for what the kernel knows nothing of."""

    @property
    def has_violation(self) -> bool:
        """Whether it has seen one."""
        ...

    def look(self, index: int, state: int) -> None:
        """Look at a state by its number, and packed."""
        ...


@dataclass(frozen=True, slots=True)
class Effort:
    """How far to go, and with what.

    `actions` is how many there are.  `buckets` and `room` are the sizes to begin with, `work`
    the generated states of a first call; fewer than `shared` states are not shared by workers.
    After `patience` seconds of a worker's processor time a search is worth a better kernel, if
    there is one.
    """

    actions: int
    limits: Limits = NO_LIMITS
    keep_going: bool = False
    workers: int = 1
    buckets: int = 1 << 14
    room: int = 1 << 14
    work: int = 20_000
    shared: int = 2048
    patience: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """What a search found; states are named by their numbers.

    `first` has for each bit of `judge` that was seen the first state, `steps` for each of
    `judge_step` the state before and, packed, the one after.  `raising` is the first state
    from which a step raised, `unclear` the first without a step of which a claim raised whether
    it is final.  `bytes` is what the states and the table take.
    """

    distinct: int
    generated: int
    depth: int
    taken: tuple[int, ...]
    stopped: Reason | None
    first: Mapping[int, int]
    steps: Mapping[int, tuple[int, int]]
    raising: int | None
    unclear: int | None
    bytes: int
    arrays: Arrays

    def path(self, index: int) -> list[int]:
        """Give a shortest run to a state, packed states, an initial one first."""
        return [self.arrays.state(at) for at in self.arrays.path(index)]

    def state(self, index: int) -> int:
        """Give a state, packed."""
        return self.arrays.state(index)

    def states(self) -> Iterator[int]:
        """Give the states that count, packed, in the order in which they were found."""
        return self.arrays.states()


class _Stop(Exception):  # noqa: N818  # ends the search, is no error
    """The search cannot go on, for this reason."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


def search(
    kernel: Kernel,
    meaning: Meaning,
    initial: Iterable[int],
    fallback: Fallback,
    effort: Effort,
    observer: Observer | None = None,
    better: Callable[[], Kernel] | None = None,
    onlooker: Onlooker | None = None,
) -> Found:
    """Visit the states that can be reached from the initial ones.

    After some time it goes on with the `better` kernel, if there is one.  The `onlooker` looks
    at the states of a level when all of them are expanded.
    Where the system gives fewer threads than `effort` has workers, fewer work.
    Raises: `MemoryError` if the memory is not enough to begin.
    Cost: time in generated states, memory in distinct states.
    """
    pool, threads = _pool_of(effort.workers - 1)
    with pool:
        staffed = replace(effort, workers=threads + 1)
        running = _Search(kernel, better, meaning, fallback, staffed, observer, pool, onlooker)
        return running.result(running.run(initial))


def _pool_of(threads: int) -> tuple[ThreadPoolExecutor, int]:
    """Give a pool of as many threads as are asked for, or as can be begun; and how many."""
    pool = ThreadPoolExecutor(max(1, threads))
    begun, start = 0, Event()
    try:
        for _ in range(threads):
            pool.submit(start.wait)
            begun += 1
    except RuntimeError:  # there can be no more
        start.set()
        pool.shutdown()
        return _pool_of(begun)
    finally:
        start.set()
    return pool, begun


class _Search:
    def __init__(
        self,
        kernel: Kernel,
        better: Callable[[], Kernel] | None,
        meaning: Meaning,
        fallback: Fallback,
        effort: Effort,
        observer: Observer | None,
        pool: ThreadPoolExecutor,
        onlooker: Onlooker | None,
    ) -> None:
        self._kernel, self._better = kernel, better
        self._spent = 0.0
        self._meaning = meaning
        self._fallback = fallback
        self._effort = effort
        self._pool = pool
        self._onlooker = onlooker
        self._watch = Watch(effort.limits, observer)
        words, indexes = kernel.words, kernel.indexes
        self._desks = self._desks_of(effort.room)
        self._side = Workplace(effort.workers, words, indexes, 1)
        self.arrays = Arrays(
            words, indexes, effort.actions, effort.buckets, Budget.of(effort.limits.memory_bytes)
        )
        self._numbers = self.arrays.numbers
        states = effort.limits.states
        self._numbers[Place.LIMIT] = _NO_LIMIT if states is None else min(states, _NO_LIMIT)
        self._numbers[Place.OUTSIDE_MASK] = meaning.outside
        self._numbers[Place.FINAL_MASK] = meaning.final
        self._work = effort.work
        self._depth = 0
        """Of the states that are being found."""
        self._farthest = 0
        self._expanded = 0
        self._raising: int | None = None
        self._unclear: int | None = None
        self._bytes_looked_at = 0

    def run(self, initial: Iterable[int]) -> Reason | None:
        """Visit level after level; give the reason why not all was seen, if there is one."""
        try:
            return self._levels(initial)
        except _Stop as stop:
            return stop.reason
        except KeyboardInterrupt:
            return Reason.INTERRUPTED
        except MemoryError:
            return Reason.MEMORY

    def _levels(self, initial: Iterable[int]) -> Reason | None:
        no_action = self._effort.actions
        self._follow([(no_action, packed) for packed in initial], self._kernel.indexes.no_parent)
        distinct = 0
        most = self._effort.limits.depth
        while self.arrays.distinct > distinct:
            distinct = self.arrays.distinct
            if self._any_violation and not self._effort.keep_going:
                return Reason.STOPPED
            if self._depth == most:
                return Reason.DEPTH
            self._depth += 1
            begin, end = self._expanded, self.arrays.stored
            self._expand_level(end, distinct)
            self._look(begin, end)
        return Reason.CONSTRAINT if self._numbers[Place.OUTSIDE] else None

    @property
    def _any_violation(self) -> bool:
        seen, steps = self._numbers[Place.SEEN], self._numbers[Place.STEPS_SEEN]
        meaning = self._meaning
        said = seen & meaning.violations or steps & meaning.steps
        other = self._onlooker is not None and self._onlooker.has_violation
        return bool(said) or other or self._raising is not None or self._unclear is not None

    # Levels

    def _expand_level(self, until: int, distinct: int) -> None:
        base, skip = self._expanded, 0
        while base < until:
            status = self._explore(base, skip, until)
            try:
                base, skip = self._resume(status, base, skip, until)
            finally:
                if self.arrays.distinct > distinct:
                    self._farthest = self._depth
            self._expanded = base
            self._look_up()

    def _look(self, begin: int, end: int) -> None:
        if self._onlooker is None:
            return
        for at in range(begin, end):
            if not self.arrays.is_outside(at):
                self._onlooker.look(at, self.arrays.state(at))
                self._look_up()

    def _resume(self, status: Status, base: int, skip: int, until: int) -> tuple[int, int]:
        """Do what the kernel leaves to be done.

        Gives the state to go on from, and how many of its steps are done.
        """
        at = self._numbers[Place.AT]
        match status:
            case Status.DONE:
                return until, 0
            case Status.PAUSE:
                return at, 0
            case Status.FULL:
                self._grow_table()
                return at, skip if at == base else 0
            case Status.ROOM:
                self._grow_room()
                return at, 0
            case Status.SLOW:
                self._expand_slowly(at)
                return at + 1, 0
            case Status.STUCK:
                self._judge_stuck(at)
                return at + 1, 0
            case Status.HARD:
                desk = self._desks[self._numbers[Place.WORKER]]
                position = self._numbers[Place.POSITION]
                self._judge_hard(desk, position)
                return desk.parents[position], desk.ordinal(position) + 1
            case Status.LIMIT:
                raise _Stop(Reason.STATES)
            case _:
                assert_never(status)

    def _explore(self, base: int, skip: int, until: int) -> Status:
        """Call the kernel for the states from `base` on, for about a tenth of a second."""
        numbers = self._numbers
        generated = numbers[Place.GENERATED]
        for place, value in (
            (Place.BASE, base),
            (Place.SKIP, skip),
            (Place.UNTIL, until),
            (Place.CHUNK, self._chunk()),
            (Place.PAUSE_AT, generated + self._work),
            (Place.STATUS, Status.DONE),
            (Place.TICKET, 0),
            (Place.TURN, 0),
            (Place.HALT, 0),
        ):
            numbers[place] = value
        start, began = time.perf_counter(), time.thread_time()
        self._call_workers(self._effort.workers if until - base >= self._effort.shared else 1)
        spent = time.perf_counter() - start
        self._spent += time.thread_time() - began
        if self._better is not None and self._spent > self._effort.patience:
            self._kernel, self._better = self._better(), None
        status = Status(numbers[Place.STATUS])
        if status is Status.PAUSE:
            done = (numbers[Place.GENERATED] - generated) * _CALL_S / spent
            self._work = max(1, min(int(done), 4 * self._work, _MOST_WORK))
        return status

    def _chunk(self) -> int:
        """Give how many states have about the steps of a chunk."""
        steps = self._numbers[Place.GENERATED] // max(1, self._expanded) + 1
        return max(1, min(_CHUNK_STEPS // steps, _CHUNK_STEPS // 4))

    def _call_workers(self, count: int) -> None:
        explore, places = self._kernel.explore, self._numbers.address
        others: list[Future[int]] = []
        try:
            for desk in self._desks[1:count]:
                others.append(self._pool.submit(explore, places, desk.numbers.address))  # noqa: PERF401  # Ctrl-C may come in between
            explore(places, self._desks[0].numbers.address)
        finally:
            self._await(others)

    def _await(self, others: list[Future[int]]) -> None:
        """Wait for the other workers, whatever happens: they write into our memory."""
        try:
            wait(others)
        except KeyboardInterrupt:
            self._numbers[Place.HALT] = 1
            self._await(others)
            raise

    # What the kernel leaves to be done

    def _grow_table(self) -> None:
        if not self.arrays.grow_table(self._numbers[Place.WANTED]):
            raise _Stop(Reason.MEMORY)
        stored = self.arrays.stored
        for start in range(0, stored, _REFILL):
            self._kernel.refill(self._numbers.address, start, min(start + _REFILL, stored))
            self._look_up()

    def _grow_room(self) -> None:
        room, size = 2 * self._desks[0].room, self.arrays.left // self._effort.workers
        if room > most_room(self._kernel.words, self._kernel.indexes, size):
            raise _Stop(Reason.MEMORY)
        self._desks = self._desks_of(room)

    def _desks_of(self, room: int) -> list[Workplace]:
        words, indexes = self._kernel.words, self._kernel.indexes
        return [Workplace(n, words, indexes, room) for n in range(self._effort.workers)]

    def _expand_slowly(self, at: int) -> None:
        expansion = self._fallback.expand(self.arrays.state(at))
        steps, raised = expansion.steps, expansion.raised
        if raised is None:
            self._follow(steps, at)
            if not steps:
                self._judge_stuck(at)
            return
        self._follow(steps[:raised], at)  # a limit may end the search here
        if self._raising is None:
            self._raising = at
        self._follow(steps[raised:], at)

    def _judge_stuck(self, at: int) -> None:
        said = self._fallback.stuck(self.arrays.state(at))
        if said >> RAISED and self._unclear is None:
            self._unclear = at
        self.arrays.note(said & 1 << DEADLOCK, at)

    def _follow(self, steps: Sequence[tuple[int, int]], parent: int) -> None:
        """Add what these steps from a state lead to."""
        desk = self._desks[0]
        for begin in range(0, len(steps), desk.room):
            part = steps[begin : begin + desk.room]
            for position, (action, packed) in enumerate(part):
                desk.put(position, action, parent, packed)
            desk.numbers[Desk.COUNT] = len(part)
            start = 0
            while start < len(part):
                desk.numbers[Desk.START] = start
                status = self._kernel.follow(self._numbers.address, desk.numbers.address)
                start = self._after(Status(status), desk, len(part))
                self._look_up()

    def _after(self, status: Status, desk: Workplace, count: int) -> int:
        """Do what the kernel leaves to be done; give the position to go on from."""
        position = self._numbers[Place.POSITION]
        match status:
            case Status.FULL:
                self._grow_table()
                return position
            case Status.HARD:
                self._judge_hard(desk, position)
                return position + 1
            case Status.LIMIT:
                raise _Stop(Reason.STATES)
            case _:
                return count

    def _judge_hard(self, desk: Workplace, position: int) -> None:
        """Add the state at a position, judged by the fallback."""
        parent, after = desk.parents[position], desk.state(position)
        said = desk.step_bits[position]
        if said >> RAISED:
            seen = self._numbers[Place.STEPS_SEEN]
            said = self._fallback.judge_step(self.arrays.state(parent), after, seen)
        side = self._side
        side.put(0, desk.actions[position], parent, after)
        bits = self._fallback.judge(after, self._numbers[Place.SEEN])
        side.bits[0], side.step_bits[0] = bits, said
        side.numbers[Desk.START], side.numbers[Desk.COUNT] = 0, 1
        done = 0
        while not done:
            status = self._kernel.admit(self._numbers.address, side.numbers.address)
            done = self._after(Status(status), side, 1)

    # Progress

    def _look_up(self) -> None:
        """End the search if its time or memory is used up; tell the observer how far it is."""
        reason = self._watch.reached(self._progress)
        if self.arrays.bytes - self._bytes_looked_at > _BETWEEN_LOOKS:
            self._bytes_looked_at = self.arrays.bytes
            if is_short():
                reason = Reason.MEMORY
        if reason is not None:
            raise _Stop(reason)

    def _progress(self, seconds: float) -> Progress:
        arrays = self.arrays
        waiting = arrays.stored - self._expanded
        generated = self._numbers[Place.GENERATED]
        return Progress(arrays.distinct, generated, waiting, self._depth, seconds)

    def result(self, stopped: Reason | None) -> Found:
        """Give what was found."""
        arrays = self.arrays
        return Found(
            distinct=arrays.distinct,
            generated=self._numbers[Place.GENERATED],
            depth=self._farthest,
            taken=arrays.taken,
            stopped=stopped,
            first=arrays.first(),
            steps=arrays.first_steps(),
            raising=self._raising,
            unclear=self._unclear,
            bytes=arrays.bytes,
            arrays=arrays,
        )
