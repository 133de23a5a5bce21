"""Manifests: what is read, and where each fault of one is found."""

from __future__ import annotations

from pathlib import Path

import pytest
from rooms import MANIFEST, changed, write_room

from modelcheck.gate.manifest import Mode, ResultKind, Time
from modelcheck.gate.manifest_file import read_manifest
from modelcheck.source.diagnostic import ConfigError


def faults(folder: Path, manifest: str | None) -> list[tuple[str, int, int]]:
    """Give the code, line and column of each fault."""
    with pytest.raises(ConfigError) as raised:
        read_manifest(write_room(folder, manifest=manifest))
    found = raised.value.diagnostics
    return [(each.code, each.span.line, each.span.column) for each in found]


def test_a_manifest_is_read_into_models_and_twins(tmp_path: Path) -> None:
    default, large = read_manifest(write_room(tmp_path)).models
    assert (default.name, default.time, default.mode) == ("default", Time.FAST, Mode.EXHAUSTIVE)
    assert (default.parameters, large.parameters) == ((), (("Lamp", "3"),))
    ((name, twin),) = default.twins
    assert (name, twin.result, twin.violated) == ("Bright", ResultKind.SAFETY, (("one_lamp", 2),))
    figures = (twin.distinct, twin.generated, twin.depth, twin.orbits, twin.covers)
    assert figures == (4, 17, 2, 3, (("light", 1),))


def test_parameters_are_as_they_are_typed(tmp_path: Path) -> None:
    written = 'parameters = { A = 3, B = true, C = [1, 2], D = "A", E = [1] }'
    text = changed(MANIFEST, "parameters = { Lamp = 3 }", written)
    _, large = read_manifest(write_room(tmp_path, manifest=text)).models
    given = (("A", "3"), ("B", "true"), ("C", "1,2"), ("D", "A"), ("E", "1,"))
    assert large.parameters == given


def test_what_is_expected_knows_where_it_stands(tmp_path: Path) -> None:
    default, _ = read_manifest(write_room(tmp_path)).models
    twin = default.twins[0][1]
    places = [twin.place("violated", "one_lamp"), twin.place("stateDepth"), twin.place("dead")]
    assert [(each.line, each.column) for each in places] == [(17, 14), (15, 1), (11, 2)]


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ('"fast"', '"fast"\nparameters = { Lamp = 3 }', [("MC316", 3, 1)]),
        ("totalStates = 9", f"totalStates = {'9' * 5000}", [("MC314", 0, 0)]),
        ("totalStates = 9", f"totalStates = {'[' * 5000}", [("MC314", 0, 0)]),
        ("time =", "tine =", [("MC315", 2, 1), ("MC317", 1, 2)]),
        ('time = "fast"', 'time = "quick"', [("MC316", 2, 1)]),
        ('result = "success"', "", [("MC317", 1, 2)]),
        ("totalStates = 9", "totalStates = -9", [("MC316", 5, 1)]),
        ("totalStates = 9", "totalStates = true", [("MC316", 5, 1)]),
        ("totalStates = 9", "totalStates = 9.0", [("MC316", 5, 1)]),
        ("light = 1", "light = 'soon'", [("MC316", 9, 12)]),
        ("{ light = 1 }", "3", [("MC316", 9, 1)]),
        ("orbits = 3", "orbits = 3\ndead = 'switch_off'", [("MC316", 17, 1)]),
        ("orbits = 3", "orbits = 3\ndead = [1]", [("MC316", 17, 1)]),
        ("orbits = 3", "orbits = 3\ntime = 'fast'", [("MC315", 17, 1)]),
        ("{ Lamp = 3 }", "{ Lamp = 3.5 }", [("MC316", 22, 16)]),
        ("{ Lamp = 3 }", "3", [("MC316", 22, 1)]),
        ("[models.default]\n", "", [("MC315", 1, 1)]),
        ("[models.default]", "[models.first]", [("MC317", 0, 0)]),
        ("[models.default]", "[models.default", [("MC314", 1, 16)]),
        ("orbits = 3", "orbits = 3\norbits = 4", [("MC314", 17, 11)]),
        ("{ Lamp = 3 }", "{ Lamp = 3", [("MC314", 22, 24)]),
    ],
)
def test_a_fault_has_a_code_and_a_place(
    before: str, after: str, found: list[tuple[str, int, int]], tmp_path: Path
) -> None:
    assert set(found) <= set(faults(tmp_path, changed(MANIFEST, before, after)))


def test_models_are_tables(tmp_path: Path) -> None:
    assert faults(tmp_path, "models = 3") == [("MC316", 1, 1)]
    assert faults(tmp_path, "models.default = 3") == [("MC316", 1, 1)]
    assert faults(tmp_path, "") == [("MC317", 0, 0)]


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    text = changed(MANIFEST, "stateDepth = 1", "depth = 1")
    text = changed(text, "stateDepth = 2", "stateDepth = '2'")
    assert faults(tmp_path, text) == [("MC315", 6, 1), ("MC317", 1, 2), ("MC316", 15, 1)]


def test_no_manifest_and_no_text_are_faults(tmp_path: Path) -> None:
    assert faults(tmp_path, None) == [("MC313", 0, 0)]
    path = write_room(tmp_path)
    path.with_suffix(".toml").write_bytes(b"\xff")
    with pytest.raises(ConfigError) as raised:
        read_manifest(path)
    assert [each.code for each in raised.value.diagnostics] == ["MC314"]
    path.with_suffix(".toml").unlink()
    path.with_suffix(".toml").mkdir()
    with pytest.raises(ConfigError, match="cannot be read"):
        read_manifest(path)
