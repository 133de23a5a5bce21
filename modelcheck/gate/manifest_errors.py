"""Findings about manifests: what they must be, and how what is found differs from them."""

from __future__ import annotations

from typing import ClassVar

from modelcheck.source.diagnostic import Diagnostic


class UnknownModel(Diagnostic):
    """`--model` names no model of the manifest."""

    code: ClassVar[str] = "MC305"
    says: ClassVar[str] = "`{path}` has no model `{name}`; it has {present}"
    advises: ClassVar[str] = "{advice}"

    path: str
    name: str
    present: str
    advice: str


class NoManifest(Diagnostic):
    """A spec has no manifest beside it."""

    code: ClassVar[str] = "MC313"
    says: ClassVar[str] = "`{spec}` has no manifest: there is no `{path}`"
    advises: ClassVar[str] = (
        "write one with a table [models.default], which says what must be found"
    )

    spec: str
    path: str


class BrokenManifest(Diagnostic):
    """A manifest is no TOML, or cannot be read."""

    code: ClassVar[str] = "MC314"
    says: ClassVar[str] = "`{path}` {why}"
    advises: ClassVar[str] = "{advice}"

    path: str
    why: str
    advice: str = "a manifest is a TOML file, in UTF-8"


class UnknownKey(Diagnostic):
    """A manifest has a key that means nothing."""

    code: ClassVar[str] = "MC315"
    says: ClassVar[str] = "`{key}` is no key of {table}; its keys are {known}"
    advises: ClassVar[str] = "{advice}"

    key: str
    table: str
    known: str
    advice: str


class WrongEntry(Diagnostic):
    """An entry of a manifest is of another kind than its key says."""

    code: ClassVar[str] = "MC316"
    says: ClassVar[str] = "`{key}` is {found}, and must be {wanted}"
    advises: ClassVar[str] = "write it as in `{example}`"

    key: str
    found: str
    wanted: str
    example: str


class MissingKey(Diagnostic):
    """A manifest lacks a key that must be there."""

    code: ClassVar[str] = "MC317"
    says: ClassVar[str] = "{table} has no `{key}`"
    advises: ClassVar[str] = "add it, as in `{example}`"

    table: str
    key: str
    example: str


class UnknownName(Diagnostic):
    """A manifest speaks of a claim, a cover, an action or a twin that the spec does not have."""

    code: ClassVar[str] = "MC318"
    says: ClassVar[str] = "`{spec}` has no {kind} `{name}`; it has {present}"
    advises: ClassVar[str] = "{advice}"

    spec: str
    kind: str
    name: str
    present: str
    advice: str


class UnlistedTwin(Diagnostic):
    """The default model does not say what a twin of the spec must give."""

    code: ClassVar[str] = "MC319"
    says: ClassVar[str] = "the twin `{name}` of `{spec}` is not in the manifest"
    advises: ClassVar[str] = "add a table [models.default.twins.{name}]"

    spec: str
    name: str


class OtherBreaks(Diagnostic):
    """The manifest and the twin's `breaks` name different claims."""

    code: ClassVar[str] = "MC320"
    says: ClassVar[str] = "the manifest says that `{twin}` violates {listed}, its `breaks` {breaks}"
    advises: ClassVar[str] = (
        "name the same in both; lemmas and a mapping may stand in the manifest only"
    )

    twin: str
    listed: str
    breaks: str


class NoSpecBeside(Diagnostic):
    """A manifest stands beside no spec."""

    code: ClassVar[str] = "MC321"
    says: ClassVar[str] = "`{path}` is the manifest of no spec: there is none in `{spec}`"
    advises: ClassVar[str] = "name the manifest as its spec, or delete it"

    path: str
    spec: str


class OtherFinding(Diagnostic):
    """What is found is not what is declared."""

    code: ClassVar[str] = "MC322"
    says: ClassVar[str] = "`{key}` is {declared} in the manifest, and {found} in the run{how}"
    advises: ClassVar[str] = "look at what has changed: `{look}`"

    key: str
    declared: str
    found: str
    how: str
    look: str


class Undeclared(Diagnostic):
    """Something happens that the manifest does not speak of."""

    code: ClassVar[str] = "MC323"
    says: ClassVar[str] = "{what}, and the manifest does not say so"
    advises: ClassVar[str] = "look at why: `{look}`; if that is as it should be, add `{line}`"

    what: str
    line: str
    look: str


class DoesNotHappen(Diagnostic):
    """Something that the manifest declares does not happen."""

    code: ClassVar[str] = "MC324"
    says: ClassVar[str] = "`{name}` stands under `{key}`, and {what}"
    advises: ClassVar[str] = "look at why: `{look}`"

    key: str
    name: str
    what: str
    look: str


class Unfinished(Diagnostic):
    """A run did not come to its end, so that nothing can be compared."""

    code: ClassVar[str] = "MC325"
    says: ClassVar[str] = "the run of `{spec}` did not come to its end: {why}"
    advises: ClassVar[str] = "{advice}"

    spec: str
    why: str
    advice: str


class NothingRuns(Diagnostic):
    """No model of a manifest is in the time class that is run."""

    code: ClassVar[str] = "MC326"
    says: ClassVar[str] = "no model of `{path}` is fast: nothing of it is looked at"
    advises: ClassVar[str] = 'give one model `time = "fast"`, or call `mc gate --all`'

    path: str


MANIFEST: tuple[type[Diagnostic], ...] = (
    UnknownModel,
    NoManifest,
    BrokenManifest,
    UnknownKey,
    WrongEntry,
    MissingKey,
    UnknownName,
    UnlistedTwin,
    OtherBreaks,
    NoSpecBeside,
    OtherFinding,
    Undeclared,
    DoesNotHappen,
    Unfinished,
    NothingRuns,
)
