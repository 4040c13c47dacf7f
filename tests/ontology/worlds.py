"""Small graphs that the tests of this folder reason over."""

from functools import cache
from pathlib import Path

import pyoxigraph

from hemkg.reason import guidelines, rules
from hemkg.store.oxigraph import OxigraphStore

ONTOLOGY = Path(__file__).parents[2] / "ontology"


def lines_of(path):
    """Return the triples of a Turtle file as N-Triples lines."""
    return [f"{quad.triple} ." for quad in pyoxigraph.parse(path.read_bytes(), format=pyoxigraph.RdfFormat.TURTLE)]


@cache
def guidelines_alone():
    """Return a store with the vocabulary, the guidelines and what follows from them."""
    store = OxigraphStore.in_memory()
    store.replace(guidelines.graphs())
    rules.derive(store)
    return store


@cache
def with_examples():
    """Return the same with the invented papers."""
    store = OxigraphStore.in_memory()
    store.replace(guidelines.graphs())
    store.replace({"urn:fixture": lines_of(ONTOLOGY / "competency" / "fixture.ttl")})
    rules.derive(store)
    return store
