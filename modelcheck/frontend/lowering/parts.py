"""What `self` is in a body: the spec itself, or a component in it.

The state of a component is part of the spec's: what its methods know as `self.net` is the
spec's field `links.net`, where `links` is the component.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field

from modelcheck.ir.types import Type
from modelcheck.lang.components import Wiring


@dataclass(frozen=True, eq=False)
class Handler:
    """A method that a component was given: the method `name` of the part `of`."""

    of: Part
    name: str


@dataclass(eq=False)
class Part:
    """The spec, or a component in it, made in one place: one class may be several parts."""

    cls: type
    wiring: Wiring | None = None
    """How it is made; `None` for the spec."""
    variables: dict[object, Type] = field(default_factory=dict[object, Type])
    """What the type variables of a generic component stand for."""
    fields: dict[str, Type] = field(default_factory=dict[str, Type])
    """The fields of its own, by the names that its methods know them by."""
    broken: set[str] = field(default_factory=set[str])
    """Members that have a finding: what uses them is not reported again."""
    given: dict[str, object] = field(default_factory=dict[str, object])
    """What it was given when it was made, as `Handler` if it is a method."""
    names: dict[str, str] = field(default_factory=dict[str, str])
    """By what name the spec knows each constant that it was given."""
    parts: dict[str, Part] = field(default_factory=dict[str, "Part"])
    made_by: ast.Assign | None = None
    """The statement that makes it."""
    made_in: type | None = None
    """The class that this statement stands in."""

    def path(self, name: str) -> str:
        """Give the name by which the whole spec knows the member `name` of this part."""
        return f"{self.wiring.path}.{name}" if self.wiring else name

    def inner(self) -> Iterator[Part]:
        """Give the components in it, each before those that are in it in turn."""
        for part in self.parts.values():
            yield part
            yield from part.inner()
