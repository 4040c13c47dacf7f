"""A small paper of known claims, and a store that holds it: what the tests of decisions stand on."""

from dataclasses import replace
from fractions import Fraction
from itertools import count

from hemkg.model.claim import Claim, ClaimType, Conditions, Evidence, Material, Reading
from hemkg.model.composition import Composition
from hemkg.model.decision import Decision, DecisionKind
from hemkg.model.paper import Span
from hemkg.model.quantity import Quantity
from hemkg.rdf import iris
from hemkg.rdf.write import paper_graph
from hemkg.read import read_paper
from hemkg.store.catalogue import Catalogue
from hemkg.store.claims import Selection, find_claims
from hemkg.store.curation.applying import State
from hemkg.store.curation.leaf import Leaf, as_written
from hemkg.store.curation.matching import anchor_of
from hemkg.vocab.terms import HEM

CAPACITY = "The oxide CoO delivers 560 mAh g-1 after 300 cycles in a lithium cell."
SECOND = "The oxide NiO delivers 700 mAh g-1 after 100 cycles in a lithium cell."
MECHANISM = "CoO is reduced by conversion, as the diffraction patterns of the discharged electrode show."
TEXT = "\n\n".join((CAPACITY, SECOND, MECHANISM))
MOMENTS = (f"2026-01-01T{n // 3600:02d}:{n // 60 % 60:02d}:{n % 60:02d}.000000Z" for n in count())


def paper(text=TEXT, name="spinels.txt", doi="10.1234/spinels"):
    read = read_paper(text.encode(), path=name)
    return replace(read, paper_id=f"doi:{doi}", bibliography=replace(read.bibliography, doi=doi))


def evidence(text, quote, confidence=0.6):
    start = text.index(quote)
    return Evidence(Span(start, start + len(quote)), quote, confidence=confidence, rule="test")


def capacity(of, quote, material, value, cycle, **more):
    conditions = Conditions(Quantity.single("0.5", "A g-1", "0.5 A g-1"), cycle, "Li")
    return Claim(
        ClaimType.CAPACITY, of.paper_id, evidence(of.text, quote), material, HEM.SpecificCapacity,
        quantity=Quantity.single(value, "mAh g-1", f"{value} mAh g-1"), kind=HEM.CapacityAfterCycling,
        conditions=conditions, **more,
    )  # fmt: skip


def claims_of(of):
    """Return the claims of the paper: two capacities and a mechanism."""
    return (
        capacity(of, CAPACITY, "CoO", 560, 300),
        capacity(of, SECOND, "NiO", 700, 100),
        Claim(ClaimType.MECHANISM, of.paper_id, evidence(of.text, MECHANISM, 0.5), "CoO", HEM.Conversion),
    )


def graph_of(of=None, claims=None, disagreements=()):
    of = of or paper()
    materials = tuple(
        Material(name, Span(of.text.index(name), of.text.index(name) + 3), composition=_oxide(metal))
        for name, metal in (("CoO", "Co"), ("NiO", "Ni"))
    )
    found = claims or claims_of(of)
    ids = [claim.claim_id for claim in found]
    apart = tuple((ids[one], ids[other]) for one, other in disagreements)
    return paper_graph(of, Reading(of.paper_id, materials, tuple(found), (), apart))


def _oxide(metal):
    return Composition(f"{metal}O", f"{metal}O", ((metal, Fraction(1, 2)), ("O", Fraction(1, 2))))


def renamed(graph):
    """Return a graph in which every claim has another IRI, as an extractor of another version may give it."""
    lines = (line.replace(f"{iris.ID}claim/", f"{iris.ID}claim/ff") for line in graph.lines)
    lines = (line.replace(f"{iris.ID}evidence/", f"{iris.ID}evidence/ff") for line in lines)
    return replace(graph, lines=tuple(sorted(lines)))


class World:
    """A store with the paper in it, and the graph of the paper as it was read."""

    def __init__(self, graph=None, of=None):
        self.paper, self.catalogue = of or paper(), Catalogue.in_memory()
        self.graph = graph or graph_of(self.paper)
        if CAPACITY in self.paper.text:
            self.coo, self.nio, self.mechanism = (iris.claim(c.claim_id) for c in claims_of(self.paper))
        self.put()

    def put(self, graph=None, key="spinels.txt"):
        self.graph = graph or self.graph
        self.catalogue.put(key, self.paper.source, self.graph, (), "test")

    def decide(self, kind, claim, when=None, /, **fields):
        about = anchor_of(Leaf(graph_of(self.paper).lines), self.graph.paper, claim)
        decision = Decision(
            DecisionKind(kind), "Ada", "seen", when or next(MOMENTS), about, tuple(sorted(fields.items()))
        )
        self.catalogue.decide(self.graph.paper, [decision])
        return decision

    def undo(self, decision):
        undoing = replace(decision, kind=DecisionKind.UNDO, when=next(MOMENTS), fields=(), undoes=decision.decision_id)
        self.catalogue.decide(self.graph.paper, [undoing])
        return undoing

    def capacities(self):
        found = find_claims(self.catalogue.graph, Selection((HEM.CapacityClaim,)))
        return {claim.material.surface: claim.value for claim in found}

    def states(self):
        return [record.state for record in self.catalogue.ledger.of(self.graph.paper)]

    def waiting(self):
        return [r.why for r in self.catalogue.ledger.of(self.graph.paper) if r.state is State.WAITING]

    def lines(self):
        return tuple(sorted(as_written(self.catalogue.graph.lines(self.graph.iri))))
