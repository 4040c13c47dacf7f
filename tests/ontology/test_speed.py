"""The ontology is quick to read and to check with, so that nobody waits for it."""

import subprocess
import sys
from pathlib import Path

import pytest

from hemkg.annotate.annotator import annotate
from hemkg.assemble.claims import assemble
from hemkg.rdf.validate import validate
from hemkg.rdf.write import paper_graph
from hemkg.read import read_paper

CORPUS = Path(__file__).parents[2] / "corpus" / "papers"
VOCABULARY = 0.3  # s, in a new process, from before the first import
SHAPES = 0.5  # s, for the longest digest of the corpus, the perspective article's
LOAD = """
import time
began = time.process_time()
from hemkg.vocab import elements, lexicon, terms, units
terms.defined(), terms.instances("Element")
print(time.process_time() - began)
"""


@pytest.fixture(scope="module")
def longest():
    path = max(sorted(CORPUS.glob("*.md")), key=lambda path: path.stat().st_size)
    paper = read_paper(path.read_bytes(), path=path.name)
    return paper_graph(paper, assemble(annotate(paper))).lines


def test_the_vocabulary_loads_in_a_moment():
    runs = [subprocess.run([sys.executable, "-c", LOAD], capture_output=True, text=True, check=True) for _ in range(2)]
    assert min(float(run.stdout) for run in runs) < 2 * VOCABULARY  # where others share its cores


def test_checking_the_longest_paper_takes_less_than_half_a_second(longest, in_time):
    assert len(longest) > 5000
    in_time(lambda: validate(longest), SHAPES)  # the first also imports the engine and reads the shapes
