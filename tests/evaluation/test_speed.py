"""Speed is part of quality: reading and linking take little longer than one pass of spaCy's English pipeline."""

import time
from pathlib import Path

import pytest

from hemkg.annotate.annotator import annotate
from hemkg.annotate.spacy_engine import MODELS, spacy
from hemkg.assemble.claims import assemble
from hemkg.read import read_paper

CORPUS = Path(__file__).parents[2] / "corpus" / "papers"
MOST = 2.0  # times the pipeline's own time


@pytest.fixture(scope="module")
def article():
    """A text as long as an article, with as many materials and numbers as nobody prints in one."""
    digests = [path.read_text(encoding="utf-8") for path in sorted(CORPUS.glob("*.md"))]
    return "\n\n".join(digests)


@pytest.fixture(scope="module")
def pipeline():
    for name in MODELS:
        try:
            return spacy().load(name)
        except OSError:
            continue
    pytest.skip("no English model for spaCy is installed")
    return None


def seconds(run):
    began = time.process_time()
    run()
    return time.process_time() - began


def test_an_article_takes_at_most_twice_the_time_of_spacy(article, pipeline):
    paper = read_paper(article.encode(), path="article.md")
    blocks = [block.span.of(paper.text) for block in paper.prose()]
    assemble(annotate(read_paper(b"CoO gives 650 mAh g-1.", path="warm.txt")))
    list(pipeline.pipe(blocks[:2]))
    ours = seconds(lambda: assemble(annotate(paper)))
    theirs = seconds(lambda: list(pipeline.pipe(blocks)))
    assert ours <= MOST * theirs


def test_sixty_passages_take_less_than_five_seconds(in_time):
    texts = [path.read_bytes() for path in sorted(CORPUS.glob("*.md"))[:60]]
    assert len(texts) == 60
    assemble(annotate(read_paper(b"CoO gives 650 mAh g-1.", path="warm.txt")))
    in_time(lambda: [assemble(annotate(read_paper(t, path="p.md"))) for t in texts], 5)
