"""Text that was reviewed: the files of `tests/golden`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

_FOLDER = Path(__file__).parent / "golden"


@dataclass(frozen=True)
class Golden:
    """Compares text with a reviewed file, or writes the file anew."""

    update: bool

    def __call__(self, name: str, text: str) -> None:
        """Fail unless `text` is what the file `name` holds."""
        path = _FOLDER / name
        if self.update:
            path.write_text(text, encoding="utf-8")
        assert path.exists(), f"no {name} yet: run with --update-golden, then read it"
        assert text == path.read_text(encoding="utf-8")
