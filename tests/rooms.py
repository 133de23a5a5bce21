"""A small spec with a manifest that is right, for tests that change one or the other."""

from __future__ import annotations

from pathlib import Path

SPEC = '''"""One lamp at a time."""

from __future__ import annotations

from modelcheck.lang import Spec, Symmetric, action, cover, init, invariant, require, variant


class Lamp(Symmetric, size=2):
    """Lamps."""


class Room(Spec):
    """One lamp at a time."""

    on: set[Lamp]

    @init
    def start(self) -> None:
        self.on = set()

    @action
    def switch_on(self, lamp: Lamp) -> None:
        """Switch a lamp on in the dark."""
        require(len(self.on) == 0)
        self.on.add(lamp)

    @action
    def switch_off(self, lamp: Lamp) -> None:
        self.on.discard(lamp)

    @invariant
    def one_lamp(self) -> bool:
        """At most one lamp burns."""
        return len(self.on) <= 1

    @cover
    def light(self) -> bool:
        return len(self.on) == 1


@variant(breaks="one_lamp")
class Bright(Room):
    """Switch on whatever else is on."""

    @action
    def switch_on(self, lamp: Lamp) -> None:
        self.on.add(lamp)
'''

MANIFEST = """[models.default]
time = "fast"
result = "success"
distinctStates = 3
totalStates = 9
stateDepth = 1
orbits = 2
holds = ["one_lamp"]
covers = { light = 1 }

[models.default.twins.Bright]
result = "safety failure"
distinctStates = 4
totalStates = 17
stateDepth = 2
orbits = 3
violated = { one_lamp = 2 }
covers = { light = 1 }

[models.large]
time = "slow"
parameters = { Lamp = 3 }
result = "success"
distinctStates = 4
totalStates = 16
stateDepth = 1
orbits = 2
holds = ["one_lamp"]
covers = { light = 1 }
"""


def changed(text: str, before: str, after: str) -> str:
    """Give the text with its first `before` replaced, which must be there."""
    assert before in text
    return text.replace(before, after, 1)


def write_room(folder: Path, spec: str = SPEC, manifest: str | None = MANIFEST) -> Path:
    """Write the spec and its manifest into `folder`, and give the spec's path."""
    path = folder / "room.py"
    path.write_text(spec, encoding="utf-8")
    if manifest is not None:
        path.with_suffix(".toml").write_text(manifest, encoding="utf-8")
    return path
