"""z3's terms, and formulas that are decided as they are made where that is possible.

z3 ships no types: here, and in what is made of it, a term is `Any`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

z3: Final[Any] = import_module("z3")  # it has no types, and mypy wants none of it
"""z3 itself."""

Term: TypeAlias = Any
"""A term of z3, which has no types to say more."""

Formula: TypeAlias = Any
"""`True`, `False`, or a term of z3 that is one or the other."""


def conj(*formulas: Formula) -> Formula:
    """Give the conjunction."""
    return conj_all(formulas)


def conj_all(formulas: Iterable[Formula]) -> Formula:
    """Give the conjunction of however many."""
    open_: list[Formula] = []
    for each in formulas:
        if each is False:
            return False
        if each is not True:
            open_.append(each)
    if len(open_) < 2:  # noqa: PLR2004  # z3 wants two
        return open_[0] if open_ else True
    return _joined(z3.Z3_mk_and, open_)


def disj(*formulas: Formula) -> Formula:
    """Give the disjunction."""
    return disj_all(formulas)


def disj_all(formulas: Iterable[Formula]) -> Formula:
    """Give the disjunction of however many."""
    open_: list[Formula] = []
    for each in formulas:
        if each is True:
            return True
        if each is not False:
            open_.append(each)
    if len(open_) < 2:  # noqa: PLR2004  # z3 wants two
        return open_[0] if open_ else False
    return _joined(z3.Z3_mk_or, open_)


def _joined(make: Callable[..., object], terms: list[Term]) -> Term:
    """Give what z3 makes of Boolean terms, as `z3.And`, which looks at the sort of each of them."""
    context = terms[0].ctx
    asts = (z3.Ast * len(terms))(*(each.as_ast() for each in terms))
    return z3.BoolRef(make(context.ref(), len(terms), asts), context)


def neg(formula: Formula) -> Formula:
    """Give the negation."""
    if isinstance(formula, bool):
        return not formula
    if z3.is_not(formula):
        return formula.arg(0)
    return z3.BoolRef(z3.Z3_mk_not(formula.ctx_ref(), formula.as_ast()), formula.ctx)


def implies(left: Formula, right: Formula) -> Formula:
    """Give the implication."""
    if left is True:
        return right
    if left is False or right is True:
        return True
    if right is False:
        return neg(left)
    return z3.Implies(left, right)


def same(left: Formula, right: Formula) -> Formula:
    """Give whether both are true, or neither."""
    if isinstance(left, bool):
        left, right = right, left
    if right is True:
        return left
    if right is False:
        return neg(left)
    return True if left.eq(right) else left == right


def either(test: Formula, then: Formula, otherwise: Formula) -> Formula:
    """Give `then` where `test` is true, and else `otherwise`."""
    if isinstance(test, bool):
        return then if test else otherwise
    if isinstance(then, bool) and isinstance(otherwise, bool):
        return then if then is otherwise else (test if then else neg(test))
    if isinstance(then, bool):
        return disj(test, otherwise) if then else conj(neg(test), otherwise)
    if isinstance(otherwise, bool):
        return disj(neg(test), then) if otherwise else conj(test, then)
    return then if then.eq(otherwise) else choice(test, then, otherwise, z3.BoolRef)


def choice(test: Term, then: Term, otherwise: Term, kind: Callable[..., object]) -> Term:
    """Give `then` or `otherwise`, which are of one sort, terms of a `kind`; as `z3.If`."""
    context = test.ctx
    parts = (test.as_ast(), then.as_ast(), otherwise.as_ast())
    return kind(z3.Z3_mk_ite(context.ref(), *parts), context)


def as_term(formula: Formula) -> Term:
    """Give the formula as z3 wants it."""
    return z3.BoolVal(formula) if isinstance(formula, bool) else formula


def is_true_in(model: Term, formula: Formula) -> bool:
    """Tell whether the formula is true in a model, which is completed as needed."""
    if isinstance(formula, bool):
        return formula
    return bool(z3.is_true(model.eval(formula, model_completion=True)))


def decided(term: Term) -> Formula:
    """Give a term of z3 as a formula: `True` or `False` where it is that constant."""
    if z3.is_true(term):
        return True
    return False if z3.is_false(term) else term


class Substitution:
    """Terms in place of others, made ready to be put into many formulas.

    As `z3.substitute`, which looks at every pair for each of them.
    """

    def __init__(self, pairs: Sequence[tuple[Term, Term]]) -> None:
        """Take pairs of a term and what stands in its place."""
        self._pairs = tuple(pairs)  # z3 is given their addresses: they must not go
        self._from = (z3.Ast * len(pairs))(*(each.as_ast() for each, _ in pairs))
        self._to = (z3.Ast * len(pairs))(*(each.as_ast() for _, each in pairs))

    def __call__(self, formula: Term) -> Term:
        """Give the formula after the substitution."""
        context = formula.ctx
        if not z3.is_bool(formula):
            return z3.substitute(formula, *self._pairs)
        ast = z3.Z3_substitute(
            context.ref(), formula.as_ast(), len(self._pairs), self._from, self._to
        )
        return z3.BoolRef(ast, context)
