"""What lowering knows: the module under its parameters, and the findings so far."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from modelcheck.frontend.loading import LoadedFile
from modelcheck.frontend.lowering.parts import Part
from modelcheck.ir.stmt import Function
from modelcheck.ir.types import Named, Type
from modelcheck.lang import Spec
from modelcheck.source.diagnostic import Diagnostic
from modelcheck.source.span import Located, SourceFile, Span


class Found(Exception):  # noqa: N818  # carries a finding up to the statement it belongs to
    """A finding that ends the lowering of the statement at hand; the next one goes on."""

    def __init__(self, diagnostic: Diagnostic | None) -> None:
        """Carry a finding; `None` where the finding was made before (a poisoned name)."""
        super().__init__(diagnostic)
        self.diagnostic = diagnostic


@dataclass
class Unit:
    """One source file that bodies come from."""

    source: SourceFile
    tree: ast.Module
    namespace: Mapping[str, object]

    def span(self, node: Located) -> Span:
        """Give the span of an AST node of this file."""
        return self.source.span(node)


Lowered: TypeAlias = tuple[object, Part, tuple[tuple[str, Type], ...], bool, bool]
"""What a helper is lowered for: its function and `self`, its parameters, whether it looks at the
state before, whether in a claim over steps."""


@dataclass
class Context:
    """The lowering of one spec class: what it has collected, and where it looks things up."""

    loaded: LoadedFile
    spec_class: type[Spec]
    root: Part
    """The spec as its own methods know it; the components are in it."""
    named: dict[str, Named] = field(default_factory=dict[str, Named])
    classes: dict[str, type] = field(default_factory=dict[str, type])
    findings: list[Diagnostic] = field(default_factory=list[Diagnostic])
    functions: dict[Lowered, Function] = field(default_factory=dict["Lowered", Function])
    """Helpers that are lowered already, by what they were lowered for."""
    open_records: tuple[type, ...] = ()

    def report(self, diagnostic: Diagnostic) -> None:
        """Keep a finding; the same one of a body that is lowered twice is kept once."""
        if diagnostic not in self.findings:
            self.findings.append(diagnostic)
