"""The review table: one row a measurement, and behind every cell a sentence."""

from dataclasses import replace

import pytest

from hemkg.errors import InputError
from hemkg.model.answer import Citation
from hemkg.model.claim import Conditions
from hemkg.model.quantity import Quantity
from hemkg.review.lacks import Lack
from hemkg.review.tables import MEASUREMENTS, Column, ReviewTable, TableCell, TableRow, review_table
from hemkg.store.claims import Range, RowSelection, Selection
from hemkg.vocab.terms import HEM

from .papers import OXIDE, SULFIDE, capacity, mechanism, paper, retention, store_of, technique

GIVES = f"{OXIDE} gives 650 mAh/g after 300 cycles at 0.1 A/g."
KEEPS = f"{OXIDE} keeps 90% after 300 cycles."
OXIDE_PAPER = paper(
    "oxide",
    capacity(GIVES, OXIDE, 650, current=0.1, cycle=300),
    retention(KEEPS, OXIDE, 90, cycle=300),
    mechanism(f"{OXIDE} stores lithium by conversion.", OXIDE, HEM.Conversion),
    technique("The electrode was followed by operando XRD.", None, HEM.XRayDiffraction, HEM.Operando),
)


def quotes(table, cell):
    said = {citation.number: citation.quote for citation in table.citations}
    return [said[number] for number in cell.citations]


def only(*papers):
    return review_table(store_of(*papers))


def test_a_measurement_is_a_row_in_text_order():
    assert [row.cells["value"].value for row in only(OXIDE_PAPER).rows] == [650.0, 90.0]


def test_every_value_has_the_sentence_that_says_it():
    table = only(OXIDE_PAPER)
    row = table.rows[0]
    assert quotes(table, row.cells["value"]) == [GIVES]
    assert quotes(table, row.cells["mechanisms"]) == [f"{OXIDE} stores lithium by conversion."]
    assert quotes(table, row.cells["techniques"]) == ["The electrode was followed by operando XRD."]


def test_what_follows_from_the_composition_says_so():
    cell = only(OXIDE_PAPER).rows[0].cells["entropy"]
    assert cell.text == "1.6094"
    assert cell.note.startswith("computed from the composition: ideal entropy of mixing")


def test_every_computed_cell_says_by_which_rule():
    keys = ("entropy", "entropy_convention", "entropy_class", "faraday_limit", "faraday_share", "verdict")
    within, beyond = (only(paper("f", capacity(f"CoO gives {n} mAh/g.", "CoO", n))).rows[0] for n in (500, 5000))
    for row in (within, beyond):
        rules = {key: row.cells[key].note.removeprefix("computed from the composition: ") for key in keys}
        assert all(len(rule) > 40 for rule in rules.values()), rules
    assert "not above the upper end" in within.cells["verdict"].note
    assert "exceeds" in beyond.cells["verdict"].note


def test_a_condition_that_the_sentence_does_not_hold_says_that_it_stands_elsewhere():
    sentence = f"{OXIDE} gives 650 mAh/g."
    said = capacity(sentence, OXIDE, 650, current=0.1, cycle=300, window=("0.01", "3"))
    cells = only(paper("far", said)).rows[0].cells
    told = ("current_density", "current_as_printed", "cycle", "voltage_window", "ion")
    assert {key for key in cells if "elsewhere" in (cells[key].note or "")} >= set(told)


@pytest.mark.parametrize(
    "words",
    [
        "At 0.10 A/g from 0.01 to 3.0 V lithium goes in 1,300 times and 650 mAh/g come out of Sample.",
        "Sample in LIBs: 650 mAh/g, 1300th cycle, 0.1 A g-1, 0.01-3 V.",
    ],
)
def test_a_condition_that_the_sentence_holds_in_another_spelling_is_not_called_carried_over(words):
    said = capacity(words, "Sample", 650, current=0.1, cycle=1300, window=("0.01", "3"))
    cells = only(paper("near", said)).rows[0].cells
    assert not [key for key in cells if "elsewhere" in (cells[key].note or "")]


def test_a_condition_of_another_ion_or_number_is_called_carried_over():
    words = "Sample gives 650 mAh/g against sodium at 10.1 A/g after 30 cycles."
    cells = only(paper("other", capacity(words, "Sample", 650, current=0.1, cycle=300))).rows[0].cells
    assert all("elsewhere" in cells[key].note for key in ("current_density", "cycle", "ion"))


def test_a_capacity_is_told_as_a_share_of_what_faraday_allows():
    row = only(paper("f", capacity("CoO gives 357.5 mAh/g.", "CoO", 357.5))).rows[0]
    assert row.cells["faraday_limit"].text == "715"
    assert row.cells["faraday_share"].value == 50.0
    keeps = only(paper("k", retention("CoO keeps 90%.", "CoO", 90, cycle=3))).rows[0]
    assert keeps.cells["faraday_share"].value is None


def test_an_entropy_names_its_convention():
    cells = only(OXIDE_PAPER).rows[0].cells
    assert cells["entropy_convention"].text == "per mole of cations"
    assert (
        only(paper("n", capacity("Sample gives 5 mAh/g.", "Sample", 5))).rows[0].cells["entropy_convention"].text == ""
    )


def test_an_empty_cell_says_why():
    row = only(OXIDE_PAPER).rows[0]
    assert row.cells["composition"].value is not None
    assert row.cells["reported_from"] == TableCell(note="not in the sentence")


def test_what_the_text_mentions_nowhere_is_not_reported_and_what_it_mentions_is_not_extracted():
    mute = paper("mute", capacity(GIVES, OXIDE, 650))
    loud = paper("loud", capacity(GIVES, OXIDE, 650), speaks_of=(HEM.voltageLow, HEM.structureType, HEM.cycle))
    first, second = (only(said).rows[0] for said in (mute, loud))
    assert first.cells["voltage_window"].lack is Lack.NOT_REPORTED
    assert second.cells["voltage_window"].lack is Lack.NOT_EXTRACTED
    assert {"voltage_window", "structure", "cycle"} <= set(second.lacking(Lack.NOT_EXTRACTED))
    assert not {"voltage_window", "structure", "cycle"} & set(second.lacking(Lack.NOT_REPORTED))


def test_a_morphology_rests_on_a_sentence_that_has_its_word():
    told = mechanism(f"Nanosheets of {OXIDE} store lithium by conversion.", OXIDE, HEM.Conversion)
    shaped = paper("shaped", capacity(GIVES, OXIDE, 650), told, shapes={OXIDE: HEM.Nanosheet})
    table = only(shaped)
    cell = table.rows[0].cells["morphology"]
    assert (cell.text, quotes(table, cell)) == ("nanosheet", [told[0]])


def test_a_morphology_that_is_not_told_is_not_reported_and_one_of_something_else_not_extracted():
    mute = paper("mute", capacity(GIVES, OXIDE, 650))
    loud = paper("loud", capacity(GIVES, OXIDE, 650), speaks_of=(HEM.morphology,))
    first, second = (only(said).rows[0].cells["morphology"] for said in (mute, loud))
    assert (first.lack, second.lack) == (Lack.NOT_REPORTED, Lack.NOT_EXTRACTED)


def test_of_a_title_nothing_was_extracted():
    made, reading = paper("title", capacity(GIVES, OXIDE, 650))
    titled = replace(made, bibliography=replace(made.bibliography, origin="title"))
    cell = only((titled, reading)).rows[0].cells["voltage_window"]
    assert (cell.lack, cell.note) == (Lack.NOT_EXTRACTED, "not extracted: only the title is known")


def test_a_current_given_as_a_rate_is_not_missing():
    sentence, said = capacity(GIVES, OXIDE, 650)
    rate = Conditions(Quantity.single("2", "C"), None, "Li")
    cell = only(paper("rate", (sentence, {**said, "conditions": rate}))).rows[0].cells["current_density"]
    assert (cell.lack, cell.note) == (None, "given as a C-rate")


def test_a_mechanism_is_heard_from_a_sentence_that_names_the_material():
    names = [f"Sample{number}" for number in range(5)]
    said = [capacity(f"{name} gives {100 + i} mAh/g.", name, 100 + i) for i, name in enumerate(names)]
    hint = mechanism("Space charge makes charging fast.", "Sample0", HEM.SpaceCharge)
    told = mechanism("Sample1 stores by alloying.", "Sample1", HEM.Alloying)
    rows = only(paper("many", *said, hint, told)).rows
    assert [row.cells["mechanisms"].text for row in rows[:2]] == ["", "alloying"]


def test_a_mechanism_that_is_denied_is_not_shown_as_one():
    from hemkg.model.claim import Polarity

    denied = mechanism(f"{OXIDE} does not alloy.", OXIDE, HEM.Alloying, polarity=Polarity.NEGATED)
    row = only(paper("denied", capacity(GIVES, OXIDE, 650), denied)).rows[0]
    assert row.cells["mechanisms"].text == "alloying (negated)"


def picked(store, *, beside=(), without=()):
    table = review_table(store, RowSelection(Selection(MEASUREMENTS), tuple(beside), tuple(without)))
    return {row.cells["material"].text for row in table.rows}


def test_a_row_is_picked_by_what_is_said_of_its_material_besides_the_number():
    other = paper("sulfide", capacity(f"{SULFIDE} gives 500 mAh/g.", SULFIDE, 500))
    store = store_of(OXIDE_PAPER, other)
    conversion = Selection((HEM.MechanismClaim,), mechanisms=(HEM.Conversion,), polarities=(HEM.Asserted,))
    operando = Selection((HEM.TechniqueClaim,), techniques=(HEM.XRayDiffraction,), modes=(HEM.Operando,))
    assert picked(store, beside=[conversion]) == {OXIDE}
    assert picked(store, beside=[conversion, operando]) == {OXIDE}
    assert picked(store, beside=[replace(operando, modes=(HEM.ExSitu,))]) == set()
    assert picked(store, beside=[replace(conversion, polarities=(HEM.Negated,))]) == set()
    assert picked(store, without=[conversion]) == {SULFIDE}


def test_a_cell_says_the_same_whichever_rows_are_picked():
    names = [f"Sample{number}" for number in range(5)]
    said = [capacity(f"{name} gives {100 + i} mAh/g.", name, 100 + i) for i, name in enumerate(names)]
    store = store_of(paper("many", *said, technique("Cells were followed by XRD.", None, HEM.XRayDiffraction)))
    high = RowSelection(Selection(MEASUREMENTS, value=Range(least=104)))
    (row,) = review_table(store, high).rows
    assert row.cells["techniques"] == review_table(store).rows[-1].cells["techniques"]


def test_columns_come_in_the_order_asked_for():
    table = review_table(store_of(OXIDE_PAPER), columns=["value", "material"])
    assert [column.key for column in table.columns] == ["value", "material"]
    with pytest.raises(InputError, match="no column 'colour'"):
        review_table(store_of(OXIDE_PAPER), columns=["colour"])


def test_a_value_without_a_citation_cannot_be_built():
    row = TableRow("urn:c", HEM.CapacityClaim, "urn:p", {"value": TableCell(1.0)})
    with pytest.raises(ValueError, match="no citation"):
        ReviewTable((Column("value", "Value"),), (row,), (Citation(1, "d", "q"),))
    pointing = TableRow("urn:c", HEM.CapacityClaim, "urn:p", {"value": TableCell(1.0, (2,))})
    with pytest.raises(ValueError, match="not there"):
        ReviewTable((Column("value", "Value"),), (pointing,), (Citation(1, "d", "q"),))


def test_an_empty_store_gives_an_empty_table():
    table = review_table(store_of())
    assert (table.rows, table.citations, table.works) == ((), (), ())


# ---------------------------------------------------------------- techniques behind mechanisms

SHOWS = f"Operando XRD and XPS show that {OXIDE} converts."


def behind(*said):
    table = only(paper("behind", capacity(GIVES, OXIDE, 650), *said))
    cells = table.rows[0].cells
    return table, cells["mechanism_techniques"], cells["able_techniques"]


def test_a_technique_in_the_sentence_of_a_mechanism_is_behind_it():
    shown = (
        technique(SHOWS, None, HEM.XRayDiffraction, HEM.Operando),
        technique(SHOWS, None, HEM.DensityFunctionalTheory),
    )
    table, cell, _ = behind(mechanism(SHOWS, OXIDE, HEM.Conversion), *shown)
    assert cell.value == ("conversion: DFT, operando XRD",)
    assert (quotes(table, cell), cell.note) == ([SHOWS], "named in the sentence that tells the mechanism")


def test_what_the_paper_used_elsewhere_is_not_behind_the_mechanism_but_told_apart_if_it_can_show_it():
    used = "Powders were examined by XRD and DFT."
    elsewhere = technique(used, None, HEM.XRayDiffraction), technique(used, None, HEM.DensityFunctionalTheory)
    between = technique("Carbon was seen by Raman.", None, HEM.RamanSpectroscopy)
    table, cell, able = behind(*elsewhere, between, mechanism(f"{OXIDE} converts.", OXIDE, HEM.Conversion))
    assert cell.value == ("conversion: Raman (sentence beside)",)
    assert able.value == ("conversion: XRD",)
    assert quotes(table, able) == [used]
    assert "no sentence ties them" in able.note


def test_a_sentence_beside_counts_only_for_what_can_show_the_mechanism():
    told = mechanism(f"{OXIDE} converts.", OXIDE, HEM.Conversion)
    table, cell, _ = behind(told, technique("Operando magnetometry sees it.", None, HEM.Magnetometry, HEM.Operando))
    assert cell.value == ("conversion: operando magnetometry (sentence beside)",)
    assert quotes(table, cell) == [f"{OXIDE} converts.", "Operando magnetometry sees it."]
    _, cell, _ = behind(told, technique("DFT finds fast diffusion.", None, HEM.DensityFunctionalTheory))
    assert (cell.value, cell.note, cell.lack) == (None, "no technique is named with the mechanism", None)


def test_a_sentence_beside_that_tells_a_mechanism_or_another_material_keeps_its_techniques():
    told = mechanism(f"{OXIDE} converts.", OXIDE, HEM.Conversion)
    other = "XRD shows that it alloys."
    alloys = mechanism(other, OXIDE, HEM.Alloying), technique(other, None, HEM.XRayDiffraction)
    assert behind(told, *alloys)[1].value == ("alloying: XRD",)
    of_another = f"{SULFIDE} was followed by XRD."
    named = retention(of_another, SULFIDE, 90, cycle=3), technique(of_another, None, HEM.XRayDiffraction)
    assert behind(told, *named)[1].value is None


def test_a_technique_of_another_material_is_not_behind_the_mechanism():
    both = f"{OXIDE} converts, and XRD of {SULFIDE} is sharp."
    other = retention(f"{SULFIDE} keeps 90% after 3 cycles.", SULFIDE, 90, cycle=3)
    _, cell, _ = behind(mechanism(both, OXIDE, HEM.Conversion), technique(both, SULFIDE, HEM.XRayDiffraction), other)
    assert cell.value is None


def test_without_a_mechanism_its_techniques_are_missing_as_the_mechanism_is():
    _, cell, able = behind(technique("Powders were examined by XRD.", None, HEM.XRayDiffraction))
    assert (cell.lack, able.lack) == (Lack.NOT_REPORTED, Lack.NOT_REPORTED)


def test_a_denied_mechanism_says_so_beside_its_technique():
    from hemkg.model.claim import Polarity

    denied = mechanism(SHOWS, OXIDE, HEM.Alloying, polarity=Polarity.NEGATED)
    _, cell, _ = behind(denied, technique(SHOWS, None, HEM.XRayDiffraction))
    assert cell.value == ("alloying (negated): XRD",)
