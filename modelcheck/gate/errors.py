"""Findings about a call: its options, and the files it names."""

from __future__ import annotations

from typing import ClassVar

from modelcheck.source.diagnostic import Diagnostic


class UnknownProperty(Diagnostic):
    """`--property` names no claim of the spec."""

    code: ClassVar[str] = "MC301"
    says: ClassVar[str] = "`{spec}` has no property `{name}`; it has {present}"
    advises: ClassVar[str] = "{advice}"

    spec: str
    name: str
    present: str
    advice: str


class UnknownVariant(Diagnostic):
    """`--variant` names no broken twin of the spec."""

    code: ClassVar[str] = "MC302"
    says: ClassVar[str] = "`{spec}` has no variant `{name}`; it has {present}"
    advises: ClassVar[str] = "{advice}"

    spec: str
    name: str
    present: str
    advice: str


class NoNativeEngine(Diagnostic):
    """The call asks for the native engine, which cannot run this spec, or not here."""

    code: ClassVar[str] = "MC303"
    says: ClassVar[str] = "the native engine cannot run `{spec}`: {why}"
    advises: ClassVar[str] = "{advice}"

    spec: str
    why: str
    advice: str = "leave `--engine` out, or write `--engine python`"


class NoSymmetry(Diagnostic):
    """The call asks for symmetry of the engine that has none."""

    code: ClassVar[str] = "MC304"
    says: ClassVar[str] = "the python engine does not use symmetry: it visits every state"
    advises: ClassVar[str] = "leave `--engine python` out, or write `--symmetry off`"


class UnwritableReport(Diagnostic):
    """The report cannot be written where the call wants it."""

    code: ClassVar[str] = "MC306"
    says: ClassVar[str] = "the report cannot be written to `{path}`: {why}"
    advises: ClassVar[str] = "name a file in a folder that exists and that you may write to"

    path: str
    why: str


class UnreadableTrace(Diagnostic):
    """A saved report cannot be read."""

    code: ClassVar[str] = "MC307"
    says: ClassVar[str] = "`{path}` cannot be read: {why}"
    advises: ClassVar[str] = "name a file that `mc check SPEC --report json -o FILE` wrote"

    path: str
    why: str


class UnknownCode(Diagnostic):
    """`mc explain` is asked for a code that does not exist."""

    code: ClassVar[str] = "MC308"
    says: ClassVar[str] = "there is no error code `{asked}`"
    advises: ClassVar[str] = "codes go from {first} to {last}; an error shows its own in brackets"

    asked: str
    first: str
    last: str


class NothingToDebug(Diagnostic):
    """The property that is to be debugged has no run."""

    code: ClassVar[str] = "MC309"
    says: ClassVar[str] = "no run of `{spec}` shows {what}: {why}"
    advises: ClassVar[str] = "name a property that is violated or a cover that is reached"

    spec: str
    what: str
    why: str


class NoSuchStep(Diagnostic):
    """The run to debug is shorter than the step that was asked for."""

    code: ClassVar[str] = "MC310"
    says: ClassVar[str] = "the run has no step {step}: it ends with step {last}"
    advises: ClassVar[str] = "name a step from 0, the initial state, to {last}"

    step: int
    last: int


class FolderForOne(Diagnostic):
    """A folder is given where one spec is needed."""

    code: ClassVar[str] = "MC311"
    says: ClassVar[str] = "`{path}` is a folder, and this command takes one spec"
    advises: ClassVar[str] = "name one of its files, as in `{path}/spec.py`"

    path: str


class ExclusiveOptions(Diagnostic):
    """Two options do not go together."""

    code: ClassVar[str] = "MC312"
    says: ClassVar[str] = "`{first}` and `{second}` do not go together: {why}"
    advises: ClassVar[str] = "leave one of them out"

    first: str
    second: str
    why: str


class OtherParameters(Diagnostic):
    """A saved run does not fit the spec under the parameters of the call."""

    code: ClassVar[str] = "MC337"
    says: ClassVar[str] = (
        "the run in `{path}` was saved under {then}, and does not fit {now}: {problem}"
    )
    advises: ClassVar[str] = "leave `-p` out: it is then taken under the parameters of the report"

    path: str
    then: str
    now: str
    problem: str


class VariantOfVariant(Diagnostic):
    """`--variant` stands beside a class that is a variant itself."""

    code: ClassVar[str] = "MC338"
    says: ClassVar[str] = "`{spec}` is a variant itself, and `--variant` names those of a spec"
    advises: ClassVar[str] = "leave `--variant` out, or write `mc check {path} --variant {spec}`"

    path: str
    spec: str


class OwnParameter(Diagnostic):
    """A parameter is given to a variant that sets it itself."""

    code: ClassVar[str] = "MC339"
    says: ClassVar[str] = "`{spec}` sets `{name}` to {own} itself, so that {text} has no effect"
    advises: ClassVar[str] = "leave `-p {name}` out, or change `parameters` in its @variant"

    spec: str
    name: str
    own: str
    text: str


GATE: tuple[type[Diagnostic], ...] = (
    UnknownProperty,
    UnknownVariant,
    NoNativeEngine,
    NoSymmetry,
    UnwritableReport,
    UnreadableTrace,
    UnknownCode,
    NothingToDebug,
    NoSuchStep,
    FolderForOne,
    ExclusiveOptions,
    OtherParameters,
    VariantOfVariant,
    OwnParameter,
)
