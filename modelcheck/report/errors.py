"""Findings about saved reports: what a file must be for its trace to be taken again."""

from __future__ import annotations

from typing import ClassVar

from modelcheck.source.diagnostic import Diagnostic


class BrokenJson(Diagnostic):
    """A saved report is no JSON, or was cut off."""

    code: ClassVar[str] = "MC330"
    says: ClassVar[str] = "`{path}` is no JSON, or was cut off: {why}"
    advises: ClassVar[str] = "save the report again: `mc check SPEC --report json -o {path}`"

    path: str
    why: str


class NotAReport(Diagnostic):
    """A file is JSON, but no report."""

    code: ClassVar[str] = "MC331"
    says: ClassVar[str] = "`{path}` is no report of `mc check`: {why}"
    advises: ClassVar[str] = "name a file that `mc check SPEC --report json -o FILE` wrote"

    path: str
    why: str


class OtherSchema(Diagnostic):
    """A report has the form of another version."""

    code: ClassVar[str] = "MC332"
    says: ClassVar[str] = "`{path}` has the schema {found!r}, and this version reads {known!r}"
    advises: ClassVar[str] = "save the report again with this version"

    path: str
    found: str
    known: str


class OtherSpec(Diagnostic):
    """A report is about another spec."""

    code: ClassVar[str] = "MC333"
    says: ClassVar[str] = "`{path}` is about {found}, and not about {wanted}"
    advises: ClassVar[str] = "name the spec it is about, as in `path.py::{found}`"

    path: str
    found: str
    wanted: str


class ValueMisfit(Diagnostic):
    """A saved step has a value or a name that the spec does not know."""

    code: ClassVar[str] = "MC334"
    says: ClassVar[str] = "step {step} in `{path}` does not fit the spec: {problem}"
    advises: ClassVar[str] = (
        "the spec may have changed since, or have other parameters: save the report again"
    )

    path: str
    step: int
    problem: str


class NoTrace(Diagnostic):
    """A report shows no run."""

    code: ClassVar[str] = "MC335"
    says: ClassVar[str] = "`{path}` has no run of {spec}: nothing is violated, no cover reached"
    advises: ClassVar[str] = "save a report that has one: of a broken twin, say"

    path: str
    spec: str


class NoSuchTrace(Diagnostic):
    """A report shows no run for the property that was asked for."""

    code: ClassVar[str] = "MC336"
    says: ClassVar[str] = "`{path}` has no run for `{name}`"
    advises: ClassVar[str] = "it has one for {known}"

    path: str
    name: str
    known: str


REPORT: tuple[type[Diagnostic], ...] = (
    BrokenJson,
    NotAReport,
    OtherSchema,
    OtherSpec,
    ValueMisfit,
    NoTrace,
    NoSuchTrace,
)
