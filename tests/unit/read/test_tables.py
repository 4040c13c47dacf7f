"""Rows of cells become lines of text whose cells know the headers above and beside them."""

from hemkg.model.paper import Mark, MarkKind, Span
from hemkg.read.compose import LaidTable
from hemkg.read.flow import Flow
from hemkg.read.tables import GridCell, is_numeric, lay_table, without_footnote_mark


def cell(text: str, *, header: bool = False, rows: int = 1, columns: int = 1) -> GridCell:
    return GridCell(Flow(text), header, rows, columns)


def table(*lines: str, header_rows: int | None = None) -> LaidTable:
    return lay_table(
        "Table 1", "", [[cell(t.strip()) for t in line.split("|")] for line in lines], header_rows=header_rows
    )


def paths(laid: LaidTable) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    return {c.span.of(laid.flow.text): (c.column_path, c.row_path) for c in laid.cells}


def test_a_cell_knows_its_column_and_its_row():
    laid = table("Sample | Capacity (mAh/g) | Cycles", "A1 | 650 | 100", "A2 | 500 | 200")
    assert paths(laid)["650"] == (("Capacity (mAh/g)",), ("A1",))
    assert paths(laid)["200"] == (("Cycles",), ("A2",))


def test_every_cell_stands_at_its_span():
    laid = table("Sample | Capacity", "A1 | 650", "A2 | ", "A3 | 1")
    assert laid.flow.text == "Sample | Capacity\nA1 | 650\nA2 | \nA3 | 1"
    assert [c.span.of(laid.flow.text) for c in laid.cells] == ["A1", "650", "A2", "A3", "1"]


def test_header_rows_build_a_path_from_the_outside_in():
    rows = [
        [cell("oxide", header=True, rows=2), cell("capacity (mAh/g)", header=True, columns=2)],
        [cell("first", header=True), cell("last", header=True)],
        [cell("ZnO"), cell("901"), cell("120")],
    ]
    laid = lay_table("", "", rows)
    assert paths(laid)["120"] == (("capacity (mAh/g)", "last"), ("ZnO",))
    assert paths(laid)["ZnO"] == (("oxide",), ())


def test_a_cell_over_several_rows_counts_in_each():
    rows = [
        [cell("ion"), cell("salt"), cell("value")],
        [cell("Na", rows=2), cell("x"), cell("1")],
        [cell("y"), cell("2")],
    ]
    laid = lay_table("", "", rows, header_rows=1)
    assert laid.flow.text == "ion | salt | value\nNa | x | 1\nNa | y | 2"
    assert paths(laid)["2"][1] == ("Na", "y")


def test_an_empty_first_cell_stands_for_the_one_above():
    laid = table("Sample | Phase | Size", "S3 | Si | 35", " | Ag | 33")
    assert paths(laid)["33"][1] == ("S3",)


def test_a_line_across_the_body_names_the_rows_below_it():
    rows = [[cell("Cell"), cell("V"), cell("C")], [cell("Aqueous", columns=3)], [cell("A"), cell("1"), cell("2")]]
    assert paths(lay_table("", "", rows, header_rows=1))["2"] == (("C",), ("Aqueous", "A"))


def test_a_line_across_the_head_names_no_column():
    rows = [
        [cell("Space group: R-3m", columns=3)],
        [cell("Atom"), cell("x"), cell("y")],
        [cell("Na"), cell("0"), cell("1")],
    ]
    assert paths(lay_table("", "", rows, header_rows=2))["1"] == (("y",), ("Na",))


def test_a_leading_number_does_not_name_a_row_alone():
    laid = table("Year | Composition | Value", "2018 | A | 1", "2019 | B | 2")
    assert paths(laid)["2"][1] == ("2019", "B")


def test_without_a_header_row_of_words_there_is_no_header():
    assert paths(table("A1 | 650", "A2 | 500"))["650"] == ((), ("A1",))


def test_a_raised_footnote_letter_is_cut_and_an_exponent_kept():
    def raised(text: str, length: int) -> Flow:
        return Flow(text, (Mark(MarkKind.SUPERSCRIPT, Span(len(text) - length, len(text))),))

    assert without_footnote_mark(raised("412b", 1)).text == "412"
    assert without_footnote_mark(raised("cycles a,b", 3)).text == "cycles"
    assert without_footnote_mark(raised("m2", 1)).text == "m2"
    inside = Flow("Lossa) [V]", (Mark(MarkKind.SUPERSCRIPT, Span(4, 6)),))
    assert without_footnote_mark(inside).text == "Loss [V]"
    assert without_footnote_mark(raised("a", 1)).text == "a"


def test_numbers_alone_are_told_from_words():
    assert all(map(is_numeric, ["650", "~75.2", "−3.04", "89%", "49(2)", "22 700".replace(" ", ""), "12.5 ± 0.3"]))
    assert not any(map(is_numeric, ["A1", "100 mAh", "", "2H", "5 nm"]))


def test_ragged_and_empty_rows_do_no_harm():
    laid = lay_table("", "", [[], [cell("a", rows=9, columns=9)], [cell("b")], []])
    assert {c.span.of(laid.flow.text) for c in laid.cells} >= {"a"}
