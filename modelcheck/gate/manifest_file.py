"""From a manifest's file to its models, or to every fault that it has."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Final

from modelcheck.frontend.assignments import parameter_text
from modelcheck.frontend.text import did_you_mean
from modelcheck.gate.manifest import Expectation, Manifest, Mode, Model, ResultKind, Time
from modelcheck.gate.manifest_errors import BrokenManifest, NoManifest, UnknownModel
from modelcheck.gate.toml_places import Places, fault, whole
from modelcheck.gate.toml_tables import Table
from modelcheck.source.diagnostic import ConfigError
from modelcheck.source.span import SourceFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from modelcheck.gate.opening import Given
    from modelcheck.source.diagnostic import Diagnostic
    from modelcheck.source.span import Span

DEFAULT: Final = "default"
"""The model that a check without parameters is of."""

_EXPECTED: Final = (
    "result",
    "distinctStates",
    "totalStates",
    "stateDepth",
    "orbits",
    "violated",
    "covers",
    "unreachable",
    "dead",
)
_MODEL: Final = ("time", "parameters", "mode", "holds", *_EXPECTED, "twins")


def manifest_path(spec: Path) -> Path:
    """Give where the manifest of a spec's file stands."""
    return spec.with_suffix(".toml")


def read_manifest(spec: Path) -> Manifest:
    """Read the manifest of a spec's file.

    Raises: `ConfigError` with every fault: none there (MC313), no TOML (MC314), unknown keys
    (MC315), entries of another kind (MC316), keys that are missing (MC317).
    """
    path = manifest_path(spec)
    source = manifest_source(path)
    if source is None:
        raise ConfigError(NoManifest(str(spec), str(path), span=whole(str(spec))))
    try:
        entries = tomllib.loads(source.text)
    except tomllib.TOMLDecodeError as error:
        why, span = fault(error, source)
        raise ConfigError(BrokenManifest(str(path), f"is no TOML: {why}", span=span)) from None
    except (ValueError, RecursionError) as error:
        deep = isinstance(error, RecursionError)
        why = "nests too deeply" if deep else "has a number with too many digits"
        raise ConfigError(BrokenManifest(str(path), why, span=whole(str(path)))) from None
    findings: list[Diagnostic] = []
    top = Table("the manifest", entries, (), Places(source), findings)
    top.refuse_others(("models",))
    models = top.table("models", "[models]")
    named = [] if models is None else [(name, models.table(name)) for name in models.entries]
    if models is not None and DEFAULT not in models.entries:
        models.missing(DEFAULT, f"[models.{DEFAULT}]")
    read = [_model(name, table) for name, table in named if table is not None]
    if findings:
        raise ConfigError(*findings)
    return Manifest(str(path), tuple(model for model in read if model is not None))


def model_named(manifest: Manifest, name: str) -> Model:
    """Give a model of the manifest.  Raises: `ConfigError` (MC305) when there is none."""
    models = {each.name: each for each in manifest.models}
    if name not in models:
        present = ", ".join(f"`{each}`" for each in models)
        advice = did_you_mean(name, list(models)) or "name one of these"
        finding = UnknownModel(manifest.path, name, present, advice, span=whole(manifest.path))
        raise ConfigError(finding)
    return models[name]


def manifest_source(path: Path) -> SourceFile | None:
    """Give the text of the manifest at `path`, `None` if there is none.

    Raises: `ConfigError` (MC314) where it cannot be read.
    """
    try:
        return SourceFile(str(path), path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except UnicodeDecodeError:
        why = "is no text in UTF-8"
    except OSError as error:
        why = f"cannot be read: {error.strerror or error}"
    raise ConfigError(BrokenManifest(str(path), why, span=whole(str(path))))


def _model(name: str, table: Table) -> Model | None:
    table.refuse_others(_MODEL)
    time = table.word("time", Time)
    mode = table.word("mode", Mode, Mode.EXHAUSTIVE)
    parameters = _parameters(table)
    if name == DEFAULT and parameters:
        wanted = "empty: `default` is what `mc check SPEC` looks at"
        table.wrong("parameters", table.entries["parameters"], wanted, "parameters = {}")
    expected = _expectation(table, _holding(table))
    inner = table.optional_table("twins")
    twins: list[tuple[str, Expectation]] = []
    for twin, each in [] if inner is None else [(n, inner.table(n)) for n in inner.entries]:
        if each is None:
            continue
        each.refuse_others(_EXPECTED)
        found = _expectation(each, None)
        if found is not None:
            twins.append((twin, found))
    if time is None or mode is None or expected is None:
        return None
    return Model(name, time, mode, parameters, expected, tuple(twins))


def _parameters(table: Table) -> Given:
    inner = table.optional_table("parameters")
    if inner is None:
        return ()
    return tuple((name, _text(inner, name)) for name in inner.entries)


def _text(table: Table, name: str) -> str:
    """Give a parameter as it is typed after `-p NAME=`."""
    match table.entries[name]:
        case bool() | int() | str() as value:
            return parameter_text(value)
        case [*values] if all(type(each) is int for each in values):
            return parameter_text(tuple(values))
        case other:
            wanted = "a number, a bool, a text or a list of numbers"
            table.wrong(name, other, wanted, f"{name} = 3")
            return ""


def _holding(table: Table) -> tuple[str, ...]:
    if "holds" not in table.entries:
        table.missing("holds", 'holds = ["agreement"]')
    return table.names("holds")


def _expectation(table: Table, holds: tuple[str, ...] | None) -> Expectation | None:
    result = table.word("result", ResultKind)
    distinct = table.count("distinctStates")
    generated = table.count("totalStates")
    depth = table.count("stateDepth")
    orbits = table.count("orbits") if "orbits" in table.entries else None
    violated = table.steps("violated")
    covers = table.steps("covers")
    unreachable = table.names("unreachable")
    dead = table.names("dead")
    if result is None or distinct is None or generated is None or depth is None:
        return None
    return Expectation(
        result,
        distinct,
        generated,
        depth,
        orbits,
        holds,
        violated,
        covers,
        unreachable,
        dead,
        _places(
            table,
            {
                "holds": holds or (),
                "violated": [name for name, _ in violated],
                "covers": [name for name, _ in covers],
                "unreachable": unreachable,
                "dead": dead,
            },
        ),
    )


def _places(table: Table, named: Mapping[str, Iterable[str]]) -> dict[str, Span]:
    places = {"": table.span(), **{key: table.span(key) for key in table.entries}}
    for key, names in named.items():
        places.update({f"{key}.{name}": table.span(key, name) for name in names})
    return places
