"""Which claims of a spec class are lemmas, told without reading its bodies."""

from __future__ import annotations

from modelcheck.lang import Spec
from modelcheck.lang.marks import MARK, Mark


def lemmas_of(cls: type[Spec]) -> frozenset[str]:
    """Name the invariants of `cls` that are lemmas, those of its bases included.

    Those of its components are left out.
    """
    marks: dict[str, object] = {}
    for each in reversed(cls.__mro__):
        marks |= {name: getattr(thing, MARK, None) for name, thing in vars(each).items()}
    return frozenset(name for name, mark in marks.items() if isinstance(mark, Mark) and mark.lemma)
