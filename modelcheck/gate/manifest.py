"""Manifests: the models of a spec, and what each must give, in `NAME.toml` beside `NAME.py`.

The words are those of the manifests of TLA+'s examples, where they fit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, TypeAlias

from modelcheck.source.span import Span

if TYPE_CHECKING:
    from modelcheck.gate.opening import Given


class Time(Enum):
    """How long a model takes: `fast` ones are run by every gate, `slow` ones by `--all`."""

    FAST = "fast"
    SLOW = "slow"


class ResultKind(Enum):
    """How a run ends."""

    SUCCESS = "success"
    SAFETY = "safety failure"
    DEADLOCK = "deadlock failure"
    ASSUMPTION = "assumption failure"
    EVALUATION = "evaluation failure"


class Mode(Enum):
    """How a model is looked at."""

    EXHAUSTIVE = "exhaustive search"


Steps: TypeAlias = tuple[tuple[str, int], ...]
"""Names of claims or covers, and the steps of the shortest run to each."""


@dataclass(frozen=True)
class Expectation:
    """What a run must give.

    `distinct`, `generated` and `depth` are those without symmetry, `orbits` the distinct states
    with it, `None` where nothing is symmetric.  `holds` names the claims that hold; it is `None` of
    a twin, which says itself what it breaks.  `places` has where its keys stand; "" is its table.
    """

    result: ResultKind
    distinct: int
    generated: int
    depth: int
    orbits: int | None
    holds: tuple[str, ...] | None
    violated: Steps
    covers: Steps
    unreachable: tuple[str, ...]
    dead: tuple[str, ...]
    places: Mapping[str, Span] = field(compare=False, repr=False)

    def place(self, key: str, name: str | None = None) -> Span:
        """Give where `name` stands under `key`; where neither is written, the table."""
        inside = self.places.get(f"{key}.{name}")
        return inside or self.places.get(key) or self.places[""]


@dataclass(frozen=True)
class Model:
    """A spec's parameters under a name, and what the spec and its twins must then give."""

    name: str
    time: Time
    mode: Mode
    parameters: Given
    expected: Expectation
    twins: tuple[tuple[str, Expectation], ...]


@dataclass(frozen=True)
class Manifest:
    """The models of a spec; one of them is `default`."""

    path: str
    models: tuple[Model, ...]
