"""The IR as text: what precedence needs and no more, and lines that end before column 100."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builder import (
    P,
    at,
    call,
    element,
    every,
    every_one,
    flag,
    function,
    less,
    local,
    minus,
    module,
    num,
    over,
    parameter,
    plus,
    read,
    set_of,
    stream,
    to_field,
    to_local,
    union,
    within,
    without,
)

from modelcheck.ir.expr import (
    And,
    Arith,
    ArithOp,
    Attribute,
    Component,
    Conditional,
    Convert,
    CountOf,
    Expr,
    Extreme,
    Extremum,
    Fold,
    GetOr,
    IsInstance,
    Items,
    Keys,
    Let,
    ListDisplay,
    ListOf,
    Literal,
    MapDisplay,
    MapOf,
    MapValues,
    Narrow,
    Negate,
    Not,
    OneOf,
    Or,
    Range,
    Removed,
    Reversed,
    SetDisplay,
    SetOf,
    Size,
    Slice,
    Sorted,
    Subsets,
    Sum,
    The,
    Total,
    TupleOf,
    Updated,
)
from modelcheck.ir.stmt import Break, Continue, Fail, For, If, LocalPlace, Perform, Require, Return
from modelcheck.ir.text import show_expr
from modelcheck.ir.text_module import WIDTH, show_normal, show_typed
from modelcheck.ir.types import (
    BOOL,
    INT,
    BagType,
    ListType,
    MapType,
    RecordType,
    SetType,
    StreamType,
    TupleType,
)
from modelcheck.passes.normalise import normalise
from modelcheck.source.span import Span

p, n, seen, count, log = local("p", P), read("n"), read("seen"), read("count"), read("log")
done = read("done")
INTS = StreamType(INT, ordered=True)
ENTRY = RecordType("Entry", (("number", INT), ("agreed", BOOL)))
BAG = BagType(P, 3)
PAIR = TupleType((INT, BOOL))


def times(left: Expr, right: Expr) -> Expr:
    return Arith(ArithOp.MUL, left, right)


@pytest.mark.parametrize(
    ("expr", "text"),
    [
        (minus(minus(n, num(1)), num(2)), "n - 1 - 2"),
        (minus(n, minus(num(1), num(2))), "n - (1 - 2)"),
        (times(plus(n, num(1)), num(2)), "(n + 1) * 2"),
        (plus(times(n, num(2)), num(1)), "n * 2 + 1"),
        (Negate(plus(n, num(1))), "-(n + 1)"),
        (minus(n, num(-1)), "n - -1"),
        (Not(within(p, seen)), "p not in seen"),
        (Not(And((done, done))), "not (done and done)"),
        (And((Or((done, done)), Not(done))), "(done or done) and not done"),
        (Or((And((done, done)), done)), "done and done or done"),
        (less(Conditional(done, n, num(1), INT), n), "(n if done else 1) < n"),
        (
            Conditional(done, n, Conditional(done, n, n, INT), INT),
            "n if done else n if done else n",
        ),
        (less(at(count, p), Size(seen)), "count[p] < len(seen)"),
        (union(seen, without(seen, set_of(p))), "seen | seen - {p}"),
        (without(seen, union(seen, seen)), "seen - (seen | seen)"),
        (set_of(), "set()"),
        (SetDisplay((), SetType(P, frozen=True)), "frozenset()"),
        (Literal(frozenset(), SetType(P)), "set()"),
        (MapDisplay(((p, num(1)),), MapType(P, INT, frozen=True)), "Map({p: 1})"),
        (MapOf(p, num(0), (over("p", every()),), MapType(P, INT)), "{p: 0 for p in P}"),
        (SetOf(p, (over("p", log, done, done),), SetType(P)), "{p for p in log if done if done}"),
        (Sum(stream(at(count, p), over("p", every()))), "sum(count[p] for p in P)"),
        (ListOf(p, (over("p", log),), ListType(P)), "[p for p in log]"),
        (every_one(within(p, seen), over("p", log)), "all(p in seen for p in log)"),
        (The(stream(p, over("p", log)), element(0), P), "the((p for p in log), default=P1)"),
        (Extreme(Extremum.MAX, MapValues(count, INTS), None, INT), "max(count.values())"),
        (Keys(count, StreamType(P, ordered=False)), "count"),
        (Items(count, StreamType(PAIR, ordered=False)), "count.items()"),
        (GetOr(count, p, num(0), INT), "count.get(p, 0)"),
        (CountOf(log, p), "log.count(p)"),
        (CountOf(local("bag", BAG), p), "bag[p]"),
        (Total(local("bag", BAG)), "bag.total()"),
        (Slice(log, None, n, ListType(P)), "log[: n]"),
        (Slice(log, num(1), None, ListType(P)), "log[1:]"),
        (Range(num(0), n, num(1), INTS), "range(n)"),
        (Range(num(1), n, num(1), INTS), "range(1, n)"),
        (Range(n, num(0), num(-1), INTS), "range(n, 0, -1)"),
        (Sorted(log, descending=True, type=ListType(P)), "sorted(log, reverse=True)"),
        (Reversed(log, StreamType(P, ordered=True)), "reversed(log)"),
        (Convert(log, SetType(P)), "set(log)"),
        (
            OneOf(Subsets(seen, num(1), None, ListType(SetType(P))), SetType(P)),
            "oneof(subsets(seen, min=1))",
        ),
        (Subsets(seen, n, n, ListType(SetType(P))), "subsets(seen, size=n)"),
        (Subsets(seen, num(1), n, ListType(SetType(P))), "subsets(seen, min=1, max=n)"),
        (Attribute(local("entry", ENTRY), "number", INT), "entry.number"),
        (Narrow(local("entry", ENTRY), ENTRY), "entry"),
        (IsInstance(local("entry", ENTRY), (ENTRY,)), "isinstance(entry, Entry)"),
        (read("seen", old=True), "old(self).seen"),
        (
            call(function("lead", parameters=(parameter("p"),), result=INT), p, old=True),
            "old(self).lead(p)",
        ),
        (Updated(count, p, num(1), MapType(P, INT)), "{**count, p: 1}"),
        (Updated(log, num(0), p, ListType(P)), "updated(log, 0, p)"),
        (Removed(seen, p, SetType(P)), "removed(seen, p)"),
        (Let("k", n, less(local("k"), num(1)), BOOL), "let k = n in k < 1"),
        (TupleOf((n, done), PAIR), "(n, done)"),
        (Component(local("both", PAIR), 1, BOOL), "both[1]"),
        (ListDisplay((p, p), ListType(P)), "[p, p]"),
    ],
)
def test_an_expression_reads_as_python_with_the_parentheses_that_it_needs(
    expr: Expr, text: str
) -> None:
    assert show_expr(expr) == text


def test_a_loop_as_a_value_names_what_it_carries() -> None:
    step = TupleOf((plus(local("k"), num(1)), done), PAIR)
    fold = Fold(("k", "end"), (num(0), done), ("p",), log, step, local("end", BOOL), PAIR)
    text = "fold k = 0, end = done over p in log until end with k + 1, done"
    assert show_expr(fold) == text
    apart = replace(fold, unpack=True)
    assert show_expr(apart) == text.replace("over p in", "over p, in")
    last = Component(local("loop", PAIR), 0, INT)
    assert show_expr(Let("loop", fold, last, INT)) == f"let loop = ({text}) in loop.k"


def test_spans_are_never_shown() -> None:
    here = Span("spec.py", 7, 1, 7, 9)
    assert show_expr(Not(done, span=here)) == "not done"


def test_a_typed_body_reads_as_it_was_written() -> None:
    helper = function(
        "grow", Return(plus(n, local("k"))), parameters=(parameter("k", INT),), result=INT
    )
    action = function(
        "act",
        Require(within(p, seen)),
        to_local("k", num(1)),
        to_local("k", num(2)),
        If(done, (Fail("twice"),), (Perform(call(helper, n), LocalPlace("k", INT)),)),
        For(("q",), unpack=False, iterable=log, body=(If(done, (Break(),), (Continue(),)),)),
        parameters=(parameter("p"),),
        doc="Do it.\n\nAnd more.",
    )
    assert (
        show_typed(module(action, doc="A sample."))
        == HEADER
        + """\
init start()
  pass

action act(p: P)
  Do it.
  require(p in seen)
  k: int = 1
  k = 2
  if done:
    fail("twice")
  else:
    k = grow(n)
  for q in log:
    if done:
      break
    else:
      continue

helper grow(k: int) -> int
  return n + k
"""
    )


HEADER = """\
spec Sample
  A sample.
  parameters  P = 3

  sort      P      3 elements, ordered
  field     n      0..4
  field     done   bool
  field     seen   set[P]
  field     count  dict[P, 0..4]
  field     heard  dict[P, set[P]]
  field     log    list[P, at most 3]

"""


def test_a_normal_spec_shows_steps_then_claims() -> None:
    action = function("act", Require(done), to_field("n", num(1)), doc="Do it.")
    claim = function("safe", Return(within(p, seen)), parameters=(parameter("p"),), result=BOOL)
    assert (
        show_normal(normalise(module(action, claims=(claim,), doc="A sample.")))
        == HEADER
        + """\
init start()
  then  nothing changes

action act()
  Do it.
  when  done
  then  n' = 1

invariant safe(p: P)
  holds p in seen
"""
    )


def test_long_lines_are_wrapped_at_the_width_with_operators_in_front() -> None:
    parts = tuple(every_one(within(p, seen), over("p", log)) for _ in range(4))
    action = function(
        "act", Require(And((*parts, flag(value=True)))), to_field("n", Size(And(parts)))
    )
    text = show_typed(module(action))
    assert max(map(len, text.splitlines())) <= WIDTH
    assert "\n      and all(p in seen for p in log)\n" in text
