"""Every claim as a nanopublication: what is said, who says it and where, and what program read it, in graphs apart.

The form follows the guidelines of nanopub.org.  The *assertion* holds what the claim says, with its material,
value and conditions; a denial or supposition is marked as such in it, for without the mark it would say the
opposite.  The *provenance* holds the work, its authors, the primary sources, the words as printed, and the
evidence as selectors of the Web Annotation model.  The *publication info* holds the program.  No graph has a
date, for a store keeps none, and the same claims give the same bytes.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import IO, Protocol

import pyoxigraph
from pyoxigraph import Literal, NamedNode, Quad, Triple

from hemkg import __version__
from hemkg.rdf import iris
from hemkg.rdf.jsonld import prefixes
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM

NP = "http://www.nanopub.org/nschema#"
OA = "http://www.w3.org/ns/oa#"
PROV = "http://www.w3.org/ns/prov#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
PREFIXES = {"np": NP, "oa": OA}
NANOPUBS = f"{iris.ID}nanopub/"
AGENT = f"{iris.ID}software/hemkg/{__version__}"
GRAPHS = ("Head", "assertion", "provenance", "pubinfo")
# What a claim says of its paper, of its reading and of the printed words; all else is what it asserts.
ABOUT_THE_SAYING = (
    HEM.inPaper, HEM.attribution, HEM.attributedTo, HEM.confidence, HEM.evidence,
    HEM.furtherEvidence, HEM.disagreesWith, HEM.asWritten, HEM.printedValue, HEM.printedUnit, HEM.currentAsPrinted,
    HEM.decision, HEM.decisionNote,
)  # fmt: skip
# What tells which material is meant; what else the paper says of it are claims of their own.
TELLS_THE_MATERIAL = (
    terms.RDF_TYPE, HEM.surface, HEM.alias, HEM.formula, HEM.expandsTo, HEM.support, HEM.containsElement,
    HEM.composition,
)  # fmt: skip
SELECTORS = (
    ("quote", "TextQuoteSelector", ((HEM.quote, "exact"),)),
    ("position", "TextPositionSelector", ((HEM.start, "start"), (HEM.end, "end"))),
)

Facts = Mapping[str, tuple[Triple, ...]]


class Graphs(Protocol):
    """What is needed of a store."""

    def graphs(self) -> Iterator[str]:
        """Yield the names of the graphs."""
        ...

    def lines(self, graph: str) -> tuple[str, ...]:
        """Return the triples of a graph as N-Triples lines."""
        ...


def write_nanopublications(store: Graphs, out: IO[bytes]) -> None:
    """Write the claims of all papers as nanopublications in TriG, paper by paper."""
    papers = (name for name in store.graphs() if name.startswith(iris.CLAIMS_GRAPHS))
    quads = (quad for name in papers for quad in nanopublications(store.lines(name)))
    pyoxigraph.serialize(quads, out, pyoxigraph.RdfFormat.TRIG, prefixes={**prefixes(), **PREFIXES})


def nanopublications(lines: Iterable[str]) -> Iterator[Quad]:
    """Yield the nanopublications of a paper's claims, graph after graph.

    Args:
        lines: the paper's graph as N-Triples lines.

    >>> claim = f"<{iris.claim('1')}>"
    >>> kind, paper = f"{claim} <{terms.RDF_TYPE}> <{terms.iri(HEM.Claim)}> .", f"<{iris.paper('doi:10.1/a')}>"
    >>> found = list(nanopublications([kind, f"{claim} <{terms.iri(HEM.inPaper)}> {paper} ."]))
    >>> list(dict.fromkeys(quad.graph_name.value.rsplit("#")[-1] for quad in found))
    ['Head', 'assertion', 'provenance', 'pubinfo']
    """
    facts = _facts(lines)
    for subject, said in facts.items():
        if any(t.predicate.value == terms.RDF_TYPE and _is(t.object, iris.term(HEM.Claim)) for t in said):
            yield from _Nanopublication(subject, facts).quads()


def _facts(lines: Iterable[str]) -> Facts:
    """Return what is said of each subject, in the order of the lines."""
    found: dict[str, list[Triple]] = {}
    for quad in pyoxigraph.parse("\n".join(lines).encode(), format=pyoxigraph.RdfFormat.N_TRIPLES):
        assert isinstance(quad.subject, NamedNode)  # a paper's graph has no blank nodes
        found.setdefault(quad.subject.value, []).append(quad.triple)
    return {subject: tuple(said) for subject, said in found.items()}


def _is(node: object, iri: str) -> bool:
    return isinstance(node, NamedNode) and node.value == iri


@cache
def _full(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(name if ":" in name else iris.term(name) for name in names)


def _link(subject: str, predicate: str, target: str) -> Triple:
    return Triple(NamedNode(subject), NamedNode(predicate), NamedNode(target))


def _say(subject: str, predicate: str, text: str) -> Triple:
    return Triple(NamedNode(subject), NamedNode(predicate), Literal(text))


@dataclass(frozen=True, slots=True)
class _Nanopublication:
    """A claim on its way into four graphs.

    Attributes:
        claim: its IRI.
        facts: what the graph of its paper says, by subject.
    """

    claim: str
    facts: Facts

    @property
    def iri(self) -> str:
        return NANOPUBS + self.claim.rsplit("/", 1)[-1]

    def part(self, name: str) -> str:
        """Return the IRI of a graph, or of a node that no other nanopublication has."""
        return f"{self.iri}#{name}"

    def quads(self) -> Iterator[Quad]:
        made = (self.head(), self.assertion(), self.provenance(), self.publication_info())
        for name, triples in zip(GRAPHS, made, strict=True):
            graph = NamedNode(self.part(name))
            yield from (Quad(t.subject, t.predicate, t.object, graph) for t in dict.fromkeys(triples))

    def head(self) -> Iterator[Triple]:
        yield _link(self.iri, terms.RDF_TYPE, NP + "Nanopublication")
        yield _link(self.iri, NP + "hasAssertion", self.part("assertion"))
        yield _link(self.iri, NP + "hasProvenance", self.part("provenance"))
        yield _link(self.iri, NP + "hasPublicationInfo", self.part("pubinfo"))

    def assertion(self) -> Iterator[Triple]:
        """Yield what the claim says, with the material and the propositions that it points to."""
        yield from self.said(self.claim, without=ABOUT_THE_SAYING)
        for material in self.linked(self.claim, HEM.ofMaterial):
            yield from self.said(material, only=TELLS_THE_MATERIAL)
            for composition in self.linked(material, HEM.composition):
                yield from self.said(composition)
                for component in self.linked(composition, HEM.component):
                    yield from self.said(component)
        for proposition in self.linked(self.claim, HEM.asserts):
            yield from self.said(proposition)

    def provenance(self) -> Iterator[Triple]:
        """Yield who says it, where, with which words, and by what it was read."""
        assertion = self.part("assertion")
        yield from self.said(self.claim, only=ABOUT_THE_SAYING)
        for paper in self.linked(self.claim, HEM.inPaper):
            yield _link(assertion, PROV + "wasDerivedFrom", self.work(paper))
            yield _link(assertion, PROV + "wasAttributedTo", f"{paper}#authors")
            yield from self.paper(paper)
            yield from self.reading(paper)
            for node in (*self.linked(self.claim, HEM.evidence), *self.linked(self.claim, HEM.furtherEvidence)):
                yield _link(assertion, PROV + "wasDerivedFrom", node)
                yield from self.evidence(node, paper)
        for source in self.linked(self.claim, HEM.attributedTo):
            yield _link(assertion, PROV + "hadPrimarySource", self.work(source))
            yield from self.said(source)

    def paper(self, paper: str) -> Iterator[Triple]:
        """Yield a paper and who wrote it, as one agent, for names alone do not tell persons apart."""
        yield from self.said(paper)
        if self.work(paper) != paper:
            yield _link(paper, PROV + "specializationOf", self.work(paper))
        yield _link(f"{paper}#authors", terms.RDF_TYPE, PROV + "Agent")
        for names in self.texts(paper, HEM.authorsInOrder):
            yield _say(f"{paper}#authors", RDFS + "label", names)

    def reading(self, paper: str) -> Iterator[Triple]:
        """Yield that a program read the assertion in the paper."""
        reading = self.part("reading")
        yield _link(self.part("assertion"), PROV + "wasGeneratedBy", reading)
        yield _link(reading, terms.RDF_TYPE, PROV + "Activity")
        yield _link(reading, PROV + "used", paper)
        yield _link(reading, PROV + "wasAssociatedWith", AGENT)

    def evidence(self, node: str, paper: str) -> Iterator[Triple]:
        """Yield a quote and its place, in the ontology's words and as selectors in the text of the paper."""
        yield from self.said(node)
        yield _link(node, terms.RDF_TYPE, OA + "SpecificResource")
        yield _link(node, OA + "hasSource", paper)
        for part, kind, values in SELECTORS:
            selector = self.part(part)
            yield _link(node, OA + "hasSelector", selector)
            yield _link(selector, terms.RDF_TYPE, OA + kind)
            for name, key in values:
                for triple in self.said(node, only=(name,)):
                    yield Triple(NamedNode(selector), NamedNode(OA + key), triple.object)

    def publication_info(self) -> Iterator[Triple]:
        yield _link(self.iri, PROV + "wasAttributedTo", AGENT)
        yield _link(AGENT, terms.RDF_TYPE, PROV + "SoftwareAgent")
        yield _say(AGENT, RDFS + "label", "hemkg")
        yield _say(AGENT, terms.OWL + "versionInfo", __version__)

    # ------------------------------------------------------------ the paper's graph

    def work(self, paper: str) -> str:
        """Return the IRI of the work that a paper is a reading of: that of its DOI, if one is known."""
        return next((iris.work(doi) for doi in self.texts(paper, HEM.doi)), paper)

    def said(self, subject: str, *, only: tuple[str, ...] = (), without: tuple[str, ...] = ()) -> Iterator[Triple]:
        wanted, unwanted = _full(only), _full(without)
        for triple in self.facts.get(subject, ()):
            name = triple.predicate.value
            if name not in unwanted and (not wanted or name in wanted):
                yield triple

    def linked(self, subject: str, name: str) -> list[str]:
        return [t.object.value for t in self.said(subject, only=(name,)) if isinstance(t.object, NamedNode)]

    def texts(self, subject: str, name: str) -> list[str]:
        return [t.object.value for t in self.said(subject, only=(name,)) if isinstance(t.object, Literal)]
