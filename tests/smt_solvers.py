"""Another solver than z3, asked for a second opinion."""

from __future__ import annotations

from importlib import import_module
from typing import Any, Final

_CVC5: Final[Any] = import_module("cvc5")  # it has no types, and mypy wants none of it


def answer_of_cvc5(script: str) -> str:
    """Give what cvc5 prints for a script in SMT-LIB 2, read to the letter of its logic."""
    return _printed(script)


def read_by_cvc5(script: str) -> None:
    """Let cvc5 read a script to the letter of its logic, without an answer.

    Raises: `RuntimeError` where it is no script.
    """
    _printed(script.replace("(check-sat)", ""))


def _printed(script: str) -> str:
    solver = _CVC5.Solver()
    solver.setOption("strict-parsing", "true")
    symbols = _CVC5.SymbolManager(solver.getTermManager())
    parser = _CVC5.InputParser(solver, symbols)
    parser.setStringInput(_CVC5.InputLanguage.SMT_LIB_2_6, script, "script")
    printed = ""
    while not (command := parser.nextCommand()).isNull():
        printed += str(command.invoke(solver, symbols))
    return printed.strip()
