"""`-p NAME=VALUE`: what can be set, to what, and what is said otherwise."""

from __future__ import annotations

from enum import Enum
from pathlib import Path

import pytest

from modelcheck.frontend.assignments import given_once, parameter_text
from modelcheck.frontend.errors.loading import (
    ComputedConstant,
    CyclicParameters,
    ImportedParameter,
    ImpossibleSize,
    RepeatedParameter,
    UnknownParameter,
    WrongLength,
    WrongValue,
)
from modelcheck.frontend.loading import LoadedFile, open_spec
from modelcheck.source.diagnostic import ConfigError, Diagnostic, SpecError
from modelcheck.source.span import Span

SPEC = """\
from __future__ import annotations

import typing
from enum import Enum
from typing import Final

import modelcheck.lang as mc
from helper import LIMIT
from modelcheck.lang import Ordered, Spec, Symmetric, each, one


class Rule(Enum):
    MAJORITY = 1
    ALL = 2


N: Final[int] = 3
LOW: typing.Final = -2
F: Final = 1
FAST: Final[bool] = False
LOSSY: Final = True
RULE: Final = Rule.MAJORITY
SPARE: Final[Rule] = Rule.ALL
PLAIN: Final = (1, 2)
QUORUM: Final[int] = N // 2 + 1
MOST: Final = QUORUM + LOW
NAME: Final = "x"
loose = 4


class Process(Symmetric, size=3):
    pass


class Slot(mc.Ordered, size=2): ...


class Correct(Ordered, size=N - F): ...


SENDER: Final = one(Process)
K: Final = each(Process, (2, 1, 0))


class S(Spec):
    n: set[Process]
"""


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    (tmp_path / "helper.py").write_text("from typing import Final\nLIMIT: Final = 2\n")
    path = tmp_path / "s.py"
    path.write_text(SPEC)
    return path


def values(loaded: LoadedFile) -> dict[str, object]:
    return {
        each.name: each.value.name if isinstance(each.value, Enum) else each.value
        for each in loaded.parameters
    }


def findings(path: Path, **given: str) -> tuple[Diagnostic, ...]:
    with pytest.raises(ConfigError) as caught:
        open_spec(path, given, shown="s.py")
    return caught.value.diagnostics


DEFAULTS: dict[str, object] = {
    "N": 3,
    "LOW": -2,
    "F": 1,
    "FAST": False,
    "LOSSY": True,
    "RULE": "MAJORITY",
    "SPARE": "ALL",
    "PLAIN": (1, 2),
    "Process": 3,
    "Slot": 2,
    "K": (2, 1, 0),
}


def test_the_parameters_are_the_literal_constants_and_sizes_in_source_order(spec: Path) -> None:
    loaded = open_spec(spec, {})
    assert list(values(loaded).items()) == list(DEFAULTS.items())
    assert [each.name for each in loaded.parameters if each.of == "sort"] == ["Process", "Slot"]
    assert [each.name for each in loaded.parameters if each.of == "each"] == ["K"]


def test_a_parameters_span_is_its_literal(spec: Path) -> None:
    loaded = open_spec(spec, {})
    texts = {
        each.name: loaded.source.line(each.span.line)[
            each.span.column - 1 : each.span.end_column - 1
        ]
        for each in loaded.parameters
    }
    assert texts["N"] == "3"
    assert texts["LOW"] == "-2"
    assert texts["RULE"] == "Rule.MAJORITY"
    assert texts["K"] == "(2, 1, 0)"
    assert texts["Process"] == "3"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"N": "5"}, {"N": 5}),
        ({"N": " 0x10 "}, {"N": 16}),
        ({"LOW": "-7"}, {"LOW": -7}),
        ({"LOW": "F"}, {"LOW": 1}),
        ({"N": "2 * (F + 3) - 1"}, {"N": 7}),
        ({"N": "7 // 2", "F": "7 % 4 - 1"}, {"N": 3, "F": 2}),
        ({"N": "Process + 1", "Process": "4", "K": "0,0,0,0"}, {"N": 5, "Process": 4}),
        ({"F": "N - 1", "N": "Slot + 2"}, {"F": 3, "N": 4}),
        ({"FAST": "true"}, {"FAST": True}),
        ({"FAST": "True", "LOSSY": "false"}, {"FAST": True, "LOSSY": False}),
        ({"FAST": "LOSSY"}, {"FAST": True}),
        ({"RULE": "ALL"}, {"RULE": "ALL"}),
        ({"RULE": "Rule.ALL"}, {"RULE": "ALL"}),
        ({"RULE": "SPARE"}, {"RULE": "ALL"}),
        ({"K": "1,1,1"}, {"K": (1, 1, 1)}),
        ({"K": "(1, F, N - 1)"}, {"K": (1, 1, 2)}),
        ({"K": "4", "Process": "1"}, {"K": (4,), "Process": 1}),
        ({"K": "4,", "Process": "1"}, {"K": (4,), "Process": 1}),
        ({"PLAIN": "7,8,9"}, {"PLAIN": (7, 8, 9)}),
        ({"PLAIN": "K"}, {"PLAIN": (2, 1, 0)}),
        ({"Slot": "4096"}, {"Slot": 4096}),
    ],
)
def test_texts_are_values_of_the_parameters_type(
    spec: Path, given: dict[str, str], expected: dict[str, object]
) -> None:
    now = values(open_spec(spec, given))
    assert {name: now[name] for name in expected} == expected


def test_what_is_computed_follows_the_parameters_and_defaults_stay_known(spec: Path) -> None:
    loaded = open_spec(spec, {"N": "8", "Process": "4", "K": "1,2,3,4", "RULE": "ALL"})
    assert loaded.namespace["QUORUM"] == 5
    assert len(list(loaded.namespace["Correct"])) == 7  # type: ignore[call-overload]  # a sort
    assert [each.default for each in loaded.parameters if each.name == "N"] == [3]
    assert str(loaded.namespace["RULE"]) == "Rule.ALL"


def test_every_call_executes_the_module_anew(spec: Path) -> None:
    one, other = open_spec(spec, {}), open_spec(spec, {"Process": "2", "K": "0,0"})
    assert one.namespace["Process"] is not other.namespace["Process"]
    assert len(list(one.namespace["Process"])) == 3  # type: ignore[call-overload]  # a sort


def test_the_tree_keeps_the_literals_as_written(spec: Path) -> None:
    assert open_spec(spec, {"N": "8"}).tree.body[8].value.value == 3  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("name", "value"),
    [("N", 3), ("LOW", -2), ("FAST", True), ("LOSSY", False), ("PLAIN", (1, 2)), ("PLAIN", (4,))],
)
def test_a_value_has_a_text_that_gives_it_again(spec: Path, name: str, value: object) -> None:
    assert values(open_spec(spec, {name: parameter_text(value)}))[name] == value


def test_a_member_has_a_text_that_gives_it_again(spec: Path) -> None:
    member = open_spec(spec, {"RULE": "ALL"}).parameters[5].value
    assert parameter_text(member) == "ALL"


def test_an_unknown_parameter_is_refused_with_the_closest_known_one(spec: Path) -> None:
    (finding,) = findings(spec, Proces="3")
    assert isinstance(finding, UnknownParameter)
    assert finding.code == "MC111"
    assert finding.help == "did you mean `Process`?"
    assert "`Process`" in finding.message


def test_an_unknown_parameter_is_met_with_what_a_parameter_is(spec: Path) -> None:
    (finding,) = findings(spec, zzz="3")
    assert finding.help.startswith("parameters are the sizes of sorts")


def test_a_constant_that_is_not_final_is_no_parameter(spec: Path) -> None:
    (finding,) = findings(spec, loose="3")
    assert isinstance(finding, UnknownParameter)
    assert "loose: Final" in finding.help


DECLARED = {
    "N": Span("s.py", 17, 17, 17, 18),
    "FAST": Span("s.py", 20, 21, 20, 26),
    "RULE": Span("s.py", 22, 15, 22, 28),
    "PLAIN": Span("s.py", 24, 16, 24, 22),
    "Process": Span("s.py", 31, 31, 31, 32),
    "K": Span("s.py", 42, 26, 42, 35),
}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("N", "two"),
        ("N", "true"),
        ("N", "1.5"),
        ("N", "'1'"),
        ("N", ""),
        ("N", "1 +"),
        ("N", "FAST"),
        ("N", "2 ** 3"),
        ("N", "1 // 0"),
        ("N", "1,2"),
        ("N", "f(1)"),
        ("N", "9" * 5000),
        ("N", "9" * 30),
        ("N", "(" * 300 + "1" + ")" * 300),
        ("N", "-" * 100_000 + "1"),
        ("N", "1\0"),
        ("FAST", "1"),
        ("FAST", "yes()"),
        ("FAST", "N"),
        ("RULE", "SOME"),
        ("RULE", "3"),
        ("RULE", "Other.ALL"),
        ("K", "1,a(),2"),
        ("K", "1,true,2"),
        ("PLAIN", "1,99999999999999999999"),
        ("Process", "1.0"),
    ],
)
def test_a_value_of_another_type_is_refused_at_the_declaration(
    spec: Path, name: str, text: str
) -> None:
    (finding,) = findings(spec, **{name: text})
    assert isinstance(finding, WrongValue)
    assert finding.code == "MC112"
    assert finding.name == name
    assert len(finding.message) < 200
    assert finding.span == DECLARED[name]


def test_a_member_that_is_close_is_proposed(spec: Path) -> None:
    (finding,) = findings(spec, RULE="MAJORTY")
    assert finding.message == "`MAJORTY` is no value for `RULE`, which is a member of `Rule`"
    assert finding.help == "did you mean `MAJORITY`?"


def test_a_name_in_a_value_that_is_no_parameter_is_refused(spec: Path) -> None:
    (finding,) = findings(spec, N="QUORUM + 1")
    assert finding.message == "`QUORUM + 1` is no value for `N`, which is an integer"
    assert "over numbers and integer parameters" in finding.help


def test_a_parameter_that_is_close_is_proposed(spec: Path) -> None:
    (finding,) = findings(spec, N="Proces")
    assert finding.help == "did you mean `Process`?"


def test_a_text_that_is_missing_is_called_nothing(spec: Path) -> None:
    (finding,) = findings(spec, FAST="")
    assert finding.message == "nothing is no value for `FAST`, which is a bool"


@pytest.mark.parametrize("size", ["0", "-1", "4097", "100000000000"])
def test_a_size_of_no_elements_or_of_too_many_is_refused(spec: Path, size: str) -> None:
    (finding,) = findings(spec, Process=size)
    assert isinstance(finding, ImpossibleSize)
    assert finding.code == "MC113"
    assert finding.message == f"`Process` cannot have {size} elements"
    assert "from 1 to 4096" in finding.help
    assert (finding.span.line, finding.span.column) == (31, 31)


@pytest.mark.parametrize("n", ["1", "-5", "1000000000"])
def test_a_computed_size_that_cannot_be_is_the_calls_fault(spec: Path, n: str) -> None:
    (finding,) = findings(spec, N=n)
    assert isinstance(finding, ImpossibleSize)
    assert finding.name == "Correct"
    assert (finding.span.line, finding.span.column) == (38, 29)


def test_a_literal_size_that_cannot_be_is_the_specs_fault(spec: Path) -> None:
    spec.write_text(SPEC.replace("size=2", "size=0"))
    with pytest.raises(SpecError) as caught:
        open_spec(spec, {})
    assert [each.code for each in caught.value.diagnostics] == ["MC113"]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"K": "1,1"}, "`K` has 2 values for the 3 elements of `Process`"),
        ({"Process": "1"}, "`K` has 3 values for the 1 element of `Process`"),
        ({"Process": "2", "K": "1,2,3"}, "`K` has 3 values for the 2 elements of `Process`"),
    ],
)
def test_a_constant_per_element_needs_a_value_per_element(
    spec: Path, given: dict[str, str], message: str
) -> None:
    (finding,) = findings(spec, **given)
    assert isinstance(finding, WrongLength)
    assert finding.message == message
    assert (finding.span.line, finding.span.column) == (42, 26)


def test_lengths_that_differ_in_the_file_are_the_specs_fault(spec: Path) -> None:
    spec.write_text(SPEC.replace("each(Process, (2, 1, 0))", "each(Process,\n  (2, 1))"))
    with pytest.raises(SpecError) as caught:
        open_spec(spec, {})
    (finding,) = caught.value.diagnostics
    assert finding.message == "`K` has 2 values for the 3 elements of `Process`"
    assert finding.span.line == 43


def test_a_length_that_follows_a_computed_size_is_checked_when_it_is_known(spec: Path) -> None:
    spec.write_text(SPEC.replace("each(Process, (2, 1, 0))", "each(Correct, (2, 1))"))
    (finding,) = findings(spec, N="4")
    assert finding.message == "`K` has 2 values for the 3 elements of `Correct`"


def test_an_imported_constant_is_refused_with_where_it_lives(spec: Path) -> None:
    (finding,) = findings(spec, LIMIT="3")
    assert isinstance(finding, ImportedParameter)
    assert finding.message == ("`LIMIT` is no parameter of this spec: it is imported from `helper`")


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ({"N": "F", "F": "N"}, "F = N = F"),
        ({"N": "N + 1"}, "N = N"),
        ({"Slot": "F", "F": "N - 1", "N": "Slot"}, "F = N = Slot = F"),
        ({"PLAIN": "K", "K": "PLAIN"}, "K = PLAIN = K"),
    ],
)
def test_parameters_that_wait_for_each_other_are_refused_once(
    spec: Path, given: dict[str, str], path: str
) -> None:
    (finding,) = findings(spec, **given)
    assert isinstance(finding, CyclicParameters)
    assert finding.path == path


@pytest.mark.parametrize(
    ("name", "expression", "advice"),
    [
        ("QUORUM", "N // 2 + 1", "set `N` instead"),
        ("MOST", "QUORUM + LOW", "set `N` or `LOW` instead"),
        ("Correct", "N - F", "set `N` or `F` instead"),
        ("SENDER", "one(Process)", "set `Process` instead"),
    ],
)
def test_a_computed_constant_is_refused_with_what_it_is_computed_of(
    spec: Path, name: str, expression: str, advice: str
) -> None:
    (finding,) = findings(spec, **{name: "3"})
    assert isinstance(finding, ComputedConstant)
    assert finding.expression == expression
    assert finding.help == advice


def test_a_literal_of_another_type_is_no_parameter(spec: Path) -> None:
    (finding,) = findings(spec, NAME="y")
    assert isinstance(finding, ComputedConstant)
    assert finding.help.startswith("what can be set are literals")


def test_all_findings_about_parameters_are_told_together(spec: Path) -> None:
    codes = [each.code for each in findings(spec, N="x y", Process="0", zzz="1", QUORUM="2")]
    assert codes == ["MC112", "MC113", "MC111", "MC118"]


def test_a_parameter_that_is_given_twice_is_refused() -> None:
    assert given_once([("N", "1"), ("F", "2")]) == {"N": "1", "F": "2"}
    with pytest.raises(ConfigError) as caught:
        given_once([("N", "1"), ("N", "2")])
    assert caught.value.diagnostics == (RepeatedParameter("N", "1", "2"),)
