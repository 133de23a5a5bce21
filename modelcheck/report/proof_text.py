"""The report of proofs for people: what was proved, from what, and what stands in the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from modelcheck.ir.module import ClaimKind
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
from modelcheck.semantics.proof import BOUNDS, KEYS
from modelcheck.semantics.verdict import (
    Holds,
    Inconclusive,
    Method,
    PropertyKind,
    PropertyResult,
    Reason,
    Violated,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from modelcheck.report.outcome import Outcome
    from modelcheck.semantics.proof import ClaimProof, CounterexampleToInduction, Need
    from modelcheck.semantics.trace import Binding

_CLAIMS = (ClaimKind.INVARIANT, ClaimKind.STEP_INVARIANT)


def proof_report(outcome: Outcome, page: Page) -> str:
    """Give the whole report on proofs, without an end of line at its end.

    Requires: the outcome is that of a proof.
    """
    parts = [text for each in outcome.result.properties for text in _shown(outcome, each, page)]
    foot = Rows(page)
    proofs = {each.name: each for each in outcome.result.proofs}
    lemmas = {each.name for each in outcome.module.claims if each.lemma}
    held = [each for each in outcome.result.properties if isinstance(each.verdict, Holds)]
    for each in held:
        if each.name not in lemmas:
            _proved(foot, outcome, each, proofs.get(each.name))
    _open(foot, outcome, proofs)
    _lemmas(foot, outcome, [each.name for each in held if each.name in lemmas])
    if not any(each.kind in _CLAIMS for each in outcome.module.claims):
        foot.add("no claims", "nothing but evaluation was to be proved")
    foot.wrapped("model", _model(outcome))
    foot.add("time", f"{outcome.seconds.total:.2f} s")
    return "\n\n".join([*parts, foot.text()])


def _model(outcome: Outcome) -> str:
    if outcome.result.method is not Method.FOR_ALL:
        return model_text(outcome)
    names = ", ".join(outcome.result.unknowns)
    if not any(each.kind is ClaimKind.ASSUME for each in outcome.module.claims):
        return f"every {names}"
    return f"every {names} of which the assumptions are true"


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
    rows.wrapped("because", _obstacle_text(outcome, found, obstacle))
    if proof.k is not None and proof.k > 1:
        rows.add("induction", f"over {proof.k} steps, of which this is the last")
    if obstacle.values:
        rows.wrapped("model", _values(obstacle.values))
    fields = zip(outcome.module.fields, obstacle.trace.steps[0].state or (), strict=False)
    for at, (each, value) in enumerate(fields):
        rows.wrapped("" if at else "from", f"{each.name} = {show(value)}")
    table = step_table(outcome.module, obstacle.trace, width=page.width, paint=page.paint, first=1)
    return [rows.text(), table]


def _obstacle_text(
    outcome: Outcome, found: PropertyResult, obstacle: CounterexampleToInduction
) -> str:
    match found.kind:
        case PropertyKind.EVALUATION:
            text = "a step leads to a state out of bounds, or in which a step raises"
        case PropertyKind.STEP_INVARIANT:
            text = "a step breaks it"
        case _:
            text = "a step leads from where it holds to where it does not"
    match obstacle.is_reachable:
        case True if any(each.kind is ClaimKind.CONSTRAINT for each in outcome.module.claims):
            return f"{text}; a run reaches that state, which the constraint may exclude"
        case True:
            return f"{text}; a run reaches that state, so the claim is false"
        case False:
            return f"{text}; no run reaches that state: a lemma that is false there helps"
        case None:
            return f"{text}; whether a run reaches that state is not known"


def _values(values: Binding) -> str:
    return ", ".join(f"{name} = {show(value)}" for name, value in values)


def _proved(rows: Rows, outcome: Outcome, found: PropertyResult, proof: ClaimProof | None) -> None:
    is_evaluation = found.kind is PropertyKind.EVALUATION
    text = f"{found.name}: no step raises or leaves a bound" if is_evaluation else found.name
    rows.headline("proved", text, place_of(outcome, found), Tone.GOOD)
    if proof is None:
        return
    if proof.k is not None and proof.k > 1:
        rows.add("", f"by induction over {proof.k} steps")
    for at, conjunct in enumerate(proof.found):
        rows.add("" if at else "  invariant", conjunct)
    for each in proof.needs:
        if each.is_needed:
            rows.wrapped("  needs", _need_text(each))
    for label, is_needed in (("  unused", False), ("  unknown", None)):
        texts = [each.text for each in proof.needs if each.is_needed is is_needed]
        rows.wrapped(label, ", ".join(texts))


def _need_text(need: Need) -> str:
    shown = need.shown_by
    if shown is None:
        return f"{need.text} (for this proof: no run was found that breaks it without)"
    instead = "without it" if shown.instead is None else f"with {shown.instead}"
    steps = steps_text(shown.trace.depth)
    return f"{need.text}: {instead}, {_values(shown.values)} breaks it in {steps}"


def _open(rows: Rows, outcome: Outcome, proofs: Mapping[str, ClaimProof]) -> None:
    """Add what could not be told, together where that is for the same reason."""
    reasons: dict[str, list[str]] = {}
    for each in outcome.result.properties:
        if isinstance(each.verdict, Inconclusive):
            says = proofs[each.name].says if each.name in proofs else ""
            why = _why(each.verdict.reason) + (f" ({says})" if says else "")
            reasons.setdefault(why, []).append(each.name)
    for why, names in reasons.items():
        rows.wrapped("inconclusive", f"{', '.join(names)}: {why}", Tone.OPEN)


def _why(reason: Reason) -> str:
    if reason is Reason.EVALUATION:
        return "it raises, or there is no state to look at, see `evaluation`"
    return why_open(reason)


def _lemmas(rows: Rows, outcome: Outcome, proved: list[str]) -> None:
    """Add the lemmas: those of the spec, and what is known of all fields without them."""
    used = {name for each in outcome.result.proofs for name in each.lemmas}
    claimed = {each.name for each in outcome.result.properties} - {*proved}
    helped = {*proved, *used} - claimed
    texts = [", ".join(each.name for each in outcome.module.claims if each.name in helped)]
    if any(name.startswith(BOUNDS) for name in used):
        texts.append("integers keep their bounds")
    if any(name.startswith(KEYS) for name in used):
        texts.append("dicts have every key")
    rows.wrapped("lemmas", "; ".join(filter(None, texts)))
