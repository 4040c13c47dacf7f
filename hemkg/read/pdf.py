"""PDF files, by where each character stands and how large it is.

From characters to lines, frames, an order to read them in, and paragraphs joined over columns and
pages.  What is printed raised decides what is an exponent and what a citation; text inside figures
is left out; a scanned page is named as one, and read where the caller hands in a program that can.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pypdfium2 as pdfium

from hemkg.errors import UnreadableDocument
from hemkg.model.paper import Bibliography, BlockKind
from hemkg.read.compose import Draft, find_doi, find_year, in_sections, reference_parts
from hemkg.read.flow import plain
from hemkg.read.glyphs import Sheet, picture_of, sheets
from hemkg.read.layout import is_prose, without_furniture
from hemkg.read.lines import Line, lines_of
from hemkg.read.mined import read_mined
from hemkg.read.printed_paper import PrintedPaper, style_of
from hemkg.read.recogniser import TextRecogniser

MOST_PAGES = 2000
MOST_CHARACTERS = 6_000_000
_FEWEST_CHARACTERS = 25


def read_pdf(data: bytes, path: str, *, recogniser: TextRecogniser | None = None) -> Draft:
    """Return the parts of a PDF file.

    Args:
        data: the whole file.
        path: its path, for messages.
        recogniser: reads the pages that are pictures; without one they are named and left out.

    Raises:
        UnreadableDocument: if the file is damaged, encrypted, too long, or holds pictures of pages and no text.
    """
    document = _opened(data, path)
    try:
        pages = list(_pages(document, path))
        stated = document.get_metadata_dict()
        scanned = tuple(sheet.number for sheet, _ in pages if sheet.is_picture)
        recognised = _recognised(document, scanned, recogniser) if recogniser and scanned else None
    except pdfium.PdfiumError as error:
        raise UnreadableDocument(f"{path} is a damaged PDF ({error}); fetch the file again.") from error
    finally:
        document.close()
    if recognised is not None and len(scanned) == len(pages):
        return recognised
    draft = _draft(pages, stated, path)
    if recognised is not None:
        return _with_recognised(draft, recognised)
    return replace(draft, notes=(_left_out(scanned, path),)) if scanned else draft


def _pages(document: pdfium.PdfDocument, path: str) -> Iterator[tuple[Sheet, list[Line]]]:
    """Yield the pages with their lines, as long as a paper may be."""
    characters = 0
    for sheet in sheets(document):
        characters += len(sheet.glyphs)
        if characters > MOST_CHARACTERS:
            raise UnreadableDocument(f"{path} has more than {MOST_CHARACTERS:,} characters; give the paper alone.")
        yield sheet, lines_of(sheet)


def _recognised(document: pdfium.PdfDocument, scanned: Sequence[int], recogniser: TextRecogniser) -> Draft:
    """Read pictures of pages; the text comes as mined text does, a form feed before each page."""
    texts = {number: recogniser.text_of(picture_of(document, number)).replace("\f", "") for number in scanned}
    whole = "\f".join(texts.get(number, "") for number in range(1, max(scanned) + 1))
    note = f"{_named(scanned)}: a scan, read by {recogniser.name}; exponents and citations are not told apart there."
    return replace(read_mined(whole), notes=(note,))


def _left_out(scanned: Sequence[int], path: str) -> str:
    return f"{path}: {_named(scanned)} could not be read, being a scanned picture; --ocr reads it where Tesseract is."


def _with_recognised(draft: Draft, recognised: Draft) -> Draft:
    """Put recognised pages where they stand among the others; the reference list stays last."""
    listed = [part for part in draft.parts if part.kind is BlockKind.REFERENCE]
    parts = [part for part in (*draft.parts, *recognised.parts) if part.kind is not BlockKind.REFERENCE]
    parts.sort(key=lambda part: part.page or 0)
    return replace(draft, parts=(*parts, *listed), notes=recognised.notes)


def _named(pages: Sequence[int]) -> str:
    """Return pages in words: ``page 3``, ``pages 3, 4 and 9``.

    >>> _named([3]), _named([3, 4, 9])
    ('page 3', 'pages 3, 4 and 9')
    """
    *most, last = map(str, pages)
    return f"pages {', '.join(most)} and {last}" if most else f"page {last}"


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
            f"{path} is a PDF of scanned pictures without text; --ocr reads it where Tesseract is installed."
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
