"""The XML that Wiley and Springer keep their articles in, as they hand it out for text mining.

Both say the same things under other names, so one reader walks the tree and a vocabulary says which
element is a section, a paragraph, a citation.  Tables are CALS tables in both.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from hemkg.errors import UnreadableDocument
from hemkg.model.paper import Bibliography, BlockKind, MarkKind, Reference
from hemkg.read.cals import laid_groups
from hemkg.read.citations import is_number_list
from hemkg.read.compose import Draft, Part, find_doi, find_year, in_sections, licence_name, reference_parts, text_part
from hemkg.read.flow import Flow, Run, join, plain, stopped
from hemkg.read.paragraphs import cited, inline_runs, paragraph_parts, pieces_of
from hemkg.read.xml import all_of, first, is_math, local, math_runs, parse_xml, tex_text, text_of, words


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What one house calls the parts of an article; paths are those of ``read.xml``."""

    article: str
    title: str
    abstract: str
    body: str
    doi: str
    venue: str
    year: tuple[str, ...]
    author: str
    given: str
    family: str
    keyword: str
    licence: str
    reference: str
    entry: str
    sections: frozenset[str]
    heading: str
    paragraphs: frozenset[str]
    figure: str
    table: str
    label: str
    caption: str
    equations: frozenset[str]
    notes: str
    lowered: str
    raised: str
    link: str
    target: str
    silent: frozenset[str] = frozenset()


WILEY = Vocabulary(
    article="component",
    title="header/contentMeta/titleGroup/title",
    abstract="header/contentMeta/abstractGroup/abstract",
    body="body",
    doi="header/publicationMeta/doi",
    venue="header/publicationMeta/titleGroup/title",
    year=("header/publicationMeta/coverDate", "header/publicationMeta/copyright"),
    author="header/contentMeta/creators/creator",
    given="personName/givenNames",
    family="personName/familyName",
    keyword="header/contentMeta/keywordGroup/keyword",
    licence="header//legalStatement",
    reference="//bib",
    entry="citation",
    sections=frozenset(
        {"section", "abstract", "list", "listItem", "listPaired", "blockFixed", "appendix", "noteGroup"}
    ),
    heading="title",
    paragraphs=frozenset({"p"}),
    figure="figure",
    table="tabular",
    label="label",
    caption="title",
    equations=frozenset({"displayedItem"}),
    notes="noteGroup",
    lowered="sub",
    raised="sup",
    link="link",
    target="href",
    silent=frozenset({"label", "accessionId", "note", "mediaResource", "mediaResourceGroup", "feature"}),
)
SPRINGER = Vocabulary(
    article="//Article",
    title="ArticleInfo/ArticleTitle",
    abstract="ArticleHeader/Abstract",
    body="Body",
    doi="ArticleInfo/ArticleDOI",
    venue="//JournalInfo/JournalTitle",
    year=("//ArticleCopyright/CopyrightYear", "//OnlineDate/Year", "//PrintDate/Year"),
    author="ArticleHeader/AuthorGroup/Author",
    given="AuthorName/GivenName",
    family="AuthorName/FamilyName",
    keyword="ArticleHeader/KeywordGroup/Keyword",
    licence="//ArticleGrants//License",
    reference="//Bibliography/Citation",
    entry="BibUnstructured",
    sections=frozenset(
        {
            "Section1", "Section2", "Section3", "Section4", "Section5", "AbstractSection", "Abstract", "OrderedList",
            "UnorderedList", "ItemContent", "FormalPara", "BlockQuote", "Appendix",
        }
    ),
    heading="Heading",
    paragraphs=frozenset({"Para", "SimplePara"}),
    figure="Figure",
    table="Table",
    label="CaptionNumber",
    caption="CaptionContent",
    equations=frozenset({"Equation"}),
    notes="tfooter",
    lowered="Subscript",
    raised="Superscript",
    link="CitationRef",
    target="CitationID",
    silent=frozenset({"ItemNumber", "MediaObject", "Footnote", "EquationNumber", "IndexTerm"}),
)  # fmt: skip
VOCABULARIES = {"component": WILEY, "Publisher": SPRINGER, "Article": SPRINGER}


def read_house_xml(data: bytes, path: str) -> Draft:
    """Return the parts of an article in Wiley's or Springer's own XML.

    Raises:
        UnreadableDocument: if the XML is broken, or holds a record and no article text.
    """
    root = parse_xml(data, path)
    names = VOCABULARIES[local(root)]
    article = root if local(root) in {"component", "Article"} else first(root, names.article)
    if article is None or first(article, names.body) is None:
        raise UnreadableDocument(f"{path} holds no article text, only its record; fetch the full-text view.")
    reader = _Reader(root, article, names)
    references = tuple(reader.references())
    return Draft(tuple(in_sections(reader.parts(references))), reader.bibliography(), references)


@dataclass
class _Reader:
    """One article being read."""

    root: etree._Element
    article: etree._Element
    names: Vocabulary
    cited: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        for entry in all_of(self.article, self.names.reference):
            self.cited |= {name for node in entry.iter() if (name := _identity(node))}

    def parts(self, references: tuple[Reference, ...]) -> Iterator[Part]:
        """Yield the article's parts in reading order."""
        yield Part(BlockKind.TITLE, self.flow(first(self.article, self.names.title)))
        for abstract in all_of(self.article, self.names.abstract):
            if first(abstract, self.names.heading) is None:
                yield text_part(BlockKind.HEADING, "Abstract")
            yield from self.blocks(abstract)
        named = "; ".join(words(keyword) for keyword in all_of(self.article, self.names.keyword))
        yield text_part(BlockKind.PARAGRAPH, named, "Keywords")
        for body in all_of(self.article, self.names.body):
            yield from self.blocks(body)
        yield from reference_parts(references, None)

    def blocks(self, holder: etree._Element) -> Iterator[Part]:
        """Yield the parts inside a section, body or abstract."""
        for child in holder:
            yield from self.block(child)

    def block(self, node: etree._Element) -> Iterator[Part]:
        """Yield the parts that one element holds."""
        name, names = local(node), self.names
        if name == names.heading:
            yield Part(BlockKind.HEADING, self.flow(node))
        elif name in names.paragraphs:
            yield from self.paragraph(node)
        elif name == names.figure:
            yield Part(BlockKind.CAPTION, self.caption(node))
        elif name == names.table:
            yield from self.table(node)
        elif name in names.equations:
            yield Part(BlockKind.EQUATION, self.flow(node))
        elif name in names.sections:
            yield from self.blocks(node)

    def paragraph(self, node: etree._Element) -> Iterator[Part]:
        """A paragraph; figures and tables inside it follow it, a displayed equation stands where it is."""
        floats = {self.names.figure, self.names.table} | self.names.sections
        apart = floats | self.names.equations
        pieces = pieces_of(node, lambda child: local(child) in apart, self._element)
        yield from paragraph_parts(pieces, floats=lambda child: local(child) in floats, block=self.block)

    def table(self, node: etree._Element) -> Iterator[Part]:
        """A table with its caption, its cells and its footnotes."""
        yield Part(BlockKind.CAPTION, self.caption(node))
        label, caption = self._label(node), self.caption(node, with_label=False).text
        for laid in laid_groups(all_of(node, "//tgroup"), label, caption, self.flow):
            yield Part(BlockKind.TABLE, laid.flow, table=laid)
        for foot in all_of(node, f"//{self.names.notes}"):
            yield Part(BlockKind.CAPTION, self.flow(foot, aloud=True))

    def caption(self, node: etree._Element, *, with_label: bool = True) -> Flow:
        """Return a figure's or table's caption, behind its label."""
        label = self._label(node) if with_label else ""
        said = [*all_of(node, f"//{self.names.caption}"), *all_of(node, "caption")]
        said = [each for each in said if not _is_label(each)]
        return join([stopped(Flow(label)), *(self.flow(each) for each in said)])

    def flow(self, node: etree._Element | None, *, aloud: bool = False) -> Flow:
        """Write an element's inline content; ``aloud`` writes notes too, which are silent inside sentences."""
        if node is None:
            return Flow()
        if aloud:
            return join(self.flow(child) for child in node)
        return cited(inline_runs(node, None, self._element))

    def references(self) -> Iterator[Reference]:
        """Yield the entries of the reference list."""
        for number, entry in enumerate(all_of(self.article, self.names.reference), 1):
            label = words(first(entry, "CitationNumber")).strip("[](). ") or str(number)
            whole = first(entry, self.names.entry)
            said = words(whole if whole is not None else entry)
            dois = " ".join(filter(None, (node.get("doi") or words(node) for node in all_of(entry, "//Occurrence"))))
            yield Reference(label, said, find_doi(dois) or find_doi(said), None, find_year(said))

    def bibliography(self) -> Bibliography:
        """Return what the article says of itself."""
        names = self.names
        authors = all_of(self.article, names.author)
        told = [plain(f"{words(first(a, names.given))} {words(first(a, names.family))}") for a in authors]
        stated = (node for path in names.year for node in all_of(self._holder(path), path))
        year = next((y for n in stated if (y := find_year(f"{words(n)} {n.get('startDate', '')}"))), None)
        licence = words(first(self.article, names.licence)) if "//" not in names.licence[1:] else ""
        doi = words(first(self.article, names.doi))
        return Bibliography(
            doi=find_doi(doi),
            title=words(first(self.article, names.title)) or None,
            year=year,
            venue=words(first(self._holder(names.venue), names.venue)) or None,
            authors=tuple(filter(None, told)),
            licence=licence_name(licence) if licence else None,
        )

    def _label(self, node: etree._Element) -> str:
        """Return a figure's label; Wiley writes its number and, beside it, its name."""
        number = words(first(node, f"//{self.names.label}"))
        name = next((words(title) for title in all_of(node, "//title") if _is_label(title)), "")
        return name if number and name.endswith(number) else plain(f"{name} {number}")

    def _holder(self, path: str) -> etree._Element:
        """Return where a path starts: the journal stands above the article, everything else in it."""
        return self.root if path.startswith("//Journal") else self.article

    def _element(self, node: etree._Element, kind: MarkKind | None) -> Iterator[Run]:
        name, names = local(node), self.names
        if is_math(node):
            yield from math_runs(node, kind)
        elif name == "EquationSource":
            yield from _equation(node, kind)
        elif name == names.link and self._is_cited(node):
            yield Run(words(node), MarkKind.CITATION, raised=False)
        elif name == names.raised and self._holds_citations(node):
            yield Run(words(node), MarkKind.CITATION, raised=True)
        elif name in {names.lowered, names.raised}:
            level = MarkKind.SUBSCRIPT if name == names.lowered else MarkKind.SUPERSCRIPT
            yield from inline_runs(node, level, self._element)
        elif name and name not in names.silent:
            yield from inline_runs(node, kind, self._element)

    def _is_cited(self, link: etree._Element) -> bool:
        targets = (link.get(self.names.target) or link.get("hrefs") or "").replace("#", " ").split()
        return bool(targets) and all(target in self.cited for target in targets)

    def _holds_citations(self, raised: etree._Element) -> bool:
        """Whether a raised element holds links to references and nothing else but commas and dashes."""
        links = [node for node in raised.iter() if local(node) == self.names.link]
        return bool(links) and all(map(self._is_cited, links)) and is_number_list(words(raised))


def _is_label(node: etree._Element) -> bool:
    return (node.get("type") or "").endswith(("Label", "Name"))


def _identity(node: etree._Element) -> str:
    """Return an element's identifier, under whichever of its names the house uses."""
    return node.get("ID") or node.get("{http://www.w3.org/XML/1998/namespace}id") or node.get("id") or ""


def _equation(node: etree._Element, kind: MarkKind | None) -> Iterator[Run]:
    """Write one of Springer's sources of an equation: its MathML, or its TeX where it has no other."""
    parent = node.getparent()
    forms = [] if parent is None else [(form.get("Format") or "").upper() for form in all_of(parent, "EquationSource")]
    form = (node.get("Format") or "").upper()
    if form == "MATHML":
        for child in node:
            yield from math_runs(child, kind)
    elif form == "TEX" and "MATHML" not in forms:
        yield Run(tex_text(text_of(node)), kind)
