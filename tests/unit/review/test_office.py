"""The table as a workbook and as a document."""

import io
import shutil
import subprocess

import pytest

from hemkg.review import sheet_parts
from hemkg.review.render import render
from hemkg.review.summaries import grouped
from hemkg.review.tables import review_table
from hemkg.vocab.terms import HEM

from .papers import OXIDE, capacity, mechanism, paper, store_of
from .test_render import HOSTILE, hostile_table

STORING = (HEM.Conversion, HEM.Alloying, HEM.Intercalation, HEM.SpaceCharge, HEM.Pseudocapacitance)
QUOTE = f"{OXIDE} gives 650 mAh/g after 300 cycles."


@pytest.fixture(scope="module")
def table():
    return review_table(store_of(paper("wu", capacity(QUOTE, OXIDE, 650, cycle=300))))


def book(table):
    from openpyxl import load_workbook

    return load_workbook(io.BytesIO(render(table, "xlsx")))


def test_a_value_in_the_workbook_is_a_number_with_its_quote_as_comment(table):
    sheet = book(table)["Measurements"]
    place = [cell.value for cell in sheet[1]].index("Value") + 1
    cell = sheet.cell(2, place)
    assert cell.value == 650
    assert QUOTE in cell.comment.text


def commented(table):
    """Return {heading: comment} of the first row of the sheet, and its values."""
    sheet = book(table)["Measurements"]
    heads = [cell.value for cell in sheet[1]]
    cells = dict(zip(heads, sheet[2], strict=True))
    return {name: cell.comment.text for name, cell in cells.items() if cell.comment}, cells


def test_every_cell_with_a_value_has_its_sentence_and_its_paper_as_comment(table):
    comments, cells = commented(table)
    shown = {column.heading for column in table.columns if cells[column.heading].value is not None}
    assert len(shown) > 20
    assert set(comments) == shown
    assert all("A paper called wu (2024), doi:10.1234/wu" in text for text in comments.values())
    assert all(QUOTE in text for text in comments.values())


def test_the_comment_of_a_computed_cell_says_the_rule(table):
    comments, _ = commented(table)
    assert comments["Entropy per cation [R]"].startswith("Computed from the composition: ideal entropy of mixing")
    assert comments["Share of the limit [%]"].startswith("Computed from the composition: the capacity divided by")


def test_a_cell_with_many_sentences_names_those_that_do_not_fit():
    said = [mechanism(f"{OXIDE} stores in way {n}.", OXIDE, term) for n, term in enumerate(STORING)]
    comments, _ = commented(review_table(store_of(paper("m", capacity(QUOTE, OXIDE, 650, cycle=300), *said))))
    assert "in way 3." in comments["Mechanisms"]
    assert "in way 4." not in comments["Mechanisms"]
    assert comments["Mechanisms"].endswith("on the sheet of quotes")


def test_comments_of_a_grouped_table_stand_on_their_cells(table):
    comments, cells = commented(grouped(table, "ion"))
    assert "Group" not in comments
    assert cells["Value"].value == 650
    assert QUOTE in comments["Value"]


def test_a_workbook_of_an_empty_table_opens():
    assert book(review_table(store_of()))["Measurements"].max_row == 1


def test_the_filter_and_the_area_of_a_sheet_take_in_all_rows(table):
    sheet = book(table)["Measurements"]
    assert sheet.dimensions == sheet.auto_filter.ref
    assert sheet.dimensions.endswith("2")


def test_numbers_of_comment_boxes_are_reserved_by_the_thousand():
    many = {(line, 1): "told" for line in range(2, 2102)}
    drawn = sheet_parts._shapes("", (), many)
    assert drawn.count("<v:shape ") == 2100
    assert 'data="1,2,3"' in drawn
    assert 'id="_x0000_s3124"' in drawn


def test_the_workbook_lists_its_quotes_and_works(table):
    made = book(table)
    assert made.sheetnames == ["Measurements", "Quotes", "Works"]
    assert made["Quotes"]["B2"].value == QUOTE
    assert made["Works"]["F2"].value == "10.1234/wu"


def test_no_cell_of_a_hostile_workbook_is_a_formula():
    made = book(hostile_table())
    assert not [cell for sheet in made for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert made["Quotes"]["B2"].value == HOSTILE[0]


def test_the_document_has_the_table_with_subscripts_and_the_quotes(table):
    from docx import Document

    document = Document(io.BytesIO(render(table, "docx")))
    cells = [cell.text for cell in document.tables[0].rows[1].cells]
    assert cells[0].startswith(OXIDE)
    runs = [run for part in document.tables[0].rows[1].cells[0].paragraphs for run in part.runs]
    assert "0.2" in [run.text for run in runs if run.font.subscript]
    assert any(QUOTE in part.text for part in document.paragraphs)


def test_a_hostile_document_opens_with_its_text_as_text():
    from docx import Document

    document = Document(io.BytesIO(render(hostile_table(), "docx")))
    assert any("<img src=x onerror=alert(1)>" in part.text for part in document.paragraphs)


@pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice")
@pytest.mark.parametrize("form", ["docx", "xlsx"])
def test_a_hostile_file_is_opened_by_libreoffice(form, tmp_path):
    (tmp_path / f"t.{form}").write_bytes(render(hostile_table(), form))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "pdf", f"t.{form}"],  # noqa: S607
        cwd=tmp_path, check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    assert (tmp_path / "t.pdf").read_bytes().startswith(b"%PDF")
