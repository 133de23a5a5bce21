"""Invariants found by z3's Horn engine (Spacer), which is given a goal and no lemma.

    begins(x)                      =>  R(x)
    R(x) and step(x, x')           =>  R(x')
    R(x) and not goal(x)           =>  false

It finds a relation R, or that there is none, or nothing in the time that there is.  What it
finds is fragile: a question that one set of options answers at once takes another for ever.  So
several sets race, each in a thread and a z3 of its own, and the first answer stops the others.

NOTE(spacer-is-not-trusted): an invariant of Spacer is a suggestion.  Whoever shows one has asked
a fresh solver whether it is inductive, and takes a run for a claim's violation only when the class
has replayed it.

Source: A. Komuravelli, A. Gurfinkel and S. Chaki, "SMT-based model checking for recursive
programs", CAV 2014.
"""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Final, TypeAlias

from modelcheck.semantics.verdict import Reason
from modelcheck.symbolic.induction import Goal
from modelcheck.symbolic.rules import Rule, Rules
from modelcheck.symbolic.solving import Clock, Unknown
from modelcheck.symbolic.terms import Formula, Term, as_term, conj, neg, z3

OPTIONS: Final[Mapping[str, Mapping[str, bool]]] = {
    "default": {},
    "ground_pobs=false": {"spacer.ground_pobs": False},
    "global=true": {"spacer.global": True},
}
"""The sets of options that race, by what they are called."""

_LONGEST_WAIT_S: Final = 0.5
_PATIENCE_S: Final = 0.05
"""How long to wait for z3 to notice that it is interrupted, before it is told again."""


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """A formula over `now` and the unknown constants, and the options that found it."""

    invariant: Formula
    options: str


@dataclass(frozen=True, slots=True)
class Reached:
    """A run breaks the goal."""

    options: str


Search: TypeAlias = Found | Reached | Unknown


@dataclass(frozen=True, slots=True, eq=False)
class Query:
    """A question to the Horn engine: whether a state that the rules reach is a wrong one."""

    reachable: Term
    """The relation that is looked for."""
    arguments: tuple[Term, ...]
    """What it is over, as constants."""
    variables: tuple[Term, ...]
    """All constants that rules are for every value of."""
    rules: tuple[tuple[Term, Term], ...]
    """A head and a body each."""
    wrong: Term


def query_for(rules: Rules, goal: Goal) -> Query:
    """Give the question whether a run breaks the goal."""
    theory = rules.theory
    system, unknowns = theory.system, tuple(theory.system.unknowns.values())
    arguments = (*unknowns, *rules.constants)
    reachable = z3.Function("reachable", *(each.sort() for each in arguments), z3.BoolSort())
    # Saying what is known in every body makes short work of some questions.
    here = conj(reachable(*arguments), theory.assumed, rules.known)

    def head(rule: Rule) -> Term:
        return reachable(*unknowns, *(term for _, term in rule.after))

    begins = as_term(conj(theory.assumed, rules.start.enabled))
    steps = [(head(each), as_term(conj(here, each.enabled))) for each in rules.steps]
    wrong = conj(system.step, neg(goal.formula)) if goal.over_steps else neg(goal.formula)
    inputs = [each.term for step in (system.start, *system.transitions) for each in step.inputs]
    free = (*arguments, *system.then, *inputs, system.chosen)
    return Query(
        reachable=reachable,
        arguments=arguments,
        variables=tuple({each.get_id(): each for each in free}.values()),
        rules=((head(rules.start), begins), *steps),
        wrong=as_term(conj(here, rules.shortened(wrong))),
    )


def search(query: Query, clock: Clock) -> Search:
    """Look for an invariant, or for a run, until the clock is over.

    Which set of options answers first depends on the machine, so another run may find another
    invariant.
    """
    racers = [_Racer(name, _translated(query, z3.Context())) for name in OPTIONS]
    with ThreadPoolExecutor(len(racers)) as pool:
        running = {pool.submit(_answer, each): each for each in racers}
        try:
            return _first(running, query, clock)
        finally:
            _stop(running)


@dataclass(frozen=True, slots=True, eq=False)
class _Racer:
    """A query in a z3 of its own, and what its options are called."""

    options: str
    query: Query


@dataclass(frozen=True, slots=True, eq=False)
class _Answer:
    """What z3 says; `invariant` is still in the z3 of the racer."""

    is_reached: bool = False
    invariant: Term | None = None
    says: str = ""


def _translated(query: Query, context: Term) -> Query:
    return Query(
        reachable=query.reachable.translate(context),
        arguments=tuple(each.translate(context) for each in query.arguments),
        variables=tuple(each.translate(context) for each in query.variables),
        rules=tuple(
            (head.translate(context), body.translate(context)) for head, body in query.rules
        ),
        wrong=query.wrong.translate(context),
    )


def _answer(racer: _Racer) -> _Answer:
    """Ask the Horn engine; this runs in a thread of its own."""
    query = racer.query
    engine = z3.Fixedpoint(ctx=query.reachable.ctx)
    # Ctrl-C is for the thread that waits: z3 would take it for itself.
    engine.set(engine="spacer", ctrl_c=False, **OPTIONS[racer.options])
    engine.register_relation(query.reachable)
    engine.declare_var(*query.variables)
    for head, body in query.rules:
        engine.rule(head, [body])
    try:
        found = engine.query(query.wrong)
        if found == z3.unsat:
            return _Answer(invariant=_invariant(engine.get_answer(), query))
        return _Answer(is_reached=found == z3.sat, says=str(engine.reason_unknown()))
    except z3.Z3Exception as error:
        return _Answer(says=str(error))


def _invariant(answer: Term, query: Query) -> Term | None:
    """Give what the answer says of the relation, over its arguments; `None` if it is not there."""
    waiting = [answer]
    while waiting:
        term = waiting.pop()
        if z3.is_quantifier(term):
            waiting.append(term.body())
        elif z3.is_eq(term) and term.arg(0).decl().eq(query.reachable):
            places = [z3.get_var_index(each) for each in term.arg(0).children()]
            values = dict(zip(places, query.arguments, strict=True))
            return z3.substitute_vars(term.arg(1), *(values[at] for at in range(len(values))))
        else:
            waiting.extend(term.children())
    return None


def _first(running: Mapping[Future[_Answer], _Racer], query: Query, clock: Clock) -> Search:
    """Give the first answer that tells, or why none does."""
    open_, says = set(running), ""
    while open_:
        if clock.is_over:
            return Unknown(Reason.TIME, "")
        seconds = min(clock.milliseconds / 1000, _LONGEST_WAIT_S)
        done, open_ = wait(open_, seconds, FIRST_COMPLETED)
        for each in done:
            answer, options = each.result(), running[each].options
            if answer.is_reached:
                return Reached(options)
            if answer.invariant is not None:
                return Found(answer.invariant.translate(query.reachable.ctx), options)
            says = answer.says
    return Unknown(Reason.UNKNOWN, says)


def _stop(running: Mapping[Future[_Answer], _Racer]) -> None:
    """Interrupt all that still run, until they notice."""
    open_ = set(running)
    while open_:
        for each in open_:
            running[each].query.reachable.ctx.interrupt()
        _, open_ = wait(open_, _PATIENCE_S)
