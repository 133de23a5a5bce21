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
    terms = [as_term(each) for each in formulas if each is not True]
    nodes = [*_nodes(terms)]
    quotients = [each for each in nodes if _is_quotient(each)]
    named = [(each, z3.Int(f"quotient {n}@")) for n, each in enumerate(quotients, start=1)]
    pairs = [*_renamings(nodes), *named]
    solver = z3.Solver()
    solver.add(*(_replaced(each, pairs) for each in terms))
    # Linear arithmetic has no division: what the quotient by a number is, is said of it.
    for each, quotient in named:
        dividend, divisor = _replaced(each.arg(0), pairs), each.arg(1)
        product = divisor * quotient
        solver.add(product <= dividend, dividend < product + divisor)
    return f"; {about}\n(set-logic {_logic(nodes)})\n{solver.sexpr()}(check-sat)\n"


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
    pairs = _renamings(_nodes(terms))
    return [_replaced(each, pairs) for each in terms]


def _renamings(nodes: Iterable[Term]) -> list[tuple[Term, Term]]:
    """Give the constants that need another name, with what they are then."""
    pairs: list[tuple[Term, Term]] = []
    names: set[str] = set()
    for each in nodes:
        if not z3.is_const(each) or each.decl().kind() != z3.Z3_OP_UNINTERPRETED:
            continue
        name = each.decl().name()
        legal_name = _legal_name(name)
        if legal_name in names:
            message = f"two constants would be called {legal_name}"
            raise ValueError(message)
        names.add(legal_name)
        if legal_name != name:
            pairs.append((each, z3.Const(legal_name, each.sort())))
    return pairs


def _replaced(term: Term, pairs: list[tuple[Term, Term]]) -> Term:
    return z3.substitute(term, *pairs) if pairs else term


def _legal_name(name: str) -> str:
    if not _PLAIN.fullmatch(name) or name in _RESERVED:
        name = f"{name}@"
    return name.replace("|", "/").replace("\\", "/")


def _is_quotient(term: Term) -> bool:
    """Tell whether it is a quotient by a number that is known, and positive."""
    if term.decl().kind() != z3.Z3_OP_IDIV:
        return False
    divisor = term.arg(1)
    return bool(z3.is_int_value(divisor)) and divisor.as_long() > 0


def _logic(nodes: list[Term]) -> str:
    """Give the smallest logic of SMT-LIB that has these terms, without the quotients."""
    is_integer, is_linear = False, True
    for each in nodes:
        if not z3.is_int(each):
            continue
        is_integer = True
        match each.decl().kind():
            case z3.Z3_OP_MUL:
                is_linear &= sum(not z3.is_int_value(part) for part in each.children()) <= 1
            case z3.Z3_OP_IDIV | z3.Z3_OP_MOD:
                is_linear &= _is_quotient(each)
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
