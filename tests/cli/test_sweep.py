"""`mc sweep`: a cell per point of a grid, each decided, marked or named."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from modelcheck.cli.main import run
from modelcheck.gate import sweeping
from modelcheck.gate.pipeline import Checked, CheckRequest, check
from modelcheck.gate.sweeping import grid
from modelcheck.source.diagnostic import ConfigError

POLL = '''"""Votes are counted."""

from __future__ import annotations

from typing import Annotated, Final

from annotated_types import Interval

from modelcheck.lang import Ordered, Spec, action, assume, cover, final, init, invariant, require

N: Final[int] = 3
F: Final[int] = 1
T: Final[int] = 1


class Voter(Ordered, size=N - 1):
    """All but one."""


class Poll(Spec):
    """Both votes of each liar are fewer than all."""

    count: Annotated[int, Interval(ge=0, le=N)]

    @init
    def start(self) -> None:
        self.count = 0

    @action
    def vote(self, v: Voter) -> None:
        require(self.count < 2 * F and self.count < N and v == min(Voter))
        self.count += 1

    @final
    def over(self) -> bool:
        return True

    @assume
    def honest_majority(self) -> bool:
        return N > 2 * T

    @invariant
    def open(self) -> bool:
        return self.count < N

    @cover
    def voted(self) -> bool:
        return self.count > 0
'''


@pytest.fixture
def poll(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    Path("poll.py").write_text(POLL, encoding="utf-8")
    return "poll.py"


def printed(capsys: pytest.CaptureFixture[str]) -> str:
    """Give the map and its legend, without the table of figures."""
    blocks = capsys.readouterr().out.split("\n\n")
    return "\n\n".join(blocks[:-1])


def swept(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, dict[str, object]]:
    """Give the cells of a sweep by their points."""
    run(["sweep", "poll.py", *words, "--json"])
    report = json.loads(capsys.readouterr().out)
    cells: list[dict[str, dict[str, object]]] = report["cells"]
    return {" ".join(f"{n}{v}" for n, v in each["at"].items()): dict(each) for each in cells}


def test_a_map_shows_where_the_bound_is(poll: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["sweep", poll, "-p", "N=2..5", "-p", "F=1..2", "-p", "T=F"]) == 0
    assert printed(capsys) == (
        " F \\ N  2         3         4         5\n"
        "     1  open 2 *  holds     holds     holds\n"
        "     2  open 2 *  open 3 *  open 4 *  holds\n"
        "\n"
        " * outside of the assumption honest_majority, and checked all the same\n"
        " Tight: the claims fail exactly there."
    )


def test_cells_that_say_otherwise_are_named(poll: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["sweep", poll, "-p", "N=2..4", "-p", "F=0..2", "-p", "T=1"]) == 12
    assert printed(capsys) == (
        " F \\ N  2          3        4\n"
        "     0  holds * -  holds -  holds -\n"
        "     1  open 2 *   holds    holds\n"
        "     2  open 2 *   open 3   open 4\n"
        "\n"
        " * outside of the assumption honest_majority, and checked all the same\n"
        " - a cover is not reached: the claims may be vacuous\n"
        " The claims do not fail exactly there: N=2 F=0 holds, perhaps vacuously; N=3 F=2\n"
        "   is violated inside of it; N=4 F=2 is violated inside of it."
    )


def test_an_error_outside_of_the_assumption_is_no_verdict(
    poll: str, capsys: pytest.CaptureFixture[str]
) -> None:
    text = POLL.replace("le=N)", "le=N - 1)").replace("self.count < N and ", "")
    Path(poll).write_text(text, encoding="utf-8")
    assert run(["sweep", poll, "-p", "N=2..4", "-p", "F=1..1", "-p", "T=F"]) == 0
    assert printed(capsys) == (
        " F \\ N  2               3      4\n"
        "     1  evaluation 2 *  holds  holds\n"
        "\n"
        " * outside of the assumption honest_majority, and checked all the same\n"
        " evaluation: a run ends in an error, which is no verdict there: N=2 F=1"
    )
    run(["sweep", poll, "-p", "N=2..4", "-p", "F=1..1", "-p", "T=F", "--json"])
    assert json.loads(capsys.readouterr().out)["tight"] is None


def test_an_error_inside_of_the_assumption_is_named(
    poll: str, capsys: pytest.CaptureFixture[str]
) -> None:
    text = POLL.replace("le=N)", "le=N - 1)").replace("self.count < N and ", "")
    Path(poll).write_text(text, encoding="utf-8")
    assert run(["sweep", poll, "-p", "N=2..3", "-p", "F=2..2", "-p", "T=1"]) == 75
    said = "The claims do not fail exactly there: N=3 F=2 ends in an error inside of it."
    assert said not in capsys.readouterr().out  # no cell outside is decided: nothing is said
    assert run(["sweep", poll, "-p", "N=1..3", "-p", "F=0..2", "-p", "T=1"]) in (2, 75)
    assert "N=3 F=2 ends in an error inside of it" in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize("name", ["no.py", "no.py::Poll", "poll.toml"])
def test_a_file_that_is_not_there_is_told_at_once(
    name: str, poll: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path(poll).with_suffix(".toml").touch()
    assert run(["sweep", name, "-p", "N=3..5"]) == 2
    captured = capsys.readouterr()
    assert captured.err.startswith("error[MC101]")
    assert "in N=3" not in captured.err
    assert captured.out == ""


def test_a_third_range_makes_a_map_per_value(poll: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["sweep", poll, "-p", "N=3..4", "-p", "F=1..1", "-p", "T=0..1"]) == 0
    assert printed(capsys) == (
        "T=0\n F \\ N  3      4\n     1  holds  holds\n\n"
        "T=1\n F \\ N  3      4\n     1  holds  holds"
    )


def test_the_table_has_figures_and_times(poll: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["sweep", poll, "-p", "N=3..3", "-p", "F=1..1"]) == 0
    head, row = capsys.readouterr().out.split("\n\n")[-1].splitlines()
    assert head.split() == ["N", "F", "verdict", "states", "depth", "time"]
    assert row.split()[:5] == ["3", "1", "holds", "3", "2"]


def test_what_cannot_be_is_named_and_the_rest_is_done(
    poll: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["sweep", poll, "-p", "N=0..3"]) == 2
    captured = capsys.readouterr()
    assert "`Voter` cannot have 0 elements" in captured.err
    assert "in N=1\n" in captured.err
    assert " N  0        1        2         3\n" in captured.out
    assert "    refused  refused  open 2 *  holds\n" in captured.out
    assert "Tight as far as cells are decided" in captured.out


def test_an_unknown_parameter_is_told_once(poll: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["sweep", poll, "-p", "N=3..5", "-p", "G=1"]) == 2
    err = capsys.readouterr().err
    assert err.count("error[MC111]") == 1
    assert err.endswith("in N=3, N=4, N=5\n")


def test_a_cell_that_a_limit_cuts_off_is_never_guessed(
    poll: str, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["-p", "N=3..6", "-p", "F=1..2", "-p", "T=F", "--max-states", "4"]
    assert run(["sweep", poll, *words]) == 20
    assert printed(capsys) == (
        " F \\ N  3         4      5      6\n"
        "     1  holds     holds  holds  holds\n"
        "     2  open 3 *  .. *   ..     ..\n"
        "\n"
        " * outside of the assumption honest_majority, and checked all the same\n"
        " .. not decided: max-states in N=4 F=2, N=5 F=2, N=6 F=2\n"
        " Tight as far as cells are decided: the claims fail exactly there."
    )


def test_ctrl_c_keeps_the_cells_that_are_done(
    poll: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    begun: list[str] = []

    def checked(request: CheckRequest, _: object = None) -> Iterator[Checked]:
        begun.append(request.spec)
        if len(begun) == 3:
            raise KeyboardInterrupt
        return check(request)

    monkeypatch.setattr(sweeping, "check", checked)
    assert poll == "poll.py"
    cells = swept(capsys, "-p", "N=3..7")
    assert len(begun) == 3
    verdicts = [(each["verdict"], each["reason"]) for each in cells.values()]
    cut = ("inconclusive", "interrupted")
    assert verdicts == [("holds", None), ("holds", None), cut, cut, cut]


def test_the_json_report_has_a_cell_per_point(
    poll: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert poll == "poll.py"
    cells = swept(capsys, "-p", "N=2..3", "-p", "F=0..1", "-p", "T=F")
    assert list(cells) == ["N2 F0", "N2 F1", "N3 F0", "N3 F1"]
    broken = cells["N2 F1"]
    assert broken["violated"] == {"open": 2}
    assert broken["outside"] == ["honest_majority"]
    assert (broken["distinct"], broken["generated"], broken["depth"]) == (3, 3, 2)
    assert cells["N3 F0"]["unreached"] == ["voted"]


def test_a_report_goes_to_a_file(poll: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["sweep", poll, "-p", "N=3..4", "--report", "json", "-o", "sweep.json"]) == 0
    assert "holds  holds" in capsys.readouterr().out
    assert json.loads(Path("sweep.json").read_text(encoding="utf-8"))["sweep"] == poll


def test_ranges_are_told_from_other_values() -> None:
    axes, fixed = grid((("N", "3..5"), ("T", "F"), ("F", "-1..0"), ("K", "1,2")))
    assert [(axis.name, list(axis.values)) for axis in axes] == [("N", [3, 4, 5]), ("F", [-1, 0])]
    assert fixed == (("T", "F"), ("K", "1,2"))


@pytest.mark.parametrize(
    ("given", "codes"),
    [
        ((("N", "5..3"), ("F", "1..")), ["MC327", "MC327"]),
        ((("N", "a..b"),), ["MC327"]),
        ((("N", "1..50"), ("F", "1..50")), ["MC328"]),
        ((("N", "3"),), ["MC329"]),
        ((), ["MC329"]),
        ((("N", "1..2"), ("N", "2..3")), ["MC117"]),
    ],
)
def test_what_makes_no_grid_is_refused(
    given: tuple[tuple[str, str], ...], codes: list[str]
) -> None:
    with pytest.raises(ConfigError) as raised:
        grid(given)
    assert [each.code for each in raised.value.diagnostics] == codes
