"""Plain text: taken character for character, unless it bears the marks of having been mined from a PDF."""

import re
from collections.abc import Iterator

from hemkg.model.paper import Bibliography, BlockKind
from hemkg.read.citations import with_bracketed
from hemkg.read.compose import Draft, Part, find_doi, in_sections
from hemkg.read.flow import Flow, nfc
from hemkg.read.mined import looks_mined, read_mined
from hemkg.read.shapes import caption_label, is_closed, is_furniture, is_named_heading, is_numbered_heading
from hemkg.read.sniff import decode

_LONG_LINE = 120
_FIRST_LINES = 12


def read_text(data: bytes, path: str) -> Draft:
    """Return the parts of a plain text.

    Text that nobody's machine has garbled is kept as it stands, blanks and line ends included, so
    that a quote from the file is a quote from the paper.

    Raises:
        UnreadableDocument: if the bytes are no text.
    """
    text = nfc(decode(data, path).lstrip("\ufeff")).replace("\r\n", "\n").replace("\r", "\n").rstrip()
    if looks_mined(text):
        return read_mined(text)
    return Draft(tuple(in_sections(_verbatim(text))), Bibliography(doi=_stated_doi(text)))


def _verbatim(text: str) -> Iterator[Part]:
    """Yield paragraphs with the very characters between them."""
    position = 0
    for number, found in enumerate(_paragraphs(text)):
        words = found.group()
        kind = _kind(words, leads=number == 0 and found.end() < len(text))
        yield Part(kind, with_bracketed(Flow(words)), gap=text[position : found.start()])
        position = found.end()


def _paragraphs(text: str) -> Iterator[re.Match[str]]:
    """Cut at empty lines; a text without any, of long lines, has a paragraph a line."""
    lines = text.strip().split("\n")
    by_line = "\n\n" not in text and len(lines) > 1 and sum(map(len, lines)) > _LONG_LINE * len(lines)
    return re.finditer(r"\S[^\n]*\S|\S" if by_line else r"\S(?:.|\n(?![ \t]*\n))*(?<!\s)", text)


def _kind(words: str, *, leads: bool) -> BlockKind:
    one_line = "\n" not in words and len(words) < 2 * _LONG_LINE
    if caption_label(words):
        return BlockKind.CAPTION
    if one_line and (is_numbered_heading(words) or is_named_heading(words)):
        return BlockKind.HEADING
    if one_line and leads and not is_closed(words) and len(words.split()) > 2 and not is_furniture(words):
        return BlockKind.TITLE
    return BlockKind.PARAGRAPH


def _stated_doi(text: str) -> str | None:
    """Return the DOI that one of the first lines states and nothing else."""
    for line in text.split("\n")[:_FIRST_LINES]:
        if is_furniture(line) and find_doi(line):
            return find_doi(line)
    return None
