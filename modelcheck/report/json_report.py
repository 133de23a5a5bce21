"""The report for machines: one JSON object a spec, on one line, in the schema `modelcheck/1`.

The same input gives the same bytes, `seconds` aside.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, assert_never

from modelcheck.report.json_values import Json, encode
from modelcheck.semantics.verdict import Holds, Inconclusive, Symmetry, Violated

if TYPE_CHECKING:
    from modelcheck.ir.module import Module
    from modelcheck.report.outcome import Declared, Outcome
    from modelcheck.semantics.proof import Need
    from modelcheck.semantics.trace import Binding, State, Step, Trace
    from modelcheck.semantics.verdict import (
        CoverResult,
        Matched,
        PropertyResult,
        Result,
        Unmatched,
    )

SCHEMA = "modelcheck/1"


def json_report(outcome: Outcome) -> str:
    """Give the report as one line of JSON, without an end of line."""
    return json.dumps(report_object(outcome), ensure_ascii=False)


def report_object(outcome: Outcome) -> dict[str, Json]:
    """Give the report as an object: more keys may be added, none is ever renamed."""
    result, module = outcome.result, outcome.module
    fields = [field.name for field in module.fields]
    report: dict[str, Json] = {
        "schema": SCHEMA,
        "spec": outcome.spec,
        "spec_hash": outcome.spec_hash,
        "model": outcome.model,
        "parameters": _binding(module.parameters),
        "verdict": outcome.verdict.value,
        "reason": outcome.reason,
        "exit_code": outcome.exit_code,
        "engine": outcome.engine,
        "method": result.method.value,
        "complete": result.complete,
        "distinct": result.figures.distinct if result.method.counts_states else None,
        "generated": result.figures.generated if result.method.counts_states else None,
        "depth": result.figures.depth,
        "symmetry": _symmetry(result.symmetry),
        "properties": [
            _property(each, module) | _proof(each.name, result, fields)
            for each in result.properties
        ],
        "covers": [_cover(each, fields) for each in result.covers],
        "actions": [{"name": each.name, "taken": each.taken} for each in result.actions],
        "assumptions": [{"name": each.name, "holds": each.holds} for each in result.assumptions],
    }
    report |= _extras(result, outcome.declared)
    report["seconds"] = {
        "compile": round(outcome.seconds.compile, 3),
        "explore": round(outcome.seconds.explore, 3),
        "total": round(outcome.seconds.total, 3),
    }
    return report


def _symmetry(symmetry: Symmetry) -> Json:
    return {
        "applied": symmetry.group_order > 1,
        "sorts": list(symmetry.sorts),
        "group_order": symmetry.group_order,
    }


def _extras(result: Result, declared: Declared | None) -> dict[str, Json]:
    extras: dict[str, Json] = {}
    if declared is not None:
        extras["variant"] = {
            "breaks": list(declared.breaks),
            "found": list(declared.found),
            "as_declared": declared.as_declared,
        }
    if result.matched is not None:
        extras["refinement"] = _matched(result.matched)
    if result.lengths:
        extras["lengths"] = [[length, runs] for length, runs in result.lengths]
    return extras


def _property(found: PropertyResult, module: Module) -> dict[str, Json]:
    fields = [field.name for field in module.fields]
    entry: dict[str, Json] = {
        "name": found.name,
        "kind": found.kind.value,
        "verdict": "",
        "depth": None,
        "binding": {},
        "loop": None,
        "trace": None,
    }
    match found.verdict:
        case Holds(method):
            return entry | {"verdict": "holds", "method": method.value}
        case Inconclusive(reason):
            return entry | {"verdict": "inconclusive", "reason": reason.value}
        case Violated(trace, binding, message, raiser, unmatched):
            shown: dict[str, Json] = {
                "verdict": "violated",
                "depth": trace.depth,
                "binding": _binding(binding),
                "trace": _trace(trace, fields),
            }
            said: dict[str, Json] = {} if message is None else {"message": message}
            if unmatched is not None and module.refinement is not None:
                said |= _unmatched(unmatched, module.refinement.abstract)
            return entry | shown | said | ({} if raiser is None else {"claim": raiser})
        case _:
            assert_never(found.verdict)


def _proof(name: str, result: Result, fields: list[str]) -> dict[str, Json]:
    """Give how a claim was proved, or what stands in the way; nothing where no proof was tried."""
    found = next((each for each in result.proofs if each.name == name), None)
    if found is None:
        return {}
    obstacle = found.obstacle
    proof: dict[str, Json] = {"k": found.k, "lemmas": list(found.lemmas)}
    if obstacle is not None:
        proof["counterexample_to_induction"] = {
            "reachable": obstacle.is_reachable,
            "values": _binding(obstacle.values),
            "trace": _trace(obstacle.trace, fields),
        }
    if found.says:
        proof["says"] = found.says
    if found.needs:
        proof["assumptions"] = [_need(each, fields) for each in found.needs]
    if found.found:
        proof["invariant"] = list(found.found)
    return {"proof": proof}


def _need(need: Need, fields: list[str]) -> Json:
    entry: dict[str, Json] = {
        "name": need.assumption,
        "condition": need.text,
        "needed": need.is_needed,
    }
    shown = need.shown_by
    if shown is not None:
        entry["counterexample"] = {
            "instead": shown.instead,
            "values": _binding(shown.values),
            "depth": shown.trace.depth,
            "trace": _trace(shown.trace, fields),
        }
    return entry


def _unmatched(unmatched: Unmatched, abstract: Module) -> dict[str, Json]:
    fields = [field.name for field in abstract.fields]
    step: dict[str, Json] = {
        "spec": abstract.name,
        "before": None if unmatched.before is None else _state(unmatched.before, fields),
        "after": _state(unmatched.after, fields),
        "instead": [
            {"action": name, "states": [_state(each, fields) for each in states]}
            for name, states in unmatched.ways
        ],
    }
    return {"abstract": step}


def _matched(matched: Matched) -> Json:
    actions = [(name, True) for name in matched.taken] + [(name, False) for name in matched.missed]
    return {
        "name": matched.name,
        "abstract": matched.abstract,
        "actions": [{"name": name, "matched": is_matched} for name, is_matched in actions],
    }


def _cover(found: CoverResult, fields: list[str]) -> Json:
    return {
        "name": found.name,
        "reached": found.witness is not None,
        "depth": None if found.witness is None else found.witness.depth,
        "binding": _binding(found.binding),
        "trace": None if found.witness is None else _trace(found.witness, fields),
    }


def _trace(trace: Trace, fields: list[str]) -> list[Json]:
    return [_step(number, step, fields) for number, step in enumerate(trace.steps)]


def _step(number: int, step: Step, fields: list[str]) -> Json:
    entry: dict[str, Json] = {
        "step": number,
        "action": step.action,
        "arguments": _binding(step.arguments),
        "choices": [encode(choice) for choice in step.choices],
        "state": None if step.state is None else _state(step.state, fields),
    }
    return entry if step.error is None else entry | {"error": step.error}


def _state(state: State, fields: list[str]) -> Json:
    return {name: encode(value) for name, value in zip(fields, state, strict=True)}


def _binding(binding: Binding) -> dict[str, Json]:
    return {name: encode(value) for name, value in binding}
