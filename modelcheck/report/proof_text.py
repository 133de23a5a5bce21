"""The report of proofs for people: what was proved, from what, and what stands in the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from modelcheck.ir.values import show
from modelcheck.report.because import because_lines
from modelcheck.report.rows import Page, Rows
from modelcheck.report.steps import step_table
from modelcheck.report.style import Tone
from modelcheck.report.text import (
    model_text,
    place_of,
    steps_text,
    what_is_broken,
    why_open,
)
from modelcheck.semantics.verdict import (
    Holds,
    Inconclusive,
    Method,
    PropertyResult,
    Reason,
    Violated,
)

if TYPE_CHECKING:
    from modelcheck.report.outcome import Outcome
    from modelcheck.semantics.proof import ClaimProof, CounterexampleToInduction, Need
    from modelcheck.semantics.trace import Binding


def proof_report(outcome: Outcome, page: Page) -> str:
    """Give the whole report on proofs, without an end of line at its end.

    Requires: the outcome is that of a proof.
    """
    parts = [text for each in outcome.result.properties for text in _shown(outcome, each, page)]
    foot = Rows(page)
    proofs = {each.name: each for each in outcome.result.proofs}
    for each in outcome.result.properties:
        if isinstance(each.verdict, Holds):
            _proved(foot, outcome, each, proofs.get(each.name))
    for each in outcome.result.properties:
        if isinstance(each.verdict, Inconclusive):
            _open(foot, each, each.verdict.reason, proofs.get(each.name))
    foot.wrapped("model", _model(outcome))
    _lemmas(foot, outcome)
    foot.add("time", f"{outcome.seconds.total:.2f} s")
    return "\n\n".join([*parts, foot.text()])


def _model(outcome: Outcome) -> str:
    if outcome.result.method is Method.FOR_ALL:
        names = ", ".join(outcome.result.unknowns)
        return f"every {names} of which the assumptions are true"
    return model_text(outcome)


def _shown(outcome: Outcome, found: PropertyResult, page: Page) -> list[str]:
    """Give the run that breaks a claim, or that stands in the way of its proof."""
    rows = Rows(page)
    proof = next((each for each in outcome.result.proofs if each.name == found.name), None)
    if isinstance(found.verdict, Violated):
        trace = found.verdict.trace
        module = outcome.module if proof is None or proof.module is None else proof.module
        rows.headline("violated", what_is_broken(found), place_of(outcome, found), Tone.BAD)
        rows.block("because", because_lines(module, outcome.sources, found, rows.room))
        if proof is not None and proof.values:
            rows.wrapped("model", _values(proof.values))
        rows.add("run", steps_text(trace.depth) if trace.depth else "an initial state")
        return [rows.text(), step_table(module, trace, width=page.width, paint=page.paint)]
    if proof is None or proof.obstacle is None:
        return []
    obstacle = proof.obstacle
    rows.headline("not inductive", found.name, place_of(outcome, found), Tone.OPEN)
    rows.wrapped("because", _obstacle_text(obstacle))
    fields = zip(outcome.module.fields, obstacle.trace.steps[0].state or (), strict=False)
    for each, value in fields:
        rows.wrapped(
            "from" if each is outcome.module.fields[0] else "", f"{each.name} = {show(value)}"
        )
    table = step_table(outcome.module, obstacle.trace, width=page.width, paint=page.paint)
    return [rows.text(), table]


def _obstacle_text(obstacle: CounterexampleToInduction) -> str:
    steps = steps_text(obstacle.trace.depth)
    text = f"{steps} from a state in which it holds, and which no lemma excludes, break it"
    if obstacle.values:
        text += f", where {_values(obstacle.values)}"
    match obstacle.is_reachable:
        case True:
            return f"{text}; a run reaches that state, so the claim is false"
        case False:
            return f"{text}; no run reaches that state: a lemma that excludes it helps"
        case None:
            return f"{text}; whether a run reaches that state is not known"


def _values(values: Binding) -> str:
    return ", ".join(f"{name} = {show(value)}" for name, value in values)


def _proved(rows: Rows, outcome: Outcome, found: PropertyResult, proof: ClaimProof | None) -> None:
    place = place_of(outcome, found)
    label = "proved"
    rows.headline(label, found.name, place, Tone.GOOD)
    if proof is None:
        return
    if proof.k is not None and proof.k > 1:
        rows.add("", f"by induction over {proof.k} steps")
    for at, conjunct in enumerate(proof.found):
        rows.add("" if at else "  invariant", conjunct)
    needed = [each for each in proof.needs if each.is_needed]
    spare = [each for each in proof.needs if each.is_needed is False]
    for each in needed:
        rows.wrapped("  needs", _need_text(each))
    if spare:
        texts = ", ".join(each.text for each in spare)
        rows.wrapped("  unused", texts)


def _need_text(need: Need) -> str:
    shown = need.shown_by
    if shown is None:
        return f"{need.text} (for this proof: no run was found that breaks it without)"
    instead = "without it" if shown.instead is None else f"with {shown.instead}"
    steps = steps_text(shown.trace.depth)
    return f"{need.text}: {instead}, {_values(shown.values)} breaks it in {steps}"


def _open(rows: Rows, found: PropertyResult, reason: Reason, proof: ClaimProof | None) -> None:
    says = proof.says if proof is not None else ""
    why = why_open(reason)
    text = f"{found.name}: {why}{f' ({says})' if says else ''}"
    rows.wrapped("inconclusive", text, Tone.OPEN)


def _lemmas(rows: Rows, outcome: Outcome) -> None:
    used = dict.fromkeys(name for each in outcome.result.proofs for name in each.lemmas)
    claims = {each.name for each in outcome.result.properties}
    own = [name for name in used if name not in claims]
    if own:
        rows.wrapped("also used", ", ".join(own))
