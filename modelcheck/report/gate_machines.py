"""A gate for machines: JUnit's XML, the annotations of GitHub's workflows, and JSON."""

from __future__ import annotations

import json
from itertools import groupby
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from modelcheck.report.json_report import SCHEMA

if TYPE_CHECKING:
    from modelcheck.report.gated import Gated, Row
    from modelcheck.report.json_values import Json
    from modelcheck.source.diagnostic import Diagnostic

_MISMATCH = 14


def gate_junit(gated: Gated) -> str:
    """Give the XML that most dashboards read: a suite per spec, a case per run.

    What is not as declared is a failure; what did not come to an end, or could not be run, is an
    error: it is never skipped, which dashboards show as green.
    """
    root = ET.Element("testsuites", name=f"mc gate {gated.path}")
    for file, rows in groupby(gated.rows, lambda row: row.spec.partition("::")[0]):
        _suite(root, file, list(rows))
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=True)


def _suite(root: ET.Element, file: str, rows: list[Row]) -> None:
    failures = sum(_is_failure(row) for row in rows)
    suite = ET.SubElement(
        root,
        "testsuite",
        name=file,
        tests=str(len(rows)),
        failures=str(failures),
        errors=str(sum(bool(row.findings) for row in rows) - failures),
        skipped="0",
        time=f"{sum(row.seconds for row in rows):.3f}",
    )
    for row in rows:
        name = row.title.partition("::")[2] or row.title
        case = ET.SubElement(
            suite, "testcase", classname=file, name=name, time=f"{row.seconds:.3f}"
        )
        if row.findings:
            first = row.findings[0]
            kind = "failure" if _is_failure(row) else "error"
            problem = ET.SubElement(case, kind, message=first.message, type=first.code)
            problem.text = "\n".join(map(_line, row.findings))


def _is_failure(row: Row) -> bool:
    return bool(row.findings) and row.exit_code == _MISMATCH


def _line(found: Diagnostic) -> str:
    return f"{found.span.path}:{found.span.line}: [{found.code}] {found.message}; {found.help}"


def gate_github(gated: Gated) -> str:
    """Give an `error` command per finding: GitHub shows it at the line it is about."""
    return "\n".join(
        f"::error {_properties(row, each)}::{_escaped(f'{each.message}; {each.help}')}"
        for row in gated.rows
        for each in row.findings
    )


def _properties(row: Row, found: Diagnostic) -> str:
    span = found.span
    named = {"file": span.path or row.spec.partition("::")[0]}
    if span.line:
        named |= {
            "line": str(span.line),
            "col": str(span.column),
            "endLine": str(span.end_line),
            "endColumn": str(span.end_column),
        }
    named["title"] = f"{found.code} in {row.title}"
    escaped = (
        f"{name}={_escaped(text).replace(':', '%3A').replace(',', '%2C')}"
        for name, text in named.items()
    )
    return ",".join(escaped)


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def gate_json(gated: Gated) -> str:
    """Give one object on one line: all runs, and what is not as declared."""
    report: dict[str, Json] = {
        "schema": SCHEMA,
        "gate": gated.path,
        "exit_code": gated.exit_code,
        "as_declared": not gated.red,
        "runs": [_run(row) for row in gated.rows],
        "seconds": {"total": round(gated.seconds, 3)},
    }
    return json.dumps(report, ensure_ascii=False)


def _run(row: Row) -> Json:
    figures = row.figures
    return {
        "spec": row.spec,
        "model": row.model,
        "result": row.result,
        "reason": None if row.stopped is None else row.stopped.value,
        "exit_code": row.exit_code,
        "distinct": None if figures is None else figures.distinct,
        "generated": None if figures is None else figures.generated,
        "depth": None if figures is None else figures.depth,
        "orbits": row.orbits,
        "findings": [_finding(each) for each in row.findings],
        "seconds": {"total": round(row.seconds, 3)},
    }


def _finding(found: Diagnostic) -> Json:
    span = found.span
    return {
        "code": found.code,
        "message": found.message,
        "help": found.help,
        "file": span.path or None,
        "line": span.line or None,
        "column": span.column or None,
    }
