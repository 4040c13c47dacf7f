"""JATS XML, as PubMed Central and many publishers give it.

Knows the vocabulary of JATS and how publishers use it; what the words mean is not its business.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from lxml import etree

from hemkg.errors import UnreadableDocument
from hemkg.model.paper import Bibliography, BlockKind, MarkKind, Reference
from hemkg.read.citations import is_number_list
from hemkg.read.compose import Draft, Part, find_doi, in_sections, licence_name, reference_parts, text_part
from hemkg.read.flow import Flow, Run, join, plain, stopped
from hemkg.read.paragraphs import Piece, cited, paragraph_parts
from hemkg.read.tables import GridCell, lay_table, without_footnote_mark
from hemkg.read.xml import all_of, first, is_math, local, math_runs, parse_xml, tex_text, text_of, words

_FLOATS = {"fig", "table-wrap", "supplementary-material", "boxed-text", "media", "fig-group", "table-wrap-group"}
_APART = _FLOATS | {"disp-formula", "disp-formula-group", "list", "def-list", "disp-quote", "p", "code", "preformat"}
_SILENT = {"object-id", "graphic", "inline-graphic", "alt-text", "long-desc", "fn", "tex-math", "index-term", "email"}
_NOT_MINED = {"graphical", "toc", "teaser", "web-summary", "video"}
_LEVELS = {"sub": MarkKind.SUBSCRIPT, "sup": MarkKind.SUPERSCRIPT}
_SET_OFF = {"p", "title", "list-item"}
_CITATIONS = {"mixed-citation", "element-citation", "citation", "nlm-citation"}
_CITATION_TYPES = {"bibr", "ref"}
_FOOTNOTE_TYPES = {"fn", "table-fn", "author-notes"}
_BARE_NUMBERS = re.compile(r"\d{1,3}[a-z]?(?:[,–-]\d{0,3}[a-z]?)*")
_UNLINKED = re.compile(r"(\[qv:[^\[\]]*\])")


def read_jats(data: bytes, path: str) -> Draft:
    """Return the parts of a JATS article.

    Raises:
        UnreadableDocument: if the XML is broken or holds no article.
    """
    root = parse_xml(data, path)
    article = root if local(root) == "article" else first(root, "//article")
    if article is None:
        raise UnreadableDocument(f"{path} holds no JATS article; give the article's own XML file.")
    reader = _Reader(article)
    references = reader.references()
    return Draft(
        parts=tuple(in_sections(reader.parts(references))),
        bibliography=_bibliography(article),
        references=references,
    )


@dataclass
class _Reader:
    """One article being read: which identifiers are references and which floats wait for their call."""

    article: etree._Element
    cited: set[str] = field(default_factory=set)
    waiting: dict[str, etree._Element] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for holder in all_of(self.article, "//ref"):
            self.cited |= {holder.get("id", "")} | {child.get("id", "") for child in holder}
        self.cited.discard("")
        for group in all_of(self.article, "//floats-group"):
            self.waiting |= {child.get("id", str(n)): child for n, child in enumerate(group) if local(child) in _FLOATS}

    def parts(self, references: tuple[Reference, ...]) -> Iterator[Part]:
        yield Part(BlockKind.TITLE, self.flow(first(self.article, "front/article-meta/title-group/article-title")))
        for abstract in all_of(self.article, "front/article-meta/abstract"):
            if abstract.get("abstract-type") not in _NOT_MINED:
                yield from _under("Abstract", self.blocks(abstract))
        for group in all_of(self.article, "front/article-meta/kwd-group"):
            named = "; ".join(words(keyword) for keyword in all_of(group, "kwd"))
            yield text_part(BlockKind.PARAGRAPH, named, "Keywords")
        for body in (*all_of(self.article, "body"), *all_of(self.article, "back/app-group")):
            yield from self.blocks(body)
        for left in list(self.waiting.values()):
            yield from self.block(left)
        heading = first(self.article, "back/ref-list/title")
        yield from reference_parts(references, words(heading) or None)

    def references(self) -> tuple[Reference, ...]:
        return tuple(_reference(ref, n) for n, ref in enumerate(all_of(self.article, "//ref-list/ref"), 1))

    def blocks(self, holder: etree._Element) -> Iterator[Part]:
        """Yield the parts inside a section, body or abstract."""
        for child in holder:
            yield from self.block(child)

    def block(self, node: etree._Element) -> Iterator[Part]:
        name = local(node)
        if name in {"sec", "app", "boxed-text", "list-item", "list", "disp-quote", "fig-group", "table-wrap-group"}:
            yield from self.blocks(node)
        elif name == "title":
            yield self.heading(node)
        elif name == "p":
            yield from self.paragraph(node)
        elif name == "fig":
            yield from self.figure(node)
        elif name == "table-wrap":
            yield from self.table(node)
        elif name in {"disp-formula", "disp-formula-group"}:
            yield Part(BlockKind.EQUATION, self.flow(node))
        elif name in {"def-list", "def-item", "statement", "speech", "verse-group", "app-group"}:
            yield from self.blocks(node)
        elif name in {"def", "term"}:
            yield Part(BlockKind.PARAGRAPH, self.flow(node))

    def heading(self, node: etree._Element) -> Part:
        """A section's title with its number, which stands beside it as a label."""
        parent = node.getparent()
        label = words(first(parent, "label")) if parent is not None and local(parent) in {"sec", "app"} else ""
        return Part(BlockKind.HEADING, join([Flow(label), self.flow(node)]))

    def paragraph(self, node: etree._Element) -> Iterator[Part]:
        """A paragraph; what is set apart inside it follows it, an equation where it stands."""
        yield from paragraph_parts(self._pieces(node), floats=_is_float, block=self.block)
        for each in self._called(node):
            yield from self.block(each)

    def figure(self, node: etree._Element) -> Iterator[Part]:
        yield Part(BlockKind.CAPTION, self._caption(node))

    def table(self, node: etree._Element) -> Iterator[Part]:
        yield Part(BlockKind.CAPTION, self._caption(node))
        label, caption = words(first(node, "label")), self._caption(node, with_label=False).text
        for table in all_of(node, "//table"):
            rows = [self._row(row) for row in all_of(table, "//tr")]
            heads = len(all_of(table, "thead/tr")) or None
            laid = lay_table(label, caption, rows, header_rows=heads)
            yield Part(BlockKind.TABLE, laid.flow, table=laid)
        for foot in all_of(node, "table-wrap-foot"):
            yield Part(BlockKind.CAPTION, join(self.flow(p) for p in all_of(foot, "//p")))

    def flow(self, node: etree._Element | None) -> Flow:
        """Write an element's inline content."""
        if node is None:
            return Flow()
        label = first(node, "label") if local(node) == "disp-formula" else None
        return cited(self._inline(node, None, skipped=label))

    def _caption(self, node: etree._Element, *, with_label: bool = True) -> Flow:
        label = words(first(node, "label")) if with_label else ""
        caption = first(node, "caption")
        held = [] if caption is None else [c for c in caption if local(c) in {"title", "p"}]
        said = [stopped(self.flow(c)) for c in held[:-1]] + [self.flow(c) for c in held[-1:]]
        return join([stopped(Flow(label)), *said])

    def _row(self, row: etree._Element) -> list[GridCell]:
        return [self._cell(cell) for cell in row if local(cell) in {"td", "th"}]

    def _cell(self, cell: etree._Element) -> GridCell:
        written = without_footnote_mark(self.flow(cell))
        return GridCell(written, local(cell) == "th", _count(cell, "rowspan"), _count(cell, "colspan"))

    def _called(self, node: etree._Element) -> Iterator[etree._Element]:
        """Yield the floats kept at the paper's end that this paragraph is the first to call."""
        for call in all_of(node, "//xref") if self.waiting else ():
            for name in call.get("rid", "").split():
                if name in self.waiting:
                    yield self.waiting.pop(name)

    def _pieces(self, node: etree._Element) -> Iterator[Piece]:
        """Yield a paragraph's runs, and as elements what is set apart from them."""
        yield from _text_runs(node.text, None)
        for child in node:
            if local(child) in _APART:
                yield child
            else:
                yield from self._element(child, None)
            yield from _text_runs(child.tail, None)

    def _inline(
        self, node: etree._Element, kind: MarkKind | None, *, skipped: etree._Element | None = None
    ) -> Iterator[Run]:
        yield from _text_runs(node.text, kind)
        for child in node:
            if child is not skipped:
                yield from self._element(child, kind)
            yield from _text_runs(child.tail, kind)

    def _element(self, node: etree._Element, kind: MarkKind | None) -> Iterator[Run]:
        name = local(node)
        if name == "xref":
            yield from self._xref(node, kind)
        elif name == "sup" and self._is_raised_citation(node):
            yield Run(words(node), MarkKind.CITATION, raised=True)
        elif name in _LEVELS:
            yield from self._inline(node, _LEVELS[name])
        elif is_math(node):
            yield from math_runs(node, kind)
        elif name == "alternatives":
            yield from self._alternative(node, kind)
        elif name == "break":
            yield Run(" ", kind)
        elif name and name not in _SILENT:
            yield from self._inline(node, kind)
            if name in _SET_OFF:
                yield Run(" ")

    def _alternative(self, node: etree._Element, kind: MarkKind | None) -> Iterator[Run]:
        """Write one of several forms of the same formula: MathML, else words, else TeX."""
        forms = sorted(node, key=lambda child: (not is_math(child), local(child) == "tex-math"))
        for form in forms[:1]:
            if local(form) == "tex-math":
                yield Run(tex_text(text_of(form)), kind)
            else:
                yield from self._element(form, kind)

    def _xref(self, node: etree._Element, kind: MarkKind | None) -> Iterator[Run]:
        if self._is_citation(node):
            yield Run(words(node), MarkKind.CITATION, raised=_stands_on_a_word(node))
        elif node.get("ref-type") not in _FOOTNOTE_TYPES:
            yield from self._inline(node, kind)

    def _is_citation(self, node: etree._Element) -> bool:
        if node.get("ref-type") in _CITATION_TYPES:
            return True
        named = node.get("rid", "").split()
        return bool(named) and all(name in self.cited for name in named)

    def _is_raised_citation(self, node: etree._Element) -> bool:
        """Whether a raised element holds links to references and nothing else but commas and dashes."""
        parent = node.getparent()
        if parent is not None and local(parent) == "xref":
            return self._is_citation(parent)
        return any(self._is_citation(x) for x in node.iter("{*}xref")) and is_number_list(words(node))


def _under(section: str, parts: Iterable[Part]) -> Iterator[Part]:
    """Name a section that has no heading of its own."""
    heading: str | None = None
    for part in parts:
        if part.kind is BlockKind.HEADING:
            heading = part.flow.text
        yield part.under(heading or section)


def _is_float(node: etree._Element) -> bool:
    return local(node) in _FLOATS


def _stands_on_a_word(link: etree._Element) -> bool:
    """Whether a link's number follows a word without a space or bracket: a citation printed raised."""
    if not _BARE_NUMBERS.fullmatch(words(link)):
        return False
    before = link.getprevious()
    text = _text_before(link)
    if before is not None and local(before) == "xref" and not (before.tail or "").strip(",–- "):
        return _stands_on_a_word(before)
    word = text.rstrip(",;")
    return bool(word) and not word[-1].isspace() and word[-1] not in "([{–-/" and text.rfind("[") <= text.rfind("]")


def _text_before(node: etree._Element) -> str:
    """Return what stands in front of a node inside its parent, back to the element before the last."""
    before, parent = node.getprevious(), node.getparent()
    if before is None:
        return (parent.text or "") if parent is not None else ""
    return text_of(before) + (before.tail or "")


def _text_runs(text: str | None, kind: MarkKind | None) -> Sequence[Run]:
    """Return text as runs; Wiley writes citations that it could not link as ``[qv: 1c,2]``."""
    if not text:
        return ()
    if "[qv:" not in text:
        return (Run(text, kind),)
    pieces = ((piece, _UNLINKED.fullmatch(piece)) for piece in _UNLINKED.split(text))
    return [Run(p, MarkKind.CITATION, raised=True) if cited else Run(p, kind) for p, cited in pieces]


def _count(cell: etree._Element, name: str) -> int:
    value = cell.get(name, "1")
    return max(int(value), 1) if value.isdigit() and len(value) < 4 else 1


def _reference(ref: etree._Element, number: int) -> Reference:
    fields = _Fields(ref)
    parts = [(local(part), part) for part in ref]
    label = next((words(part) for name, part in parts if name == "label"), "").strip("[]().") or str(number)
    citations = [part for name, part in parts if name in _CITATIONS]
    said = " ".join(_reference_text(c, fields if len(citations) == 1 else _Fields(c)) for c in citations) or words(ref)
    doi = next((words(p) for p in fields.all("pub-id") if p.get("pub-id-type") == "doi"), None)
    year = next((y for y in (words(e)[:4] for e in fields.all("year")) if y.isdigit()), None)
    title = fields.first("article-title") or None
    return Reference(label, said, find_doi(doi) if doi else None, title, int(year) if year else None)


class _Fields:
    """The elements of a reference that tell what it is, by their names, looked for once."""

    _NAMES = tuple(f"{{*}}{n}" for n in ("pub-id", "year", "article-title", "name", "source", "volume", "fpage"))

    def __init__(self, reference: etree._Element) -> None:
        self._found: dict[str, list[etree._Element]] = {}
        for node in reference.iter(*self._NAMES):
            self._found.setdefault(local(node), []).append(node)

    def all(self, name: str) -> list[etree._Element]:
        """Return the elements of a name, in order."""
        return self._found.get(name, [])

    def first(self, name: str) -> str:
        """Return the words of the first element of a name."""
        found = self._found.get(name)
        return words(found[0]) if found else ""


def _reference_text(citation: etree._Element, fields: "_Fields") -> str:
    """Return a reference as one line; one that is only fields is written author, title, journal, year."""
    if local(citation) in {"mixed-citation", "citation"} and (citation.text or "").strip(" \n") + _tails(citation):
        return words(citation)
    parts = ({local(part): words(part) for part in name} for name in fields.all("name"))
    names = [plain(f"{part.get('surname', '')} {part.get('given-names', '')}") for part in parts]
    told = [fields.first(name) for name in ("article-title", "source", "year", "volume", "fpage")]
    return ". ".join(part.rstrip(".") for part in ("; ".join(names), *told) if part)


def _tails(node: etree._Element) -> str:
    return "".join((child.tail or "").strip() for child in node)


def _bibliography(article: etree._Element) -> Bibliography:
    meta = first(article, "front/article-meta")
    if meta is None:
        return Bibliography()
    dois = [words(i) for i in all_of(meta, "article-id") if i.get("pub-id-type") == "doi"]
    venue = words(first(article, "front/journal-meta/journal-title-group/journal-title"))
    return Bibliography(
        doi=find_doi(dois[0]) if dois else None,
        title=words(first(meta, "title-group/article-title")) or None,
        year=_year(meta),
        venue=venue or words(first(article, "front/journal-meta/journal-title")) or None,
        authors=tuple(_authors(meta)),
        licence=_licence(meta),
    )


def _year(meta: etree._Element) -> int | None:
    """Return the year of the issue, else the earliest year that the paper was out."""
    years: dict[str, int] = {}
    for date in all_of(meta, "pub-date"):
        year = words(first(date, "year"))
        if year.isdigit():
            years[date.get("pub-type") or date.get("date-type") or ""] = int(year)
    for kind in ("ppub", "collection", "pub"):
        if kind in years:
            return years[kind]
    return min(years.values(), default=None)


def _authors(meta: etree._Element) -> Iterator[str]:
    for contributor in all_of(meta, "contrib-group/contrib"):
        if contributor.get("contrib-type", "author") == "author":
            given, family = (words(first(contributor, f"//{part}")) for part in ("given-names", "surname"))
            if family:
                yield plain(f"{given} {family}")


def _licence(meta: etree._Element) -> str | None:
    """Return the licence's short name where its address tells it, else its first words."""
    licence = first(meta, "permissions/license")
    if licence is None:
        return None
    addresses = (str(value) for node in licence.iter() for name, value in node.attrib.items() if "href" in str(name))
    return licence_name(" ".join([*addresses, *map(words, all_of(licence, "//license_ref"))])) or licence_name(
        words(licence)
    )
