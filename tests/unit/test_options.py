"""What is typed after the options that have values of their own."""

from __future__ import annotations

import json
from pathlib import Path

import click
import pytest
from rooms import write_room

from modelcheck.cli.main import run
from modelcheck.cli.options import SizeType


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("3", 3),
        ("3B", 3),
        ("512M", 512 << 20),
        ("512mb", 512 << 20),
        ("2G", 2 << 30),
        ("2Gi", 2 << 30),
        ("2GB", 2 << 30),
        ("2GiB", 2 << 30),
        ("1.5 gib", 3 << 29),
    ],
)
def test_a_size_is_a_number_of_bytes_with_or_without_a_unit(text: str, size: int) -> None:
    assert SizeType().convert(text, None, None) == size


@pytest.mark.parametrize("text", ["", "G", "0", "-1G", "2i", "2GG", "0.1", "2 apples", "9" * 400])
def test_what_is_no_size_is_refused(text: str) -> None:
    with pytest.raises(click.BadParameter, match="is no size, as 512M or 2G is"):
        SizeType().convert(text, None, None)


@pytest.mark.parametrize("words", [["check"], ["sweep", "-p", "Lamp=1..2"], ["gate"]])
def test_a_report_to_a_dash_goes_to_standard_output(
    words: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    write_room(tmp_path)
    monkeypatch.chdir(tmp_path)
    assert run([*words, "room.py", "--report", "json", "-o", "-"]) == 0
    assert json.loads(capsys.readouterr().out)["schema"] == "modelcheck/1"
    assert not Path("-").exists()


def test_a_page_to_a_dash_goes_to_standard_output(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_room(tmp_path)
    monkeypatch.chdir(tmp_path)
    assert run(["doc", "room.py", "-o", "-"]) == 0
    assert capsys.readouterr().out.startswith("# One lamp at a time\n")
    assert not Path("-").exists()
