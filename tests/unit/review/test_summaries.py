"""A review table by group, crosswise, and how complete its papers are."""

import csv
import io
import json

import pytest

from hemkg.errors import InputError
from hemkg.review.lacks import Lack
from hemkg.review.render import printed, render
from hemkg.review.sheets import Sheet, render_sheet
from hemkg.review.summaries import completeness, completeness_sheet, crosswise, grouped
from hemkg.review.tables import review_table
from hemkg.vocab.terms import HEM

from .papers import OXIDE, SULFIDE, capacity, mechanism, paper, retention, store_of

GIVES = f"{OXIDE} gives 650 mAh/g after 300 cycles at 0.1 A/g."
FIRST = paper(
    "first",
    capacity(GIVES, OXIDE, 650, current=0.1, cycle=300, window=("0.01", "3")),
    retention(f"{OXIDE} keeps 90% after 300 cycles.", OXIDE, 90, cycle=300),
    mechanism(f"{OXIDE} stores lithium by conversion.", OXIDE, HEM.Conversion),
    mechanism(f"{OXIDE} then alloys.", OXIDE, HEM.Alloying),
    speaks_of=(HEM.currentDensity,),
)
SECOND = paper("second", capacity(f"{SULFIDE} gives 400 mAh/g with sodium.", SULFIDE, 400, ion="Na"))


@pytest.fixture(scope="module")
def table():
    return review_table(store_of(FIRST, SECOND))


def test_rows_stand_in_groups_and_those_of_two_mechanisms_in_each(table):
    found = grouped(table, "mechanism")
    told = [(group, row.cells["value"].value) for group, row in found.grouped_rows]
    assert told == [
        ("alloying", 650.0), ("alloying", 90.0), ("conversion", 650.0), ("conversion", 90.0), ("not known", 400.0),
    ]  # fmt: skip


@pytest.mark.parametrize(("by", "groups"), [("ion", ["Li+", "Na+"]), ("paper", ["first", "second"])])
def test_a_table_is_grouped_by_what_is_asked(table, by, groups):
    assert [group.split()[-1] for group in dict.fromkeys(grouped(table, by).groups)] == groups


def test_every_format_names_the_groups(table):
    found = grouped(table, "ion")
    assert "| **Na<sup>+</sup>** |" in render(found, "md").decode()
    assert r"\textbf{Na\textsuperscript{+}}" in render(found, "latex").decode()
    lines = list(csv.DictReader(io.StringIO(render(found, "csv").decode("utf-8-sig"))))
    assert [line["Group"] for line in lines] == ["Li+", "Li+", "Na+"]
    assert [row["group"] for row in json.loads(render(found, "json"))["rows"]] == ["Li+", "Li+", "Na+"]


def test_office_files_name_the_groups_and_keep_quotes_at_their_cells(table):
    from docx import Document
    from openpyxl import load_workbook

    found = grouped(table, "ion")
    sheet = load_workbook(io.BytesIO(render(found, "xlsx")))["Measurements"]
    place = [cell.value for cell in sheet[1]].index("Value") + 1
    assert (sheet["A2"].value, sheet.cell(2, place).value) == ("Li+", 650)
    assert GIVES in sheet.cell(2, place).comment.text
    rows = Document(io.BytesIO(render(found, "docx"))).tables[0].rows
    assert [row.cells[0].text for row in rows if row.cells[0].text in {"Li+", "Na+"}] == ["Li+", "Na+"]


def test_a_table_without_groups_is_printed_as_one(table):
    assert [label for label, _ in printed(table).parts] == [None]
    assert "Group" not in render(table, "csv").decode("utf-8-sig").split(",")


def test_rows_cannot_be_grouped_by_anything(table):
    with pytest.raises(InputError, match="'colour'"):
        grouped(table, "colour")
    with pytest.raises(InputError, match="no column 'ion'"):
        grouped(table.with_columns(["value"]), "ion")


def test_measurements_are_counted_crosswise(table):
    found = crosswise(table, "ion", "mechanism")
    assert found.headings == ("ion", "alloying", "conversion", "not known")
    assert found.lines == (("Li+", 2, 2, 0), ("Na+", 0, 0, 1))


def test_a_paper_is_as_complete_as_the_conditions_that_it_states(table):
    worst, best = completeness(table)
    assert (worst.document, best.document) == ("second", "first")
    assert worst.score == 0.25  # the ion, of current, cycle, ion and window
    assert best.score == round(1 - 1 / 7, 3)  # four conditions of the capacity, three of the retention
    assert best.missing == {("current density", Lack.NOT_EXTRACTED): 1}
    assert set(worst.missing) == {(name, Lack.NOT_REPORTED) for name in ("current density", "cycle", "voltage window")}


def test_what_holds_for_a_whole_paper_is_stated_once():
    sentence = f"{OXIDE} gives 600 mAh/g after 2 cycles at 0.1 A/g."
    twice = paper(
        "twice",
        capacity(GIVES, OXIDE, 650, current=0.1, cycle=300, window=("0.01", "3")),
        capacity(sentence, OXIDE, 600, current=0.1, cycle=2),
    )
    (found,) = completeness(review_table(store_of(twice)))
    assert found.score == 1.0


def test_completeness_is_told_line_by_line(table):
    found = completeness_sheet(table)
    assert found.lines[1] == ("first", 2, 0.857, None, "current density (1 of 2)")


@pytest.mark.parametrize("form", ["md", "csv", "json"])
def test_a_sheet_is_text_in_every_format(form):
    told = render_sheet(Sheet(("Told",), (("=cmd|' /C calc'!A0 <b>",),)), form).decode("utf-8-sig")
    if form == "csv":
        assert "'=cmd" in told
    if form == "md":
        assert "<b>" not in told
    assert "calc" in told
