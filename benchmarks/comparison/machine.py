"""What a reader must know of the machine: its kind and size, and whether it was quiet."""

from __future__ import annotations

import os
import platform
from pathlib import Path

import psutil

_GIB = 1 << 30


def describe_machine() -> str:
    """Give cores, processor, memory, system, Python, and the load before the first run."""
    memory = psutil.virtual_memory().total / _GIB
    load = os.getloadavg()[0]
    return (
        f"{os.cpu_count()} cores ({_processor()}), {memory:.0f} GiB of memory,"
        f" {platform.system()}, CPython {platform.python_version()};"
        f" load before the first run: {load:.1f}"
    )


def _processor() -> str:
    """Give the processor's model, where the system tells it."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()
