"""Where each field of a state stands: a fixed number of 64-bit words, every bit accounted for.

| type | bits |
| --- | --- |
| `bool`, enum, sort, `low..high` | the number of the value, in as few bits as it takes |
| record | its fields, the first in the lowest bits |
| union | the number of the option in the lowest bits, then its value |
| set | a bit per value of the element's type |
| map | a bit per key that is there, then a value per key (0 where there is none) |
| list | the length, then the elements up to the largest length (0 beyond the length) |
| bag | a count per value of the element's type |

Equal values have equal bits, so states are equal exactly if their words are.  A field of at
most 64 bits never crosses the end of a word.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from modelcheck.ir.module import Field
from modelcheck.ir.size import bits

WORD: Final = 64
"""The bits of a word."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A field and its bits in the state: `width` bits from bit `offset`, counted from 0."""

    field: Field
    offset: int
    width: int

    @property
    def word(self) -> int:
        """The word that it begins in."""
        return self.offset // WORD


@dataclass(frozen=True, slots=True)
class Layout:
    """The slots of a state, and how many words it has: at least one."""

    slots: tuple[Slot, ...]
    words: int

    @property
    def used(self) -> int:
        """The bits that some value uses; the others are always 0."""
        return sum(slot.width for slot in self.slots)

    def slot(self, name: str) -> Slot:
        """Give the slot of the field `name`, which must exist."""
        return next(slot for slot in self.slots if slot.field.name == name)


def lay_out(fields: tuple[Field, ...]) -> Layout:
    """Give the layout of a state with these fields, in their order.

    Requires: the fields' types are bounded.
    """
    slots: list[Slot] = []
    end = 0
    for field in fields:
        width = bits(field.type)
        crosses = end // WORD != (end + max(width, 1) - 1) // WORD
        if width <= WORD and crosses:
            end = (end // WORD + 1) * WORD
        slots.append(Slot(field, end, width))
        end += width
    return Layout(tuple(slots), max(1, -(-end // WORD)))
