"""The execution of a spec's file, in isolation; what it raises becomes a finding."""

from __future__ import annotations

import ast
import linecache
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import ModuleType

from modelcheck.frontend.assignments import number_text, wrong_length
from modelcheck.frontend.blame import blame, last_line
from modelcheck.frontend.errors.loading import ImpossibleSize, WrongLength
from modelcheck.frontend.isolation import LIBRARY, Given, run_module
from modelcheck.frontend.iteration import GLOBALS, iterate_in_order
from modelcheck.frontend.parameters import Computed, Declarations, Declared, LiteralValue
from modelcheck.frontend.text import compile_tree, parse, read_source
from modelcheck.lang.sorts import MAX_SIZE, SizeError
from modelcheck.lang.values import LengthError
from modelcheck.source.diagnostic import ConfigError, Diagnostic, SpecError
from modelcheck.source.span import SourceFile


@dataclass(frozen=True, eq=False)
class LocalModule:
    """A module of the author: its name as classes and functions know it (`__module__`)."""

    name: str
    source: SourceFile
    namespace: Mapping[str, object] = field(repr=False)

    @cached_property
    def tree(self) -> ast.Module:
        """The syntax tree of the text as written."""
        return parse(self.source)


@dataclass(frozen=True)
class Execution:
    """One execution of a file; `path` is the real one, which debuggers and tracebacks read.

    `given` tells whether the call set parameters: sizes and lengths that do not fit are then
    the call's fault, not the file's.  `shared` has the values of the parameters of the modules
    whose specs the file's refine.
    """

    path: Path
    source: SourceFile
    declarations: Declarations
    given: bool
    shared: Given = field(default_factory=dict[str, Mapping[str, LiteralValue]])

    @property
    def name(self) -> str:
        """The module's name: the file's, as an import would have it; never `__main__`."""
        return self.path.stem if self.path.stem != "__main__" else "spec"

    def run(
        self, tree: ast.Module, limit_s: float
    ) -> tuple[dict[str, object], dict[str, LocalModule]]:
        """Execute `tree`; give its globals and the local modules that it imports.

        Changes `tree`: see `iterate_in_order`.
        Raises: `SpecError` when that fails or takes longer than `limit_s` seconds.
        """
        code = compile_tree(iterate_in_order(tree), str(self.path), self.source)
        module = ModuleType(self.name)
        vars(module).update(GLOBALS)
        module.__file__ = str(self.path)
        module.__package__ = ""
        linecache.checkcache(str(self.path))
        try:
            modules = run_module(code, module, self.path.parent, self.shared, limit_s)
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # noqa: BLE001  # whatever the author's module raises
            raise self._rejected(error, limit_s) from None
        imported = {
            name: LocalModule(name, local, vars(each))
            for name, each in sorted(modules.items())
            if (local := self._source_of(vars(each).get("__file__"))) is not None
        }
        return vars(module), imported

    def _rejected(self, error: BaseException, limit_s: float) -> SpecError | ConfigError:
        findings = self._misfits(error) or blame(error, self._source_of, limit_s)
        if self.given and all(isinstance(each, ImpossibleSize | WrongLength) for each in findings):
            return ConfigError(*findings)
        return SpecError(*findings)

    def _misfits(self, error: BaseException) -> list[Diagnostic]:
        """Find the sizes and lengths in the file itself that `error` is about."""
        line = last_line(error, str(self.path))
        sizes: dict[str, Computed | Declared] = {
            **self.declarations.computed,
            **self.declarations.parameters,
        }
        match error:
            case SizeError(args=(str() as name, int() as size)) if name in sizes:
                return [ImpossibleSize(name, number_text(size), MAX_SIZE, span=sizes[name].span)]
            case LengthError(args=(_, int() as size, int() as count)):
                return [
                    wrong_length(declared, count, size)
                    for declared in self.declarations.parameters.values()
                    if declared.of == "each" and declared.line == line
                ]
            case _:
                return []

    def _source_of(self, filename: object) -> SourceFile | None:
        """Give the source of a file in the spec's folder, its path shown beside the spec's."""
        if filename == str(self.path):
            return self.source
        if not isinstance(filename, str) or not filename.endswith(".py"):
            return None
        if Path(filename).is_relative_to(LIBRARY):
            shown = Path(filename).relative_to(LIBRARY.parents[1])
            return read_source(Path(filename), shown.as_posix())
        if not Path(filename).is_relative_to(self.path.parent) or "site-packages" in filename:
            return None
        beside = Path(self.source.path).parent / Path(filename).relative_to(self.path.parent)
        try:
            return read_source(Path(filename), str(beside))
        except (ConfigError, SpecError):
            return None
