"""What all tests share: reviewed text, and the option that writes it anew."""

from __future__ import annotations

import pytest
from reviewed import Golden


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="write what is printed now into the golden files; then read the diff",
    )


@pytest.fixture(autouse=True)
def _no_width(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let reports be as wide as they are where nothing says how wide."""
    monkeypatch.delenv("COLUMNS", raising=False)


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Give the comparison of text with a reviewed file of `tests/golden`."""
    return Golden(update=bool(request.config.getoption("--update-golden")))
