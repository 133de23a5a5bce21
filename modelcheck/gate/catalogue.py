"""Every finding of every package, and the page that explains it."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from modelcheck.frontend.errors.bodies import BODIES
from modelcheck.frontend.errors.calls import CALLS
from modelcheck.frontend.errors.checks import CHECKS
from modelcheck.frontend.errors.classes import CLASSES
from modelcheck.frontend.errors.components import COMPONENTS
from modelcheck.frontend.errors.expressions import EXPRESSIONS
from modelcheck.frontend.errors.loading import LOADING
from modelcheck.frontend.errors.refinements import REFINEMENTS
from modelcheck.frontend.errors.typing import TYPING
from modelcheck.frontend.errors.unknowns import UNKNOWNS
from modelcheck.gate.certificate_errors import CERTIFICATES
from modelcheck.gate.errors import GATE, UnknownCode
from modelcheck.gate.manifest_errors import MANIFEST
from modelcheck.gate.proving_errors import PROVING
from modelcheck.gate.searching_errors import SEARCHING
from modelcheck.gate.sweep_errors import SWEEP
from modelcheck.report.errors import REPORT
from modelcheck.source.diagnostic import ConfigError, Diagnostic

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

ALL: tuple[type[Diagnostic], ...] = (
    *LOADING,
    *BODIES,
    *EXPRESSIONS,
    *CALLS,
    *CLASSES,
    *COMPONENTS,
    *REFINEMENTS,
    *CHECKS,
    *TYPING,
    *UNKNOWNS,
    *GATE,
    *MANIFEST,
    *SWEEP,
    *PROVING,
    *CERTIFICATES,
    *SEARCHING,
    *REPORT,
)


def page(code: str) -> str:
    """Give the page that explains `code`: a bad call or spec, what is printed, the mended one.

    Raises: `ConfigError` (MC308) when there is no such code.
    """
    known = sorted(each.code for each in ALL)
    asked = code.upper()
    if asked not in known:
        raise ConfigError(UnknownCode(code, known[0], known[-1]))
    return (_folder() / f"{asked}.md").read_text(encoding="utf-8")


def _folder() -> Traversable:
    """Give the folder of the pages: inside the installed package, or beside its source."""
    installed = files("modelcheck") / "pages"
    if installed.is_dir():
        return installed
    return Path(__file__).parents[2] / "docs" / "errors"
