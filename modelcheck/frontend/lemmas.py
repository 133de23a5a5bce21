"""Which claims a twin may break without saying so, told without reading its bodies."""

from __future__ import annotations

from modelcheck.lang import Spec
from modelcheck.lang.marks import MARK, Mark, Role


def excused_of(cls: type[Spec]) -> frozenset[str]:
    """Name the lemmas of `cls`, and its mapping, those of its bases included.

    Lemmas are there to help proofs; a protocol that is changed mostly refines nothing.  Those of
    components are left out.
    """
    marks: dict[str, object] = {}
    for each in reversed(cls.__mro__):
        marks |= {name: getattr(thing, MARK, None) for name, thing in vars(each).items()}
    return frozenset(
        name
        for name, mark in marks.items()
        if isinstance(mark, Mark) and (mark.lemma or mark.role is Role.REFINES)
    )
