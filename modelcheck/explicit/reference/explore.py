"""Breadth-first search through the states of a spec, run as the class that it is.

Levels are visited one by one, states in the order in which they were found: the same
program gives the same result, and the first violation found of a claim is a shortest one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from modelcheck.explicit.reference.claims import assumptions
from modelcheck.explicit.reference.confirm import confirmed
from modelcheck.explicit.reference.findings import Finding, Findings
from modelcheck.explicit.reference.judge import Hit, Judge
from modelcheck.explicit.reference.program import Program
from modelcheck.explicit.reference.running import Packed, running
from modelcheck.explicit.reference.steps import INIT, Machine, Raised, Taken
from modelcheck.explicit.reference.watch import Observer, Progress, Watch
from modelcheck.semantics.trace import Step, Trace
from modelcheck.semantics.verdict import (
    NO_LIMITS,
    ActionCount,
    Figures,
    Limits,
    Method,
    PropertyKind,
    Reason,
    Result,
)
from modelcheck.source.diagnostic import InternalError


@dataclass(frozen=True, slots=True)
class Options:
    """What to look at, and how far.

    `properties` names the claims and covers that are asked for, `deadlock` among them; `None`
    asks for all.  Without `keep_going` the search ends with the level of the first violation.
    """

    limits: Limits = NO_LIMITS
    keep_going: bool = False
    properties: frozenset[str] | None = None


class _Stop(Exception):  # noqa: N818  # ends the search, is no error
    """The search cannot go on, for this reason."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


def explore(
    program: Program, options: Options | None = None, observer: Observer | None = None
) -> Result:
    """Visit the reachable states of `program`, and say what is known of its claims.

    Every violation and witness is a shortest one, and has been replayed.  Ctrl-C ends the
    search as a limit does.  Assumptions are reported; whether to explore where one is false
    is the caller's to decide.
    Raises: `InternalError` if a run, replayed, does not show what it should.
    Cost: time in generated states, memory in distinct states.
    """
    chosen = options or Options()
    search = _Search(program, chosen, Watch(chosen.limits, observer))
    with running(search.machine.run):
        stopped = search.run()
        return search.result(stopped)


def unexplored(program: Program, options: Options, reason: Reason) -> Result:
    """Give the result of a search that ended for `reason` before its first state."""
    return _Search(program, options, Watch(options.limits, None)).result(reason)


_Where: TypeAlias = tuple[int, Taken | None]
"""A stored state by its number, or a step from it; `INIT` for what `@init` did."""


class _Search:
    """The states found so far, how each was reached first, and what was found in them."""

    def __init__(self, program: Program, options: Options, watch: Watch) -> None:
        self.program = program
        self.machine = Machine(program)
        self._options = options
        self._watch = watch
        self._judge = Judge(self.machine, options.properties)
        self._findings: Findings[_Where] = Findings()
        self._index: dict[Packed, int] = {}
        self._states: list[Packed] = []
        self._parents: list[int] = []
        self._outside: set[Packed] = set()
        self._generated = 0
        self._taken = [0] * len(program.module.actions)
        self._depth = 0
        """Of the states that are being found."""
        self._expanded = 0

    def run(self) -> Reason | None:
        """Visit level after level; give the reason why not all was seen, if there is one."""
        try:
            return self._levels()
        except _Stop as stop:
            return stop.reason
        except KeyboardInterrupt:
            return Reason.INTERRUPTED
        except MemoryError:
            return Reason.MEMORY

    def _levels(self) -> Reason | None:
        for taken in self.machine.initial():
            self._follow(INIT, taken)
            self._look_up()
        most = self._options.limits.depth
        while self._expanded < len(self._states):
            if self._findings.any_violation and not self._options.keep_going:
                return Reason.STOPPED
            if self._depth == most:
                return Reason.DEPTH
            self._depth += 1
            for at in range(self._expanded, len(self._states)):
                self._expand(at)
                self._expanded += 1
                self._look_up()
        return Reason.CONSTRAINT if self._outside else None

    def _expand(self, at: int) -> None:
        packed, judge = self._states[at], self._judge
        is_stuck = True
        seen: set[Packed] = set()
        for taken in self.machine.steps(packed):
            is_stuck = False
            after = taken[3]
            if judge.looks_at_steps and not isinstance(after, Raised) and after not in seen:
                seen.add(after)
                self._note(judge.of_step(packed, after), at, taken)
            self._follow(at, taken)
            self._look_up()
        if is_stuck:
            self._note(judge.of_stuck(packed), at, None)

    def _follow(self, at: int, taken: Taken) -> None:
        """Count the step from state `at`, and look at what it leads to, if that is new."""
        place, _, _, after = taken
        if isinstance(after, Raised):
            self._note([Hit("evaluation", PropertyKind.EVALUATION, (), after.message)], at, taken)
            return
        self._generated += 1
        if place != INIT:
            self._taken[place] += 1
        if after in self._index or after in self._outside:
            return
        is_outside, hits = self._judge.outside(after)
        if is_outside:
            self._outside.add(after)
        elif len(self._states) == self._options.limits.states:
            raise _Stop(Reason.STATES)
        else:
            self._parents.append(at)
            self._index[after] = len(self._states)
            self._states.append(after)
        hits = hits + self._judge.of_state(after)
        self._note(hits + self._judge.of_start(after) if at == INIT else hits, at, taken)

    def _note(self, hits: list[Hit], at: int, taken: Taken | None) -> None:
        for hit in hits:
            depth = self._depth if taken is not None else self._depth - 1
            self._findings.add(hit, depth, (at, taken))
            if hit.kind is None:
                self._judge.drop(hit.name)

    def _look_up(self) -> None:
        """End the search if its time or memory is used up; tell the observer how far it is."""
        reason = self._watch.reached(self._progress)
        if reason is not None:
            raise _Stop(reason)

    def _progress(self, seconds: float) -> Progress:
        states = len(self._states)
        return Progress(states, self._generated, states - self._expanded, self._depth, seconds)

    def result(self, stopped: Reason | None) -> Result:
        """Give what is known, with every run replayed."""
        module, names = self.program.module, self._options.properties
        # Of no state at all, nothing holds: what `evaluation` then shows is why.
        otherwise = stopped if self._states else stopped or Reason.EVALUATION
        counts = zip(module.actions, self._taken, strict=True)
        return Result(
            method=Method.EXHAUSTIVE,
            figures=Figures(len(self._states), self._generated, self._farthest()),
            complete=stopped is None,
            stopped=stopped,
            properties=self._findings.properties(module, names, otherwise, self._shown),
            covers=self._findings.covers(module, names, self._shown),
            actions=tuple(ActionCount(each.name, taken) for each, taken in counts),
            assumptions=assumptions(self.program),
            matched=self._judge.matched(),
        )

    def _path(self, at: int) -> list[int]:
        """Give the states by which state `at` was reached first, the initial one first."""
        path: list[int] = []
        while at != INIT:
            path.append(at)
            at = self._parents[at]
        return path[::-1]

    def _farthest(self) -> int:
        return len(self._path(len(self._states) - 1)) - 1 if self._states else 0

    def _shown(self, finding: Finding[_Where]) -> tuple[Trace, Hit]:
        at, last = finding.where
        steps: list[Step] = []
        before: Packed | None = None
        for packed in (self._states[each] for each in self._path(at)):
            ways = self.machine.initial() if before is None else self.machine.steps(before)
            taken = next((each for each in ways if each[3] == packed), None)
            if taken is None:
                message = "a state was not reached again from the one before it"
                raise InternalError(message)
            steps.append(self.machine.step(taken))
            before = packed
        if last is not None:
            steps.append(self.machine.step(last))
        return confirmed(self.program, Trace(tuple(steps)), finding.hit)
