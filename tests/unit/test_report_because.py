"""Why a claim is violated, in words."""

from __future__ import annotations

from modelcheck.ir.expr import (
    And,
    Arith,
    ArithOp,
    Call,
    Compare,
    Conditional,
    Domain,
    Expr,
    Generator,
    ListDisplay,
    Literal,
    Local,
    Membership,
    Not,
    Or,
    Quantified,
    Quantifier,
    Read,
    Relation,
)
from modelcheck.ir.module import Claim, ClaimKind, Field, Module, Typed
from modelcheck.ir.stmt import Function, Parameter, Return
from modelcheck.ir.types import BOOL, INT, NONE, ListType, SetType, SortType, StreamType
from modelcheck.ir.values import Atom
from modelcheck.report.because import because_lines
from modelcheck.semantics.trace import Binding, Step, Trace
from modelcheck.semantics.verdict import PropertyKind, PropertyResult, Violated
from modelcheck.source.span import SourceFile, Span

P = SortType("P", 2, symmetric=False)
P1, P2 = Atom("P", "P1", 0), Atom("P", "P2", 1)
N = Read("n", old=False, type=INT)
DONE = Read("done", old=False, type=SetType(P))
SMALL = Compare(Relation.LT, N, Literal(2, INT))
LARGE = Compare(Relation.GT, N, Literal(5, INT))
IN_DONE = Membership(Local("p", P), DONE)
EACH = (
    Generator(("p",), unpack=False, iterable=Domain(P, StreamType(P, ordered=True)), conditions=()),
)


def module(condition: Expr, kind: ClaimKind = ClaimKind.INVARIANT) -> Typed:
    function = Function("claim", (Parameter("a", P),), (Return(condition),), BOOL)
    return Typed(
        Module(
            name="Spec",
            path="spec.py",
            doc="",
            named=(),
            constants=(),
            parameters=(),
            fields=(Field("n", INT), Field("done", SetType(P))),
            init=Function("start", (), (), None),
            actions=(),
            claims=(Claim(kind, function, over_steps=False),),
        )
    )


def told(condition: Expr, binding: Binding = ()) -> list[str]:
    trace = Trace((Step(None, (), (), (3, frozenset({P1}))),))
    found = PropertyResult("claim", PropertyKind.INVARIANT, Violated(trace, binding))
    return because_lines(module(condition), {}, found, 80)


def test_a_comparison_shows_both_sides() -> None:
    assert told(SMALL) == ["this is false:", "  n < 2    3 < 2"]


def test_the_binding_comes_first() -> None:
    assert told(SMALL, (("a", P1),))[0] == "with a = P1, this is false:"


def test_of_a_conjunction_only_what_is_false_is_told() -> None:
    assert told(And((LARGE, Not(SMALL)))) == ["this is false:", "  n > 5    3 > 5"]


def test_of_a_disjunction_everything_is_told() -> None:
    assert told(Or((SMALL, LARGE))) == [
        "both are false:",
        "  n < 2    3 < 2",
        "  n > 5    3 > 5",
    ]


def test_under_a_negation_what_is_true_is_told() -> None:
    small = Compare(Relation.LT, N, Literal(9, INT))
    assert told(Not(small)) == ["this is true:", "  n < 9    3 < 9"]
    assert told(Or((SMALL, Not(small)))) == [
        "both are false:",
        "  n < 2        3 < 2",
        "  not n < 9    3 < 9",
    ]


def test_membership_shows_the_element_and_the_set() -> None:
    every = Quantified(Quantifier.ALL, IN_DONE, EACH)
    assert told(every) == ["for p = P2, this is false:", "  p in done    P2 in {P1}"]


def test_nothing_found_is_told_for_every_element() -> None:
    some = Quantified(Quantifier.ANY, SMALL, EACH)
    assert told(some) == [
        "this is false, element by element:",
        "  any(n < 2 for p in P)",
        "  p = P1: n < 2    3 < 2",
        "  p = P2: n < 2    3 < 2",
    ]


def test_a_conditional_tells_the_branch_and_why_it_was_taken() -> None:
    assert told(Conditional(LARGE, LARGE, SMALL, BOOL)) == [
        "since this is false:",
        "  n > 5    3 > 5",
        "and this is false:",
        "  n < 2    3 < 2",
    ]


def test_a_helper_is_told_by_its_name() -> None:
    helper = Function("settled", (Parameter("p", P),), (Return(IN_DONE),), BOOL)
    call = Call(helper, (Local("a", P),), old=False, type=BOOL)
    assert told(call, (("a", P2),)) == [
        "with a = P2, in settled(P2), this is false:",
        "  p in done    P2 in {P1}",
    ]


def test_of_long_arguments_of_a_helper_only_the_clauses_tell() -> None:
    many = ListDisplay((N,) * 20, ListType(INT))
    parameters = (Parameter("p", P), Parameter("many", ListType(INT)))
    helper = Function("settled", parameters, (Return(IN_DONE),), BOOL)
    call = Call(helper, (Local("a", P), many), old=False, type=BOOL)
    assert told(call, (("a", P2),))[0] == "with a = P2, in settled(P2, ...), this is false:"


def test_a_clause_is_shown_as_it_is_written() -> None:
    source = SourceFile("spec.py", "return (\n    self.n\n    <   2\n)\n")
    span = Span("spec.py", 2, 5, 3, 10)
    written = Compare(Relation.LT, N, Literal(2, INT), span=span)
    trace = Trace((Step(None, (), (), (3, frozenset({P1}))),))
    found = PropertyResult("claim", PropertyKind.INVARIANT, Violated(trace, ()))
    lines = because_lines(module(written), {"spec.py": source}, found, 80)
    assert lines == ["this is false:", "  self.n < 2    3 < 2"]


def test_a_deadlock_says_why_the_state_is_not_final() -> None:
    trace = Trace((Step(None, (), (), (3, frozenset({P1}))),))
    found = PropertyResult("deadlock", PropertyKind.DEADLOCK, Violated(trace, ()))
    assert because_lines(module(SMALL, ClaimKind.FINAL), {}, found, 80) == [
        "no action is possible after the last step, and it is no final state:",
        "  claim with a = P1: this is false:",
        "    n < 2    3 < 2",
    ]
    assert because_lines(module(SMALL), {}, found, 80) == [
        "no action is possible after the last step, and no @final expects that"
    ]


def test_an_evaluation_error_says_what_was_raised() -> None:
    trace = Trace((Step(None, (), (), None, "n is 4, outside 0..3"),))
    violated = Violated(trace, (), "n is 4, outside 0..3")
    found = PropertyResult("evaluation", PropertyKind.EVALUATION, violated)
    assert because_lines(module(SMALL), {}, found, 80) == ["n is 4, outside 0..3"]


def test_a_claim_that_raises_shows_what_raises_and_the_values_in_it() -> None:
    by_zero = Arith(ArithOp.FLOORDIV, Literal(6, INT), Arith(ArithOp.SUB, N, Literal(3, INT)))
    claim = Quantified(
        Quantifier.ALL, Or((Not(IN_DONE), Compare(Relation.LT, by_zero, Literal(9, INT)))), EACH
    )
    trace = Trace((Step(None, (), (), (3, frozenset({P1}))),))
    violated = Violated(trace, (("a", P2),), "claim raises ...", "claim")
    found = PropertyResult("evaluation", PropertyKind.EVALUATION, violated)
    assert because_lines(module(claim), {}, found, 80) == [
        "claim raises ...",
        "with a = P2, this raises:",
        "  6 // (n - 3)    6 // 0",
    ]


def test_a_denied_membership_is_told_as_it_is_written() -> None:
    source = SourceFile("spec.py", "P1 not in self.done\nself.n is None\n")
    inside = Membership(Literal(P1, P), DONE, span=Span("spec.py", 1, 1, 1, 20))
    trace = Trace((Step(None, (), (), (3, frozenset({P1}))),))
    found = PropertyResult("claim", PropertyKind.INVARIANT, Violated(trace, ()))
    lines = because_lines(module(Not(inside)), {"spec.py": source}, found, 80)
    assert lines == ["this is false:", "  P1 not in self.done    P1 not in {P1}"]
    nothing = Compare(Relation.EQ, N, Literal(None, NONE), span=Span("spec.py", 2, 1, 2, 15))
    lines = because_lines(module(nothing), {"spec.py": source}, found, 80)
    assert lines == ["this is false:", "  self.n is None    3 is None"]
