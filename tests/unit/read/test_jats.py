"""JATS: structure, typography, citations, tables, references."""
# ruff: noqa: E501  # markup is as long as it is

import pytest

from hemkg.model.paper import BlockKind, MarkKind
from hemkg.read import read_paper

from .facts import marked, rows, sections, texts

ARTICLE = """<?xml version="1.0"?>
<!DOCTYPE article PUBLIC "-//NLM//DTD JATS v1.2//EN" "JATS-archivearticle1.dtd">
<article xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:mml="http://www.w3.org/1998/Math/MathML">
<front><journal-meta><journal-title-group><journal-title>Journal of Nothing</journal-title></journal-title-group></journal-meta>
<article-meta><article-id pub-id-type="pmid">1</article-id><article-id pub-id-type="doi">10.1000/JATS.1</article-id>
<title-group><article-title>Nitrides of (TiZr)N<sub>0.9</sub></article-title></title-group>
<contrib-group><contrib contrib-type="author"><name><surname>Example</surname><given-names>Ada</given-names></name></contrib>
</contrib-group><pub-date pub-type="epub"><year>2019</year></pub-date><pub-date pub-type="collection"><year>2020</year></pub-date>
<permissions><license xlink:href="https://creativecommons.org/licenses/by/4.0/"><license-p>Open.</license-p></license></permissions>
<abstract><p>It keeps 512&#160;mAh&#8201;g<sup>&#8722;1</sup>.</p></abstract>
<abstract abstract-type="graphical"><p>A picture says so.</p></abstract>
<kwd-group><kwd>nitride</kwd><kwd>nothing</kwd></kwd-group></article-meta></front>
<body><sec><label>1.</label><title>Introduction</title>
<p>Known from books [<xref ref-type="bibr" rid="B1">1</xref>,<xref ref-type="bibr" rid="B2">2</xref>] and from hearsay.<sup>
<xref ref-type="bibr" rid="B1">1</xref>&#8211;<xref ref-type="bibr" rid="B3">3</xref></sup> Also as BH<sub>4</sub><sup>-</sup>
(Example, <xref ref-type="bibr" rid="B3">2018</xref>) at &alpha; = 10<sup>5</sup>, see <xref ref-type="fig" rid="F1">Figure 1</xref>.</p>
<p>Some publishers leave out the raised element:<xref ref-type="bibr" rid="B1">1</xref>,<xref ref-type="bibr" rid="B2">2</xref>
even in salts,<xref ref-type="bibr" rid="B3">3</xref> or gave up.[qv: 1c,2]</p>
<p>The rate follows
<disp-formula id="E1"><label>(1)</label><mml:math><mml:mi>D</mml:mi><mml:mo>=</mml:mo><mml:mfrac><mml:mrow><mml:mn>0.9</mml:mn>
<mml:mi>&#955;</mml:mi></mml:mrow><mml:msup><mml:mi>x</mml:mi><mml:mn>2</mml:mn></mml:msup></mml:mfrac></mml:math></disp-formula>
where <inline-formula><alternatives><tex-math>\\documentclass{article}\\begin{document}$$\\lambda$$\\end{document}</tex-math>
<mml:math><mml:mi>&#955;</mml:mi></mml:math></alternatives></inline-formula> is 3 nm.</p>
</sec><sec><title>Results</title><sec><title>Cycling</title>
<p>See <xref ref-type="table" rid="T1">Table 1</xref>.<fig id="F9"><label>Fig. 9.</label><caption><title>Inside</title>
<p>A paragraph.</p></caption></fig> It ends here.</p><list><list-item><p>First point.</p></list-item></list></sec></sec></body>
<back><ack><p>We thank nobody.</p></ack><ref-list><title>References</title>
<ref id="B1"><label>1.</label><element-citation><person-group><name><surname>Nul</surname><given-names>A.</given-names></name>
</person-group><article-title>On nothing</article-title><source>J. Inv.</source><year>2017</year><volume>1</volume><fpage>2</fpage>
<pub-id pub-id-type="doi">10.1000/Inv.1</pub-id></element-citation></ref>
<ref id="B2"><label>2.</label><mixed-citation>B. Zero, <source>J. Inv.</source> (<year>2018</year>) 3.</mixed-citation></ref>
<ref id="B3"><mixed-citation>Example, A. (<year>2018</year>). Less.</mixed-citation></ref></ref-list></back>
<floats-group><fig id="F1"><label>Figure 1</label><caption><p>Curves at 0.2 A g<sup>&#8722;1</sup> [<xref ref-type="bibr" rid="B2">2</xref>].</p></caption></fig>
<table-wrap id="T1"><label>Table 1</label><caption><p>Cycling of nothing.</p></caption><table><thead>
<tr><th rowspan="2">Sample</th><th colspan="2">Capacity (mAh g<sup>&#8722;1</sup>)</th></tr><tr><th>first</th><th>last<sup>a</sup></th></tr></thead>
<tbody><tr><td>TiN</td><td>90</td><td>12</td></tr><tr><td>(TiZr)N</td><td>512<xref ref-type="table-fn" rid="f1"><sup>a</sup></xref></td>
<td>500</td></tr></tbody></table><table-wrap-foot><fn id="f1"><p>At rest.</p></fn></table-wrap-foot></table-wrap></floats-group></article>"""


@pytest.fixture(scope="module")
def paper():
    return read_paper(ARTICLE.encode(), path="PMC1.xml")


def test_title_abstract_keywords_come_first(paper):
    assert texts(paper, BlockKind.TITLE) == ["Nitrides of (TiZr)N0.9"]
    assert texts(paper)[:2] == ["It keeps 512 mAh g−1.", "nitride; nothing"]
    assert sections(paper)[:2] == ["Abstract", "Keywords"]
    assert "A picture" not in paper.text


def test_headings_carry_their_number_and_name_the_nearest_section(paper):
    assert texts(paper, BlockKind.HEADING) == ["1. Introduction", "Results", "Cycling", "References"]
    assert sections(paper)[2] == "1. Introduction"
    assert sections(paper)[-1] == "Cycling"


def test_linked_citations_are_marked_with_their_brackets(paper):
    assert "Known from books [1,2] and from hearsay [1–3]. Also" in paper.text
    assert {"[1,2]", "[1–3]", "(Example, 2018)"} <= set(marked(paper))


def test_links_glued_to_a_word_are_set_off(paper):
    assert "the raised element [1,2]: even in salts [3], or gave up [1c,2]." in paper.text


def test_scripts_are_marked_and_exponents_are_no_citations(paper):
    assert "BH4- (Example" in paper.text
    assert "α = 105, see" in paper.text
    assert "5" in marked(paper, MarkKind.SUPERSCRIPT)


def test_formulas_are_written_once_and_plain(paper):
    assert texts(paper, BlockKind.EQUATION) == ["D = 0.9λ/x2"]
    assert "where λ is 3 nm." in paper.text
    assert "document" not in paper.text


def test_a_float_follows_the_paragraph_that_calls_it(paper):
    kinds = [(b.kind.value, b.span.of(paper.text)[:8]) for b in paper.blocks]
    call = next(n for n, (_, text) in enumerate(kinds) if text == "Known fr")
    assert kinds[call + 1] == ("caption", "Figure 1")


def test_a_float_inside_a_paragraph_does_not_part_it(paper):
    assert "See Table 1. It ends here." in texts(paper)
    assert "Fig. 9. Inside. A paragraph." in texts(paper, BlockKind.CAPTION)


def test_a_table_has_paths_and_loses_its_footnote_marks(paper):
    cells = rows(paper)
    assert cells["512"] == (("Capacity (mAh g−1)", "first"), ("(TiZr)N",))
    assert cells["12"][0] == ("Capacity (mAh g−1)", "last")
    assert (paper.tables[0].label, paper.tables[0].caption) == ("Table 1", "Cycling of nothing.")
    assert "At rest." in texts(paper, BlockKind.CAPTION)


def test_references_are_told(paper):
    first, second, third = paper.references
    assert (first.label, first.doi, first.title, first.year) == ("1", "10.1000/inv.1", "On nothing", 2017)
    assert second.text == "B. Zero, J. Inv. (2018) 3."
    assert (third.label, third.year) == ("3", 2018)
    assert texts(paper, BlockKind.REFERENCE)[0] == "1 Nul A. On nothing. J. Inv. 2017. 1. 2"


def test_bibliography_is_the_articles_own(paper):
    told = paper.bibliography
    assert paper.paper_id == "doi:10.1000/jats.1"
    assert (told.year, told.venue, told.authors, told.licence) == (
        2020,
        "Journal of Nothing",
        ("Ada Example",),
        "CC BY 4.0",
    )


def test_thanks_are_left_out(paper):
    assert "thank nobody" not in paper.text


def test_entities_of_a_document_are_never_expanded():
    bomb = '<!DOCTYPE article [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
    body = "<article><front><article-meta/></front><body><p>Safe &b; words &nbsp;here.</p></body></article>"
    assert read_paper((bomb + body).encode(), path="a.xml").text == "Safe words here."


def test_a_file_outside_is_never_read(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("hidden words", encoding="utf-8")
    head = f'<!DOCTYPE article [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    body = "<article><front><article-meta/></front><body><p>Before &x; after.</p></body></article>"
    assert "hidden" not in read_paper((head + body).encode(), path="a.xml").text


def test_nesting_beyond_reason_is_refused():
    deep = "<sec>" * 150 + "<p>x</p>" + "</sec>" * 150
    with pytest.raises(Exception, match="nests its elements deeper"):
        read_paper(f"<article><front><article-meta/></front><body>{deep}</body></article>".encode(), path="a.xml")
