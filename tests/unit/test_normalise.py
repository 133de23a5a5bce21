"""Each rewriting of the normal form, shown as a person reads it."""

from __future__ import annotations

from builder import (
    P,
    at,
    call,
    equals,
    every,
    every_one,
    flag,
    function,
    less,
    local,
    module,
    num,
    over,
    parameter,
    plus,
    read,
    set_of,
    to_field,
    to_key,
    to_local,
    union,
    within,
)

from modelcheck.ir.check import find_faults
from modelcheck.ir.expr import Expr, ListDisplay, Literal, MapOf, OneOf, Or
from modelcheck.ir.stmt import Break, Fail, For, If, LocalPlace, Perform, Require, Return, Stmt
from modelcheck.ir.text import show_expr
from modelcheck.ir.text_module import show_step
from modelcheck.ir.types import BOOL, INT, NONE, ListType, MapType, UnionType
from modelcheck.passes.normalise import normalise

p, q, k = local("p", P), local("q", P), local("k")
n, done, seen = read("n"), read("done"), read("seen")
count, heard, log = read("count"), read("heard"), read("log")


def step(*body: Stmt) -> str:
    """Give the normal form of an action of `p` and `q`."""
    action = function("act", *body, parameters=(parameter("p"), parameter("q")))
    return show_step(normalise(module(action)).actions[0])


def claim(*body: Stmt) -> str:
    """Give the normal form of a claim about `p` and `q`."""
    parameters = (parameter("p"), parameter("q"))
    spec = module(claims=(function("claim", *body, parameters=parameters, result=BOOL),))
    return show_expr(normalise(spec).claims[0].condition)


def lines(text: str) -> str:
    """Give a step as it stands in a test: without the indent of the test."""
    return text.strip("\n")


def when(test: Expr, *then: Stmt) -> If:
    return If(test, then, ())


def loop(name: str, iterable: Expr, *body: Stmt) -> For:
    return For((name,), unpack=False, iterable=iterable, body=body)


def one_or_two() -> OneOf:
    return OneOf(ListDisplay((num(1), num(2)), ListType(INT)), INT)


def test_a_body_becomes_guards_and_updates() -> None:
    body = (Require(within(p, seen)), to_field("n", plus(n, num(1))))
    assert step(*body) == lines("""
  when  p in seen
  then  n' = n + 1
""")


def test_what_was_written_is_read_afterwards() -> None:
    body = (
        to_field("n", plus(n, num(1))),
        Require(less(n, num(3))),
        to_field("done", flag(value=True)),
    )
    assert step(*body) == lines("""
  when  n + 1 < 3
  then  n' = n + 1
        done' = True
""")


def test_an_assignment_under_a_key_prints_as_one() -> None:
    body = (to_key("count", p, num(1)), to_key("heard", p, set_of(q)))
    assert step(*body) == lines("""
  then  count'[p] = 1
        heard'[p] = {q}
""")


def test_what_stands_under_a_key_just_written_is_known() -> None:
    body = (to_key("count", p, plus(at(count, p), num(1))), to_field("n", at(count, p)))
    assert step(*body) == lines("""
  let   count_p = count[p] + 1
  then  n' = count_p
        count'[p] = count_p
""")


def test_two_changes_under_one_key_are_one() -> None:
    grown = (to_key("heard", p, union(at(heard, p), set_of(each))) for each in (p, q))
    assert step(*grown) == lines("""
  then  heard'[p] = heard[p] | {p} | {q}
""")


def test_what_may_fail_before_a_guard_stays_before_it() -> None:
    body = (to_local("k", at(count, p)), Require(done), to_field("n", k))
    assert step(*body) == lines("""
  let   k = count[p]
  when  done
  then  n' = k
""")


def test_what_a_guard_has_evaluated_before_may_move_past_the_next() -> None:
    tested = Require(less(at(count, p), num(3)))
    body = (tested, to_local("k", plus(at(count, p), num(1))), Require(done), to_field("n", k))
    assert step(*body) == lines("""
  when  count[p] < 3
        done
  then  n' = count[p] + 1
""")


def test_what_a_guard_evaluates_at_times_only_stays_before_the_next() -> None:
    either = Or((done, less(at(count, p), num(3))))
    body = (Require(either), to_local("k", at(count, p)), Require(done), to_field("n", k))
    assert step(*body) == lines("""
  when  done or count[p] < 3
  let   k = count[p]
  when  done
  then  n' = k
""")


def test_what_may_fail_after_the_last_guard_moves_to_its_use() -> None:
    body = (Require(done), to_local("k", at(count, p)), to_field("n", k))
    assert step(*body) == lines("""
  when  done
  then  n' = count[p]
""")


def test_what_may_fail_is_evaluated_even_if_nothing_uses_it() -> None:
    assert step(to_local("k", at(count, p)), to_field("n", num(0))) == lines("""
  let   k = count[p]
  then  n' = 0
""")


def test_a_choice_has_a_name_of_its_own() -> None:
    body = (to_local("k", one_or_two()), Require(less(n, k)), to_field("n", k))
    assert step(*body) == lines("""
  let   k = oneof([1, 2])
  when  n < k
  then  n' = k
""")


def test_a_choice_under_a_condition_is_made_only_there() -> None:
    assert step(when(done, to_field("n", one_or_two()))) == lines("""
  let   n_2 = oneof([1, 2]) if done else n
  then  n' = n_2
""")


def test_a_choice_that_a_helper_gives_stands_where_the_helper_is_called() -> None:
    pick = function("pick", to_local("k", one_or_two()), Return(k), result=INT)
    each = MapOf(local("r", P), call(pick), (over("r", every()),), MapType(P, INT))
    assert step(to_field("count", each)) == lines("""
  let   count_2 = {r: oneof([1, 2]) for r in P}
  then  count' = count_2
""")


def test_a_branch_is_a_conditional_and_its_guard_an_implication() -> None:
    body = when(within(p, seen), to_field("n", plus(n, num(1))), Require(less(n, num(3))))
    assert step(body) == lines("""
  when  p not in seen or n + 1 < 3
  then  n' = n + 1 if p in seen else n
""")


def test_a_branch_that_only_disables_is_a_guard() -> None:
    never = Require(flag(value=False))
    assert step(when(within(p, seen), never), to_field("n", num(1))) == lines("""
  when  p not in seen
  then  n' = 1
""")
    body = If(done, (to_local("k", num(1)),), (never,))
    assert step(body, to_field("n", k)) == lines("""
  when  done
  then  n' = 1
""")


def test_a_branch_that_ends_disabled_is_not_joined() -> None:
    never = (to_field("done", flag(value=True)), Require(flag(value=False)))
    assert step(If(done, never, (to_local("k", num(1)),)), to_field("n", k)) == lines("""
  when  not done
  then  n' = 1
""")


def test_a_change_under_a_key_in_a_branch_is_the_change_of_that_key() -> None:
    assert step(when(done, to_key("count", p, num(1)))) == lines("""
  then  if done: count'[p] = 1
""")


def test_changes_of_one_key_in_both_branches_are_one() -> None:
    assert step(If(done, (to_key("count", p, num(1)),), (to_key("count", p, n),))) == lines("""
  then  count'[p] = 1 if done else n
""")


def test_a_change_under_a_condition_stands_below_the_one_that_is_always_made() -> None:
    first = to_key("heard", p, set_of(q))
    then = to_key("heard", q, union(at(heard, q), set_of(p)))
    assert step(first, If(done, (then,), ())) == lines("""
  then  heard'[p] = {q}
        if done: heard'[q] = heard'[q] | {p}
""")


def test_two_changes_under_a_condition_that_read_one_before_are_told_as_a_whole() -> None:
    first = to_key("heard", p, set_of(q))
    both = (to_key("heard", each, union(at(heard, each), set_of(p))) for each in (q, p))
    assert "heard' = " in step(first, If(done, tuple(both), ()))


def test_a_long_condition_is_evaluated_once() -> None:
    test = less(at(count, p), num(2))
    assert step(when(test, to_field("n", num(0)), to_field("done", flag(value=True)))) == lines("""
  let   test = count[p] < 2
  then  n' = 0 if test else n
        done' = test or done
""")


def test_a_failure_forbids() -> None:
    body = when(within(p, seen), Fail("heard twice"))
    assert step(body, to_field("n", num(0))) == lines("""
  fail  "heard twice" if p in seen
  then  n' = 0
""")


def test_a_loop_of_guards_is_one_guard() -> None:
    body = loop("r", every(), when(done, Require(within(local("r", P), seen))))
    assert step(body) == lines("""
  when  all(not done or r in seen for r in P)
  then  nothing changes
""")


def test_a_loop_that_fails_forbids() -> None:
    body = loop("r", every(), when(within(local("r", P), seen), Fail("seen")))
    assert step(body) == lines("""
  fail  "seen" if any(r in seen for r in P)
  then  nothing changes
""")


def test_a_loop_without_an_effect_is_gone_unless_it_may_fail() -> None:
    r = local("r", P)
    assert step(loop("r", log, to_local("k", n))) == "  then  nothing changes"
    assert step(loop("r", log, to_local("k", at(count, r)))) == lines("""
  let   evaluated = all((let k = count[r] in True) for r in log)
  then  nothing changes
""")


def test_a_loop_over_its_own_keys_is_a_map() -> None:
    assert step(loop("r", every(), to_key("count", local("r", P), num(0)))) == lines("""
  then  count' = {r: 0 for r in P}
""")


def test_a_loop_over_some_of_its_own_keys_is_a_merge() -> None:
    r = local("r", P)
    body = when(within(r, seen), to_key("heard", r, union(at(heard, r), set_of(p))))
    assert step(loop("r", every(), body)) == lines("""
  then  heard' = heard | {r: heard[r] | {p} for r in P if r in seen}
""")


def test_a_loop_that_collects_a_set_is_a_comprehension() -> None:
    body = to_field("seen", union(seen, set_of(local("r", P))))
    assert step(loop("r", log, body)) == lines("""
  then  seen' = seen | {r for r in log}
""")


def test_any_other_loop_is_a_fold() -> None:
    assert step(loop("r", log, to_field("n", plus(n, num(1))))) == lines("""
  then  n' = fold n_2 = n over r in log with n_2 + 1
""")


def test_a_loop_that_is_left_carries_how_it_goes_on() -> None:
    body = (when(within(local("r", P), seen), Break()), to_field("n", plus(n, num(1))))
    assert step(loop("r", log, *body)) == lines("""
  let   loop = fold n_2 = n,
             status = running
            over r in log
            until status != running
            with (n_2, left) if r in seen else (n_2 + 1, running)
  then  n' = loop.n_2
""")


def test_the_variable_of_a_loop_keeps_its_last_value() -> None:
    text = step(to_local("r", p), loop("r", log), to_field("seen", set_of(local("r", P))))
    assert text == lines("""
  then  seen' = {(fold r = p over r_2 in log with r_2)}
""")


def test_a_guard_in_a_loop_that_changes_something_disables_after_it() -> None:
    body = (to_field("n", plus(n, num(1))), Require(less(n, num(4))))
    text = step(loop("r", log, *body))
    assert "  when  loop.status != disabled" in text.splitlines()
    assert "  then  n' = loop.n_2" in text.splitlines()


def test_a_helper_that_changes_the_state_is_unfolded_with_its_early_return() -> None:
    body = (when(done, Return(num(0))), to_field("n", plus(n, num(1))), Return(n))
    helper = function("next_number", *body, result=INT)
    assert step(Perform(call(helper), LocalPlace("k", INT)), to_key("count", p, k)) == lines("""
  then  n' = n if done else n + 1
        count'[p] = 0 if done else n + 1
""")


def test_a_return_from_a_loop_in_a_helper_ends_the_helper() -> None:
    body = (loop("r", log, when(within(local("r", P), seen), Return(local("r", P)))), Return(p))
    helper = function("first", *body, parameters=(parameter("p"),), result=P)
    assert claim(Return(equals(call(helper, q), p))) == (
        "(let loop = (fold status = running, result = None over r in log until status != running "
        "with (returned, r) if r in seen else (running, result)) "
        "in loop.result if loop.status == returned else q) == p"
    )


def test_a_guard_in_a_helper_of_an_assignment_is_a_guard_of_the_step() -> None:
    helper = function(
        "checked",
        Require(less(k, num(3))),
        Return(k),
        result=INT,
        parameters=(parameter("k", INT),),
    )
    assert step(to_field("n", call(helper, plus(n, num(1))))) == lines("""
  when  n + 1 < 3
  then  n' = n + 1
""")


def test_an_early_return_of_a_claim_is_a_conditional() -> None:
    body = (when(done, Return(less(n, num(3)))), Return(within(p, seen)))
    assert claim(*body) == "n < 3 if done else p in seen"


def test_the_last_of_the_ways_out_of_a_claim_needs_no_test() -> None:
    body = (
        when(done, Return(less(n, num(3)))),
        when(less(num(0), n), If(within(p, seen), (), (Fail("not seen"),))),
        Fail("nothing"),
    )
    assert claim(*body) == "n < 3 if done else the([])"


def test_a_claim_that_searches_is_a_quantifier() -> None:
    body = (
        loop("r", every(), when(within(local("r", P), seen), Return(flag(value=False)))),
        Return(flag(value=True)),
    )
    assert claim(*body) == "not any(r in seen for r in P)"


def test_what_a_claim_uses_twice_is_named_once() -> None:
    mine = local("mine")
    body = (to_local("mine", at(count, p)), Return(Or((less(mine, n), equals(mine, num(3))))))
    assert claim(*body) == "let mine = count[p] in mine < n or mine == 3"


def test_a_helper_in_an_expression_is_unfolded() -> None:
    helper = function("lead", Return(at(count, p)), parameters=(parameter("p"),), result=INT)
    assert claim(Return(less(call(helper, q), n))) == "count[q] < n"


def test_ways_out_with_values_of_two_types_give_a_value_of_either() -> None:
    nothing = Return(Literal(None, NONE))
    for body in (
        (when(done, Return(p)), nothing),
        (If(done, (when(within(p, seen), nothing),), (loop("r", every(), nothing),)), Return(p)),
    ):
        either = UnionType((P, NONE))
        helper = function("chosen", *body, parameters=(parameter("p"),), result=either)
        asked = equals(call(helper, q), Literal(None, NONE))
        asks = function("asks", Return(asked), parameters=(parameter("q"),), result=BOOL)
        assert find_faults(normalise(module(claims=(asks,)))) == ()


def test_a_comprehension_does_not_hide_a_parameter_that_its_body_means() -> None:
    body = every_one(within(p, at(heard, q)), over("p", every()))
    helper = function("others", Return(body), parameters=(parameter("q"),), result=BOOL)
    assert claim(Return(call(helper, p))) == "all(p_2 in heard[p] for p_2 in P)"
