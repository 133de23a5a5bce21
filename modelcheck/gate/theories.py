"""A spec, opened, as what z3 reasons about: a theory of its states, or of those of every size."""

from __future__ import annotations

from typing import Final

from modelcheck.frontend.loading import LoadedFile
from modelcheck.frontend.unknowns import unknowns
from modelcheck.gate.opening import Ready
from modelcheck.gate.proving_errors import BeyondFormulas, NoSuchSizes
from modelcheck.ir.module import ClaimKind
from modelcheck.passes.normalise import normalise
from modelcheck.source.diagnostic import ConfigError
from modelcheck.symbolic.algebra import BeyondError
from modelcheck.symbolic.induction import Theory
from modelcheck.symbolic.making import NO_UNKNOWNS, system_of
from modelcheck.symbolic.numbers import BitVectors, Integers, TooWideError
from modelcheck.symbolic.solving import Clock, Unsatisfiable
from modelcheck.symbolic.system import System
from modelcheck.symbolic.unrolling import Unrolling

_MOST_RULES: Final = 64
"""As a counter system, an action with up to so many bindings has a transition for each."""


def theory_of(
    spec: Ready,
    file: LoadedFile,
    for_all: tuple[str, ...],
    clock: Clock,
    *,
    as_counters: bool = False,
) -> Theory:
    """Give a spec as formulas, for every value of the constants named, with its assumptions.

    With `as_counters`, numbers are integers to z3 even if no constant is unknown.
    Raises: `ConfigError` where the assumptions contradict each other (MC355), no formula is made
    of the spec (MC356), or a constant is none that can be unknown (MC340 to MC346).
    """
    try:
        system = _system(spec, file, for_all, as_counters=as_counters)
    except (BeyondError, TooWideError) as error:
        raise ConfigError(BeyondFormulas(str(error), spec.spec)) from None
    if not for_all:
        # Of known constants it is true, but for a variant, which is looked at regardless.
        return Theory(system, assumed=True, clock=clock, unrolled=Unrolling(system))
    theory = Theory(system, system.assumption, clock, unrolled=Unrolling(system))
    if isinstance(theory.solver().ask(), Unsatisfiable):
        claims = system.of_kind(ClaimKind.ASSUME)
        named = ", ".join(f"`{each.claim.name}`" for each in claims)
        raise ConfigError(NoSuchSizes(", ".join(for_all), spec.spec, named))
    return theory


def _system(
    spec: Ready, file: LoadedFile, for_all: tuple[str, ...], *, as_counters: bool
) -> System:
    normal = normalise(spec.loaded.module)
    if not for_all and not as_counters:
        return system_of(normal, BitVectors())
    unknown = unknowns(file, spec.loaded, for_all) if for_all else NO_UNKNOWNS
    most = _MOST_RULES if as_counters else 0
    return system_of(normal, Integers(), unknown, most_bindings=most)
