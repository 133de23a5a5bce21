"""From a path and parameters to executed spec classes, with the sources they come from."""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from pathlib import Path
from typing import Final

from modelcheck.frontend.assignments import read_values
from modelcheck.frontend.errors.loading import NoSpec, SeveralSpecs, UnknownClass
from modelcheck.frontend.execution import Execution, LocalModule
from modelcheck.frontend.forms import check_forms
from modelcheck.frontend.parameters import (
    Declarations,
    LiteralValue,
    Member,
    ParameterValue,
    find_parameters,
    place,
)
from modelcheck.frontend.refined import refined_modules
from modelcheck.frontend.text import did_you_mean, parse, read_source
from modelcheck.frontend.words import check_words
from modelcheck.lang import Spec
from modelcheck.lang.marks import VARIANT, VariantMark
from modelcheck.source.diagnostic import ConfigError, SpecError
from modelcheck.source.span import SourceFile, Span

IMPORT_LIMIT_S: Final = 5.0
"""How long the execution of a spec's module may take: ours take milliseconds."""


@dataclass(frozen=True)
class SpecClass:
    """A subclass of `Spec` that a file defines; `variant` is the mark on this very class."""

    name: str
    cls: type[Spec]
    variant: VariantMark | None
    node: ast.ClassDef
    span: Span


@dataclass(frozen=True, eq=False)
class LoadedFile:
    """A spec's file, executed under its parameters.

    `tree` is that of the text as written; `namespace` has the values under the parameters.
    None of the modules stays in `sys.modules`, so `typing.get_type_hints` needs the `namespace`
    of `source_of(cls.__module__)` as its `globalns`, for each class of the MRO.
    """

    path: str
    source: SourceFile
    tree: ast.Module = field(repr=False)
    name: str
    namespace: Mapping[str, object] = field(repr=False)
    specs: tuple[SpecClass, ...]
    parameters: tuple[ParameterValue, ...]
    imported: Mapping[str, LocalModule]
    """The modules in the spec's folder that were imported, by name."""
    hash: str

    def main(self) -> SpecClass:
        """Give the one spec that is no variant.

        Raises: `SpecError` when there is none (MC105), or several (MC106).
        """
        specs = [each for each in self.specs if each.variant is None]
        if not specs:
            advice = f"name one, as in `{self.path}::{self.specs[0].name}`"
            raise SpecError(NoSpec(self.path, "has only variants", advice, span=_file(self.path)))
        if len(specs) > 1:
            names = ", ".join(f"`{each.name}`" for each in specs)
            advice = f"name one, as in `{self.path}::{specs[0].name}`"
            raise SpecError(SeveralSpecs(self.path, names, advice, span=specs[1].span))
        return specs[0]

    def named(self, name: str) -> SpecClass:
        """Give the spec or variant `name`.

        Raises: `ConfigError` (MC103) when there is none.
        """
        by_name = {each.name: each for each in self.specs}
        if name not in by_name:
            present = ", ".join(f"`{each}`" for each in by_name)
            advice = did_you_mean(name, list(by_name)) or "name one of these"
            raise ConfigError(UnknownClass(self.path, name, present, advice))
        return by_name[name]

    def source_of(self, module: str) -> LocalModule | None:
        """Give the author's module of that name, as in a class's `__module__`, if it is one."""
        if module == self.name:
            return self._own
        return self.imported.get(module)

    @cached_property
    def _own(self) -> LocalModule:
        own = LocalModule(self.name, self.source, self.namespace)
        vars(own)["tree"] = self.tree  # the cached property: parsed once
        return own


def open_spec(
    path: Path,
    parameters: Mapping[str, str],
    *,
    shown: str | None = None,
    limit_s: float = IMPORT_LIMIT_S,
) -> LoadedFile:
    """Read and execute the file at `path` with `parameters`, texts by name, in place.

    Every call executes the file anew, apart from the rest of the process.  Findings name the
    file as `shown`, by default as `path` reads.
    Raises: `ConfigError` for a file that cannot be read (MC101) and for parameters (MC111 to
    MC118); `SpecError` for text that is no spec (MC104 to MC110, MC113, MC114, MC119,
    MC281, MC282).
    """
    source = read_source(path, str(path) if shown is None else shown)
    tree = parse(source)
    if not tree.body:
        raise SpecError(NoSpec(source.path, "is empty", span=_file(source.path)))
    if findings := check_words(tree, source) + check_forms(tree, source):
        raise SpecError(*findings)
    declarations = find_parameters(tree, source)
    values = read_values(declarations, parameters)
    placed = place(parse(source), source, values) if parameters else parse(source)
    shared = dict.fromkeys(refined_modules(tree, declarations), values)
    execution = Execution(
        path.resolve(), source, declarations, given=bool(parameters), shared=shared
    )
    namespace, imported = execution.run(placed, limit_s)
    if findings := [
        each for one in imported.values() for each in check_forms(one.tree, one.source)
    ]:
        raise SpecError(*findings)
    specs = spec_classes(tree, source, namespace, execution.name)
    if not specs:
        raise SpecError(
            NoSpec(source.path, "has no class that derives from `Spec`", span=_file(source.path))
        )
    return LoadedFile(
        path=source.path,
        source=source,
        tree=tree,
        name=execution.name,
        namespace=namespace,
        specs=specs,
        parameters=_parameters(declarations, values, namespace),
        imported=imported,
        hash=_hash(source, imported),
    )


def spec_classes(
    tree: ast.Module, source: SourceFile, namespace: Mapping[str, object], module: str
) -> tuple[SpecClass, ...]:
    """Give the subclasses of `Spec` that the module defines, in the order of the source."""
    nodes = {node.name: node for node in tree.body if isinstance(node, ast.ClassDef)}
    found: list[SpecClass] = []
    for name, node in nodes.items():
        cls = namespace.get(name)
        if isinstance(cls, type) and issubclass(cls, Spec) and cls.__module__ == module:
            mark = vars(cls).get(VARIANT)
            variant = mark if isinstance(mark, VariantMark) else None
            found.append(SpecClass(name, cls, variant, node, source.name_span(node)))
    return tuple(found)


def _parameters(
    declarations: Declarations,
    values: Mapping[str, LiteralValue],
    namespace: Mapping[str, object],
) -> tuple[ParameterValue, ...]:
    return tuple(
        ParameterValue(
            name,
            _evaluated(values[name], namespace),
            _evaluated(declared.default, namespace),
            declared.of,
            declared.span,
        )
        for name, declared in declarations.parameters.items()
    )


def _evaluated(
    value: LiteralValue, namespace: Mapping[str, object]
) -> int | bool | Enum | tuple[int, ...]:
    if not isinstance(value, Member):
        return value
    member = getattr(namespace[value.enum], value.name)
    return member if isinstance(member, Enum) else int(member)


def _hash(source: SourceFile, imported: Mapping[str, LocalModule]) -> str:
    """Hash the texts, with the line ends of all systems alike."""
    digest = hashlib.sha256("\n".join(source.lines).encode())
    for name, module in sorted(imported.items()):
        text = "\n".join(module.source.lines)
        digest.update(f"\0{name}\0{len(text)}\0{text}".encode())
    return f"sha256:{digest.hexdigest()}"


def _file(path: str) -> Span:
    return Span(path, 0, 0, 0, 0)
