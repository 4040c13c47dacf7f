"""Elsevier's XML: the same facts in another vocabulary."""
# ruff: noqa: E501  # markup is as long as it is

import pytest

from hemkg.errors import UnreadableDocument
from hemkg.model.paper import BlockKind, MarkKind
from hemkg.read import read_paper

from .facts import marked, rows, sections, texts

ARTICLE = """<?xml version="1.0" encoding="utf-8"?>
<xocs:doc xmlns:xocs="http://www.elsevier.com/xml/xocs/dtd" xmlns:ce="http://www.elsevier.com/xml/common/dtd"
 xmlns:sb="http://www.elsevier.com/xml/common/struct-bib/dtd" xmlns:ja="http://www.elsevier.com/xml/ja/dtd"
 xmlns:mml="http://www.w3.org/1998/Math/MathML"><xocs:meta><xocs:srctitle>Journal of Less</xocs:srctitle>
<xocs:doi>10.1016/j.less.2013.01.001</xocs:doi><xocs:cover-date-year>2013</xocs:cover-date-year>
<xocs:oa-user-license>http://creativecommons.org/licenses/by/3.0/</xocs:oa-user-license></xocs:meta>
<xocs:serial-item><ja:article><ja:item-info><ja:jid>LESS</ja:jid><ce:doi>10.1016/J.LESS.2013.01.001</ce:doi></ja:item-info>
<ce:floats><ce:figure id="f1"><ce:label>Fig. 1</ce:label><ce:caption><ce:simple-para>Curves of Na<ce:inf>2</ce:inf>Se
<ce:cross-ref refid="b1">[1]</ce:cross-ref>.</ce:simple-para></ce:caption></ce:figure>
<ce:table xmlns="http://www.elsevier.com/xml/common/cals/dtd" id="t1"><ce:label>Table 1</ce:label><ce:caption><ce:simple-para>Less of it.</ce:simple-para></ce:caption>
<tgroup cols="3"><colspec colname="c1"/><colspec colname="c2"/><colspec colname="c3"/><thead><row><entry morerows="1">Ion</entry>
<entry namest="c2" nameend="c3">Capacity (mAh g<ce:sup>-1</ce:sup>)</entry></row><row><entry>first</entry><entry>last</entry></row></thead>
<tbody><row><entry>Na</entry><entry>390</entry><entry>300<ce:sup>a</ce:sup></entry></row></tbody></tgroup></ce:table></ce:floats>
<ja:head><ce:title>Less of Na<ce:inf>2</ce:inf>Se</ce:title><ce:author-group><ce:author><ce:given-name>Ada</ce:given-name>
<ce:surname>Example</ce:surname></ce:author></ce:author-group><ce:abstract class="graphical"><ce:section-title>Picture</ce:section-title></ce:abstract>
<ce:abstract><ce:section-title>Abstract</ce:section-title><ce:abstract-sec><ce:simple-para>It holds 390<ce:hsp sp="0.25"/>mAh<ce:hsp sp="0.25"/>g<ce:sup loc="post">−1</ce:sup>.</ce:simple-para></ce:abstract-sec></ce:abstract>
<ce:keywords><ce:keyword><ce:text>sodium</ce:text></ce:keyword></ce:keywords></ja:head>
<ja:body><ce:sections><ce:section><ce:label>1</ce:label><ce:section-title>Introduction</ce:section-title>
<ce:para>Long known <ce:cross-refs refid="b1 b2">[1,2]</ce:cross-refs>, also raised<ce:cross-ref refid="b2"><ce:sup>2</ce:sup></ce:cross-ref>
and shown in <ce:cross-ref refid="f1">Fig. 1</ce:cross-ref><ce:float-anchor refid="f1"/>. It follows
<ce:display><ce:formula><ce:label>(1)</ce:label><mml:math><mml:mi>a</mml:mi><mml:mo>=</mml:mo><mml:mn>2</mml:mn></mml:math></ce:formula></ce:display>
as said<ce:hsp sp="0.10"/>before.</ce:para></ce:section></ce:sections></ja:body>
<ja:tail><ce:bibliography><ce:section-title>References</ce:section-title><ce:bibliography-sec>
<ce:bib-reference id="b1"><ce:label>[1]</ce:label><sb:reference><sb:contribution><sb:authors><sb:author><ce:given-name>A.</ce:given-name>
<ce:surname>Nul</ce:surname></sb:author></sb:authors><sb:title><sb:maintitle>On less</sb:maintitle></sb:title></sb:contribution><sb:host><sb:issue>
<sb:series><sb:title><sb:maintitle>J. Inv.</sb:maintitle></sb:title><sb:volume-nr>3</sb:volume-nr></sb:series><sb:date>2011</sb:date></sb:issue></sb:host></sb:reference></ce:bib-reference>
<ce:bib-reference id="b2"><ce:label>[2]</ce:label><ce:other-ref><ce:textref>B. Zero, 2012.</ce:textref></ce:other-ref></ce:bib-reference>
</ce:bibliography-sec></ce:bibliography></ja:tail></ja:article></xocs:serial-item></xocs:doc>"""


@pytest.fixture(scope="module")
def paper():
    return read_paper(ARTICLE.encode(), path="S1.norm-xml")


def test_blocks_in_order(paper):
    assert [b.kind.value for b in paper.blocks] == [
        "title", "heading", "paragraph", "paragraph", "heading", "paragraph", "equation", "paragraph", "caption",
        "caption", "table", "heading", "reference", "reference",
    ]  # fmt: skip


def test_spaces_are_those_that_were_printed(paper):
    assert texts(paper)[0] == "It holds 390 mAh g−1."
    assert texts(paper)[-1] == "as saidbefore."


def test_citations_are_marked_and_raised_ones_set_off(paper):
    assert "Long known [1,2], also raised [2] and shown in Fig. 1. It follows" in paper.text
    assert marked(paper) == ["[1,2]", "[2]", "[1]"]


def test_scripts_sections_and_equations(paper):
    assert "2" in marked(paper, MarkKind.SUBSCRIPT)
    assert sections(paper) == ["Abstract", "Keywords", "1 Introduction", "1 Introduction"]
    assert texts(paper, BlockKind.EQUATION) == ["a = 2"]


def test_a_table_has_paths(paper):
    assert rows(paper)["300"] == (("Capacity (mAh g-1)", "last"), ("Na",))
    assert rows(paper)["Na"][0] == ("Ion",)


def test_bibliography_and_references(paper):
    told = paper.bibliography
    assert paper.paper_id == "doi:10.1016/j.less.2013.01.001"
    assert (told.title, told.year, told.venue, told.licence) == ("Less of Na2Se", 2013, "Journal of Less", "CC BY 3.0")
    assert [(r.label, r.title, r.year) for r in paper.references] == [("1", "On less", 2011), ("2", None, 2012)]


def test_a_record_without_full_text_is_named_as_one():
    record = '<full-text-retrieval-response xmlns="http://www.elsevier.com/xml/svapi/article/dtd"><coredata/></full-text-retrieval-response>'
    with pytest.raises(UnreadableDocument, match="full-text view"):
        read_paper(record.encode(), path="a.xml")
