"""Elements are told by lists that shut others out, by alternatives, by groups, and by what takes their place."""

import pytest
from annotated import store_of

from hemkg.assistant import Assistant

FORMULAS = {
    "CoNiO2": "oxide", "CoNiFeO4": "oxide", "SnSb2Te4": "telluride", "SnTe": "telluride", "BiOCl": "oxyhalide",
    "BiOCl0.5I0.5": "oxyhalide", "LaCoO3": "oxide", "ZnFe2O4": "oxide", "Zn0.9Mg0.1Fe2O4": "oxide",
}  # fmt: skip


@pytest.fixture(scope="module")
def named():
    text = ", ".join(FORMULAS) + " and other metal tellurides are anodes; all were cycled."
    materials = [{"surface": s, "formula": s, "family": f, "role": "anode"} for s, f in FORMULAS.items()]
    materials.append({"surface": "metal tellurides", "family": "telluride", "elements": {"Te": None}, "role": "anode"})
    made = {"title": "Many anodes", "text": text, "gold": {"materials": materials, "claims": []}}
    assistant = Assistant(store_of([("many", made)]))
    return lambda question: {row.cells.get("material") for row in assistant.ask(question).answer.rows}


@pytest.mark.parametrize(
    "question",
    [
        "Which anodes consist of nothing but cobalt, nickel and oxygen?",
        "Anodes exclusively made of cobalt, nickel and oxygen?",
        "Which oxides are made only of cobalt and nickel?",
        "Made of nothing other than Co, Ni and oxygen - which anodes?",
    ],
)
def test_a_list_may_shut_others_out(named, question):
    assert named(question) == {"CoNiO2"}


def test_of_alternatives_one_will_do(named):
    assert named("Anodes with antimony or lanthanum?") == {"SnSb2Te4", "LaCoO3"}


@pytest.mark.parametrize(
    "question",
    [
        "Anode materials in which tin occurs while antimony does not.",
        "Which tellurides contain tin although antimony isn't there?",
        "Tellurides with Sn that do NOT contain Sb",
    ],
)
def test_what_is_not_there_may_be_said_at_the_end(named, question):
    assert named(question) == {"SnTe"}


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("Any anode that holds two halogens at once?", {"BiOCl0.5I0.5"}),
        ("Which oxides contain a rare-earth metal?", {"LaCoO3"}),
        ("Tellurides without any pnictogens", {"SnTe"}),
    ],
)
def test_elements_are_told_by_their_group(named, question, found):
    assert named(question) == found


def test_members_of_a_series_hold_what_takes_the_place(named):
    asked = "Of the series in which magnesium gradually replaces zinc in ZnFe2O4, which members are there?"
    assert named(asked) == {"Zn0.9Mg0.1Fe2O4"}


def test_amounts_may_be_uneven(named):
    assert "CoNiO2" not in named("Oxides whose metals come in unequal amounts")
    assert "Zn0.9Mg0.1Fe2O4" in named("Oxides whose metals come in unequal amounts")
