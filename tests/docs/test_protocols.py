"""The pages of `docs/protocols` are those that `mc doc` makes of the specs now.

`mc doc specs -o docs/protocols`, or `--update-golden`, writes them anew.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from modelcheck.frontend.discovery import find_specs
from modelcheck.gate.documenting import SpecPage, pages

ROOT = Path(__file__).parents[2]
PAGES = ROOT / "docs" / "protocols"
SPECS = sorted(path.relative_to(ROOT) for path in find_specs(ROOT / "specs"))


@pytest.mark.parametrize("path", SPECS, ids=[path.stem for path in SPECS])
def test_the_page_of_a_protocol_is_up_to_date(
    path: Path, monkeypatch: pytest.MonkeyPatch, pytestconfig: pytest.Config
) -> None:
    monkeypatch.chdir(ROOT)
    (page,) = pages(str(path))
    assert isinstance(page, SpecPage)
    kept = PAGES / f"{page.name}.md"
    if pytestconfig.getoption("--update-golden"):
        kept.write_text(page.text, encoding="utf-8")
    assert kept.read_text(encoding="utf-8") == page.text


def test_every_page_is_about_a_spec() -> None:
    assert {page.stem for page in PAGES.glob("*.md")} == {path.stem for path in SPECS}
