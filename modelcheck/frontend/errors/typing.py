"""Findings about types: of fields, parameters, locals and expressions."""

from __future__ import annotations

from typing import ClassVar

from modelcheck.source.diagnostic import Diagnostic


class UnboundedInt(Diagnostic):
    """A field, or something in it, is an `int` without bounds."""

    code: ClassVar[str] = "MC201"
    says: ClassVar[str] = "`int` has no {what} here"
    advises: ClassVar[str] = (
        "write `Annotated[int, Interval(ge=0, le=3)]`, "
        "with bounds that may use `len(...)` and constants"
    )

    what: str = "bounds"


class UnboundedList(Diagnostic):
    """A field, or something in it, is a `list` without a largest length."""

    code: ClassVar[str] = "MC202"
    says: ClassVar[str] = "`{type}` has no largest length"
    advises: ClassVar[str] = (
        "write `Annotated[{type}, MaxLen(3)]`, with a length that may use `len(...)` and constants"
    )

    type: str


class UnsupportedType(Diagnostic):
    """An annotation names a type that the language does not have."""

    code: ClassVar[str] = "MC203"
    says: ClassVar[str] = "`{type}` is no type of the language"
    advises: ClassVar[str] = "{instead}"

    type: str
    instead: str


class MutableInside(Diagnostic):
    """A mutable type stands where CPython needs, or values need, an immutable one."""

    code: ClassVar[str] = "MC204"
    says: ClassVar[str] = "`{type}` can be changed in place, so it cannot be {where}"
    advises: ClassVar[str] = "write {instead}"

    type: str
    where: str
    instead: str


class ConfusableRecords(Diagnostic):
    """Two records of one union can be equal in CPython, which compares them as tuples."""

    code: ClassVar[str] = "MC205"
    says: ClassVar[str] = (
        "`{left}` and `{right}` can be equal: records compare field by field, whatever their names"
    )
    advises: ClassVar[str] = (
        "let them differ in length, or in a field whose types share no value, "
        "such as an `Enum` of kinds"
    )

    left: str
    right: str


class ConfusableUnion(Diagnostic):
    """Two types of a union share values."""

    code: ClassVar[str] = "MC206"
    says: ClassVar[str] = "`{left}` and `{right}` of one union share values"
    advises: ClassVar[str] = "use types that have no value in common: records, enums, sorts, `None`"

    left: str
    right: str


class BadBounds(Diagnostic):
    """Bounds that no value fits, or that are no integers."""

    code: ClassVar[str] = "MC207"
    says: ClassVar[str] = "{problem}"
    advises: ClassVar[str] = (
        "write `Interval(ge=low, le=high)` with low <= high, or `MaxLen(n)` with n >= 0"
    )

    problem: str


class BrokenAnnotation(Diagnostic):
    """An annotation cannot be evaluated."""

    code: ClassVar[str] = "MC208"
    says: ClassVar[str] = "this annotation cannot be evaluated: {why}"
    advises: ClassVar[str] = "{instead}"

    why: str
    instead: str = "import what it names at the top of the file, outside of `if TYPE_CHECKING:`"


class StateTooLarge(Diagnostic):
    """A state of this spec cannot fit."""

    code: ClassVar[str] = "MC209"
    says: ClassVar[str] = "a state of `{spec}` takes {size}: `{field}` alone takes {share}"
    advises: ClassVar[str] = "use smaller parameters or bounds; a state may take at most {limit}"

    spec: str
    size: str
    field: str
    share: str
    limit: str


class Mismatch(Diagnostic):
    """A value of one type stands where another is expected."""

    code: ClassVar[str] = "MC210"
    says: ClassVar[str] = "expected {expected}, found {found}"
    advises: ClassVar[str] = "{instead}"

    expected: str
    found: str
    instead: str


class NotOrdered(Diagnostic):
    """Values without an order are compared, or sorted."""

    code: ClassVar[str] = "MC211"
    says: ClassVar[str] = "values of type {type} have no order"
    advises: ClassVar[str] = "{instead}"

    type: str
    instead: str


class NeverEqual(Diagnostic):
    """Values of unrelated types are compared."""

    code: ClassVar[str] = "MC212"
    says: ClassVar[str] = "{left} and {right} are never equal"
    advises: ClassVar[str] = "{instead}"

    left: str
    right: str
    instead: str = "compare values of one type"


class NotIterable(Diagnostic):
    """Something that has no elements is iterated over, or tested for members."""

    code: ClassVar[str] = "MC213"
    says: ClassVar[str] = "{type} has no elements"
    advises: ClassVar[str] = (
        "iterate over sorts, ranges, lists, sets, or a dict's `keys()`, `values()` and `items()`"
    )

    type: str


class NotACondition(Diagnostic):
    """Something other than a `bool` stands where a condition is needed."""

    code: ClassVar[str] = "MC214"
    says: ClassVar[str] = "a condition must be `bool`, and this is {type}"
    advises: ClassVar[str] = "compare it: `{instead}`"

    type: str
    instead: str


class UnknownAttribute(Diagnostic):
    """A record has no such field."""

    code: ClassVar[str] = "MC215"
    says: ClassVar[str] = "`{type}` has no field `{name}`"
    advises: ClassVar[str] = "{suggestion}"

    type: str
    name: str
    suggestion: str


class NotNarrowed(Diagnostic):
    """A value that may be of several types is used as one of them."""

    code: ClassVar[str] = "MC216"
    says: ClassVar[str] = "this is {type}, and only some of these have {what}"
    advises: ClassVar[str] = (
        "test first: `if ... is None: require(False)`, `isinstance(..., ...)`, or `match`"
    )

    type: str
    what: str


class NotIndexable(Diagnostic):
    """`[...]` is used on something that has none."""

    code: ClassVar[str] = "MC217"
    says: ClassVar[str] = "{type} cannot be indexed"
    advises: ClassVar[str] = "{instead}"

    type: str
    instead: str = "index lists by position, dicts by key, Counters by element"


class NeedsAnnotation(Diagnostic):
    """Nothing says what the elements of an empty collection are."""

    code: ClassVar[str] = "MC218"
    says: ClassVar[str] = "nothing says what the elements of this {what} are"
    advises: ClassVar[str] = "annotate the local, as `{example}`"

    what: str
    example: str


class WrongArguments(Diagnostic):
    """A record or helper is called with the wrong arguments."""

    code: ClassVar[str] = "MC219"
    says: ClassVar[str] = "{problem}"
    advises: ClassVar[str] = "it takes ({takes})"

    problem: str
    takes: str


class LocalChangesType(Diagnostic):
    """A local name is given values of different types."""

    code: ClassVar[str] = "MC220"
    says: ClassVar[str] = "`{name}` has the type {before}, and is given {after}"
    advises: ClassVar[str] = (
        "use another name, or annotate it where it is first assigned: `{name}: {both}`"
    )

    name: str
    before: str
    after: str
    both: str


class BoolAsInt(Diagnostic):
    """A `bool` is used as an integer."""

    code: ClassVar[str] = "MC221"
    says: ClassVar[str] = "a `bool` is used as an integer"
    advises: ClassVar[str] = "write `1 if ... else 0`, or `sum(1 for ... if ...)`"


class MaybeUnset(Diagnostic):
    """A local name is read that has no value on some path."""

    code: ClassVar[str] = "MC222"
    says: ClassVar[str] = "`{name}` may have no value here"
    advises: ClassVar[str] = "{instead}"

    name: str
    instead: str = "assign to it before, on every path"


class UnsupportedParameter(Diagnostic):
    """A parameter of an action or claim has a type whose values cannot be enumerated."""

    code: ClassVar[str] = "MC223"
    says: ClassVar[str] = "the values of `{name}`, of type {type}, cannot be enumerated"
    advises: ClassVar[str] = "{instead}"

    name: str
    type: str
    instead: str


class UnknownMember(Diagnostic):
    """An enum has no such member."""

    code: ClassVar[str] = "MC224"
    says: ClassVar[str] = "`{enum}` has no member `{name}`"
    advises: ClassVar[str] = "{suggestion}"

    enum: str
    name: str
    suggestion: str


class RecursiveType(Diagnostic):
    """A record contains itself."""

    code: ClassVar[str] = "MC225"
    says: ClassVar[str] = "`{type}` contains itself"
    advises: ClassVar[str] = "name what it refers to by an element of a sort"

    type: str


class ElementByNumber(Diagnostic):
    """A body makes, or takes the number of, an element of a sort or enum."""

    code: ClassVar[str] = "MC226"
    says: ClassVar[str] = "{what} of `{sort}` have no numbers in the language"
    advises: ClassVar[str] = "{instead}"

    what: str
    sort: str
    instead: str


class OperandTypes(Diagnostic):
    """An operator stands between values that do not have it."""

    code: ClassVar[str] = "MC227"
    says: ClassVar[str] = "`{operator}` does not join {left} and {right}"
    advises: ClassVar[str] = "{instead}"

    operator: str
    left: str
    right: str
    instead: str


class NoResult(Diagnostic):
    """The value of a call is used that gives none."""

    code: ClassVar[str] = "MC228"
    says: ClassVar[str] = "`{name}` gives no value"
    advises: ClassVar[str] = "{instead}"

    name: str
    instead: str


class TooManyBindings(Diagnostic):
    """The parameters of an action or claim have too many values."""

    code: ClassVar[str] = "MC229"
    says: ClassVar[str] = "the parameters of `{name}` have {count} values: all are tried"
    advises: ClassVar[str] = "use smaller parameters or bounds; there may be at most {limit}"

    name: str
    count: str
    limit: str


TYPING: tuple[type[Diagnostic], ...] = (
    UnboundedInt,
    UnboundedList,
    UnsupportedType,
    MutableInside,
    ConfusableRecords,
    ConfusableUnion,
    BadBounds,
    BrokenAnnotation,
    StateTooLarge,
    Mismatch,
    NotOrdered,
    NeverEqual,
    NotIterable,
    NotACondition,
    UnknownAttribute,
    NotNarrowed,
    NotIndexable,
    NeedsAnnotation,
    WrongArguments,
    LocalChangesType,
    BoolAsInt,
    MaybeUnset,
    UnsupportedParameter,
    UnknownMember,
    RecursiveType,
    ElementByNumber,
    OperandTypes,
    NoResult,
    TooManyBindings,
)
