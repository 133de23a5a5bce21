"""`@refines`: the method that maps a state to a state of an abstract spec."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import replace

from modelcheck.frontend.errors.classes import WrongSignature
from modelcheck.frontend.errors.refinements import AbstractFieldsUnset, NotAbstract, TwoClasses
from modelcheck.frontend.execution import LocalModule
from modelcheck.frontend.lowering import bodies
from modelcheck.frontend.lowering.annotations import annotations_of
from modelcheck.frontend.lowering.context import Context, Found
from modelcheck.frontend.lowering.marked import scope_of
from modelcheck.frontend.lowering.members import Method
from modelcheck.frontend.lowering.scope import Body, Mapped, Scope
from modelcheck.ir.expr import Local
from modelcheck.ir.module import Claim, ClaimKind, Refinement, Typed
from modelcheck.ir.stmt import Assign, LocalPlace, Stmt
from modelcheck.lang import Spec
from modelcheck.lang.marks import Mark
from modelcheck.source.span import Span


def place_of_mark(method: Method) -> Span:
    """Give the span of what `@refines` is given."""
    match method.definition.decorator_list:
        case [ast.Call(args=[named])]:
            return method.unit.span(named)
        case _:
            return method.span


def abstract_of(method: Method, mark: Mark, context: Context) -> tuple[type[Spec], LocalModule]:
    """Give the spec that `@refines` names, and the module that defines it.

    Raises: `Found` with MC270 when it is none, or cannot be refined by the spec at hand.
    """
    named, span = mark.abstract, place_of_mark(method)
    if not isinstance(named, type) or not issubclass(named, Spec) or named is Spec:
        line = method.unit.source.line(span.line)
        name = line[span.column - 1 : span.end_column - 1]
        raise Found(NotAbstract(name, "no class that derives from `Spec`", span=span))
    if issubclass(context.spec_class, named):
        what = f"`{context.spec_class.__name__}` itself, or derives from it"
        if context.spec_class is not named:
            what = f"what `{context.spec_class.__name__}` derives from"
        raise Found(NotAbstract(named.__name__, what, span=span))
    module = context.loaded.source_of(named.__module__)
    if module is None:
        what, instead = "defined outside of the spec's folder", "put its file beside this one"
        raise Found(NotAbstract(named.__name__, what, instead, span=span))
    return named, module


def lower_mapping(
    method: Method, named: type[Spec], abstract: Typed, context: Context
) -> Refinement:
    """Give the mapping to the states of `abstract`, the typed spec `named`.

    Raises: `Found` when the method does not take `self` and such a state, or gives something.
    """
    if any("." in each.name for each in abstract.fields):
        instead = "refine a spec whose fields are all its own"
        span = place_of_mark(method)
        raise Found(NotAbstract(named.__name__, "made of components", instead, span=span))
    scope = scope_of(method, context, Body.CLAIM)
    fields = {each.name: each.type for each in abstract.fields}
    scope.mapped = Mapped(_parameter(method, named, context), named.__name__, fields)
    function = bodies.lower_function(method.definition, (), None, scope)
    _check_all_set(method, scope.mapped, scope)
    return Refinement(function, abstract, scope.mapped.name)


def _parameter(method: Method, named: type[Spec], context: Context) -> str:
    annotations = annotations_of(method.function, context)
    parameters = method.definition.args.args[1:]
    fits = len(parameters) == 1 and annotations.get(parameters[0].arg) is named
    if not fits or annotations.get("return", ...) is not None:
        problem = f"`{method.name}` must take `self` and a state of `{named.__name__}`"
        written = f"def {method.name}(self, abstract: {named.__name__}) -> None:"
        raise Found(WrongSignature(problem, f"write `{written}`", span=method.span))
    return parameters[0].arg


def _check_all_set(method: Method, mapped: Mapped, scope: Scope) -> None:
    unset = [each for each in mapped.fields if mapped.local(each) not in scope.assigned]
    if unset and not _has_finding(method, scope.context):
        names = ", ".join(f"`{mapped.local(each)}`" for each in unset)
        scope.report(AbstractFieldsUnset(method.name, names, mapped.spec, span=method.span))


def _has_finding(method: Method, context: Context) -> bool:
    """Tell whether a statement of the mapping is wrong: it may be the one that sets a field."""
    first, last = method.definition.lineno, method.definition.end_lineno or 0
    path = method.span.path
    spans = [each.span for each in context.findings]
    return any(span.path == path and first <= span.line <= last for span in spans)


def as_claim(refinement: Refinement) -> Claim:
    """Give the mapping as the claim whose rules it keeps; at its end, what it has set is read."""
    function = refinement.function
    reads: list[Stmt] = []
    for each in refinement.abstract.fields:
        name = f"{refinement.mapped}.{each.name}"
        read = Local(name, each.type, span=function.span)
        reads.append(Assign(LocalPlace(f"{name} at the end", each.type), read, span=function.span))
    body = replace(function, body=(*function.body, *reads))
    return Claim(ClaimKind.INVARIANT, body, over_steps=False)


def check_classes(
    context: Context, classes: Mapping[str, type], abstract: type[Spec], span: Span
) -> None:
    """Report classes of the spec at hand that have the name of another class of `abstract`."""
    for name, cls in context.classes.items():
        if classes.get(name, cls) is not cls:
            module = abstract.__module__
            context.report(TwoClasses(name, abstract.__name__, module, span=span))
