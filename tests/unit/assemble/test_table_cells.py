"""Numbers in tables, each with the header that tells what it is."""

from hemkg.annotate.annotator import annotate
from hemkg.assemble.claims import assemble
from hemkg.model.claim import ClaimType
from hemkg.model.paper import Bibliography, Block, BlockKind, Cell, Paper, Source, Span, Table

SOURCE = Source("t", "t.xml", "application/xml", "0" * 64, "test")


def paper(prose: str, rows: list[list[str]], caption: str = "") -> Paper:
    """Return a paper of one paragraph and one table whose first row and column are headers."""
    text = prose + "\n\n" + (caption + "\n\n" if caption else "")
    above = Span(len(prose) + 2, len(prose) + 2 + len(caption)) if caption else None
    cells, start = [], len(text)
    for number, row in enumerate(rows):
        for column, words in enumerate(row):
            if number:
                path = (row[0],) if column else ()
                span = Span(len(text), len(text) + len(words))
                cells.append(Cell(span, number - 1, column, (rows[0][column],), path))
            text += words + (" | " if column + 1 < len(row) else "\n")
    blocks = (
        Block(BlockKind.PARAGRAPH, Span(0, len(prose))),
        *([Block(BlockKind.CAPTION, above)] if above else []),
        Block(BlockKind.TABLE, Span(start, len(text)), "Results", 3, 0),
    )
    return Paper("sha:t", Bibliography(), text, blocks, SOURCE, tables=(Table("Table 1", caption, tuple(cells)),))


def told(prose: str, rows: list[list[str]], caption: str = "") -> list[tuple]:
    claims = [c for c in assemble(annotate(paper(prose, rows, caption))).claims if c.evidence.rule == "table"]
    return [
        (
            c.claim_type.value,
            c.material,
            c.quantity.value,
            c.conditions.current_density and (c.conditions.current_density.value, c.conditions.current_density.unit),
            c.conditions.cycle,
            c.cites,
        )
        for c in claims
    ]


PROSE = "Lithium-ion anodes of CoO and (FeCoNi)3O4 were compared."


def test_conditions_stand_in_other_columns():
    rows = [
        ["Sample", "Current density (A g−1)", "Cycle number", "Capacity (mAh g−1)", "Ref."],
        ["CoO", "0.1", "50", "420", "[12]"],
        ["(FeCoNi)3O4", "0.5", "300", "810", "this work"],
    ]
    assert told(PROSE, rows) == [
        ("capacity", "CoO", 420.0, (0.1, "A g-1"), 50, ("12",)),
        ("capacity", "(FeCoNi)3O4", 810.0, (0.5, "A g-1"), 300, ()),
    ]


def test_conditions_stand_in_the_header():
    rows = [
        ["Anode", "ICE (%)", "Capacity at 0.2 A g−1 (mAh g−1)", "Capacity retention after 200 cycles (%)"],
        ["CoO", "61", "512", "44"],
    ]
    assert told(PROSE, rows) == [
        ("coulombic_efficiency", "CoO", 61.0, None, 1, ()),
        ("capacity", "CoO", 512.0, (0.2, "A g-1"), None, ()),
        ("retention", "CoO", 44.0, None, 200, ()),
    ]


def test_a_cell_may_print_everything_itself():
    rows = [["Compound", "Performance"], ["CoO", "654 mAh g−1 after 50 cycles at 1 A g−1"]]
    assert told(PROSE, rows) == [("capacity", "CoO", 654.0, (1.0, "A g-1"), 50, ())]


def test_evidence_is_the_cell_with_its_headers():
    rows = [["Sample", "Capacity (mAh g−1)"], ["CoO", "420"]]
    (claim,) = [c for c in assemble(annotate(paper(PROSE, rows))).claims if c.evidence.rule == "table"]
    assert (claim.evidence.quote, claim.evidence.cell, claim.evidence.page) == ("420", "CoO > Capacity (mAh g−1)", 3)
    assert claim.claim_type is ClaimType.CAPACITY


def test_other_columns_and_unknown_materials_claim_nothing():
    rows = [
        ["Sample", "Surface area (m2 g−1)", "Capacity (mAh g−1)"],
        ["Biomass", "12", "300"],
        ["CoO", "34", "n.a."],
    ]
    assert told(PROSE, rows) == []


def named(prose: str, rows: list[list[str]]) -> list[tuple]:
    """Return what the cells name: mechanisms and syntheses."""
    claims = [c for c in assemble(annotate(paper(prose, rows))).claims if c.evidence.rule == "table"]
    return [(c.claim_type.value, c.material, c.concept, c.conditions.ion, c.evidence.cell) for c in claims]


def test_mechanisms_and_syntheses_stand_under_their_headers():
    rows = [
        ["Material", "Storage mechanism", "Ion", "Synthesis method"],
        ["CoO", "conversion", "Na", "hydrothermal"],
        ["(FeCoNi)3O4", "intercalation", "Li+", "ball milling"],
    ]
    assert named(PROSE, rows) == [
        ("mechanism", "CoO", "Conversion", "Na", "CoO > Storage mechanism"),
        ("synthesis", "CoO", "Hydrothermal", None, "CoO > Synthesis method"),
        ("mechanism", "(FeCoNi)3O4", "Intercalation", "Li", "(FeCoNi)3O4 > Storage mechanism"),
        ("synthesis", "(FeCoNi)3O4", "BallMilling", None, "(FeCoNi)3O4 > Synthesis method"),
    ]


def test_a_cell_that_names_two_mechanisms_claims_both():
    rows = [["Material", "Mechanism"], ["CoO", "intercalation and conversion"]]
    assert {told[2] for told in named(PROSE, rows)} == {"Intercalation", "Conversion"}


def test_a_cell_that_says_more_than_a_name_claims_nothing():
    rows = [["Material", "Mechanism"], ["CoO", "no conversion"], ["(FeCoNi)3O4", "conversion of Fe only"]]
    assert named(PROSE, rows) == []


def test_a_mechanism_outside_its_column_is_not_claimed():
    rows = [["Material", "Mechanism", "Remark"], ["CoO", "n.a.", "conversion"]]
    assert named(PROSE, rows) == []


def test_an_ion_that_is_none_leaves_the_ion_open():
    rows = [["Material", "Mechanism", "Ion"], ["CoO", "conversion", "various"]]
    assert [told[3] for told in named(PROSE, rows)] == [None]


BOTH = [["Sample", "Capacity (mAh g−1)"], ["CoO", "420"], ["(FeCoNi)3O4", "810"]]


def conditions(caption: str, rows: list[list[str]] = BOTH, prose: str = PROSE) -> list[tuple]:
    """Return current, cycle and ion of the capacities of a table, and what its caption is said to tell."""
    claims = [c for c in assemble(annotate(paper(prose, rows, caption))).claims if c.evidence.rule == "table"]
    return [
        (
            c.conditions.current_density
            and f"{c.conditions.current_density.value} {c.conditions.current_density.unit}",
            c.conditions.cycle,
            c.conditions.ion,
            (c.evidence.cell or "").partition("; caption: ")[2],
        )
        for c in claims
        if c.claim_type is ClaimType.CAPACITY
    ]


def test_a_caption_tells_the_conditions_of_all_cells():
    caption = "Table 1. Capacities of the anodes after 100 cycles at 0.1 A g−1 in Na cells."
    prose = "Sodium-ion and lithium-ion anodes of CoO and (FeCoNi)3O4 were compared."
    assert conditions(caption, prose=prose) == [("0.1 A g-1", 100, "Na", "0.1 A g−1, 100 cycles, Na cells")] * 2


def test_half_cells_of_a_caption_name_the_ion():
    prose = "Sodium-ion and lithium-ion anodes of CoO and (FeCoNi)3O4 were compared."
    assert conditions("Table 1. Capacities in Na half cells.", prose=prose)[0] == (None, None, "Na", "Na half cells")


def test_a_column_for_a_condition_outdoes_the_caption():
    rows = [
        ["Sample", "Current density (A g−1)", "Capacity (mAh g−1)"],
        ["CoO", "0.5", "420"],
        ["(FeCoNi)3O4", "–", "810"],
    ]
    caption = "Table 1. Capacities at 0.1 A g−1 after 100 cycles."
    assert conditions(caption, rows) == [("0.5 A g-1", 100, "Li", "100 cycles"), (None, 100, "Li", "100 cycles")]


def test_a_header_outdoes_the_caption():
    rows = [["Sample", "Capacity at 2 A g−1 (mAh g−1)", "Capacity (mAh g−1)"], ["CoO", "210", "420"]]
    assert [told[0] for told in conditions("Table 1. Capacities at 0.1 A g−1.", rows)] == ["2.0 A g-1", "0.1 A g-1"]


def test_a_cell_or_header_that_tells_two_currents_takes_none_from_the_caption():
    caption = "Table 1. Capacities at 0.1 A g−1."
    rows = [["Compound", "Performance"], ["CoO", "654 mAh g−1 at 1 A g−1, less at 2 A g−1"]]
    assert [told[0] for told in conditions(caption, rows)] == [None]
    rows = [["Sample", "Capacity at 1 A g−1 and 2 A g−1 (mAh g−1)"], ["CoO", "420"]]
    assert [told[0] for told in conditions(caption, rows)] == [None]


def test_a_caption_of_several_values_or_of_one_material_tells_nothing():
    for caption in (
        "Table 1. Capacities at 0.1 and 1 A g−1.",
        "Table 1. Capacities at up to 5 A g−1.",
        "Table 1. Capacities of CoO at 0.1 A g−1 and of what others made.",
        "Table 1. Capacities at 0.1 A g−1 after formation.",
        "Table 1. Capacities of the first three cycles.",
        "Table 2. Capacities of what is told.",
    ):
        assert [told[:2] for told in conditions(caption)] == [(None, None)] * 2, caption


def test_a_theoretical_or_first_capacity_takes_no_cycle_from_the_caption():
    rows = [
        ["Sample", "Theoretical capacity (mAh g−1)", "Initial discharge capacity (mAh g−1)", "Capacity (mAh g−1)"],
        ["CoO", "715", "1020", "420"],
    ]
    found = conditions("Table 1. Capacities after 100 cycles at 0.1 A g−1.", rows)
    assert [told[:2] for told in found] == [(None, None), ("0.1 A g-1", 1), ("0.1 A g-1", 100)]


def test_a_caption_of_the_papers_own_work_does_not_speak_for_cited_rows():
    rows = [["Sample", "Capacity (mAh g−1)", "Ref."], ["CoO", "420", "[12]"], ["(FeCoNi)3O4", "810", "this work"]]
    caption = "Table 1. Our capacities at 0.1 A g−1 beside those of others."
    assert [told[0] for told in conditions(caption, rows)] == [None, "0.1 A g-1"]
