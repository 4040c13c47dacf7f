"""Questions about where papers stand against each other are answered by what the rules found."""

import pytest

from hemkg.assistant import Assistant
from hemkg.reason import guidelines, rules
from hemkg.store.catalogue import Catalogue


@pytest.fixture(scope="module")
def held():
    """An assistant over what is generally held, in which the article's own contradictions stand."""
    catalogue = Catalogue.in_memory()
    catalogue.graph.replace(guidelines.graphs())
    rules.derive(catalogue.graph)
    return Assistant(catalogue)


@pytest.mark.parametrize(
    "question",
    [
        "Where do papers contradict each other?",
        "Which claims are inconsistent?",
        "List all contradictions and tensions.",
    ],
)
def test_all_conflicts_are_told_contradictions_first_each_row_cited(held, question):
    answer = held.answer(question)
    kinds = [row.cells["kind"] for row in answer.rows]
    assert kinds == sorted(kinds, key=["contradiction", "tension", "contextual difference"].index)
    assert all(row.citations for row in answer.rows)
    assert answer.text.startswith("The rules find 2 contradictions")
    assert "Contradiction" in answer.sparql


def test_a_mechanism_picks_the_conflicts_that_speak_of_it(held):
    answer = held.answer("Which contradictions are there on space charge?")
    assert "high-entropy material: space charge" in {row.cells["about"] for row in answer.rows}
    assert len(answer.rows) < len(held.answer("Which contradictions are there?").rows)


def test_where_nothing_stands_against_each_other_the_answer_is_no(held):
    answer = held.answer("Do papers disagree about pseudocapacitance?")
    assert answer.yesno is False
    assert not answer.rows
    assert held.answer("Which contradictions are there about pseudocapacitance?").abstained


@pytest.mark.parametrize(
    "question", ["Do papers disagree about the price?", "Which contradictions are there on XyZ9O4?"]
)
def test_what_nobody_speaks_of_brings_up_no_conflict(held, question):
    assert not held.answer(question).rows
