"""Names of graphs in a store, and the lines of the graphs that the store keeps for itself."""

import hashlib
from collections.abc import Mapping
from typing import TYPE_CHECKING

from hemkg.rdf import iris
from hemkg.rdf.write import literal
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM

if TYPE_CHECKING:
    from hemkg.store.base import Store
    from hemkg.store.catalogue import Document

CLAIMS = iris.CLAIMS_GRAPHS
VOCABULARY = iris.VOCABULARY_GRAPH
PAPER = iris.ID + "paper/"
TYPE = terms.RDF_TYPE


def document_graph(key: str) -> str:
    """Return the name of the graph that tells what became of a document."""
    return iris.document(key)


def claims_graph_of(paper: str) -> str:
    """Return the claims graph of a paper's IRI."""
    return CLAIMS + paper.removeprefix(PAPER)


def curation_graph_of(paper: str) -> str:
    """Return the graph of the decisions on a paper's claims."""
    return f"{iris.CURATION_GRAPH}/{paper.removeprefix(PAPER)}"


def document_lines(document: "Document") -> list[str]:
    """Return the triples that tell what became of a document."""
    subject = iris.document(document.key)
    told = {
        HEM.path: document.key,
        HEM.sha256: document.sha256,
        HEM.engine: document.engine,
        HEM.status: document.status,
        HEM.error: document.error,
        HEM.sourceRank: document.rank,
        HEM.claimsDigest: document.digest,
    }
    lines = [f"<{subject}> <{TYPE}> <{iris.term(HEM.Document)}> ."]
    lines += [
        f"<{subject}> <{iris.term(name)}> {literal(value)} ." for name, value in told.items() if value is not None
    ]
    if document.paper is not None:
        lines.append(f"<{subject}> <{iris.term(HEM.ofPaper)}> <{document.paper}> .")
    return sorted(lines)


def state_lines(derived_by: str) -> list[str]:
    """Return the triples that say by what the derived graphs of a store were made, while they are up to date."""
    return [f"<{iris.DERIVED_GRAPH}> <{iris.term(HEM.derivedBy)}> {literal(derived_by)} ."]


def digest(store: "Store", known: Mapping[str, str] | None = None) -> str:
    """Return a digest of the claims graphs, independent of the order in which they came.

    Args:
        store: the store.
        known: digests of its claims graphs, as far as they were kept; the others are computed.
    """
    total = hashlib.sha256()
    for graph in sorted(name for name in store.graphs() if name.startswith(CLAIMS)):
        own = (known or {}).get(graph) or hashlib.sha256("\n".join(store.lines(graph)).encode()).hexdigest()
        total.update(f"{graph} {own}\n".encode())
    return total.hexdigest()
