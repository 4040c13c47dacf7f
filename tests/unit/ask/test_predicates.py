"""What nothing records of materials does not turn a question into a list of all of them."""

import pytest

from hemkg.assistant import Assistant

from .world import asking, store_of

OXIDES = ("Co3O4", "NiO")
PASSAGES = {
    "oxides": {
        "text": "Co3O4 and NiO are tested as anodes of lithium-ion cells.  Co3O4 is sensitive to moisture.  "
        "The graphite was commercially bought.",
        "gold": {
            "materials": [{"surface": name, "formula": name, "family": "oxide", "role": "anode"} for name in OXIDES],
            "claims": [],
        },
    },
    "other": {
        "text": "Fe2O3 was tried in the cells of a helicopter.",
        "gold": {
            "materials": [{"surface": "Fe2O3", "formula": "Fe2O3", "family": "oxide", "role": "anode"}],
            "claims": [],
        },
    },
}


@pytest.fixture(scope="module")
def ask():
    return asking(Assistant(store_of(PASSAGES.items())))


@pytest.mark.parametrize(
    "question",
    [
        "Which oxides are transparent?",
        "which anodes are cheap?",
        "which of the oxides is the cheapest?",
        "Which anodes are electrochemically inactive?",
        "Which of these anodes is commercially available?",
    ],
)
def test_what_no_sentence_says_of_them_is_refused(ask, question):
    answer = ask(question)
    assert answer.abstained
    assert not answer.rows


def test_what_a_sentence_says_is_quoted(ask):
    answer = ask("Which oxides are sensitive to moisture?")
    assert [row.cells["quote"] for row in answer.rows] == ["Co3O4 is sensitive to moisture."]


@pytest.mark.parametrize("question", ["Which oxides are there?", "Which anodes are oxides?", "list the oxide anodes"])
def test_what_is_recorded_is_listed(ask, question):
    assert {row.cells["material"] for row in ask(question).rows} == {*OXIDES, "Fe2O3"}


def test_a_thing_that_one_paper_speaks_of_picks_the_materials_of_that_paper(ask):
    assert [row.cells["material"] for row in ask("List the anodes for helicopters").rows] == ["Fe2O3"]


@pytest.mark.parametrize("question", ["Which anodes are better than NiO?", "Which anodes beat NiO?"])
def test_what_outdoes_one_by_nothing_in_particular_is_asked_back(ask, question):
    answer = ask(question)
    assert answer.abstained
    assert "outdo NiO" in answer.text
