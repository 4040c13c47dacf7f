"""The claim graph: papers, materials and what they are said to do, as a networkx graph.

A node stands for a thing that papers speak of; an edge gathers every claim that joins two things in the
same way, with how many claims and which papers.  Everything is drawn from the store by one query a kind
of edge.  networkx is imported when a graph is made, not before.
"""

import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from hemkg.errors import InputError
from hemkg.review.field import PREFIX, heard_patterns, local
from hemkg.store.base import Row, Store
from hemkg.store.claims import Selection, find_claims
from hemkg.vocab import terms

if TYPE_CHECKING:
    import networkx

MOST_PAPERS = 12
Attribute = str | int | float | bool


class NodeKind(StrEnum):
    """What a node stands for."""

    PAPER = "paper"
    MATERIAL = "material"
    COMPOSITION = "composition"
    MECHANISM = "mechanism"
    ELEMENT = "element"
    TECHNIQUE = "technique"
    ION = "ion"


@dataclass(frozen=True, slots=True)
class EdgeKind:
    """One way in which two things are joined.

    Attributes:
        relation: its name.
        source: what its first end stands for.
        target: what its second end stands for.
        pattern: SPARQL that binds ``?source``, ``?target`` and ``?paper``, and for claims ``?claim`` and ``?polarity``.
        is_claimed: whether claims make it; otherwise it follows from what a material is.
    """

    relation: str
    source: NodeKind
    target: NodeKind
    pattern: str
    is_claimed: bool = True


CLAIM = "?claim hem:inPaper ?paper ; hem:polarity ?polarity"
EDGES = (
    EdgeKind(
        "stores by",
        NodeKind.MATERIAL,
        NodeKind.MECHANISM,
        f"""{CLAIM} ; hem:ofMaterial ?material ; a hem:MechanismClaim ; hem:mechanism ?target .
    ?claim hem:confidence ?confidence . {heard_patterns()} BIND(?material AS ?source)""",
    ),
    EdgeKind(
        "studied with",
        NodeKind.MATERIAL,
        NodeKind.TECHNIQUE,
        f"{CLAIM} ; hem:ofMaterial ?source ; a hem:TechniqueClaim ; hem:technique ?target .",
    ),
    EdgeKind(
        "stores",
        NodeKind.MATERIAL,
        NodeKind.ION,
        f"{CLAIM} ; hem:ofMaterial ?source ; hem:ion ?target . FILTER(?polarity = hem:Asserted)",
    ),
    EdgeKind(
        "takes part in",
        NodeKind.ELEMENT,
        NodeKind.MECHANISM,
        f"{CLAIM} ; a hem:ElementRoleClaim ; hem:element ?source ; hem:role ?role . ?role hem:enables ?target .",
    ),
    EdgeKind(
        "uses",
        NodeKind.PAPER,
        NodeKind.TECHNIQUE,
        f"{CLAIM} ; a hem:TechniqueClaim ; hem:inPaper ?source ; hem:technique ?target .",
    ),
    EdgeKind(
        "speaks of",
        NodeKind.PAPER,
        NodeKind.MATERIAL,
        "?claim hem:inPaper ?paper ; hem:inPaper ?source ; hem:ofMaterial ?target .",
    ),
    EdgeKind(
        "has composition",
        NodeKind.MATERIAL,
        NodeKind.COMPOSITION,
        "?source a hem:Material ; hem:inPaper ?paper ; hem:composition ?target .",
        is_claimed=False,
    ),
    EdgeKind(
        "holds",
        NodeKind.COMPOSITION,
        NodeKind.ELEMENT,
        "?named hem:composition ?source ; hem:inPaper ?paper . ?source hem:component/hem:element ?target .",
        is_claimed=False,
    ),
    EdgeKind(
        "can show",
        NodeKind.TECHNIQUE,
        NodeKind.MECHANISM,
        f"{CLAIM} ; a hem:EvidencingClaim ; hem:technique ?source ; hem:mechanism ?target .",
    ),
)


def claim_graph(store: Store, selection: Selection | None = None) -> "networkx.MultiDiGraph":
    """Return the claim graph of a store.

    Args:
        store: the store.
        selection: which claims; what follows from a material is shown for the materials that they are of.

    Returns:
        nodes by IRI with ``kind``, ``label`` and, for papers, ``year``, ``doi`` and ``title``; edges with
        ``relation``, ``polarity``, ``claims`` and ``papers`` (names of documents, a dozen at most).
    """
    import networkx

    wanted = None if selection is None else [claim.iri for claim in find_claims(store, selection)]
    graph = networkx.MultiDiGraph()
    for kind in EDGES:
        for edge in _edges(store, kind, wanted):
            _add(graph, kind, edge)
    if wanted is not None:
        _drop_strays(graph)
    _name(store, graph)
    return graph


@dataclass(frozen=True, slots=True)
class Edge:
    """Two joined things, how, and who says so."""

    source: str
    target: str
    polarity: str
    claims: int
    papers: tuple[str, ...]


def _edges(store: Store, kind: EdgeKind, wanted: list[str] | None) -> Iterator[Edge]:
    """Yield the edges of a kind; the claims are counted in the store."""
    found: dict[tuple[str, str, str], dict[str, int]] = defaultdict(dict)
    for row in (row for query in _queries(kind, wanted) for row in store.query(query).rows):
        key = (str(row["source"]), str(row["target"]), local(row["polarity"]) or "")
        paper = str(row["paper"])
        found[key][paper] = found[key].get(paper, 0) + int(row["n"] or 0)
    for (source, target, polarity), papers in sorted(found.items()):
        yield Edge(source, target, polarity, sum(papers.values()), tuple(sorted(papers)))


def _queries(kind: EdgeKind, wanted: list[str] | None) -> Iterator[str]:
    counted = "(COUNT(DISTINCT ?claim) AS ?n)" if kind.is_claimed else "(0 AS ?n)"
    for values in _values(wanted if kind.is_claimed else None):
        yield f"""{PREFIX}SELECT ?source ?target ?paper ?polarity {counted} WHERE {{
  {values} {kind.pattern}
}} GROUP BY ?source ?target ?paper ?polarity"""


def _values(wanted: list[str] | None, size: int = 500) -> Iterator[str]:
    """Yield the claims in portions, as SPARQL; one empty portion where all are wanted."""
    if wanted is None:
        yield ""
        return
    for first in range(0, len(wanted), size):
        yield f"VALUES ?claim {{ {' '.join(f'<{iri}>' for iri in wanted[first : first + size])} }}"


def _add(graph: "networkx.MultiDiGraph", kind: EdgeKind, edge: Edge) -> None:
    graph.add_node(edge.source, kind=kind.source.value)
    graph.add_node(edge.target, kind=kind.target.value)
    polarity = terms.notation(edge.polarity) if edge.polarity else "asserted"
    graph.add_edge(
        edge.source,
        edge.target,
        key=f"{kind.relation}|{polarity}",
        relation=kind.relation,
        polarity=polarity,
        claims=edge.claims,
        sources=len(edge.papers),
        papers=edge.papers,
    )


def _drop_strays(graph: "networkx.MultiDiGraph") -> None:
    """Leave out what follows from materials that no wanted claim is of."""
    import networkx

    held = {n for s, t, claims in graph.edges(data="claims") if claims for n in (s, t)}
    near = set(held)
    for node in held:
        if graph.nodes[node]["kind"] == NodeKind.MATERIAL:
            near |= set(networkx.descendants_at_distance(graph, node, 1))
    for node in [n for n in near if graph.nodes[n]["kind"] == NodeKind.COMPOSITION]:
        near |= set(graph.successors(node))
    graph.remove_nodes_from([node for node in graph if node not in near])


# ---------------------------------------------------------------- names

PAPERS = f"""{PREFIX}PREFIX dcterms: <http://purl.org/dc/terms/>
SELECT ?paper ?document ?title ?year ?doi WHERE {{
  ?paper a hem:Paper . OPTIONAL {{ ?paper hem:documentName ?document }} OPTIONAL {{ ?paper dcterms:title ?title }}
  OPTIONAL {{ ?paper hem:year ?year }} OPTIONAL {{ ?paper hem:doi ?doi }}
}}"""
MATERIALS = f"""{PREFIX}SELECT ?material ?surface ?high ?family ?composition WHERE {{
  ?material a hem:Material ; hem:surface ?surface .
  OPTIONAL {{ ?material hem:isHighEntropy ?high }} OPTIONAL {{ ?material hem:anionFamily ?family }}
  OPTIONAL {{ ?material hem:composition ?composition }}
}}"""


def _name(store: Store, graph: "networkx.MultiDiGraph") -> None:
    """Give every node its label, and every edge the names of its papers."""
    papers = {str(row["paper"]): row for row in store.query(PAPERS).rows}
    compositions: dict[str, str] = {}
    for row in store.query(MATERIALS).rows:
        _name_material(graph, row)
        name, formula = str(row["surface"]), str(row["composition"])
        if formula not in compositions or (len(name), name) < (len(compositions[formula]), compositions[formula]):
            compositions[formula] = name
    for node, data in graph.nodes(data=True):
        if data["kind"] == NodeKind.PAPER and node in papers:
            data.update(_paper_data(papers[node]))
        elif data["kind"] == NodeKind.COMPOSITION:
            data["label"] = compositions.get(node, node.rsplit("/", 1)[-1])
        elif "label" not in data:
            data["label"] = _term_label(node, data["kind"])
    for _, _, data in graph.edges(data=True):
        data["papers"] = _documents(data["papers"], papers)


def _name_material(graph: "networkx.MultiDiGraph", row: Row) -> None:
    node = str(row["material"])
    if node in graph:
        family = local(row["family"])
        graph.nodes[node].update(
            label=str(row["surface"]), high_entropy=row["high"] is True, family=terms.label(family) if family else ""
        )


def _paper_data(row: Row) -> dict[str, Attribute]:
    found: dict[str, Attribute] = {"label": str(row["document"] or row["doi"] or row["title"] or row["paper"])}
    for key in ("title", "year", "doi"):
        value = row[key]
        if value is not None:
            found[key] = value
    return found


def _term_label(node: str, kind: str) -> str:
    name = node.removeprefix(terms.BASE)
    if kind == NodeKind.ELEMENT:
        return name
    return terms.notation(name) if kind == NodeKind.TECHNIQUE else terms.label(name)


def _documents(papers: Iterable[str], known: Mapping[str, Row]) -> str:
    names = [str(known[p]["document"] or known[p]["doi"] or p) if p in known else p for p in papers]
    more = f" and {len(names) - MOST_PAPERS} more" if len(names) > MOST_PAPERS else ""
    return ", ".join(sorted(names)[:MOST_PAPERS]) + more


# ---------------------------------------------------------------- around a node


def find_node(graph: "networkx.MultiDiGraph", name: str) -> str:
    """Return the node that goes by an IRI, a term or a label; of several with one label the best joined.

    A material goes before its composition, which stands for no paper's words.

    Raises:
        InputError: if the graph has none.
    """
    for node in (name, f"{terms.BASE}{name}"):
        if node in graph:
            return node
    wanted = name.casefold()
    found = [node for node, label in graph.nodes(data="label") if str(label).casefold() == wanted]
    if not found:
        raise InputError(f"the graph has nothing called {name!r}; try the name of a material, mechanism or element.")
    kinds = graph.nodes(data="kind")
    return str(max(found, key=lambda node: (kinds[node] != NodeKind.COMPOSITION, graph.degree(node), node)))


def neighbourhood(
    graph: "networkx.MultiDiGraph", node: str, radius: int = 1, most: int = 50
) -> "networkx.MultiDiGraph":
    """Return what stands within some steps of a node, the best joined if there is too much of it.

    Args:
        graph: from ``claim_graph``.
        node: IRI, term or label of the node in the middle.
        radius: how many steps, whatever their direction.
        most: how many nodes at most; those with most claims towards the middle stay.

    Raises:
        InputError: if the graph has no such node.
    """
    import networkx

    centre = find_node(graph, node)
    steps = networkx.single_source_shortest_path_length(graph.to_undirected(as_view=True), centre, cutoff=radius)
    kept = sorted(steps, key=lambda other: (steps[other], -_claims(graph, other), other))[:most]
    return graph.subgraph(kept).copy()


def _claims(graph: "networkx.MultiDiGraph", node: str) -> int:
    edges = [*graph.in_edges(node, data="claims"), *graph.out_edges(node, data="claims")]
    return sum(claims for _, _, claims in edges)


def to_graphml(graph: "networkx.MultiDiGraph") -> bytes:
    """Return a graph as GraphML, which Gephi, Cytoscape and yEd read.

    Every attribute is text, a number or a truth value; an attribute that a node has not is left out.
    """
    import networkx

    plain = networkx.MultiDiGraph()
    plain.add_nodes_from((node, _plain(data)) for node, data in graph.nodes(data=True))
    plain.add_edges_from((s, t, key, _plain(data)) for s, t, key, data in graph.edges(keys=True, data=True))
    written = io.BytesIO()
    networkx.write_graphml(plain, written, named_key_ids=True)
    return written.getvalue()


def _plain(data: Mapping[str, object]) -> dict[str, Attribute]:
    """Return attributes that GraphML can hold; characters that no XML holds are dropped."""
    found: dict[str, Attribute] = {}
    for key, value in data.items():
        if isinstance(value, (bool, int, float)):
            found[key] = value
        elif value is not None:
            found[key] = "".join(c for c in str(value) if c >= " " or c in "\t\n\r")
    return found
