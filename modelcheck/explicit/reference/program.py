"""What the reference engine runs: the author's class, and what its typed IR says about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from modelcheck.ir.module import Typed
from modelcheck.lang import Spec

Domain = Callable[..., Iterable[object]]
"""Called with the spec's instance and the arguments before; gives the container's members."""


@dataclass(frozen=True)
class Program:
    """A spec as CPython runs it.

    `classes` has the sorts, enums and records by name; `domains` has, for every record
    parameter of an action, by the action's and the parameter's name, the container that its
    leading `require(m in ...)` names, as a function compiled from the author's expression.
    """

    module: Typed
    spec_class: type[Spec]
    classes: Mapping[str, type]
    domains: Mapping[tuple[str, str], Domain]
