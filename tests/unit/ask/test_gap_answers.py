"""What nobody has done is told from the gaps of the field, and not from what papers report."""

import pytest

from hemkg.ask.answering import ask
from hemkg.model.answer import Citation
from hemkg.model.gap import Cell, Gap, GapKind

HIGH = "HighEntropyMaterial"
SULFIDES = {"mechanism": "SpaceCharge", "material_class": HIGH, "family": "Sulfide"}


def gap(label, kind, **cell):
    quote = Citation(0, "oxide", f"Of {label} nothing is known.", start=0, end=1)
    return Gap(label, kind, label, Cell(**cell), 0.5, {}, "because", evidence=(quote,))


GAPS = (
    gap("Space charge in HEMs", GapKind.STATED, mechanism="SpaceCharge", material_class=HIGH),
    gap("Space charge in HE sulfides", GapKind.UNEXPLORED, **SULFIDES),
    gap("Alloying for sodium", GapKind.TRANSFER, mechanism="Alloying", material_class=HIGH, ion="SodiumIon"),
    gap("Magnetometry of HEMs", GapKind.UNTESTED_TECHNIQUE, material_class=HIGH, technique="operando magnetometry"),
    gap("An oxide of Fe and Mn", GapKind.UNEXPLORED, material_class=HIGH, family="Oxide"),
)  # fmt: skip


@pytest.fixture
def told(assistant):
    """Return the gaps that answer a question."""

    def run(question):
        answer = ask(assistant.catalogue, question, gaps=lambda: GAPS).answer
        return [row.cells["gap"] for row in answer.rows]

    return run


@pytest.mark.parametrize(
    ("question", "labels"),
    [
        ("What are the research gaps?", [gap.label for gap in GAPS]),
        ("What is unexplored about space charge in high-entropy sulfides?", ["Space charge in HE sulfides"]),
        ("What has nobody tried with alloying in sodium cells?", ["Alloying for sodium"]),
        ("What has nobody tried with magnetometry?", ["Magnetometry of HEMs"]),
        ("Which techniques have never been used on high-entropy materials?", ["Magnetometry of HEMs"]),
        ("Which oxide compositions have not been tried yet?", ["An oxide of Fe and Mn"]),
        ("Which gaps do the authors name?", ["Space charge in HEMs"]),
        ("What is the most promising research gap?", ["Space charge in HEMs"]),
    ],
)
def test_a_question_for_gaps_is_answered_by_those_of_its_place(told, question, labels):
    assert told(question) == labels


def test_the_gap_of_a_wider_place_answers_where_the_place_itself_has_none(told):
    assert told("What is unexplored about space charge in high-entropy materials with potassium?") == [
        "Space charge in HEMs",
        "Space charge in HE sulfides",
    ]


@pytest.mark.parametrize(
    ("question", "yesno"),
    [
        ("Is space charge unexplored in high-entropy materials?", True),
        ("Is conversion unexplored in high-entropy oxides?", False),
    ],
)
def test_whether_something_is_open_is_told_by_what_papers_report(assistant, question, yesno):
    answer = ask(assistant.catalogue, question, gaps=lambda: GAPS).answer
    assert answer.yesno is yesno
    assert answer.citations


def test_which_mechanisms_nobody_studied_with_an_ion_is_told_by_what_papers_report(told, assistant):
    answer = ask(assistant.catalogue, "Which mechanisms have not been studied for sodium?", gaps=lambda: GAPS).answer
    assert {row.cells["mechanism"] for row in answer.rows} == {"intercalation", "space_charge", "pseudocapacitance"}


def test_a_place_without_gaps_is_said_to_have_none(assistant):
    answer = ask(assistant.catalogue, "What are the gaps for zinc-ion phosphides?", gaps=lambda: GAPS).answer
    assert answer.abstained


def test_a_band_gap_and_an_open_question_whether_are_no_gaps(assistant):
    for question in ("What is the band gap of GeP3?", "For which anodes is it an open question whether tin alloys?"):
        answer = ask(assistant.catalogue, question, gaps=lambda: GAPS).answer
        assert not any("gap" in row.cells for row in answer.rows)
