"""Words a second on one core: hemkg from text to a checked graph, spaCy's parse alone, ChemDataExtractor's sentences.

    python benchmarks/reading.py --papers 60

All three get the same prose, paper after paper, in this process (ChemDataExtractor in its worker).  spaCy runs its
tagger and parser, without the entity recogniser and the lemmatizer, which hemkg does not use; ChemDataExtractor parses
every sentence for capacities, as it does when hemkg asks for its second opinion, and is timed by the clock, the others
by the processor.
"""

import argparse
import os
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

os.environ.setdefault("OMP_NUM_THREADS", "1")  # one core, also for the libraries of linear algebra

from invented import write_papers

from hemkg import pipeline
from hemkg.annotate.annotator import annotate
from hemkg.annotate.cde import SecondOpinion
from hemkg.annotate.spacy_engine import MODELS, spacy
from hemkg.read import read_paper

CORPUS = Path(__file__).parents[1] / "corpus" / "papers"


def main() -> None:
    """Measure and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--papers", type=int, default=60)
    parser.add_argument("--corpus", action="store_true", help="the digests of corpus/ in place of invented papers")
    asked = parser.parse_args()
    with TemporaryDirectory() as place:
        if not asked.corpus:
            write_papers(Path(place), asked.papers)
        files = sorted((CORPUS if asked.corpus else Path(place)).rglob("*.md"))[: asked.papers]
        papers = [read_paper(path.read_bytes(), path=str(path)) for path in files]
    prose = [[block.span.of(paper.text) for block in paper.prose()] for paper in papers]
    words = sum(len(text.split()) for texts in prose for text in texts)
    model = next(name for name in MODELS if spacy().util.is_package(name))
    parser_ = spacy().load(model, exclude=["ner", "lemmatizer", "attribute_ruler"])
    sentences = [
        sentence.span.of(annotated.paper.text)
        for annotated in map(annotate, papers)
        for sentence in annotated.sentences
    ]
    with_opinion = SecondOpinion()
    try:
        pipeline.make(papers[0], pipeline.understand(papers[0]))
        list(parser_.pipe(prose[0]))
        with_opinion.capacities(sentences[:1], [()])
        print(f"{len(papers)} papers, {words} words, {len(sentences)} sentences; one core")
        _tell("hemkg, text to checked graph", words, len(papers), time.process_time, lambda: _hemkg(papers))
        _tell("spaCy, tagger and parser", words, len(papers), time.process_time, lambda: _spacy(parser_, prose))
        _tell(
            "ChemDataExtractor, sentences", words, len(papers), time.perf_counter,
            lambda: with_opinion.capacities(sentences, [()] * len(sentences)),
        )  # fmt: skip
    finally:
        with_opinion.close()


def _hemkg(papers: list) -> None:
    for paper in papers:
        pipeline.make(paper, pipeline.understand(paper))


def _spacy(parser: object, prose: list[list[str]]) -> None:
    for texts in prose:
        list(parser.pipe(texts))


def _tell(name: str, words: int, papers: int, clock: Callable[[], float], run: Callable[[], object]) -> None:
    began = clock()
    run()
    seconds = clock() - began
    print(f"{name:32} {words / seconds:8.0f} words/s {papers / seconds:8.1f} papers/s {seconds:8.1f} s", flush=True)


if __name__ == "__main__":
    main()
