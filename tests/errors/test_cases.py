"""Bad specs, each with its findings on the lines that say so: one elsewhere, or none, fails."""

from __future__ import annotations

from pathlib import Path

import pytest
from findings import expected_in, found_in

CASES = sorted((Path(__file__).parent / "cases").glob("*.py"))


@pytest.mark.parametrize("path", CASES, ids=[path.stem for path in CASES])
def test_a_bad_spec_has_the_findings_that_its_comments_name(path: Path) -> None:
    expected = expected_in(path.read_text(encoding="utf-8"))
    assert path.stem in {code for _, code in expected}
    assert found_in(path) == expected
