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


@st.composite
def specs(draw: st.DrawFn) -> MadeUp:
    """Make a spec up."""
    return written(Pen(lambda low, high: draw(st.integers(low, high))))


def written(pen: Pen) -> MadeUp:
    """Make a spec up with this pen."""
    about = world.worlds(pen)
    scope = Scope(about, about.fields)
    functions: list[Lines] = []
    methods: list[Lines] = []
    for _ in range(pen.number(0, 2)):
        one = helpers.function(pen, scope)
        functions.append(one.lines)
        scope = replace(scope, helpers=(*scope.helpers, one.helper))
    for make in pen.some([helpers.method, helpers.method, helpers.procedure], 1, 3):
        one = make(pen, scope)
        methods.append(one.lines)
        scope = replace(scope, helpers=(*scope.helpers, one.helper))
    starts = actions.init(pen, scope)
    acts = [actions.action(pen, scope) for _ in range(pen.number(3, 4))]
    stated = claims.claims(pen, scope)
    fields = [f"{each.root}: {world.annotation(each.type)}" for each in about.fields]
    if about.ghost is not None:
        fields.append(f"ghost: Ghost[{world.annotation(about.ghost.type)}]")
    parts = [fields, starts, *methods, *(lines for lines, _ in acts), *stated]
    text = HEADER + "\n".join(world.declarations(about))
    text += "\n\n".join("\n".join([*each, ""]) for each in functions)
    text += "\n\n" + _class("Made", "Spec", parts)
    if not pen.one_in(4):
        return MadeUp(text, "Made")
    return MadeUp(text + _twin(pen, scope, acts), "Twin")


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
    extra = actions.Stir(pen, inner, most=0).lines(1)
    body = [f"super().{name}({', '.join(names)})", *extra]
    if pen.one_in(2):
        body = [*extra, f"if {expressions.expr(pen, inner, expressions.BOOL)}:"]
        body.append(f"    super().{name}({', '.join(names)})")
    leading = [line for line in lines if line.strip().startswith("require(m")][:1]
    return "\n\n" + _class("Twin", "Made", [["@action", head, *leading, *indented(body)]])
