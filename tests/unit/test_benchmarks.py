from __future__ import annotations

import dataclasses
import json
import re
import sys
from pathlib import Path

import pytest
from comparison.figures import judge
from comparison.jobs import OURS, OURS_CACHED, Job, case_arguments, our_jobs
from comparison.measure import Command, CommandFailedError, Measurement, OutOfTimeError, measure
from comparison.models import (
    ORBITS,
    SYSTEMS,
    TWO_PHASE,
    Case,
    Counts,
    System,
    grid,
    two_phase_commit,
    with_sizes,
)
from comparison.outcomes import Outcome, Spread, faults, ratio, run_job, spread, wall
from comparison.outputs import (
    Found,
    UnreadableOutputError,
    read_ours,
    read_rumur,
    read_spin,
    read_tlc,
)
from comparison.peers import TLC, Tools, find_tools, missing, peer_jobs
from comparison.plan import GROWTH, plan
from comparison.text import Circumstances, show_report

NOTHING = Tools(java=None, jar=None, spin=None, rumur=None, cc=None)

TLC_SAYS = """\
Model checking completed. No error has been found.
  Estimates of the probability that TLC did not check all reachable states
  calculated (optimistic):  val = 5.7E-13
8258 states generated, 1568 distinct states found, 0 states left on queue.
The depth of the complete state graph search is 14.
"""

SPIN_SAYS = """\
State-vector 20 byte, depth reached 13, errors: 0
     1568 states, stored
\t    1568 nominal states (stored-atomic)
     6690 states, matched
     8258 transitions (= stored+matched)
        0 atomic steps
"""

SPIN_FINDS_AN_ERROR = """\
pan:1: assertion violated (x<3) (at depth 2)
Warning: Search not completed
State-vector 12 byte, depth reached 2, errors: 1
        3 states, stored
        3 transitions (= stored+matched)
"""

RUMUR_SAYS = """\
Status:

\tNo error found.

State Space Explored:

\t1568 states, 8257 rules fired in 0s.
"""


def our_report(**changes: object) -> str:
    report = {
        "verdict": "holds",
        "complete": True,
        "engine": "native",
        "distinct": 1568,
        "generated": 8258,
        "seconds": {"compile": 0.1, "explore": 0.02, "total": 0.12},
    }
    return json.dumps(report | changes)


def took(row: str, checker: str, turn: int, wall_s: float) -> Outcome:
    measurement = Measurement(wall_s, wall_s, 100 << 20, "")
    return Outcome(row, checker, turn, measurement, Found(1000, 5000, explore_s=wall_s / 2))


def test_each_output_gives_the_counts_of_two_phase_commit_with_four() -> None:
    expected = two_phase_commit(4).counts
    assert read_tlc(TLC_SAYS).agrees_with(expected)
    assert read_spin(SPIN_SAYS).agrees_with(expected)
    assert read_rumur(RUMUR_SAYS).agrees_with(expected)
    assert read_ours(our_report()).agrees_with(expected)


def test_a_rounded_number_of_transitions_agrees_as_far_as_it_is_printed() -> None:
    text = SPIN_SAYS.replace("8258 trans", "1.235584e+08 trans").replace("1568 st", "10340352 st")
    found = read_spin(text)
    assert found == Found(10_340_352, 123_558_400, rounding=100)
    assert found.agrees_with(two_phase_commit(9).counts)
    assert not found.agrees_with(Counts(10_340_352, 123_558_501))
    assert not found.agrees_with(Counts(10_340_351, 123_558_400))


def test_a_search_that_found_an_error_or_was_cut_is_not_read() -> None:
    with pytest.raises(UnreadableOutputError):
        read_spin(SPIN_FINDS_AN_ERROR)
    with pytest.raises(UnreadableOutputError):
        read_spin("error: max search depth too small\n" + SPIN_SAYS)
    with pytest.raises(UnreadableOutputError):
        read_tlc(TLC_SAYS.replace("0 states left", "7 states left"))
    with pytest.raises(UnreadableOutputError):
        read_tlc(TLC_SAYS.replace("No error has", "Some error has"))
    with pytest.raises(UnreadableOutputError):
        read_rumur(RUMUR_SAYS.replace("No error found", "1 error(s) found"))
    with pytest.raises(UnreadableOutputError):
        read_ours(our_report(verdict="violated"))
    with pytest.raises(UnreadableOutputError):
        read_ours(our_report(complete=False))
    with pytest.raises(UnreadableOutputError):
        read_ours("Killed")


def test_another_engine_of_ours_is_not_taken_for_the_native_one() -> None:
    with pytest.raises(UnreadableOutputError, match="python engine"):
        read_ours(our_report(engine="python"))


def test_the_counts_are_the_known_ones() -> None:
    assert grid(7, 7).counts == Counts(2_097_152, 12_845_057)
    assert two_phase_commit(3).counts == Counts(288, 1_146)
    assert two_phase_commit(5).counts == Counts(8_832, 58_146)
    assert two_phase_commit(6).counts == Counts(50_816, 402_306)
    assert two_phase_commit(8).counts == Counts(1_745_408, 18_507_778)
    assert two_phase_commit(9).counts.distinct == 10_340_352


def test_spread_is_median_least_and_largest() -> None:
    assert spread([3.0, 1.0, 2.0, 10.0]) == Spread(2.5, 1.0, 10.0)
    assert spread([]) is None


def test_a_ratio_compares_runs_of_the_same_turn() -> None:
    outcomes = (
        took("grid", OURS, 0, 1.0),
        took("grid", TLC, 0, 10.0),
        took("grid", OURS, 1, 4.0),
        took("grid", TLC, 1, 20.0),
        took("grid", TLC, 2, 99.0),
        took("other", TLC, 0, 99.0),
    )
    assert ratio(outcomes, "grid", TLC, OURS) == Spread(7.5, 5.0, 10.0)
    assert ratio(outcomes, "grid", OURS_CACHED, OURS) is None
    assert wall(outcomes, "grid", OURS) == Spread(2.5, 1.0, 4.0)


def test_a_figure_is_reached_missed_or_not_measured() -> None:
    outcomes = (
        took("grid-7x7", OURS, 0, 1.0),
        took("grid-7x7", TLC, 0, 10.0),
        took("2pc-8", OURS, 0, 1.0),
        took("2pc-8", TLC, 0, 14.9),
        Outcome("2pc-10", OURS, 0, fault="mc was stopped after 300 s"),
    )
    figures = {figure.asked: figure for figure in judge(outcomes)}
    assert figures["grid-7x7: TLC takes at least 10 times as long"].reached is True
    assert figures["2pc-8: TLC takes at least 15 times as long"].reached is False
    assert figures["2pc-8: Rumur takes at least 4 times as long"].reached is None
    assert figures["2pc-10 finishes"].reached is False
    assert figures["2pc-10 finishes"].measured == "mc was stopped after 300 s"


def test_the_report_shows_what_was_measured_and_what_was_not() -> None:
    outcomes = (
        took("grid-7x7", OURS, 0, 1.0),
        took("grid-7x7", TLC, 0, 10.0),
        Outcome("grid-7x7", TLC, 1, fault="java ended with exit code 1"),
    )
    about = Circumstances("2 cores", "python run.py", ("SPIN: get it",), ("TLC, 2pc-9, turn 1",))
    page = show_report(outcomes, about)
    cells = [[cell.strip() for cell in line.split("|")[1:-1]] for line in page.splitlines()]
    row = ["10.00 (10.00 to 10.00)", "10.0 (10.0 to 10.0)", "10.0", "100", "2,000,000"]
    assert [TLC, *row, "10,000,000", "100"] in cells
    assert ["grid-7x7", "1,000 / 5,000", "1,000 / 5,000", "-", "-", "-"] in cells
    for line in ("TLC, grid-7x7: java ended with exit code 1", *about.missing, *about.skipped):
        assert f"- {line}\n" in page
    assert "## ISIS" not in page
    assert page == show_report(outcomes, about)


def test_failures_are_told_once() -> None:
    failed = Outcome("grid", TLC, 0, fault="no memory")
    assert faults([failed, dataclasses.replace(failed, turn=1)]) == ("TLC, grid: no memory",)


def python_job(code: str, counts: Counts) -> Job:
    command = Command((sys.executable, "-c", code))
    return Job("row", TLC, lambda _: (command,), read_tlc, counts, limit_s=60)


def test_a_run_with_the_expected_counts_is_measured() -> None:
    outcome = run_job(python_job(f"print({TLC_SAYS!r})", Counts(1568, 8258)), turn=3)
    assert outcome.turn == 3
    assert outcome.found == Found(1568, 8258)
    assert outcome.measurement is not None
    assert outcome.measurement.peak_bytes > 1 << 20


def test_a_run_with_other_counts_is_a_fault_and_no_time() -> None:
    outcome = run_job(python_job(f"print({TLC_SAYS!r})", Counts(1568, 8259)), turn=0)
    assert outcome.measurement is None
    assert outcome.fault is not None
    assert "not 1,568 and 8,259" in outcome.fault


def test_commands_are_stopped_when_their_time_is_up(tmp_path: Path) -> None:
    sleep = Command((sys.executable, "-c", "import time; time.sleep(600)"))
    with pytest.raises(OutOfTimeError, match="stopped after"):
        measure((sleep,), tmp_path, limit_s=0.5)


def test_a_run_that_is_stopped_says_so() -> None:
    job = dataclasses.replace(python_job("import time; time.sleep(600)", Counts(1, 1)), limit_s=0.5)
    outcome = run_job(job, turn=0)
    assert outcome.stopped
    assert outcome.measurement is None


def test_a_command_that_fails_ends_the_row(tmp_path: Path) -> None:
    fails = Command((sys.executable, "-c", "print('no such model'); raise SystemExit(3)"))
    writes = Command((sys.executable, "-c", "open('later', 'w')"))
    with pytest.raises(CommandFailedError, match="exit code 3: no such model"):
        measure((fails, writes), tmp_path, limit_s=60)
    assert not (tmp_path / "later").exists()


@pytest.mark.parametrize("system", SYSTEMS, ids=lambda system: system.spec.stem)
def test_the_constants_of_every_model_are_those_that_are_written_down(system: System) -> None:
    case = Case("", "", system, system.written, Counts(1, 1))
    config = system.tla.with_suffix(".cfg").read_text(encoding="utf-8")
    murphi = system.murphi.read_text(encoding="utf-8")
    promela = system.promela.read_text(encoding="utf-8")
    assert with_sizes(config, case, " = ") == config
    assert with_sizes(murphi, case, ": ") == murphi
    for name, size in zip(system.constants, system.written, strict=True):
        assert re.findall(rf"^#define {name} (\d+)$", promela, re.MULTILINE) == [str(size)]
        assert re.search(rf"^CONSTANTS? .*\b{name}\b", system.tla.read_text(), re.MULTILINE)


def test_the_sizes_of_our_grid_are_those_of_the_peers() -> None:
    system = grid(7, 7).system
    text = system.spec.read_text(encoding="utf-8")
    assert "TOP: Final[int] = 7" in text
    assert "class Counter(Ordered, size=7)" in text


def test_the_promela_model_has_an_option_for_every_resource_manager_of_every_case() -> None:
    text = TWO_PHASE.promela.read_text(encoding="utf-8")
    options = re.findall(r"^ *:: ([A-Z_]+)\((\d+)\)$", text, re.MULTILINE)
    names = sorted({name for name, _ in options})
    managers = max(case.sizes[0] for case in GROWTH)
    assert len(names) == 5
    assert sorted(options) == sorted((name, str(r)) for name in names for r in range(managers))


def test_sizes_are_written_over_the_constants_of_a_model() -> None:
    assert with_sizes("CONSTANT\n  N = 8\n", two_phase_commit(4), " = ") == "CONSTANT\n  N = 4\n"
    with pytest.raises(ValueError, match="N is declared 0 times"):
        with_sizes("COUNTERS = 7", two_phase_commit(4), " = ")


def test_our_spec_gets_its_sizes_and_no_symmetry() -> None:
    arguments = case_arguments(grid(3, 2))
    assert arguments[1:] == ("--symmetry", "off", "-p", "Counter=3", "-p", "TOP=2")


def test_the_first_of_our_runs_finds_an_empty_cache(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    cache.mkdir()
    (cache / "code").write_bytes(b"old")
    first, second = our_jobs("row", ("spec.py",), None, cache, 1.0)
    (command,) = second.commands(tmp_path)
    assert (cache / "code").exists()
    assert first.commands(tmp_path) == (command,)
    assert not cache.exists()
    assert ("MODELCHECK_CACHE", str(cache)) in command.environment


def test_peers_that_are_not_there_are_named_and_not_run(tmp_path: Path) -> None:
    assert len(missing(NOTHING)) == 5
    assert peer_jobs(grid(7, 7), NOTHING, 1.0) == ()
    assert find_tools(tmp_path / "no.jar").jar is None
    everything = Tools("java", tmp_path / "tla2tools.jar", "spin", "rumur", "cc")
    assert missing(everything) == ()
    assert len(peer_jobs(grid(7, 7), everything, 1.0)) == 4


def test_tables_of_the_peers_are_large_enough_from_the_start(tmp_path: Path) -> None:
    everything = Tools("java", tmp_path / "tla2tools.jar", "spin", "rumur", "cc")
    _, spin, _, rumur = peer_jobs(two_phase_commit(9), everything, 1.0)
    (table,) = (word for word in spin.commands(tmp_path)[-1].arguments if word.startswith("-w"))
    assert 1 << int(table[2:]) > 10_340_352
    words = rumur.commands(tmp_path)[0].arguments
    capacity = int(words[words.index("--set-capacity") + 1])
    assert capacity > 10_340_352 * 8 / 0.75
    assert capacity & (capacity - 1) == 0
    assert "N: 9;" in (tmp_path / "model.m").read_text(encoding="utf-8")


def test_a_quick_run_leaves_the_largest_models_out(tmp_path: Path) -> None:
    quick = [group.name for group in plan(NOTHING, tmp_path, 2, quick=True)]
    full = [group.name for group in plan(NOTHING, tmp_path, 5, quick=False)]
    assert set(full) - set(quick) == {"isis-3x3", "2pc-9", "2pc-10"}
    assert quick[:3] == full[:3] == ["isis", "grid-7x7", "2pc-8"]
    assert full[-2:] == ["2pc-9", "2pc-10"]
    assert {f"2pc-{n} orbits" for n in ORBITS} < set(quick)
