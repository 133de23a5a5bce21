"""Findings are frozen dataclasses, though each kind becomes one when the first is made."""

from __future__ import annotations

import pickle
import subprocess
import sys
from dataclasses import FrozenInstanceError, fields, is_dataclass, replace
from typing import ClassVar

import pytest

from modelcheck.gate.errors import FolderForOne
from modelcheck.source.diagnostic import Diagnostic, ModelcheckError
from modelcheck.source.span import NOWHERE, Span

HERE = Span("spec.py", 3, 1, 3, 4)


class Odd(Diagnostic):
    """A number is odd."""

    code: ClassVar[str] = "MC000"
    says: ClassVar[str] = "{number} is odd"
    advises: ClassVar[str] = "write {instead}"

    number: int
    instead: int = 2


def test_a_finding_is_what_its_fields_are_in_their_order() -> None:
    finding = Odd(3, span=HERE)
    assert is_dataclass(Odd)
    assert [each.name for each in fields(finding)] == ["span", "number", "instead"]
    assert (finding.number, finding.instead, finding.span) == (3, 2, HERE)
    assert (finding.message, finding.help) == ("3 is odd", "write 2")
    assert repr(finding) == f"Odd(span={HERE!r}, number=3, instead=2)"


def test_findings_are_equal_when_their_kinds_and_fields_are() -> None:
    class Strange(Diagnostic):
        number: int
        instead: int = 2

    assert Odd(3) == Odd(3, 2, span=NOWHERE)
    assert len({Odd(3), Odd(3), Odd(5), Odd(3, span=HERE)}) == 3
    different: Diagnostic = Strange(3)
    assert different != Odd(3)


def test_a_finding_cannot_be_changed() -> None:
    finding = Odd(3)
    with pytest.raises(FrozenInstanceError):
        finding.number = 5  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]
    assert replace(finding, number=5) == Odd(5)


def test_a_finding_is_taken_apart_by_the_places_of_its_fields() -> None:
    match Odd(3, 4):
        case Odd(number, instead):
            assert (number, instead) == (3, 4)


def test_fields_that_a_finding_does_not_have_are_refused_as_by_any_dataclass() -> None:
    class First(Diagnostic):
        number: int

    with pytest.raises(TypeError, match="missing 1 required positional argument: 'number'"):
        First()  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    assert First(3) == First(number=3)


def test_a_finding_that_comes_from_another_process_is_whole_before_one_is_made_here() -> None:
    program = """
import pickle, sys
error = pickle.loads(sys.stdin.buffer.read())
(finding,) = error.diagnostics
print(finding.message, finding == type(finding)(finding.path))
"""
    sent = pickle.dumps(ModelcheckError(FolderForOne("specs")))
    done = subprocess.run(
        [sys.executable, "-c", program], input=sent, capture_output=True, check=True
    )
    assert done.stdout.decode().endswith(" True\n")
