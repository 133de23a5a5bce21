"""A system as text in SMT-LIB 2, to be read, and to be given to a solver.

    ; state                 (declare-fun |x| () Bool)
    ; start                 (define-fun |start| () Bool ...)
    ; step toggle           (define-fun |step toggle| () Bool ...)
    ; claim stays_on        (define-fun |claim stays_on| () Bool ...)

The constants of the state before a step have the names of its parts, those after it a prime
behind them; what a step is free to choose stands before it.
"""

from __future__ import annotations

from collections.abc import Iterator

from modelcheck.symbolic.scope import Input
from modelcheck.symbolic.smtlib import legal
from modelcheck.symbolic.system import System
from modelcheck.symbolic.terms import Formula, Term, as_term


def show_system(system: System) -> str:
    """Give the formulas of a system, each in a section of its own."""
    return "\n".join(_lines(system))


def _lines(system: System) -> Iterator[str]:
    yield "; state"
    for each in system.variables:
        yield from _declared([each.now, each.then])
    yield from _section("domain", (), system.domain)
    yield from _section("start", system.start.inputs, system.begins)
    for step in system.transitions:
        yield from _section(f"step {step.action}", step.inputs, system.leads(step))
        yield from _section(f"error in {step.action}", (), step.raises)
    for claim in system.claims:
        yield from _section(f"claim {claim.claim.name}", (), claim.everywhere)


def _section(name: str, inputs: tuple[Input, ...], formula: Formula) -> Iterator[str]:
    yield f"; {name}"
    yield from _declared([each.term for each in inputs])
    (term,) = legal([as_term(formula)])
    yield f"(define-fun |{name}| () Bool\n  {term.sexpr()})"


def _declared(constants: list[Term]) -> Iterator[str]:
    for each in legal(constants):
        yield each.decl().sexpr()
