"""Tables for a terminal: columns as wide as their widest cells, and no lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def table_lines(rows: Iterable[Sequence[str]], sides: Sequence[str]) -> list[str]:
    """Give rows as lines without spaces at their ends; a cell of several lines makes several.

    Requires: a side for each column, `left` or `right`.
    Cost: loads `tabulate`.
    """
    from tabulate import tabulate  # noqa: PLC0415  # slow to load, and most checks have no table

    # As headers, the first row would make every column two wider than its cells.
    table = tabulate(
        list(rows),
        tablefmt="plain",
        colalign=sides,
        disable_numparse=True,
        preserve_whitespace=True,
    )
    return [line.rstrip() for line in table.splitlines()]
