"""Statements of the IR, as the author wrote them; in-place changes are assignments.

`self.log[p].append(m)` is `Assign(log[p], log[p] + [m])`: values have no identity.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from modelcheck.ir.types import Type
from modelcheck.source.span import NOWHERE, Span

if TYPE_CHECKING:
    from modelcheck.ir.expr import Call, Expr


@dataclass(frozen=True, slots=True)
class FieldPlace:
    """A field of the state."""

    name: str
    type: Type
    span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class LocalPlace:
    """A local name."""

    name: str
    type: Type
    span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class KeyPlace:
    """`base[key]` of a map, list or bag."""

    base: Place
    key: Expr
    type: Type
    span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)


Place: TypeAlias = FieldPlace | LocalPlace | KeyPlace


@dataclass(frozen=True, slots=True)
class Assign:
    """`place = value`; the value is evaluated before the keys of the place.

    `in_place` says that CPython changes the object at `place` instead of putting another
    one there (`add`, `append`, `|=`): the same to values, not to whoever shares the object.
    """

    place: Place
    value: Expr
    in_place: bool = field(default=False, kw_only=True)
    span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Require:
    """A guard: where `test` is false, the step does not exist."""

    test: Expr
    span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Fail:
    """`fail(why)`: to come here is an evaluation error."""

    why: str
    span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class If:
    """`if test: then else: otherwise`."""

    test: Expr
    then: tuple[Stmt, ...]
    otherwise: tuple[Stmt, ...]
    span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class For:
    """`for targets in iterable: body`; several targets take a tuple or record apart."""

    targets: tuple[str, ...]
    unpack: bool
    iterable: Expr
    body: tuple[Stmt, ...]
    span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Break:
    """`break`: leaves the innermost loop."""

    span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Continue:
    """`continue`: goes on with the next round of the innermost loop."""

    span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Return:
    """`return value`: ends the helper or claim."""

    value: Expr | None
    span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Perform:
    """Run a helper that may change the state; what it returns goes to `result`."""

    call: Call
    result: Place | None
    span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)


Stmt: TypeAlias = Assign | Require | Fail | If | For | Break | Continue | Return | Perform


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of an action or claim, or of a helper.

    `domain` is, for a record parameter of an action, the container that the leading
    `require(m in ...)` names: its members of this type are the values.
    """

    name: str
    type: Type
    domain: Expr | None = None
    span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Function:
    """A body and its parameters: of an action, a claim, or a helper that a `Call` runs.

    `result` is `None` for bodies that return nothing.
    """

    name: str
    parameters: tuple[Parameter, ...]
    body: tuple[Stmt, ...]
    result: Type | None
    doc: str = field(default="", kw_only=True, compare=False)
    span: Span = field(default=NOWHERE, kw_only=True, compare=False, repr=False)
