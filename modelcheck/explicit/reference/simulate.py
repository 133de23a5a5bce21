"""Random runs: what they show is true of them, and says nothing of the others."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from random import Random

from modelcheck.explicit.reference.claims import assumptions
from modelcheck.explicit.reference.confirm import confirmed
from modelcheck.explicit.reference.findings import Finding, Findings
from modelcheck.explicit.reference.judge import Hit, Judge
from modelcheck.explicit.reference.program import Program
from modelcheck.explicit.reference.running import Packed, running
from modelcheck.explicit.reference.steps import Machine, Raised, Taken
from modelcheck.explicit.reference.watch import Observer, Progress, Watch
from modelcheck.semantics.trace import Trace
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


@dataclass(frozen=True, slots=True)
class Runs:
    """How many runs, each of at most how many steps, from which seed.

    `properties` names the claims and covers that are asked for; `None` asks for all.  Of the
    limits, depth and states do not apply.
    """

    runs: int
    max_length: int
    seed: int
    limits: Limits = NO_LIMITS
    properties: frozenset[str] | None = None


def simulate(program: Program, options: Runs, observer: Observer | None = None) -> Result:
    """Take random runs: each step is drawn evenly among all that the state has.

    A run ends after `max_length` steps, where there is no step, outside of a constraint, and
    where it violates a claim.  Of each claim and cover the shortest run is given, replayed; a
    claim that no run violates is inconclusive.  The figures count what was drawn: distinct
    states, steps and initial states, and the length of the longest run.
    Raises: `InternalError` if a run, replayed, does not show what it should.
    Cost: time in steps times the steps that each state has.
    """
    simulation = _Simulation(program, options, Watch(options.limits, observer))
    with running(simulation.machine.run):
        return simulation.result(simulation.run())


class _Simulation:
    """The runs taken so far."""

    def __init__(self, program: Program, options: Runs, watch: Watch) -> None:
        self.machine = Machine(program)
        self._options = options
        self._watch = watch
        self._random = Random(options.seed)  # noqa: S311  # to be repeatable, not secret
        self._judge = Judge(self.machine, options.properties)
        self._findings: Findings[tuple[Taken, ...]] = Findings()
        self._seen: set[Packed] = set()
        self._lengths: Counter[int] = Counter()
        self._taken = [0] * len(program.module.actions)
        self._drawn = 0

    def run(self) -> Reason:
        """Take all runs; give the reason why nothing more is known."""
        try:
            initial = list(self.machine.initial())
            for _ in range(self._options.runs):
                reason = self._one(initial)
                if reason is not None:
                    return reason
        except KeyboardInterrupt:
            return Reason.INTERRUPTED
        except MemoryError:
            return Reason.MEMORY
        return Reason.SIMULATION

    def _one(self, initial: list[Taken]) -> Reason | None:
        """Take one run; give the reason to take no more, if there is one."""
        run: list[Taken] = []
        ways = initial
        while ways:
            run.append(self._random.choice(ways))
            after = self._enter(run)
            if after is None or len(run) > self._options.max_length:
                break
            ways = list(self.machine.steps(after))
            if not ways:
                self._note(self._judge.of_stuck(after), run)
            reason = self._watch.reached(self._progress)
            if reason is not None:
                return reason
        self._lengths[len(run) - 1] += 1
        return None

    def _enter(self, run: list[Taken]) -> Packed | None:
        """Look at the last step of the run; give its state if the run goes on from there."""
        place, _, _, after = run[-1]
        if isinstance(after, Raised):
            self._note([Hit("evaluation", PropertyKind.EVALUATION, (), after.message)], run)
            return None
        self._drawn += 1
        self._seen.add(after)
        hits: list[Hit] = []
        if len(run) > 1:
            self._taken[place] += 1
            before = run[-2][3]
            if self._judge.looks_at_steps and not isinstance(before, Raised):
                hits += self._judge.of_step(before, after)
        else:
            hits += self._judge.of_start(after)
        is_outside, raised = self._judge.outside(after)
        hits += raised + self._judge.of_state(after)
        self._note(hits, run)
        goes_on = not is_outside and all(each.kind is None for each in hits)
        return after if goes_on else None

    def _note(self, hits: list[Hit], run: list[Taken]) -> None:
        for hit in hits:
            self._findings.add(hit, len(run) - 1, tuple(run))

    def _progress(self, seconds: float) -> Progress:
        longest = max(self._lengths, default=0)
        return Progress(len(self._seen), self._drawn, 0, longest, seconds)

    def result(self, stopped: Reason) -> Result:
        """Give what is known, with every run replayed."""
        module, names = self.machine.program.module, self._options.properties
        counts = zip(module.actions, self._taken, strict=True)
        longest = max(self._lengths, default=0)
        return Result(
            method=Method.SIMULATION,
            figures=Figures(len(self._seen), self._drawn, longest),
            complete=False,
            stopped=stopped,
            properties=self._findings.properties(module, names, stopped, self._shown),
            covers=self._findings.covers(module, names, self._shown),
            actions=tuple(ActionCount(each.name, taken) for each, taken in counts),
            assumptions=assumptions(self.machine.program),
            lengths=tuple(sorted(self._lengths.items())),
        )

    def _shown(self, finding: Finding[tuple[Taken, ...]]) -> tuple[Trace, Hit]:
        trace = Trace(tuple(map(self.machine.step, finding.where)))
        return confirmed(self.machine.program, trace, finding.hit)
