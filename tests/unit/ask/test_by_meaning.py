"""What is said in other words than a question, found by vectors that a build keeps, with a stand-in for the model."""

import numpy
import pytest

from hemkg import building
from hemkg.ask import by_meaning, meaning
from hemkg.assistant import Assistant
from hemkg.store.catalogue import Catalogue
from hemkg.store.passages import Passage
from hemkg.store.vectors import Vectors

ASKED = "Who says that grains break apart on repeated use?"
SAID = "The particles crumble when the cell is cycled."
ELSE = "CoO delivers 650 mAh g-1 after 300 cycles in a lithium-ion cell."


class StandIn:
    """Crumbling is one direction, everything else another one each."""

    def __init__(self):
        self.encoded = []

    def encode(self, texts):
        self.encoded += texts
        rows = numpy.zeros((len(texts), 64), dtype="f4")
        for row, text in zip(rows, texts, strict=True):
            is_meant = "crumble" in text or "break apart" in text
            row[0 if is_meant else 1 + sum(map(ord, text)) % 63] = 1.0
        return rows


@pytest.fixture
def model(monkeypatch):
    stand_in = StandIn()
    monkeypatch.setattr(meaning, "embedder", lambda: stand_in)
    return stand_in


def built(tmp_path, **options):
    papers = tmp_path / "papers"
    papers.mkdir(exist_ok=True)
    for name, text in (("one", SAID), ("other", ELSE)):
        (papers / f"{name}.txt").write_text(text, encoding="utf-8")
    report = building.build([papers], tmp_path / "store", workers=1, largest=2**20, **options)
    assert not report.failed
    return tmp_path / "store", report


def test_a_question_in_other_words_is_answered_if_the_build_kept_what_passages_mean(model, tmp_path):
    store, _ = built(tmp_path)
    with Assistant.open(store) as assistant:
        assert assistant.answer(ASKED).abstained
    built(tmp_path, keeps_meaning=True)
    with Assistant.open(store) as assistant:
        answer = assistant.answer(ASKED)
    assert [row.cells["quote"] for row in answer.rows] == [SAID]
    assert answer.citations[0].quote == SAID


def test_what_is_named_must_stand_in_the_passage(model, tmp_path):
    store, _ = built(tmp_path, keeps_meaning=True)
    with Assistant.open(store) as assistant:
        assert assistant.answer("Who says that grains of Fe2O3 break apart on repeated use?").abstained


def test_without_a_model_the_build_says_that_meaning_is_not_kept(monkeypatch, tmp_path):
    monkeypatch.setattr(meaning, "embedder", lambda: None)
    store, report = built(tmp_path, keeps_meaning=True)
    assert [note for note in report.notes if "no model for it is installed" in note]
    with Assistant.open(store) as assistant:
        assert assistant.answer(ASKED).abstained


def passage(paper, text):
    return Passage(paper, paper, None, None, None, None, None, 0, text)


@pytest.fixture
def catalogue(tmp_path):
    with Catalogue.open(tmp_path / "store", write=True, create=True) as opened:
        for paper in ("urn:a", "urn:b"):
            opened.passages.replace(paper, [passage(paper, f"{SAID} {paper}"), passage(paper, f"{ELSE} {paper}")])
        yield opened


def test_only_what_has_no_vector_yet_is_given_to_the_model(model, catalogue, monkeypatch):
    monkeypatch.setattr(by_meaning, "BATCH", 3)
    assert by_meaning.fill(catalogue) == 4
    assert by_meaning.fill(catalogue) == 0
    catalogue.passages.replace("urn:b", [passage("urn:b", "Something new.")])
    assert by_meaning.fill(catalogue) == 1
    assert model.encoded[-1] == "Something new."
    assert len(model.encoded) == 5


def test_a_passage_that_took_the_place_of_another_does_not_inherit_its_vector(model, catalogue):
    by_meaning.fill(catalogue)
    catalogue.passages.replace("urn:b", [passage("urn:b", "Tin."), passage("urn:b", "Zinc.")])
    assert [found.paper for found in by_meaning.near(catalogue, ASKED, 1)] == ["urn:a"]
    assert {found.quote for found in by_meaning.near(catalogue, "break apart", 9)} == {f"{SAID} urn:a", f"{ELSE} urn:a"}


def test_one_who_is_stopped_goes_on_where_it_was(model, catalogue, monkeypatch):
    monkeypatch.setattr(by_meaning, "BATCH", 1)
    append, seen = Vectors.append, []

    def stopped(self, *given):
        append(self, *given)
        seen.append(given)
        if len(seen) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(Vectors, "append", stopped)
    with pytest.raises(KeyboardInterrupt):
        by_meaning.fill(catalogue)
    assert by_meaning.fill(catalogue) == 2


def test_vectors_of_passages_that_are_gone_are_left_out_once_they_are_many(model, catalogue, tmp_path, monkeypatch):
    monkeypatch.setattr(by_meaning, "FEWEST_STALE", 0)
    for number in range(5):
        catalogue.passages.replace("urn:b", [passage("urn:b", f"Reading {number}.")])
        by_meaning.fill(catalogue)
    assert Vectors(tmp_path / "store").rows <= 2 * catalogue.passages.count()
    assert by_meaning.fill(catalogue) == 0


def test_a_store_in_memory_keeps_none(model):
    catalogue = Catalogue.in_memory()
    catalogue.passages.replace("urn:a", [passage("urn:a", SAID)])
    assert (by_meaning.fill(catalogue), by_meaning.near(catalogue, ASKED, 3)) == (None, [])
