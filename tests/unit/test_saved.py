"""Saved reports, read back as traces; what is wrong with a file is said in words."""

from __future__ import annotations

import json
from typing import Any

import pytest

from modelcheck.ir.expr import Domain, OneOf
from modelcheck.ir.module import Action, Field, Module, Typed
from modelcheck.ir.stmt import Assign, FieldPlace, Function, Parameter
from modelcheck.ir.types import IntType, SortType, StreamType
from modelcheck.ir.values import Atom
from modelcheck.report.errors import (
    BrokenJson,
    NoSuchTrace,
    NotAReport,
    NoTrace,
    OtherSchema,
    OtherSpec,
    ValueMisfit,
)
from modelcheck.report.saved import read_saved, trace_of
from modelcheck.semantics.trace import Step, Trace
from modelcheck.source.diagnostic import ConfigError, Diagnostic

P = SortType("P", 2, symmetric=False)
P1, P2 = Atom("P", "P1", 0), Atom("P", "P2", 1)
CHOICE = OneOf(Domain(P, StreamType(P, ordered=True)), P)


def module() -> Typed:
    choose = Assign(FieldPlace("leader", P), CHOICE)
    return Typed(
        Module(
            name="Election",
            path="election.py",
            doc="",
            named=(),
            constants=(),
            parameters=(("P", 2),),
            fields=(Field("leader", P), Field("term", IntType(0, 3))),
            init=Function("start", (), (choose,), None),
            actions=(Action(Function("run", (Parameter("p", P),), (), None), None, "p"),),
            claims=(),
        )
    )


def report(**changed: object) -> dict[str, Any]:  # Any: JSON that the tests take apart
    steps: list[dict[str, object]] = [
        {"action": None, "arguments": {}, "choices": ["P1"], "state": {"leader": "P1", "term": 0}},
        {"action": "run", "arguments": {"p": "P2"}, "choices": [], "state": None},
    ]
    return {
        "schema": "modelcheck/1",
        "spec": "specs/election.py::Election",
        "spec_hash": "sha256:1",
        "parameters": {"P": 2, "FAST": True, "K": [1, 2], "W": {"P1": 3}},
        "properties": [{"name": "held", "trace": None}, {"name": "one_leader", "trace": steps}],
        "covers": [{"name": "elected", "trace": steps[:1]}],
        **changed,
    }


def finding(text: str, name: str | None = None) -> Diagnostic:
    with pytest.raises(ConfigError) as raised:
        trace_of(read_saved(text, "run.json", "Election", name), module())
    (found,) = raised.value.diagnostics
    return found


def test_the_first_property_with_a_run_is_read_as_a_trace() -> None:
    saved = read_saved(json.dumps(report()), "run.json", "Election", None)
    assert saved.name == "one_leader"
    assert trace_of(saved, module()) == Trace(
        (Step(None, (), (P1,), (P1, 0)), Step("run", (("p", P2),), (), None))
    )


def test_a_cover_is_read_by_its_name() -> None:
    saved = read_saved(json.dumps(report()), "run.json", "Election", "elected")
    assert len(saved.steps) == 1


def test_parameters_come_back_as_they_are_typed() -> None:
    saved = read_saved(json.dumps(report()), "run.json", "Election", None)
    assert saved.parameters == (("P", "2"), ("FAST", "true"), ("K", "1,2"), ("W", "3,"))


def test_of_one_report_a_line_the_one_of_the_spec_is_read() -> None:
    other = json.dumps(report(spec="specs/election.py::Broken"))
    saved = read_saved(f"{other}\n{json.dumps(report())}\n", "run.json", "Election", None)
    assert saved.name == "one_leader"


def test_a_report_on_several_lines_is_read() -> None:
    text = json.dumps(report(), indent=2)
    assert read_saved(text, "run.json", "Election", None).name == "one_leader"


def test_a_truncated_file_is_named() -> None:
    assert isinstance(finding(json.dumps(report())[:200]), BrokenJson)


def test_an_empty_file_is_named() -> None:
    assert isinstance(finding(""), BrokenJson)


@pytest.mark.parametrize(
    "text", ["[]", "1", "{}", '{"schema": 1}', '{"schema": "modelcheck/1"}', "9" * 9999]
)
def test_json_that_is_no_report_is_named(text: str) -> None:
    assert isinstance(finding(text), NotAReport)


def test_a_step_that_is_no_object_is_named() -> None:
    text = json.dumps(report(properties=[{"name": "x", "trace": [1]}]))
    assert finding(text) == NotAReport("run.json", "a step is no object")


def test_another_version_is_named() -> None:
    text = json.dumps(report(schema="modelcheck/2"))
    assert finding(text) == OtherSchema("run.json", "modelcheck/2", "modelcheck/1")


def test_another_spec_is_named() -> None:
    text = json.dumps(report(spec="specs/isis.py::Isis"))
    assert finding(text) == OtherSpec("run.json", "Isis", "Election")


def test_a_report_without_a_run_is_named() -> None:
    text = json.dumps(report(properties=[], covers=[]))
    assert finding(text) == NoTrace("run.json", "Election")


def test_a_property_without_a_run_is_named() -> None:
    text = json.dumps(report())
    assert finding(text, "held") == NoSuchTrace("run.json", "held", "`one_leader`, `elected`")


@pytest.mark.parametrize(
    ("step", "problem"),
    [
        ({"action": "go"}, "Election has no action 'go'; it has run"),
        ({"action": 1}, "the action is no name"),
        ({"action": "run", "arguments": {"q": "P1"}}, "run has no parameter 'q'"),
        ({"action": "run", "arguments": {"p": "P3"}}, 'p is "P3", which is no P'),
        ({"action": "run", "choices": ["P1"]}, 'run has no choice that may be "P1"'),
        ({"action": None, "choices": ["P3"]}, 'start has no choice that may be "P3"'),
        ({"action": None, "state": {"leader": "P1"}}, "the state lacks the field 'term'"),
        ({"action": None, "state": {"x": 1}}, "the state has the field 'x'"),
        ({"action": None, "state": [1]}, "the state is no object"),
        (
            {"action": None, "state": {"leader": "P1", "term": "0"}},
            'term is "0", which is no 0..3',
        ),
    ],
)
def test_a_step_that_does_not_fit_is_named(step: dict[str, object], problem: str) -> None:
    text = json.dumps(report(properties=[{"name": "x", "trace": [step]}]))
    assert finding(text) == ValueMisfit("run.json", 0, problem)


def test_a_state_outside_of_its_bound_is_read() -> None:
    step = {"action": None, "state": {"leader": "P1", "term": 9}, "error": "term is 9"}
    text = json.dumps(report(properties=[{"name": "x", "trace": [step]}]))
    saved = read_saved(text, "run.json", "Election", None)
    assert trace_of(saved, module()).steps == (Step(None, (), (), (P1, 9), "term is 9"),)
