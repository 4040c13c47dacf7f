"""Papers of a few sentences, made by hand: what is claimed stands beside the sentence that claims it."""

import io
from dataclasses import replace
from decimal import Decimal
from functools import cache

import pyoxigraph

from hemkg.annotate.formula_grammar import parse
from hemkg.assemble.families import family_of
from hemkg.errors import FormulaError
from hemkg.model.claim import Claim, ClaimType, Conditions, Evidence, Material, Reading
from hemkg.model.paper import Bibliography, Block, BlockKind, Paper, Source, Span
from hemkg.model.quantity import Quantity
from hemkg.rdf import iris
from hemkg.rdf.write import paper_graph
from hemkg.reason import guidelines, rules
from hemkg.store.oxigraph import OxigraphStore
from hemkg.vocab.terms import HEM

OXIDE = "(Mg0.2Co0.2Ni0.2Cu0.2Zn0.2)O"
SULFIDE = "(Fe0.2Co0.2Ni0.2Cu0.2Zn0.2)S"


def amp(value):
    return Quantity.single(str(value), "A g-1")


def capacity(sentence, material, value, *, current=None, cycle=None, ion="Li", kind=None, window=None, unit="mAh g-1"):
    volts = Quantity(Decimal(window[0]), Decimal(window[1]), "V") if window else None
    conditions = Conditions(amp(current) if current else None, cycle, ion, volts)
    return sentence, {
        "claim_type": ClaimType.CAPACITY, "material": material, "concept": HEM.SpecificCapacity,
        "quantity": Quantity.single(str(value), unit), "kind": kind, "conditions": conditions,
    }  # fmt: skip


def retention(sentence, material, value, *, cycle, current=None, ion="Li"):
    conditions = Conditions(amp(current) if current else None, cycle, ion)
    return sentence, {
        "claim_type": ClaimType.RETENTION, "material": material, "concept": HEM.CapacityRetention,
        "quantity": Quantity.single(str(value), "%"), "conditions": conditions,
    }  # fmt: skip


def efficiency(sentence, material, value, *, cycle=1, ion="Li"):
    return sentence, {
        "claim_type": ClaimType.COULOMBIC_EFFICIENCY, "material": material, "concept": HEM.CoulombicEfficiency,
        "quantity": Quantity.single(str(value), "%"), "conditions": Conditions(None, cycle, ion),
    }  # fmt: skip


def mechanism(sentence, material, term, *, ion="Li", **more):
    conditions = Conditions(ion=ion)
    return sentence, {
        "claim_type": ClaimType.MECHANISM, "material": material, "concept": term, "conditions": conditions, **more,
    }  # fmt: skip


def technique(sentence, material, term, mode=None):
    return sentence, {"claim_type": ClaimType.TECHNIQUE, "material": material, "concept": term, "mode": mode}


def open_question(sentence):
    return sentence, {"claim_type": ClaimType.GAP_STATEMENT, "words": sentence}


def paper(
    name,
    *said,
    year=2024,
    title=None,
    doi=None,
    authors=(),
    labels=None,
    support=None,
    text_after="",
    speaks_of=(),
    shapes=None,
):
    """Return a paper of the sentences and what is read in it; a sentence that comes again is written once."""
    sentences = dict.fromkeys(sentence for sentence, _ in said)
    places, text = {}, ""
    for sentence in sentences:
        places[sentence] = Span(len(text), len(text) + len(sentence))
        text += sentence + "\n"
    text += text_after
    doi = doi or f"10.1234/{name}"
    work = Bibliography(doi, title or f"A paper called {name}", year, "Journal of Tests", tuple(authors))
    made = Paper(
        f"doi:{doi}", work, text, tuple(Block(BlockKind.PARAGRAPH, span) for span in places.values()),
        Source(name, f"{name}.txt", "text/plain", "0" * 64, "test"),
    )  # fmt: skip
    claims = tuple(_claim(made, places[sentence], fields) for sentence, fields in said)
    names = dict.fromkeys(claim.material for claim in claims if claim.material)
    materials = tuple(
        replace(
            _material(made, name, places, (labels or {}).get(name), support or {}), morphology=(shapes or {}).get(name)
        )
        for name in names
    )
    return made, Reading(made.paper_id, materials, claims, tuple(speaks_of))


def _claim(made, span, fields):
    confidence = fields.get("confidence", 0.9)
    section = fields.get("section", "Results")
    given = {name: value for name, value in fields.items() if name not in {"confidence", "section"}}
    return Claim(paper_id=made.paper_id, evidence=Evidence(span, span.of(made.text), section, 3, None, "hand", confidence), **given)  # fmt: skip  # noqa: E501


def _material(made, name, places, label, support):
    span = next((span for span in places.values() if name in span.of(made.text)), next(iter(places.values())))
    try:
        composition = replace(parse(name.split("/")[0]), support=support.get(name, ()))
    except FormulaError:
        composition = None
    evidence = Evidence(span, span.of(made.text), "Results", 3)
    family = family_of(composition)
    return Material(name, span, (), composition, family, None, HEM.Anode, label, evidence)


@cache
def _given(guided):
    """Return what every store begins with, read once for the hundreds of stores that tests make."""
    given, store = guidelines.graphs(), OxigraphStore.in_memory()
    store.replace(given if guided else {iris.VOCABULARY_GRAPH: given[iris.VOCABULARY_GRAPH]})
    return tuple(pyoxigraph.parse(_dumped(store), format=pyoxigraph.RdfFormat.N_QUADS))


def _dumped(store):
    out = io.BytesIO()
    store.dump(out, "nq")
    return out.getvalue()


def store_of(*papers, guided=True):
    """Return a store of papers with what the rules derive; unguided, without what the guidelines report."""
    engine = pyoxigraph.Store()
    engine.extend(_given(guided))
    store = OxigraphStore(engine, None)
    for made, reading in papers:
        graph = paper_graph(made, reading)
        store.replace({graph.iri: graph.lines})
    rules.derive(store)
    return store
