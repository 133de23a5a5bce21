"""A whole spec under its parameters: its types, state, steps and claims."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Literal, NewType

from modelcheck.source.span import NOWHERE, Span

if TYPE_CHECKING:
    from modelcheck.ir.expr import Expr
    from modelcheck.ir.stmt import Function, Parameter
    from modelcheck.ir.types import Named, Type
    from modelcheck.ir.values import Value


class ClaimKind(Enum):
    """What a method that returns `bool` is to the spec."""

    INVARIANT = "invariant"
    STEP_INVARIANT = "step_invariant"
    COVER = "cover"
    FINAL = "final"
    ASSUME = "assume"
    CONSTRAINT = "constraint"


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the state."""

    name: str
    type: Type
    ghost: bool = False
    span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Action:
    """An atomic step: a body that has an outcome per binding of its parameters and choice.

    `by` is the parameter that acts, if any: the first of a sort unless the author says else.
    """

    function: Function
    fair: Literal["weak", "strong"] | None
    by: str | None

    @property
    def name(self) -> str:
        """The method's name."""
        return self.function.name


@dataclass(frozen=True, slots=True)
class Claim:
    """A method that returns `bool`; `over_steps` if it looks at the state before as well.

    A `lemma` is an invariant that is there to help proofs.
    """

    kind: ClaimKind
    function: Function
    over_steps: bool
    lemma: bool = False

    @property
    def name(self) -> str:
        """The method's name."""
        return self.function.name


@dataclass(frozen=True, slots=True)
class Refinement:
    """A mapping to the states of the spec `abstract`, whose steps this one's are to be.

    In the body of `function`, the fields of the abstract state are locals, after the name of the
    state: `mapped.field`.
    """

    function: Function
    abstract: Typed
    mapped: str

    @property
    def name(self) -> str:
        """The method's name."""
        return self.function.name


@dataclass(frozen=True, slots=True)
class NamedConstant:
    """A module constant; a parameter if the call may change it."""

    name: str
    value: Value
    parameter: bool
    span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Module:
    """A spec under its parameters.  Bodies are as written; see `Normal` for their other form."""

    name: str
    path: str
    doc: str
    named: tuple[Named, ...]
    constants: tuple[NamedConstant, ...]
    parameters: tuple[tuple[str, Value], ...]
    """The parameters and their values, sizes of sorts under the sorts' names."""
    fields: tuple[Field, ...]
    init: Function
    actions: tuple[Action, ...]
    claims: tuple[Claim, ...]
    refinement: Refinement | None = None
    span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)

    def of_kind(self, kind: ClaimKind) -> tuple[Claim, ...]:
        """Give the claims of `kind`, in the order of the source."""
        return tuple(claim for claim in self.claims if claim.kind is kind)

    def judged(self) -> dict[str, Function]:
        """Give the bodies that a run is judged by: of the claims, and of the mapping, by name."""
        found = {claim.name: claim.function for claim in self.claims}
        if self.refinement is not None:
            found[self.refinement.name] = self.refinement.function
        return found

    def action(self, name: str) -> Action:
        """Give the action `name`; raises `KeyError` if there is none."""
        return {action.name: action for action in self.actions}[name]


Typed = NewType("Typed", Module)


@dataclass(frozen=True, slots=True)
class Bind:
    """`name` stands for `value` from here on, in clauses and updates."""

    name: str
    value: Expr
    span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Guard:
    """Where `test` is false, the step does not exist."""

    test: Expr
    span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Forbid:
    """Where `test` is true, the step is an evaluation error, for the reason `why`."""

    test: Expr
    why: str
    span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)


Clause = Bind | Guard | Forbid


@dataclass(frozen=True, slots=True)
class NormalStep:
    """A step in normal form: clauses, evaluated in order, then all updates at once.

    Clauses and updates read the state before the step only.  Every choice stands in a
    `Bind` of its own.  A field without an update keeps its value.
    """

    name: str
    parameters: tuple[Parameter, ...]
    clauses: tuple[Clause, ...]
    updates: tuple[tuple[str, Expr], ...]
    span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class NormalClaim:
    """A claim in normal form: one expression."""

    kind: ClaimKind
    name: str
    parameters: tuple[Parameter, ...]
    condition: Expr
    lemma: bool = False
    span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Normal:
    """A spec whose bodies are guarded parallel assignments; `module` is what it was made from."""

    module: Typed
    init: NormalStep
    actions: tuple[NormalStep, ...]
    claims: tuple[NormalClaim, ...]
