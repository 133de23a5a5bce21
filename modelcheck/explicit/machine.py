"""What memory the machine, or the control group of the process, has left."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import psutil

SPARED_BYTES: Final = 128 << 20
"""What a search should leave to others."""

_GROUP: Final = Path("/sys/fs/cgroup")


def is_short() -> bool:
    """Tell whether the machine itself is about to run out of memory."""
    return available_bytes() < SPARED_BYTES // 2


def available_bytes() -> int:
    """Give how many bytes can be had."""
    free = psutil.virtual_memory().available
    most, used = of_group("memory.max"), of_group("memory.current")
    return free if most is None or used is None else min(free, most - used)


def of_group(name: str) -> int | None:
    """Give a figure of the process's control group; `None` where there is none."""
    try:
        said = (_GROUP / name).read_text()
    except OSError:
        return None
    return None if said.startswith("max") else int(said)
