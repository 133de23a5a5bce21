"""Models that are easier to read: small sizes, and little in the sets of one state."""

from __future__ import annotations

from typing import Final

from modelcheck.symbolic.leaves import Bit
from modelcheck.symbolic.solving import Satisfied, Solver, Unknown
from modelcheck.symbolic.system import System
from modelcheck.symbolic.terms import Formula, Term, conj_all, is_true_in, neg
from modelcheck.symbolic.unrolling import Unrolling

SIZES: Final = ((0, 4), (0, 7), (0, 10), (-3, 4))
"""How small and large sizes may be, tried in this order: few can be checked by hand."""
_MOST_QUESTIONS: Final = 400
"""So often z3 is asked for less."""


def values_in(model: Term, system: System) -> dict[str, int]:
    """Give the values of the unknown constants in a model."""
    return {
        name: int(model.eval(term, model_completion=True).as_long())
        for name, term in system.unknowns.items()
    }


def of_sizes(system: System, least: int, most: int) -> Formula:
    """Give that the unknown constants are no smaller and no larger than this."""
    terms = system.unknowns.values()
    return conj_all(conj_all((each >= least, each <= most)) for each in terms)


def smaller_model(solver: Solver, unrolling: Unrolling, place: int, model: Term) -> Term:
    """Give a model of what `solver` knows in which state `place` has little in it.

    `model` is one; the solver knows more when this is done, and is not to be used any more.
    """
    model = _of_small_sizes(solver, unrolling.system, model)
    bits = [
        unrolling.called(each.now, place)
        for each in unrolling.system.variables
        if isinstance(each.leaf, Bit)
    ]
    open_ = _true(bits, model)
    _forbid(solver, bits, model)
    waiting = [open_]
    for _ in range(_MOST_QUESTIONS):
        if not waiting:
            break
        some = [each for each in waiting.pop() if is_true_in(model, each)]
        if not some:
            continue
        match solver.ask(*map(neg, some)):
            case Satisfied(smaller):
                model = smaller
                _forbid(solver, bits, model)
            case Unknown():
                break
            case _ if len(some) > 1:
                half = len(some) // 2
                waiting += [some[:half], some[half:]]
            case _:
                pass
    return model


def _of_small_sizes(solver: Solver, system: System, model: Term) -> Term:
    if not system.unknowns:
        return model
    for least, most in SIZES:
        small = of_sizes(system, least, most)
        found = solver.ask(small)
        if isinstance(found, Satisfied):
            solver.add(small)
            return found.model
    return model


def _true(bits: list[Term], model: Term) -> list[Term]:
    return [each for each in bits if is_true_in(model, each)]


def _forbid(solver: Solver, bits: list[Term], model: Term) -> None:
    """Keep false what is."""
    solver.add(*(neg(each) for each in bits if not is_true_in(model, each)))
