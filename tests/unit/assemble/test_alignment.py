"""What a paper tells of one measurement in several places is one claim, and two values of it are told."""

from dataclasses import replace

import pytest

from hemkg.annotate.annotator import annotate
from hemkg.assemble.alignment import aligned
from hemkg.assemble.claims import assemble
from hemkg.assemble.printed_values import printed
from hemkg.model.claim import Reading
from hemkg.model.paper import Bibliography, Block, BlockKind, Cell, Paper, Source, Span, Table
from hemkg.model.quantity import Comparator, Quantity

SOURCE = Source("t", "t.xml", "application/xml", "0" * 64, "test")
OXIDE = "(FeCoNiCrMn)3O4"
HEAD = ["Sample", "Current density (A g−1)", "Cycle number", "Capacity (mAh g−1)"]
ROW = [OXIDE, "0.5", "300", "820"]
CELLS = "In lithium-ion half cells "


def paper(*parts: tuple[str, str] | list[list[str]], supplement: str | None = None) -> Paper:
    """Return a paper of sections and of tables whose first row is their header; the last part may be a supplement's."""
    text, blocks, tables = "", [], []
    for place, part in enumerate(parts):
        within = supplement if place + 1 == len(parts) else None
        start = len(text)
        if isinstance(part, tuple):
            section, words = part
            text += words
            blocks.append(Block(BlockKind.PARAGRAPH, Span(start, len(text)), section, 1, None, within))
        else:
            cells = []
            for number, row in enumerate(part):
                for column, words in enumerate(row):
                    span = Span(len(text), len(text) + len(words))
                    if number:
                        cells.append(Cell(span, number - 1, column, (part[0][column],), (row[0],) if column else ()))
                    text += words + (" | " if column + 1 < len(row) else "\n")
            blocks.append(Block(BlockKind.TABLE, Span(start, len(text)), "Results", 3, len(tables), within))
            tables.append(Table(f"Table {len(tables) + 1}", "", tuple(cells)))
        text += "\n\n"
    return Paper("sha:t", Bibliography(), text, tuple(blocks), SOURCE, tables=tuple(tables))


def read(*parts: tuple[str, str] | list[list[str]], supplement: str | None = None) -> Reading:
    made = paper(*parts, supplement=supplement)
    return aligned(made, assemble(annotate(made)))


def results(words: str) -> tuple[str, str]:
    return "Results", CELLS + words


def values(reading: Reading) -> list[tuple[float, int]]:
    """Return value and number of places of each capacity of the oxide."""
    found = [c for c in reading.claims if c.material == OXIDE and c.claim_type.value == "capacity" and c.quantity]
    return [(float(c.quantity.low), 1 + len(c.further)) for c in found if c.quantity]


# ---------------------------------------------------------------- one measurement


@pytest.mark.parametrize(
    ("sentence", "cell"),
    [
        (f"the {OXIDE} anode keeps a capacity of 820 mAh g−1 after 300 cycles at 0.5 A g−1.", "820"),
        (f"the {OXIDE} anode keeps a capacity of 820 mAh g−1 after 300 cycles at 500 mA g−1.", "820.4"),
        (f"after 300 cycles at 0.5 A g−1, {OXIDE} retains 0.82 Ah g−1.", "818"),
        (f"a capacity of 820 mAh g−1 is delivered by {OXIDE} after 300 cycles.", "820"),
    ],
)
def test_a_cell_and_a_sentence_that_agree_within_their_digits_are_one_claim(sentence, cell):
    reading = read(results(sentence), [HEAD, [OXIDE, "0.5", "300", cell]])
    (claim,) = [c for c in reading.claims if c.claim_type.value == "capacity"]
    assert {bool(e.cell) for e in (claim.evidence, *claim.further)} == {True, False}
    assert not reading.disagreements


def test_each_condition_is_taken_from_where_it_is_stated():
    sentence = f"the {OXIDE} anode keeps a reversible capacity of 820 mAh g−1 after 300 cycles."
    rows = [["Sample", "Capacity at 0.5 A g−1 (mAh g−1)"], [OXIDE, "820"]]
    (claim,) = [c for c in read(results(sentence), rows).claims if c.claim_type.value == "capacity"]
    assert (claim.conditions.cycle, str(claim.conditions.current_density.low)) == (300, "0.5")
    assert claim.kind == "ReversibleCapacity"
    assert claim.evidence.cell is None
    assert [(e.quote, e.table) for e in claim.further] == [("820", "Table 1")]


def test_the_value_with_more_digits_leads():
    sentence = f"the {OXIDE} anode keeps a capacity of 1.2 Ah g−1 after 300 cycles at 0.5 A g−1."
    assert values(read(results(sentence), [HEAD, [OXIDE, "0.5", "300", "1,230"]])) == [(1230, 2)]


@pytest.mark.parametrize("section", ["Abstract", "Conclusions"])
def test_a_summary_and_the_body_are_one_claim(section):
    said = f"{CELLS}the {OXIDE} anode keeps 820 mAh g−1 after 300 cycles at 0.5 A g−1."
    reading = read((section, said), ("Results", said.replace("anode", "electrode")))
    assert values(reading) == [(820, 2)]


def test_a_paper_and_its_supplement_are_one_claim():
    said = results(f"the {OXIDE} anode keeps 820 mAh g−1 after 300 cycles at 0.5 A g−1.")
    assert values(read(said, [HEAD, ROW], supplement="t_si")) == [(820, 2)]


# ---------------------------------------------------------------- several measurements


@pytest.mark.parametrize(
    "sentence",
    [
        f"the {OXIDE} anode keeps a capacity of 820 mAh g−1 after 200 cycles at 0.5 A g−1.",
        f"the {OXIDE} anode keeps a capacity of 820 mAh g−1 after 300 cycles at 1 A g−1.",
        f"the {OXIDE} anode keeps a capacity of 820 mAh g−1 after 300 cycles at 0.5 C.",
        "CoO keeps a capacity of 820 mAh g−1 after 300 cycles at 0.5 A g−1.",
        f"the {OXIDE} anode shows an initial discharge capacity of 820 mAh g−1 at 0.5 A g−1.",
        f"the {OXIDE} anode keeps more than 820 mAh g−1 after 300 cycles at 0.5 A g−1.",
    ],
)
def test_other_conditions_another_material_or_a_bound_make_another_claim(sentence):
    reading = read(results(sentence), [HEAD, ROW])
    capacities = [c for c in reading.claims if c.claim_type.value == "capacity"]
    assert len(capacities) == 2
    assert not any(c.further for c in capacities)
    assert not reading.disagreements


def test_a_value_that_two_different_measurements_could_be_is_joined_to_neither():
    said = ("Abstract", f"{CELLS}the {OXIDE} anode delivers a capacity of 820 mAh g−1.")
    other = [OXIDE, "1", "500", "820"]
    assert values(read(said, [HEAD, ROW], [HEAD, other])) == [(820, 1), (820, 1), (820, 1)]


def test_two_cells_of_one_table_are_never_one():
    assert values(read(results("CoO was compared."), [HEAD, ROW, ROW])) == [(820, 1), (820, 1)]


# ---------------------------------------------------------------- two values


@pytest.mark.parametrize(
    "sentence",
    [
        f"the {OXIDE} anode keeps a capacity of 802 mAh g−1 after 300 cycles at 0.5 A g−1.",
        f"after 300 cycles at 500 mA g−1, {OXIDE} still gives a reversible capacity of 802 mAh g−1.",
    ],
)
def test_another_value_under_the_same_conditions_is_a_disagreement(sentence):
    reading = read(results(sentence), [HEAD, ROW])
    by_id = {claim.claim_id: claim for claim in reading.claims}
    ((one, other),) = reading.disagreements
    assert {str(by_id[one].quantity.low), str(by_id[other].quantity.low)} == {"802", "820"}
    assert values(reading) == [(802, 1), (820, 1)]


def test_what_the_text_says_twice_disagrees_with_the_abstract_as_one_claim():
    said = f"{CELLS}the {OXIDE} anode keeps %s mAh g−1 after 300 cycles at 0.5 A g−1."
    reading = read(("Abstract", said % 850), ("Results", said % 820), [HEAD, ROW])
    assert values(reading) == [(850, 1), (820, 2)]
    assert len(reading.disagreements) == 1


def test_first_efficiencies_disagree_whatever_the_current():
    rows = [["Sample", "ICE (%)"], [OXIDE, "75.1"]]
    said = results(f"the {OXIDE} anode has an initial Coulombic efficiency of %s%%.")
    assert len(read((said[0], said[1] % "71.5"), rows).disagreements) == 1
    assert read((said[0], said[1] % 75), rows).disagreements == ()


@pytest.mark.parametrize(
    "sentence",
    [
        f"the {OXIDE} anode keeps about 800 mAh g−1 after 300 cycles at 0.5 A g−1.",
        f"the {OXIDE} anode keeps 810 ± 12 mAh g−1 after 300 cycles at 0.5 A g−1.",
        f"the {OXIDE} anode keeps more than 800 mAh g−1 after 300 cycles at 0.5 A g−1.",
        f"the {OXIDE} anode keeps 802 mAh g−1 after 300 cycles.",
        f"the {OXIDE} anode keeps 802 mAh g−1 at 0.5 A g−1.",
    ],
)
def test_what_is_loose_or_lacks_a_condition_disagrees_with_nothing(sentence):
    assert read(results(sentence), [HEAD, ROW]).disagreements == ()


def test_where_one_place_gives_several_values_something_unread_tells_them_apart():
    said = results(f"the {OXIDE} anode keeps 802 mAh g−1 after 300 cycles at 0.5 A g−1.")
    other = [OXIDE, "0.5", "300", "840"]
    assert read(said, [HEAD, ROW, other]).disagreements == ()


# ---------------------------------------------------------------- printed digits


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        (("1.23", "Ah g-1"), ("1230", "mAh g-1"), True),
        (("1.23", "Ah g-1"), ("1235", "mAh g-1"), True),
        (("1.23", "Ah g-1"), ("1236", "mAh g-1"), False),
        (("820", "mAh g-1"), ("820.5", "mAh g-1"), True),
        (("820", "mAh g-1"), ("821", "mAh g-1"), False),
        (("75", "%"), ("75", "mAh g-1"), False),
    ],
)
def test_values_agree_where_the_one_to_more_digits_rounds_to_the_other(one, other, agree):
    assert printed(Quantity.single(*one)).agrees(printed(Quantity.single(*other))) is agree


def test_about_leaves_open_what_its_zeros_leave_open():
    about = printed(replace(Quantity.single("800", "mAh g-1"), comparator=Comparator.ABOUT))
    assert not about.differs(printed(Quantity.single("845", "mAh g-1")))
    assert about.differs(printed(Quantity.single("860", "mAh g-1")))
