"""The objects that an expression gives: new ones, or those of a name that it borrows from.

`{a, b}`, `x | y` and `x.copy()` are new; `self.log[p]` is the list in the field; a copy of a
dict is new, and its values are those of the dict.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from modelcheck.frontend.checks.sharing import (
    NOTHING,
    Region,
    Shape,
    depth,
    either,
    inside,
    made,
    owned,
    together,
)
from modelcheck.ir.expr import (
    At,
    BagBinary,
    Call,
    Concat,
    Conditional,
    Constant,
    Convert,
    Domain,
    Expr,
    Extreme,
    Generator,
    GetOr,
    Items,
    Keys,
    ListDisplay,
    ListOf,
    Literal,
    Local,
    Lookup,
    MapDisplay,
    MapOf,
    MapValues,
    Merge,
    Narrow,
    OneOf,
    Range,
    Read,
    Removed,
    Reversed,
    SetBinary,
    SetDisplay,
    SetOf,
    Slice,
    Sorted,
    Subsets,
    The,
    Updated,
)
from modelcheck.ir.types import SetType
from modelcheck.ir.walk import children, is_expr, walk


@dataclass(frozen=True)
class Names:
    """What the names of a body stand for while an expression is evaluated.

    `frame` is the path of calls that lead to the body: it tells apart what one place makes in
    two calls.  `local` and `field` look names up, the first noting that the name is read;
    `call` gives the shape of a helper's result.
    """

    frame: tuple[int, ...]
    field: Callable[[Read], Shape]
    local: Callable[[Local], Shape]
    call: Callable[[Call, tuple[Shape, ...]], Shape]
    bound: Mapping[str, Shape]
    """The variables of the comprehensions around."""


def shape_of(expr: Expr, names: Names) -> Shape:
    """Give the objects that `expr` gives, having looked at all that it reads."""
    return _shape(expr, names)[: depth(expr.type)]


def _shape(expr: Expr, names: Names) -> Shape:
    match expr:
        case Read():
            return names.field(expr)
        case Local(name):
            return names.bound[name] if name in names.bound else names.local(expr)
        case Constant(name):
            return owned(expr.type, name)
        case Call(_, arguments):
            return names.call(expr, tuple(shape_of(each, names) for each in arguments))
        case Conditional(test, then, otherwise):
            shape_of(test, names)
            return either(shape_of(then, names), shape_of(otherwise, names))
        case Narrow(operand):
            return shape_of(operand, names)
        case Lookup(operand, key) | At(operand, key):
            shape_of(key, names)
            return inside(shape_of(operand, names))
        case GetOr(operand, key, default):
            shape_of(key, names)
            return either(inside(shape_of(operand, names)), shape_of(default, names))
        case Extreme(_, operand, default) | The(operand, default):
            found = inside(shape_of(operand, names))
            return found if default is None else either(found, shape_of(default, names))
        case OneOf(options):
            return inside(shape_of(options, names))
        case Keys(operand) | MapValues(operand) | Items(operand) | Reversed(operand):
            return shape_of(operand, names)  # a view of the object itself
        case SetOf() | ListOf() | MapOf():
            return _comprehension(expr, names)
        case _:
            return _new(expr, names)


def _new(expr: Expr, names: Names) -> Shape:
    """Give the shape of an expression that makes its outermost object, if it has one."""
    fresh = made(expr.type, (*names.frame, id(expr)))
    match expr:
        case Literal() | Domain() | Range():
            return fresh
        case ListDisplay(elements) | SetDisplay(elements):
            return fresh[:1] + together(*(shape_of(each, names) for each in elements))
        case MapDisplay(items):
            for key, _ in items:
                shape_of(key, names)
            return fresh[:1] + together(*(shape_of(value, names) for _, value in items))
        case Concat(Concat(Slice(items, None, at), added), Slice(same, start, None)) if (
            items,
            at,
        ) == (same, start) and at is not None:
            # `insert`: the parts before and after have no element in common.
            shape_of(at, names)
            held = inside(shape_of(items, names))
            return fresh[:1] + together(held, inside(shape_of(added, names)))
        case Merge(left, right) | Concat(left, right):
            parts = (inside(shape_of(left, names)), inside(shape_of(right, names)))
            return fresh[:1] + together(*parts)
        case Updated(operand, key, GetOr(same, under, default)) if (same, under) == (operand, key):
            # `setdefault`: what there is under the key stays the only one.
            shape_of(key, names)
            held = inside(shape_of(operand, names))
            return fresh[:1] + together(held, shape_of(default, names))
        case Updated(operand, key, value):
            shape_of(key, names)
            held = inside(shape_of(operand, names))
            return fresh[:1] + together(held, shape_of(value, names))
        case Convert(operand) | Sorted(operand):
            return fresh[:1] + inside(shape_of(operand, names))
        case Slice(operand) | Removed(operand):
            _look_at_others(expr, operand, names)
            return fresh[:1] + inside(shape_of(operand, names))
        case SetBinary() | BagBinary() | Subsets():
            _look_at_others(expr, None, names)
            return fresh
        case _:
            _look_at_others(expr, None, names)
            return NOTHING


def _look_at_others(expr: Expr, known: Expr | None, names: Names) -> None:
    """Look at all that `expr` reads, but for the operand that is looked at elsewhere."""
    generators = [each for each in children(expr) if isinstance(each, Generator)]
    inner = _bound(generators, names)
    for each in children(expr):
        if each is not known and is_expr(each):
            shape_of(each, inner)


def _bound(generators: Iterable[Generator], names: Names) -> Names:
    """Give the names inside of a comprehension, having looked at iterables and conditions."""
    for each in generators:
        parts = inside(shape_of(each.iterable, names))
        names = replace(names, bound={**names.bound, **dict.fromkeys(each.targets, parts)})
        for condition in each.conditions:
            shape_of(condition, names)
    return names


def _comprehension(expr: SetOf | ListOf | MapOf, names: Names) -> Shape:
    inner = _bound(expr.generators, names)
    match expr:
        case SetOf(element) | ListOf(element):
            part = element
        case MapOf(key, value):
            shape_of(key, inner)
            part = value
    fresh = made(expr.type, (*names.frame, id(expr)))
    return fresh[:1] + _of_rounds(part, expr.generators, shape_of(part, inner), inner)


def _of_rounds(
    element: Expr, generators: tuple[Generator, ...], shape: Shape, names: Names
) -> Shape:
    """Give the levels of what all rounds give: an object of before may be there in each."""
    if _differs(element, generators):
        return shape
    here = {id(node) for node in walk(element)}
    depth_of_frame = len(names.frame)

    def is_new(region: Region) -> bool:
        return len(region.site) > depth_of_frame and region.site[depth_of_frame] in here

    return tuple(
        replace(level, repeated=level.repeated or not all(map(is_new, level.objects)))
        for level in shape
    )


def _differs(element: Expr, generators: tuple[Generator, ...]) -> bool:
    """Tell whether the elements of two rounds are, as far as they are borrowed, two objects.

    So it is with the elements of one container, and with what stands under different keys.
    """
    if len(generators) != 1:
        return False
    generator = generators[0]
    match element:
        case Local(name):
            return name in generator.targets
        case Lookup(operand, key) | At(operand, key):
            named = isinstance(key, Local) and key.name in generator.targets
            if named and _distinct(generator, key):
                return not _mentions(operand, generator.targets)
            return not _mentions(key, generator.targets) and _differs(operand, generators)
        case Convert(operand) | Slice(operand) | Sorted(operand) | Narrow(operand):
            return _differs(operand, generators)
        case Conditional(_, then, otherwise):
            return _differs(then, generators) and _differs(otherwise, generators)
        case _:
            return False


def _distinct(generator: Generator, variable: Expr) -> bool:
    """Tell whether each round has another value of the variable."""
    match generator.iterable:
        case Domain() | Range() | Keys():
            return True
        case Items():
            return isinstance(variable, Local) and variable.name == generator.targets[0]
        case _:
            return isinstance(generator.iterable.type, SetType) and not generator.unpack


def _mentions(expr: Expr, names: tuple[str, ...]) -> bool:
    return any(isinstance(each, Local) and each.name in names for each in walk(expr))
