"""The language: what the author of a spec imports.

Declarations only.  The words stay harmless outside of a check: decorators mark,
`require(False)` raises `Disabled`, `oneof` says what it is for.
"""

from __future__ import annotations

from modelcheck.lang.components import Component, Elements
from modelcheck.lang.marks import (
    Spec,
    action,
    assume,
    constraint,
    cover,
    final,
    init,
    invariant,
    refines,
    step_invariant,
    variant,
)
from modelcheck.lang.running import Disabled, fail, old, oneof, require, subsets
from modelcheck.lang.sorts import Ordered, Symmetric
from modelcheck.lang.values import Ghost, Map, each, one, the

__all__ = [
    "Component",
    "Disabled",
    "Elements",
    "Ghost",
    "Map",
    "Ordered",
    "Spec",
    "Symmetric",
    "action",
    "assume",
    "constraint",
    "cover",
    "each",
    "fail",
    "final",
    "init",
    "invariant",
    "old",
    "one",
    "oneof",
    "refines",
    "require",
    "step_invariant",
    "subsets",
    "the",
    "variant",
]
