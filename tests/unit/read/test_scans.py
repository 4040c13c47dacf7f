"""Pages that are pictures: named, and read where a program for it is handed in."""

import io
from dataclasses import dataclass, field

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader

from hemkg.errors import UnreadableDocument
from hemkg.model.paper import BlockKind
from hemkg.read import read_paper

from .prints import LEFT, TOP, Print
from .test_pdf import FILLER

SCANNED = (
    "The anode was read from a picture of a page, and it keeps 512 mAh g-1\n"
    "after 90 cycles at 0.2 A g-1, as somebody typed who had never seen a cell\n"
    "of that kind, nor any other.\n\f"
)


@dataclass
class Recogniser:
    """Answers the same for every picture, and keeps what it was shown."""

    name: str = "Readall 7"
    shown: list[bytes] = field(default_factory=list)

    def text_of(self, picture: bytes) -> str:
        self.shown.append(picture)
        return SCANNED


def picture(drawn: Print) -> None:
    """Put a picture over the page, with a stamp on it."""
    held = io.BytesIO()
    Image.new("L", (60, 80), 200).save(held, "PNG")
    drawn.canvas.drawImage(ImageReader(held), 0, 0, 595, 842)
    drawn.line(LEFT, 20, "Downloaded by nobody", size=6)


def printed(drawn: Print) -> None:
    drawn.lines(LEFT, TOP, *FILLER, "and the page ends with a full stop.")


def document(*pages) -> bytes:
    drawn = Print()
    for page in pages:
        page(drawn)
        drawn.page()
    return drawn.bytes()


def test_a_scan_is_named_and_says_what_to_do():
    with pytest.raises(UnreadableDocument, match=r"scanned pictures without text; --ocr reads it"):
        read_paper(document(picture, picture), path="scan.pdf")


def test_a_scanned_page_between_others_is_named_and_the_others_are_read():
    paper = read_paper(document(printed, picture, printed), path="mixed.pdf")
    assert paper.notes == (
        "mixed.pdf: page 2 could not be read, being a scanned picture; --ocr reads it where Tesseract is.",
    )
    assert [block.page for block in paper.blocks] == [1, 3]


def test_a_paper_without_scans_has_nothing_to_note():
    assert read_paper(document(printed), path="a.pdf").notes == ()


def test_a_scan_is_read_by_the_program_that_is_handed_in():
    recogniser = Recogniser()
    paper = read_paper(document(picture, picture), path="scan.pdf", recogniser=recogniser)
    assert paper.text.count("keeps 512 mAh g-1 after 90 cycles at 0.2 A g-1") == 2
    assert {block.page for block in paper.blocks} == {1, 2}
    assert paper.notes == (
        "pages 1 and 2: a scan, read by Readall 7; exponents and citations are not told apart there.",
    )


def test_the_program_is_shown_a_page_of_three_hundred_dots_an_inch():
    recogniser = Recogniser()
    read_paper(document(picture), path="scan.pdf", recogniser=recogniser)
    assert Image.open(io.BytesIO(recogniser.shown[0])).size == pytest.approx((2480, 3508), abs=2)


def test_a_recognised_page_stands_among_the_printed_ones():
    paper = read_paper(document(printed, picture, printed), path="mixed.pdf", recogniser=Recogniser())
    assert [block.page for block in paper.blocks if block.kind is BlockKind.PARAGRAPH] == [1, 2, 3]


def test_printed_pages_are_never_shown_to_the_program():
    recogniser = Recogniser()
    read_paper(document(printed), path="a.pdf", recogniser=recogniser)
    assert not recogniser.shown


def test_a_document_without_end_is_refused(monkeypatch):
    monkeypatch.setattr("hemkg.read.pdf.MOST_CHARACTERS", 100)
    with pytest.raises(UnreadableDocument, match=r"more than 100 characters; give the paper alone"):
        read_paper(document(printed), path="a.pdf")


def test_too_many_pages_are_refused(monkeypatch):
    monkeypatch.setattr("hemkg.read.pdf.MOST_PAGES", 1)
    with pytest.raises(UnreadableDocument, match=r"2 pages, more than the 1 that are read; give the paper alone"):
        read_paper(document(printed, printed), path="a.pdf")
