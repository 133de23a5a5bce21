"""OM(m) as the paper defines it, tried out on every word that traitors may say, beside the spec.

The paper's algorithm is recursive: each lieutenant passes on what he has heard as the commander of
a smaller game.  Here it is, in ten lines, over a table of who was told what along which path.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, combinations, product
from pathlib import Path
from typing import TypeAlias

import pytest
from engines import means, program_of
from orbits import reachable

from modelcheck.explicit.native.explore import explore
from modelcheck.explicit.reference.explore import Options
from modelcheck.explicit.reference.program import Program
from modelcheck.ir.values import Atom, MapValue, Value
from modelcheck.semantics.verdict import Result, Violated

SPEC = Path(__file__).parents[2] / "specs" / "byzantine_generals_oral.py"
DECIDED = Atom("Phase", "DECIDED", 4)

Told: TypeAlias = Mapping[tuple[tuple[int, ...], int], bool]
"""Whether to attack, by the path of generals that it came along, and who was told."""

Ending: TypeAlias = tuple[frozenset[int], bool, tuple[tuple[int, bool], ...]]
"""The traitors, what the commander intends, and what each loyal lieutenant decides."""


def attacks(told: Told, path: tuple[int, ...], i: int, lieutenants: range, rounds: int) -> bool:
    """Give what `i` takes the last general on the path to have said, in the game OM(rounds)."""
    orders = [told[path, i]]
    if rounds > 0:
        others = [j for j in lieutenants if j not in (*path, i)]
        orders += [attacks(told, (*path, j), i, lieutenants, rounds - 1) for j in others]
    return 2 * sum(orders) > len(orders)


def tellings(
    before: Told, length: int, traitors: frozenset[int], n: int, *, order: bool
) -> Sequence[Told]:
    """Give all that may have been said after the round in which paths have this length."""
    paths = [(0, *rest) for rest in permuted(range(1, n), length - 1)]
    heard = [(path, i) for path in paths for i in range(1, n) if i not in {*path, *traitors}]
    free = [(path, i) for path, i in heard if path[-1] in traitors]
    truths = {
        (path, i): before[path[:-1], path[-1]] if path[1:] else order
        for path, i in heard
        if path[-1] not in traitors
    }
    lies = product((False, True), repeat=len(free))
    return [{**before, **truths, **dict(zip(free, each, strict=True))} for each in lies]


def permuted(generals: range, count: int) -> Iterator[tuple[int, ...]]:
    """Give the ways to go by `count` different generals."""
    return (each for each in product(generals, repeat=count) if len({*each}) == count)


def games(n: int, f: int, m: int) -> tuple[int, Counter[Ending]]:
    """Give the number of states of OM(m) by all `f` traitors or fewer, and how runs end."""
    lieutenants = range(1, n)
    states, endings = 0, Counter[Ending]()
    some = chain.from_iterable(combinations(range(n), count) for count in range(f + 1))
    for traitors, order in product(map(frozenset, some), (False, True)):
        runs: Sequence[Told] = [{}]
        states += 1
        for length in range(1, m + 2):
            runs = [
                each for told in runs for each in tellings(told, length, traitors, n, order=order)
            ]
            states += len(runs)
        states += len(runs) * (1 if m else 2)  # they decide; in OM(0) they also tell nothing
        loyal = [i for i in lieutenants if i not in traitors]
        for told in runs:
            decisions = tuple((i, attacks(told, (0,), i, lieutenants, m)) for i in loyal)
            endings[traitors, order, decisions] += 1
    return states, endings


def broken(endings: Counter[Ending]) -> set[str]:
    """Name the claims that fail at the end of some run."""
    found: set[str] = set()
    for traitors, order, decisions in endings:
        orders = {each for _, each in decisions}
        found |= {"ic1"} if len(orders) > 1 else set()
        found |= {"ic2"} if 0 not in traitors and not orders <= {order} else set()
    return found


def explored(n: int, f: int, m: int) -> tuple[Program, Result]:
    program = program_of(SPEC, "ByzantineGeneralsOral", N=str(n), F=str(f), M=str(m))
    found = explore(program, Options(keep_going=True), means(program, is_symmetric=False))
    return program, found


def endings_of(program: Program) -> Counter[Ending]:
    """Give how the runs of the spec end, as CPython runs it."""
    names = [each.name for each in program.module.fields]
    endings = Counter[Ending]()
    for state in reachable(program):
        fields = dict(zip(names, state, strict=True))
        if fields["phase"] == DECIDED:
            traitors, decision = fields["traitors"], fields["decision"]
            assert isinstance(traitors, frozenset)
            assert isinstance(decision, MapValue)
            orders = tuple((number(i), is_attack(each)) for i, each in decision.items)
            endings[frozenset(map(number, traitors)), is_attack(fields["intended"]), orders] += 1
    return endings


def number(general: Value) -> int:
    assert isinstance(general, Atom)
    return general.index


def is_attack(order: Value) -> bool:
    assert isinstance(order, Atom)
    return order.name == "ATTACK"


SIZES = [
    (3, 1, 0),
    (3, 1, 1),
    (3, 1, 2),
    (4, 1, 0),
    (4, 1, 1),
    (4, 1, 2),
    (4, 2, 1),
    (5, 0, 2),
    (5, 1, 1),
    (5, 1, 2),
]


@pytest.mark.parametrize(("n", "f", "m"), SIZES)
def test_the_spec_is_the_algorithm_of_the_paper(n: int, f: int, m: int) -> None:
    states, endings = games(n, f, m)
    program, found = explored(n, f, m)
    violated = {each.name for each in found.properties if isinstance(each.verdict, Violated)}
    assert found.figures.distinct == found.figures.generated == states
    assert violated == broken(endings)
    assert endings_of(program) == endings


@pytest.mark.parametrize(("n", "f", "m"), SIZES)
def test_the_claims_hold_where_the_assumptions_do(n: int, f: int, m: int) -> None:
    _, found = explored(n, f, m)
    if all(each.holds for each in found.assumptions):
        assert not broken(games(n, f, m)[1])
