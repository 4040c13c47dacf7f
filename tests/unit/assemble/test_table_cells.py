"""Numbers in tables, each with the header that tells what it is."""

from hemkg.annotate.annotator import annotate
from hemkg.assemble.claims import assemble
from hemkg.model.claim import ClaimType
from hemkg.model.paper import Bibliography, Block, BlockKind, Cell, Paper, Source, Span, Table

SOURCE = Source("t", "t.xml", "application/xml", "0" * 64, "test")


def paper(prose: str, rows: list[list[str]]) -> Paper:
    """Return a paper of one paragraph and one table whose first row and column are headers."""
    text = prose + "\n\n"
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
        Block(BlockKind.TABLE, Span(start, len(text)), "Results", 3, 0),
    )
    return Paper("sha:t", Bibliography(), text, blocks, SOURCE, tables=(Table("Table 1", "", tuple(cells)),))


def told(prose: str, rows: list[list[str]]) -> list[tuple]:
    claims = [c for c in assemble(annotate(paper(prose, rows))).claims if c.evidence.rule == "table"]
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
