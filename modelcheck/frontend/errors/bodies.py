"""Findings about statements: what a body may be made of."""

from __future__ import annotations

from typing import ClassVar

from modelcheck.source.diagnostic import Diagnostic


class WhileLoop(Diagnostic):
    """A body uses `while`, which may not end."""

    code: ClassVar[str] = "MC120"
    says: ClassVar[str] = "`while` is outside of the language: every step must end"
    advises: ClassVar[str] = (
        "write `for _ in range(n):` with a `break`, where n is the most rounds there can be"
    )


class LoopOverUnordered(Diagnostic):
    """A `for` statement runs over something without an order."""

    code: ClassVar[str] = "MC121"
    says: ClassVar[str] = "`for` runs over {what}, which has no order"
    advises: ClassVar[str] = (
        "write a comprehension under `all`, `any`, `sum`, `set`, ..., "
        "or loop over the sort or over `sorted(...)`"
    )

    what: str


class LoopElse(Diagnostic):
    """A loop has an `else`."""

    code: ClassVar[str] = "MC122"
    says: ClassVar[str] = "`else` of a `for` is outside of the language"
    advises: ClassVar[str] = "set a local in the loop and test it after the loop"


class TryStatement(Diagnostic):
    """A body catches exceptions."""

    code: ClassVar[str] = "MC124"
    says: ClassVar[str] = (
        "`try` is outside of the language: an exception in a step is an error of the spec"
    )
    advises: ClassVar[str] = "test for the case first, as in `if key in self.table:`"


class WithStatement(Diagnostic):
    """A body uses `with`."""

    code: ClassVar[str] = "MC125"
    says: ClassVar[str] = "`with` is outside of the language: a step has nothing to open or close"
    advises: ClassVar[str] = "write the statements without it"


class NestedDefinition(Diagnostic):
    """A function or class is defined inside a body."""

    code: ClassVar[str] = "MC126"
    says: ClassVar[str] = "`{name}` is defined inside a body"
    advises: ClassVar[str] = (
        "define a helper as a method of the spec, or as a function of the module"
    )

    name: str


class GlobalStatement(Diagnostic):
    """A body reaches for module variables."""

    code: ClassVar[str] = "MC128"
    says: ClassVar[str] = (
        "`{word}` is outside of the language: all state is in the fields of the spec"
    )
    advises: ClassVar[str] = "declare a field and set it in @init"

    word: str


class ImportInBody(Diagnostic):
    """A body imports a module."""

    code: ClassVar[str] = "MC129"
    says: ClassVar[str] = "`import` inside a body is outside of the language"
    advises: ClassVar[str] = "import at the top of the file"


class RaiseStatement(Diagnostic):
    """A body raises an exception."""

    code: ClassVar[str] = "MC130"
    says: ClassVar[str] = "`raise` is outside of the language"
    advises: ClassVar[str] = (
        'write `fail("why")` for what must not happen, `require(...)` for a guard'
    )


class AssertStatement(Diagnostic):
    """A body asserts."""

    code: ClassVar[str] = "MC131"
    says: ClassVar[str] = "`assert` is outside of the language: it is neither a guard nor a claim"
    advises: ClassVar[str] = (
        'write `require(...)` for a guard, `fail("why")` for what must not happen, or an @invariant'
    )


class AsynchronousCode(Diagnostic):
    """A body waits or yields."""

    code: ClassVar[str] = "MC132"
    says: ClassVar[str] = "`{word}` is outside of the language: a step is atomic"
    advises: ClassVar[str] = "split the step into several actions"

    word: str


class ExpressionWithoutEffect(Diagnostic):
    """A statement computes a value and drops it."""

    code: ClassVar[str] = "MC143"
    says: ClassVar[str] = "this expression has no effect"
    advises: ClassVar[str] = "{instead}"

    instead: str


class ChainedAssignment(Diagnostic):
    """One statement assigns to several targets."""

    code: ClassVar[str] = "MC144"
    says: ClassVar[str] = "several targets of one assignment would share one value"
    advises: ClassVar[str] = "write an assignment a line"


class UnpackMismatch(Diagnostic):
    """A value is taken apart into the wrong number of names."""

    code: ClassVar[str] = "MC145"
    says: ClassVar[str] = "{count} names cannot take apart {what}"
    advises: ClassVar[str] = (
        "name each part once; take apart records, pairs of `items()`, or as many values as names"
    )

    count: str
    what: str


class ParameterReassigned(Diagnostic):
    """A body assigns to one of its parameters."""

    code: ClassVar[str] = "MC147"
    says: ClassVar[str] = "`{name}` is a parameter: it cannot be assigned to"
    advises: ClassVar[str] = "use another name for the new value"

    name: str


class BadTarget(Diagnostic):
    """A statement assigns to, or deletes, what is no place."""

    code: ClassVar[str] = "MC148"
    says: ClassVar[str] = "this cannot be {verb}"
    advises: ClassVar[str] = "{instead}"

    verb: str
    instead: str = (
        "assign to `self.field`, `self.field[key]` or a local name; delete `self.field[key]`"
    )


class ReturnInStep(Diagnostic):
    """An action, or a helper without a result, returns a value."""

    code: ClassVar[str] = "MC149"
    says: ClassVar[str] = "{body} that is annotated `-> None` has no value to return"
    advises: ClassVar[str] = "{instead}"

    body: str
    instead: str


class MissingReturn(Diagnostic):
    """A claim or helper may end without returning a value."""

    code: ClassVar[str] = "MC150"
    says: ClassVar[str] = "`{name}` may end without a value"
    advises: ClassVar[str] = "`return` a value on every path"

    name: str


class UnsupportedPattern(Diagnostic):
    """A `match` uses a pattern that the language does not have."""

    code: ClassVar[str] = "MC154"
    says: ClassVar[str] = "{problem}"
    advises: ClassVar[str] = "{instead}"

    problem: str = "this pattern is outside of the language"
    instead: str = "match records by class, enum members, `None`, integers and `_`"


class FailWithoutText(Diagnostic):
    """`fail` has no text."""

    code: ClassVar[str] = "MC162"
    says: ClassVar[str] = "`fail` takes the reason as text"
    advises: ClassVar[str] = 'write `fail("why this must not happen")`'


class UnreachableStatement(Diagnostic):
    """A statement stands where no run of the body comes."""

    code: ClassVar[str] = "MC177"
    says: ClassVar[str] = "this is never reached: {why}"
    advises: ClassVar[str] = "leave it out, or move it to where it is meant"

    why: str


class ShadowedConstant(Diagnostic):
    """A local has the name of a constant, sort or enum of the module."""

    code: ClassVar[str] = "MC283"
    says: ClassVar[str] = "`{name}` is {what} of the module, and `{body}` has a local of that name"
    advises: ClassVar[str] = (
        "give the local another name: where it is, the module's is out of sight"
    )

    name: str
    what: str
    body: str


BODIES: tuple[type[Diagnostic], ...] = (
    WhileLoop,
    LoopOverUnordered,
    LoopElse,
    TryStatement,
    WithStatement,
    NestedDefinition,
    GlobalStatement,
    ImportInBody,
    RaiseStatement,
    AssertStatement,
    AsynchronousCode,
    ExpressionWithoutEffect,
    ChainedAssignment,
    UnpackMismatch,
    ParameterReassigned,
    BadTarget,
    ReturnInStep,
    MissingReturn,
    UnsupportedPattern,
    FailWithoutText,
    UnreachableStatement,
    ShadowedConstant,
)
