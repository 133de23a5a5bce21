"""What the reference engine runs: the author's class, and what its typed IR says about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import wraps
from operator import attrgetter

from modelcheck.ir.module import Typed
from modelcheck.lang import Spec
from modelcheck.lang.components import Wiring

Domain = Callable[..., Iterable[object]]
"""Called with the spec's instance and the arguments before; gives the container's members."""


@dataclass(frozen=True)
class Program:
    """A spec as CPython runs it.

    `classes` has the sorts, enums and records by name; `domains` has, for every record
    parameter of an action, by the action's and the parameter's name, the container that its
    leading `require(m in ...)` names, as a function compiled from the author's expression.
    `components` tells how each is made over a state, those that contain others before these.
    """

    module: Typed
    spec_class: type[Spec]
    classes: Mapping[str, type]
    domains: Mapping[tuple[str, str], Domain]
    components: tuple[Wiring, ...] = ()
    abstract: Program | None = None
    """The spec that this one refines, where its module says that it does."""

    def method(self, name: str) -> Callable[..., object]:
        """Give a method by its name in the module, to be called with the spec's instance."""
        path, _, last = name.rpartition(".")
        if not path:
            found: Callable[..., object] = getattr(self.spec_class, last)
            return found
        component = attrgetter(path)

        # What it raises is told as from the spec's own file.
        @wraps(getattr(self.spec_class, self.module.init.name))
        def called(instance: object, *arguments: object) -> object:
            return getattr(component(instance), last)(*arguments)

        return called
