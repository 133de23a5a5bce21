"""`match`: cases become a chain of `if`s over tests of the subject."""

from __future__ import annotations

import ast
from dataclasses import dataclass, replace

from modelcheck.frontend.errors.bodies import UnreachableStatement, UnsupportedPattern
from modelcheck.frontend.errors.typing import UnknownAttribute
from modelcheck.frontend.lowering import expressions, statements
from modelcheck.frontend.lowering.branches import Known, joined, known, restore
from modelcheck.frontend.lowering.context import Found
from modelcheck.frontend.lowering.conversion import (
    assignable,
    comparable,
    options_of,
    without_bounds,
)
from modelcheck.frontend.lowering.names import MISSING, global_thing, named_type
from modelcheck.frontend.lowering.narrowing import facts_of, is_place, roots_of
from modelcheck.frontend.lowering.places import assigned_to, fresh, local_target
from modelcheck.frontend.lowering.scope import Scope
from modelcheck.frontend.lowering.telling import changes_type, mismatch, told
from modelcheck.ir.expr import (
    And,
    Attribute,
    Compare,
    Expr,
    IsInstance,
    Literal,
    Local,
    Narrow,
    Or,
    Relation,
)
from modelcheck.ir.stmt import Assign, If, LocalPlace, Stmt
from modelcheck.ir.types import BOOL, NEVER, NONE, EnumType, RecordType, SortType, Type
from modelcheck.ir.values import Atom
from modelcheck.ir.walk import rewrite


@dataclass(frozen=True)
class Test:
    """What a pattern asks of its subject, and the names that it gives to parts of it."""

    conditions: tuple[Expr, ...]
    captures: tuple[tuple[str, Expr], ...] = ()


def lower_match(node: ast.Match, scope: Scope) -> tuple[tuple[Stmt, ...], bool]:
    """Give a `match` as a chain of `if`s, and whether the body may go on after it."""
    subject = expressions.lower_expr(node.subject, scope)
    before: tuple[Stmt, ...] = ()
    # The names that a case binds may be those of the subject, which it takes apart all the same.
    if not is_place(subject) or _locals_of(subject) & _captures(node):
        name = fresh("subject", scope)
        type_ = without_bounds(subject.type)
        scope.declare(name, type_)
        before = (Assign(LocalPlace(name, type_, span=subject.span), subject, span=subject.span),)
        subject = Local(name, type_, span=subject.span)
    ends: list[tuple[Known, bool]] = []
    chain = _cases(node.cases, subject, scope, ends, frozenset())
    restore(scope, joined(ends, known(scope)))
    return (*before, *chain), any(goes_on for _, goes_on in ends)


def _captures(node: ast.AST) -> set[str]:
    """Give the names that the patterns in `node` bind."""
    return {each.name for each in ast.walk(node) if isinstance(each, ast.MatchAs) and each.name}


def _locals_of(subject: Expr) -> set[str]:
    return {name for kind, name in roots_of(subject) if kind == "local"}


def _cases(
    cases: list[ast.match_case],
    subject: Expr,
    scope: Scope,
    ends: list[tuple[Known, bool]],
    seen: frozenset[object],
) -> tuple[Stmt, ...]:
    """Give the chain of the cases; `seen` are the enum members that cases before have taken."""
    if not cases:
        ends.append((known(scope), not _is_exhausted(subject, scope, seen)))
        return ()
    case, *rest = cases
    now = expressions.known_as(_bare(subject), scope)
    test = _test(case.pattern, now, scope)
    before = known(scope)
    condition = _all_of(test.conditions, case.pattern, scope)
    if condition is not None:
        restore(scope, before, facts_of(condition)[0])
    captured = _captured(test, scope)
    guard, bound = None, tuple[Stmt, ...]()
    if case.guard is not None:
        _check_guard(case, subject, scope)
        guard = _with_parts(expressions.lower_condition(case.guard, scope), dict(test.captures))
        bound, captured = _bound_first(test, captured, condition, before)
    then, goes_on = statements.lower_block(case.body, scope)
    ends.append((known(scope), goes_on))
    tests = tuple(each for each in (condition, guard) if each is not None)
    if not tests:
        if rest and not _is_wildcard(rest[0].pattern):
            why = "the cases before take every value"
            scope.report(UnreachableStatement(why, span=scope.span(rest[0].pattern)))
        return (*captured, *then)
    whole = tests[0] if len(tests) == 1 else And(tests, span=tests[0].span)
    restore(scope, before, facts_of(whole)[1])
    for name in _captures(case.pattern) if bound else ():
        scope.forget("local", name)
    taken = seen if guard is not None else seen | _members(whole)
    if not rest and guard is None and _is_exhausted(subject, scope, taken):
        return (*captured, *then)  # what is left: names have values on this path as well
    otherwise = _cases(rest, subject, scope, ends, taken)
    chosen = If(whole, (*captured, *then), otherwise, span=scope.span(case.pattern))
    return (*bound, chosen)


def _check_guard(case: ast.match_case, subject: Expr, scope: Scope) -> None:
    """Check that no comprehension in a guard has a variable named as what the guard is about."""
    names = _captures(case.pattern) | _locals_of(subject)
    guard = [] if case.guard is None else [*ast.walk(case.guard)]
    used = [each for each in guard if isinstance(each, ast.Name)]
    read = {each.id for each in used if isinstance(each.ctx, ast.Load)} | _locals_of(subject)
    for each in used:
        if isinstance(each.ctx, ast.Store) and each.id in names & read:
            problem = f"`{each.id}` is a name of this case already"
            instead = "give the comprehension's variable another name"
            raise Found(UnsupportedPattern(problem, instead, span=scope.span(each)))


def _bound_first(
    test: Test, captured: tuple[Stmt, ...], condition: Expr | None, before: Known
) -> tuple[tuple[Stmt, ...], tuple[Stmt, ...]]:
    """Give what binds a case's names before its guard is tested, and what does so afterwards.

    In CPython they are bound first, and stay bound if the guard is false.  That shows where one
    of them had a value already.
    """
    names = {name for name, _ in test.captures}
    if not names & before.assigned:
        return (), captured
    if condition is None:
        return captured, ()
    return (If(condition, captured, (), span=condition.span),), ()


def _is_wildcard(pattern: ast.pattern) -> bool:
    return isinstance(pattern, ast.MatchAs) and pattern.pattern is None


def _test(pattern: ast.pattern, subject: Expr, scope: Scope) -> Test:
    """Give what a case asks; of a case with a finding nothing, so that the others are read."""
    try:
        return _pattern(pattern, subject, scope)
    except Found as found:
        if found.diagnostic is not None:
            scope.report(found.diagnostic)
        scope.poisoned |= {*statements.assigned_names(pattern)} - scope.locals.keys()
        return Test((Literal(False, BOOL, span=scope.span(pattern)),))  # noqa: FBT003


def _with_parts(guard: Expr, parts: dict[str, Expr]) -> Expr:
    """Give a case's guard over the subject's parts: it is tested before the names are bound."""

    def part(expr: Expr) -> Expr:
        return parts.get(expr.name, expr) if isinstance(expr, Local) else expr

    return rewrite(guard, part)


def _bare(subject: Expr) -> Expr:
    return _bare(subject.operand) if isinstance(subject, Narrow) else subject


def _is_exhausted(subject: Expr, scope: Scope, seen: frozenset[object]) -> bool:
    now = expressions.known_as(_bare(subject), scope)
    if now.type == NEVER:
        return True
    if not isinstance(now.type, EnumType):
        return False
    names = {
        each.name for each in seen if isinstance(each, Atom) and each.type_name == now.type.name
    }
    return names == {*now.type.members}


def _members(condition: Expr) -> frozenset[object]:
    """Give the enum members for which a test of a subject holds."""
    match condition:
        case Compare(op=Relation.EQ, right=Literal(value=value)):
            return frozenset({value})
        case Or(operands=operands):
            return frozenset[object]().union(*(_members(operand) for operand in operands))
        case _:
            return frozenset()


def _all_of(conditions: tuple[Expr, ...], pattern: ast.pattern, scope: Scope) -> Expr | None:
    match conditions:
        case ():
            return None
        case (only,):
            return only
        case _:
            return And(conditions, span=scope.span(pattern))


def _captured(test: Test, scope: Scope) -> tuple[Stmt, ...]:
    statements: list[Stmt] = []
    for name, part in test.captures:
        type_ = without_bounds(part.type)
        if name in scope.assigned and (known_type := scope.locals.get(name)) is not None:
            if not assignable(type_, known_type):
                raise Found(changes_type(name, known_type, type_, part.span))
            type_ = known_type
        scope.declare(name, type_)
        place = LocalPlace(name, type_, span=part.span)
        assigned_to(place, part, scope)
        statements.append(Assign(place, part, span=part.span))
    return tuple(statements)


def _pattern(pattern: ast.pattern, subject: Expr, scope: Scope) -> Test:
    """Give what a pattern asks of `subject`.

    Raises: `Found` when the pattern is outside of the language, or can never match.
    """
    span = scope.span(pattern)
    match pattern:
        case ast.MatchAs(pattern=None, name=None):
            return Test(())
        case ast.MatchAs(pattern=inner, name=name):
            test = Test(()) if inner is None else _pattern(inner, subject, scope)
            if name is None:
                return test
            local_target(name, scope, pattern)
            if inner is None:
                _check_capture(name, subject, pattern, scope)
            return Test(test.conditions, (*test.captures, (name, _narrowed(subject, test))))
        case ast.MatchSingleton(value=None):
            none = Literal(None, NONE, span=span)
            return Test((Compare(Relation.EQ, subject, none, span=span),))
        case ast.MatchSingleton(value=value):
            return _equals(subject, Literal(value, BOOL, span=span))
        case ast.MatchValue(value=value):
            return _equals(subject, expressions.lower_expr(value, scope))
        case ast.MatchOr(patterns=patterns):
            return _either(pattern, [_pattern(each, subject, scope) for each in patterns], scope)
        case ast.MatchClass():
            return _class(pattern, subject, scope)
        case _:
            raise Found(UnsupportedPattern(span=span))


def _check_capture(name: str, subject: Expr, pattern: ast.pattern, scope: Scope) -> None:
    """Check that a name that takes any value is not meant as the one value that it reads as."""
    enum = subject.type
    if isinstance(enum, EnumType) and name in enum.members:
        instead = f"write `{enum.name}.{name}`"
    elif name.isupper() and global_thing(name, scope) is not MISSING:
        instead = f"write `case each if each == {name}`"
    else:
        return
    problem = f"`{name}` is a new name here, which takes every value"
    raise Found(UnsupportedPattern(problem, instead, span=scope.span(pattern)))


def _narrowed(subject: Expr, test: Test) -> Expr:
    """Give the subject as the pattern that stands before `as` has shown it to be."""
    place = _bare(subject)
    known = (facts_of(condition)[0].get(place) for condition in test.conditions)
    fact = next((each for each in known if each is not None), None)
    return subject if fact is None else Narrow(place, fact, span=subject.span)


def _equals(subject: Expr, value: Expr) -> Test:
    if not comparable(subject.type, value.type):
        raise Found(mismatch(subject.type, value.type, value.span))
    return Test((Compare(Relation.EQ, subject, value, span=value.span),))


def _either(pattern: ast.pattern, tests: list[Test], scope: Scope) -> Test:
    if any(test.captures for test in tests):
        problem = "these alternatives give names to what they find"
        instead = "write a `case` for each of them, or leave the names out"
        raise Found(UnsupportedPattern(problem, instead, span=scope.span(pattern)))
    if any(not test.conditions for test in tests):
        return Test(())
    kinds = [test.conditions[0] for test in tests if len(test.conditions) == 1]
    instances = [kind for kind in kinds if isinstance(kind, IsInstance)]
    if len(instances) == len(tests):
        options = tuple(option for each in instances for option in each.options)
        return Test((replace(instances[0], options=options, span=scope.span(pattern)),))
    parts = tuple(
        test.conditions[0]
        if len(test.conditions) == 1
        else And(test.conditions, span=scope.span(pattern))
        for test in tests
    )
    return Test((Or(parts, span=scope.span(pattern)),))


def _class(pattern: ast.MatchClass, subject: Expr, scope: Scope) -> Test:
    span = scope.span(pattern)
    type_ = named_type(pattern.cls, scope)
    if not isinstance(type_, RecordType | SortType | EnumType):
        raise Found(UnsupportedPattern(span=span))
    if type_ not in options_of(subject.type) and type_ in options_of(_bare(subject).type):
        why = f"the value is {told(subject.type)} here, as is shown before"
        raise Found(UnreachableStatement(why, span=span))
    if type_ not in options_of(subject.type):
        raise Found(mismatch(subject.type, type_, span))
    conditions: list[Expr] = []
    if subject.type != type_:
        conditions.append(IsInstance(subject, (type_,), span=span))
        subject = Narrow(_bare(subject), type_, span=subject.span)
    captures: list[tuple[str, Expr]] = []
    for name, inner in _parts(pattern, type_, scope):
        part_type = (type_.field_type(name) if isinstance(type_, RecordType) else None) or NEVER
        part = _pattern(inner, Attribute(subject, name, part_type, span=scope.span(inner)), scope)
        conditions += part.conditions
        captures += part.captures
    return Test(tuple(conditions), tuple(captures))


def _parts(pattern: ast.MatchClass, type_: Type, scope: Scope) -> list[tuple[str, ast.pattern]]:
    named = list(zip(pattern.kwd_attrs, pattern.kwd_patterns, strict=True))
    if not isinstance(type_, RecordType):
        if pattern.patterns or named:
            raise Found(UnsupportedPattern(span=scope.span(pattern)))
        return []
    names = [name for name, _ in type_.fields]
    if len(pattern.patterns) > len(names):
        raise Found(UnsupportedPattern(span=scope.span(pattern)))
    for name, inner in named:
        if name not in names:
            advice = f"its fields are {', '.join(names) or 'none'}"
            raise Found(UnknownAttribute(type_.name, name, advice, span=scope.span(inner)))
    return [*zip(names, pattern.patterns, strict=False), *named]
