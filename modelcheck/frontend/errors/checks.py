"""Findings about what well-typed bodies do: sharing, symmetry, ghosts, bags, claims."""

from __future__ import annotations

from typing import ClassVar

from modelcheck.source.diagnostic import Diagnostic


class SharedObjectChanged(Diagnostic):
    """An object is changed through one of two names that both stay in use."""

    code: ClassVar[str] = "MC180"
    says: ClassVar[str] = (
        "`{name}` is changed here, and `{other}` with it: since line {line} they share an object"
    )
    advises: ClassVar[str] = "change `{other}` itself, or take a copy in line {line}: {copy}"

    name: str
    other: str
    line: int
    copy: str


class StaleName(Diagnostic):
    """A name is read after the object that it shares was changed through another one."""

    code: ClassVar[str] = "MC181"
    says: ClassVar[str] = (
        "`{name}` changed when `{changed}` did in line {line}: they share an object"
    )
    advises: ClassVar[str] = "read it before the change, or take a copy in line {since}: {copy}"

    name: str
    changed: str
    line: int
    since: int
    copy: str


class ChangedWhileIterated(Diagnostic):
    """A loop's body changes what the loop runs over."""

    code: ClassVar[str] = "MC182"
    says: ClassVar[str] = "`{name}` is changed while the loop of line {line} runs over it"
    advises: ClassVar[str] = (
        "loop over `list(...)` of it, leave the loop right after the change, or change it after"
    )

    name: str
    line: int


class SharedEntries(Diagnostic):
    """Several entries of one container are one object, which is changed in place."""

    code: ClassVar[str] = "MC183"
    says: ClassVar[str] = (
        "several entries of `{name}` may be one object: a change of one changes them all"
    )
    advises: ClassVar[str] = "make an object for each entry, as `set()` or `.copy()` there do"

    name: str


class SharedFields(Diagnostic):
    """Two fields hold one object at the end of a step, and it is changed in place elsewhere."""

    code: ClassVar[str] = "MC184"
    says: ClassVar[str] = (
        "`{name}` and `{other}` share an object from here on, and it is changed in line {line}"
    )
    advises: ClassVar[str] = "take a copy: {copy}"

    name: str
    other: str
    line: int
    copy: str


class SymmetricElement(Diagnostic):
    """A body names an element of a symmetric sort."""

    code: ClassVar[str] = "MC185"
    says: ClassVar[str] = (
        "`{element}` is named here, but the elements of `{sort}` are interchangeable"
    )
    advises: ClassVar[str] = (
        "take it from a parameter, or from a constant `X: Final = one({sort})`, and no default; "
        "or declare `class {sort}(Ordered, ...)`"
    )

    element: str
    sort: str


class OrderOfUnordered(Diagnostic):
    """A list is made from something without an order."""

    code: ClassVar[str] = "MC186"
    says: ClassVar[str] = "the order of this list would come from {what}, which has none"
    advises: ClassVar[str] = "{instead}"

    what: str
    instead: str


class SymmetricLoopWrite(Diagnostic):
    """A round of a loop over a symmetric sort writes what other rounds write too."""

    code: ClassVar[str] = "MC187"
    says: ClassVar[str] = (
        "each round of the loop over `{sort}` writes `{name}`, and which is the last must not show"
    )
    advises: ClassVar[str] = (
        "write under `[{variable}]`, add to a set or a bag, or compute the value in one expression "
        "before the loop"
    )

    name: str
    sort: str
    variable: str


class SymmetricLoopRead(Diagnostic):
    """A round of a loop over a symmetric sort reads what other rounds wrote."""

    code: ClassVar[str] = "MC188"
    says: ClassVar[str] = (
        "`{name}` is read here, and other rounds of the loop over `{sort}` may have changed it"
    )
    advises: ClassVar[str] = "{instead}"

    name: str
    sort: str
    instead: str


class SymmetricLoopLeft(Diagnostic):
    """A loop over a symmetric sort is left before its last round."""

    code: ClassVar[str] = "MC189"
    says: ClassVar[str] = (
        "`{word}` leaves the loop over `{sort}`: which rounds came before has no meaning"
    )
    advises: ClassVar[str] = "write the condition with `all`, `any`, `the` or `oneof` over `{sort}`"

    word: str
    sort: str


class CollidingKeys(Diagnostic):
    """A dict comprehension over something unordered may make one key twice."""

    code: ClassVar[str] = "MC190"
    says: ClassVar[str] = (
        "two rounds may make one key, and which comes last depends on the order of {what}"
    )
    advises: ClassVar[str] = (
        "use the variable as the key, or a record of all variables; or run over `sorted(...)`"
    )

    what: str


class ChoiceInUnordered(Diagnostic):
    """A comprehension over something unordered makes a choice per element."""

    code: ClassVar[str] = "MC191"
    says: ClassVar[str] = (
        "a choice per element of {what}: the order of the choices would be arbitrary"
    )
    advises: ClassVar[str] = (
        "write `oneof(subsets(...))`, or run over `sorted(...)`, or over the sort with a condition"
    )

    what: str


class GhostRead(Diagnostic):
    """A ghost field decides about something that is no ghost."""

    code: ClassVar[str] = "MC192"
    says: ClassVar[str] = "`self.{name}` is a ghost, which only claims may read, and {use}"
    advises: ClassVar[str] = (
        "take what the protocol itself knows, or declare the field without `Ghost`"
    )

    name: str
    use: str


class ZeroCountSeen(Diagnostic):
    """A bag is asked for its elements after a count in it may have fallen to zero."""

    code: ClassVar[str] = "MC193"
    says: ClassVar[str] = (
        "since line {line} `{name}` may have an element 0 times, and CPython still has it as a key"
    )
    advises: ClassVar[str] = "write `{name}[x] > 0`, or ask before the count is lowered"

    name: str
    line: int


class FieldsUnset(Diagnostic):
    """@init may end without a value for a field."""

    code: ClassVar[str] = "MC194"
    says: ClassVar[str] = "`{init}` may end before it has set {fields}"
    advises: ClassVar[str] = "set every field on every path"

    init: str
    fields: str


class FieldReadBeforeSet(Diagnostic):
    """@init reads a field that may have no value yet."""

    code: ClassVar[str] = "MC195"
    says: ClassVar[str] = "`self.{name}` may have no value here"
    advises: ClassVar[str] = "set it before, on every path"

    name: str


class ClaimChangesState(Diagnostic):
    """A claim changes the state."""

    code: ClassVar[str] = "MC196"
    says: ClassVar[str] = "`{claim}` is a claim, and changes `self.{name}`"
    advises: ClassVar[str] = "use a local of its own: `x = ...`; only actions change the state"

    claim: str
    name: str


class ActionChangesNothing(Diagnostic):
    """An action assigns no field."""

    code: ClassVar[str] = "MC197"
    says: ClassVar[str] = "the action `{name}` assigns no field: its steps change nothing"
    advises: ClassVar[str] = (
        "assign what it changes, or make it a claim; a variant's empty action says `require(False)`"
    )

    name: str


class StepWordInClaim(Diagnostic):
    """A claim has a guard, a choice or a failure."""

    code: ClassVar[str] = "MC198"
    says: ClassVar[str] = "`{word}` belongs to steps, and `{claim}` is a claim"
    advises: ClassVar[str] = "{instead}"

    word: str
    claim: str
    instead: str


class AssumptionReadsState(Diagnostic):
    """An assumption reads a field."""

    code: ClassVar[str] = "MC199"
    says: ClassVar[str] = "`{claim}` is about the parameters, and reads `self.{name}`"
    advises: ClassVar[str] = (
        "use sizes and constants, as `len(P) > 3 * F`, or make it an @invariant"
    )

    claim: str
    name: str


CHECKS: tuple[type[Diagnostic], ...] = (
    SharedObjectChanged,
    StaleName,
    ChangedWhileIterated,
    SharedEntries,
    SharedFields,
    SymmetricElement,
    OrderOfUnordered,
    SymmetricLoopWrite,
    SymmetricLoopRead,
    SymmetricLoopLeft,
    CollidingKeys,
    ChoiceInUnordered,
    GhostRead,
    ZeroCountSeen,
    FieldsUnset,
    FieldReadBeforeSet,
    ClaimChangesState,
    ActionChangesNothing,
    StepWordInClaim,
    AssumptionReadsState,
)
