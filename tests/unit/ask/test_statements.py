"""What papers state: mechanisms, elements, techniques, syntheses, materials."""

import pytest


@pytest.mark.parametrize(
    "question",
    [
        "By which mechanisms does SnS2@C store sodium?",
        "How does SnS2@C take up sodium?",
        "What happens chemically in SnS2@C when sodium enters?",
        "SnS2@C: storage mechanism?",
    ],
)
def test_a_mechanism_may_be_asked_for_by_its_verb(cells, question):
    assert set(cells("mechanism", question)) == {"conversion", "alloying"}


@pytest.mark.parametrize(
    ("question", "elements"),
    [
        ("Which elements of (FeCoNiCuZn)3O4 are converted?", {"Fe", "Co", "Ni"}),
        ("Which metal in (FeCoNiCuZn)3O4 is never converted?", {"Zn"}),
        ("Which element does not convert in (FeCoNiCuZn)3O4?", {"Zn"}),
    ],
)
def test_what_takes_part_is_told_from_what_does_not(cells, question, elements):
    assert set(cells("element", question)) == elements


@pytest.mark.parametrize("question", ["How was (FeCoNiCuZn)3O4 made?", "By which route is (FeCoNiCuZn)3O4 obtained?"])
def test_a_synthesis_is_asked_for_by_its_verb(cells, question):
    assert cells("synthesis", question) == ["ball milling"]


@pytest.mark.parametrize("question", ["Who used XRD?", "XRD - which paper?", "Any use of operando XRD?"])
def test_a_technique_leads_to_its_paper(cells, question):
    assert cells("doc", question) == ["oxide"]


@pytest.mark.parametrize(
    ("question", "materials"),
    [
        ("sulfides?", {"SnS2@C"}),
        ("Which phosphides contain tin?", {"SnP3"}),
        ("Phosphides without germanium", {"SnP3"}),
        ("Which materials convert and alloy?", {"SnS2@C"}),
    ],
)
def test_materials_are_picked_by_what_they_are(cells, question, materials):
    assert set(cells("material", question)) == materials


@pytest.mark.parametrize(
    ("question", "yes"),
    [
        ("Does zinc convert in (FeCoNiCuZn)3O4?", False),
        ("Is cobalt converted in (FeCoNiCuZn)3O4?", True),
        ("Has anybody reported space charge here?", False),
    ],
)
def test_yes_or_no_is_decided_by_what_is_asserted_and_denied(ask, question, yes):
    assert ask(question).yesno is yes


def test_what_a_material_is_made_of_leaves_out_what_the_question_sets_aside(cells):
    assert set(cells("element", "What is in (FeCoNiCuZn)3O4 besides oxygen?")) == {"Fe", "Co", "Ni", "Cu", "Zn"}
