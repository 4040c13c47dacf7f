"""Words that neither labels nor spelling explain, with a stand-in for the language model."""

import numpy
import pytest

from hemkg.ask import meaning
from hemkg.ask.meaning import closeness, nearest_labels

NEAR = {"longevity": "cycle life", "lifespan": "cycle life"}


class StandIn:
    """Every text is a direction of its own, save that some words mean the same."""

    def __init__(self):
        self.seen = []

    def encode(self, texts):
        rows = numpy.zeros((len(texts), 5000))
        for row, text in zip(rows, texts, strict=True):
            meant = NEAR.get(text, text)
            if meant not in self.seen:
                self.seen.append(meant)
            row[self.seen.index(meant)] = 1.0
        return rows


@pytest.fixture
def model(monkeypatch):
    stand_in = StandIn()
    monkeypatch.setattr(meaning, "embedder", lambda: stand_in)
    meaning._label_vectors.cache_clear()
    yield stand_in
    meaning._label_vectors.cache_clear()


def test_a_word_of_the_same_meaning_is_taken_for_the_label(model):
    assert nearest_labels(["longevity", "restaurant"]) == {"longevity": "cycle life"}


def test_the_user_sees_what_was_taken_for_what(model, assistant):
    answer = assistant.answer("What longevity does SnS2@C have?")
    assert "'longevity' taken for 'cycle life', by meaning" in answer.interpretation
    assert [row.cells["value"] for row in answer.rows] == [500]


def test_a_question_that_is_understood_never_loads_the_model(monkeypatch, assistant):
    monkeypatch.setattr(meaning, "embedder", lambda: pytest.fail("the model was asked for"))
    assert not assistant.answer("Capacity of GeP3?").abstained


def test_without_a_model_the_question_is_answered_without_it(monkeypatch, assistant):
    monkeypatch.setattr(meaning, "embedder", lambda: None)
    assert closeness("tin", ["tin", "lead"]) == [0.0, 0.0]
    answer = assistant.answer("What longevity does SnS2@C have?")
    assert answer.abstained
    assert "by meaning" not in answer.interpretation


def test_a_broken_model_is_no_model(monkeypatch):
    monkeypatch.setattr(meaning, "PACKAGE", "no_such_package_at_all")
    meaning.embedder.cache_clear()
    assert meaning.embedder() is None
    meaning.embedder.cache_clear()
