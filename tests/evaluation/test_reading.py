"""Articles that lie beside the repository as PDF and as XML are read alike; skipped where they do not lie there.

What CI measures instead is set by its own tests: ``test_formats``.
"""

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
sys.path.insert(0, str(ROOT / "training"))

import score_reading  # noqa: E402

PAPERS = SHARED / "papers"
FLOORS = {
    "words": 0.97, "runs of words": 0.97, "capacities": 1.0, "formulas": 0.95, "citations": 0.98,
    "citations, reverse": 0.98,
}  # fmt: skip


@pytest.fixture(scope="module")
def measured():
    pairs = list(score_reading.twins(PAPERS)) if PAPERS.exists() else []
    if not pairs:
        pytest.skip("no articles lie beside the repository as PDF and as XML")
    return score_reading.measured((score_reading.read(xml), score_reading.read(pdf)) for xml, pdf in pairs)


@pytest.mark.slow
@pytest.mark.parametrize("measure", FLOORS)
def test_a_printed_article_says_what_its_xml_says(measured, measure):
    assert measured[0][measure].value >= FLOORS[measure]


@pytest.mark.slow
def test_no_reference_mark_takes_characters_from_a_number_or_a_formula(measured):
    assert measured[1] == []
