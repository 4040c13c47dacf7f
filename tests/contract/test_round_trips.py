"""What is exported comes back: the same graphs and the same digest from each syntax, with any text in them."""

import io
from collections import defaultdict
from functools import cache

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Dataset

from hemkg.rdf import iris, jsonld
from hemkg.store import names
from hemkg.store.oxigraph import FORMATS, OxigraphStore
from hemkg.vocab import terms

DATASETS = ("trig", "nq", "jsonld")
MERGED = ("ttl", "nt")
GRAPH, OTHER = names.CLAIMS + "a", names.CLAIMS + "b"
SUBJECT = "https://w3id.org/hemkg/id/claim/1"


def read_back(data: bytes, form: str) -> OxigraphStore:
    """Return a store with what was exported; what merges the graphs comes back as one."""
    engine = pyoxigraph.Store()
    merged = pyoxigraph.NamedNode("urn:merged") if form in MERGED else None
    engine.load(data, FORMATS[form], to_graph=merged)
    return OxigraphStore(engine, None)


def dumped(store: OxigraphStore, form: str) -> bytes:
    out = io.BytesIO()
    store.dump(out, form)
    return out.getvalue()


def graphs_of(store: OxigraphStore) -> dict[str, tuple[str, ...]]:
    return {name: store.lines(name) for name in store.graphs()}


def union_of(store: OxigraphStore) -> set[str]:
    return {line for name in store.graphs() for line in store.lines(name)}


# ---------------------------------------------------------------- the store of the corpus


@pytest.fixture(scope="module")
def store(corpus_store):
    opened = OxigraphStore.open(corpus_store)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def written(store):
    """Return what is exported of the store in a form, written once."""
    return cache(lambda form: dumped(store, form))


@pytest.fixture(scope="module")
def graphs(store):
    return graphs_of(store)


@pytest.fixture(scope="module")
def some(store, graphs):
    """A store of every sixth graph of each kind, and of all kinds of which there are few: rdflib reads slowly."""
    by_kind = defaultdict(list)
    for name in graphs:
        by_kind[name.removeprefix(iris.ID).split("/")[0]].append(name)
    found = OxigraphStore.in_memory()
    found.replace({name: graphs[name] for names_ in by_kind.values() for name in names_[::6]})
    assert len(set(found.graphs()) & {name for name in graphs if name.startswith(names.CLAIMS)}) > 5
    return found


@pytest.mark.parametrize("form", DATASETS)
def test_a_dataset_comes_back_with_its_digest(store, graphs, written, form):
    again = read_back(written(form), form)
    assert names.digest(again) == names.digest(store)
    assert graphs_of(again) == graphs


@pytest.mark.parametrize("form", MERGED)
def test_what_merges_the_graphs_comes_back_as_their_union(graphs, written, form):
    again = read_back(written(form), form)
    assert union_of(again) == {line for lines in graphs.values() for line in lines}


@pytest.mark.parametrize("form", DATASETS)
def test_another_library_reads_the_same(some, form):
    name = {"nq": "nquads", "jsonld": "json-ld"}.get(form, form)
    read = Dataset().parse(io.BytesIO(dumped(some, form)), format=name)
    again = read_back(read.serialize(format="nquads").encode(), "nq")
    assert names.digest(again) == names.digest(some)


@pytest.mark.parametrize("form", [*DATASETS, *MERGED])
def test_the_same_store_is_written_in_the_same_bytes(store, written, form):
    assert dumped(store, form) == written(form)


def test_the_command_line_writes_what_comes_back(hemkg, corpus_store, written, tmp_path):
    """The same bytes as those that are read back above."""
    out = tmp_path / "graph.jsonld"
    assert hemkg("export", "--store", corpus_store, "--format", "jsonld", "--out", out).status == 0
    assert out.read_bytes() == written("jsonld")


# ---------------------------------------------------------------- anything that a text may hold

STRANGE = "\"'\\\n\r\t<>{}@^_:#%\u2028\u2029\ufeff\x00\x7f\U0001d6fc"
TEXTS = st.text(st.characters(exclude_categories=("Cs",)) | st.sampled_from(STRANGE))
NASTY = ("\\", '"', '"""', "\\u0041", "a\\", "\r\n", "@en", "^^", "_:b0", terms.BASE + "x", "hem:value", "")
LITERALS = st.one_of(
    (TEXTS | st.sampled_from(NASTY)).map(pyoxigraph.Literal),
    st.builds(
        lambda text, tag: pyoxigraph.Literal(text, language=tag), TEXTS, st.sampled_from(["en", "de-AT", "zh-Hant"])
    ),
    st.floats(allow_nan=False, allow_infinity=False).map(pyoxigraph.Literal),
    st.integers().map(pyoxigraph.Literal),
    st.booleans().map(pyoxigraph.Literal),
    st.decimals(allow_nan=False, allow_infinity=False, places=6).map(
        lambda number: pyoxigraph.Literal(f"{number:f}", datatype=pyoxigraph.NamedNode(jsonld.XSD + "decimal"))
    ),
    TEXTS.map(lambda text: pyoxigraph.Literal(text, datatype=pyoxigraph.NamedNode("urn:kind"))),
)
LINKS = st.sampled_from([SUBJECT, "urn:x", "https://w3id.org/hemkg/id///x", terms.BASE + "Claim", "http://é.org/ü"])
OBJECTS = LITERALS | LINKS.map(pyoxigraph.NamedNode)
PREDICATES = st.sampled_from(
    [terms.BASE + name for name in ("value", "cycle", "quote", "ofMaterial", "isHighEntropy", "unknownProperty")]
    + ["http://purl.org/dc/terms/title", "urn:p", terms.RDF_TYPE]
)
STATEMENTS = st.lists(st.tuples(st.sampled_from([SUBJECT, "urn:s"]), PREDICATES, OBJECTS), min_size=1, max_size=8)


def store_of(**graphs):
    engine = pyoxigraph.Store()
    for name, statements in graphs.items():
        for subject, predicate, value in statements:
            node = pyoxigraph.NamedNode
            engine.add(pyoxigraph.Quad(node(subject), node(predicate), value, node(names.CLAIMS + name)))
    return OxigraphStore(engine, None)


@settings(max_examples=200, deadline=None)
@given(STATEMENTS, STATEMENTS)
def test_any_literal_comes_back_from_any_syntax(first, second):
    store = store_of(a=first, b=second)
    for form in DATASETS:
        again = read_back(dumped(store, form), form)
        assert graphs_of(again) == graphs_of(store), form
        assert names.digest(again) == names.digest(store), form
    for form in MERGED:
        assert union_of(read_back(dumped(store, form), form)) == union_of(store), form


def test_an_empty_store_comes_back_empty():
    for form in (*DATASETS, *MERGED):
        assert read_back(dumped(OxigraphStore.in_memory(), form), form).count() == 0
