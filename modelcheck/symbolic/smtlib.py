"""Formulas as scripts in SMT-LIB 2, the language that all solvers read.

The same formulas give the same text, whatever else was made before: constants are declared in
the order in which they are met, and named as in the spec.

Source: C. Barrett, P. Fontaine and C. Tinelli, "The SMT-LIB standard: version 2.6", 2017.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from modelcheck.symbolic.solving import Answer, Clock, ask_once
from modelcheck.symbolic.terms import Formula, Term, as_term, z3

_PLAIN: Final = re.compile(r"[A-Z][A-Z0-9_]*|.*@\d+", re.DOTALL)
"""Names that mean nothing in any theory: those of most parameters, and of the parts of states."""
_RESERVED: Final = frozenset({"BINARY", "DECIMAL", "HEXADECIMAL", "NUMERAL", "STRING"})


def script(formulas: Iterable[Formula], about: str) -> str:
    """Give a script that asks whether all formulas can be true; `about` is a line of comment."""
    terms = _without_quotients(legal([as_term(each) for each in formulas if each is not True]))
    solver = z3.Solver()
    solver.add(*terms)
    return f"; {about}\n(set-logic {_logic(terms)})\n{solver.sexpr()}(check-sat)\n"


def decide(text: str, clock: Clock) -> Answer:
    """Let a solver that knows nothing else answer a script.

    Raises: `ValueError` where the text is no script.
    """
    solver = z3.Solver(ctx=z3.Context())
    try:
        solver.from_string(text)
    except z3.Z3Exception as error:
        raise ValueError(str(error)) from error
    return ask_once(solver, clock)


def legal(terms: list[Term]) -> list[Term]:
    """Rename the constants whose names mean something in SMT-LIB, or cannot be written there."""
    pairs: list[tuple[Term, Term]] = []
    names: set[str] = set()
    for each in _nodes(terms):
        if not z3.is_const(each) or each.decl().kind() != z3.Z3_OP_UNINTERPRETED:
            continue
        name = each.decl().name()
        legal = _legal_name(name)
        if legal in names:
            message = f"two constants would be called {legal}"
            raise ValueError(message)
        names.add(legal)
        if legal != name:
            pairs.append((each, z3.Const(legal, each.sort())))
    return [z3.substitute(each, *pairs) for each in terms] if pairs else terms


def _legal_name(name: str) -> str:
    if not _PLAIN.fullmatch(name) or name in _RESERVED:
        name = f"{name}@"
    return name.replace("|", "/").replace("\\", "/")


def _without_quotients(terms: list[Term]) -> list[Term]:
    """Say of each quotient by a number what it is: linear arithmetic has no division."""
    pairs: list[tuple[Term, Term]] = []
    for each in _nodes(terms):
        if each.decl().kind() == z3.Z3_OP_IDIV and _is_positive(each.arg(1)):
            pairs.append((each, z3.Int(f"quotient {len(pairs) + 1}@")))
    made = [z3.substitute(each, *pairs) for each in terms] if pairs else terms
    for each, quotient in pairs:
        dividend, divisor = z3.substitute(each.arg(0), *pairs), each.arg(1)
        product = divisor * quotient
        made += [product <= dividend, dividend < product + divisor]
    return made


def _is_positive(term: Term) -> bool:
    return bool(z3.is_int_value(term)) and term.as_long() > 0


def _logic(terms: list[Term]) -> str:
    """Give the smallest logic of SMT-LIB that has all of the terms."""
    is_integer, is_linear = False, True
    for each in _nodes(terms):
        if not z3.is_int(each):
            continue
        is_integer = True
        parts = each.children()
        match each.decl().kind():
            case z3.Z3_OP_MUL:
                is_linear &= sum(not z3.is_int_value(part) for part in parts) <= 1
            case z3.Z3_OP_IDIV | z3.Z3_OP_MOD:
                is_linear &= z3.is_int_value(parts[1])
            case _:
                pass
    if not is_integer:
        return "QF_BV"
    return "QF_LIA" if is_linear else "QF_NIA"


def _nodes(terms: list[Term]) -> Iterator[Term]:
    """Give each part of the terms once."""
    seen: set[int] = set()
    waiting = terms[::-1]
    while waiting:
        term = waiting.pop()
        if term.get_id() not in seen:
            seen.add(term.get_id())
            yield term
            waiting += term.children()[::-1]
