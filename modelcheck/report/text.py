"""The report for people: one screen that says what was found, why, and where to look.

For a violated claim: the claim and its line, the clause that is false, the model, the
shortest run with only what changes, the figures, and the line that opens the debugger.
"""

from __future__ import annotations

from shlex import quote
from typing import TYPE_CHECKING, assert_never

from modelcheck.ir.module import ClaimKind
from modelcheck.ir.types import SortType
from modelcheck.ir.values import MapValue, show
from modelcheck.report.because import assumption_lines, because_lines
from modelcheck.report.outcome import Outcome, RunVerdict
from modelcheck.report.rows import Page, Rows
from modelcheck.report.steps import step_table
from modelcheck.report.style import Tone
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
    from collections.abc import Iterable, Iterator

    from modelcheck.ir.values import Value
    from modelcheck.semantics.trace import Trace

_CLAIMS = (ClaimKind.INVARIANT, ClaimKind.STEP_INVARIANT, ClaimKind.COVER)


def text_report(outcome: Outcome, page: Page) -> str:
    """Give the whole report, without an end of line at its end."""
    broken = [
        (each, each.verdict.trace)
        for each in outcome.result.properties
        if isinstance(each.verdict, Violated)
    ]
    parts: list[str] = []
    for number, (each, trace) in enumerate(broken):
        head = Rows(page)
        head.headline("violated", what_is_broken(each), place_of(outcome, each), Tone.BAD)
        head.block("because", because_lines(outcome.module, outcome.sources, each, head.room))
        if number == 0:
            head.wrapped("model", model_text(outcome))
        head.add("run", _run(outcome, trace))
        table = step_table(outcome.module, trace, width=page.width, paint=page.paint)
        parts += [head.text(), table]
    foot = Rows(page)
    _decided(foot, outcome)
    if not broken:
        foot.wrapped("model", model_text(outcome))
    _unsaid(foot, outcome)
    _figures(foot, outcome)
    for each, trace in broken:
        foot.block("look", _look(outcome, each.name, trace.depth))
    return "\n\n".join([*parts, foot.text()])


def summary(outcome: Outcome, page: Page) -> str:
    """Give the verdict in one line."""
    if outcome.declared is not None and outcome.exit_code == 0:
        word = page.paint("as declared", Tone.GOOD)
        return f"{outcome.spec}: {word} ({', '.join(outcome.declared.breaks)})"
    if outcome.differs:
        word = page.paint("not as declared", Tone.BAD)
        return f"{outcome.spec}: {word} ({outcome.reason})"
    broken = ", ".join(
        each.name for each in outcome.result.properties if isinstance(each.verdict, Violated)
    )
    rest = outcome.reason or broken
    word = page.paint(outcome.verdict.value, _TONES[outcome.verdict])
    return f"{outcome.spec}: {word}{f' ({rest})' if rest else ''}"


_TONES = {
    RunVerdict.HOLDS: Tone.GOOD,
    RunVerdict.VIOLATED: Tone.BAD,
    RunVerdict.INCONCLUSIVE: Tone.OPEN,
}


def what_is_broken(found: PropertyResult) -> str:
    """Give the claim that a finding is about."""
    raiser = found.verdict.raiser if isinstance(found.verdict, Violated) else None
    return found.name if raiser is None else f"{found.name} of {raiser}"


def place_of(outcome: Outcome, found: PropertyResult) -> str:
    """Give the line of the claim, or of the action that failed."""
    places = {name: each.span for name, each in outcome.module.judged().items()}
    name = found.name
    if isinstance(found.verdict, Violated) and found.kind is PropertyKind.EVALUATION:
        last = found.verdict.trace.steps[-1].action
        body = outcome.module.init if last is None else outcome.module.action(last).function
        places["evaluation"] = body.span
        name = found.verdict.raiser or name
    span = places.get(name)
    return f"{span.path}:{span.line}" if span is not None and span.line else ""


def model_text(outcome: Outcome) -> str:
    """Give the parameters, and what is assumed of them."""
    parameters = "  ".join(f"{name}={_typed(value)}" for name, value in outcome.module.parameters)
    assumed = ", ".join(
        f"{each.name} {'holds' if each.holds else 'is false'}"
        for each in outcome.result.assumptions
    )
    rest = f"assumption {assumed}" if assumed else "no assumptions"
    return f"{parameters or 'no parameters'}; {rest}"


def _typed(value: Value) -> str:
    """Give a parameter as it is typed after `-p NAME=`."""
    match value:
        case tuple():
            return ",".join(map(_typed, value)) + ("," if len(value) == 1 else "")
        case MapValue(items):
            return ",".join(_typed(each) for _, each in items)
        case _:
            return show(value)


def _run(outcome: Outcome, trace: Trace) -> str:
    if not trace.depth:
        return "an initial state"
    steps = steps_text(trace.depth)
    random = outcome.result.method is Method.SIMULATION
    return f"{steps}, at random" if random else f"{steps}, the shortest"


def _decided(rows: Rows, outcome: Outcome) -> None:
    """Add what is known of the claims that are not violated, and of the covers."""
    places = {
        name: f"{each.span.path}:{each.span.line}" for name, each in outcome.module.judged().items()
    }
    known: list[tuple[str, str, str, Tone]] = []
    undecided: dict[Reason, list[str]] = {}
    for each in outcome.result.properties:
        match each.verdict:
            case Holds():
                known.append(("holds", each.name, "", Tone.GOOD))
            case Inconclusive(reason):
                undecided.setdefault(reason, []).append(each.name)
            case Violated():
                pass
            case _:
                assert_never(each.verdict)
    if outcome.result.stopped is not Reason.STOPPED:
        known += _covers(outcome)
    names = max((len(name) for _, name, _, _ in known), default=0)
    widest = max((len(places[name]) for _, name, _, _ in known), default=0)
    for label, name, detail, tone in known:
        head = f"{name:<{names}}  {places[name]:<{widest}}  "
        short = detail if len(head) + len(detail) <= rows.room else detail.partition(":")[0]
        rows.add(label, head + short, tone)
    assumed = undecided.pop(Reason.ASSUMPTION, None)
    if assumed is not None:
        _assumed(rows, outcome)
    for reason, claims in undecided.items():
        stopped = "another claim is violated before (--keep-going decides)"
        why = stopped if reason is Reason.STOPPED else why_open(reason)
        if reason is Reason.EVALUATION and _is_without_states(outcome):
            why = "there is no state to look at, see `evaluation`"
        text = f"{', '.join(claims)}: {why}"
        rows.wrapped("inconclusive", text, Tone.OPEN)


def _is_without_states(outcome: Outcome) -> bool:
    """Tell whether no state was seen of which to say anything."""
    result = outcome.result
    if result.method.counts_states:
        return not result.figures.distinct
    return result.complete and not result.figures.depth


def why_open(reason: Reason) -> str:
    """Say why nothing is known."""
    match reason:
        case Reason.TIME:
            return "the time limit came first"
        case Reason.STATES:
            return "the limit on states came first"
        case Reason.DEPTH:
            return "the limit on depth came first"
        case Reason.MEMORY:
            return "the limit on memory came first"
        case Reason.INTERRUPTED:
            return "interrupted"
        case Reason.CONSTRAINT:
            return "states outside the constraint were not explored"
        case Reason.SIMULATION:
            return "random runs prove nothing"
        case Reason.ASSUMPTION:
            return "an assumption is false"
        case Reason.STOPPED:
            return "stopped at the first violation"
        case Reason.EVALUATION:
            return "raises in some state, see `evaluation`"
        case Reason.UNKNOWN:
            return "z3 cannot tell"
        case Reason.INDUCTION:
            return "it is not inductive"
        case Reason.BEYOND:
            return "no formula is made of it"
        case _:
            assert_never(reason)


def _covers(outcome: Outcome) -> Iterator[tuple[str, str, str, Tone]]:
    for each in outcome.result.covers:
        if each.witness is not None:
            depth = each.witness.depth
            with_ = ", ".join(f"{name} = {show(value)}" for name, value in each.binding)
            detail = f"after {steps_text(depth)}{f': {with_}' if with_ else ''}"
            yield "reached", each.name, detail, Tone.GOOD
        elif outcome.result.complete:
            yield "unreached", each.name, "so the claims may be vacuous", Tone.BAD


def _unsaid(rows: Rows, outcome: Outcome) -> None:
    """Add what the spec does not speak of: claims that it lacks, actions that never happen."""
    result = outcome.result
    if result.stopped is Reason.ASSUMPTION:
        return
    matched = result.matched
    if result.complete and matched is not None and matched.missed:
        text = f"{', '.join(matched.missed)} of {matched.abstract}: {matched.name} may be vacuous"
        rows.wrapped("not matched", text, Tone.BAD)
    claims = [each for each in outcome.module.claims if each.kind in _CLAIMS]
    if not claims and outcome.module.refinement is None:
        rows.add("no claims", "only deadlock and evaluation errors were looked for")
    raises = any(each.kind is PropertyKind.EVALUATION for each in result.properties)
    never = [each.name for each in result.actions if not each.taken]
    if result.complete and never and not raises:
        rows.wrapped("never taken", ", ".join(never))


def steps_text(number: int) -> str:
    """Give a number of steps in words."""
    return "1 step" if number == 1 else f"{number} steps"


def _figures(rows: Rows, outcome: Outcome) -> None:
    result = outcome.result
    if result.stopped is Reason.ASSUMPTION:
        return
    figures = result.figures
    if result.method is Method.BOUNDED:
        rows.wrapped("runs", _lengths_looked_at(outcome))
        rows.add("time", f"{outcome.seconds.total:.2f} s")
        return
    counted = f"{figures.distinct:,} distinct, {figures.generated:,} generated"
    if result.complete:
        rows.add("states", f"{counted}, depth {figures.depth}")
        symmetry = result.symmetry
        if symmetry.group_order > 1:
            sorts = " and ".join(symmetry.sorts)
            orbits = f"one state per orbit of {sorts}: {symmetry.group_order:,} permutations"
            rows.wrapped("", orbits)
        if figures.distinct:
            seen = "every reachable state was seen, each kept whole: no hash can hide one"
            rows.wrapped("", seen)
    elif result.stopped is not None:
        rows.wrapped("states", f"{counted}, depth {figures.depth}; {why_open(result.stopped)}")
    if result.lengths:
        rows.add("runs", f"{sum(runs for _, runs in result.lengths):,}, by their lengths:")
        rows.block("", list(_lengths(result.lengths)))
    rows.add("time", f"{outcome.seconds.total:.2f} s")


def _lengths_looked_at(outcome: Outcome) -> str:
    """Say how long the runs were that were looked at, and why there was an end."""
    result = outcome.result
    looked = f"all of up to {steps_text(result.figures.depth)}"
    match result.stopped:
        case None:
            return f"{looked}: no run is longer"
        case Reason.DEPTH | Reason.CONSTRAINT:
            return f"{looked}; {why_open(result.stopped)}"
        case _ if result.figures.depth:
            return f"{looked}; {why_open(result.stopped)}"
        case _:
            return f"none was looked at to its end; {why_open(result.stopped)}"


def _assumed(rows: Rows, outcome: Outcome) -> None:
    """Say which assumptions are false, and that nothing was explored for that reason."""
    rows.add("inconclusive", "nothing was explored: an assumption is false", Tone.OPEN)
    for each in outcome.result.assumptions:
        if not each.holds:
            lines = assumption_lines(outcome.module, outcome.sources, each.name, rows.room)
            rows.block("because", lines)
    rows.add("look", "mc check --regardless explores all the same")


def _lengths(lengths: Iterable[tuple[int, int]]) -> Iterator[str]:
    """Draw how long the runs of a simulation were."""
    counted = list(lengths)
    most = max((runs for _, runs in counted), default=1)
    for length, runs in counted:
        bar = "#" * max(1, round(40 * runs / most))
        yield f"{length:>3} {'step ' if length == 1 else 'steps'}  {bar} {runs:,}"


def _look(outcome: Outcome, name: str, step: int) -> list[str]:
    """Give the call that opens this very run, as a shell takes it, and what comes before it."""
    place = f"--property {name} --step {step}"
    if outcome.result.method in {Method.SIMULATION, Method.BOUNDED}:
        saved = "once the run is saved, with `--report json -o run.json`:"
        return [saved, f"mc debug {quote(outcome.spec)} --trace run.json {place}"]
    options = "".join(f" -p {quote(f'{key}={value}')}" for key, value in outcome.given)
    sorts = (each.type for each in outcome.module.named)
    # A search of every state may find another run, as short.
    if outcome.result.symmetry.group_order == 1 and any(
        isinstance(each, SortType) and each.symmetric for each in sorts
    ):
        options += " --symmetry off"
    return [f"mc debug {quote(outcome.spec)}{options} {place}"]
