"""What tables say samples are made of: designed apart from found, wt.% as atoms, cells without a number."""

import pytest

from hemkg.annotate.annotator import annotate
from hemkg.assemble.claims import assemble
from hemkg.assemble.composition_cells import Counts, shares_of
from hemkg.model.claim import Material
from hemkg.read import read_paper

PROSE = (
    "In lithium-ion cells, the HEO-1 anode delivers 800 mAh g−1 and the HEO-2 anode delivers 700 mAh g−1. "
    "The HEO-1 and HEO-2 powders are rock salts."
)
NOMINAL, MEASURED, STATED = "NominalComposition", "MeasuredComposition", "StatedComposition"
ICP, EDS = "InductivelyCoupledPlasmaSpectrometry", "EnergyDispersiveXRaySpectroscopy"


def _line(cells, tag):
    """Return a row; a cell may be a pair of its text and how many rows or columns it spans."""
    told = (cell if isinstance(cell, tuple) else (cell, "") for cell in cells)
    return f"<tr>{''.join(f'<{tag} {span}>{words}</{tag}>' for words, span in told)}</tr>"


def read(head, rows, caption="Compositions.", prose=PROSE) -> dict[str, Material]:
    """Return the materials of a paper with one table, by their names."""
    table = "".join(_line(line, "th") for line in head), "".join(_line(line, "td") for line in rows)
    text = (
        "<article><front><article-meta><title-group><article-title>Anodes</article-title></title-group></article-meta>"
        f"</front><body><sec><title>Results</title><p>{prose}</p><table-wrap><label>Table 1</label>"
        f"<caption><p>{caption}</p></caption><table><thead>{table[0]}</thead><tbody>{table[1]}</tbody></table>"
        "</table-wrap></sec></body></article>"
    )
    reading = assemble(annotate(read_paper(text.encode(), path="a.xml")))
    return {name: material for material in reading.materials for name in material.names}


def told(material: Material) -> list[tuple]:
    """Return origin, technique and shares of the atoms of what tables say of a material."""
    return [
        (r.origin, r.technique, {s: round(float(share), 3) for s, share in (r.composition.fractions() or {}).items()})
        for r in material.reports
    ]


# ---------------------------------------------------------------- a column for each element


def test_a_row_of_elements_is_what_the_sample_was_found_to_be():
    found = read([["Sample", "Fe", "Co", "O"]], [["HEO-1", "20.1", "19.9", "60.0"]], "Composition (at.%) by EDS.")
    assert told(found["HEO-1"]) == [(MEASURED, EDS, {"Fe": 0.201, "Co": 0.199, "O": 0.6})]
    (report,) = found["HEO-1"].reports
    (cells,) = report.evidence
    assert (cells.quote, cells.table, cells.cell) == ("20.1 | 19.9 | 60.0", "Table 1", "HEO-1 > Fe, Co, O")
    assert not found["HEO-2"].reports


def test_two_rows_of_headers_part_the_designed_from_the_found():
    head = [
        ["Sample", ("Nominal (at.%)", "colspan='3'"), ("ICP-OES (at.%)", "colspan='3'")],
        ["", "Fe", "Co", "Ni", "Fe", "Co", "Ni"],
    ]
    found = read(head, [["HEO-1", "33.3", "33.3", "33.4", "34.1", "32.9", "33.0"]])
    assert told(found["HEO-1"]) == [
        (NOMINAL, None, {"Fe": 0.333, "Co": 0.333, "Ni": 0.334}),
        (MEASURED, ICP, {"Fe": 0.341, "Co": 0.329, "Ni": 0.33}),
    ]


def test_a_name_over_two_rows_holds_for_both_and_masses_become_atoms():
    rows = [[("HEO-1", "rowspan='2'"), "nominal", "48.66", "51.34"], ["measured", "40.0", "60.0"]]
    found = read([["Sample", "", "Fe (wt.%)", "Co (wt.%)"]], rows, "Chemical composition by ICP-OES.")
    assert told(found["HEO-1"]) == [
        (NOMINAL, None, {"Fe": 0.5, "Co": 0.5}),
        (MEASURED, ICP, {"Fe": 0.413, "Co": 0.587}),
    ]


def test_elements_may_stand_downwards():
    rows = [["Fe", "33", "40"], ["Co", "33", "30"], ["Ni", "34", "30"]]
    found = read([["Element (at.%)", "HEO-1", "HEO-2"]], rows, "EDX results.")
    assert told(found["HEO-2"]) == [(MEASURED, EDS, {"Fe": 0.4, "Co": 0.3, "Ni": 0.3})]
    assert [cell.quote for cell in found["HEO-2"].reports[0].evidence] == ["40", "30", "30"]


@pytest.mark.parametrize("nothing", ["–", "-", "n.d.", "not detected", "&lt;0.1", "0", ""])
def test_a_cell_without_a_number_holds_nothing_of_its_element(nothing):
    found = read([["Sample", "Fe", "Co", "Ni"]], [["HEO-1", "50", nothing, "50"]], "EDS, at.%.")
    assert told(found["HEO-1"]) == [(MEASURED, EDS, {"Fe": 0.5, "Ni": 0.5})]


def test_a_balance_is_what_is_left_of_a_hundred():
    found = read([["Sample", "Fe", "Co", "Ni"]], [["HEO-1", "20.5", "19.5 ± 0.4", "bal."]], "EDS, at.%.")
    assert told(found["HEO-1"]) == [(MEASURED, EDS, {"Fe": 0.205, "Co": 0.195, "Ni": 0.6})]


def test_footnote_marks_are_no_part_of_headers_or_numbers():
    head = [["Sample", "Fe<sup>a</sup>", "Co<sup>*</sup>", "O"]]
    found = read(head, [["HEO-1", "20.1<sup>b</sup>", "19.9", "60.0"]], "Composition (at.%) by EDS.")
    assert told(found["HEO-1"]) == [(MEASURED, EDS, {"Fe": 0.201, "Co": 0.199, "O": 0.6})]


def test_what_a_table_does_not_call_designed_or_found_stays_open():
    found = read([["Sample", "Fe", "Co"]], [["HEO-1", "1", "3"]], "Molar ratio of the metals.")
    assert told(found["HEO-1"]) == [(STATED, None, {"Fe": 0.25, "Co": 0.75})]


def test_the_caption_names_the_sample_where_no_header_does():
    head, row = ["", "Fe", "Co", "Ni"], ["at.%", "33", "33", "34"]
    found = read([head], [row], "EDS of HEO-2.")
    assert told(found["HEO-2"]) == [(MEASURED, EDS, {"Fe": 0.33, "Co": 0.33, "Ni": 0.34})]
    assert not read([head], [["Steel", *row[1:]]], "EDS (at.%) of HEO-2.")["HEO-2"].reports
    assert not read([head], [row], "EDS of HEO-1 and HEO-2.")["HEO-2"].reports


@pytest.mark.parametrize(
    ("head", "row", "caption"),
    [
        (["Sample", "Fe", "Co"], ["HEO-1", "1", "3"], "Results for two metals."),
        (["Sample", "Fe (at.%)", "Co (at.%)"], ["HEO-1", "40", "see text"], "EDS."),
        (["Sample", "Fe (at.%)", "Co (at.%)"], ["HEO-1", "80", "70"], "EDS."),
        (["Sample", "Fe (at.%)", "Co (at.%)"], ["HEO-1", "bal.", "bal."], "EDS."),
        (["Sample", "V (Å3)", "P (bar)"], ["HEO-1", "500", "3"], "Composition in at.%: see above."),
        (["Sample", "Fe (at.%)", "Co (at.%)"], ["Steel", "40", "60"], "EDS."),
    ],
)
def test_what_is_not_beyond_doubt_says_nothing(head, row, caption):
    found = read([head], [row], caption)
    assert not any(material.reports for material in found.values())


# ---------------------------------------------------------------- what a sample takes over


def test_a_sample_of_no_known_formula_takes_over_a_whole_composition():
    found = read([["Sample", "Fe", "Co", "O"]], [["HEO-1", "20.1", "19.9", "60.0"]], "Composition (at.%) by EDS.")
    composition = found["HEO-1"].composition
    assert composition is not None
    assert (composition.formula, composition.basis.value) == ("Fe0.201Co0.199O0.6", "table")


@pytest.mark.parametrize(
    ("row", "caption"),
    [
        (["HEO-1", "50", "50", "–"], "Composition (at.%) by ICP."),
        (["HEO-1", "20", "19", "50"], "Composition (at.%) by EDS."),
        (["HEO-1", "20", "20", "60"], "Composition (at.%) by XPS."),
    ],
    ids=["metals alone", "not all", "the surface"],
)
def test_metals_alone_a_part_or_the_surface_are_not_all_of_a_sample(row, caption):
    found = read([["Sample", "Fe", "Co", "O"]], [row], caption)
    assert found["HEO-1"].reports
    assert found["HEO-1"].composition is None


def test_a_formula_in_the_text_stays_the_composition():
    prose = "The (Fe0.5Co0.5)O anode (HEO-1) delivers 800 mAh g−1 in lithium-ion cells; HEO-1 is a rock salt."
    rows = [["HEO-1", "30", "20", "50"]]
    found = read([["Sample", "Fe", "Co", "O"]], rows, "Composition (at.%) by EDS.", prose)
    assert found["HEO-1"].composition.formula == "(Fe0.5Co0.5)O"
    assert [origin for origin, _, _ in told(found["HEO-1"])] == [MEASURED]


# ---------------------------------------------------------------- a column of formulas


def test_a_column_of_nominal_formulas_names_the_samples_and_one_of_measured_makes_none():
    head = [["Sample", "Nominal composition", "Measured composition (ICP)"]]
    rows = [
        ["HEO-1", "(Fe0.5Co0.5)3O4", "(Fe0.52Co0.48)3O4"],
        ["HEO-2", "(Fe0.25Co0.75)3O4", "(Fe0.24Co0.76)3O4"],
    ]
    found = read(head, rows)
    assert found["HEO-1"] is found["(Fe0.5Co0.5)3O4"]
    assert [(r.origin, r.technique, r.composition.formula) for r in found["HEO-1"].reports] == [
        (NOMINAL, None, "(Fe0.5Co0.5)3O4"),
        (MEASURED, ICP, "(Fe0.52Co0.48)3O4"),
    ]
    assert "(Fe0.52Co0.48)3O4" not in found


# ---------------------------------------------------------------- numbers


def test_masses_are_divided_by_the_masses_of_the_atoms():
    cells = {"Fe": "55.845", "S": "32.06"}
    shares = shares_of(cells, Counts.MASS, percent=False, as_written="55.845 | 32.06")
    assert {s: float(share) for s, share in shares.composition.fractions().items()} == {"Fe": 0.5, "S": 0.5}
