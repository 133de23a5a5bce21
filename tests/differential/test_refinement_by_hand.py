"""What is said of a refinement is what a search says that knows nothing of the checker.

A walker on a grid is mapped to a token on a line, by many mappings; both are written twice: as
specs, and below as functions on numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import pytest
from engines import natively, program_of

from modelcheck.explicit.reference.explore import Options, explore
from modelcheck.semantics.verdict import PropertyKind, Result, Violated

LINE = '''
"""A token on a line."""

from __future__ import annotations

from typing import Annotated, Final

from annotated_types import Interval

from modelcheck.lang import Spec, action, init, oneof, require

STRIDE: Final[int] = 1
START: Final[int] = 0
TOP: Final[int] = 3


class Line(Spec):
    """A token goes on by the stride or one back, rests, and may fall off its end."""

    n: Annotated[int, Interval(ge=0, le=TOP)]

    @init
    def start(self) -> None:
        self.n = oneof((0, START))

    @action
    def forward(self) -> None:
        require(self.n + STRIDE <= TOP)
        self.n += STRIDE

    @action
    def back(self) -> None:
        require(self.n > 0)
        self.n -= oneof((1, STRIDE)) if self.n >= STRIDE else 1

    @action
    def rest(self) -> None:
        self.n = max(self.n, 0)

    @action
    def fall(self) -> None:
        require(self.n == TOP)
        self.n += 1
'''

GRID = '''
"""A walker on a grid."""

from __future__ import annotations

from typing import Annotated, Final

from annotated_types import Interval
from line import Line

from modelcheck.lang import Spec, action, init, oneof, refines, require

STRIDE: Final[int] = 1
START: Final[int] = 0
TOP: Final[int] = 3
P: Final[int] = 1
Q: Final[int] = 1
R: Final[int] = 3


class Grid(Spec):
    """The walker goes right, up, or to the mirrored place."""

    a: Annotated[int, Interval(ge=0, le=2)]
    b: Annotated[int, Interval(ge=0, le=2)]

    @init
    def start(self) -> None:
        self.a = oneof((0, 1))
        self.b = 0

    @action
    def right(self) -> None:
        require(self.a < 2)
        self.a += 1

    @action
    def up(self) -> None:
        require(self.b < 2)
        self.b += 1

    @action
    def mirror(self) -> None:
        require(self.a > 0 and self.b > 0)
        self.a, self.b = self.b, self.a

    @refines(Line)
    def placed(self, line: Line) -> None:
        """Weigh the places."""
        line.n = (self.a * P + self.b * Q) % R
'''

MODELS = [
    {"P": p, "Q": q, "R": r, "STRIDE": stride, "START": start, "TOP": top}
    for p, q, r, stride, start, top in product((0, 1, 2), (0, 1), (2, 3, 5), (1, 2), (0, 1), (1, 3))
]


@dataclass(frozen=True)
class Found:
    """After how many steps a step is none of the line, or is mapped beyond it; what was taken."""

    unmatched: int | None
    unmapped: int | None
    taken: frozenset[str]


def by_hand(model: dict[str, int]) -> Found:
    seen = dict.fromkeys([(0, 0), (1, 0)], 0)
    places = {each: _placed(each, model) for each in seen}
    begins = {0, model["START"]}
    unmapped = [0 for n in places.values() if n > model["TOP"]]
    unmatched = [0 for n in places.values() if n <= model["TOP"] and n not in begins]
    taken: set[str] = set()
    waiting = list(seen)
    for place in waiting:
        depth, before = seen[place] + 1, _placed(place, model)
        for after in _walks(place):
            if after not in seen:
                seen[after] = depth
                waiting.append(after)
            n = _placed(after, model)
            if n > model["TOP"]:
                unmapped.append(depth if before <= model["TOP"] else seen[after])
            elif before <= model["TOP"] and n != before:
                names = {name for name, m in _moves(before, model) if m == n}
                taken |= names
                unmatched += [] if names else [depth]
    return Found(min(unmatched, default=None), min(unmapped, default=None), frozenset(taken))


def _placed(place: tuple[int, int], model: dict[str, int]) -> int:
    a, b = place
    return (a * model["P"] + b * model["Q"]) % model["R"]


def _walks(place: tuple[int, int]) -> Iterator[tuple[int, int]]:
    a, b = place
    if a < 2:
        yield a + 1, b
    if b < 2:
        yield a, b + 1
    if a > 0 and b > 0:
        yield b, a


def _moves(n: int, model: dict[str, int]) -> Iterator[tuple[str, int]]:
    stride = model["STRIDE"]
    if n + stride <= model["TOP"]:
        yield "forward", n + stride
    if n > 0:
        yield "back", n - 1
    if n >= stride:
        yield "back", n - stride
    yield "rest", n


def told(result: Result) -> Found:
    depths = {
        each.kind: each.verdict.trace.depth
        for each in result.properties
        if isinstance(each.verdict, Violated)
    }
    assert result.matched is not None
    return Found(
        depths.get(PropertyKind.REFINEMENT),
        depths.get(PropertyKind.EVALUATION),
        frozenset(result.matched.taken),
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("grid")
    (folder / "line.py").write_text(LINE, encoding="utf-8")
    (folder / "grid.py").write_text(GRID, encoding="utf-8")
    return folder


ALL = Options(keep_going=True, properties=frozenset({"placed"}))


@pytest.mark.parametrize("model", MODELS, ids=lambda model: "-".join(map(str, model.values())))
def test_the_class_says_what_is_found_by_hand(folder: Path, model: dict[str, int]) -> None:
    given = {name: str(value) for name, value in model.items()}
    result = explore(program_of(folder / "grid.py", "Grid", **given), ALL)
    assert result.complete
    assert told(result) == by_hand(model)


@pytest.mark.parametrize("keep_going", [True, False])
@pytest.mark.parametrize(
    "model", MODELS[::29], ids=lambda model: "-".join(map(str, model.values()))
)
def test_compiled_code_says_what_the_class_says(
    folder: Path,
    model: dict[str, int],
    keep_going: bool,  # noqa: FBT001  # parametrised
) -> None:
    given = {name: str(value) for name, value in model.items()}
    program = program_of(folder / "grid.py", "Grid", **given)
    options = Options(keep_going=keep_going)
    assert natively(program, options, 1) == explore(program, options)


def test_the_mappings_are_of_every_kind() -> None:
    found = [by_hand(model) for model in MODELS]
    assert any(each.unmatched is None and each.unmapped is None for each in found)
    assert any(each.unmatched == 0 for each in found)
    assert any(each.unmatched is not None and each.unmatched > 1 for each in found)
    assert any(each.unmapped is not None for each in found)
    assert {len(each.taken) for each in found} == {0, 1, 2}
