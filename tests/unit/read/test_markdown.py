"""Digests: headings and tables are recognised, paragraphs are kept character for character."""

from hemkg.model.paper import BlockKind
from hemkg.read import read_paper

from .facts import marked, rows, sections, texts

DIGEST = """---
doi: 10.1000/Digest.1
title: "A nitride that was not made"
year: 2023
venue: Journal of Nothing
authors: Ada Example; Bo Sample
licence: CC BY 4.0
---

# A nitride that was not made

The nitride (TiZr)N **keeps** 512 mAh g-1,  two blanks included; see [1].
It goes on in a second line.

## Results
A paragraph right under its heading with Fe_2_O.

Table 1: Rates of nothing

| Sample | Capacity (mAh/g) |
|--------|-----------------:|
| (TiZr)N | 512 |
| TiN \\| C | 90 |

<!-- a note that nobody reads -->
"""


def read():
    return read_paper(DIGEST.encode(), path="digest.md")


def test_paragraphs_are_kept_character_for_character():
    assert texts(read()) == [
        "The nitride (TiZr)N **keeps** 512 mAh g-1,  two blanks included; see [1].\nIt goes on in a second line.",
        "A paragraph right under its heading with Fe_2_O.",
    ]


def test_headings_lose_their_signs_and_name_sections():
    paper = read()
    assert texts(paper, BlockKind.TITLE) == ["A nitride that was not made"]
    assert texts(paper, BlockKind.HEADING) == ["Results"]
    assert sections(paper) == [None, "Results"]


def test_front_matter_is_bibliography_and_not_text():
    paper = read()
    assert paper.paper_id == "doi:10.1000/digest.1"
    assert (paper.bibliography.year, paper.bibliography.venue) == (2023, "Journal of Nothing")
    assert paper.bibliography.authors == ("Ada Example", "Bo Sample")
    assert "doi" not in paper.text


def test_a_pipe_table_has_headers_and_its_caption():
    paper = read()
    assert rows(paper)["512"] == (("Capacity (mAh/g)",), ("(TiZr)N",))
    assert rows(paper)["90"][1] == ("TiN | C",)
    assert (paper.tables[0].label, paper.tables[0].caption) == ("Table 1", "Rates of nothing")


def test_comments_are_left_out_and_citations_marked():
    paper = read()
    assert "nobody reads" not in paper.text
    assert marked(paper) == ["[1]"]


def test_a_first_heading_is_the_title_where_no_front_matter_names_one():
    assert read_paper(b"# Only a title\n\nWords.\n\n# Later\n\nMore.", path="a.md").bibliography.title == "Only a title"


def test_underlined_headings_are_headings():
    paper = read_paper(b"The title\n=========\n\nWords.\n\nMethods\n-------\n\nMore.\n\n## Last\n\nEnd.", path="a.md")
    assert texts(paper, BlockKind.TITLE) == ["The title"]
    assert texts(paper, BlockKind.HEADING) == ["Methods", "Last"]
