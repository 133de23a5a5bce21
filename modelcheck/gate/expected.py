"""What is found, compared with what a manifest declares: every difference is a finding."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from modelcheck.frontend.text import did_you_mean
from modelcheck.gate.exit_codes import Exit, judge
from modelcheck.gate.manifest import Expectation, ResultKind
from modelcheck.gate.manifest_errors import (
    DoesNotHappen,
    MissingKey,
    OtherFinding,
    Undeclared,
    Unfinished,
    UnknownName,
)
from modelcheck.ir.module import ClaimKind
from modelcheck.semantics.verdict import Holds, PropertyKind, Reason, Violated

if TYPE_CHECKING:
    from modelcheck.ir.module import Module
    from modelcheck.semantics.verdict import Result
    from modelcheck.source.diagnostic import Diagnostic
    from modelcheck.source.span import Span

_CLAIMS = (ClaimKind.INVARIANT, ClaimKind.STEP_INVARIANT)
_IMPLIED = (PropertyKind.DEADLOCK.value, PropertyKind.EVALUATION.value)
_KINDS = {
    Exit.SAFETY: ResultKind.SAFETY,
    Exit.DEADLOCK: ResultKind.DEADLOCK,
    Exit.EVALUATION: ResultKind.EVALUATION,
}


@dataclass(frozen=True)
class Explored:
    """A spec or a twin explored: every state, and one per orbit where something is symmetric.

    `look` is the call that shows a person what was found.
    """

    spec: str
    module: Module
    every_state: Result
    orbits: Result | None
    look: str

    @property
    def look_at_every_state(self) -> str:
        """The call that shows what was found without symmetry."""
        return self.look if self.orbits is None else f"{self.look} --symmetry off"

    @property
    def stopped(self) -> Reason | None:
        """Why one of the two did not come to its end."""
        both = (self.every_state, self.orbits)
        return next((each.stopped for each in both if each and not each.complete), None)


def kind_of(result: Result) -> ResultKind:
    """Give how a complete run ended: by what it breaks, else by what it assumes."""
    kind = _KINDS.get(judge(result).exit_code)
    if kind is not None:
        return kind
    assumed = all(each.holds for each in result.assumptions)
    return ResultKind.SUCCESS if assumed else ResultKind.ASSUMPTION


def differences(expected: Expectation, explored: Explored) -> tuple[Diagnostic, ...]:
    """Give how what was found differs from what is expected; nothing if it is the same.

    Names that the spec does not have come first, and alone; then a run that did not come to its
    end, of which nothing else is said.
    """
    unknown = tuple(_unknown_names(expected, explored.module))
    if unknown:
        return unknown
    if explored.stopped is not None:
        return (_unfinished(expected, explored, explored.stopped),)
    look = explored.look_at_every_state
    found = [*_figures(expected, explored), *_named(expected, explored.every_state, look)]
    found += _dead(expected, explored)
    if explored.orbits is not None:
        known = set(found)
        same = _named(expected, explored.orbits, look)
        other = _named(expected, explored.orbits, explored.look)
        pairs = zip(same, other, strict=True)
        found += [_with_symmetry(each) for without, each in pairs if without not in known]
    return tuple(found)


def _unknown_names(expected: Expectation, module: Module) -> Iterator[Diagnostic]:
    claims = [each.name for each in module.claims if each.kind in _CLAIMS]
    covers = [each.name for each in module.of_kind(ClaimKind.COVER)]
    mapped: list[str] = []
    if module.refinement is not None:
        name = module.refinement.name
        claims.append(name)
        mapped = [f"{name}.{each.name}" for each in module.refinement.abstract.actions]
    named = (
        ("holds", "claim", expected.holds or (), claims),
        ("violated", "claim", [name for name, _ in expected.violated], [*claims, *_IMPLIED]),
        ("covers", "cover", [name for name, _ in expected.covers], covers),
        ("unreachable", "cover", expected.unreachable, [*covers, *mapped]),
        ("dead", "action", expected.dead, [each.name for each in module.actions]),
    )
    for key, kind, names, known in named:
        for name in names:
            if name not in known:
                place = expected.place(key, name)
                yield unknown_name(module.name, kind, name, known, place)


def unknown_name(spec: str, kind: str, name: str, known: list[str], place: Span) -> UnknownName:
    """Give the finding that a manifest speaks of something that the spec does not have."""
    present = ", ".join(f"`{each}`" for each in known) or "none"
    advice = did_you_mean(name, known) or "name one of these, or leave it out"
    return UnknownName(spec, kind, name, present, advice, span=place)


def _unfinished(expected: Expectation, explored: Explored, reason: Reason) -> Diagnostic:
    advice = "a constraint cuts states off: bound the spec by its types instead"
    if reason is not Reason.CONSTRAINT:
        advice = "raise the limit, or make the model smaller"
    place = expected.place("")
    return Unfinished(explored.spec, f"reason {reason.value}", advice, span=place)


def _figures(expected: Expectation, explored: Explored) -> Iterator[Diagnostic]:
    figures = explored.every_state.figures
    pairs = [
        ("result", f'"{expected.result.value}"', f'"{kind_of(explored.every_state).value}"'),
        ("distinctStates", str(expected.distinct), str(figures.distinct)),
        ("totalStates", str(expected.generated), str(figures.generated)),
        ("stateDepth", str(expected.depth), str(figures.depth)),
    ]
    if explored.orbits is not None:
        orbits = explored.orbits.figures.distinct
        if expected.orbits is None:
            table = f"the model of `{explored.module.name}`"
            yield MissingKey(table, "orbits", f"orbits = {orbits}", span=expected.place("orbits"))
        else:
            pairs.append(("orbits", str(expected.orbits), str(orbits)))
    elif expected.orbits is not None:
        pairs.append(("orbits", str(expected.orbits), "nothing, as no sort is symmetric,"))
    for key, declared, found in pairs:
        if declared != found:
            place, look = expected.place(key), explored.look_at_every_state
            shown = explored.look if key == "orbits" else look
            yield OtherFinding(key, declared, found, "", shown, span=place)


def _named(expected: Expectation, result: Result, look: str) -> Iterator[Diagnostic]:
    """Give the differences in what is violated and what is reached, and after how many steps."""
    violated = {
        each.name: each.verdict.trace.depth
        for each in result.properties
        if isinstance(each.verdict, Violated)
    }
    reached = {each.name: each.witness.depth for each in result.covers if each.witness is not None}
    yield from _holding(expected, result, violated, look)
    yield from _lengths(expected, "violated", dict(expected.violated), violated, look)
    yield from _lengths(expected, "covers", dict(expected.covers), reached, look)
    for each in result.covers:
        name = each.name
        if each.witness is None and name not in (*expected.unreachable, *dict(expected.covers)):
            line, what = f'unreachable = ["{name}"]', f"the cover `{name}` is not reached"
            yield Undeclared(what, line, look, span=expected.place("unreachable"))
        elif each.witness is not None and name in expected.unreachable:
            place = expected.place("unreachable", name)
            what = f"is reached after {_steps(each.witness.depth)}"
            yield DoesNotHappen("unreachable", name, what, look, span=place)
    yield from _matched(expected, result, look)


def _matched(expected: Expectation, result: Result, look: str) -> Iterator[Diagnostic]:
    """Give the differences in which actions of a refined spec are taken: by all but those named."""
    matched = result.matched
    if matched is None:
        return
    for action in matched.missed:
        name = f"{matched.name}.{action}"
        if name not in expected.unreachable:
            what = f"the action `{action}` of `{matched.abstract}` is never taken"
            line, place = f'unreachable = ["{name}"]', expected.place("unreachable")
            yield Undeclared(what, line, look, span=place)
    for action in matched.taken:
        name = f"{matched.name}.{action}"
        if name in expected.unreachable:
            place = expected.place("unreachable", name)
            yield DoesNotHappen("unreachable", name, "is taken", look, span=place)


def _holding(
    expected: Expectation, result: Result, violated: dict[str, int], look: str
) -> Iterator[Diagnostic]:
    if expected.holds is None:
        return
    holding = [each.name for each in result.properties if isinstance(each.verdict, Holds)]
    for name in expected.holds:
        if name not in holding:
            what = f"is violated after {_steps(violated[name])}" if name in violated else "raises"
            place = expected.place("holds", name)
            yield DoesNotHappen("holds", name, f"it {what}", look, span=place)
    for name in holding:
        if name not in expected.holds:
            what, line = f"the claim `{name}` holds", f'holds = ["{name}"]'
            yield Undeclared(what, line, look, span=expected.place("holds"))


def _lengths(
    expected: Expectation, key: str, declared: dict[str, int], found: dict[str, int], look: str
) -> Iterator[Diagnostic]:
    happens = "is violated" if key == "violated" else "is reached"
    what = "claim" if key == "violated" else "cover"
    for name, steps in declared.items():
        place = expected.place(key, name)
        if name not in found:
            problem = "it holds" if key == "violated" else "it is not reached"
            yield DoesNotHappen(key, name, problem, look, span=place)
        elif found[name] != steps:
            yield OtherFinding(
                f"{key}.{name}", _steps(steps), _steps(found[name]), "", look, span=place
            )
    for name, steps in found.items():
        if name not in declared and not (key == "covers" and name in expected.unreachable):
            said = f"the {what} `{name}` {happens} after {_steps(steps)}"
            line = f"{key} = {{ {name} = {steps} }}"
            yield Undeclared(said, line, look, span=expected.place(key))


def _dead(expected: Expectation, explored: Explored) -> Iterator[Diagnostic]:
    for each in explored.every_state.actions:
        if not each.taken and each.name not in expected.dead:
            what = f"the action `{each.name}` is never taken"
            line, place = f'dead = ["{each.name}"]', expected.place("dead")
            yield Undeclared(what, line, explored.look, span=place)
        elif each.taken and each.name in expected.dead:
            place = expected.place("dead", each.name)
            times = f"is taken {each.taken:,} times"
            yield DoesNotHappen("dead", each.name, times, explored.look, span=place)


def _with_symmetry(found: Diagnostic) -> Diagnostic:
    match found:
        case OtherFinding():
            return replace(found, how=" with symmetry")
        case Undeclared() | DoesNotHappen():
            return replace(found, what=f"{found.what} with symmetry")
        case _:
            return found


def _steps(number: int) -> str:
    return "1 step" if number == 1 else f"{number} steps"
