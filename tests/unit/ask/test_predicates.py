"""What nothing records of materials does not turn a question into a list of all of them."""

import pytest

from hemkg.assistant import Assistant

from .world import store_of

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
}


@pytest.fixture(scope="module")
def ask():
    assistant = Assistant(store_of(PASSAGES.items()))
    return lambda question: assistant.ask(question).answer


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
    assert {row.cells["material"] for row in ask(question).rows} == set(OXIDES)


@pytest.mark.parametrize("question", ["Which anodes are better than NiO?", "Which anodes beat NiO?"])
def test_what_outdoes_one_by_nothing_in_particular_is_asked_back(ask, question):
    answer = ask(question)
    assert answer.abstained
    assert "outdo NiO" in answer.text
