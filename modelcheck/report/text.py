"""The report for people: one screen that says what was found, why, and where to look.

For a violated claim: the claim and its line, the clause that is false, the model, the
shortest run with only what changes, the figures, and the line that opens the debugger.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, assert_never

from modelcheck.ir.values import show
from modelcheck.report.because import assumption_lines, because_lines
from modelcheck.report.outcome import Outcome, RunVerdict
from modelcheck.report.steps import step_table
from modelcheck.report.style import Paint, Tone, plain
from modelcheck.semantics.verdict import Holds, Inconclusive, Method, Reason, Violated

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from modelcheck.semantics.trace import Trace
    from modelcheck.semantics.verdict import CoverResult, PropertyResult

_HEADLINE = 80
_LABEL = 11

_WHY = {
    Reason.TIME: "the time limit came first",
    Reason.STATES: "the limit on states came first",
    Reason.DEPTH: "the limit on depth came first",
    Reason.MEMORY: "the limit on memory came first",
    Reason.INTERRUPTED: "interrupted",
    Reason.CONSTRAINT: "states outside the constraint were not explored",
    Reason.SIMULATION: "random runs prove nothing",
    Reason.ASSUMPTION: "an assumption is false",
    Reason.STOPPED: "stopped at the first violation",
}


@dataclass(frozen=True)
class Page:
    """What a report is written on: how wide it is, and whether it has colour."""

    width: int = 100
    paint: Paint = plain


def text_report(outcome: Outcome, page: Page) -> str:
    """Give the whole report, without an end of line at its end."""
    broken = [each for each in outcome.result.properties if isinstance(each.verdict, Violated)]
    parts: list[str] = []
    for number, each in enumerate(broken):
        head = _Rows(page)
        _violation(head, outcome, each)
        if number == 0:
            head.add("model", _model(outcome))
        trace = _trace(each)
        head.add("run", _run(outcome, trace))
        parts += [
            head.text(),
            step_table(outcome.module, trace, width=page.width, paint=page.paint),
        ]
    foot = _Rows(page)
    _decided(foot, outcome)
    if not broken:
        foot.add("model", _model(outcome))
    _figures(foot, outcome)
    for each in broken:
        foot.add("look", _look(outcome, each))
    return "\n\n".join([*parts, foot.text()])


def summary(outcome: Outcome, page: Page) -> str:
    """Give the verdict in one line."""
    tone = _TONES[outcome.verdict]
    broken = ", ".join(
        each.name for each in outcome.result.properties if isinstance(each.verdict, Violated)
    )
    rest = broken or outcome.reason or ""
    word = page.paint(outcome.verdict.value, tone)
    return f"{outcome.spec}: {word}{f' ({rest})' if rest else ''}"


_TONES = {
    RunVerdict.HOLDS: Tone.GOOD,
    RunVerdict.VIOLATED: Tone.BAD,
    RunVerdict.INCONCLUSIVE: Tone.OPEN,
}


class _Rows:
    """Lines under labels that stand in a column of their own."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._rows: list[tuple[str, str, Tone | None]] = []

    def add(self, label: str, text: str, tone: Tone | None = None) -> None:
        """Add a line; with an empty label it continues what is above."""
        self._rows.append((label, text, tone))

    def headline(self, label: str, text: str, place: str, tone: Tone) -> None:
        """Add a line with a place at its right."""
        gap = max(2, _HEADLINE - _LABEL - len(text) - len(place))
        self.add(label, f"{text}{' ' * gap}{place}" if place else text, tone)

    def block(self, label: str, lines: list[str]) -> None:
        """Add lines of which the first has the label."""
        for number, line in enumerate(lines):
            self.add("" if number else label, line)

    @property
    def room(self) -> int:
        """How wide a line may be."""
        return self._page.width - _LABEL

    def text(self) -> str:
        """Give the lines, aligned."""
        width = max(_LABEL, *(len(label) + 2 for label, _, _ in self._rows))
        paint = self._page.paint
        return "\n".join(
            f"{paint(label, tone) if tone else label}{' ' * (width - len(label))}{text}".rstrip()
            for label, text, tone in self._rows
        )


def _violation(rows: _Rows, outcome: Outcome, found: PropertyResult) -> None:
    assert isinstance(found.verdict, Violated)  # noqa: S101  # the caller filtered
    rows.headline("violated", found.name, _place(outcome, found), Tone.BAD)
    rows.block("because", because_lines(outcome.module, outcome.sources, found, rows.room))


def _trace(found: PropertyResult) -> Trace:
    assert isinstance(found.verdict, Violated)  # noqa: S101  # the caller filtered
    return found.verdict.trace


def _place(outcome: Outcome, found: PropertyResult) -> str:
    """Give the line of the claim, or of the action that failed."""
    names = {claim.name: claim.function.span for claim in outcome.module.claims}
    last = _trace(found).steps[-1].action if isinstance(found.verdict, Violated) else None
    names |= {} if last is None else {"evaluation": outcome.module.action(last).function.span}
    span = names.get(found.name)
    return f"{span.path}:{span.line}" if span is not None and span.line else ""


def _model(outcome: Outcome) -> str:
    parameters = "  ".join(f"{name}={show(value)}" for name, value in outcome.module.parameters)
    assumed = ", ".join(
        f"{each.name} {'holds' if each.holds else 'is false'}"
        for each in outcome.result.assumptions
    )
    rest = f"assumption {assumed}" if assumed else "no assumptions"
    return f"{parameters or 'no parameters':<28}  {rest}"


def _run(outcome: Outcome, trace: Trace) -> str:
    steps = "1 step" if trace.depth == 1 else f"{trace.depth} steps"
    exhaustive = outcome.result.method is Method.EXHAUSTIVE
    return f"{steps}, the shortest" if exhaustive else f"{steps}, at random"


def _decided(rows: _Rows, outcome: Outcome) -> None:
    """Add what is known of the claims that are not violated, and of the covers."""
    claims = {claim.name: claim.function.span for claim in outcome.module.claims}
    undecided: dict[Reason, list[str]] = {}
    for each in outcome.result.properties:
        match each.verdict:
            case Holds():
                span = claims[each.name]
                rows.headline("holds", each.name, f"{span.path}:{span.line}", Tone.GOOD)
            case Inconclusive(reason):
                undecided.setdefault(reason, []).append(each.name)
            case Violated():
                pass
            case _:
                assert_never(each.verdict)
    for reason, names in undecided.items():
        rows.add("inconclusive", f"{', '.join(names)}: {_WHY[reason]}", Tone.OPEN)
    for cover in outcome.result.covers:
        span = claims[cover.name]
        _cover(rows, cover, f"{span.path}:{span.line}", complete=outcome.result.complete)


def _cover(rows: _Rows, found: CoverResult, place: str, *, complete: bool) -> None:
    if found.witness is not None:
        steps = found.witness.depth
        text = f"{found.name} after {steps} {'step' if steps == 1 else 'steps'}"
        with_ = ", ".join(f"{name} = {show(value)}" for name, value in found.binding)
        rows.headline("reached", f"{text}{f', {with_}' if with_ else ''}", place, Tone.GOOD)
    elif complete:
        text = f"{found.name}: in no reachable state, so the claims may be vacuous"
        rows.headline("unreached", text, place, Tone.BAD)


def _figures(rows: _Rows, outcome: Outcome) -> None:
    result = outcome.result
    if result.stopped is Reason.ASSUMPTION:
        _assumed(rows, outcome)
        return
    figures = result.figures
    counted = f"{figures.distinct:,} distinct, {figures.generated:,} generated"
    if result.complete:
        rows.add("states", f"{counted}, depth {figures.depth}")
        rows.add("", "every reachable state was seen, each kept whole: no hash can hide one")
    elif result.stopped is not None:
        rows.add("states", f"{counted}, depth {figures.depth}; {_WHY[result.stopped]}")
    for line in _lengths(result.lengths):
        rows.add("", line)
    rows.add("time", f"{outcome.seconds.total:.2f} s")


def _assumed(rows: _Rows, outcome: Outcome) -> None:
    """Say which assumptions are false, and that nothing was explored for that reason."""
    rows.add("inconclusive", "an assumption is false here: nothing was explored", Tone.OPEN)
    for each in outcome.result.assumptions:
        if not each.holds:
            lines = assumption_lines(outcome.module, outcome.sources, each.name, rows.room)
            rows.block("because", lines)


def _lengths(lengths: Iterable[tuple[int, int]]) -> Iterator[str]:
    """Draw how long the runs of a simulation were."""
    counted = list(lengths)
    most = max((runs for _, runs in counted), default=1)
    for length, runs in counted:
        bar = "#" * max(1, round(40 * runs / most))
        yield f"{length:>5} steps  {bar} {runs:,}"


def _look(outcome: Outcome, found: PropertyResult) -> str:
    step = _trace(found).depth
    options = "".join(f" -p {name}={value}" for name, value in outcome.given)
    return f"mc debug {outcome.spec}{options} --property {found.name} --step {step}"
