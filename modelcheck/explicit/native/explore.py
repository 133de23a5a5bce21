"""Exploration by compiled code: the result that the reference engine would give, sooner.

The search knows states as words and claims as bits.  Whatever is shown to a person is made
from them by the reference engine: the steps between states, the bindings, the messages; and
every run is replayed before it is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from operator import itemgetter
from typing import Final, TypeAlias

from modelcheck.explicit.native.breadth_first import Effort, Found, search
from modelcheck.explicit.native.cache import Cache
from modelcheck.explicit.native.code import Code, code_of
from modelcheck.explicit.native.emitter import Unsupported
from modelcheck.explicit.native.fallback import Asymmetric, Reference
from modelcheck.explicit.native.jit import Care
from modelcheck.explicit.native.kernel.fields import DEADLOCK, RAISED
from modelcheck.explicit.native.memory import most_bytes
from modelcheck.explicit.native.refining import Refining, Seen
from modelcheck.explicit.native.symmetry.group import Group, symmetry_group
from modelcheck.explicit.reference.claims import assumptions
from modelcheck.explicit.reference.confirm import confirmed
from modelcheck.explicit.reference.explore import Options
from modelcheck.explicit.reference.findings import Finding, Findings
from modelcheck.explicit.reference.judge import Hit
from modelcheck.explicit.reference.program import Program
from modelcheck.explicit.reference.running import Packed, running
from modelcheck.explicit.reference.steps import Machine, Raised, Taken
from modelcheck.explicit.reference.watch import Observer
from modelcheck.ir.module import ClaimKind
from modelcheck.semantics.trace import Trace
from modelcheck.semantics.verdict import (
    ActionCount,
    Figures,
    Method,
    PropertyKind,
    Reason,
    Result,
    Symmetry,
)
from modelcheck.source.diagnostic import InternalError

NO_GROUP: Final = Group(())
"""The group that leaves every element where it is: every state is visited."""


BAD_START: Final = "an initial state is missing, or an evaluation error"
"""Why a spec is left to the reference engine that compiled code could take."""

EVERY_STATE: Final = (
    "every state is visited, not one per orbit: in some state a step or a claim raises, has no "
    "option for a choice inside of `any`, `all` or `in`, or leaves what compiled code can hold, "
    "and which one does may depend on names"
)

_TOLD: Final = {
    ClaimKind.INVARIANT: PropertyKind.INVARIANT,
    ClaimKind.STEP_INVARIANT: PropertyKind.STEP_INVARIANT,
    ClaimKind.COVER: None,
}


@dataclass(frozen=True)
class Native:
    """How compiled code explores: by how many workers, one state per orbit or all of them.

    `identity` tells a spec under its parameters from every other, for the `cache`.  `care` is
    that of the spec's own code, as in `code_of`.
    """

    identity: tuple[str, ...]
    workers: int = 1
    is_symmetric: bool = True
    cache: Cache = field(default_factory=lambda: Cache(None))
    care: Care | None = None


_Moment: TypeAlias = tuple[int, int, int]
"""When something was found: the state it was a step from, the step, and what was looked at
first of its own: the step itself, or the state that it leads to."""


@dataclass(frozen=True)
class _Where:
    """Where something was found: in the last of these packed states, or beyond it.

    `step_to` is the state that a step from there leads to, where the finding is about a step;
    `raises` says that it is about a step that raises, `is_stuck` that about there being none.
    """

    path: list[int]
    step_to: int | None = None
    raises: bool = False
    is_stuck: bool = False

    @property
    def depth(self) -> int:
        """The steps of a run that shows it."""
        return len(self.path) - 1 + (self.step_to is not None or self.raises)


def explore(
    program: Program, options: Options, native: Native, observer: Observer | None = None
) -> Result:
    """Visit the reachable states of `program`, as `reference.explore.explore` does.

    Raises: `Unsupported` when the spec cannot be compiled, or an initial state raises;
    `InternalError` if a run, replayed, does not show what it should.
    Cost: time in generated states, memory in distinct states.
    """
    group = symmetry_group(program.module) if native.is_symmetric else NO_GROUP
    try:
        return _explore(program, options, native, group, observer)
    except Asymmetric:
        found = _explore(program, options, native, NO_GROUP, observer)
        return replace(found, note=f"{program.module.name}: {EVERY_STATE}")


def _explore(
    program: Program, options: Options, native: Native, group: Group, observer: Observer | None
) -> Result:
    most = most_bytes(options.limits.memory_bytes)
    code = code_of(program.module, group, native.identity, native.cache, most, native.care)
    machine = Machine(program)
    names, is_symmetric = options.properties, group.order > 1
    with running(machine.run):
        reference = Reference(machine, code.layout, code.bits, names, is_symmetric=is_symmetric)
        refined = reference.judge_of.refined
        refining = None if refined is None else Refining(reference, refined, code.canonical)
        found = _search(program, options, code, reference, native.workers, observer, refining)
        return _Telling(program, options, code, group, reference, found, refining).result()


def _search(
    program: Program,
    options: Options,
    code: Code,
    reference: Reference,
    workers: int,
    observer: Observer | None,
    refining: Refining | None,
) -> Found:
    outcomes = [after for _, _, _, after in reference.machine.initial()]
    starts = [after for after in outcomes if not isinstance(after, Raised)]
    if not starts or len(starts) < len(outcomes):
        raise Unsupported(BAD_START)
    if refining is not None:
        refining.begin(starts)
    initial = [reference.packed(after) for after in starts]
    effort = Effort(
        actions=len(program.module.actions),
        limits=options.limits,
        keep_going=options.keep_going,
        workers=workers,
        patience=code.patience,
    )
    meaning = code.bits.meaning(options.properties)
    return search(code.kernel, meaning, initial, reference, effort, observer, code.better, refining)


class _Telling:
    """Makes of what a search found what a person is told."""

    def __init__(
        self,
        program: Program,
        options: Options,
        code: Code,
        group: Group,
        reference: Reference,
        found: Found,
        refining: Refining | None,
    ) -> None:
        self._program = program
        self._options = options
        self._code = code
        self._group = group
        self._reference = reference
        self._machine = reference.machine
        self._found = found
        self._seen = {} if refining is None else refining.seen

    def result(self) -> Result:
        """Give the result, with every run replayed.

        Whatever ends that leaves the figures: nothing is then said of any claim.
        """
        try:
            findings: Findings[_Where] = Findings(raisers=self._reference.raisers)
            for hit, where in self._said():
                findings.add(hit, where.depth, where)
            return self._result(findings, self._found.stopped)
        except KeyboardInterrupt:
            return self._result(Findings(), Reason.INTERRUPTED)
        except MemoryError:
            return self._result(Findings(), Reason.MEMORY)

    def _result(self, findings: Findings[_Where], stopped: Reason | None) -> Result:
        found, module, names = self._found, self._program.module, self._options.properties
        counts = zip(module.actions, found.taken, strict=True)
        return Result(
            method=Method.EXHAUSTIVE,
            figures=Figures(found.distinct, found.generated, found.depth),
            complete=stopped is None,
            stopped=stopped,
            properties=findings.properties(module, names, stopped, self._shown),
            covers=findings.covers(module, names, self._shown),
            actions=tuple(ActionCount(each.name, taken) for each, taken in counts),
            assumptions=assumptions(self._program),
            engine="native",
            symmetry=Symmetry(self._group.names, self._group.order),
            matched=self._reference.judge_of.matched(),
        )

    def _said(self) -> Iterator[tuple[Hit, _Where]]:
        """Give what each bit says that was seen, and where it was seen first."""
        found, bits, module = self._found, self._code.bits, self._program.module
        for number, claim in enumerate(bits.states):
            if number in found.first and claim.kind in _TOLD:
                yield Hit(claim.name, _TOLD[claim.kind]), self._at(found.first[number])
        for number, claim in enumerate(bits.steps):
            if number in found.steps and claim.kind in _TOLD:
                before, after = found.steps[number]
                yield Hit(claim.name, _TOLD[claim.kind]), self._at(before, step_to=after)
        asked = self._options.properties
        if DEADLOCK in found.first and (asked is None or "deadlock" in asked):
            where = self._at(found.first[DEADLOCK], is_stuck=True)
            yield Hit("deadlock", PropertyKind.DEADLOCK), where
        refinement, unmapped = module.refinement, self._seen.get(PropertyKind.REFINEMENT)
        if refinement is not None and unmapped is not None:
            yield Hit(refinement.name, PropertyKind.REFINEMENT), self._where(unmapped)
        evaluation = Hit("evaluation", PropertyKind.EVALUATION)
        for _, where in sorted(self._raised(), key=itemgetter(0)):
            yield evaluation, where

    def _raised(self) -> Iterator[tuple[_Moment, _Where]]:
        """Give what was seen first of each kind that raises, and when."""
        found = self._found
        if RAISED in found.first:
            *before, index = found.arrays.path(found.first[RAISED])
            parent = before[-1] if before else None
            moment = self._moment(parent, lambda each: self._leads_to(each, found.state(index)))
            yield (*moment, 1), self._at(index)
        if RAISED in found.steps:
            parent, after = found.steps[RAISED]
            moment = self._moment(parent, lambda each: self._leads_to(each, after))
            yield (*moment, 0), self._at(parent, step_to=after)
        if found.raising is not None:
            moment = self._moment(found.raising, lambda each: isinstance(each[3], Raised))
            yield (*moment, 0), self._at(found.raising, raises=True)
        unmapped = self._seen.get(PropertyKind.EVALUATION)
        if unmapped is not None:
            at = -1 if unmapped.parent is None else unmapped.parent
            yield (at, unmapped.number, unmapped.parent is None), self._where(unmapped)
        if found.unclear is not None:
            yield (found.unclear, 0, 0), self._at(found.unclear, is_stuck=True)

    def _moment(self, parent: int | None, fits: Callable[[Taken], bool]) -> tuple[int, int]:
        """Tell when a step was taken: from which state, -1 for none, and as which of its steps."""
        if parent is None:
            at, ways = -1, self._machine.initial()
        else:
            before = self._reference.known(self._found.state(parent))
            at, ways = parent, self._machine.steps(before)
        return at, next(number for number, each in enumerate(ways) if fits(each))

    def _where(self, seen: Seen) -> _Where:
        if seen.parent is None:
            return _Where([seen.after])
        return self._at(seen.parent, step_to=seen.after)

    def _at(
        self,
        index: int,
        *,
        step_to: int | None = None,
        raises: bool = False,
        is_stuck: bool = False,
    ) -> _Where:
        return _Where(self._found.path(index), step_to, raises, is_stuck)

    # Runs

    def _shown(self, finding: Finding[_Where]) -> tuple[Trace, Hit]:
        where, wanted = finding.where, finding.hit
        run, last = self._run(where.path)
        for taken in self._ends(where, last):
            for hit in self._hits(last, taken, where):
                if (hit.kind, hit.name) == (wanted.kind, wanted.name) and self._was_asked(hit):
                    steps = [*run, taken] if taken is not None else run
                    trace = Trace(tuple(map(self._machine.step, steps)))
                    return confirmed(self._program, trace, hit)
        message = f"what was found of {wanted.name} is not there when it is looked at again"
        raise InternalError(message)

    def _run(self, path: list[int]) -> tuple[list[Taken], Packed]:
        """Give real steps along stored states, which may have been renamed, and the last state."""
        run: list[Taken] = []
        ways: Iterable[Taken] = self._machine.initial()
        last: Packed = ()
        for stored in path:
            taken = next((each for each in ways if self._leads_to(each, stored)), None)
            if taken is None or isinstance(taken[3], Raised):
                message = "a state was not reached again from the one before it"
                raise InternalError(message)
            run.append(taken)
            last = taken[3]
            ways = self._machine.steps(last)
        return run, last

    def _leads_to(self, taken: Taken, stored: int) -> bool:
        after = taken[3]
        if isinstance(after, Raised):
            return False
        return self._code.canonical(self._reference.packed(after)) == stored

    def _ends(self, where: _Where, last: Packed) -> Iterator[Taken | None]:
        """Give the steps with which the run may end; `None` where it ends before them."""
        if where.step_to is None and not where.raises:
            yield None
            return
        for taken in list(self._machine.steps(last)):
            if where.raises:
                fits = isinstance(taken[3], Raised)
            else:
                fits = where.step_to is not None and self._leads_to(taken, where.step_to)
            if fits:
                yield taken

    def _was_asked(self, hit: Hit) -> bool:
        """Tell whether it comes from a claim that was asked: a cover is, until it is reached."""
        return hit.raiser is None or hit.raiser in self._reference.raisers

    def _hits(self, last: Packed, taken: Taken | None, where: _Where) -> list[Hit]:
        judge = self._reference.judge_of
        if where.is_stuck:
            return judge.of_stuck(last)
        if taken is None:
            hits = judge.outside(last)[1] + judge.of_state(last)
            return hits if len(where.path) > 1 else hits + judge.of_start(last)
        after = taken[3]
        if isinstance(after, Raised):
            return [Hit("evaluation", PropertyKind.EVALUATION, (), after.message)]
        return judge.of_step(last, after)
