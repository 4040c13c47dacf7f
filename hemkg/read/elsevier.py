"""Elsevier's XML, as its text-mining interface and its open corpus give it.

Knows the vocabulary of the publisher's common elements (``ce:``) and of CALS tables.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from hemkg.errors import UnreadableDocument
from hemkg.model.paper import Bibliography, BlockKind, MarkKind, Reference
from hemkg.read.cals import laid_groups
from hemkg.read.citations import is_number_list
from hemkg.read.compose import Draft, Part, find_doi, find_year, in_sections, licence_name, reference_parts, text_part
from hemkg.read.flow import Flow, Run, join, plain, stopped
from hemkg.read.paragraphs import cited, inline_runs, paragraph_parts, pieces_of
from hemkg.read.xml import all_of, first, is_math, local, math_runs, parse_xml, words

_ROOTS = ("article", "simple-article", "converted-article", "chapter", "exam", "book-review")
_FLOATS = {"figure", "table"}
_APART = _FLOATS | {"display", "list", "def-list", "displayed-quote", "enunciation", "para"}
_LEVELS = {"inf": MarkKind.SUBSCRIPT, "sup": MarkKind.SUPERSCRIPT}
_SILENT = {"label", "link", "float-anchor", "footnote", "e-component", "alt-text", "index-flag", "anchor"}
_NOT_MINED = {"graphical", "teaser"}
_THIN_SPACE = 0.2
_REFERENCE = re.compile(r"b[bir]*b?\d|bib|ref", re.IGNORECASE)


def read_elsevier(data: bytes, path: str) -> Draft:
    """Return the parts of an Elsevier article.

    Raises:
        UnreadableDocument: if the XML is broken or holds no article text.
    """
    root = parse_xml(data, path)
    article = next((a for name in _ROOTS if (a := _named(root, name)) is not None), None)
    if article is None:
        raise UnreadableDocument(f"{path} holds no article text, only its record; fetch the full-text view.")
    reader = _Reader(root, article)
    references = tuple(reader.references())
    return Draft(tuple(in_sections(reader.parts(references))), _bibliography(root, article), references)


@dataclass
class _Reader:
    """One article being read: its floats wait at its head until the text anchors them."""

    root: etree._Element
    article: etree._Element
    cited: set[str] = field(default_factory=set)
    waiting: dict[str, etree._Element] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for entry in all_of(self.article, "//bib-reference"):
            self.cited |= {str(node.get("id")) for node in entry.iter() if node.get("id")}
        for floats in all_of(self.root, "//floats"):
            self.waiting |= {child.get("id", str(n)): child for n, child in enumerate(floats) if local(child)}

    def parts(self, references: tuple[Reference, ...]) -> Iterator[Part]:
        head = first(self.article, "head")
        head = head if head is not None else first(self.article, "simple-head")
        if head is not None:
            yield from self.head(head)
        for body in all_of(self.article, "body"):
            yield from self.blocks(body)
        for left in list(self.waiting.values()):
            yield from self.block(left)
        heading = words(first(self.article, "//bibliography/section-title")) or None
        yield from reference_parts(references, heading)

    def head(self, head: etree._Element) -> Iterator[Part]:
        yield Part(BlockKind.TITLE, self.flow(first(head, "title")))
        for abstract in all_of(head, "abstract"):
            if abstract.get("class") not in _NOT_MINED:
                yield from self.blocks(abstract)
        for keywords in all_of(head, "keywords"):
            named = "; ".join(words(first(keyword, "text")) for keyword in all_of(keywords, "keyword"))
            yield text_part(BlockKind.PARAGRAPH, named, "Keywords")

    def blocks(self, holder: etree._Element) -> Iterator[Part]:
        for child in holder:
            yield from self.block(child)

    def block(self, node: etree._Element) -> Iterator[Part]:
        name = local(node)
        if name in {"sections", "section", "abstract-sec", "list", "list-item", "display", "appendices", "enunciation"}:
            yield from self.blocks(node)
        elif name == "section-title":
            yield self.heading(node)
        elif name in {"para", "simple-para", "note-para"}:
            yield from self.paragraph(node)
        elif name in {"figure", "textbox"}:
            yield Part(BlockKind.CAPTION, self.caption(node))
        elif name == "table":
            yield from self.table(node)
        elif name == "formula":
            yield Part(BlockKind.EQUATION, self.flow(node))
        elif name in {"displayed-quote", "def-list", "def-description", "nomenclature"}:
            yield from self.blocks(node)

    def heading(self, node: etree._Element) -> Part:
        parent = node.getparent()
        label = words(first(parent, "label")) if parent is not None else ""
        return Part(BlockKind.HEADING, join([Flow(label), self.flow(node)]))

    def paragraph(self, node: etree._Element) -> Iterator[Part]:
        """A paragraph; floats anchored in it follow it, a displayed formula stands where it is."""
        yield from paragraph_parts(pieces_of(node, _is_apart, self._element), floats=_is_float, block=self.block)
        for each in self._anchored(node):
            yield from self.block(each)

    def table(self, node: etree._Element) -> Iterator[Part]:
        yield Part(BlockKind.CAPTION, self.caption(node))
        label, caption = words(first(node, "label")), self.caption(node, with_label=False).text
        for laid in laid_groups(all_of(node, "tgroup"), label, caption, self.flow):
            yield Part(BlockKind.TABLE, laid.flow, table=laid)
        for foot in (*all_of(node, "legend"), *all_of(node, "table-footnote")):
            yield Part(BlockKind.CAPTION, self.flow(foot))

    def caption(self, node: etree._Element, *, with_label: bool = True) -> Flow:
        label = words(first(node, "label")) if with_label else ""
        return join([stopped(Flow(label)), *(self.flow(p) for p in all_of(node, "caption/simple-para"))])

    def flow(self, node: etree._Element | None) -> Flow:
        """Write an element's inline content."""
        return Flow() if node is None else cited(inline_runs(node, None, self._element))

    def references(self) -> Iterator[Reference]:
        for entry in all_of(self.article, "//bib-reference"):
            label = words(first(entry, "label"))
            said = " ".join(_reference_text(child) for child in entry if local(child) not in {"label", ""})
            yield _reference(entry, label, said)

    def _anchored(self, node: etree._Element) -> Iterator[etree._Element]:
        for anchor in all_of(node, "//float-anchor"):
            if anchor.get("refid") in self.waiting:
                yield self.waiting.pop(str(anchor.get("refid")))

    def _element(self, node: etree._Element, kind: MarkKind | None) -> Iterator[Run]:
        name = local(node)
        if is_math(node):
            yield from math_runs(node, kind)
        elif name in {"cross-ref", "cross-refs"}:
            yield from self._link(node, kind)
        elif name in _LEVELS:
            yield from inline_runs(node, _LEVELS[name], self._element)
        elif name == "hsp":
            yield Run(" " if _number(node.get("sp")) >= _THIN_SPACE else "", kind)
        elif name in {"br", "vsp"}:
            yield Run(" ", kind)
        elif name and name not in _SILENT:
            yield from inline_runs(node, kind, self._element)

    def _link(self, node: etree._Element, kind: MarkKind | None) -> Iterator[Run]:
        names = node.get("refid", "").split()
        if names and all(name in self.cited or (not self.cited and _REFERENCE.match(name)) for name in names):
            raised = first(node, "sup") is not None and is_number_list(words(node))
            yield Run(words(node), MarkKind.CITATION, raised=raised)
        elif not _is_footnote_call(node):
            yield from inline_runs(node, kind, self._element)


def _is_float(node: etree._Element) -> bool:
    return local(node) in _FLOATS or (local(node) == "display" and len(all_of(node, "figure")) > 0)


def _is_apart(node: etree._Element) -> bool:
    return local(node) in _APART


def _is_footnote_call(link: etree._Element) -> bool:
    return first(link, "sup") is not None and len(words(link)) < 3 and not words(link).isdigit()


def _named(root: etree._Element, name: str) -> etree._Element | None:
    return root if local(root) == name else first(root, f"//{name}")


def _number(text: str | None) -> float:
    return float(text) if text and re.fullmatch(r"\d*\.?\d+", text) else 0.0


def _reference_text(node: etree._Element) -> str:
    """Return a reference as one line; fields are written author, title, host, year, volume, pages."""
    if local(node) in {"other-ref", "source-text"}:
        return words(node)
    names = [plain(f"{words(first(a, 'given-name'))} {words(first(a, 'surname'))}") for a in all_of(node, "//author")]
    titles = [words(t) for t in all_of(node, "//maintitle")]
    rest = [words(first(node, f"//{name}")) for name in ("date", "volume-nr", "first-page")]
    return ". ".join(part.rstrip(".") for part in (", ".join(names), *titles, *rest) if part)


def _reference(entry: etree._Element, label: str, said: str) -> Reference:
    titles = [words(t) for t in all_of(entry, "//contribution/title/maintitle")]
    doi = find_doi(" ".join(map(words, all_of(entry, "//doi"))))
    year = find_year(words(first(entry, "//date")) or said)
    return Reference(label.strip("[]"), said, doi, titles[0] if titles else None, year)


def _bibliography(root: etree._Element, article: etree._Element) -> Bibliography:
    info = first(article, "item-info")
    doi = words(first(info, "doi")) if info is not None else ""
    title = words(first(article, "head/title")) or words(first(root, "//coredata/title"))
    return Bibliography(
        doi=find_doi(doi or words(first(root, "//coredata/doi")) or words(first(root, "//meta/doi"))),
        title=title or None,
        year=_year(root, info),
        venue=words(first(root, "//srctitle")) or words(first(root, "//publicationName")) or None,
        authors=tuple(_authors(article)),
        licence=_licence(root),
    )


def _year(root: etree._Element, info: etree._Element | None) -> int | None:
    dates: Iterable[str] = (words(first(root, f"//{name}")) for name in ("cover-date-year", "coverDate"))
    copyright_of = first(info, "copyright") if info is not None else None
    stated = next((year for date in dates if (year := find_year(date))), None)
    return stated or find_year(str(copyright_of.get("year", "")) if copyright_of is not None else "")


def _authors(article: etree._Element) -> Iterator[str]:
    for author in all_of(article, "head/author-group/author"):
        name = plain(f"{words(first(author, 'given-name'))} {words(first(author, 'surname'))}")
        if name:
            yield name


def _licence(root: etree._Element) -> str | None:
    stated = words(first(root, "//oa-user-license")) or words(first(root, "//openaccessUserLicense"))
    return licence_name(stated) if stated else None
