"""One line on standard error that tells how far a long run is, redrawn in place."""

from __future__ import annotations

from typing import TextIO

_FROM_S = 1.0


class ProgressLine:
    """Draws on `stream` once a run takes over a second; on no terminal it draws nothing."""

    def __init__(self, stream: TextIO) -> None:
        """Take the stream; nothing is drawn yet."""
        self._stream = stream
        self._drawn = 0
        self._enabled = stream.isatty()

    def draw(  # the figures that it shows
        self, *, distinct: int, generated: int, frontier: int, depth: int, seconds: float
    ) -> None:
        """Draw the figures over those drawn before."""
        if not self._enabled or seconds < _FROM_S:
            return
        self.tell(
            f"{distinct:,} states, {frontier:,} in the frontier, "
            f"{generated / seconds:,.0f} generated/s, depth {depth}, {seconds:.0f} s"
        )

    def tell(self, line: str) -> None:
        """Draw a line over what was drawn before."""
        if not self._enabled:
            return
        self._write(f"\r{line.ljust(self._drawn)}")
        self._drawn = len(line)

    def clear(self) -> None:
        """Leave an empty line behind, for what comes next."""
        if self._drawn:
            self._write(f"\r{' ' * self._drawn}\r")
            self._drawn = 0

    def _write(self, text: str) -> None:
        try:
            self._stream.write(text)
            self._stream.flush()
        except OSError:  # the terminal is gone: the run goes on without
            self._enabled = False
