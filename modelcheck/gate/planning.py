"""What a gate has to run: every model of every manifest under a folder, or why it cannot."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from modelcheck.frontend.discovery import find_specs
from modelcheck.frontend.errors.loading import SeveralSpecs
from modelcheck.frontend.lemmas import excused_of
from modelcheck.gate.exit_codes import Exit
from modelcheck.gate.expected import unknown_name
from modelcheck.gate.manifest import Time
from modelcheck.gate.manifest_errors import NoSpecBeside, NothingRuns, OtherBreaks, UnlistedTwin
from modelcheck.gate.manifest_file import DEFAULT, manifest_path, read_manifest
from modelcheck.gate.opening import Given, Target, fitting, opened, twins
from modelcheck.gate.toml_places import whole
from modelcheck.report.gated import Row
from modelcheck.source.diagnostic import ConfigError, Diagnostic, SpecError
from modelcheck.source.span import NOWHERE

if TYPE_CHECKING:
    from modelcheck.frontend.loading import SpecClass
    from modelcheck.gate.manifest import Expectation, Manifest, Model


@dataclass(frozen=True)
class Job:
    """A spec or a twin under the parameters of a model, and what that must give."""

    path: Path
    class_name: str
    model: str
    parameters: Given
    expected: Expectation

    @property
    def spec(self) -> str:
        """The class, as a person types it."""
        return f"{self.path}::{self.class_name}"

    @property
    def look(self) -> str:
        """The call that shows a person what this job finds."""
        return f"mc check {self.spec} --model {self.model} --keep-going"


def plan(path: Path, *, slow: bool) -> Iterator[Job | Row]:
    """Give what is to be run under `path`, a folder or one spec, in a fixed order.

    What cannot be run is a row with the reason.  `slow` takes the slow models too.
    Raises: `ConfigError` when there is no such folder (MC101), or no spec in it (MC102).
    """
    specs = (path,) if path.is_file() else find_specs(path)
    for each in specs:
        try:
            yield from _jobs(each, slow=slow)
        except (SpecError, ConfigError) as error:
            yield refused(str(each), None, error)
    if path.is_dir():
        yield from _strays(path, {manifest_path(each) for each in specs})


def refused(spec: str, model: str | None, error: SpecError | ConfigError) -> Row:
    """Give the row of what cannot be run."""
    code = Exit.REJECTED if isinstance(error, SpecError) else Exit.USAGE
    return Row(spec, model, None, None, None, 0.0, error.diagnostics, code)


def _jobs(path: Path, *, slow: bool) -> Iterator[Job | Row]:
    manifest = read_manifest(path)
    default = next(each for each in manifest.models if each.name == DEFAULT)
    main, known = _classes(path, default)
    if findings := tuple(_misfits(manifest, main, known)):
        yield Row(str(path), None, None, None, None, 0.0, findings, Exit.UNREACHED)
        return
    chosen = [each for each in manifest.models if slow or each.time is Time.FAST]
    if not chosen:
        raise ConfigError(NothingRuns(manifest.path, span=whole(manifest.path)))
    for model in chosen:
        yield Job(path, main.name, model.name, model.parameters, model.expected)
        for name, expected in model.twins:
            given = fitting(model.parameters, known[name])
            yield Job(path, name, model.name, given, expected)


def _classes(path: Path, model: Model) -> tuple[SpecClass, dict[str, SpecClass]]:
    """Give the one spec of a file, and its twins."""
    try:
        file, (main,) = opened(Target(path, None), model.parameters)
    except ConfigError as error:
        raise placed(error, model.expected) from None
    except SpecError as error:
        raise SpecError(*map(_one_each, error.diagnostics)) from None
    return main, {each.name: each for each in twins(file, main)}


def _one_each(finding: Diagnostic) -> Diagnostic:
    """Say of several specs in a file that each needs its own, as a manifest speaks of one."""
    if isinstance(finding, SeveralSpecs):
        return replace(finding, advice="give each spec a file and a manifest of its own")
    return finding


def placed(error: ConfigError, expected: Expectation) -> ConfigError:
    """Give the error with the place of the parameters in the manifest, where it has none."""
    place = expected.place("parameters")
    return ConfigError(
        *(replace(each, span=place) if each.span == NOWHERE else each for each in error.diagnostics)
    )


def _misfits(
    manifest: Manifest, main: SpecClass, known: dict[str, SpecClass]
) -> Iterator[Diagnostic]:
    """Find where the twins of the manifest are not those of the spec."""
    for model in manifest.models:
        listed = dict(model.twins)
        for name, expected in model.twins:
            place = expected.place("")
            if name not in known:
                yield unknown_name(main.name, "twin", name, list(known), place)
                continue
            variant = known[name].variant
            breaks = () if variant is None else variant.breaks
            violated = [claim for claim, _ in expected.violated]
            if set(breaks) != set(violated) - (excused_of(known[name].cls) - set(breaks)):
                place = expected.place("violated")
                yield OtherBreaks(name, _listed(violated), _listed(breaks), span=place)
        if model.name == DEFAULT:
            place = model.expected.place("")
            yield from (UnlistedTwin(main.name, n, span=place) for n in known if n not in listed)


def _listed(names: list[str] | tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names) or "nothing"


def _strays(folder: Path, known: set[Path]) -> Iterator[Row]:
    """Give the manifests under `folder` that stand beside no spec."""
    for each in sorted(folder.rglob("*.toml")):
        hidden = any(part.startswith(".") for part in each.relative_to(folder).parts)
        if not hidden and each not in known and each.is_file() and b"[models" in each.read_bytes():
            spec = each.with_suffix(".py")
            finding = NoSpecBeside(str(each), str(spec), span=whole(str(each)))
            yield refused(str(each), None, ConfigError(finding))
