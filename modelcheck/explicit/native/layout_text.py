"""A layout as a table: a row per field, with its bits, its word, and where in it it begins."""

from __future__ import annotations

from tabulate import tabulate

from modelcheck.explicit.native.layout import WORD, Layout
from modelcheck.ir.types import show_type


def show_layout(layout: Layout) -> str:
    """Give the table, and under it the size of a state."""
    rows = [
        (
            slot.field.name,
            show_type(slot.field.type),
            slot.width,
            slot.offset // WORD,
            slot.offset % WORD,
        )
        for slot in layout.slots
    ]
    table = tabulate(rows, headers=("field", "type", "bits", "word", "offset"), tablefmt="simple")
    words = "1 word" if layout.words == 1 else f"{layout.words} words"
    unused = layout.words * WORD - layout.used
    size = f"{layout.used} bits in {words} of {WORD}, {layout.words * WORD // 8} bytes a state"
    return f"{table}\n\n{size}; {unused} bits are not used"
