"""`--for-all`: what of a spec follows from constants that stand for any integer; what may not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import assert_never

import pytest

from modelcheck.frontend.loading import LoadedFile, open_spec
from modelcheck.frontend.lower import LoadedSpec, lower
from modelcheck.frontend.unknowns import unknowns
from modelcheck.ir.expr import (
    Arith,
    ArithOp,
    Compare,
    Conditional,
    Constant,
    Expr,
    Literal,
    Negate,
    Relation,
)
from modelcheck.ir.types import INT, IntType, MapType, RecordType, Type
from modelcheck.ir.unknowns import Between, Bounds, OfFields, OfValues, Unbounded, Unknowns
from modelcheck.ir.walk import rewrite
from modelcheck.passes.simplify import simplify
from modelcheck.semantics.env import Env
from modelcheck.semantics.evaluate import evaluate
from modelcheck.source.diagnostic import ConfigError, Diagnostic
from modelcheck.source.render import render

SPEC = '''from __future__ import annotations

from enum import Enum
from typing import Annotated, Final, NamedTuple, TypeAlias

import annotated_types
from annotated_types import Ge, Gt, Interval, Le, MaxLen
from modelcheck.lang import Ghost, Spec, Symmetric, action, init, invariant, oneof, require, variant

N: Final[int] = 7
T: Final[int] = 2
SPARE: Final[int] = 3
WIDE: Final = True
MOST: Final[int] = (N + T) // 2 + 1
LEFT: Final[int] = -T + (MOST - SPARE) * 2 % 5

Count: TypeAlias = Annotated[int, Interval(ge=0, le=N - T)]
Small: TypeAlias = "Count"


class Side(Enum):
    """Two sides."""

    LEFT = "N"
    RIGHT = "right"


class Node(Symmetric, size=SPARE):
    """Nodes, always three."""


class Pair(NamedTuple):
    """Two counters."""

    low: Annotated[int, Gt(-1), Le(MOST)]
    high: Count


class Tally(Spec):
    """Something is counted."""

    votes: dict[Side, Count]
    quoted: "Small"
    pair: Pair
    nested: dict[Side, dict[Side, Annotated[int, Interval(gt=LEFT - 100, lt=N * 2)]]]
    seen: Ghost[Annotated[int, annotated_types.Interval(ge=-MOST, le=SPARE + N)]]
    fixed: Annotated[int, Interval(ge=0, le=SPARE)]
    flag: bool
    nodes: set[Node]
    log: Annotated[list[Node], MaxLen(2)]

    @init
    def start(self) -> None:
        self.votes = {side: 0 for side in Side}
        self.quoted = 0
        self.pair = Pair(0, 0)
        self.nested = {side: {each: 0 for each in Side} for side in Side}
        self.seen = 0
        self.fixed = 0
        self.flag = WIDE
        self.nodes = set()
        self.log = []

    @action
    def count(self, side: Side) -> None:
        require(self.room(self.votes[side]))
        self.votes[side] += oneof(range(2))

    def room(self, used: Count) -> bool:
        return used < N - T and used < MOST

    @invariant
    def few(self) -> bool:
        return self.quoted <= N


@variant(breaks="few", parameters={"N": 5})
class Twin(Tally):
    """It counts on."""

    more: Annotated[int, Interval(ge=0, le=MOST)]

    @init
    def start(self) -> None:
        super().start()
        self.more = 0

    @action
    def count(self, side: Side) -> None:
        self.quoted += 1
        self.more += 1
'''


def opened(folder: Path, text: str, given: Mapping[str, str]) -> tuple[LoadedFile, LoadedSpec]:
    path = folder / "tally.py"
    path.write_text(text, encoding="utf-8")
    file = open_spec(path, given, shown="tally.py")
    return file, lower(file, file.main().name)


def found(folder: Path, text: str = SPEC, names: str = "N,T") -> Unknowns:
    return unknowns(*opened(folder, text, {}), tuple(names.split(",")))


def refused(folder: Path, old: str, new: str, names: str = "N,T") -> tuple[Diagnostic, ...]:
    """Give what is found where `new` stands instead of `old`."""
    assert SPEC.count(old) == 1
    with pytest.raises(ConfigError) as caught:
        found(folder, SPEC.replace(old, new), names)
    return caught.value.diagnostics


def value(expr: Expr, constants: Mapping[str, int], definitions: Mapping[str, Expr]) -> int:
    """Give what an expression comes to where the unknowns have these values."""

    def known(each: Expr) -> Expr:
        if not isinstance(each, Constant):
            return each
        if each.name in definitions:
            number = value(definitions[each.name], constants, definitions)
        elif each.name in constants:
            number = constants[each.name]
        else:
            return each
        return Literal(number, IntType(number, number))

    result = evaluate(rewrite(expr, known), Env({}, {}))
    assert isinstance(result, int)
    return result


def agrees(bounds: Bounds, type_: Type, number: Callable[[Expr], int]) -> bool:
    """Tell whether bounds are those of a type; `number` gives what an expression comes to."""
    match bounds:
        case Between(low, high):
            ends = [None if each is None else number(each) for each in (low, high)]
            return type_ == IntType(*ends)
        case OfValues(of):
            return isinstance(type_, MapType) and agrees(of, type_.value, number)
        case OfFields(fields):
            assert isinstance(type_, RecordType)
            pairs = zip(fields, type_.fields, strict=True)
            return all(a == b and agrees(of, each, number) for (a, of), (b, each) in pairs)
        case Unbounded():
            return not isinstance(type_, IntType | MapType | RecordType)
        case _:
            assert_never(bounds)


@pytest.mark.parametrize(("n", "t"), [(7, 2), (4, 1), (30, 9), (12, 0), (5, 3)])
def test_bounds_and_definitions_follow_the_parameters(n: int, t: int, tmp_path: Path) -> None:
    of_all = found(tmp_path)
    definitions = dict(of_all.definitions)
    assert [*definitions] == ["MOST", "LEFT"]
    file, spec = opened(tmp_path, SPEC, {"N": str(n), "T": str(t)})
    constants = {"N": n, "T": t}
    for name, expr in definitions.items():
        assert value(expr, constants, definitions) == file.namespace[name]
    for (name, bounds), field in zip(of_all.bounds, spec.module.fields, strict=True):
        assert name == field.name
        assert agrees(bounds, field.type, lambda each: value(each, constants, definitions))


def test_what_does_not_depend_on_an_unknown_keeps_its_value(tmp_path: Path) -> None:
    bounds = dict(found(tmp_path, names="T").bounds)
    assert bounds["fixed"] == Between(Literal(0, IntType(0, 0)), Literal(3, IntType(3, 3)))
    assert bounds["flag"] == bounds["nodes"] == bounds["log"] == Unbounded()
    votes = bounds["votes"]
    assert isinstance(votes, OfValues)
    assert votes.of == Between(
        Literal(0, IntType(0, 0)),
        Arith(ArithOp.SUB, Constant("N", 7, INT), Constant("T", 2, INT)),
    )


def test_a_twin_has_the_fields_of_its_base_and_its_own(tmp_path: Path) -> None:
    file, _ = opened(tmp_path, SPEC, {})
    bounds = dict(unknowns(file, lower(file, "Twin"), ("N", "T")).bounds)
    most = Constant("MOST", 5, INT)
    assert bounds["more"] == Between(Literal(0, IntType(0, 0)), most)
    assert bounds["votes"] == dict(found(tmp_path).bounds)["votes"]


def test_a_name_given_twice_is_one_unknown(tmp_path: Path) -> None:
    assert found(tmp_path, names="N,T,N") == found(tmp_path)


@pytest.mark.parametrize(
    ("names", "code", "said"),
    [
        ("M", "MC340", "it may name `N`, `T`, `SPARE`"),
        ("SPAR", "MC340", "did you mean `SPARE`?"),
        ("n", "MC340", "did you mean `N`?"),
        ("Side", "MC340", "no such parameter"),
        ("", "MC340", "`--for-all` names ``"),
        ("WIDE", "MC341", "it is true or false"),
        ("MOST", "MC341", "it is computed, as `(N + T) // 2 + 1`"),
        ("Node", "MC341", "count them instead"),
        ("SPARE", "MC342", "`Node` has `SPARE` elements"),
    ],
)
def test_only_integer_parameters_stand_for_any_integer(
    names: str, code: str, said: str, tmp_path: Path
) -> None:
    with pytest.raises(ConfigError) as caught:
        found(tmp_path, names=names)
    first = caught.value.diagnostics[0]
    assert first.code == code
    assert said in f"{first.message}; {first.help}"


MOST = "MOST: Final[int] = (N + T) // 2 + 1"
WIDE = "WIDE: Final = True"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (MOST, "MOST: Final[int] = max(N, T)"),
        (MOST, "MOST: Final[int] = N // T"),
        (MOST, "MOST: Final[int] = 9 % (N - 2)"),
        (MOST, "MOST: Final[int] = N if T else 3"),
        (MOST, "MOST: Final[int] = int(N > T) + 4"),
        (MOST, "def most() -> int:\n    return N\n\nMOST: Final = most()"),
        (MOST, "MOST: Final[int] = vars()['N']"),
        (MOST, "HALF = (N, T)[0]\nMOST: Final[int] = HALF + 1"),
        (MOST, "MOST: Final[int] = 4\nif N > T:\n    MOST = 5"),
        (MOST, "MOST: Final[int] = N\nMOST += 1"),
        (MOST, "MOST: Final[int] = N\ndel N\nN = 8"),
        (WIDE, "WIDE: Final = N > T"),
        (WIDE, "WIDE: Final = True\nN = 9"),
        (WIDE, "WIDE: Final = True\nfrom errno import ENOENT as T"),
        ("    high: Count\n", "    high: Count = N\n"),
        ("def room(self, used: Count)", "def room(self, used: Count = N)"),
        ('    RIGHT = "right"', "    RIGHT = N"),
        ('parameters={"N": 5}', 'parameters={"N": N}'),
    ],
)
def test_what_depends_on_an_unknown_otherwise_is_refused(
    old: str, new: str, tmp_path: Path
) -> None:
    assert "MC343" in [each.code for each in refused(tmp_path, old, new)]


@pytest.mark.parametrize(
    ("new", "why"),
    [
        ("seen: set[Count]", "`set[Count]` depends on `N`, `T`"),
        ("seen: Annotated[list[Node], MaxLen(N)]", "the length of the list depends on `N`"),
        ("seen: Annotated[list[Count], MaxLen(2)]", "`list[Count]` depends on `N`, `T`"),
        ("seen: dict[Count, bool]", "how many keys, `Count`, it has depends on `N`, `T`"),
        ("seen: Count | None", "`Count | None` depends on `N`, `T`"),
        ("seen: Annotated[int, Interval(ge=0, le=max(N, 9))]", "the bound `max(N, 9)`"),
        ("seen: Annotated[int, Interval(ge=0), Interval(ge=T, le=9)]", "the bound `T`"),
        ("seen: Annotated[Count, Interval(ge=T)]", "what bounds `Count` depends on `T`"),
        ("seen: dict[Side, 'set[Count]']", "`set[Count]` depends on `N`, `T`"),
    ],
)
def test_a_field_that_is_no_counter_is_named_with_the_reason(
    new: str, why: str, tmp_path: Path
) -> None:
    old = "seen: Ghost[Annotated[int, annotated_types.Interval(ge=-MOST, le=SPARE + N)]]"
    text = SPEC.replace("        self.seen = 0\n", f"        self.seen = {start(new)}\n")
    assert text.count(old) == 1
    with pytest.raises(ConfigError) as caught:
        found(tmp_path, text.replace(old, new))
    (finding,) = caught.value.diagnostics
    assert finding.code == "MC344"
    assert finding.message.startswith("the field `seen` does not count: ")
    assert why in finding.message
    line = text.replace(old, new).splitlines()[finding.span.line - 1]
    assert line.strip() == new


def test_a_component_is_refused_whatever_it_is_given(tmp_path: Path) -> None:
    text = SPEC.replace("    flag: bool\n", "    flag: bool\n    faults: CrashFaults[Node]\n")
    text = text.replace(
        "        self.flag = WIDE\n",
        "        self.flag = WIDE\n        self.faults = CrashFaults(T, self.stopped)\n",
    )
    text = text.replace(
        "    def room(",
        "    def stopped(self, n: Node) -> None:\n        self.log = []\n\n    def room(",
    )
    text = text.replace(
        "from modelcheck.lang",
        "from modelcheck.components import CrashFaults\nfrom modelcheck.lang",
        1,
    )
    with pytest.raises(ConfigError) as caught:
        found(tmp_path, text)
    (finding,) = caught.value.diagnostics
    assert finding.code == "MC344"
    assert "the field `faults` does not count: it is a `CrashFaults`" in finding.message
    assert text.splitlines()[finding.span.line - 1] == "    faults: CrashFaults[Node]"


def start(annotation: str) -> str:
    """Give a value to begin with for a field of this type."""
    if "set[" in annotation and "dict" not in annotation:
        return "set()"
    return "[]" if "list[" in annotation else "{}" if "dict[" in annotation else "4"


def test_choices_of_an_action_have_known_bounds(tmp_path: Path) -> None:
    old = "(self, side: Side) -> None:\n        require"
    new = "(self, side: Side, more: Count) -> None:\n        require"
    (finding,) = refused(tmp_path, old, new)
    assert finding.code == "MC345"
    assert "`more` of `count`" in finding.message


def test_a_constant_of_another_file_is_not_taken_for_the_unknown(tmp_path: Path) -> None:
    other = "from typing import Final\n\nN: Final[int] = 7\n\ndef most() -> int:\n    return N\n"
    (tmp_path / "other.py").write_text(other, encoding="utf-8")
    text = SPEC.replace("import annotated_types\n", "import annotated_types\nimport other\n")
    used = text.replace("self.quoted <= N", "self.quoted <= other.most()")
    with pytest.raises(ConfigError) as caught:
        found(tmp_path, used)
    assert [each.code for each in caught.value.diagnostics] == ["MC346"]
    assert found(tmp_path, used, names="T").names == ("T",)


def test_a_division_by_a_constant_stays_since_that_may_be_zero() -> None:
    expr = Conditional(
        Compare(
            Relation.GT,
            Arith(ArithOp.FLOORDIV, Literal(1, INT), Constant("N", 4, INT)),
            Literal(0, INT),
        ),
        Negate(Literal(1, INT)),
        Negate(Literal(1, INT)),
        INT,
    )
    assert simplify(expr) == expr


def test_findings_are_told_with_their_places(tmp_path: Path) -> None:
    file, spec = opened(tmp_path, SPEC, {})
    with pytest.raises(ConfigError) as caught:
        unknowns(file, spec, ("SPARE",))
    text = render(caught.value.diagnostics, {file.path: file.source})
    assert "class Node(Symmetric, size=SPARE):" in text
    assert "the field `nodes` does not count: `set[Node]` depends on `SPARE`" in text
