"""A sweep for machines: one object on one line, a cell per point of its grid."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from modelcheck.report.json_report import SCHEMA

if TYPE_CHECKING:
    from modelcheck.report.json_values import Json
    from modelcheck.report.swept import Cell, Sweep


def sweep_json(sweep: Sweep) -> str:
    """Give the sweep as one line of JSON; only `seconds` differs between runs."""
    report: dict[str, Json] = {
        "schema": SCHEMA,
        "sweep": sweep.spec,
        "axes": [{"name": axis.name, "values": list(axis.values)} for axis in sweep.axes],
        "parameters": dict(sweep.fixed),
        "exit_code": sweep.exit_code,
        "tight": not sweep.astray and not sweep.undecided if sweep.has_bound else None,
        "cells": [_cell(cell) for cell in sweep.cells],
        "seconds": {"total": round(sweep.seconds, 3)},
    }
    return json.dumps(report, ensure_ascii=False)


def _cell(cell: Cell) -> Json:
    figures = cell.figures
    return {
        "at": dict(cell.point),
        "verdict": cell.kind.value,
        "reason": cell.reason,
        "exit_code": cell.exit_code,
        "violated": dict(cell.violated),
        "unreached": list(cell.unreached),
        "outside": list(cell.outside),
        "distinct": None if figures is None else figures.distinct,
        "generated": None if figures is None else figures.generated,
        "depth": None if figures is None else figures.depth,
        "seconds": {"total": round(cell.seconds, 3)},
    }
