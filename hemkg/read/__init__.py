"""Bytes to ``Paper``: one reader a format.

Pure functions: they open no file, ask no network and write nothing.  They know how papers are laid
out and nothing of what is in them; no element, unit or term of battery chemistry is named here.
"""

import hashlib
from pathlib import PurePath

from hemkg import __version__
from hemkg.errors import UnreadableDocument
from hemkg.model.paper import Bibliography, Paper, Source
from hemkg.read.compose import Draft, compose
from hemkg.read.publisher import PublisherReader
from hemkg.read.recogniser import TextRecogniser
from hemkg.read.sniff import ELSEVIER, HOUSE, HTML, JATS, MARKDOWN, PDF, TEXT, XML, sniff

__all__ = ["PublisherReader", "TextRecogniser", "read_paper", "sniff"]


def read_paper(
    data: bytes,
    *,
    path: str,
    bibliography: Bibliography | None = None,
    publisher_reader: PublisherReader | None = None,
    recogniser: TextRecogniser | None = None,
) -> Paper:
    """Return the paper that a file holds.

    Args:
        data: the whole file.
        path: where it came from; its stem names the document, its suffix decides nothing.
        bibliography: what is known of the paper from elsewhere; its fields win over the file's own.
        publisher_reader: asked first about HTML pages, where one is at hand.
        recogniser: reads pages of a PDF that are pictures, where the user wants it.

    Raises:
        UnreadableDocument: if no text can be got out of the file; the message says why and what to do.

    >>> paper = read_paper(b"The anode keeps 650 mAh g-1.", path="notes/a.txt")
    >>> paper.source.name, paper.blocks[0].kind.value, paper.paper_id[:4]
    ('a', 'paragraph', 'sha:')
    """
    media_type = sniff(data, path)
    source = Source(
        name=PurePath(path).stem,
        path=path,
        media_type=media_type,
        sha256=hashlib.sha256(data).hexdigest(),
        reader=f"{_READER_NAMES.get(media_type, 'none')} {__version__}",
    )
    if media_type == PDF:
        from hemkg.read.pdf import read_pdf

        return compose(read_pdf(data, path, recogniser=recogniser), source, bibliography)
    return compose(_draft(data, path, media_type, publisher_reader), source, bibliography)


_READER_NAMES = {
    PDF: "pdf",
    JATS: "jats",
    ELSEVIER: "elsevier",
    HOUSE: "house",
    HTML: "html",
    MARKDOWN: "markdown",
    TEXT: "text",
}


def _draft(data: bytes, path: str, media_type: str, publisher_reader: PublisherReader | None) -> Draft:
    """Hand a file to the reader of its kind; each is imported when a file of its kind comes."""
    if media_type == JATS:
        from hemkg.read.jats import read_jats

        return read_jats(data, path)
    if media_type == ELSEVIER:
        from hemkg.read.elsevier import read_elsevier

        return read_elsevier(data, path)
    if media_type == HOUSE:
        from hemkg.read.house_xml import read_house_xml

        return read_house_xml(data, path)
    if media_type == HTML:
        from hemkg.read.html import read_html

        return read_html(data, path, publisher_reader=publisher_reader)
    if media_type == MARKDOWN:
        from hemkg.read.markdown import read_markdown

        return read_markdown(data, path)
    return _plain_draft(data, path, media_type)


def _plain_draft(data: bytes, path: str, media_type: str) -> Draft:
    if media_type == XML:
        from hemkg.read.xml import local, parse_xml

        root = local(parse_xml(data, path))
        raise UnreadableDocument(
            f"{path} is XML of an unknown vocabulary (<{root}>); "
            "JATS, HTML and the XML of Elsevier, Wiley and Springer are read."
        )
    from hemkg.read.text import read_text

    return read_text(data, path)
