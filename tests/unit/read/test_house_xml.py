"""Wiley's and Springer's own XML; the articles are invented, the tags are theirs."""
# ruff: noqa: E501  # markup is as long as it is

import pytest

from hemkg.errors import UnreadableDocument
from hemkg.model.paper import BlockKind, MarkKind
from hemkg.read import read_paper

from .facts import marked, rows, texts

WILEY = """<?xml version="1.0" encoding="utf-8"?>
<component xmlns="http://www.wiley.com/namespaces/wiley" version="2.0" type="serialArticle" xml:lang="en" xml:id="inv1">
<header><publicationMeta level="product"><titleGroup><title type="main">Invented Materials</title></titleGroup>
</publicationMeta><publicationMeta level="unit" type="article"><doi>10.1002/inv.202400001</doi><copyright ownership="x">
© 2024 Nobody</copyright></publicationMeta><contentMeta><titleGroup><title type="main">Spinels of (FeCoNi)<sub>3</sub>O<sub>4
</sub> that were not made</title></titleGroup><creators><creator creatorRole="author"><personName><givenNames>Ada</givenNames>
<familyName>Nobody</familyName></personName></creator></creators><abstractGroup><abstract type="main"><p>The spinel keeps
812 mAh g<sup>−1</sup>.</p></abstract></abstractGroup></contentMeta></header>
<body sectionsNumbered="yes"><section xml:id="inv1-sec-0010"><title type="main">Results</title>
<p>At 0.5 A g<sup>−1</sup> it was said to keep 700 mAh g<sup>−1</sup>.<sup><link href="#inv1-bib-0001">1</link>, <link
href="#inv1-bib-0002">2</link></sup> Figure <link href="#inv1-fig-0001">1</link> shows Fe<sup>3+</sup>.
<figure xml:id="inv1-fig-0001"><label>1</label><title type="figureLabel">Figure 1</title><mediaResource href="x.png"/>
<caption><p>Curves of Co<sub>3</sub>O<sub>4</sub>.</p></caption></figure></p>
<p>It follows that<displayedItem type="mathematics" xml:id="inv1-disp-0001"><label>(1)</label><math
xmlns="http://www.w3.org/1998/Math/MathML"><mi>i</mi><mo>=</mo><mi>a</mi><mi>v</mi></math></displayedItem>holds.</p>
<tabular xml:id="inv1-tbl-0001"><label>Table 1</label><titleGroup><title type="main">Cycling</title></titleGroup><table
frame="topbot"><tgroup cols="3"><colspec colname="c1"/><colspec colname="c2"/><colspec colname="c3"/><thead><row><entry
morerows="1">Anode</entry><entry namest="c2" nameend="c3">Capacity (mAh g<sup>−1</sup>)</entry></row><row><entry colname="c2">
first</entry><entry colname="c3">last<sup>a</sup></entry></row></thead><tbody><row><entry>Co<sub>3</sub>O<sub>4</sub></entry>
<entry>1020</entry><entry>310</entry></row></tbody></tgroup></table><noteGroup><note xml:id="n1"><p>After 50 cycles.</p>
</note></noteGroup></tabular></section>
<bibliography xml:id="inv1-bibl-0001"><bib xml:id="inv1-bib-0001"><citation type="journal"><author><givenNames>B.</givenNames>
<familyName>Noone</familyName></author>, <journalTitle>J. Inv.</journalTitle> <pubYear year="2019">2019</pubYear></citation>
</bib><bib xml:id="inv1-bib-0002"><citation type="journal">C. Nihil, J. Inv. 2020</citation></bib></bibliography></body>
</component>"""

SPRINGER = """<?xml version="1.0" encoding="UTF-8"?>
<Publisher><PublisherInfo><PublisherName>Springer Inventions</PublisherName></PublisherInfo><Journal OutputMedium="All">
<JournalInfo><JournalTitle>Journal of Nothing</JournalTitle></JournalInfo><Volume><Issue><Article ID="s1" OutputMedium="All">
<ArticleInfo ArticleType="OriginalPaper"><ArticleDOI>10.1007/s00000-024-00001-1</ArticleDOI><ArticleTitle Language="En">
Sulfides of nobody</ArticleTitle><ArticleCopyright><CopyrightYear>2023</CopyrightYear></ArticleCopyright></ArticleInfo>
<ArticleHeader><AuthorGroup><Author><AuthorName><GivenName>Bo</GivenName><FamilyName>Noone</FamilyName></AuthorName></Author>
</AuthorGroup><Abstract ID="Abs1" Language="En"><Heading>Abstract</Heading><Para>FeS<Subscript>2</Subscript> keeps 610 mAh
g<Superscript>−1</Superscript>.</Para></Abstract></ArticleHeader>
<Body><Section1 ID="Sec1"><Heading>Introduction</Heading><Para ID="Par1">Others say so [<CitationRef CitationID="CR1">1
</CitationRef>, <CitationRef CitationID="CR2">2</CitationRef>]; see Fig. <InternalRef RefID="Fig1">1</InternalRef>. The rate is
<InlineEquation ID="IEq1"><EquationSource Format="TEX">$$\\alpha = 2$$</EquationSource></InlineEquation> here.<Figure
Category="Standard" ID="Fig1"><Caption Language="En"><CaptionNumber>Fig. 1</CaptionNumber><CaptionContent><SimplePara>Curves
of FeS<Subscript>2</Subscript></SimplePara></CaptionContent></Caption><MediaObject ID="MO1"><ImageObject FileRef="x.gif"/>
</MediaObject></Figure></Para><Section2 ID="Sec2"><Heading>Cells</Heading><Para>Cells were built by nobody.<Table Float="Yes"
ID="Tab1"><Caption Language="En"><CaptionNumber>Table 1</CaptionNumber><CaptionContent><SimplePara>Cycling</SimplePara>
</CaptionContent></Caption><tgroup cols="2"><colspec colname="c1"/><colspec colname="c2"/><thead><row><entry colname="c1">
<SimplePara>Anode</SimplePara></entry><entry colname="c2"><SimplePara>Retention (%)</SimplePara></entry></row></thead><tbody>
<row><entry><SimplePara>FeS<Subscript>2</Subscript></SimplePara></entry><entry><SimplePara>88</SimplePara></entry></row>
</tbody></tgroup><tfooter><SimplePara>After 100 cycles</SimplePara></tfooter></Table></Para></Section2></Section1></Body>
<ArticleBackmatter><Bibliography ID="Bib1"><Heading>References</Heading><Citation ID="CR1"><CitationNumber>1.</CitationNumber>
<BibUnstructured>Nul A (2017) On nothing. Inv J 1:1</BibUnstructured></Citation><Citation ID="CR2"><CitationNumber>2.
</CitationNumber><BibUnstructured>Zero B (2018) On less. https://doi.org/10.1007/less.2</BibUnstructured></Citation>
</Bibliography></ArticleBackmatter></Article></Issue></Volume></Journal></Publisher>"""


@pytest.fixture(scope="module")
def wiley():
    return read_paper(WILEY.encode(), path="w.xml")


@pytest.fixture(scope="module")
def springer():
    return read_paper(SPRINGER.encode(), path="s.xml")


def test_wileys_record_is_the_bibliography(wiley):
    told = wiley.bibliography
    assert (told.doi, told.year, told.authors) == ("10.1002/inv.202400001", 2024, ("Ada Nobody",))
    assert told.title == "Spinels of (FeCoNi)3O4 that were not made"


def test_springers_record_is_the_bibliography(springer):
    told = springer.bibliography
    assert (told.doi, told.year, told.venue) == ("10.1007/s00000-024-00001-1", 2023, "Journal of Nothing")
    assert (told.title, told.authors) == ("Sulfides of nobody", ("Bo Noone",))


def test_wileys_raised_links_are_citations_and_its_charges_are_not(wiley):
    assert marked(wiley) == ["[1, 2]"]
    assert "to keep 700 mAh g−1 [1, 2]. Figure 1 shows Fe3+." in wiley.text
    assert {"−1", "3+"} <= set(marked(wiley, MarkKind.SUPERSCRIPT))


def test_springers_links_in_brackets_are_citations(springer):
    assert marked(springer) == ["[1, 2]"]
    assert "Others say so [1, 2]; see Fig. 1." in springer.text


def test_what_stands_apart_is_a_block_of_its_own(wiley):
    assert texts(wiley, BlockKind.EQUATION) == ["i = av"]
    assert "Figure 1. Curves of Co3O4." in texts(wiley, BlockKind.CAPTION)
    assert texts(wiley, BlockKind.HEADING) == ["Abstract", "Results"]


def test_an_equation_inside_a_sentence_stays_there(springer):
    assert "The rate is α = 2 here." in springer.text


def test_a_table_keeps_the_path_of_its_headers(wiley, springer):
    assert rows(wiley)["310"] == (("Capacity (mAh g−1)", "last"), ("Co3O4",))
    assert rows(springer)["88"] == (("Retention (%)",), ("FeS2",))
    assert [table.label for table in (*wiley.tables, *springer.tables)] == ["Table 1", "Table 1"]


def test_footnotes_of_tables_are_kept(wiley, springer):
    assert "After 50 cycles." in wiley.text
    assert "After 100 cycles" in texts(springer, BlockKind.CAPTION)


def test_references_are_listed(wiley, springer):
    assert [(r.label, r.year) for r in wiley.references] == [("1", 2019), ("2", 2020)]
    assert [(r.label, r.doi) for r in springer.references] == [("1", None), ("2", "10.1007/less.2")]


@pytest.mark.parametrize("written", [WILEY, SPRINGER])
def test_a_record_without_text_says_so(written):
    start, end = written.lower().index("<body"), written.lower().index("</body>") + 7
    with pytest.raises(UnreadableDocument, match="only its record; fetch the full-text view"):
        read_paper((written[:start] + written[end:]).encode(), path="r.xml")
