"""HTML in the layouts of four publishers, and pages that are no article."""

import pytest

from hemkg.errors import UnreadableDocument
from hemkg.model.paper import BlockKind, MarkKind
from hemkg.read import read_paper

from . import pages
from .facts import marked, rows, sections, texts


def read(page: str, **options):
    return read_paper(page.encode(), path="page.html", **options)


@pytest.fixture(scope="module", params=["ACS", "RSC", "MDPI", "NATURE"])
def any_paper(request):
    return read(getattr(pages, request.param))


def test_every_layout_gives_title_doi_year_abstract_and_references(any_paper):
    assert texts(any_paper, BlockKind.TITLE) == [any_paper.bibliography.title]
    assert any_paper.paper_id == f"doi:{any_paper.bibliography.doi}"
    assert any_paper.bibliography.year in {2023, 2024}
    assert sections(any_paper)[0] == "Abstract"
    assert [reference.label for reference in any_paper.references] == ["1", "2"]
    assert len(texts(any_paper, BlockKind.REFERENCE)) == 2


def test_no_layout_lets_menus_scripts_or_buttons_in(any_paper):
    buttons = ("High Resolution", "Full size", "Journals", "Cited by", "Search")
    for noise in ("secret", "Menu", "cookies", "Recommended", *buttons):
        assert noise not in any_paper.text


def test_acs_paragraphs_captions_and_raised_citations():
    paper = read(pages.ACS)
    assert "Lithium cells need new anodes [1,2]. Oxides are one way [3], phosphides another." in paper.text
    assert "A density of 104 cm–3 was found by Doe et al. [4] earlier." in paper.text
    assert texts(paper, BlockKind.CAPTION)[0] == "Figure 1. Voltage curves of (Mg0.2Zn0.8)O at 0.1 A g–1."
    assert rows(paper)["412"] == (("capacity (mAh g–1)", "after 300 cycles"), ("(Mg0.2Zn0.8)O",))
    assert paper.tables[0].label == "Table 1"


def test_rsc_citations_are_joined_and_isotopes_left_alone():
    paper = read(pages.RSC)
    assert texts(paper)[1] == "Alloying anodes swell [1–3]. Composites swell less."
    assert "57Fe-labelled [4] in one case" in paper.text
    assert "57" in marked(paper, MarkKind.SUPERSCRIPT)
    assert texts(paper, BlockKind.CAPTION) == ["Fig. 1 Cells that nobody built.", "Table 1 What nobody measured"]


def test_mdpi_brackets_equations_and_licence():
    paper = read(pages.MDPI)
    assert marked(paper) == ["[1,2]"]
    assert texts(paper, BlockKind.EQUATION) == ["8Na → Na2Se"]
    assert paper.bibliography.licence == "CC BY 4.0"
    assert paper.references[0].doi == "10.3390/inv1"


def test_nature_formulas_in_tex_and_captions_with_descriptions():
    paper = read(pages.NATURE)
    assert "the telluride Sb2Te3 was invented" in paper.text
    assert "a known route [1,2]. The rate" in paper.text
    assert texts(paper, BlockKind.CAPTION) == ["Fig. 1: A route that leads nowhere. a, Start. b, End."]


def test_raised_numbers_without_links_are_judged_by_where_they_stand():
    held = "It holds 650 mAh g<sup>-1</sup> at 10<sup>5</sup> Pa.<sup>3,4</sup>"
    paper = read(f"<p>{held} Others<sup>12</sup> agree on LiFePO<sub>4</sub>.</p>")
    assert paper.text == "It holds 650 mAh g-1 at 105 Pa [3,4]. Others [12] agree on LiFePO4."


def test_a_publishers_own_reader_is_asked_first():
    class Reader:
        def read_html(self, data: bytes, publisher: str):
            assert (data[:5], publisher) == (b"<!DOC", "acs")
            return [("title", "Its title"), ("heading", "Intro"), ("paragraph", "Its own words were read here.")]

    paper = read(pages.ACS, publisher_reader=Reader())
    assert paper.text.startswith("Its title\n\nIntro\n\nIts own words")
    assert sections(paper) == ["Intro"]
    assert paper.bibliography.year == 2024


def test_a_publishers_reader_without_an_answer_is_passed_over():
    class Reader:
        def read_html(self, data: bytes, publisher: str):
            return []

    assert read(pages.RSC, publisher_reader=Reader()).text == read(pages.RSC).text


def test_what_is_hidden_or_only_a_way_elsewhere_is_left_out():
    shown = "<p>The words that are shown are these and no others.</p>"
    page = f'<div hidden>not this</div><p style="display: none">nor this</p><p><a href="/x">or that</a></p>{shown} tail'
    assert texts(read(page)) == ["The words that are shown are these and no others.", "tail"]


def test_text_behind_a_dropped_element_stays():
    assert (
        read("<p>Words before <button>Press</button> and words behind it stay.</p>").text
        == "Words before and words behind it stay."
    )


def test_a_reference_list_is_found_by_its_heading():
    listed = "<h2>References</h2><ol><li>A. Nul, J. Inv. 2019.</li><li>B. Zero, J. Inv. 2020.</li></ol>"
    paper = read(f"<p>It was said before [2] by many people.</p>{listed}")
    assert [(r.label, r.year) for r in paper.references] == [("1", 2019), ("2", 2020)]
    assert marked(paper) == ["[2]"]


def test_paragraphs_may_be_divisions_and_tables_may_only_place_things():
    page = (
        "<div><div>First words of a division are here.</div><table><tr><td><p>Placed words.</p></td></tr></table></div>"
    )
    assert texts(read(page)) == ["First words of a division are here.", "Placed words."]


@pytest.mark.parametrize("page", ["<html><body></body></html>", "<p></p>", "<table><tr><td>1</td></tr></table>"])
def test_a_page_without_prose_is_refused(page):
    with pytest.raises(UnreadableDocument, match="without an article"):
        read(page)


def test_broken_html_is_read_as_far_as_it_goes():
    assert "the words stay here" in read("<html><body><p>Tags break but <b>the words stay here<p>and <sub>go on").text


def test_declared_encodings_are_kept():
    head = '<html><head><meta charset="iso-8859-1"></head>'
    page = f"{head}<body><p>Größere Zellen wurden hier nie gebaut.</p></body></html>"
    assert "Größere" in read_paper(page.encode("latin-1"), path="a.html").text
