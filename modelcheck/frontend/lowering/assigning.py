"""Assignments: to locals, fields and keys; taking values apart; `op=`; with a helper or `pop`."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from modelcheck.frontend.errors.bodies import BadTarget, ChainedAssignment, UnpackMismatch
from modelcheck.frontend.errors.calls import StarredArgument
from modelcheck.frontend.errors.typing import Mismatch
from modelcheck.frontend.lowering import expressions, helpers
from modelcheck.frontend.lowering.annotations import evaluated, type_of
from modelcheck.frontend.lowering.calls import check_result, lower_call_or_helper
from modelcheck.frontend.lowering.changes import is_change, lower_pop
from modelcheck.frontend.lowering.choices import has_effect
from modelcheck.frontend.lowering.context import Found
from modelcheck.frontend.lowering.conversion import (
    assignable,
    element_of,
    has_never,
    without_bounds,
)
from modelcheck.frontend.lowering.methods import change_in_expression
from modelcheck.frontend.lowering.operators import binary
from modelcheck.frontend.lowering.places import (
    assigned_to,
    forget_changed,
    fresh,
    local_target,
    lower_place,
    mapped_place,
    read_of,
    settled,
)
from modelcheck.frontend.lowering.scope import Scope
from modelcheck.frontend.lowering.telling import changes_type, needs_annotation, told
from modelcheck.frontend.lowering.tuples import no_tuple
from modelcheck.ir.expr import Attribute, Call, Conditional, Expr, ListOf, Local, Reversed
from modelcheck.ir.stmt import Assign, LocalPlace, Perform, Place, Stmt
from modelcheck.ir.types import NEVER, ListType, RecordType, StreamType, Type, is_mutable


def lower_assignment(node: ast.Assign, scope: Scope) -> list[Stmt]:
    """Give `target = value`.

    Raises: `Found` when there are several targets, or the value does not fit.
    """
    if len(node.targets) > 1:
        raise Found(ChainedAssignment(span=scope.span(node)))
    target = node.targets[0]
    if isinstance(target, ast.Tuple | ast.List):
        return _unpacked(target, node.value, scope, node)
    return _assigned(target, node.value, scope, node)


def _assigned(target: ast.expr, value: ast.expr, scope: Scope, node: ast.stmt) -> list[Stmt]:
    span = scope.span(node)
    if (made := helpers.lower_making(target, node, scope)) is not None:
        return made
    expected = _declared(target, scope)
    if isinstance(value, ast.Call):
        if is_change(value, scope):
            return _popped(target, value, scope, node)
        called = lower_call_or_helper(value, scope, expected)
        if isinstance(called, Call):
            check_result(called, value, scope)
        if isinstance(called, Call) and has_effect(called.function):
            place = _place(target, called, scope)
            scope.forget_fields()
            assigned_to(place, called, scope)
            return [Perform(called, place, span=span)]
    lowered = expressions.lower_expr(value, scope, expected)
    place = _place(target, lowered, scope)
    assigned_to(place, lowered, scope)
    return [Assign(place, lowered, span=span)]


def _declared(target: ast.expr, scope: Scope) -> Type | None:
    """Give the type that is known of a target, for empty displays on the right."""
    if (mapped := mapped_place(target, scope)) is not None:
        return mapped.type
    match target:
        case ast.Name(id=name):
            return scope.locals.get(name)
        case ast.Attribute(value=value, attr=name) if scope.is_self(value):
            if name in scope.part.broken:
                raise Found(None)
            return scope.part.fields.get(name)
        case ast.Subscript():
            return lower_place(target, scope).type
        case _:
            return None


def _place(target: ast.expr, value: Expr, scope: Scope) -> Place:
    """Give the place of a target, a local being declared by its first value."""
    if isinstance(target, ast.Starred | ast.Constant):
        raise Found(BadTarget("assigned to", span=scope.span(target)))
    if (mapped := mapped_place(target, scope)) is not None:
        expressions.checked(value, mapped.type)
        scope.declare(mapped.name, mapped.type)
        return mapped
    if not isinstance(target, ast.Name):
        place = lower_place(target, scope)
        expressions.checked(value, place.type)
        return place
    name = target.id
    local_target(name, scope, target)
    _check_kept(no_tuple(value))
    span = scope.span(target)
    known = scope.locals.get(name)
    if known is None:
        if has_never(value.type):
            raise Found(needs_annotation(value.type, name, value.span))
        known = without_bounds(value.type)
    elif not assignable(value.type, known):
        raise Found(changes_type(name, known, value.type, value.span))
    scope.declare(name, known)
    return LocalPlace(name, known, span=span)


def _check_kept(value: Expr) -> None:
    """Check that a local keeps nothing that gives its elements only once.

    Raises: `Found` for a generator and for `reversed(...)`, which a later reader finds empty.
    """
    match value:
        case Conditional(then=then, otherwise=otherwise):
            _check_kept(then)
            _check_kept(otherwise)
        case ListOf() | Reversed() if isinstance(value.type, StreamType):
            element = element_of(value.type) or NEVER
            instead = "make a list of it: `[... for ...]`, or `list(...)`"
            found = "what gives its elements only once"
            raise Found(Mismatch(told(ListType(element)), found, instead, span=value.span))
        case _:
            pass


def _popped(target: ast.expr, value: ast.Call, scope: Scope, node: ast.stmt) -> list[Stmt]:
    function = value.func
    if not (isinstance(function, ast.Attribute) and function.attr == "pop"):
        raise change_in_expression(value, scope)
    before, found, removal = lower_pop(value, function, scope)
    place = _place(target, found, scope)
    forget_changed([removal], scope)
    if isinstance(place, LocalPlace):
        assigned_to(place, found, scope)
        return [*before, Assign(place, found, span=scope.span(node)), removal]
    name = fresh("popped", scope)
    type_ = without_bounds(found.type)
    scope.declare(name, type_)
    kept = LocalPlace(name, type_, span=found.span)
    taken = Local(name, type_, span=found.span)
    return [
        *before,
        Assign(kept, found, span=found.span),
        removal,
        Assign(place, taken, span=scope.span(node)),
    ]


def _unpacked(
    target: ast.Tuple | ast.List, value: ast.expr, scope: Scope, node: ast.stmt
) -> list[Stmt]:
    targets = target.elts
    for each in targets:
        if isinstance(each, ast.Starred):
            raise Found(StarredArgument(span=scope.span(each)))
    if isinstance(value, ast.Tuple | ast.List):
        if len(value.elts) != len(targets):
            what = f"{len(value.elts)} values"
            raise Found(UnpackMismatch(str(len(targets)), what, span=scope.span(target)))
        return _in_parallel(targets, value.elts, scope, node)
    whole = expressions.lower_expr(value, scope)
    if not isinstance(whole.type, RecordType) or len(whole.type.fields) != len(targets):
        what = f"a value of type {told(whole.type)}"
        raise Found(UnpackMismatch(str(len(targets)), what, span=scope.span(target)))
    name = fresh("taken", scope)
    scope.declare(name, whole.type)
    kept = LocalPlace(name, whole.type, span=whole.span)
    result: list[Stmt] = [Assign(kept, whole, span=whole.span)]
    for each, (attribute, type_) in zip(targets, whole.type.fields, strict=True):
        part = Attribute(
            Local(name, whole.type, span=whole.span), attribute, type_, span=whole.span
        )
        place = _place(each, part, scope)
        assigned_to(place, part, scope)
        result.append(Assign(place, part, span=scope.span(node)))
    return result


def _in_parallel(
    targets: list[ast.expr], values: list[ast.expr], scope: Scope, node: ast.stmt
) -> list[Stmt]:
    """Give `a, b = x, y`: all values are evaluated before any is assigned."""
    if _independent(targets, values):
        result: list[Stmt] = []
        for each, value in zip(targets, values, strict=True):
            result += _assigned(each, value, scope, node)
        return result
    before: list[Stmt] = []
    after: list[Stmt] = []
    lowered: list[tuple[ast.expr, Expr]] = []
    for each, value in zip(targets, values, strict=True):
        found = expressions.lower_expr(value, scope, _declared(each, scope))
        _check_kept(no_tuple(found))
        name = fresh("taken", scope)
        type_ = without_bounds(found.type)
        if is_mutable(type_) and has_never(type_):
            name = each.id if isinstance(each, ast.Name) else "name"
            raise Found(needs_annotation(type_, name, found.span))
        scope.declare(name, type_)
        before.append(Assign(LocalPlace(name, type_, span=found.span), found, span=found.span))
        lowered.append((each, Local(name, type_, span=found.span)))
    for each, taken in lowered:
        place = _place(each, taken, scope)
        assigned_to(place, taken, scope)
        after.append(Assign(place, taken, span=scope.span(node)))
    return [*before, *after]


def _independent(targets: Sequence[ast.expr], values: Sequence[ast.expr]) -> bool:
    """Tell whether the values may be assigned one after the other: no target is read by them."""
    names = [each.id for each in targets if isinstance(each, ast.Name)]
    read = {each.id for value in values for each in ast.walk(value) if isinstance(each, ast.Name)}
    return len(names) == len(targets) and not read & set(names)


def lower_annotated(node: ast.AnnAssign, scope: Scope) -> list[Stmt]:
    """Give `name: Type = value`.

    Raises: `Found` when the target is no local name, or the type is none of the language.
    """
    if not isinstance(node.target, ast.Name):
        instead = "declare fields in the class, as `name: Type`; here only locals have types"
        raise Found(BadTarget("declared here", instead, span=scope.span(node.target)))
    name = node.target.id
    local_target(name, scope, node.target)
    span = scope.span(node.annotation)
    type_ = without_bounds(
        type_of(_evaluated(node.annotation, scope), scope.context, span, bounded=False)
    )
    if node.value is None:
        scope.locals[name] = type_
        scope.assigned.discard(name)
        return []
    known = scope.locals.get(name, type_)
    if known != type_:
        raise Found(changes_type(name, known, type_, scope.span(node.target)))
    scope.locals = {**scope.locals, name: type_}
    value = expressions.lower_as(node.value, scope, type_)
    scope.declare(name, type_)
    place = LocalPlace(name, type_, span=scope.span(node.target))
    assigned_to(place, value, scope)
    return [Assign(place, value, span=scope.span(node))]


def _evaluated(annotation: ast.expr, scope: Scope) -> object:
    return evaluated(ast.unparse(annotation), scope.unit.namespace)


def lower_augmented(node: ast.AugAssign, scope: Scope) -> list[Stmt]:
    """Give `place op= value`.

    Raises: `Found` when the place does not have the operator.
    """
    if isinstance(node.target, ast.Name):
        local_target(node.target.id, scope, node.target)
        if node.target.id not in scope.locals:
            expressions.lower_expr(ast.copy_location(ast.Name(node.target.id), node.target), scope)
    before, place = settled(lower_place(node.target, scope), scope)
    now = expressions.known_as(read_of(place), scope)
    value = expressions.lower_expr(node.value, scope, now.type)
    result = expressions.checked(binary(now, node.op, value, node, scope), place.type)
    assigned_to(place, result, scope)
    in_place = is_mutable(now.type)
    return [*before, Assign(place, result, in_place=in_place, span=scope.span(node))]
