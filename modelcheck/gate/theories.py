"""A spec, opened, as what z3 reasons about: a theory of its states, or of those of every size."""

from __future__ import annotations

from modelcheck.frontend.loading import LoadedFile
from modelcheck.frontend.unknowns import unknowns
from modelcheck.gate.opening import Ready
from modelcheck.gate.proving_errors import BeyondFormulas, NoSuchSizes
from modelcheck.ir.module import ClaimKind
from modelcheck.passes.normalise import normalise
from modelcheck.source.diagnostic import ConfigError
from modelcheck.symbolic.algebra import BeyondError
from modelcheck.symbolic.induction import Theory
from modelcheck.symbolic.numbers import BitVectors, Integers, TooWideError
from modelcheck.symbolic.solving import Clock, Unsatisfiable
from modelcheck.symbolic.system import System, system_of


def theory_of(spec: Ready, file: LoadedFile, for_all: tuple[str, ...], clock: Clock) -> Theory:
    """Give a spec as formulas, for every value of the constants named, with its assumptions.

    Raises: `ConfigError` where the assumptions contradict each other (MC355), no formula is made
    of the spec (MC356), or a constant is none that can be unknown (MC340 to MC346).
    """
    try:
        system = _system(spec, file, for_all)
    except (BeyondError, TooWideError) as error:
        raise ConfigError(BeyondFormulas(str(error), spec.spec)) from None
    if not for_all:
        # Of known constants it is true, but for a variant, which is looked at regardless.
        return Theory(system, assumed=True, clock=clock)
    theory = Theory(system, system.assumption, clock)
    if isinstance(theory.solver().ask(), Unsatisfiable):
        claims = system.of_kind(ClaimKind.ASSUME)
        named = ", ".join(f"`{each.claim.name}`" for each in claims)
        raise ConfigError(NoSuchSizes(", ".join(for_all), spec.spec, named))
    return theory


def _system(spec: Ready, file: LoadedFile, for_all: tuple[str, ...]) -> System:
    normal = normalise(spec.loaded.module)
    if not for_all:
        return system_of(normal, BitVectors())
    return system_of(normal, Integers(), unknowns(file, spec.loaded, for_all))
