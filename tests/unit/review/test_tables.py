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
    assert (cell.text, cell.note) == ("1.6094", "computed from the composition")


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
