"""Calls: words of the language, builtins, records, helpers, methods of values."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import Final

from modelcheck.frontend.errors.calls import (
    ChangingHelper,
    NotAFunction,
    StarredArgument,
    UnsupportedBuiltin,
    UnsupportedCall,
)
from modelcheck.frontend.errors.expressions import UnknownField, UnknownName
from modelcheck.frontend.errors.typing import NoResult, UnsupportedType
from modelcheck.frontend.lowering import helpers
from modelcheck.frontend.lowering.annotations import is_record, type_of
from modelcheck.frontend.lowering.builtin_calls import BUILTINS, REFUSED
from modelcheck.frontend.lowering.choices import has_effect
from modelcheck.frontend.lowering.context import Found
from modelcheck.frontend.lowering.methods import lower_method
from modelcheck.frontend.lowering.names import (
    MISSING,
    is_domain,
    lower_domain,
    of_self,
    suggestion,
    thing_of,
)
from modelcheck.frontend.lowering.parts import Part
from modelcheck.frontend.lowering.records import construct
from modelcheck.frontend.lowering.scope import Scope
from modelcheck.frontend.lowering.telling import element_by_number
from modelcheck.frontend.lowering.words import WORDS
from modelcheck.ir.expr import Call, Expr
from modelcheck.ir.types import Type
from modelcheck.lang.marks import MARK

_LIBRARIES: Final = {
    "random": "write `oneof(options)`: every choice is explored",
    "copy": "write `x.copy()` for a set, dict, list or Counter; other values are never changed",
    "typing": "import `Counter` from `collections`",
}
"""What to write instead of calling functions of some of Python's modules."""


def lower_call(node: ast.Call, scope: Scope, expected: Type | None) -> Expr:
    """Give the value of a call.

    Raises: `Found` when the call is outside of the language, or has an effect: those are
    statements.
    """
    result = lower_call_or_helper(node, scope, expected)
    if isinstance(result, Call):
        check_result(result, node, scope)
        if has_effect(result.function):
            raise Found(ChangingHelper(ast.unparse(node.func), span=scope.span(node)))
    return result


def check_result(call: Call, node: ast.Call, scope: Scope) -> None:
    """Check that a helper whose value is used gives one.

    Raises: `Found` with MC228 when it gives none: an action, or a helper annotated `-> None`.
    """
    if call.function.result is not None:
        return
    name = ast.unparse(node.func)
    marked = getattr(call_target(node, scope), MARK, None) is not None
    what = "an action" if marked else "a helper annotated `-> None`"
    instead = f"{what} is called in a statement of its own: `{name}(...)`"
    raise Found(NoResult(name, instead, span=scope.span(node)))


def call_target(node: ast.Call, scope: Scope) -> object:
    """Give the method of the spec that a call names, if it names one."""
    part = scope.part_of(node.func.value) if isinstance(node.func, ast.Attribute) else None
    return getattr((part or scope.part).cls, getattr(node.func, "attr", ""), None)


def lower_call_or_helper(node: ast.Call, scope: Scope, expected: Type | None) -> Expr:
    """Give the value of a call; of a helper also where it has an effect (see `Perform`)."""
    for argument in node.args:
        if isinstance(argument, ast.Starred):
            raise Found(StarredArgument(span=scope.span(argument)))
    for keyword in node.keywords:
        if keyword.arg is None:
            raise Found(StarredArgument(span=scope.span(keyword)))
    if isinstance(node.func, ast.Attribute):
        part = scope.part_of(node.func.value)
        if part is not None:
            _check_method(node.func, part, scope)
    helper = helpers.helper_of(node, scope)
    if helper is not None:
        return helpers.call_helper(helper, node, scope)
    thing = thing_of(node.func, scope)
    return (
        _of_value(node, scope, expected)
        if thing is MISSING
        else _of_thing(node, thing, scope, expected)
    )


def _no_record(cls: type, node: ast.Call, scope: Scope) -> Found:
    """Give the finding that a class of the author's is no record, if no field has had it."""
    try:
        type_of(cls, scope.context, scope.span(node.func), bounded=False)
    except Found as found:
        said = [each for each in scope.context.findings if isinstance(each, UnsupportedType)]
        return Found(None) if any(each.type == cls.__name__ for each in said) else found
    return Found(UnsupportedCall(ast.unparse(node.func), span=scope.span(node)))


def _check_method(function: ast.Attribute, part: Part, scope: Scope) -> None:
    spec = part.cls
    if function.attr in part.broken:
        raise Found(None)
    if hasattr(spec, function.attr) or function.attr in {*part.fields, *part.given, *part.parts}:
        return
    advice = suggestion(function.attr, [name for name in dir(spec) if not name.startswith("_")])
    if not advice.startswith("did you"):
        advice = f"define it in the class: `def {function.attr}(self, ...)`"
    span = scope.attribute_span(function)
    raise Found(UnknownField(function.attr, spec.__name__, advice, span=span))


def _of_value(node: ast.Call, scope: Scope, expected: Type | None) -> Expr:
    match node.func:
        case ast.Attribute(value=value) if isinstance(
            thing_of(value, scope), type
        ) and not is_domain(thing_of(value, scope)):
            found = UnsupportedCall(ast.unparse(node.func), span=scope.span(node))
            if node.func.attr == "fromkeys":
                instead = "write `{key: value for key in keys}`"
                found = replace(found, instead=instead)
            raise Found(found)
        case ast.Attribute():
            return lower_method(node, node.func, scope, expected)
        case ast.Name(id=name) if name not in scope.locals:
            advice = suggestion(name, [each for each in scope.unit.namespace if each[0] != "_"])
            meant = of_self(name, scope)
            if meant is not None:
                advice = f"write `{meant}`"
            elif not advice.startswith("did you"):
                advice = f"define it as a method, or as a function of the module: `def {name}(...)`"
            raise Found(UnknownName(name, advice, span=scope.span(node.func)))
        case _:
            raise Found(UnsupportedCall(ast.unparse(node.func), span=scope.span(node)))


def _of_thing(node: ast.Call, thing: object, scope: Scope, expected: Type | None) -> Expr:
    name = ast.unparse(node.func)
    for known, lower in (*WORDS, *BUILTINS):
        if thing is known:
            return lower(node, scope, expected)
    if is_domain(thing):
        of = lower_domain(thing, scope, scope.span(node.func)).of
        raise Found(element_by_number(of, scope.span(node)))
    if is_record(thing):
        return construct(thing, node, scope)
    for builtin, instead in REFUSED:
        if thing is builtin:
            raise Found(UnsupportedBuiltin(name, instead, span=scope.span(node)))
    if scope.context.loaded.source_of(getattr(thing, "__module__", "")):
        if isinstance(thing, type):
            raise _no_record(thing, node, scope)
        raise Found(NotAFunction(name, span=scope.span(node)))
    library = getattr(thing, "__module__", None) or getattr(
        getattr(thing, "__self__", None), "__module__", ""
    )
    if library in _LIBRARIES:
        raise Found(UnsupportedCall(name, _LIBRARIES[library], span=scope.span(node)))
    raise Found(UnsupportedCall(name, span=scope.span(node)))
