"""What is read does not depend on the format: printed, as XML and as HTML, passages score as their text does.

Every passage is set by these tests, with citations where they are dangerous; see ``press`` and ``tagged``.
"""

import json
import re
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path += [str(ROOT / "training"), str(HERE)]

from press import STYLES, print_passage  # noqa: E402
from scoring import score  # noqa: E402
from tagged import FORMATS  # noqa: E402
from typography import as_text, with_citations  # noqa: E402

from hemkg.annotate.annotator import annotate  # noqa: E402
from hemkg.assemble.claims import assemble  # noqa: E402
from hemkg.assemble.report import document_json  # noqa: E402
from hemkg.model.paper import MarkKind  # noqa: E402
from hemkg.read import read_paper  # noqa: E402

MOST_LOST = 0.005
TYPED = re.compile(r"ﬁ|ﬂ|-\n|[$\\^<₀-₉⁰-⁹¹²³]")  # passages that show what typing or mining did to them cannot be set


def passages():
    """Return every eighth of the two sets of annotated passages that can be set."""
    found = {}
    for folder in (HERE / "passages", ROOT / "training" / "passages"):
        paths = [p for p in sorted(folder.glob("*.json")) if not TYPED.search(json.loads(p.read_text())["text"])]
        found |= {path.stem: json.loads(path.read_text()) for path in paths[::8]}
    return found


@pytest.fixture(scope="module")
def gold():
    return {name: (with_citations(data["text"]), data["gold"]) for name, data in passages().items()}


def extracted(papers):
    return {name: document_json(paper, assemble(annotate(paper))) for name, paper in papers.items()}


def scored(gold, papers):
    return score({name: told for name, (_, told) in gold.items()}, extracted(papers)).macro


@pytest.fixture(scope="module")
def as_typed(gold):
    texts = {name: read_paper(as_text(text).encode(), path="a.txt") for name, (text, _) in gold.items()}
    return scored(gold, texts)


@pytest.mark.parametrize("format", FORMATS)
def test_a_passage_scores_in_tags_as_in_text(gold, as_typed, format):
    papers = {name: read_paper(FORMATS[format](text), path="a.file") for name, (text, _) in gold.items()}
    assert scored(gold, papers) >= as_typed - MOST_LOST


def printed():
    """Return the styles of print; the two that differ most are read by every check."""
    return [pytest.param(s, id=s.name, marks=[] if n in {0, 3} else [pytest.mark.slow]) for n, s in enumerate(STYLES)]


@pytest.mark.parametrize("style", printed())
def test_a_passage_scores_in_print_as_in_text(gold, as_typed, style):
    papers = {name: read_paper(print_passage(text, style), path="a.pdf") for name, (text, _) in gold.items()}
    assert scored(gold, papers) >= as_typed - MOST_LOST
    assert all(block.page for paper in papers.values() for block in paper.blocks if block.kind != "reference")


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)
def test_a_printed_citation_is_the_citation_that_was_set(gold, style):
    for text, _ in list(gold.values())[::6]:
        paper = read_paper(print_passage(text, style), path="a.pdf")
        marks = [m.span.of(paper.text).strip("[]") for m in paper.marks if m.kind is MarkKind.CITATION]
        assert set(re.findall(r"⟨(.*?)⟩", text)) <= set(marks)
