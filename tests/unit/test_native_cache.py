from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path

import pytest

from modelcheck.explicit.native.cache import FOLDER, Cache, default_cache, key_of

KEY = key_of(["spec", "version"])


def test_what_is_kept_is_found_again(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "new" / "folder")
    assert cache.load(KEY) is None
    cache.store(KEY, b"code")
    assert cache.load(KEY) == b"code"
    assert cache.load(key_of(["spec", "another version"])) is None


def test_a_damaged_entry_is_no_code(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.store(KEY, b"code" * 100)
    entry = tmp_path / KEY
    whole = entry.read_bytes()
    for damaged in (b"", whole[:-1], whole[:20], whole + b"x", whole[:-1] + b"\x00"):
        entry.write_bytes(damaged)
        assert cache.load(KEY) is None


def test_an_entry_of_another_spec_is_no_code(tmp_path: Path) -> None:
    # A copied entry was loaded, and its states had other words.
    cache, other = Cache(tmp_path), key_of(["another spec", "version"])
    cache.store(other, b"code")
    (tmp_path / other).rename(tmp_path / KEY)
    assert cache.load(KEY) is None


def test_an_entry_that_others_may_have_written_is_no_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # In a folder that many share, whoever wrote an entry chose what the next one runs.
    cache, entry = Cache(tmp_path), tmp_path / KEY
    cache.store(KEY, b"code")
    for mode in (0o620, 0o602):
        entry.chmod(mode)
        assert cache.load(KEY) is None
    entry.chmod(0o644)
    assert cache.load(KEY) == b"code"
    somebody_else = os.geteuid() + 1
    monkeypatch.setattr("os.geteuid", lambda: somebody_else)
    assert cache.load(KEY) is None


def test_what_is_no_file_is_no_code(tmp_path: Path) -> None:
    # Whoever opened a pipe that nobody writes to waited, and Ctrl-C did not end that.
    cache, entry = Cache(tmp_path), tmp_path / KEY
    os.mkfifo(entry, 0o600)
    with ThreadPoolExecutor(1) as pool:
        loading = pool.submit(cache.load, KEY)
        done, _ = wait([loading], timeout=5)
        if not done:
            entry.write_bytes(b"")  # it opens now, and reads nothing
    assert done
    assert loading.result() is None
    entry.unlink()
    entry.mkdir()
    cache.store(KEY, b"code")
    assert cache.load(KEY) is None
    assert list(tmp_path.iterdir()) == [entry]


def test_a_new_folder_is_closed_to_others(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    Cache(folder).store(KEY, b"code")
    assert not folder.stat().st_mode & 0o077
    assert not (folder / KEY).stat().st_mode & 0o077


def test_a_folder_that_cannot_be_written_to_keeps_nothing(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder", encoding="utf-8")
    cache = Cache(blocked / "inside")
    cache.store(KEY, b"code")
    assert cache.load(KEY) is None


def test_no_disk_room_leaves_no_trace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> object:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fdopen", full)
    Cache(tmp_path).store(KEY, b"code")
    assert list(tmp_path.iterdir()) == []


def test_runs_at_the_same_time_leave_a_whole_entry(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    codes = [bytes([number]) * 100_000 for number in range(8)]
    with ThreadPoolExecutor(8) as pool:
        for each in [pool.submit(cache.store, KEY, code) for code in codes * 4]:
            each.result()
    assert cache.load(KEY) in codes
    assert [each.name for each in tmp_path.iterdir()] == [KEY]


def test_the_environment_names_the_folder_or_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(FOLDER, str(tmp_path))
    assert default_cache() == Cache(tmp_path)
    monkeypatch.setenv(FOLDER, "")
    assert default_cache() == Cache(None)


def test_parts_do_not_run_into_each_other() -> None:
    assert key_of(["ab", "c"]) != key_of(["a", "bc"])
