"""Bounded model checking by z3, joined with the front end and the replay of runs."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Final

from modelcheck.explicit.reference.claims import assumptions
from modelcheck.explicit.reference.confirm import taken_by_class
from modelcheck.explicit.reference.explore import Options
from modelcheck.explicit.reference.findings import Finding, Findings
from modelcheck.explicit.reference.judge import Hit
from modelcheck.explicit.reference.watch import Progress, Watch
from modelcheck.gate.interrupts import Interrupts, noting_interrupts
from modelcheck.gate.opening import Ready
from modelcheck.gate.pipeline import Checked, CheckRequest, check_by
from modelcheck.gate.proving_errors import BeyondFormulas
from modelcheck.passes.normalise import normalise
from modelcheck.semantics.trace import Trace
from modelcheck.semantics.verdict import (
    Figures,
    Inconclusive,
    Limits,
    Method,
    PropertyKind,
    PropertyResult,
    Reason,
    Result,
)
from modelcheck.source.diagnostic import ConfigError
from modelcheck.symbolic.algebra import BeyondError
from modelcheck.symbolic.bounded import Bounds, Explored, explore
from modelcheck.symbolic.making import reachable_system_of, system_of
from modelcheck.symbolic.numbers import BitVectors, TooWideError
from modelcheck.symbolic.pace import StoppedError, at_work, watched_memory
from modelcheck.symbolic.solving import Clock
from modelcheck.symbolic.text import show_system

LONGEST: Final = 20
"""Up to how many steps runs are looked at, where nothing else is said."""

_MOST_BINDINGS: Final = 256
"""An action with more bindings of its parameters is one formula for all of them."""

Told = Callable[[int, float], None]
"""Told how long the runs are that are being looked at, and the seconds since the start."""


def check_bounded(request: CheckRequest, told: Told | None = None) -> Iterator[Checked]:
    """Look at the runs of what the request names, the short ones first.

    Raises: `ConfigError` when the request makes no sense before any spec is opened.
    """
    yield from check_by(request, lambda spec, options: look(spec, options, told))


def look(spec: Ready, options: Options, told: Told | None = None) -> Result:
    """Look at the runs of a spec, up to the depth of the options, or `LONGEST`.

    Every run that is shown was taken by the class.
    Raises: `ConfigError` (MC356) where no formula is made of something in the spec;
    `InternalError` where the class does not take a run.
    """
    most = options.limits.memory_bytes
    with _beyond(spec), noting_interrupts() as interrupts, watched_memory(most) as is_full:
        found = _explored(spec, options, _Pace(options.limits, told, interrupts, is_full))
    return _result(spec, options, found)


@at_work()
def smt_text(spec: Ready) -> str:
    """Give what z3 is asked about, an action being one formula for all of its bindings.

    Raises: `ConfigError` (MC356) where no formula is made of something in the spec.
    """
    with _beyond(spec):
        return show_system(system_of(normalise(spec.loaded.module), BitVectors()))


@contextmanager
def _beyond(spec: Ready) -> Generator[None]:
    """Say of which spec it is so, where no formula can be made."""
    try:
        yield
    except (BeyondError, TooWideError) as error:
        raise ConfigError(BeyondFormulas(str(error), spec.spec)) from None


@dataclass(eq=False)
class _Pace:
    """How long and large a search may be, and whom it tells."""

    limits: Limits
    told: Told | None
    interrupts: Interrupts
    is_full: Callable[[], bool]
    length: int = 0

    def __post_init__(self) -> None:
        self._start = time.monotonic()
        self._watch = Watch(self.limits, self._tell)
        self.clock = replace(
            Clock.of(self.limits.seconds, self.interrupts.are_noted), is_full=self.is_full
        )

    def tick(self) -> None:
        """End the work where time or memory is used up; now and then tell how far it is."""
        if self.interrupts.noted:
            raise StoppedError(Reason.INTERRUPTED)
        reason = self._watch.reached(lambda seconds: Progress(0, 0, 0, self.length, seconds))
        if reason is not None:
            raise StoppedError(reason)

    def observe(self, length: int) -> None:
        """Begin with the runs of a length."""
        self.length = length
        if self.told is not None:
            self.told(length, time.monotonic() - self._start)
        self.tick()

    def _tell(self, progress: Progress) -> None:
        if self.told is not None:
            self.told(progress.depth, progress.seconds)


def _explored(spec: Ready, options: Options, pace: _Pace) -> Explored:
    most = LONGEST if options.limits.depth is None else options.limits.depth
    bounds = Bounds(most, options.properties, options.keep_going)
    try:
        with at_work(pace.is_full):
            normal = normalise(spec.loaded.module)
            system = reachable_system_of(normal, BitVectors(), _MOST_BINDINGS, pace.tick)
            return explore(system, bounds, pace.clock, pace.observe, pace.tick)
    except StoppedError as error:
        return _nothing(error.reason)
    except MemoryError:
        return _nothing(Reason.MEMORY)
    except KeyboardInterrupt:
        return _nothing(Reason.INTERRUPTED)


def _nothing(reason: Reason) -> Explored:
    """Give what was found out where the time was up before the formulas were made."""
    return Explored(
        depth=0,
        complete=False,
        is_empty=False,
        stopped=reason,
        says="",
        broken=(),
        reached=(),
        unasked=(),
    )


def _result(spec: Ready, options: Options, found: Explored) -> Result:
    program, module, names = spec.program, spec.loaded.module, options.properties
    findings: Findings[Trace] = Findings()
    for broken in found.broken:
        hit = Hit(broken.name, broken.kind, broken.binding, raiser=broken.raiser)
        findings.add(hit, broken.trace.depth, broken.trace)
    for reached in found.reached:
        hit = Hit(reached.name, None, reached.binding)
        findings.add(hit, reached.trace.depth, reached.trace)

    def show(finding: Finding[Trace]) -> tuple[Trace, Hit]:
        return taken_by_class(program, finding.where, finding.hit)

    # Of no state at all, nothing holds: what `evaluation` then shows is why.
    otherwise = Reason.EVALUATION if found.is_empty else found.stopped
    properties = findings.properties(module, names, otherwise, show, Method.BOUNDED)
    return Result(
        method=Method.BOUNDED,
        figures=Figures(0, 0, found.depth),
        complete=found.complete,
        stopped=found.stopped,
        properties=tuple(map(_of_states_only, properties)),
        covers=findings.covers(module, names, show),
        actions=(),
        assumptions=assumptions(program),
        engine="z3",
        note=_note(spec, found),
    )


def _of_states_only(found: PropertyResult) -> PropertyResult:
    """Give what is known of a claim: of what it is to refine another spec, nothing."""
    if found.kind is not PropertyKind.REFINEMENT:
        return found
    return replace(found, verdict=Inconclusive(Reason.BEYOND))


def _note(spec: Ready, found: Explored) -> str | None:
    """Say what a person should know besides."""
    is_unknown = found.stopped is Reason.UNKNOWN
    said = [f"z3 says of {spec.spec}: {found.says}"] if is_unknown else []
    said += [
        f"no formula is made of {each}, so it was not looked for in {spec.spec}"
        for each in found.unasked
    ]
    return "; ".join(said) or None
