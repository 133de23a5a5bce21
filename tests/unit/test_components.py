from __future__ import annotations

import sys
from pathlib import Path

import pytest

import modelcheck.components
from modelcheck.explicit.reference.enter import Entry, enter
from modelcheck.explicit.reference.explore import Options, explore
from modelcheck.explicit.reference.program import Program
from modelcheck.frontend.loading import open_spec
from modelcheck.frontend.lower import LoadedSpec, lower
from modelcheck.ir.text_stmt import called_functions
from modelcheck.semantics.verdict import Violated
from modelcheck.source.diagnostic import Diagnostic, ModelcheckError

TWO_LINKS = '''
from __future__ import annotations
from typing import Final
from modelcheck.components import FairLossLinks, PerfectLinks
from modelcheck.lang import Spec, Symmetric, action, fail, init, invariant, oneof, require

MOST: Final[int] = 1


class Process(Symmetric, size=2):
    """A process."""


class Question(Symmetric, size=1):
    """A question."""


class Answer(Symmetric, size=1):
    """An answer."""


class Talk(Spec):
    """Questions are answered over other links."""

    answered: set[Process]
    questions: PerfectLinks[Process, Question]
    answers: PerfectLinks[Process, Answer]

    @init
    def start(self) -> None:
        self.answered = set()
        self.questions = PerfectLinks(Process, deliver=self.asked)
        self.answers = PerfectLinks(Process, self.heard)

    @action
    def ask(self, p: Process, q: Process, m: Question) -> None:
        require(p != q and p not in self.answered)
        self.questions.send(p, q, m)

    def asked(self, p: Process, q: Process, m: Question) -> None:
        self.answers.send(p, q, oneof(a for a in Answer))

    def heard(self, p: Process, q: Process, a: Answer) -> None:
        self.answered.add(p)

    @invariant
    def no_answer(self) -> bool:
        return len(self.answered) == 0
'''


def lowered(folder: Path, text: str, **parameters: str) -> LoadedSpec:
    path = folder / "talk.py"
    path.write_text(text, encoding="utf-8")
    loaded = open_spec(path, parameters, shown="talk.py")
    return lower(loaded, loaded.main().name)


def program_of(spec: LoadedSpec) -> Program:
    return Program(spec.module, spec.spec_class, spec.classes, spec.domains, spec.components)


def finding(folder: Path, text: str) -> Diagnostic:
    with pytest.raises(ModelcheckError) as raised:
        lowered(folder, text)
    return raised.value.diagnostics[0]


def test_one_class_may_be_several_components_with_states_of_their_own(tmp_path: Path) -> None:
    module = lowered(tmp_path, TWO_LINKS).module
    assert [each.name for each in module.fields] == ["answered", "questions.net", "answers.net"]
    assert [each.name for each in module.actions] == [
        "ask",
        "questions.receive",
        "answers.receive",
    ]


def test_a_helper_of_a_component_is_known_by_the_way_to_it(tmp_path: Path) -> None:
    module = lowered(tmp_path, TWO_LINKS).module
    helpers = [each.name for each in called_functions([each.function for each in module.actions])]
    assert helpers == ["questions.send", "asked", "answers.send", "heard"]


def test_a_run_goes_through_components_and_can_be_entered_in_one(tmp_path: Path) -> None:
    program = program_of(lowered(tmp_path, TWO_LINKS))
    (found,) = explore(program, Options()).properties[:1]
    assert isinstance(found.verdict, Violated)
    trace = found.verdict.trace
    taken = [step.action for step in trace.steps]
    assert taken == [None, "ask", "questions.receive", "answers.receive"]
    entry = enter(program, trace, 2)
    assert isinstance(entry, Entry)
    assert "questions=PerfectLinks(" in repr(entry.instance)
    entry.context.run(entry.method, *entry.arguments)
    assert entry.state() == trace.steps[2].state


def test_a_spec_with_components_leaves_the_library_as_it_was(tmp_path: Path) -> None:
    before = {name: each for name, each in sys.modules.items() if "components" in name}
    spec = lowered(tmp_path, TWO_LINKS)
    assert {name: each for name, each in sys.modules.items() if "components" in name} == before
    assert spec.components[0].cls is not modelcheck.components.PerfectLinks
    assert spec.components[0].cls.__name__ == "PerfectLinks"


def test_the_components_of_the_library_are_sources_of_a_spec(tmp_path: Path) -> None:
    assert "modelcheck/components/links.py" in lowered(tmp_path, TWO_LINKS).sources


@pytest.mark.parametrize(("given", "crashes"), [({}, 1), ({"MOST": "2"}, 2)])
def test_a_component_may_be_given_a_parameter(
    tmp_path: Path, given: dict[str, str], crashes: int
) -> None:
    text = (
        TWO_LINKS.partition("class Question")[0].replace(
            "FairLossLinks, PerfectLinks", "CrashFaults"
        )
        + '''
class Talk(Spec):
    """Processes crash."""

    faults: CrashFaults[Process]

    @init
    def start(self) -> None:
        self.faults = CrashFaults(MOST, stop=self.stopped)

    def stopped(self, p: Process) -> None:
        require(not self.faults.is_up(p))

    @invariant
    def few(self) -> bool:
        return len(self.faults.crashed) <= 2
'''
    )
    found = explore(program_of(lowered(tmp_path, text, **given)), Options())
    assert found.figures.depth == crashes


CRASHES = '''
from __future__ import annotations
from typing import Final
from modelcheck.components import CrashFaults, PerfectLinks
from modelcheck.lang import Spec, Symmetric, action, cover, init, require

MOST: Final[int] = 1


class Process(Symmetric, size=2):
    """A process."""


class Message(Symmetric, size=1):
    """A message."""


class Talk(Spec):
    """What has been sent is lost in a crash."""

    links: PerfectLinks[Process, Message]
    faults: CrashFaults[Process]

    @init
    def start(self) -> None:
        self.links = PerfectLinks(Process, deliver=self.heard)
        self.faults = CrashFaults(MOST, stop=self.links.lose_some)

    @action
    def say(self, p: Process, m: Message) -> None:
        require(m not in self.links.net[p][p] and self.faults.is_up(p))
        self.links.send_to_all(p, m)

    def heard(self, p: Process, q: Process, m: Message) -> None:
        require(self.faults.is_up(p))

    @cover
    def lost(self, p: Process, q: Process) -> bool:
        return not self.faults.is_up(p) and self.links.pending() == {q} and p != q
'''


def test_a_component_may_be_given_a_method_of_another(tmp_path: Path) -> None:
    found = explore(program_of(lowered(tmp_path, CRASHES)), Options())
    (lost,) = found.covers
    assert lost.witness is not None
    assert [step.action for step in lost.witness.steps] == [None, "say", "faults.crash"]
    assert len(lost.witness.steps[-1].choices) == 2


MADE_FIRST = "        self.links = PerfectLinks(Process, deliver=self.heard)\n"
LOSES = "stop=self.links.lose_some)\n"


@pytest.mark.parametrize(
    "text",
    [
        CRASHES.replace(MADE_FIRST, "").replace(LOSES, LOSES + MADE_FIRST),
        CRASHES.replace(LOSES, "stop=self.links.lose_all)\n"),
    ],
)
def test_what_is_no_method_of_a_component_made_before_is_refused(tmp_path: Path, text: str) -> None:
    found = finding(tmp_path, text)
    assert (found.code, found.span.path) == ("MC291", "talk.py")
    assert found.message.endswith("no method of this class, or of a component made before")


def test_what_a_handler_raises_is_told_with_the_line_of_the_spec(tmp_path: Path) -> None:
    text = TWO_LINKS.replace("        self.answered.add(p)\n", '        fail("an answer")\n')
    found = explore(program_of(lowered(tmp_path, text)), Options())
    (raised,) = (each for each in found.properties if each.name == "evaluation")
    assert isinstance(raised.verdict, Violated)
    line = text.splitlines().index('        fail("an answer")') + 1
    assert raised.verdict.trace.steps[-1].error == f"an answer (line {line})"


@pytest.mark.parametrize("call", ["send(p, p, m)", "multicast(p, {q, p}, m)"])
def test_a_request_that_a_component_refuses_always_is_refused_at_its_line(
    tmp_path: Path, call: str
) -> None:
    text = TWO_LINKS.replace("PerfectLinks", "PeerLinks").replace("send(p, q, m)", call)
    found = finding(tmp_path, text)
    line = text.splitlines().index(f"        self.questions.{call}") + 1
    assert (found.code, found.span.path, found.span.line) == ("MC295", "talk.py", line)
    assert found.message == f"`self.questions.{call}` always fails: a process sends to itself"


def test_a_request_that_a_component_refuses_in_some_runs_ends_them(tmp_path: Path) -> None:
    text = TWO_LINKS.replace("PerfectLinks", "PeerLinks").replace("p != q and p", "p")
    found = explore(program_of(lowered(tmp_path, text)), Options())
    (raised,) = (each for each in found.properties if each.name == "evaluation")
    assert isinstance(raised.verdict, Violated)
    line = text.splitlines().index("        self.questions.send(p, q, m)") + 1
    assert raised.verdict.trace.steps[-1].error == f"a process sends to itself (line {line})"


def test_a_request_with_a_choice_per_argument_may_be_fine(tmp_path: Path) -> None:
    text = TWO_LINKS.replace("PerfectLinks", "PeerLinks")
    anybody = "oneof(r for r in Process)"
    text = text.replace("self.questions.send(p, q, ", f"self.questions.send({anybody}, {anybody}, ")
    assert lowered(tmp_path, text).module.actions


def test_links_between_different_processes_reach_all_the_others(tmp_path: Path) -> None:
    text = TWO_LINKS.replace("PerfectLinks", "PeerLinks").replace("p != q and p", "p")
    text = text.replace("self.questions.send(p, q, m)", "self.questions.send_to_all(p, m)")
    found = explore(program_of(lowered(tmp_path, text)), Options())
    taken = {each.name for each in found.properties if isinstance(each.verdict, Violated)}
    assert taken == {"no_answer"}


MADE = "self.answers = PerfectLinks(Process, self.heard)"
DECLARED = "answers: PerfectLinks[Process, Answer]"


@pytest.mark.parametrize(
    ("old", "new", "code", "says"),
    [
        (MADE, "self.answers = PerfectLinks(Process)", "MC219", "needs `deliver`"),
        (MADE, "self.answers = PerfectLinks(Process, deliver=self.asked)", "MC291", "(Process"),
        (MADE, "self.answers = PerfectLinks(Answer, self.heard)", "MC291", "is given `Answer`"),
        (MADE, "self.answers = FairLossLinks(Process, self.heard)", "MC290", "is no `Perfect"),
        (MADE, f"{MADE}\n        {MADE}", "MC290", "another statement makes it"),
        (MADE, f"if MOST > 0:\n            {MADE}", "MC290", "has no statement"),
        (DECLARED, "answers: PerfectLinks", "MC293", "says not of which types"),
        (DECLARED, "answers: PerfectLinks[Process, int]", "MC201", "has no bounds"),
        ("self.answers.send(p, q, ", "self.answers.post(p, q, ", "MC146", "`post` is not a field"),
        ("self.answers.send(p, q, ", "self.answers.send(p, ", "MC210", "expected Process"),
        ("self.answered.add(p)", "self.answers.net = {}", "MC294", "belongs to a component"),
        ("self.answered.add(p)", "self.answers.receive(q, p, a)", "MC123", "calls itself"),
        ("len(self.answered) == 0", "self.answers == self.answers", "MC292", "is a component"),
    ],
)
def test_a_wrong_use_of_a_component_is_refused_at_the_users_line(
    tmp_path: Path, old: str, new: str, code: str, says: str
) -> None:
    found = finding(tmp_path, TWO_LINKS.replace(old, new))
    assert (found.code, found.span.path) == (code, "talk.py")
    assert says in found.message


def test_a_twin_that_makes_another_component_after_the_one_of_its_base_is_told_what_to_do(
    tmp_path: Path,
) -> None:
    start = f"    @init\n    def start(self) -> None:\n        super().start()\n        {MADE}\n"
    path = tmp_path / "talk.py"
    path.write_text(f"{TWO_LINKS}\n\nclass Twin(Talk):\n{start}", encoding="utf-8")
    with pytest.raises(ModelcheckError) as raised:
        lower(open_spec(path, {}, shown="talk.py"), "Twin")
    (found,) = raised.value.diagnostics
    assert found.code == "MC290"
    assert TWO_LINKS.splitlines()[found.span.line - 1].strip() == MADE
    assert found.help.startswith("`Twin` makes another one: let it call no `super()` here")


def test_a_component_of_the_library_whose_bounds_are_open_is_refused(tmp_path: Path) -> None:
    found = finding(tmp_path, TWO_LINKS.replace("PerfectLinks", "FifoLinks"))
    assert found.code == "MC293"
    assert found.message == "`FifoLinks` leaves the bounds of `queues` to those who use it"


OWN = '''
from __future__ import annotations
from collections.abc import Callable
from typing import Generic, TypeVar
from modelcheck.lang import Component, Elements, Spec, Symmetric, action, cover, init, require

P = TypeVar("P")


class Process(Symmetric, size=2):
    """A process."""


class Roll(Component, Generic[P]):
    """Who is there."""

    processes: Elements[P]
    there: set[P]

    def __init__(self, processes: Elements[P]) -> None:
        self.processes = processes
        self.there = set()

    @action
    def come(self, p: P) -> None:
        require(p not in self.there)
        self.there.add(p)


class Talk(Spec):
    """Processes come."""

    roll: Roll[Process]

    @init
    def start(self) -> None:
        self.roll = Roll(Process)
'''


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("        self.processes = processes\n", "", "MC293"),
        ("        self.there = set()\n", "", "MC194"),
        ("    @action\n    def come", "    @init\n    def come", "MC293"),
        ("    there: set[P]\n", "    there: set[P]\n    inner: Roll[P]\n", "MC290"),
        (
            "    there: set[P]\n\n    def __init__(self, processes: Elements[P]) -> None:\n",
            (
                "    there: set[P]\n    inner: Roll[P]\n\n"
                "    def __init__(self, processes: Elements[P]) -> None:\n"
                "        self.inner = Roll(processes)\n"
            ),
            "MC293",
        ),
        ("        self.there.add(p)\n", "        self.processes = Process\n", "MC294"),
        ("        self.there.add(p)\n", "        self.there.append(p)\n", "MC139"),
    ],
)
def test_a_wrong_component_is_refused(tmp_path: Path, old: str, new: str, code: str) -> None:
    assert lowered(tmp_path, OWN).module.actions
    assert old in OWN
    assert finding(tmp_path, OWN.replace(old, new)).code == code
