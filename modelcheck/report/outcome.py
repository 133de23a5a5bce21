"""What a report is a function of: a spec, what an engine found out about it, what that means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from modelcheck.ir.module import Typed
from modelcheck.semantics.verdict import Result
from modelcheck.source.span import SourceFile


class RunVerdict(Enum):
    """The verdict of a whole run: the worst of its claims'."""

    HOLDS = "holds"
    VIOLATED = "violated"
    INCONCLUSIVE = "inconclusive"


@dataclass(frozen=True)
class Seconds:
    """How long the parts of a run took; the only part of a report that differs between runs."""

    compile: float
    explore: float
    total: float


@dataclass(frozen=True)
class Declared:
    """What a broken twin must break, and what it was found to break, but what it may break.

    It may break lemmas, and a mapping.
    """

    breaks: tuple[str, ...]
    found: tuple[str, ...]

    @property
    def as_declared(self) -> bool:
        """Whether it breaks exactly the claims it names."""
        return set(self.breaks) == set(self.found)

    @property
    def undeclared(self) -> tuple[str, ...]:
        """What it breaks besides."""
        return tuple(each for each in self.found if each not in self.breaks)

    @property
    def missing(self) -> tuple[str, ...]:
        """What it was not found to break."""
        return tuple(each for each in self.breaks if each not in self.found)


@dataclass(frozen=True)
class Outcome:
    """One spec, checked: everything that the reports show.

    `spec` is the way to the class as a person types it, `specs/isis.py::Isis`; `sources` maps
    the paths of spans to their files; `reason` says why the verdict is inconclusive, or why
    `holds` is not enough; `given` has the parameters of the call, as they were typed.
    `declared` is there for a twin that is checked as declared; `model` is that of the spec's
    manifest that was asked for.
    """

    spec: str
    spec_hash: str
    module: Typed
    sources: Mapping[str, SourceFile] = field(repr=False)
    result: Result
    verdict: RunVerdict
    reason: str | None
    exit_code: int
    seconds: Seconds
    engine: str = "python"
    given: tuple[tuple[str, str], ...] = ()
    declared: Declared | None = None
    model: str | None = None

    @property
    def differs(self) -> bool:
        """Whether it is a twin that was found to break other claims than it declares.

        What it does not break is known only if every state was seen.
        """
        if self.declared is None or self.declared.as_declared:
            return False
        return bool(self.declared.undeclared) or self.result.complete
