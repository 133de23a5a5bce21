"""Components: parts of a spec with state, steps and claims of their own, such as links.

What the user of a component hands it when it is made is *given*: methods that it calls back
(indications), the elements of a sort, constants.  All the rest of it is state.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

_E_co = TypeVar("_E_co", covariant=True)


class Component:
    """A part of a spec: annotated fields, requests as methods, `@action` and `@invariant`.

    `self.links = PerfectLinks(Process, deliver=self.delivered)` in `@init` makes one, and
    `links: PerfectLinks[Process, Message]` declares it.  `__init__` keeps what it is given
    under the name of the parameter, and sets every field.
    """


class Elements(Protocol[_E_co]):
    """The elements of a sort, given to a component: `Process` itself, as `Elements[Process]`."""

    def __iter__(self) -> Iterator[_E_co]:
        """Iterate over the elements, in index order."""
        ...

    def __len__(self) -> int:
        """Give the number of elements."""
        ...


@dataclass(frozen=True)
class Wiring:
    """How a component of a spec is made again over a state, without running its `__init__`.

    `path` leads to it from the spec, such as `order.links`.  `handlers` has, by the name of
    what is given, the name that its owner knows the method by, which is `links.send` for one of
    another component; `things` has all else.
    """

    path: str
    cls: type[Component]
    handlers: Mapping[str, str] = field(default_factory=dict[str, str])
    things: Mapping[str, object] = field(default_factory=dict[str, object])
