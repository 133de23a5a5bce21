"""From what a person types to specs that can be run: paths, classes, folders, parameters."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from modelcheck.explicit.reference.program import Program
from modelcheck.frontend.assignments import given_once, parameter_text
from modelcheck.frontend.discovery import find_specs
from modelcheck.frontend.loading import LoadedFile, SpecClass, open_spec
from modelcheck.frontend.lower import LoadedSpec, lower
from modelcheck.frontend.text import read_source
from modelcheck.gate.errors import FolderForOne, OwnParameter
from modelcheck.gate.exit_codes import Exit
from modelcheck.gate.manifest_file import manifest_source, model_named, read_manifest
from modelcheck.source.diagnostic import ConfigError, Diagnostic, SpecError
from modelcheck.source.span import SourceFile

Given = tuple[tuple[str, str], ...]
"""Parameters as they were typed: a name and a text each."""


@dataclass(frozen=True)
class Target:
    """A file, the class in it that is meant, and whether any number of specs will do."""

    path: Path
    class_name: str | None
    of_folder: bool = False


@dataclass(frozen=True)
class Ready:
    """A spec that can be run, the way to it, and the seconds that it took to get it."""

    spec: str
    loaded: LoadedSpec = field(repr=False)
    given: Given
    seconds: float

    @property
    def program(self) -> Program:
        """What the reference engine runs."""
        return program_of(self.loaded)


def program_of(loaded: LoadedSpec) -> Program:
    """Give what the reference engine runs of a spec."""
    return Program(
        loaded.module,
        loaded.spec_class,
        loaded.classes,
        loaded.domains,
        loaded.components,
        None if loaded.abstract is None else program_of(loaded.abstract),
    )


@dataclass(frozen=True)
class Rejected:
    """A spec that cannot be run, or a call that does not fit it."""

    spec: str
    error: SpecError | ConfigError
    twin: bool = False
    """The error is that of a broken twin alone: its spec was run."""

    @property
    def exit_code(self) -> Exit:
        """What the rejection means to whoever asked."""
        return Exit.REJECTED if isinstance(self.error, SpecError) else Exit.USAGE

    @property
    def sources(self) -> Mapping[str, SourceFile]:
        """The files that the findings point into, as far as they can be read."""
        return sources_of(self.error.diagnostics)


def sources_of(diagnostics: tuple[Diagnostic, ...]) -> dict[str, SourceFile]:
    """Read the files that the findings point into; one that cannot be read is left out."""
    found: dict[str, SourceFile] = {}
    for path in sorted({each.span.path for each in diagnostics if each.span.line}):
        try:
            if path.endswith(".toml"):
                found[path] = manifest_source(Path(path)) or SourceFile(path, "")
            else:
                found[path] = read_source(Path(path), path)
        except (ConfigError, SpecError):
            continue
    return found


def targets(spec: str) -> list[Target]:
    """Give what `path.py`, `path.py::Class` or a folder means.

    Raises: `ConfigError` when a folder has no spec (MC102).
    """
    path, separator, name = spec.rpartition("::")
    if separator:
        return [Target(Path(path), name)]
    if Path(spec).is_dir():
        return [Target(each, None, of_folder=True) for each in find_specs(Path(spec))]
    return [Target(Path(spec), None)]


def one_target(spec: str) -> Target:
    """Give what `path.py` or `path.py::Class` means, where a folder will not do (MC311)."""
    if Path(spec).is_dir():
        raise ConfigError(FolderForOne(spec))
    return targets(spec)[0]


def opened(target: Target, given: Given) -> tuple[LoadedFile, tuple[SpecClass, ...]]:
    """Execute the file of `target`, and give the classes that are meant.

    Of a file in a folder, that is every spec that is no variant.
    Raises: `SpecError` and `ConfigError`, as `open_spec` does.
    """
    file = open_spec(target.path, given_once(given))
    if target.class_name is not None:
        return file, (file.named(target.class_name),)
    if target.of_folder:
        return file, tuple(each for each in file.specs if each.variant is None)
    return file, (file.main(),)


def ready(target: Target, given: Given, file: LoadedFile, spec: SpecClass) -> Ready:
    """Give the class `spec` of `file`, typed; a variant under the parameters of its own.

    Raises: `SpecError` when it is outside of the language; `ConfigError` (MC339) when `given`
    has another value for a parameter that a variant sets itself.
    """
    start = time.perf_counter()
    own = own_parameters(spec)
    if own:
        findings = [
            OwnParameter(spec.name, name, own[name], text)
            for name, text in given
            if own.get(name, text) != text
        ]
        if findings:
            raise ConfigError(*findings)
        given = tuple({**dict(given), **own}.items())
        file = open_spec(target.path, dict(given))
    loaded = lower(file, spec.name)
    return Ready(f"{target.path}::{spec.name}", loaded, given, time.perf_counter() - start)


def own_parameters(spec: SpecClass) -> dict[str, str]:
    """Give the parameters that a variant sets itself, as they are typed."""
    own = () if spec.variant is None else spec.variant.parameters
    return {name: parameter_text(value) for name, value in own}


def fitting(given: Given, spec: SpecClass, called: Given = ()) -> Given:
    """Give the parameters without those that a variant sets itself, but for `called` ones.

    So those of a model, or of the spec beside it, leave a variant what makes it one.
    """
    own, kept = own_parameters(spec), dict(called)
    return tuple((name, text) for name, text in given if name not in own or name in kept)


def with_model(target: Target, called: Given, model: str | None) -> Given:
    """Give the parameters of a model of the manifest, and over them those of the call.

    Raises: `ConfigError` when the manifest has faults, or no such model (MC305, MC313 to MC317).
    """
    if model is None:
        return called
    named = model_named(read_manifest(target.path), model)
    return tuple({**dict(named.parameters), **given_once(called)}.items())


def ready_one(spec: str, given: Given) -> Ready:
    """Give the one spec that `path.py` or `path.py::Class` means, ready to be run.

    Raises: `SpecError` and `ConfigError`.
    """
    target = one_target(spec)
    start = time.perf_counter()
    file, (found,) = opened(target, given)
    seconds = time.perf_counter() - start
    made = ready(target, given, file, found)
    return Ready(made.spec, made.loaded, made.given, made.seconds + seconds)


def twins(file: LoadedFile, base: SpecClass) -> Iterator[SpecClass]:
    """Give the variants of `base` in `file`, in the order of the source."""
    for each in file.specs:
        if each.variant is None:
            continue
        of = each.variant.of
        if of is base.cls or (of is None and issubclass(each.cls, base.cls)):
            yield each
