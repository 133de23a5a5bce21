"""`mc doc`: the page of a spec says what the spec says."""

from __future__ import annotations

from pathlib import Path

import pytest
from rooms import SPEC, changed, write_room

from modelcheck.cli.main import run

PAGE = """# One lamp at a time

The spec is `room.py`, from which this page is made by `mc doc`.

## Parameters

| name   | value   | what it is                     |
|--------|---------|--------------------------------|
| `Lamp` | `2`     | Lamps.                         |
| `MOST` | `1`     | How many lamps may burn: a few |

## Types

| name   | values                     | what it is   |
|--------|----------------------------|--------------|
| `Lamp` | 2 interchangeable elements | Lamps.       |

## State

| field   | type        | what it is   |
|---------|-------------|--------------|
| `on`    | `set[Lamp]` | They burn.   |

## Steps

### `start()`

```text
  then  on' = set()
```

### `switch_on(lamp: Lamp)`

Switch a lamp on in the dark.

```text
  when  len(on) == 0
  then  on' = on | {lamp}
```

### `switch_off(lamp: Lamp)`

```text
  then  on' = on - {lamp}
```

## Claims on every state

### `one_lamp()`

At most one lamp burns.

```text
  holds len(on) <= 1
```

## What must be reached

### `light()`

```text
  holds len(on) == 1
```

## Broken twins

### `Bright`

Switch on whatever else is on.

It breaks `one_lamp`.

```text
switch_on(lamp: Lamp)
  then  on' = on | {lamp}
```
"""


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    constant = 'MOST: Final[int] = 1\n"""How many lamps may burn:\na few"""\n\n\nclass Room'
    spec = changed(SPEC, "class Room", constant)
    spec = changed(spec, "    on: set[Lamp]\n", '    on: set[Lamp]\n    """They burn."""\n')
    spec = changed(spec, "from modelcheck", "from typing import Final\nfrom modelcheck")
    return write_room(tmp_path, spec=spec).name


def test_a_page_has_all_that_a_spec_says(room: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["doc", room]) == 0
    assert capsys.readouterr().out == PAGE


def test_parameters_change_the_page(room: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["doc", room, "-p", "Lamp=3"]) == 0
    assert "3 interchangeable elements" in capsys.readouterr().out


def test_a_twin_with_parameters_of_its_own_shows_what_it_does_otherwise(
    room: str, capsys: pytest.CaptureFixture[str]
) -> None:
    text = Path(room).read_text(encoding="utf-8")
    text = changed(text, 'breaks="one_lamp"', 'breaks="one_lamp", parameters={"Lamp": 3}')
    Path(room).write_text(text, encoding="utf-8")
    assert run(["doc", room]) == 0
    page = capsys.readouterr().out
    said = "It breaks `one_lamp`, under Lamp=3.\n\n```text\nswitch_on(lamp: Lamp)\n"
    assert said in page
    assert page.count("```text") == PAGE.count("```text")


LAYERS = '''
from __future__ import annotations
from modelcheck.components import CrashFaults
from modelcheck.lang import Spec, Symmetric, action, init


class Process(Symmetric, size=2):
    """A process."""


class Crashes(Spec):
    """Processes crash."""

    mourned: set[Process]
    faults: CrashFaults[Process]

    @init
    def start(self) -> None:
        self.mourned = set()
        self.faults = CrashFaults(1, stop=self.mourn)

    def mourn(self, p: Process) -> None:
        """Remember a process."""
        self.mourned.add(p)

    @action
    def forget(self, p: Process) -> None:
        self.mourned.discard(p)
'''

CRASH = """### `faults.crash(process: Process)`

A process stops.

`mourn`: Remember a process.

```text
  when  process not in faults.crashed and len(faults.crashed) < 1
  then  mourned' = mourned | {process}
        faults.crashed' = faults.crashed | {process}
```
"""


def test_a_page_tells_what_a_component_is_and_what_its_indications_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spec = tmp_path / "crashes.py"
    spec.write_text(LAYERS, encoding="utf-8")
    assert run(["doc", str(spec)]) == 0
    page = capsys.readouterr().out
    assert CRASH in page
    assert "| `faults.crashed` | `set[Process]` | Up to `most` processes stop" in page


def test_what_a_spec_says_of_its_component_goes_before_what_that_says_of_itself(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    declared = "    faults: CrashFaults[Process]\n"
    text = changed(LAYERS, declared, f'{declared}    """Who is missed."""\n')
    (tmp_path / "crashes.py").write_text(text, encoding="utf-8")
    assert run(["doc", str(tmp_path / "crashes.py")]) == 0
    assert "| `faults.crashed` | `set[Process]` | Who is missed." in capsys.readouterr().out


def test_a_folder_of_specs_becomes_a_folder_of_pages(
    room: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("pages").mkdir()
    Path("attic.py").write_text("import modelcheck\nclass", encoding="utf-8")
    assert run(["doc", ".", "-o", "pages"]) == 150
    captured = capsys.readouterr()
    assert captured.out == "page in pages/room.md\n"
    assert "attic.py:2" in captured.err
    assert Path("pages/room.md").read_text(encoding="utf-8") == PAGE
    assert run(["doc", room, "-o", "pages/lamp.md"]) == 0
    assert Path("pages/lamp.md").read_text(encoding="utf-8") == PAGE


def test_a_folder_of_specs_needs_a_folder_for_the_pages(
    room: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert room == "room.py"
    assert run(["doc", "."]) == 2
    assert "mc doc SPECS -o FOLDER" in capsys.readouterr().err
