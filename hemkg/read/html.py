"""HTML pages of articles, whichever publisher laid them out.

ACS, RSC, MDPI, Nature and most others agree on enough: headings are headings, raised and lowered
characters are ``sup`` and ``sub``, citations link into the reference list, and the ``head`` names the
work.  What a page adds around the article (menus, buttons, advice on other papers) is left out.
A reader made for one publisher may be handed in and is asked first.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from lxml import etree
from lxml import html as lxml_html

from hemkg.errors import UnreadableDocument
from hemkg.model.paper import Bibliography, BlockKind, MarkKind, Reference
from hemkg.read.citations import is_number_list, raised_as_citations, widened, with_bracketed
from hemkg.read.compose import (
    Draft,
    Part,
    find_doi,
    find_year,
    in_sections,
    licence_name,
    reference_parts,
    text_part,
)
from hemkg.read.flow import Flow, Run, flow, join, plain
from hemkg.read.publisher import PublisherReader
from hemkg.read.shapes import caption_label, is_reference_heading, without_reference_number
from hemkg.read.sniff import decode
from hemkg.read.tables import GridCell, lay_table, without_footnote_mark
from hemkg.read.xml import is_math, math_runs, refuse_deep, tex_text, words

_DROPPED = {
    "script", "style", "noscript", "nav", "aside", "footer", "form", "button", "iframe", "svg", "canvas",
    "template", "input", "select", "textarea", "img", "picture", "video", "audio", "object", "embed", "head",
    "link", "meta", "dialog", "menu", "map", "area", "source",
}  # fmt: skip
_INLINE = {
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "br", "cite", "code", "data", "dfn", "em", "font", "i",
    "kbd", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u",
    "var", "wbr", "ins", "del", "label",
}  # fmt: skip
_NOISE = re.compile(
    r"(?:^|[-_ ])(?:nav|navbar|navigation|menu|sidebar|breadcrumbs?|cookies?|advert\w*|social|share|sharing|"
    r"recommended|related|toolbar|metrics|altmetric|modal|popup|popover|tooltip|login|signin|skip|banner|hidden|visually-hidden|"
    r"sr-only|MathJax|MathJax_Preview|MathJax_Display|download\w*|citation-tools|figure__download|"
    r"show-more|view-larger|btn|button|references-popup|ref-popup|cited-by|citedby|citationLinks)(?:[-_ ]|$)"
)
_CAPTION_CLASS = re.compile(
    r"caption|image_title|graphic_title|figure__?legend|fig-?legend|table_caption|html-fig_desc", re.I
)
_EQUATION_CLASS = re.compile(
    r"(?:^|[-_ ])(?:disp-formula|equation|html-disp-formula|NLM_disp-formula|formula)(?:[-_ ]|$)", re.I
)
_REFERENCE_LINK = re.compile(
    r"#(?:core-|c)?(?:ref|cit|bib|bibr?|b|cr|rf|r|CR|B|R)[-_]?(?:CR)?\d[\w.-]*$|#[\w.-]*(?:bib|ref-|CR)\d+$", re.I
)
_REFERENCE_CLASS = re.compile(
    r"(?:^|\s)(?:ref|bibr|html-bibr|xref-bibr|bibLink|citation__link|reference-link|tab-link)(?:\s|$|\d)"
)
_REFERENCE_LIST = re.compile(
    r"(?:^|[-_ ])(?:references?|reference-list|references_list|ref-list|bibliography|citations?)(?:[-_ ]|\d|$)", re.I
)
_LINK_WORDS = re.compile(
    r"\[?(?:Google Scholar|CrossRef|Crossref|PubMed(?: Central)?|CAS|ADS|Article|View Article|View|Green Version|"
    r"Find it @ .*|Download|MathSciNet|Web of Science|Scopus|Full Text|Open URL)\]?(?:\(opens? .*\))?",
    re.I,
)
_ROBOTS = re.compile(
    r"enable javascript|checking your browser|access denied|captcha|are you a robot|just a moment", re.I
)
_FEWEST_WORDS = 6
_BUTTON = 80


def read_html(data: bytes, path: str, *, publisher_reader: PublisherReader | None = None) -> Draft:
    """Return the parts of an article's HTML page.

    Args:
        data: the page.
        path: its path, for messages.
        publisher_reader: asked first for pages of publishers that it may know; its empty answer is passed over.

    Raises:
        UnreadableDocument: if the page holds no prose.
    """
    root = _parse(data, path)
    bibliography = _bibliography(root)
    parts: tuple[Part, ...] = ()
    if publisher_reader and (publisher := _publisher(root)):
        parts = tuple(_given(publisher_reader.read_html(data, publisher)))
    page = _Page(root)
    parts = parts or tuple(in_sections(page.parts(bibliography.title)))
    _refuse_wordless(parts, path)
    title = next((part.flow.text for part in parts if part.kind is BlockKind.TITLE), None)
    return Draft(parts, replace(bibliography, title=bibliography.title or title), page.references)


def _parse(data: bytes, path: str) -> etree._Element:
    """Parse a page leniently, without its script and without fetching anything."""
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", _declared(data, path))
    parser = lxml_html.HTMLParser(no_network=True, huge_tree=False, encoding="utf-8", remove_comments=True)
    try:
        root = lxml_html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableDocument(f"{path} is broken HTML; save the page again.") from error
    refuse_deep(root, path)
    return root


def _declared(data: bytes, path: str) -> str:
    """Decode a page by what it declares, where that works."""
    named = re.search(rb"charset=[\"']?([A-Za-z0-9_-]+)", data[:4096])
    if named:
        try:
            return data.decode(named.group(1).decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            return decode(data, path)
    return decode(data, path)


@dataclass
class _Page:
    """One page being read."""

    root: etree._Element
    above: str = ""

    def __post_init__(self) -> None:
        for node in list(self.root.iter()):
            if _is_noise(node) and node.getparent() is not None:
                _drop(node)
        self.article = _article(self.root)
        self.listed = _reference_items(self.article)
        self.references = tuple(_reference(item, number) for number, item in enumerate(self.listed, 1))
        self.linked = any(_is_reference_link(a) for a in self.article.iter("a"))

    def parts(self, title: str | None) -> Iterator[Part]:
        heading = next(iter(self.root.iter("h1")), None)
        written = self.flow(heading) if heading is not None else Flow(plain(title or ""))
        yield Part(BlockKind.TITLE, written)
        for part in self.blocks(self.article):
            if part.kind is not BlockKind.HEADING or part.flow.text != written.text:
                yield part
        yield from reference_parts(self.references, None)

    def blocks(self, holder: etree._Element) -> Iterator[Part]:
        """Yield the parts inside a block: its own running text, cut where a block stands in it."""
        runs: list[Run] = [Run(holder.text or "")]
        for child in holder:
            if self._is_inline(child):
                runs += self._element(child, None)
            else:
                yield from self._paragraph(runs, holder)
                runs = []
                yield from self.block(child)
            runs.append(Run(child.tail or ""))
        yield from self._paragraph(runs, holder)

    def block(self, node: etree._Element) -> Iterator[Part]:
        name = _name(node)
        if node in self.listed or not name:
            return
        if re.fullmatch(r"h[1-6]", name):
            heading = self.flow(node)
            if not (is_reference_heading(heading.text) and self.listed):
                yield Part(BlockKind.HEADING, heading)
        elif name == "table" and not _is_layout(node):
            yield from self.table(node)
        elif name == "figure" or (_CAPTION_CLASS.search(_classes(node)) and caption_label(words(node))):
            yield from self.captioned(node)
        elif is_math(node) or _EQUATION_CLASS.search(_classes(node)):
            yield Part(BlockKind.EQUATION, self.flow(node))
        else:
            yield from self.blocks(node)

    def captioned(self, node: etree._Element) -> Iterator[Part]:
        """A figure or table with its caption; what stands in a picture is not read."""
        tables = [table for table in node.iter("table") if not _is_layout(table)]
        captions = list(node.iter("figcaption")) or ([node] if not tables else [])
        described = [each for each in node.iter("div") if "figure-description" in _classes(each)]
        yield self._remembered(Part(BlockKind.CAPTION, join(self.flow(caption) for caption in (*captions, *described))))
        for table in tables:
            yield from self.table(table)

    def _remembered(self, caption: Part) -> Part:
        """Keep a caption's words for the table that may follow it."""
        self.above = caption.flow.text
        return caption

    def table(self, node: etree._Element) -> Iterator[Part]:
        caption = next(iter(node.iter("caption")), None)
        if caption is not None:
            yield self._remembered(Part(BlockKind.CAPTION, self.flow(caption)))
        rows = [[self._cell(c) for c in row if _name(c) in {"td", "th"}] for row in node.iter("tr")]
        heads = sum(1 for head in node.iter("thead") for _ in head.iter("tr")) or None
        label = caption_label(self.above) or ""
        laid = lay_table(label, self.above[len(label) :].lstrip(" .:|"), rows, header_rows=heads)
        yield Part(BlockKind.TABLE, laid.flow, table=laid)
        self.above = ""

    def flow(self, node: etree._Element) -> Flow:
        """Write an element's content as one stretch of text."""
        return self._written(self._inline(node, None))

    def _paragraph(self, runs: Iterable[Run], holder: etree._Element) -> Iterator[Part]:
        written = self._written(runs)
        if not re.search(r"\w", written.text) or (len(written.text) < _BUTTON and _is_link(holder)):
            return
        named = _CAPTION_CLASS.search(_classes(holder)) or _name(holder) in {"figcaption", "caption", "td"}
        if named and caption_label(written.text):
            yield self._remembered(Part(BlockKind.CAPTION, written))
        else:
            yield Part(BlockKind.PARAGRAPH, written)

    def _written(self, runs: Iterable[Run]) -> Flow:
        if self.linked:
            return widened(flow(runs))
        return with_bracketed(widened(flow(raised_as_citations(runs))))

    def _cell(self, cell: etree._Element) -> GridCell:
        written = without_footnote_mark(self.flow(cell))
        return GridCell(written, _name(cell) == "th", _count(cell, "rowspan"), _count(cell, "colspan"))

    def _is_inline(self, node: etree._Element) -> bool:
        """Whether an element is part of running text: an inline one that holds no block."""
        name = _name(node)
        if not name or is_math(node):
            return True
        return (name in _INLINE or "-" in name) and all(self._is_inline(child) for child in node)

    def _inline(self, node: etree._Element, kind: MarkKind | None) -> Iterator[Run]:
        yield from _texts(node.text, kind)
        for child in node:
            yield from self._element(child, kind)
            yield from _texts(child.tail, kind)

    def _element(self, node: etree._Element, kind: MarkKind | None) -> Iterator[Run]:
        name = _name(node)
        if is_math(node) or name == "math":
            yield from math_runs(node, kind)
        elif name == "sup" and any(_is_reference_link(a) for a in node.iter("a")) and is_number_list(words(node)):
            yield Run(words(node), MarkKind.CITATION, raised=True)
        elif name == "a" and _is_reference_link(node):
            raised = next(iter(node.iter("sup")), None) is not None and is_number_list(words(node))
            yield Run(words(node), MarkKind.CITATION, raised=raised)
        elif name in {"sub", "sup"}:
            yield from self._inline(node, MarkKind.SUBSCRIPT if name == "sub" else MarkKind.SUPERSCRIPT)
        elif name == "br":
            yield Run(" ", kind)
        elif name:
            spaced = name not in _INLINE
            yield Run(" " if spaced else "", None)
            yield from self._inline(node, kind)
            yield Run(" " if spaced else "", None)


def _texts(text: str | None, kind: MarkKind | None) -> Iterator[Run]:
    r"""Yield text as runs; formulas that a script would have drawn stand there as ``\(TeX\)``."""
    for number, piece in enumerate(re.split(r"\\\((.*?)\\\)", text or "", flags=re.DOTALL)):
        yield Run(tex_text(piece) if number % 2 else piece, kind)


def _name(node: etree._Element) -> str:
    tag = node.tag
    return tag.rpartition("}")[2].rpartition(":")[2].lower() if isinstance(tag, str) else ""


def _classes(node: etree._Element) -> str:
    return f"{node.get('class', '')} {node.get('id', '')}"


def _is_noise(node: etree._Element) -> bool:
    """Whether an element is none of the article: script, menu, button, hidden text."""
    name = _name(node)
    if name in _DROPPED:
        return name not in {"head", "meta", "link"}
    if node.get("hidden") is not None or "display:none" in (node.get("style") or "").replace(" ", ""):
        return True
    if node.get("role") in {"navigation", "search", "banner", "complementary", "contentinfo", "dialog", "tooltip"}:
        return True
    if name not in {"div", "ul", "ol", "section", "span", "a", "p"} or not _NOISE.search(node.get("class") or ""):
        return False
    return not any(True for _ in node.iter("h1")) and sum(len(words(p)) for p in node.iter("p")) < 2000


def _drop(node: etree._Element) -> None:
    """Empty an element, leaving the text behind it where it is."""
    node.clear(keep_tail=True)
    node.tag = "wbr"


def _article(root: etree._Element) -> etree._Element:
    """Return the element that holds the article: the smallest named one with most of the page's text."""
    body = next(iter(root.iter("body")), root)
    whole = len(words(body))
    named = [*root.iter("article"), *root.iter("main"), *root.iterfind(".//*[@role='main']")]
    fitting = [node for node in named if len(words(node)) * 2 > whole]
    return min(fitting, key=lambda node: len(words(node)), default=body)


def _is_layout(table: etree._Element) -> bool:
    """Whether a table only places things: it is nested, has one column, or says so."""
    if table.get("role") == "presentation" or any(t is not table for t in table.iter("table")):
        return True
    widths = [sum(_name(c) in {"td", "th"} for c in row) for row in table.iter("tr")]
    return max(widths, default=0) < 2


def _is_link(holder: etree._Element) -> bool:
    """Whether all words of a block are one link's: a button, or a way to another page."""
    linked = sum(len(words(link)) for link in holder.iter("a") if not _is_reference_link(link))
    return linked > 0 and linked >= 0.9 * len(words(holder))


def _is_reference_link(link: etree._Element) -> bool:
    href, classes = link.get("href") or "", link.get("class") or ""
    if re.search(r"fig|tab|eq|sec|sch", href.rpartition("#")[2][:4], re.I):
        return False
    return bool(_REFERENCE_LINK.search(href)) or (
        bool(_REFERENCE_CLASS.search(classes)) and is_number_list(words(link))
    )


def _reference_items(article: etree._Element) -> list[etree._Element]:
    """Find the entries of the reference list: by its class, else the list under its heading."""
    for holder in article.iter("ol", "ul", "div", "section"):
        if _REFERENCE_LIST.search(_classes(holder)):
            items = [item for item in holder.iter("li") if len(words(item)) > 15]
            if len(items) > 1 or (items and _name(holder) in {"ol", "ul"}):
                return items
    for heading in article.iter("h1", "h2", "h3", "h4"):
        if is_reference_heading(words(heading)):
            lists = [n for n in heading.itersiblings() if _name(n) in {"ol", "ul", "div", "section"}]
            return [item for node in lists[:1] for item in node.iter("li")]
    return []


def _reference(item: etree._Element, number: int) -> Reference:
    links = " ".join(str(a.get("href") or "") for a in item.iter("a"))
    for link in list(item.iter("a")):
        if _LINK_WORDS.fullmatch(words(link)):
            _drop(link)
    label, said = without_reference_number(plain(words(item)))
    stated = re.sub(r"\D", "", (item.get("data-counter") or item.get("data-content") or ""))
    said = re.sub(r"(?:\s|\[\s*\]|\(\s*\))+$", "", said)
    return Reference(
        stated or label or str(number), said, find_doi(said) or find_doi(_unquoted(links)), None, find_year(said)
    )


def _unquoted(links: str) -> str:
    return links.replace("%2F", "/").replace("%2f", "/").replace("%28", "(").replace("%29", ")")


def _count(cell: etree._Element, name: str) -> int:
    value = cell.get(name, "1").strip()
    return max(int(value), 1) if value.isdigit() and len(value) < 4 else 1


def _refuse_wordless(parts: Sequence[Part], path: str) -> None:
    prose = [part.flow.text for part in parts if part.kind is BlockKind.PARAGRAPH]
    if not any(len(text.split()) >= _FEWEST_WORDS for text in prose):
        raise UnreadableDocument(f"{path} is a page without an article's text; save the full-text page.")
    if sum(map(len, prose)) < 600 and _ROBOTS.search(" ".join(prose)):
        raise UnreadableDocument(f"{path} is a publisher's access page and not the article; save the article's page.")


_KINDS = {kind.value: kind for kind in BlockKind}


def _given(blocks: Sequence[tuple[str, str]]) -> Iterator[Part]:
    yield from in_sections(text_part(_KINDS.get(kind, BlockKind.PARAGRAPH), text) for kind, text in blocks)


def _publisher(root: etree._Element) -> str | None:
    """Name the publisher whose page this is, by its own words in the head."""
    stated = " ".join(
        _meta(root).get(name, "") for name in ("citation_publisher", "dc.publisher", "og:site_name")
    ).lower()
    known = {"american chemical society": "acs", "acs publications": "acs", "royal society of chemistry": "rsc"}
    return next((short for name, short in known.items() if name in stated), None)


def _meta(root: etree._Element) -> dict[str, str]:
    """Return the head's named values; of several with one name, the first."""
    values: dict[str, str] = {}
    for tag in root.iter("meta"):
        name = (tag.get("name") or tag.get("property") or "").lower()
        if name and tag.get("content"):
            values.setdefault(name, plain(str(tag.get("content"))))
    return values


def _bibliography(root: etree._Element) -> Bibliography:
    meta = _meta(root)

    def stated(*names: str) -> str:
        return next((meta[name] for name in names if meta.get(name)), "")

    doi = stated("citation_doi", "prism.doi", "dc.identifier", "bepress_citation_doi", "doi", "publication_doi")
    date = stated(
        "citation_publication_date", "citation_date", "prism.publicationdate", "dc.date", "citation_online_date",
        "citation_year", "article:published_time",
    )  # fmt: skip
    authors = [plain(str(tag.get("content"))) for tag in root.iter("meta") if _is_author(tag)]
    licence = " ".join(
        str(a.get("href")) for a in root.iter("a", "link") if "creativecommons.org" in (a.get("href") or "")
    )
    return Bibliography(
        doi=find_doi(doi) or find_doi(_canonical(root)),
        title=stated("citation_title", "dc.title", "og:title") or None,
        year=find_year(date),
        venue=stated("citation_journal_title", "prism.publicationname", "citation_journal_abbrev") or None,
        authors=tuple(authors),
        licence=licence_name(licence) if licence else None,
    )


def _is_author(tag: etree._Element) -> bool:
    return (tag.get("name") or "").lower() == "citation_author" and bool(tag.get("content"))


def _canonical(root: etree._Element) -> str:
    """Return the address that the page gives as its own, where that names a DOI."""
    return " ".join(str(link.get("href") or "") for link in root.iter("link") if link.get("rel") == "canonical")
