"""A file is what it holds, whatever its name says."""

import pytest

from hemkg.errors import UnreadableDocument
from hemkg.read import read_paper, sniff

JATS = b'<?xml version="1.0"?><article><front><article-meta/></front><body><p>It is read.</p></body></article>'


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"%PDF-1.7\n...", "application/pdf"),
        (b"\n\n%PDF-1.4 after blanks", "application/pdf"),
        (JATS, "application/jats+xml"),
        (b"<pmc-articleset><article><front/><body/></article></pmc-articleset>", "application/jats+xml"),
        (b'<xocs:doc xmlns:xocs="http://www.elsevier.com/xml/xocs/dtd"/>', "application/vnd.elsevier.article+xml"),
        (b"<!DOCTYPE html><html><body><p>x</p></body></html>", "text/html"),
        (b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>', "text/html"),
        (b"<div><p>a fragment</p></div>", "text/html"),
        (b"<recipe><step/></recipe>", "application/xml"),
        (b"---\ntitle: A digest\n---\nText.", "text/markdown"),
        (b"# A digest\n\nText.\n\n## More\n\nText.", "text/markdown"),
        (b"Plain words, nothing else.", "text/plain"),
        (b"<5 nm particles were not seen.", "text/plain"),
        ("Ein Wort mit Umlaut: größer".encode("latin-1"), "text/plain"),
        ("UTF-16 words".encode("utf-16"), "text/plain"),
    ],
)
def test_what_is_told_by_content(data, expected):
    assert sniff(data, "name.of.no.matter") == expected


def test_a_heading_sign_in_plain_text_makes_markdown_only_of_a_file_named_so():
    assert sniff(b"# of cycles\nwas 100.", "a.txt") == "text/plain"
    assert sniff(b"# of cycles\nwas 100.", "a.md") == "text/markdown"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b" \n\t\r\n", "white space"),
        (b"\xef\xbb\xbf  ", "white space"),
        (bytes(range(256)) * 40, "binary"),
        (b"\x00\x01\x02\x03" * 100, "binary"),
        (b"PK\x03\x04word/document.xml", "Word"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"\x1f\x8b\x08", "gzip"),
        (b"{\\rtf1 text}", "rich-text"),
        (b"x" * (64 * 1024 * 1024 + 1), "MB"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_holds_no_text_is_named_in_one_sentence(data, says):
    with pytest.raises(UnreadableDocument, match=says) as told:
        read_paper(data, path="in/a.txt")
    assert str(told.value).startswith("in/a.txt")
    assert str(told.value).endswith(".")
    assert "\n" not in str(told.value)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"<article><front><article-meta></article>", "broken XML"),
        (JATS[:60], "broken XML"),
        (b"<recipe><step>Stir.</step></recipe>", "unknown vocabulary"),
        (b"<article><front><article-meta/></front><body/></article>", "no text"),
        (b"<html><body><nav>Menu</nav><p>Home</p></body></html>", "without an article"),
        (
            b"<html><body><p>Please enable JavaScript and cookies to go on to the journal.</p></body></html>",
            "access page",
        ),
        (b"%PDF-1.4 and then nothing of a PDF", "damaged PDF"),
    ],
)
def test_what_cannot_be_read_says_why(data, says):
    with pytest.raises(UnreadableDocument, match=says):
        read_paper(data, path="a.xml")


def test_a_file_that_is_not_what_its_name_says_is_read_as_what_it_is():
    paper = read_paper(JATS, path="x/y/PMC1.pdf")
    assert paper.text == "It is read."
    assert (paper.source.name, paper.source.media_type) == ("PMC1", "application/jats+xml")


def test_the_source_is_named_by_the_stem_of_its_path():
    paper = read_paper(b"Words.", path="a/S0040609012014393.norm-xml")
    assert paper.source.name == "S0040609012014393"
    assert len(paper.source.sha256) == 64
    assert paper.source.reader.startswith("text ")
