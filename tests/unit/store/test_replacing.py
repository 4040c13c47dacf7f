"""A graph that is replaced holds what it would hold in a new store, whatever stood there before."""

from itertools import product

import pyoxigraph
import pytest

from hemkg.store.oxigraph import OxigraphStore

GRAPH = "urn:g"
XSD = "http://www.w3.org/2001/XMLSchema#"
MANY = tuple(f"<urn:a> <urn:b> <urn:{number}> ." for number in range(8))
CONTENTS = {
    "nothing": (),
    "many": MANY,
    "one less": MANY[1:],
    "one more": (*MANY, "<urn:a> <urn:b> <urn:new> ."),
    "few": MANY[:2],
    "a number as people write it": (*MANY, f'<urn:a> <urn:b> "0.50"^^<{XSD}decimal> .'),
    "the same number as the engine writes it": (*MANY, f'<urn:a> <urn:b> "0.5"^^<{XSD}decimal> .'),
    "a node without a name": (*MANY, "<urn:a> <urn:b> _:node ."),
    "what looks like an escape": (*MANY, r'<urn:a> <urn:b> "\\u0041 \\U" .'),
    "strange text": (*MANY, r'<urn:a> <urn:b> "} ; DROP ALL ; \" \n _: {"@en .'),
}


def held(store):
    quads = store._engine.quads_for_pattern(None, None, None, None)
    return {(quad.graph_name, quad.subject, quad.predicate, named(quad.object)) for quad in quads}


def named(node):
    return "a blank node" if isinstance(node, pyoxigraph.BlankNode) else node


@pytest.mark.parametrize(("before", "after"), product(CONTENTS, CONTENTS))
def test_what_stood_before_leaves_nothing_behind(before, after):
    store, new = OxigraphStore.in_memory(), OxigraphStore.in_memory()
    store.replace({"urn:other": MANY, GRAPH: CONTENTS[before]})
    store.replace({GRAPH: CONTENTS[after]})
    new.replace({"urn:other": MANY, GRAPH: CONTENTS[after]})
    assert held(store) == held(new)
    assert list(store.graphs()) == list(new.graphs())


def test_what_stands_there_already_is_not_written_again():
    written = []

    class Engine:
        def __init__(self, engine):
            self.engine = engine

        def __getattr__(self, name):
            return getattr(self.engine, name)

        def update(self, sparql):
            written.append(sparql)
            self.engine.update(sparql)

    store = OxigraphStore(Engine(pyoxigraph.Store()), None)
    store.replace({GRAPH: MANY})
    store.replace({GRAPH: MANY[::-1]})
    store.replace({GRAPH: CONTENTS["one more"]})
    assert len(written) == 2
    assert "urn:new" in written[1]
    assert "urn:0" not in written[1]
