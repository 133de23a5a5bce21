"""Findings about files, imports and parameters: before any class is looked at."""

from __future__ import annotations

from typing import ClassVar, Final

from modelcheck.source.diagnostic import Diagnostic


class UnreadableFile(Diagnostic):
    """The path that the call names gives no text of a Python file."""

    code: ClassVar[str] = "MC101"
    says: ClassVar[str] = "`{path}` {problem}"
    advises: ClassVar[str] = "{advice}"

    path: str
    problem: str
    advice: str


class FolderWithoutSpecs(Diagnostic):
    """No file in a folder defines a spec."""

    code: ClassVar[str] = "MC102"
    says: ClassVar[str] = "no file in `{path}` has a class that derives from `Spec`"
    advises: ClassVar[str] = "name a folder with specs; tests and hidden folders are passed over"

    path: str


class UnknownClass(Diagnostic):
    """The class after `::` is no spec of the file."""

    code: ClassVar[str] = "MC103"
    says: ClassVar[str] = "`{path}` has no spec `{name}`; it has {present}"
    advises: ClassVar[str] = "{advice}"

    path: str
    name: str
    present: str
    advice: str


class BrokenSyntax(Diagnostic):
    """The text is no Python."""

    code: ClassVar[str] = "MC104"
    says: ClassVar[str] = "this is not Python: {why}"
    advises: ClassVar[str] = "{advice}"

    why: str
    advice: str = "mend the text here, or just before"


class NoSpec(Diagnostic):
    """A file has no spec to check."""

    code: ClassVar[str] = "MC105"
    says: ClassVar[str] = "`{path}` {problem}"
    advises: ClassVar[str] = "{advice}"

    path: str
    problem: str
    advice: str = "write `class Name(Spec):` with fields, an @init and @action methods"


class SeveralSpecs(Diagnostic):
    """A file has several specs that are no variants, and the call names none."""

    code: ClassVar[str] = "MC106"
    says: ClassVar[str] = "`{path}` has several specs: {names}"
    advises: ClassVar[str] = "{advice}, or mark the twins with @variant"

    path: str
    names: str
    advice: str


class LaterWord(Diagnostic):
    """A word that the language will have, but has not yet."""

    code: ClassVar[str] = "MC107"
    says: ClassVar[str] = "`{word}` comes with a later version: this one does not check it"
    advises: ClassVar[str] = "leave it out; nothing that it claims would be looked at"

    word: str


class UnknownWord(Diagnostic):
    """A name is taken from the language that it does not have."""

    code: ClassVar[str] = "MC108"
    says: ClassVar[str] = "`{word}` is no word of the language"
    advises: ClassVar[str] = "{advice}"

    word: str
    advice: str


class FailedImport(Diagnostic):
    """An import of the spec's file fails."""

    code: ClassVar[str] = "MC109"
    says: ClassVar[str] = "this import fails: {why}"
    advises: ClassVar[str] = "{advice}"

    why: str
    advice: str


class FailedExecution(Diagnostic):
    """The module raises an exception while it is read."""

    code: ClassVar[str] = "MC110"
    says: ClassVar[str] = "reading this file {what}"
    advises: ClassVar[str] = (
        "a spec's file is run once, from top to bottom: let it only define constants and classes"
    )

    what: str


class UnknownParameter(Diagnostic):
    """`-p` names something that the spec does not have."""

    code: ClassVar[str] = "MC111"
    says: ClassVar[str] = "the spec has no parameter `{name}`; it has {present}"
    advises: ClassVar[str] = "{advice}"

    name: str
    present: str
    advice: str


class WrongValue(Diagnostic):
    """`-p` gives a parameter a value of another type."""

    code: ClassVar[str] = "MC112"
    says: ClassVar[str] = "{text} is no value for `{name}`, which is {expected}"
    advises: ClassVar[str] = "{advice}"

    name: str
    text: str
    expected: str
    advice: str


class ImpossibleSize(Diagnostic):
    """A sort would have no element, or more than can be made."""

    code: ClassVar[str] = "MC113"
    says: ClassVar[str] = "`{name}` cannot have {size} elements"
    advises: ClassVar[str] = "give it a size from 1 to {limit}: its elements are really made"

    name: str
    size: str
    limit: int


class WrongLength(Diagnostic):
    """A constant per element has more or fewer values than there are elements."""

    code: ClassVar[str] = "MC114"
    says: ClassVar[str] = "`{name}` has {count} for the {size} of `{sort}`"
    advises: ClassVar[str] = "give a value per element, as in `-p {name}={example}`"

    name: str
    count: str
    size: str
    sort: str
    example: str


class ImportedParameter(Diagnostic):
    """`-p` names what the spec imports from another module."""

    code: ClassVar[str] = "MC115"
    says: ClassVar[str] = "`{name}` is no parameter of this spec: it is imported from `{module}`"
    advises: ClassVar[str] = "define `{name}` in the spec's own file, or change it in `{module}`"

    name: str
    module: str


class CyclicParameters(Diagnostic):
    """Parameters are set to each other."""

    code: ClassVar[str] = "MC116"
    says: ClassVar[str] = "these parameters are set to each other: {path}"
    advises: ClassVar[str] = "give one of them a value, as in `-p {name}=1`"

    name: str
    path: str


class RepeatedParameter(Diagnostic):
    """A parameter is given twice."""

    code: ClassVar[str] = "MC117"
    says: ClassVar[str] = "`{name}` is given twice: `{first}` and `{second}`"
    advises: ClassVar[str] = "give every parameter once"

    name: str
    first: str
    second: str


class ComputedConstant(Diagnostic):
    """`-p` names a constant that is computed."""

    code: ClassVar[str] = "MC118"
    says: ClassVar[str] = "`{name}` is no parameter: it is computed as `{expression}`"
    advises: ClassVar[str] = "{advice}"

    name: str
    expression: str
    advice: str


class EndlessExecution(Diagnostic):
    """The module does not come to its end in time."""

    code: ClassVar[str] = "MC119"
    says: ClassVar[str] = "reading this file takes longer than {limit} seconds"
    advises: ClassVar[str] = (
        "a spec's file only defines constants and classes: leave loops to actions and claims"
    )

    limit: str


class SortWithoutSize(Diagnostic):
    """A sort does not say how many elements it has."""

    code: ClassVar[str] = "MC281"
    says: ClassVar[str] = "`{name}` has no size: it would have no element"
    advises: ClassVar[str] = "write `size=`, as in `class {name}({kind}, size=2)`"

    name: str
    kind: str


class MisusedMark(Diagnostic):
    """A decorator of the language is given what it does not take, or lacks what it needs."""

    code: ClassVar[str] = "MC282"
    says: ClassVar[str] = "{problem}"
    advises: ClassVar[str] = "{instead}"

    problem: str
    instead: str


LOADING: Final[tuple[type[Diagnostic], ...]] = (
    UnreadableFile,
    FolderWithoutSpecs,
    UnknownClass,
    BrokenSyntax,
    NoSpec,
    SeveralSpecs,
    LaterWord,
    UnknownWord,
    FailedImport,
    FailedExecution,
    UnknownParameter,
    WrongValue,
    ImpossibleSize,
    WrongLength,
    ImportedParameter,
    CyclicParameters,
    RepeatedParameter,
    ComputedConstant,
    EndlessExecution,
    SortWithoutSize,
    MisusedMark,
)
"""Every finding of this file; the catalogue of codes takes them from here."""
