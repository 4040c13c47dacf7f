"""Plain text comes through character for character, and known bibliography wins over the file's."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from hemkg.model.paper import Bibliography, BlockKind
from hemkg.read import read_paper

from .facts import marked, sections, texts

PASSAGE = "The spinel (FeCo)3O4 keeps 812.5 mAh g−1 after 90 cycles at 0.2 A g-1; 钴 helps.  Two blanks stay. "


def read(text: str, **known):
    return read_paper(text.encode(), path="a.txt", **known)


def test_a_passage_is_its_text():
    paper = read(PASSAGE + "\n")
    assert paper.text == PASSAGE.rstrip()
    assert texts(paper) == [paper.text]


def test_paragraphs_are_blocks_and_what_parts_them_stays():
    text = "  One is here.\n\n\n  Two is\nhere.\n \nThree."
    paper = read(text)
    assert paper.text == text
    assert texts(paper) == ["One is here.", "Two is\nhere.", "Three."]


def test_a_text_of_long_lines_has_a_paragraph_a_line():
    first, second = "First " + "word " * 30 + "end.", "Second " + "word " * 30 + "end."
    assert texts(read(f"{first}\n{second}\n")) == [first, second]


def test_headings_name_the_section_of_what_follows():
    paper = read("A title without a stop\n\n1. Introduction\n\nWords are here.\n\nResults\n\nMore words.")
    assert texts(paper, BlockKind.TITLE) == ["A title without a stop"]
    assert texts(paper, BlockKind.HEADING) == ["1. Introduction", "Results"]
    assert sections(paper) == ["1. Introduction", "Results"]


def test_text_is_brought_to_nfc_and_other_line_ends_to_one():
    paper = read_paper("\ufeffZoe\u0308 ran.\r\n\r\nShe won.".encode(), path="a.txt")
    assert paper.text == "Zoë ran.\n\nShe won."


def test_bracketed_citations_are_marked():
    assert marked(read("Seen before [3, 5–7] along [110] by Ho (Li et al., 2019).")) == [
        "[3, 5–7]",
        "(Li et al., 2019)",
    ]


def test_a_paper_without_doi_is_named_by_its_text():
    paper = read(PASSAGE)
    assert paper.paper_id.startswith("sha:")
    assert len(paper.paper_id) == 4 + 32
    assert read(PASSAGE).paper_id == paper.paper_id != read(PASSAGE + "x").paper_id


def test_a_doi_line_names_the_paper_and_a_doi_in_a_sentence_does_not():
    assert read("A title of words\n\nhttps://doi.org/10.1000/ABC.1\n\nWords.").paper_id == "doi:10.1000/abc.1"
    assert read("This follows 10.1000/abc.1 closely.").paper_id.startswith("sha:")


def test_known_bibliography_wins():
    known = Bibliography(doi="https://doi.org/10.5555/XyZ", year=2021, title="Given")
    paper = read("doi: 10.1000/abc\n\nWords.", bibliography=known)
    assert paper.paper_id == "doi:10.5555/xyz"
    assert (paper.bibliography.year, paper.bibliography.title) == (2021, "Given")


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cn", "Co", "Cs"]), min_size=1).map(str.strip))
def test_any_text_of_one_line_is_kept(text):
    if text and text[0] not in "<%{\ufeff#" and text.isprintable():
        assert read(text).text == unicodedata.normalize("NFC", text).strip()
