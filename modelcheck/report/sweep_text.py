"""A sweep as text: the verdicts as a map, what it says of the assumption, and a row per cell."""

from __future__ import annotations

import textwrap
from itertools import groupby
from typing import TYPE_CHECKING, assert_never

from modelcheck.report.style import Tone
from modelcheck.report.swept import Cell, CellKind, Sweep
from modelcheck.report.table import table_lines

if TYPE_CHECKING:
    from modelcheck.report.rows import Page
    from modelcheck.report.swept import Point


def sweep_text(sweep: Sweep, page: Page) -> str:
    """Give the map, the legend of its marks, and the cells with their figures."""
    blocks = _maps(sweep, page)
    legend = [line for text in sweep_lines(sweep) for line in _wrapped(text, page)]
    rows = [_row(cell, page) for cell in sweep.cells]
    names = [axis.name for axis in sweep.axes]
    table = _aligned(
        [[*names, "verdict", "states", "depth", "time", ""], *rows],
        [*("right" for _ in names), "left", "right", "right", "right", "left"],
    )
    return "\n\n".join([*blocks, *(["\n".join(legend)] if legend else []), table])


def sweep_lines(sweep: Sweep) -> list[str]:
    """Give what the marks of the map mean, and whether the assumption is where claims fail."""
    lines: list[str] = []
    names = dict.fromkeys(name for cell in sweep.cells for name in cell.outside)
    if names:
        lines.append(f"* outside of the assumption {', '.join(names)}, and checked all the same")
    if any(cell.unreached for cell in sweep.cells):
        lines.append("- a cover is not reached: the claims may be vacuous")
    refused = [cell for cell in sweep.undecided if cell.kind is CellKind.REFUSED]
    if refused:
        points = ", ".join(point_text(cell.point) for cell in refused)
        lines.append(f"refused, so that nothing was checked: {points}")
    raising = [cell for cell in sweep.undecided if cell.raises]
    if raising:
        points = ", ".join(point_text(cell.point) for cell in raising)
        lines.append(f"evaluation: a run ends in an error, which is no verdict there: {points}")
    if len(sweep.undecided) > len(refused) + len(raising):
        lines.append(f".. not decided: {_reasons(sweep)}")
    if sweep.has_bound:
        lines.append(_bound(sweep))
    return lines


def _bound(sweep: Sweep) -> str:
    if sweep.astray:
        said = "; ".join(f"{point_text(cell.point)} {_against(cell)}" for cell in sweep.astray)
        return f"The claims do not fail exactly there: {said}."
    if sweep.undecided:
        return "Tight as far as cells are decided: the claims fail exactly there."
    return "Tight: the claims fail exactly there."


def _against(cell: Cell) -> str:
    if not cell.outside:
        return "ends in an error inside of it" if cell.raises else "is violated inside of it"
    return "holds, perhaps vacuously" if cell.unreached else "holds"


def point_text(point: Point) -> str:
    """Give a point as it is typed: `N=3 F=1`."""
    return " ".join(f"{name}={value}" for name, value in point)


def _maps(sweep: Sweep, page: Page) -> list[str]:
    """Give a map of the first two axes for each point of the others."""
    across, *others = sweep.axes
    below = others[0] if others else None
    ordered = sorted(sweep.cells, key=lambda cell: cell.point[2:])
    maps: list[str] = []
    for rest, group in groupby(ordered, lambda cell: cell.point[2:]):
        cells = {cell.point[:2]: _verdict(cell, page) for cell in group}
        corner = across.name if below is None else f"{below.name} \\ {across.name}"
        rows = [[corner, *map(str, across.values)]]
        for value in [None] if below is None else below.values:
            down = () if below is None or value is None else ((below.name, value),)
            points = [((across.name, each), *down) for each in across.values]
            rows.append(["" if value is None else str(value), *(cells[point] for point in points)])
        table = _aligned(rows, ["right", *("left" for _ in across.values)])
        maps.append(f"{point_text(rest)}\n{table}" if rest else table)
    return maps


def _aligned(rows: list[list[str]], sides: list[str]) -> str:
    return "\n".join(f" {line}".rstrip() for line in table_lines(rows, sides))


def _verdict(cell: Cell, page: Page) -> str:
    """Give what the map says of a cell."""
    marks = f"{' *' if cell.outside else ''}{' -' if cell.unreached else ''}"
    match cell.kind:
        case CellKind.HOLDS:
            return page.paint(f"holds{marks}", Tone.GOOD)
        case CellKind.VIOLATED:
            claims = "\n".join(f"{name} {steps}" for name, steps in cell.violated)
            return page.paint(f"{claims}{marks}", Tone.QUIET if cell.outside else Tone.BAD)
        case CellKind.INCONCLUSIVE:
            return page.paint(f"..{' *' if cell.outside else ''}", Tone.OPEN)
        case CellKind.REFUSED:
            return page.paint("refused", Tone.BAD)
        case _:
            assert_never(cell.kind)


def _row(cell: Cell, page: Page) -> list[str]:
    figures = cell.figures
    known = ("", "") if figures is None else (f"{figures.distinct:,}", f"{figures.depth}")
    time = f"{cell.seconds:.2f} s" if cell.seconds else ""
    values = [str(value) for _, value in cell.point]
    return [*values, _verdict(cell, page), *known, time, _note(cell)]


def _note(cell: Cell) -> str:
    if cell.kind is CellKind.INCONCLUSIVE:
        return cell.reason or ""
    return f"unreached: {', '.join(cell.unreached)}" if cell.unreached else ""


def _reasons(sweep: Sweep) -> str:
    by_reason: dict[str, list[str]] = {}
    for cell in sweep.undecided:
        if cell.kind is not CellKind.INCONCLUSIVE:
            continue
        by_reason.setdefault(cell.reason or "", []).append(point_text(cell.point))
    return "; ".join(f"{reason} in {', '.join(points)}" for reason, points in by_reason.items())


def _wrapped(text: str, page: Page) -> list[str]:
    return textwrap.wrap(
        text,
        min(page.width, 80),
        initial_indent=" ",
        subsequent_indent="   ",
        break_long_words=False,
        break_on_hyphens=False,
    )
