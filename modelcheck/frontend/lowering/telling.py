"""Types in the words of findings, and what to write where one stands that does not fit."""

from __future__ import annotations

from modelcheck.frontend.errors.typing import (
    ElementByNumber,
    LocalChangesType,
    Mismatch,
    NeedsAnnotation,
    NotIndexable,
    OperandTypes,
)
from modelcheck.frontend.lowering.conversion import options_of, without_bounds
from modelcheck.ir.types import (
    NONE,
    BagType,
    EnumType,
    IntType,
    ListType,
    MapType,
    NeverType,
    NoneType,
    RecordType,
    SetType,
    SortType,
    StreamType,
    TupleType,
    Type,
    show_type,
)
from modelcheck.source.span import Span


def told(type_: Type) -> str:
    """Give the type as an author thinks of it: without the bounds of what is in it."""
    match type_:
        case StreamType(element=element):
            return f"iterable of {told(element)}"
        case TupleType(items=items):
            return f"({', '.join(told(item) for item in items)})"
        case _:
            return show_type(without_bounds(type_))


def told_with_article(type_: Type) -> str:
    """Give the type as in "this is an int"."""
    text = told(type_)
    return f"{'an' if text[0] in 'aeiouAEIOU' else 'a'} {text}"


def kind_of(type_: Type) -> str:
    """Give the name of a collection type, without its elements: `set`, `Counter`."""
    return show_type(type_).split("[")[0]


def mismatch(expected: Type, found: Type, span: Span) -> Mismatch:
    """Give the finding that a value of one type stands where another is expected."""
    return Mismatch(told(expected), told(found), _instead(expected, found), span=span)


def not_indexable(type_: Type, text: str, span: Span) -> NotIndexable:
    """Give the finding that `text`, of a type without positions or keys, is indexed."""
    match type_:
        case SetType():
            instead = f"ask `x in {text}`; `add` and `discard` change it"
        case RecordType(fields=fields):
            names = ", ".join(f"`.{name}`" for name, _ in fields)
            instead = f"name the field: {names or 'it has none'}"
        case _:
            return NotIndexable(told(type_), span=span)
    return NotIndexable(told(type_), instead, span=span)


def changes_type(name: str, before: Type, after: Type, span: Span) -> LocalChangesType:
    """Give the finding that a local of one type is given a value of another."""
    options = dict.fromkeys((*options_of(before), *options_of(after)))
    ordered = sorted(options, key=lambda option: isinstance(option, NoneType))
    both = " | ".join(told(option) for option in ordered)
    return LocalChangesType(name, told(before), told(after), both, span=span)


def needs_annotation(type_: Type, name: str, span: Span) -> NeedsAnnotation:
    """Give the finding that nothing says what is in an empty collection, assigned to `name`."""
    kind = kind_of(type_)
    inner = "Key, Value" if isinstance(type_, MapType) else "Type"
    empty = {"set": "set()", "list": "[]", "dict": "{}"}.get(kind, f"{kind}()")
    return NeedsAnnotation(kind, f"{name}: {kind}[{inner}] = {empty}", span=span)


def element_by_number(of: SortType | EnumType, span: Span) -> ElementByNumber:
    """Give the finding that an element of a sort or enum is made, or taken by its number."""
    match of:
        case EnumType(name=name, members=members):
            return ElementByNumber(
                "the members", name, f"name the member: `{name}.{members[0]}`", span=span
            )
        case SortType(name=name, symmetric=symmetric):
            instead = f"name one at the module's top, `FIRST: Final = one({name})`, or choose one"
            if not symmetric:
                instead = (
                    f"use `min({name})` or `max({name})`, a constant `one({name})`, or choose one"
                )
            return ElementByNumber("the elements", name, instead, span=span)


def operand_types(sign: str, left: Type, right: Type, span: Span) -> OperandTypes:
    """Give the finding that an operator stands between values that do not have it."""
    match sign, left, right:
        case "+", SetType(), SetType():
            instead = "write `|` for the union of sets"
        case "+" | "|" | "-", SetType(element=element), _ if element == right:
            instead = "put the element in braces: `{...}`"
        case _, SetType(), ListType() | StreamType():
            instead = "write `set(...)` around the right side"
        case _, StreamType(), SetType():
            instead = "write `set(...)` around the left side"
        case "+", ListType(element=element), _ if element == right:
            instead = "put the element in brackets: `[...]`"
        case "-", ListType(), _:
            instead = "keep the others: `[x for x in items if ...]`"
        case "*", ListType(), _:
            instead = "write the elements out, or `[x for _ in range(n)]`"
        case "+", MapType(), MapType():
            instead = "write `|`, by which the right side's values win"
        case _, BagType(), SetType() | ListType():
            instead = "write `Counter(...)` around the right side"
        case "&" | "|" | "^", IntType(), IntType():
            instead = "use a set, or a `bool` per bit"
        case _, EnumType() | SortType(), _:
            instead = f"a {told(left)} is no number: compare it with `==`"
        case _:
            instead = "give it two integers, two sets, two lists or two Counters"
    return OperandTypes(sign, told(left), told(right), instead, span=span)


def _instead(expected: Type, found: Type) -> str:
    wanted = next((each for each in options_of(expected) if not isinstance(each, NoneType)), NONE)
    match wanted, found:
        case _, NoneType():
            return f"give a value; what may be missing is declared as `{told(expected)} | None`"
        case (
            (SetType(element=element), SetType())
            | (ListType(element=element), ListType())
            | (BagType(element=element), BagType())
        ) if kind_of(wanted) == kind_of(found):
            return f"give it elements of type {told(element)}"
        case SetType(frozen=frozen), MapType(key=NeverType()):
            return f"write `{'frozenset' if frozen else 'set'}()`: `{{}}` is an empty dict"
        case SetType(frozen=False), SetType() | ListType() | StreamType():
            return "write `set(...)` around it, with elements of that type"
        case SetType(frozen=True), SetType() | ListType() | StreamType():
            return "write `frozenset(...)` around it, with elements of that type"
        case ListType(), SetType() | ListType() | StreamType():
            return "write a list, as `[x, y]`, with elements of that type"
        case BagType(), _:
            return "write `Counter(xs)`, with the elements one by one"
        case MapType(frozen=True), MapType(frozen=False):
            return "write `Map(...)` around it"
        case MapType(frozen=False), MapType(frozen=True):
            return "write `dict(...)` around it"
        case SortType(name=name), StreamType(element=SortType(name=other)) if name == other:
            return f"name one element: a parameter, a constant, or `oneof({name})`"
        case EnumType(name=name, members=members), _:
            return f"name a member, as `{name}.{members[0]}`"
        case _:
            return f"give a value of type {told(expected)}"
