"""What is generally held, from ``ontology/guidelines.ttl``: as claims to reason with, and as a graph.

The Turtle names materials readably and leaves out what follows from a formula; here each becomes the
node that the same words of the same paper would become, with its composition and entropy.  The module
knows how claims are written and nothing of chemistry.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources.abc import Traversable

import pyoxigraph

from hemkg.annotate.formula_grammar import parse
from hemkg.model.claim import ClaimType, Material, Reading
from hemkg.model.composition import Composition
from hemkg.model.paper import Bibliography, Paper, Source, Span
from hemkg.rdf import iris
from hemkg.rdf.write import RDF_TYPE, literal, paper_graph
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM

FILE, MAPPINGS = "guidelines.ttl", "mappings.ttl"
TITLE = "http://purl.org/dc/terms/title"
DOUBLES = {"decimal", "double", "float"}
PROPOSED = {
    HEM.MechanismClaim: (ClaimType.MECHANISM, HEM.mechanism),
    HEM.ElementRoleClaim: (ClaimType.ELEMENT_ROLE, HEM.role),
}
Value = str | float | int


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a guideline claim stands.

    Attributes:
        doi: DOI of the work, if it has one.
        title: title of the work, if known.
        section: the section.
        references: labels of the works that it cites there.
    """

    doi: str | None
    title: str | None
    section: str
    references: tuple[str, ...] = ()

    def __str__(self) -> str:
        work = self.title or self.doi or ""
        cited = f" (after ref. {', '.join(self.references)})" if self.references else ""
        return f"{work}, {self.section}{cited}"


@dataclass(frozen=True, eq=False)
class Guideline:
    """One claim of general knowledge.

    Attributes:
        iri: its IRI.
        classes: terms of its classes.
        statement: what it says, one sentence.
        citation: where it stands.
        says: its properties by local name; terms by local name, other nodes by IRI, numbers as numbers.
    """

    iri: str
    classes: tuple[str, ...]
    statement: str
    citation: Citation
    says: Mapping[str, tuple[Value, ...]]

    def all(self, predicate: str) -> tuple[str, ...]:
        """Return the terms or IRIs under a property."""
        return tuple(str(value) for value in self.says.get(predicate, ()))

    def one(self, predicate: str) -> str | None:
        """Return the first term or IRI under a property, or None."""
        return next(iter(self.all(predicate)), None)

    def number(self, predicate: str) -> float | None:
        """Return the number under a property, or None."""
        found = self.says.get(predicate)
        return float(found[0]) if found else None


def select(**wanted: str) -> tuple[Guideline, ...]:
    """Return the claims that say all of this, denials left out.

    Args:
        wanted: local name of a property and the term that must stand under it.

    >>> [g.all("element") for g in select(role="SpaceChargeElement", factId="F110")]
    [('Co',)]
    """
    found = [_saying().get(pair, {}) for pair in wanted.items()]
    fewest = min(found, key=len, default=_held())
    return tuple(claim for claim in fewest if all(claim in others for others in found))


@cache
def _held() -> Mapping[Guideline, None]:
    """Return the claims that are no denials, in the order of the file."""
    return dict.fromkeys(claim for claim in claims() if claim.one(HEM.polarity) != HEM.Negated)


@cache
def _saying() -> Mapping[tuple[str, str], Mapping[Guideline, None]]:
    """Return {(property, term): the claims that say it and are no denials, in the order of the file}."""
    index: dict[tuple[str, str], dict[Guideline, None]] = {}
    for claim in _held():
        for key in claim.says:
            for term in claim.all(key):
                index.setdefault((key, term), {})[claim] = None
    return index


@cache
def claims() -> tuple[Guideline, ...]:
    """Return every guideline claim, in the order of the file."""
    index = _index()
    return tuple(_claim(index, node) for node, says in index.items() if HEM.GuidelineClaim in says.get(RDF_TYPE, ()))


@cache
def lines() -> tuple[str, ...]:
    """Return the graph of the guidelines as sorted N-Triples lines, for ``iris.GUIDELINES_GRAPH``.

    >>> lines() == tuple(sorted(set(lines())))
    True
    """
    found = {_line(quad) for quad in _quads()}
    return tuple(sorted(found | _computed() | set(_propositions())))


@cache
def vocabulary_lines() -> tuple[str, ...]:
    """Return the vocabulary as sorted N-Triples lines, for ``iris.VOCABULARY_GRAPH``."""
    return _lines_of(terms.vocabulary_files())


@cache
def mapping_lines() -> tuple[str, ...]:
    """Return what other vocabularies call our terms, as sorted N-Triples lines, for ``iris.MAPPINGS_GRAPH``."""
    return _lines_of([terms.ontology_directory().joinpath(MAPPINGS)])


def _lines_of(entries: Iterable[Traversable]) -> tuple[str, ...]:
    quads = (
        quad for entry in entries for quad in pyoxigraph.parse(entry.read_bytes(), format=pyoxigraph.RdfFormat.TURTLE)
    )
    return tuple(sorted({f"{quad.triple} ." for quad in quads}))


def graphs() -> Mapping[str, tuple[str, ...]]:
    """Return what every store begins with: the vocabulary, its mappings and the guidelines, by graph name."""
    return {
        iris.VOCABULARY_GRAPH: vocabulary_lines(),
        iris.MAPPINGS_GRAPH: mapping_lines(),
        iris.GUIDELINES_GRAPH: lines(),
    }


# ---------------------------------------------------------------- the file


@cache
def _quads() -> tuple[pyoxigraph.Quad, ...]:
    data = terms.ontology_directory().joinpath(FILE).read_bytes()
    return tuple(pyoxigraph.parse(data, format=pyoxigraph.RdfFormat.TURTLE))


@cache
def _index() -> dict[str, dict[str, list[Value]]]:
    """Return {node: {property: values}}; local names for our terms."""
    index: dict[str, dict[str, list[Value]]] = {}
    for quad in _quads():
        predicate = quad.predicate.value.removeprefix(terms.BASE)
        index.setdefault(str(_value(quad.subject)), {}).setdefault(predicate, []).append(_value(quad.object))
    return index


def _value(node: object) -> Value:
    if isinstance(node, pyoxigraph.Literal):
        kind = node.datatype.value.rsplit("#", 1)[-1]
        if kind in DOUBLES:
            return float(node.value)
        return int(node.value) if kind == "integer" else node.value
    return node.value.removeprefix(terms.BASE) if isinstance(node, pyoxigraph.NamedNode) else str(node)


def _claim(index: Mapping[str, Mapping[str, list[Value]]], node: str) -> Guideline:
    says = {key: tuple(values) for key, values in index[node].items()}
    work = index[str(says[HEM.inPaper][0])]
    references = tuple(str(index[str(ref)][HEM.referenceLabel][0]) for ref in says.get(HEM.attributedTo, ()))
    citation = Citation(_text(work, HEM.doi), _text(work, TITLE), str(says[HEM.section][0]), references)
    return Guideline(node, tuple(map(str, says[RDF_TYPE])), str(says[HEM.statement][0]), citation, says)


def _text(says: Mapping[str, list[Value]], predicate: str) -> str | None:
    return str(says[predicate][0]) if predicate in says else None


# ---------------------------------------------------------------- the graph


def _line(quad: pyoxigraph.Quad) -> str:
    """Return a triple as a line, materials under the IRI of their paper and surface, numbers as doubles."""
    target, value = quad.object, _value(quad.object)
    if isinstance(target, pyoxigraph.Literal):
        written = literal(value) if isinstance(value, float) else str(target)
    else:
        written = _named(target)
    return f"{_named(quad.subject)} <{quad.predicate.value}> {written} ."


def _named(node: object) -> str:
    iri = str(node)[1:-1]
    return f"<{_material_iris().get(iri, iri)}>"


@cache
def _material_iris() -> dict[str, str]:
    """Return {node in the file: IRI that the paper's own words would give it}."""
    return {
        node: iris.material(_paper_id(says), str(says[HEM.surface][0]))
        for node, says in _index().items()
        if HEM.Material in says.get(RDF_TYPE, ())
    }


def _paper_id(says: Mapping[str, list[Value]]) -> str:
    return f"doi:{_index()[str(says[HEM.inPaper][0])][HEM.doi][0]}"


@cache
def compositions() -> Mapping[str, Composition]:
    """Return {IRI of a material of the guidelines: composition}, where the formula says it."""
    index, names = _index(), _material_iris()
    return {iri: parse(str(index[node][HEM.formula][0])) for node, iri in names.items() if HEM.formula in index[node]}


def labels(composition: Composition) -> tuple[tuple[str, str, str], ...]:
    """Return how works of the guidelines call a composition by its entropy: IRI of the material, term, DOI.

    >>> from hemkg.annotate.formula_grammar import parse
    >>> [label for _, label, _ in labels(parse("Sb1.4Bi0.2Sn0.2Co0.1Mn0.1Te3"))]
    ['HighEntropy']
    """
    key, index, known = composition.key(), _index(), compositions()
    found = [(node, iri) for node, iri in _material_iris().items() if iri in known and known[iri].key() == key]
    return tuple(
        (iri, str(index[node][HEM.entropyLabel][0]), _paper_id(index[node]).removeprefix("doi:"))
        for node, iri in found
        if key is not None and HEM.entropyLabel in index[node]
    )


def _computed() -> set[str]:
    """Return what follows from the formulas of the materials: composition, shares, entropy."""
    index, known = _index(), compositions()
    by_paper: dict[str, list[Material]] = {}
    for node, iri in _material_iris().items():
        surface, label = _text(index[node], HEM.surface), _text(index[node], HEM.entropyLabel)
        material = Material(surface or "", Span(0, 1), composition=known.get(iri), entropy_label=label)
        by_paper.setdefault(_paper_id(index[node]), []).append(material)
    return {line for paper_id, materials in by_paper.items() for line in material_lines(paper_id, materials)}


def material_lines(paper_id: str, materials: Iterable[Material]) -> Iterator[str]:
    """Yield the lines that a paper's graph holds about these materials, and none about the paper."""
    paper = Paper(paper_id, Bibliography(), "", (), Source("", "", "", "", ""))
    subject = f"<{iris.paper(paper_id)}>"
    for line in paper_graph(paper, Reading(paper_id, tuple(materials), ())).lines:
        if not line.startswith(subject):
            yield line


def _propositions() -> Iterator[str]:
    """Yield what mechanism and role claims say, apart from who says it, in the keys of ``rdf.write``."""
    for claim in claims():
        for kind, (claim_type, predicate) in PROPOSED.items():
            if kind in claim.classes:
                for about in _abouts(claim, kind):
                    yield from _asserted(claim, about, claim_type, predicate)


def _abouts(claim: Guideline, kind: str) -> tuple[str, ...]:
    """Return what a claim is about, as the first part of a proposition's key."""
    names, known = _material_iris(), compositions()
    hosts = [known[names[m]].key() if names[m] in known else None for m in claim.all(HEM.ofMaterial)]
    if hosts:
        return tuple(host or "" for host in hosts)
    classes = claim.all(HEM.anionFamily) or claim.all(HEM.ofMaterialClass)
    return classes if classes and kind == HEM.MechanismClaim else ("",)


def _asserted(claim: Guideline, about: str, claim_type: ClaimType, predicate: str) -> Iterator[str]:
    ions = [terms.notation(ion) for ion in claim.all(HEM.ion)]
    for concept in claim.all(predicate):
        for symbol in claim.all(HEM.element) or ("",):
            for ion in ions or ("",):
                key = "|".join((about, symbol, claim_type, concept, ion))
                node = iris.proposition(key)
                yield f"<{claim.iri}> <{iris.term(HEM.asserts)}> <{node}> ."
                yield f"<{node}> <{RDF_TYPE}> <{iris.term(HEM.Proposition)}> ."
                yield f"<{node}> <{iris.term(HEM.propositionKey)}> {literal(key)} ."


def materials_of(claim: Guideline) -> tuple[str, ...]:
    """Return the IRIs of the materials that a claim is about, as they stand in the graph."""
    nodes = (*claim.all(HEM.ofMaterial), *claim.all(HEM.anode), *claim.all(HEM.cathode))
    return tuple(_material_iris()[node] for node in nodes)


def ranking(claim: Guideline) -> tuple[str, ...]:
    """Return what an ordering ranks, first things first; those that share a place in the order of the file.

    >>> ranking(select(factId="F151")[0])
    ('LithiumIon', 'SodiumIon', 'PotassiumIon')
    """
    entries = [_index()[node] for node in claim.all(HEM.rankEntry)]
    ordered = sorted(entries, key=lambda entry: float(entry[HEM.rankPosition][0]))
    return tuple(str(entry[HEM.rankItem][0]) for entry in ordered)
