"""Whole specs: declarations, helpers, `@init`, actions, claims, and sometimes a subclass."""

from __future__ import annotations

from dataclasses import dataclass, replace

from hypothesis import strategies as st

from made_up import actions, claims, expressions, helpers, world
from made_up.pen import Lines, Pen, indented
from made_up.scope import Scope

HEADER = '''"""A made-up spec."""

from __future__ import annotations

from collections import Counter
from enum import Enum
from typing import Annotated, Final, NamedTuple

from annotated_types import Interval, MaxLen
from modelcheck.lang import (
    Ghost, Map, Ordered, Spec, Symmetric, action, assume, constraint, cover, each, fail, final,
    init, invariant, old, one, oneof, require, step_invariant, subsets, the,
)

'''


@dataclass(frozen=True)
class MadeUp:
    """The source of a spec, and the class in it that is meant."""

    text: str
    name: str


_HELPERS = (
    helpers.method,
    helpers.method,
    helpers.chooser,
    helpers.procedure,
    helpers.procedure,
)


def specs() -> st.SearchStrategy[MadeUp]:
    """Make a spec up.

    Decisions come from a `Random` that Hypothesis is behind: it makes a failing spec smaller
    all the same, but does not make one spec of parts of another, so that all are different.
    """
    return st.randoms(use_true_random=False).map(lambda random: written(Pen(random.randint)))


def written(pen: Pen) -> MadeUp:
    """Make a spec up with this pen."""
    pen.risk = pen.pick((0, 0, 8, 4))
    about = world.worlds(pen)
    scope = Scope(about, about.fields)
    made: list[helpers.Written] = []
    for make in [helpers.function] * pen.number(0, 2) + pen.some(_HELPERS, 1, 4):
        made.append(make(pen, scope))
        scope = replace(scope, helpers=(*scope.helpers, made[-1].helper))
    starts = actions.init(pen, scope)
    turns = pen.number(3, 4)
    acts = [actions.action(pen, scope, turn, turns) for turn in range(turns)]
    stated = claims.claims(pen, scope)
    fields = [f"{each.root}: {world.annotation(each.type)}" for each in about.fields]
    if about.ghost is not None:
        fields.append(f"ghost: Ghost[{world.annotation(about.ghost.type)}]")
    bodies = [starts, *(lines for lines, _ in acts), *stated]
    called = _called(made, bodies)
    methods = [each.lines for each in called if each.helper.text.startswith("self.")]
    functions = [each.lines for each in called if not each.helper.text.startswith("self.")]
    text = HEADER + "\n".join(world.declarations(about))
    text += "\n\n".join("\n".join([*each, ""]) for each in functions)
    text += "\n\n" + _class("Made", "Spec", [fields, *methods, *bodies])
    if not pen.one_in(4):
        return MadeUp(text, "Made")
    scope = replace(scope, helpers=tuple(each.helper for each in called))
    return MadeUp(text + _twin(pen, scope, acts), "Twin")


def _called(made: list[helpers.Written], bodies: list[Lines]) -> list[helpers.Written]:
    """Give the helpers that the bodies call, or that those call: others are refused."""
    text = "\n".join(line for body in bodies for line in body)
    kept: list[helpers.Written] = []
    for one in reversed(made):
        if f"{one.helper.text.removeprefix('self.')}(" in text:
            kept.insert(0, one)
            text += "\n".join(one.lines)
    return kept


def _class(name: str, base: str, parts: list[Lines]) -> str:
    body = "\n\n".join("\n".join(indented(part)) for part in parts)
    return f'class {name}({base}):\n    """Made up."""\n\n{body}\n'


def _twin(pen: Pen, scope: Scope, acts: list[tuple[Lines, str]]) -> str:
    """Give a subclass that does more in an action, or something else."""
    lines, name = pen.pick(acts)
    head = next(line for line in lines if line.startswith("def "))
    given = [each.split(":")[0] for each in head.split("(self")[1].split(", ") if ":" in each]
    names = [each for each in given if each.isidentifier()]
    pen.choices = 0
    inner = replace(scope, steps=True, depth=2)
    extra = actions.Stir(pen, inner, 0, 1, most=0).lines(1, 1)
    body = [f"super().{name}({', '.join(names)})", *extra]
    if pen.one_in(2):
        body = [*extra, f"if {expressions.expr(pen, inner, expressions.BOOL)}:"]
        body.append(f"    super().{name}({', '.join(names)})")
    leading = [line for line in lines if line.strip().startswith("require(m")][:1]
    return "\n\n" + _class("Twin", "Made", [["@action", head, *leading, *indented(body)]])
