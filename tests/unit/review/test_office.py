"""The table as a workbook and as a document."""

import io
import shutil
import subprocess

import pytest

from hemkg.review.render import render
from hemkg.review.tables import review_table

from .papers import OXIDE, capacity, paper, store_of
from .test_render import HOSTILE, hostile_table

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
