"""Findings about constructs: what a body, a method or a class may be made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from modelcheck.source.diagnostic import Diagnostic


@dataclass(frozen=True)
class WhileLoop(Diagnostic):
    """A body uses `while`, which may not end."""

    code: ClassVar[str] = "MC120"
    says: ClassVar[str] = "`while` is outside of the language: every step must end"
    advises: ClassVar[str] = (
        "write `for _ in range(n):` with a `break`, where n is the most rounds there can be"
    )


@dataclass(frozen=True)
class LoopOverUnordered(Diagnostic):
    """A `for` statement runs over something without an order."""

    code: ClassVar[str] = "MC121"
    says: ClassVar[str] = "`for` runs over {what}, which has no order"
    advises: ClassVar[str] = (
        "use a comprehension under `all`, `any`, `sum`, `set`, ... or loop over the sort, or over `sorted(...)`"
    )

    what: str


@dataclass(frozen=True)
class LoopElse(Diagnostic):
    """A loop has an `else`."""

    code: ClassVar[str] = "MC122"
    says: ClassVar[str] = "`else` of a `for` is outside of the language"
    advises: ClassVar[str] = "set a local in the loop and test it after the loop"


@dataclass(frozen=True)
class RecursiveHelper(Diagnostic):
    """A helper calls itself, directly or through others."""

    code: ClassVar[str] = "MC123"
    says: ClassVar[str] = "`{name}` calls itself: {path}"
    advises: ClassVar[str] = (
        "helpers are unfolded where they are called; write the rounds as `for _ in range(n):` with a `break`"
    )

    name: str
    path: str


@dataclass(frozen=True)
class TryStatement(Diagnostic):
    """A body catches exceptions."""

    code: ClassVar[str] = "MC124"
    says: ClassVar[str] = (
        "`try` is outside of the language: an exception in a step is an error of the spec"
    )
    advises: ClassVar[str] = "test for the case first, as in `if key in self.table:`"


@dataclass(frozen=True)
class WithStatement(Diagnostic):
    """A body uses `with`."""

    code: ClassVar[str] = "MC125"
    says: ClassVar[str] = "`with` is outside of the language: a step has nothing to open or close"
    advises: ClassVar[str] = "write the statements without it"


@dataclass(frozen=True)
class NestedDefinition(Diagnostic):
    """A function or class is defined inside a body."""

    code: ClassVar[str] = "MC126"
    says: ClassVar[str] = "`{name}` is defined inside a body"
    advises: ClassVar[str] = (
        "define a helper as a method of the spec, or as a function of the module"
    )

    name: str


@dataclass(frozen=True)
class LambdaExpression(Diagnostic):
    """A body makes a function."""

    code: ClassVar[str] = "MC127"
    says: ClassVar[str] = "`lambda` is outside of the language: functions are no values"
    advises: ClassVar[str] = "write a helper method, or a comprehension"


@dataclass(frozen=True)
class GlobalStatement(Diagnostic):
    """A body reaches for module variables."""

    code: ClassVar[str] = "MC128"
    says: ClassVar[str] = (
        "`{word}` is outside of the language: all state is in the fields of the spec"
    )
    advises: ClassVar[str] = "declare a field and set it in @init"

    word: str


@dataclass(frozen=True)
class ImportInBody(Diagnostic):
    """A body imports a module."""

    code: ClassVar[str] = "MC129"
    says: ClassVar[str] = "`import` inside a body is outside of the language"
    advises: ClassVar[str] = "import at the top of the file"


@dataclass(frozen=True)
class RaiseStatement(Diagnostic):
    """A body raises an exception."""

    code: ClassVar[str] = "MC130"
    says: ClassVar[str] = "`raise` is outside of the language"
    advises: ClassVar[str] = (
        'write `fail("why")` for what must not happen, `require(...)` for a guard'
    )


@dataclass(frozen=True)
class AssertStatement(Diagnostic):
    """A body asserts."""

    code: ClassVar[str] = "MC131"
    says: ClassVar[str] = "`assert` is outside of the language: it is neither a guard nor a claim"
    advises: ClassVar[str] = (
        'write `require(...)` for a guard, `fail("why")` for what must not happen, or an @invariant'
    )


@dataclass(frozen=True)
class AsynchronousCode(Diagnostic):
    """A body waits or yields."""

    code: ClassVar[str] = "MC132"
    says: ClassVar[str] = "`{word}` is outside of the language: a step is atomic"
    advises: ClassVar[str] = "split the step into several actions"

    word: str


@dataclass(frozen=True)
class WalrusExpression(Diagnostic):
    """A body assigns inside an expression."""

    code: ClassVar[str] = "MC133"
    says: ClassVar[str] = "`:=` is outside of the language"
    advises: ClassVar[str] = "assign to a local in a statement of its own before"


@dataclass(frozen=True)
class TextValue(Diagnostic):
    """A body uses text."""

    code: ClassVar[str] = "MC134"
    says: ClassVar[str] = "text is no value of the language"
    advises: ClassVar[str] = 'use an `Enum` member; text stands only in `fail("why")`'


@dataclass(frozen=True)
class UnsupportedLiteral(Diagnostic):
    """A body has a literal that no type of the language has."""

    code: ClassVar[str] = "MC135"
    says: ClassVar[str] = "`{text}` is no value of the language"
    advises: ClassVar[str] = (
        "use integers, `True`, `False`, `None`, enum members and elements of sorts"
    )

    text: str


@dataclass(frozen=True)
class UnsupportedOperator(Diagnostic):
    """A body uses an operator that the language does not have."""

    code: ClassVar[str] = "MC136"
    says: ClassVar[str] = "the operator `{operator}` is outside of the language"
    advises: ClassVar[str] = "{instead}"

    operator: str
    instead: str


@dataclass(frozen=True)
class IdentityTest(Diagnostic):
    """A body compares identities."""

    code: ClassVar[str] = "MC137"
    says: ClassVar[str] = "`is` compares identities, and values have none"
    advises: ClassVar[str] = "write `==`; `is` and `is not` compare with `None` only"


@dataclass(frozen=True)
class UnknownName(Diagnostic):
    """A body uses a name that is neither local nor known to the module."""

    code: ClassVar[str] = "MC138"
    says: ClassVar[str] = "`{name}` is not defined here"
    advises: ClassVar[str] = "{suggestion}"

    name: str
    suggestion: str


@dataclass(frozen=True)
class UnknownMethod(Diagnostic):
    """A method that the value's type does not have in the language."""

    code: ClassVar[str] = "MC139"
    says: ClassVar[str] = "a {type} has no method `{name}` in the language"
    advises: ClassVar[str] = "{suggestion}"

    type: str
    name: str
    suggestion: str


@dataclass(frozen=True)
class UnsupportedBuiltin(Diagnostic):
    """A body calls a builtin of Python that the language does not have."""

    code: ClassVar[str] = "MC140"
    says: ClassVar[str] = "the builtin `{name}` is outside of the language"
    advises: ClassVar[str] = "{instead}"

    name: str
    instead: str


@dataclass(frozen=True)
class UnsupportedCall(Diagnostic):
    """A body calls something that is no helper."""

    code: ClassVar[str] = "MC141"
    says: ClassVar[str] = "`{name}` cannot be called in a body"
    advises: ClassVar[str] = (
        "call methods of the spec, functions of the module that are written in the language, or the words of modelcheck.lang"
    )

    name: str


@dataclass(frozen=True)
class StarredArgument(Diagnostic):
    """A call or display spreads a collection."""

    code: ClassVar[str] = "MC142"
    says: ClassVar[str] = "`*` and `**` are outside of the language"
    advises: ClassVar[str] = "write the arguments one by one; join collections with `|` or `+`"


@dataclass(frozen=True)
class ExpressionWithoutEffect(Diagnostic):
    """A statement computes a value and drops it."""

    code: ClassVar[str] = "MC143"
    says: ClassVar[str] = "this expression has no effect"
    advises: ClassVar[str] = "assign it, `require` it, or leave it out"


@dataclass(frozen=True)
class ChainedAssignment(Diagnostic):
    """One statement assigns to several targets."""

    code: ClassVar[str] = "MC144"
    says: ClassVar[str] = "several targets of one assignment would share one value"
    advises: ClassVar[str] = "write an assignment a line"


@dataclass(frozen=True)
class UnpackMismatch(Diagnostic):
    """A value is taken apart into the wrong number of names."""

    code: ClassVar[str] = "MC145"
    says: ClassVar[str] = "{count} names cannot take apart {what}"
    advises: ClassVar[str] = (
        "name each part once; take apart records, pairs of `items()`, or as many values as names"
    )

    count: str
    what: str


@dataclass(frozen=True)
class UnknownField(Diagnostic):
    """A body names a field that the spec does not declare."""

    code: ClassVar[str] = "MC146"
    says: ClassVar[str] = "`{name}` is not a field of `{spec}`"
    advises: ClassVar[str] = "{suggestion}"

    name: str
    spec: str
    suggestion: str


@dataclass(frozen=True)
class ParameterReassigned(Diagnostic):
    """A body assigns to one of its parameters."""

    code: ClassVar[str] = "MC147"
    says: ClassVar[str] = "`{name}` is a parameter: it cannot be assigned to"
    advises: ClassVar[str] = "use another name for the new value"

    name: str


@dataclass(frozen=True)
class BadTarget(Diagnostic):
    """A statement assigns to, or deletes, what is no place."""

    code: ClassVar[str] = "MC148"
    says: ClassVar[str] = "this cannot be {verb}"
    advises: ClassVar[str] = (
        "assign to `self.field`, `self.field[key]` or a local name; delete `self.field[key]`"
    )

    verb: str


@dataclass(frozen=True)
class ReturnInStep(Diagnostic):
    """An action returns a value."""

    code: ClassVar[str] = "MC149"
    says: ClassVar[str] = "an action has no value to return"
    advises: ClassVar[str] = "end it with `return` alone, or write its effect as assignments"


@dataclass(frozen=True)
class MissingReturn(Diagnostic):
    """A claim or helper may end without returning a value."""

    code: ClassVar[str] = "MC150"
    says: ClassVar[str] = "`{name}` may end without a `return`"
    advises: ClassVar[str] = "return a value on every path"

    name: str


@dataclass(frozen=True)
class ChangeInExpression(Diagnostic):
    """An expression changes the collection that it reads."""

    code: ClassVar[str] = "MC151"
    says: ClassVar[str] = "`{name}` changes {what} in the middle of an expression"
    advises: ClassVar[str] = "write it as a statement of its own, or as `x = ....{name}(...)`"

    name: str
    what: str


@dataclass(frozen=True)
class OldOfOther(Diagnostic):
    """`old` is asked for something other than `self`."""

    code: ClassVar[str] = "MC152"
    says: ClassVar[str] = "`old` takes `self` and nothing else"
    advises: ClassVar[str] = "write `old(self).field`"


@dataclass(frozen=True)
class SelfAsValue(Diagnostic):
    """The spec itself is used as a value."""

    code: ClassVar[str] = "MC153"
    says: ClassVar[str] = "`self` is no value"
    advises: ClassVar[str] = "use its fields and helpers: `self.field`, `self.helper(...)`"


@dataclass(frozen=True)
class UnsupportedPattern(Diagnostic):
    """A `match` uses a pattern that the language does not have."""

    code: ClassVar[str] = "MC154"
    says: ClassVar[str] = "this pattern is outside of the language"
    advises: ClassVar[str] = "match records by class, enum members, `None`, integers and `_`"


@dataclass(frozen=True)
class UnsupportedSuper(Diagnostic):
    """`super()` is used for something other than calling a method."""

    code: ClassVar[str] = "MC155"
    says: ClassVar[str] = (
        "`super()` is for calling a method of the parent spec, as `super().{method}(...)`"
    )
    advises: ClassVar[str] = "call the method that this one overrides"

    method: str


@dataclass(frozen=True)
class ChangingHelper(Diagnostic):
    """A helper that changes the state is called inside an expression."""

    code: ClassVar[str] = "MC156"
    says: ClassVar[str] = "`{name}` changes the state, and is called inside an expression"
    advises: ClassVar[str] = (
        "call it in a statement of its own, as `{name}(...)` or `x = {name}(...)`"
    )

    name: str


@dataclass(frozen=True)
class VariableGlobal(Diagnostic):
    """A body reads a module variable that is no constant."""

    code: ClassVar[str] = "MC157"
    says: ClassVar[str] = "`{name}` is a variable of the module, not a constant"
    advises: ClassVar[str] = "declare it as `{name}: Final = ...`, or make it a field"

    name: str


@dataclass(frozen=True)
class UnsupportedConstant(Diagnostic):
    """A module constant has a type that the language does not have."""

    code: ClassVar[str] = "MC158"
    says: ClassVar[str] = "the constant `{name}` is a {type}, which is no type of the language"
    advises: ClassVar[str] = (
        "constants are integers, `bool`, enum members, elements, tuples of integers, and `each(...)`"
    )

    name: str
    type: str


@dataclass(frozen=True)
class WrongWordArguments(Diagnostic):
    """A word or builtin is called with the wrong arguments."""

    code: ClassVar[str] = "MC159"
    says: ClassVar[str] = "`{word}` takes {takes}"
    advises: ClassVar[str] = "write it as {takes}"

    word: str
    takes: str


@dataclass(frozen=True)
class SliceStep(Diagnostic):
    """A slice has a step."""

    code: ClassVar[str] = "MC160"
    says: ClassVar[str] = "a slice with a step is outside of the language"
    advises: ClassVar[str] = "write `[start:stop]`"


@dataclass(frozen=True)
class UnboundedParameter(Diagnostic):
    """A record parameter of an action has no container that bounds it."""

    code: ClassVar[str] = "MC161"
    says: ClassVar[str] = "the values of `{name}`, a {type}, are not bounded"
    advises: ClassVar[str] = (
        "begin the action with `require({name} in self....)`: its members are the values"
    )

    name: str
    type: str


@dataclass(frozen=True)
class FailWithoutText(Diagnostic):
    """`fail` has no text."""

    code: ClassVar[str] = "MC162"
    says: ClassVar[str] = "`fail` takes the reason as text"
    advises: ClassVar[str] = 'write `fail("why this must not happen")`'


@dataclass(frozen=True)
class UnknownDecorator(Diagnostic):
    """A method has a decorator that the language does not have."""

    code: ClassVar[str] = "MC163"
    says: ClassVar[str] = "the decorator `{name}` is outside of the language"
    advises: ClassVar[str] = (
        "mark methods with the words of modelcheck.lang; plain methods are helpers"
    )

    name: str


@dataclass(frozen=True)
class UndecoratedOverride(Diagnostic):
    """A method overrides a marked one without a mark of its own."""

    code: ClassVar[str] = "MC164"
    says: ClassVar[str] = "`{name}` overrides {what} of `{base}`, but is not marked"
    advises: ClassVar[str] = "decorate it anew, as `@{role}`, so that what it is can be seen here"

    name: str
    what: str
    base: str
    role: str


@dataclass(frozen=True)
class ReservedMethod(Diagnostic):
    """A spec defines a method that Python calls by itself, or a property."""

    code: ClassVar[str] = "MC165"
    says: ClassVar[str] = "`{name}` is no step, claim or helper"
    advises: ClassVar[str] = "make the initial state in a method marked @init; write plain methods"

    name: str


@dataclass(frozen=True)
class NoInit(Diagnostic):
    """A spec has no initial state."""

    code: ClassVar[str] = "MC166"
    says: ClassVar[str] = "`{spec}` has no @init"
    advises: ClassVar[str] = "mark the method that sets every field with @init"

    spec: str


@dataclass(frozen=True)
class SeveralInits(Diagnostic):
    """A spec has several methods that make initial states."""

    code: ClassVar[str] = "MC167"
    says: ClassVar[str] = "`{spec}` has several methods marked @init: {names}"
    advises: ClassVar[str] = "keep one; use `oneof` in it for several initial states"

    spec: str
    names: str


@dataclass(frozen=True)
class NoActions(Diagnostic):
    """A spec has no step."""

    code: ClassVar[str] = "MC168"
    says: ClassVar[str] = "`{spec}` has no @action: nothing can happen"
    advises: ClassVar[str] = "mark at least one step with @action"

    spec: str


@dataclass(frozen=True)
class ClassAttribute(Diagnostic):
    """A class of a spec has something that is neither field nor method."""

    code: ClassVar[str] = "MC169"
    says: ClassVar[str] = "`{name}` is neither a field without a value nor a method"
    advises: ClassVar[str] = (
        "declare fields as `name: Type` and set them in @init; put constants at the module's top as `Final`"
    )

    name: str


@dataclass(frozen=True)
class WrongSignature(Diagnostic):
    """A method's parameters are not of the form that the language needs."""

    code: ClassVar[str] = "MC170"
    says: ClassVar[str] = "{problem}"
    advises: ClassVar[str] = "{instead}"

    problem: str
    instead: str


@dataclass(frozen=True)
class UnknownClaim(Diagnostic):
    """A variant names a claim that the spec does not have."""

    code: ClassVar[str] = "MC171"
    says: ClassVar[str] = "`{name}` is not a claim of `{spec}`"
    advises: ClassVar[str] = "{suggestion}"

    name: str
    spec: str
    suggestion: str


@dataclass(frozen=True)
class UnknownActor(Diagnostic):
    """`by=` names no parameter of its action."""

    code: ClassVar[str] = "MC172"
    says: ClassVar[str] = "`by` names `{name}`, which is no parameter of `{action}`"
    advises: ClassVar[str] = "name one of its parameters"

    name: str
    action: str


@dataclass(frozen=True)
class SourceNotFound(Diagnostic):
    """The source of a method cannot be found where it was defined."""

    code: ClassVar[str] = "MC173"
    says: ClassVar[str] = "the source of `{name}` cannot be found"
    advises: ClassVar[str] = "define it with `def` directly in its class or module, in a file"

    name: str


@dataclass(frozen=True)
class NotAFunction(Diagnostic):
    """A name is used as a helper but its definition is no plain function."""

    code: ClassVar[str] = "MC174"
    says: ClassVar[str] = "`{name}` is no plain function"
    advises: ClassVar[str] = "write it with `def`, with annotated parameters, without decorators"

    name: str


@dataclass(frozen=True)
class OldOutsideStep(Diagnostic):
    """`old` stands where no step is looked at."""

    code: ClassVar[str] = "MC175"
    says: ClassVar[str] = "`old` speaks of the state before a step: {where} looks at one state"
    advises: ClassVar[str] = "use it in a @step_invariant or a @cover, or in a helper of theirs"

    where: str


LANGUAGE: tuple[type[Diagnostic], ...] = (
    WhileLoop,
    LoopOverUnordered,
    LoopElse,
    RecursiveHelper,
    TryStatement,
    WithStatement,
    NestedDefinition,
    LambdaExpression,
    GlobalStatement,
    ImportInBody,
    RaiseStatement,
    AssertStatement,
    AsynchronousCode,
    WalrusExpression,
    TextValue,
    UnsupportedLiteral,
    UnsupportedOperator,
    IdentityTest,
    UnknownName,
    UnknownMethod,
    UnsupportedBuiltin,
    UnsupportedCall,
    StarredArgument,
    ExpressionWithoutEffect,
    ChainedAssignment,
    UnpackMismatch,
    UnknownField,
    ParameterReassigned,
    BadTarget,
    ReturnInStep,
    MissingReturn,
    ChangeInExpression,
    OldOfOther,
    SelfAsValue,
    UnsupportedPattern,
    UnsupportedSuper,
    ChangingHelper,
    VariableGlobal,
    UnsupportedConstant,
    WrongWordArguments,
    SliceStep,
    UnboundedParameter,
    FailWithoutText,
    UnknownDecorator,
    UndecoratedOverride,
    ReservedMethod,
    NoInit,
    SeveralInits,
    NoActions,
    ClassAttribute,
    WrongSignature,
    UnknownClaim,
    UnknownActor,
    SourceNotFound,
    NotAFunction,
    OldOutsideStep,
)
