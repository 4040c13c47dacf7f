"""Every claim and every material quotes its document's text at its span, in all documents of the repository."""

import json
from pathlib import Path

import pytest

from hemkg import pipeline
from hemkg.read import read_paper
from hemkg.sources.inputs import discover
from hemkg.store.catalogue import Catalogue

ROOT = Path(__file__).parents[2]
PASSAGES = sorted((ROOT / "training" / "passages").glob("*.json"))
QUOTES = """PREFIX hem: <https://w3id.org/hemkg/ont#>
SELECT ?document ?quote ?start ?end WHERE {
  ?claim hem:evidence|hem:furtherEvidence ?e ; hem:inPaper/hem:documentName ?document .
  ?e hem:quote ?quote ; hem:start ?start ; hem:end ?end }"""


def wrong_quotes(told, text):
    return [
        c["evidence"]
        for c in told["claims"]
        if text[c["evidence"]["start"] : c["evidence"]["end"]] != c["evidence"]["quote"]
    ]


def test_every_quote_stands_in_the_text_that_is_printed(hemkg):
    """Quotes from ``extract`` against ``extract --text``, for every eighth digest."""
    some = sorted((ROOT / "corpus" / "papers").glob("*.md"))[::8]
    told = [json.loads(line) for line in hemkg("extract", *some, "--format", "jsonl").out.splitlines()]
    assert len(told) == len(some)
    for path, document in zip(some, told, strict=True):
        assert wrong_quotes(document, hemkg("extract", "--text", path).out) == []


def test_every_quote_in_a_store_stands_in_its_text(corpus_store):
    texts = {
        Path(source.path).stem: pipeline.read(source, 2**26).text
        for source in discover([ROOT / "corpus"])
        if not source.title
    }
    with Catalogue.open(corpus_store) as catalogue:
        rows = catalogue.graph.query(QUOTES).rows
    with_text = [row for row in rows if str(row["document"]) in texts]
    assert len(with_text) > 500
    wrong = [
        row for row in with_text if texts[str(row["document"])][int(row["start"]) : int(row["end"])] != row["quote"]
    ]
    assert wrong == []


@pytest.mark.parametrize("path", PASSAGES, ids=lambda path: path.stem)
def test_every_quote_from_a_passage_stands_in_its_text(path):
    paper = read_paper(json.loads(path.read_text())["text"].encode(), path=path.with_suffix(".txt").name)
    for claim in pipeline.understand(paper).claims:
        span = claim.evidence.span
        assert paper.text[span.start : span.end] == claim.evidence.quote
