"""Runs commands one after the other, and measures time and memory of all of them together."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

_KIB = 1024


class CommandFailedError(Exception):
    """A command ended with an error, or was killed by somebody."""


class OutOfTimeError(Exception):
    """A command was stopped because it took longer than it may."""


@dataclass(frozen=True)
class Command:
    """A program with its arguments, and what to add to its environment."""

    arguments: tuple[str, ...]
    environment: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Measurement:
    """What commands took together.

    `wall_s` and `cpu_s` are sums over the commands, in seconds; `peak_bytes` is the largest
    resident size that any process of theirs reached; `output` is what the last one printed.
    """

    wall_s: float
    cpu_s: float
    peak_bytes: int
    output: str


def measure(commands: tuple[Command, ...], folder: Path, limit_s: float) -> Measurement:
    """Run the commands in `folder`, in order, in at most `limit_s` seconds together.

    Raises: `CommandFailedError` if one fails, `OutOfTimeError` if there is no time left; nothing
    goes on running.
    """
    wall_s, cpu_s, peak_bytes, output = 0.0, 0.0, 0, ""
    for command in commands:
        part = _measure_one(command, folder, limit_s - wall_s)
        wall_s, cpu_s = wall_s + part.wall_s, cpu_s + part.cpu_s
        peak_bytes, output = max(peak_bytes, part.peak_bytes), part.output
    return Measurement(wall_s, cpu_s, peak_bytes, output)


def _measure_one(command: Command, folder: Path, limit_s: float) -> Measurement:
    printed = folder / "printed.txt"
    with printed.open("wb") as file:
        start = time.perf_counter()
        process = subprocess.Popen(  # noqa: S603  # programs that were looked up, our own arguments
            command.arguments,
            cwd=folder,
            env={**os.environ, **dict(command.environment)},
            stdout=file,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        timer = threading.Timer(max(limit_s, 0.0), os.killpg, (process.pid, signal.SIGKILL))
        timer.start()
        try:
            _, status, usage = os.wait4(process.pid, 0)
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            raise
        finally:
            timer.cancel()
        wall_s = time.perf_counter() - start
        # The process is waited for here, not by `Popen`, which must know.
        process.returncode = os.waitstatus_to_exitcode(status)
    output = printed.read_text(encoding="utf-8", errors="replace")
    name = Path(command.arguments[0]).name
    if process.returncode == -signal.SIGKILL and wall_s >= limit_s:
        message = f"{name} was stopped after {limit_s:.0f} s"
        raise OutOfTimeError(message)
    if process.returncode != 0:
        last = " / ".join(output.strip().splitlines()[-2:])[:200]
        message = f"{name} ended with exit code {process.returncode}: {last}"
        raise CommandFailedError(message)
    unit = 1 if sys.platform == "darwin" else _KIB
    return Measurement(wall_s, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit, output)
