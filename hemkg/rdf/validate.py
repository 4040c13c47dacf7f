"""Whether the graph of a paper is valid, in words that people understand.

What valid means stands in ``ontology/shapes.ttl``; this module hands a graph to pySHACL and turns its
report into sentences.  It knows no shape, no store and no chemistry.  The shapes are read once; of the
vocabulary only the terms that a graph uses are shown to the engine, so that a paper takes a tenth of a second.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Protocol

import pyoxigraph

from hemkg.model.graph import PaperGraph
from hemkg.rdf import iris
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM

if TYPE_CHECKING:
    from pyshacl.shapes_graph import ShapesGraph
    from rdflib import Graph
    from rdflib.term import Identifier, Node

FILE = "shapes.ttl"
OF_TERMS = (HEM.canonicalUnit, HEM.plausibleMax, HEM.needsNoCurrent)
LONGEST_QUOTE = 160


class Severity(StrEnum):
    """Whether something is wrong, or only doubtful."""

    VIOLATION = "violation"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """One thing that is wrong with one node of a graph.

    Attributes:
        severity: a violation makes the graph invalid, a warning does not.
        message: what is wrong, in plain words.
        focus: IRI of the node.
        paper: document name, DOI or IRI of the paper.
        quote: the words that the node rests on, if it has any.
    """

    severity: Severity
    message: str
    focus: str
    paper: str
    quote: str | None = None

    def __str__(self) -> str:
        words = f" «{self.quote}»" if self.quote else ""
        return f"{self.paper}: {self.severity}: {self.message} ({self.focus.removeprefix(iris.ID)}){words}"


class Graphs(Protocol):
    """What is needed of a store."""

    def graphs(self) -> Iterator[str]:
        """Yield the names of the graphs."""
        ...

    def lines(self, graph: str) -> tuple[str, ...]:
        """Return the triples of a graph as N-Triples lines."""
        ...


def validate(lines: Sequence[str]) -> tuple[Violation, ...]:
    """Return what is wrong with a graph, violations first.

    Args:
        lines: its triples as N-Triples lines.

    Returns:
        one entry a finding; empty if the graph is valid and nothing is doubtful.

    >>> claim = "<https://w3id.org/hemkg/id/claim/1> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
    >>> found = validate([f"{claim} <https://w3id.org/hemkg/ont#Claim> ."])
    >>> "no quote, no claim: it names no evidence" in [violation.message for violation in found]
    True
    """
    data = _load(lines)
    return tuple(sorted(set(_violations(data, _report(data)))))


def validate_graph(graph: PaperGraph) -> tuple[Violation, ...]:
    """Return what is wrong with a paper's graph."""
    return validate(graph.lines)


def validate_store(store: Graphs) -> Iterator[Violation]:
    """Yield what is wrong with a store, graph by graph: every paper's claims, and the guidelines."""
    for name in store.graphs():
        if name.startswith(iris.CLAIMS_GRAPHS) or name == iris.GUIDELINES_GRAPH:
            yield from validate(store.lines(name))


def is_valid(found: Iterable[Violation]) -> bool:
    """Whether nothing of it is a violation."""
    return all(violation.severity is not Severity.VIOLATION for violation in found)


# ---------------------------------------------------------------- data


def _load(lines: Sequence[str]) -> "Graph":
    """Return the graph with the types of the terms that it uses, and the units and ranges of its quantities."""
    from rdflib import Graph

    data, used = Graph(), set()
    for quad in pyoxigraph.parse("\n".join(lines).encode(), format=pyoxigraph.RdfFormat.N_TRIPLES):
        data.add((_node(quad.subject), _iri(quad.predicate.value), _node(quad.object)))
        if isinstance(quad.object, pyoxigraph.NamedNode) and quad.object.value.startswith(terms.BASE):
            used.add(quad.object.value.removeprefix(terms.BASE))
    for name in used:
        for triple in _vocabulary(name):
            data.add(triple)
    return data


def _node(node: object) -> "Identifier":
    from rdflib import BNode, Literal

    if isinstance(node, pyoxigraph.Literal):
        kind = node.datatype.value
        return Literal(node.value, datatype=None if kind.endswith("#string") else _iri(kind))
    return _iri(node.value) if isinstance(node, pyoxigraph.NamedNode) else BNode(str(node))


@lru_cache(maxsize=4096)
def _iri(value: str) -> "Identifier":
    from rdflib import URIRef

    return URIRef(value)


@cache
def _vocabulary(name: str) -> tuple[tuple["Node", "Node", "Node"], ...]:
    """Return what the engine must know of a term: its classes, and unit and range of a quantity."""
    from rdflib import Literal

    subject = _iri(terms.BASE + name)
    found = [(subject, _iri(terms.RDF_TYPE), _iri(_full(kind))) for kind in terms.all_kinds(name)]
    for predicate in OF_TERMS:
        for value in terms.objects(name, predicate):
            is_term = isinstance(value, str) and terms.is_defined(value)
            target = _iri(_full(str(value))) if is_term else Literal(value)
            found.append((subject, _iri(terms.BASE + predicate), target))
    return tuple(found)


def _full(name: str) -> str:
    return name if ":" in name else terms.BASE + name


# ---------------------------------------------------------------- engine


@cache
def _shapes() -> "ShapesGraph":
    """Return the shapes, read once; the engine keeps what it compiles of them."""
    from pyshacl.shapes_graph import ShapesGraph
    from rdflib import Graph

    return ShapesGraph(Graph().parse(data=terms.ontology_directory().joinpath(FILE).read_text("utf-8")))


def _report(data: "Graph") -> "Graph":
    """Run the engine: no inference, no check of the shapes by shapes, on the graph as it stands."""
    from pyshacl.graph_abstraction import DataGraph
    from pyshacl.validator import Validator

    validator = Validator(DataGraph.from_rdflib_graph(data), shacl_graph=_shapes().graph, options={})
    validator.shacl_graph = _shapes()
    report: Graph = validator.run()[1]  # type: ignore[no-untyped-call]
    return report


def _violations(data: "Graph", report: "Graph") -> Iterator[Violation]:
    from rdflib.namespace import RDF, SH

    for result in report.subjects(RDF.type, SH.ValidationResult):
        is_warning = report.value(result, SH.resultSeverity) == SH.Warning
        severity = Severity.WARNING if is_warning else Severity.VIOLATION
        message = str(report.value(result, SH.resultMessage))
        for node in _nodes(data, report.value(result, SH.focusNode), report.value(result, SH.value)):
            yield Violation(severity, message, str(node), _paper(data, node), _quote(data, node))


def _nodes(data: "Graph", focus: "Node | None", value: "Node | None") -> Iterator["Node"]:
    """Yield what a finding is about: its focus, or the measurements of a quantity that have the value."""
    if focus is None or not str(focus).startswith(terms.BASE):
        yield from [focus] if focus is not None else []
        return
    for claim in data.subjects(_iri(iris.term(HEM.property)), focus):
        if value in set(data.objects(claim)):
            yield claim


def _paper(data: "Graph", node: "Node") -> str:
    """Return how people call the paper that a node belongs to."""
    claim = next(iter(data.subjects(_iri(iris.term(HEM.evidence)), node)), node)
    paper = data.value(claim, _iri(iris.term(HEM.inPaper))) or claim
    for predicate in (HEM.documentName, HEM.doi):
        name = data.value(paper, _iri(iris.term(predicate)))
        if name is not None:
            return str(name)
    names = sorted(map(str, data.objects(None, _iri(iris.term(HEM.documentName)))))
    return names[0] if len(names) == 1 else str(paper)


def _quote(data: "Graph", node: "Node") -> str | None:
    """Return the words that a claim rests on, or its statement, cut to a line."""
    evidence = data.value(node, _iri(iris.term(HEM.evidence))) or node
    found = data.value(evidence, _iri(iris.term(HEM.quote))) or data.value(node, _iri(iris.term(HEM.statement)))
    text = " ".join(str(found).split()) if found is not None else None
    return text if text is None or len(text) <= LONGEST_QUOTE else text[: LONGEST_QUOTE - 1] + "…"
