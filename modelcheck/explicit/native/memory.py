"""The memory of a search: address space taken at once, memory only as it is written to."""

from __future__ import annotations

import ctypes
import mmap
import sys
from dataclasses import dataclass
from typing import Final

import psutil

from modelcheck.explicit.machine import SPARED_BYTES, available_bytes, of_group

_PAGE: Final = mmap.PAGESIZE
_UNRESERVED: Final = 0x4000 if sys.platform == "linux" else 0
"""Linux's `MAP_NORESERVE`: the address space needs no memory behind it yet."""

_LARGE_PAGE: Final = 2 << 20
"""Where a region may have pages of this size, far fewer are to be given and looked up."""

_SPARED: Final = 16
"""One part in so many of the memory that is free is left to others."""


class Region:
    """Zeroed bytes at a fixed address, for as long as the region is referred to.

    A page takes no memory before it is written to.
    """

    def __init__(self, size: int) -> None:
        """Take the address space.  Raises: `MemoryError` if there is none of that size."""
        self.size = whole_pages(size)
        flags = mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | _UNRESERVED
        try:
            self._bytes = mmap.mmap(-1, self.size, flags=flags)
        except OSError as error:
            raise MemoryError from error
        if self.size >= _LARGE_PAGE and hasattr(mmap, "MADV_HUGEPAGE"):
            self._bytes.madvise(mmap.MADV_HUGEPAGE)
        self.address = ctypes.addressof(ctypes.c_char.from_buffer(self._bytes))


def whole_pages(size: int) -> int:
    """Give how many bytes a region of `size` takes."""
    return -(-max(size, 1) // _PAGE) * _PAGE


@dataclass(frozen=True, slots=True)
class Budget:
    """How many bytes a search may take, beside those that the process has already."""

    bytes: int

    @staticmethod
    def of(most_bytes: int | None) -> Budget:
        """Give what is left of a limit for the process or, without one, what can be spared."""
        spare = available_bytes() - max(available_bytes() // _SPARED, SPARED_BYTES)
        if most_bytes is not None:
            spare = min(spare, most_bytes - psutil.Process().memory_info().rss)
        return Budget(max(spare, 0))


def most_bytes(limit: int | None) -> int:
    """Give what no budget under a limit for the process can be above.

    Unlike a budget, it does not depend on what else the machine does.
    """
    known = (psutil.virtual_memory().total, of_group("memory.max"), limit)
    return min(each for each in known if each is not None)
