"""Compiled code kept between runs, under a name made from all that it depends on.

An entry is written beside its place and then moved there, so that runs at the same time see a
whole entry or none; it begins with the digest of its name and of the rest, so that a damaged
one, or one that belongs elsewhere, is not taken for code.  An entry is code that will be run:
it is taken only from a file that belongs to whoever runs this and that nobody else can write
to, also in a folder that many share.  Against who can write such files there is no defence, nor
need for one: they can run what they like anyway.  Where nothing can be read or written, nothing
is kept.
"""

from __future__ import annotations

import hashlib
import os
import stat
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from platformdirs import user_cache_path

_DIGEST: Final = hashlib.sha256().digest_size
_ONLY_OWN: Final = 0o700
FOLDER: Final = "MODELCHECK_CACHE"
"""The environment variable that names another folder; empty, nothing is kept."""


@dataclass(frozen=True)
class Cache:
    """A folder of compiled code; without a folder it keeps nothing."""

    folder: Path | None

    def load(self, key: str) -> bytes | None:
        """Give the code under `key`; `None` if there is none, or it is damaged or another's."""
        if self.folder is None:
            return None
        try:
            with open(self.folder / key, "rb", opener=_opened) as file:
                if not _is_own(os.fstat(file.fileno())):
                    return None
                entry = file.read()
        except OSError:
            return None
        digest, code = entry[:_DIGEST], entry[_DIGEST:]
        return code if _digest(key, code) == digest else None

    def store(self, key: str, code: bytes) -> None:
        """Keep `code` under `key`, if the folder can be written to."""
        if self.folder is None:
            return
        with suppress(OSError):
            self.folder.mkdir(mode=_ONLY_OWN, parents=True, exist_ok=True)
            self._put(self.folder, key, _digest(key, code) + code)

    @staticmethod
    def _put(folder: Path, key: str, entry: bytes) -> None:
        handle, name = tempfile.mkstemp(dir=folder, prefix=f".{key[:16]}-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(entry)
            Path(name).replace(folder / key)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise


def _opened(path: str, flags: int) -> int:
    """Open a file; what is none, such as a pipe that somebody put there, is not waited for."""
    return os.open(path, flags | os.O_NONBLOCK)


def _is_own(file: os.stat_result) -> bool:
    """Tell whether it is a file, and only who runs this can have written it."""
    if not stat.S_ISREG(file.st_mode):
        return False
    return file.st_uid == os.geteuid() and not file.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _digest(key: str, code: bytes) -> bytes:
    return hashlib.sha256(key.encode() + code).digest()


def default_cache() -> Cache:
    """Give the cache of the person who runs this, or that of `MODELCHECK_CACHE`."""
    named = os.environ.get(FOLDER)
    if named is not None:
        return Cache(Path(named) if named else None)
    return Cache(user_cache_path("modelcheck"))


def key_of(parts: Iterable[str]) -> str:
    """Give the name of what depends on exactly these parts, in this order."""
    digest = hashlib.sha256()
    for part in parts:
        encoded = part.encode()
        digest.update(len(encoded).to_bytes(8, "little"))
        digest.update(encoded)
    return digest.hexdigest()
