"""What a name means at a point of a body: locals and their types, and what tests have shown."""

from __future__ import annotations

import ast
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum

from modelcheck.frontend.lowering.context import Context, Unit
from modelcheck.frontend.lowering.narrowing import Facts, roots_of
from modelcheck.frontend.lowering.parts import Part
from modelcheck.ir.expr import Expr
from modelcheck.ir.types import Type
from modelcheck.source.diagnostic import Diagnostic
from modelcheck.source.span import Located, Span


class Body(Enum):
    """What a body belongs to, in the words of messages."""

    INIT = "@init"
    STEP = "an action"
    CLAIM = "this claim"
    STEP_CLAIM = "a claim over steps"
    HELPER = "a helper"


@dataclass(frozen=True)
class Mapped:
    """What a mapping sets: the state of the spec `spec`, which its body calls `name`."""

    name: str
    spec: str
    fields: Mapping[str, Type]

    def local(self, field_name: str) -> str:
        """Give the local that stands for a field; no local of a body has a dot in its name."""
        return f"{self.name}.{field_name}"


@dataclass
class Scope:
    """The names of one body while it is lowered, statement by statement."""

    context: Context
    part: Part
    """What `self` is: the spec, or a component in it."""
    unit: Unit
    body: Body
    owner: type | None
    """The class whose method this is; `None` for a function of a module."""
    self_name: str | None
    old: bool = False
    """The body looks at the state before the step."""
    over_steps: bool = False
    """`old(self)` may be used."""
    result: Type | None = None
    """What `return` must give; `None` where it gives nothing."""
    parameters: frozenset[str] = frozenset()
    own: frozenset[str] = frozenset()
    """The names that some statement of the body assigns to: Python takes them as locals of all."""
    locals: dict[str, Type] = field(default_factory=dict[str, Type])
    assigned: set[str] = field(default_factory=set[str])
    poisoned: set[str] = field(default_factory=set[str])
    facts: Facts = field(default_factory=dict[Expr, Type])
    calls: tuple[str, ...] = ()
    """The helpers that are being unfolded, outermost first."""
    given: Mapping[str, object] = field(default_factory=dict[str, object])
    """In the `__init__` of a component: what its parameters stand for."""
    mapped: Mapped | None = None
    """In a mapping: the abstract state that it sets."""

    def span(self, node: Located) -> Span:
        """Give the span of a node of this body."""
        return self.unit.span(node)

    def attribute_span(self, node: ast.Attribute) -> Span:
        """Give the span of the name after the dot."""
        whole = self.unit.span(node)
        start = whole.end_column - len(node.attr)
        return Span(whole.path, whole.end_line, start, whole.end_line, whole.end_column)

    def report(self, diagnostic: Diagnostic) -> None:
        """Keep a finding."""
        self.context.report(diagnostic)

    def is_self(self, node: ast.expr) -> bool:
        """Tell whether the expression is the body's `self`."""
        return (
            isinstance(node, ast.Name) and self.self_name is not None and node.id == self.self_name
        )

    def is_mapped(self, node: ast.expr) -> bool:
        """Tell whether the expression is the abstract state that the body sets."""
        return (
            isinstance(node, ast.Name) and self.mapped is not None and node.id == self.mapped.name
        )

    def declare(self, name: str, type_: Type) -> None:
        """Give a local its type, and take it as assigned."""
        self.locals[name] = type_
        self.assigned.add(name)
        self.poisoned.discard(name)

    def forget(self, kind: str, name: str) -> None:
        """Drop what tests have shown about places made of a field or local."""
        kept = {
            place: type_
            for place, type_ in self.facts.items()
            if (kind, name) not in roots_of(place)
        }
        self.facts = kept

    def forget_fields(self) -> None:
        """Drop what tests have shown about the state: a helper may have changed it."""
        self.facts = {
            place: type_
            for place, type_ in self.facts.items()
            if all(kind != "field" for kind, _ in roots_of(place))
        }

    def part_of(self, node: ast.expr) -> Part | None:
        """Give the part that an expression names: `self`, or a component as `self.links`."""
        if self.is_self(node):
            return self.part
        match node:
            case ast.Attribute(value=value, attr=name):
                owner = self.part_of(value)
                return owner.parts.get(name) if owner is not None else None
            case _:
                return None

    def inside(
        self,
        part: Part,
        unit: Unit,
        definition: ast.FunctionDef,
        owner: type | None,
        *,
        old: bool,
        call: str,
    ) -> Scope:
        """Give an empty scope for the body of a helper that is called from here."""
        return Scope(
            self.context,
            part,
            unit,
            Body.HELPER,
            owner,
            definition.args.args[0].arg if owner is not None else None,
            old=old,
            over_steps=self.over_steps,
            calls=(*self.calls, call),
        )

    @contextmanager
    def bound(self, names: dict[str, Type], facts: Facts | None = None) -> Generator[None]:
        """Bind a comprehension's variables, or add facts, for the inner expressions alone."""
        outer = (self.locals, self.assigned, self.poisoned, self.facts, self.parameters)
        self.locals = {**self.locals, **names}
        self.assigned = self.assigned | names.keys()
        self.poisoned = self.poisoned - names.keys()
        shadowed = {
            place: type_
            for place, type_ in self.facts.items()
            if not any(kind == "local" and name in names for kind, name in roots_of(place))
        }
        self.facts = {**shadowed, **(facts or {})}
        try:
            yield
        finally:
            self.locals, self.assigned, self.poisoned, self.facts, self.parameters = outer
