"""What a process keeps does not grow with the number of documents that it has read."""

import gc
import sys
from functools import _lru_cache_wrapper
from pathlib import Path

from hemkg import pipeline
from hemkg.model.paper import Bibliography
from hemkg.pipeline import work, work_all
from hemkg.sources.inputs import Input

sys.path.insert(0, str(Path(__file__).parents[3] / "benchmarks"))
from invented import paper, write_papers


def _without_limit():
    """Return {function: how many answers it keeps} of ours that keep every answer."""
    every = [found for found in gc.get_objects() if isinstance(found, _lru_cache_wrapper)]
    ours = [found for found in every if found.__module__.startswith("hemkg.")]
    return {f"{f.__module__}.{f.__name__}": f.cache_info().currsize for f in ours if f.cache_info().maxsize is None}


def test_no_cache_without_a_limit_grows_with_what_papers_say(tmp_path):
    write_papers(tmp_path, 60)
    files = sorted(tmp_path.rglob("*.md"))
    for path in files[:30]:  # after which the terms of the ontology that papers speak of have been met
        assert work(Input(str(path)), 2**20).done
    before = _without_limit()
    for path in files[30:]:
        assert work(Input(str(path)), 2**20).done
    grown = {name: size - before.get(name, 0) for name, size in _without_limit().items()}
    assert "hemkg.vocab.terms._indices" in before
    assert {name: by for name, by in grown.items() if by > 5} == {}


def test_documents_are_taken_as_they_are_needed(tmp_path, monkeypatch):
    monkeypatch.setattr("hemkg.isolation.AHEAD", 2)
    write_papers(tmp_path, 1)
    (path,) = tmp_path.rglob("*.md")
    taken = []

    def sources():
        for number in range(1000):
            taken.append(number)
            yield Input(str(path), Bibliography(title=f"Work {number}"))

    outcomes = work_all(sources(), workers=2, largest=2**20)
    titles = [next(outcomes).done.bibliography.title for _ in range(3)]
    outcomes.close()
    assert titles == ["Work 0", "Work 1", "Work 2"]
    assert len(taken) <= pipeline.FEW + 1 + 2 * 2 + 3


def test_what_is_known_of_works_reaches_every_process_and_only_for_as_long_as_it_is_known(tmp_path):
    path = tmp_path / "a.md"
    path.write_text(paper(1), encoding="utf-8")
    doi = "10.5555/invented.1.1"
    known = {doi: Bibliography(doi=doi, venue="Journal of Invented Papers")}
    venues = [
        next(work_all([Input(str(path))], workers=1, largest=2**20, known=said)).done.bibliography.venue
        for said in (known, None)
    ]
    assert venues == ["Journal of Invented Papers", None]
