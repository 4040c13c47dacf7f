"""What is read from annotated passages does not get worse, and every quote stands where it says.

The floors lie a little below what ``make evaluate`` prints; raise them when the figures rise.
"""

import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT / "training"))

import evaluate  # noqa: E402
from align import load  # noqa: E402

from hemkg.annotate.annotator import annotate  # noqa: E402
from hemkg.assemble.claims import assemble  # noqa: E402
from hemkg.assemble.report import document_json  # noqa: E402
from hemkg.read import read_paper  # noqa: E402

FOLDERS = {"abstracts": HERE / "passages", "whole papers": ROOT / "training" / "passages"}
FLOORS = {"abstracts": {"macro": 0.89, "capacity_full": 0.83}, "whole papers": {"macro": 0.89, "capacity_full": 0.79}}


@pytest.fixture(scope="module")
def passages():
    return {name: list(load(folder)) for name, folder in FOLDERS.items()}


@pytest.fixture(scope="module")
def extracted(passages):
    return {name: evaluate.extract(found) for name, found in passages.items()}


@pytest.mark.parametrize("name", FOLDERS)
def test_passages_are_read_as_well_as_before(name, passages, extracted):
    tally = evaluate.score({p.name: p.gold for p in passages[name]}, extracted[name])
    reached = {"macro": tally.macro, "capacity_full": tally.figures("capacity_full")[2]}
    short = {field: reached[field] for field, floor in FLOORS[name].items() if reached[field] < floor}
    assert not short


@pytest.mark.parametrize("name", FOLDERS)
def test_a_quote_in_a_passage_stands_where_it_says(name, passages, extracted):
    for passage in passages[name]:
        check_claims(passage.context.text, extracted[name][passage.name]["claims"])


def test_a_quote_in_the_corpus_stands_where_it_says():
    for path in sorted((ROOT / "corpus" / "papers").glob("*.md")):
        paper = read_paper(path.read_bytes(), path=str(path))
        check_claims(paper.text, document_json(paper, assemble(annotate(paper)))["claims"])


def check_claims(text, claims):
    for claim in claims:
        evidence = claim["evidence"]
        assert text[evidence["start"] : evidence["end"]] == evidence["quote"]
        assert 0 <= claim["confidence"] <= 1
