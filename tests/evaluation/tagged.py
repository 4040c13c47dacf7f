"""Passages as the XML and HTML of publishers: the same pieces in each one's tags."""
# ruff: noqa: E501, E731  # markup is as long as it is, and each citation is one line

from collections.abc import Callable, Sequence
from html import escape

from typography import Piece, printed_pieces

TITLE = "An account of electrodes that were never made"
LEVELS = {"sub": ("<sub>", "</sub>"), "sup": ("<sup>", "</sup>")}
References = range(1, 200)
Cite = Callable[[str], str]


def tagged(pieces: Sequence[Piece], cite: Cite, levels: dict[str, tuple[str, str]] = LEVELS) -> str:
    """Write pieces with tags around what is not level."""
    said = []
    for piece in pieces:
        before, after = levels.get(piece.level, ("", ""))
        said.append(cite(piece.text) if piece.level == "cite" else before + escape(piece.text) + after)
    return "".join(said)


def _paragraphs(text: str, form: str, cite: Cite, levels: dict[str, tuple[str, str]] = LEVELS) -> str:
    return "\n".join(
        form.format(tagged(printed_pieces(paragraph, raised=True), cite, levels)) for paragraph in text.split("\n")
    )


def jats(text: str) -> bytes:
    """Return a passage as JATS."""
    cite = lambda label: (
        "<sup>" + ",".join(f'<xref ref-type="bibr" rid="r{n}">{n}</xref>' for n in label.split(",")) + "</sup>"
    )
    refs = "".join(
        f'<ref id="r{n}"><label>{n}</label><mixed-citation>Nobody.</mixed-citation></ref>' for n in References
    )
    body = _paragraphs(text, "<p>{}</p>", cite)
    return (
        '<?xml version="1.0"?><article article-type="research-article"><front><article-meta><title-group>'
        f"<article-title>{TITLE}</article-title></title-group></article-meta></front><body><sec><title>2. Results</title>"
        f"{body}</sec></body><back><ref-list>{refs}</ref-list></back></article>"
    ).encode()


def acs(text: str) -> bytes:
    """Return a passage as a page of the American Chemical Society."""
    cite = lambda label: f'<a href="#ref{label.split(",")[0]}" class="ref"><sup>{label}</sup></a>'
    refs = "".join(
        f'<li id="ref{n}"><div class="reference"><span class="refLabel">{n}</span> Nobody, A. J. Inv. 2020, 1, 2.</div></li>'
        for n in References
    )
    body = _paragraphs(text, '<div class="NLM_p">{}</div>', cite)
    return _page(
        f'<article class="article"><h1 class="article_header-title">{TITLE}</h1><div class="NLM_sec NLM_sec_level_1">'
        f'<h2 id="_i2">2. Results</h2>{body}</div>'
        f'<ol id="references">{refs}</ol></article>',
        "10.1021/acs.invented.4c00002",
    )


def rsc(text: str) -> bytes:
    """Return a passage as a page of the Royal Society of Chemistry."""
    cite = lambda label: "".join(
        ('<sup><span class="sup_ref">,</span></sup>' if place else "")
        + f'<a title="Select to navigate to references" href="#cit{n}"><sup><span class="sup_ref">{n}</span></sup></a>'
        for place, n in enumerate(label.split(","))
    )
    levels = {"sub": ("<small><sub>", "</sub></small>"), "sup": ("<small><sup>", "</sup></small>")}
    refs = "".join(f'<li><span id="cit{n}">A. Nobody, <i>J. Inv.</i>, 2020, 1, {n}.</span></li>' for n in References)
    body = _paragraphs(text, '<p class="otherpara">{}</p>', cite, levels)
    return _page(
        f'<div id="wrapper"><div class="article__title"><h1>{TITLE}</h1></div><h2><span class="a_heading">2. Results</span>'
        f'</h2>{body}<h2><span class="a_heading">Notes and references'
        f'</span></h2><ol class="references">{refs}</ol></div>',
        "10.1039/D4XX00001A",
    )


def mdpi(text: str) -> bytes:
    """Return a passage as a page of MDPI, whose citations stand in brackets."""
    cite = lambda label: (
        "[" + ",".join(f'<a href="#B{n}-inv" class="html-bibr">{n}</a>' for n in label.split(",")) + "]"
    )
    body = "\n".join(
        f'<div class="html-p">{tagged(_cited_before_the_stop(paragraph), cite)}</div>' for paragraph in text.split("\n")
    )
    refs = "".join(
        f'<li id="B{n}-inv" class="html-x" data-content="{n}.">Nobody, A. <i>Inv. J.</i></li>' for n in References
    )
    return _page(
        f'<main><article><h1 class="title">{TITLE}</h1><div class="html-body"><section><h2>2. Results</h2>{body}</section>'
        f'</div><section id="html-references_list"><h2>References</h2><ol>{refs}</ol></section></article></main>',
        "10.3390/inv12030046",
    )


def nature(text: str) -> bytes:
    """Return a passage as a page of Nature."""
    cite = lambda label: (
        "<sup>"
        + ",".join(
            f'<a data-track="click" href="/articles/x#ref-CR{n}" aria-label="Reference {n}">{n}</a>'
            for n in label.split(",")
        )
        + "</sup>"
    )
    refs = "".join(
        f'<li class="c-article-references__item"><p id="ref-CR{n}">Nobody, A. <i>Inv.</i></p></li>' for n in References
    )
    body = _paragraphs(text, "<p>{}</p>", cite)
    return _page(
        f'<article><h1 class="c-article-title">{TITLE}</h1><section data-title="Results"><h2 class='
        f'"c-article-section__title">2. Results</h2><div class="c-article-section__content">'
        f'{body}</div></section><section data-title="References"><h2>References</h2>'
        f'<ol class="c-article-references">{refs}</ol></section></article>',
        "10.1038/s00000-024-00002-1",
    )


def wiley(text: str) -> bytes:
    """Return a passage as Wiley's own XML."""
    cite = lambda label: (
        "<sup>" + ",".join(f'<link href="#inv-bib-{int(n):04}">{n}</link>' for n in label.split(",")) + "</sup>"
    )
    refs = "".join(
        f'<bib xml:id="inv-bib-{n:04}"><citation type="journal"><author><givenNames>A.</givenNames> <familyName>Nobody'
        f"</familyName></author>, <journalTitle>J. Inv.</journalTitle> <pubYear year='2020'>2020</pubYear></citation></bib>"
        for n in References
    )
    body = _paragraphs(text, "<p>{}</p>", cite)
    return (
        '<?xml version="1.0"?><component xmlns="http://www.wiley.com/namespaces/wiley" version="2.0" type="serialArticle">'
        '<header><publicationMeta level="unit"><doi>10.1002/inv.202400002</doi></publicationMeta><contentMeta><titleGroup>'
        f'<title type="main">{TITLE}</title></titleGroup></contentMeta></header><body><section xml:id="inv-sec-2"><title '
        f'type="main">Results</title>{body}</section><bibliography xml:id="bib">{refs}'
        "</bibliography></body></component>"
    ).encode()


def springer(text: str) -> bytes:
    """Return a passage as Springer's own XML."""
    cite = lambda label: (
        "[" + ", ".join(f'<CitationRef CitationID="CR{n}">{n}</CitationRef>' for n in label.split(",")) + "]"
    )
    levels = {"sub": ("<Subscript>", "</Subscript>"), "sup": ("<Superscript>", "</Superscript>")}
    body = "\n".join(
        f"<Para>{tagged(_cited_before_the_stop(paragraph), cite, levels)}</Para>" for paragraph in text.split("\n")
    )
    refs = "".join(
        f'<Citation ID="CR{n}"><CitationNumber>{n}.</CitationNumber><BibUnstructured>Nobody A (2020)</BibUnstructured>'
        "</Citation>"
        for n in References
    )
    return (
        '<?xml version="1.0"?><Publisher><PublisherInfo><PublisherName>Springer</PublisherName></PublisherInfo><Journal><Volume>'
        '<Issue><Article ID="s1"><ArticleInfo><ArticleDOI>10.1007/s00000-024-00003-2</ArticleDOI><ArticleTitle Language="En">'
        f"{TITLE}</ArticleTitle></ArticleInfo><Body><Section1 ID='Sec2'><Heading>Results</Heading>{body}</Section1></Body>"
        f"<ArticleBackmatter><Bibliography ID='Bib1'><Heading>References</Heading>{refs}</Bibliography></ArticleBackmatter>"
        "</Article></Issue></Volume></Journal></Publisher>"
    ).encode()


def _cited_before_the_stop(text: str) -> list[Piece]:
    """Return pieces whose citations stand before the stop, with a blank in front, as in brackets."""
    pieces: list[Piece] = []
    for piece in printed_pieces(text, raised=True):
        if piece.level == "cite" and pieces[-1] == Piece("."):
            pieces[-1:] = [Piece(" "), piece, Piece(".")]
        else:
            pieces.append(piece)
    return pieces


def _page(body: str, doi: str) -> bytes:
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><meta name="citation_title" content="{TITLE}">'
        f'<meta name="citation_doi" content="{doi}"></head><body><nav>Menu</nav>{body}<footer>Nothing</footer></body></html>'
    ).encode()


FORMATS: dict[str, Callable[[str], bytes]] = {
    "jats": jats, "acs": acs, "rsc": rsc, "mdpi": mdpi, "nature": nature, "wiley": wiley, "springer": springer,
}  # fmt: skip
