"""PDF files, by where each character stands and how large it is.

From characters to lines, frames, an order to read them in, and paragraphs joined over columns and
pages.  What is printed raised decides what is an exponent and what a citation; text inside figures
is left out; a scan without characters is named as one.
"""

from collections.abc import Sequence

import pypdfium2 as pdfium

from hemkg.errors import UnreadableDocument
from hemkg.model.paper import Bibliography, BlockKind
from hemkg.read.compose import Draft, find_doi, find_year, in_sections, reference_parts
from hemkg.read.flow import plain
from hemkg.read.glyphs import Sheet, sheets
from hemkg.read.layout import is_prose, without_furniture
from hemkg.read.lines import Line, lines_of
from hemkg.read.printed_paper import PrintedPaper, style_of

MOST_PAGES = 2000
_FEWEST_CHARACTERS = 25


def read_pdf(data: bytes, path: str) -> Draft:
    """Return the parts of a PDF file.

    Raises:
        UnreadableDocument: if the file is damaged, encrypted, too long, or holds pictures of pages and no text.
    """
    document = _opened(data, path)
    try:
        pages = [(sheet, lines_of(sheet)) for sheet in sheets(document)]
        stated = document.get_metadata_dict()
    except pdfium.PdfiumError as error:
        raise UnreadableDocument(f"{path} is a damaged PDF ({error}); fetch the file again.") from error
    finally:
        document.close()
    return _draft(pages, stated, path)


def _opened(data: bytes, path: str) -> pdfium.PdfDocument:
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if "assword" in str(error):
            raise UnreadableDocument(f"{path} is an encrypted PDF; save a copy without a password.") from error
        raise UnreadableDocument(f"{path} is a damaged PDF; fetch the file again.") from error
    pages = len(document)
    if not 0 < pages <= MOST_PAGES:
        document.close()
        said = "no page" if pages == 0 else f"{pages} pages, more than the {MOST_PAGES} that are read"
        raise UnreadableDocument(f"{path} has {said}; give the paper alone.")
    return document


def _refuse_pictures(pages: Sequence[Sequence[Line]], path: str) -> None:
    """Raise for a scan: next to no characters on its pages, stamps and page numbers left out."""
    characters = sum(len(line.text) for lines in pages for line in lines)
    prose = any(is_prose(line) for lines in pages for line in lines)
    if characters < _FEWEST_CHARACTERS * len(pages) or (not prose and characters < 200 * len(pages)):
        raise UnreadableDocument(
            f"{path} is a PDF of scanned pictures without text; run text recognition (OCR) over it first."
        )


def _draft(pages: Sequence[tuple[Sheet, list[Line]]], stated: dict[str, str], path: str) -> Draft:
    kept, furniture = without_furniture(pages)
    _refuse_pictures(kept, path)
    lines = [line for page in kept for line in page]
    style = style_of(lines)
    reader = PrintedPaper(style)
    for (sheet, _), page in zip(pages, kept, strict=True):
        reader.take_page(page, sheet)
    references = tuple(reader.references())
    parts = tuple(in_sections([*reader.finished(len(references)), *reference_parts(references, None)]))
    title = next((part.flow.text for part in parts if part.kind is BlockKind.TITLE), None)
    return Draft(parts, _bibliography(pages, furniture, stated, title), references)


def _bibliography(
    pages: Sequence[tuple[Sheet, list[Line]]], furniture: Sequence[Line], stated: dict[str, str], title: str | None
) -> Bibliography:
    """Take the paper's own DOI from page headers and the first page, and its title as printed."""
    first = [line.text for line in pages[0][1]]
    headers = [line.text for line in furniture]
    doi = next((d for text in (*headers, *first) if (d := find_doi(text))), None) or find_doi(stated.get("Subject", ""))
    named = plain(stated.get("Title", ""))
    year = next((y for text in headers if (y := find_year(text))), None)
    return Bibliography(doi=doi, title=title or (named if len(named.split()) > 3 else None), year=year)
